"""What a correction looks up of catalogue and private records, each read once however often it is asked.

The first run of a command, before the lock, fills it; under the lock nothing is read any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from motcua.dossiers import store
from motcua.foundation.errors import DomainError
from motcua.procedures.content import VersionContent
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of
from motcua.procedures.queries import version_content

Asked = tuple[str, date, str, str | None]


class Sources:
    """The look-ups of one command on one dossier."""

    def __init__(self, row_id: int) -> None:
        self._row_id: Final = row_id
        self._offers: dict[Asked, Offer | DomainError] = {}
        self._contents: dict[int, VersionContent] = {}
        self._opened: dict[str, Any] = {}

    def offer(self, code: str, day: date, channel: str, case: str | None) -> Offer:
        """The procedure as it may be received on that day. Raises what `procedures.queries.offer` raises."""
        key = (code, day, channel, case)
        if key not in self._offers:
            try:
                self._offers[key] = offer_of(code, on=day, channel=channel, case=case)
            except DomainError as error:
                self._offers[key] = error
        found = self._offers[key]
        if isinstance(found, DomainError):
            raise found
        return found

    def content(self, version: int) -> VersionContent:
        """What a version says."""
        if version not in self._contents:
            self._contents[version] = version_content(version)
        return self._contents[version]

    def opened(self, commitments: Iterable[str | None]) -> Mapping[str, Any]:
        """The private records that these commitments stand for; erased ones are missing."""
        if not {each for each in commitments if each} <= self._opened.keys():
            self._opened |= store.open_private(self._row_id)
        return self._opened
