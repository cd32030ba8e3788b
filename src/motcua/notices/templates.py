"""The words in force: what an administrator wrote, or what ships."""

from __future__ import annotations

from typing import NamedTuple

from motcua.foundation.clock import Instant
from motcua.notices.models import NoticeTemplate
from motcua.notices.shipped import shipped
from motcua.notices.wording import Words

Place = tuple[str, str, str]
"""Event, channel, language."""


class Template(NamedTuple):
    """Words with the version they are of; 0 for those that ship."""

    words: Words
    version: int


class Templates:
    """All words in force at an instant. One statement."""

    def __init__(self, now: Instant) -> None:
        rows = NoticeTemplate.objects.filter(valid_from__lte=now).order_by(
            "event", "channel", "language", "-version"
        )
        self._changed: dict[Place, NoticeTemplate] = {
            (row.event, row.channel, row.language): row
            for row in rows.distinct("event", "channel", "language")
        }

    def of(self, event: str, channel: str, language: str) -> Template:
        row = self._changed.get((event, channel, language))
        if row is None or row.shipped:
            return Template(shipped(event, channel, language), 0)
        return Template(Words(row.subject, row.body), row.version)

    def changed(self, event: str, channel: str, language: str) -> NoticeTemplate | None:
        """The row of words that are not the shipped ones; none otherwise."""
        row = self._changed.get((event, channel, language))
        return None if row is None or row.shipped else row
