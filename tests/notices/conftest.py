"""A ward's office, a mail server, and what was told of its dossiers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dossiers.conftest import own_store, province, room
from tests.dossiers.room import RECEPTION, Room
from tests.outbox.conftest import mail, server
from tests.outbox.gateway_process import connect

from motcua.dossiers.services import Outcome, Reception
from motcua.notices.deriving import Told, tell_citizens
from motcua.outbox.models import Message

__all__ = ["mail", "own_store", "province", "room", "server"]
CLOSED = "http://127.0.0.1:9"
"""Nobody listens there: messages are made and stay."""


@pytest.fixture
def channels(settings: Any) -> None:
    """All channels are set up; nothing leaves."""
    connect(settings, CLOSED)
    settings.EMAIL_HOST = "127.0.0.1"


class Telling(Room):
    """An office whose applicants are told at once, as the worker does within a minute."""

    def receive(self, who: str = RECEPTION, *, key: str = "", **changes: Any) -> Reception:
        got = super().receive(who, key=key, **changes)
        assert tell_citizens(clock=self.clock).failed == 0
        return got

    def do(self, who: str, action: str, when: str = "", *, seq: int | None = None, **data: Any) -> Outcome:
        done = super().do(who, action, when, seq=seq, **data)
        assert tell_citizens(clock=self.clock).failed == 0
        return done


@pytest.fixture
def telling(province: None, db: None, channels: None) -> Telling:
    return Telling("2026-03-02T09:00")


def derived(room: Any) -> Told:
    return tell_citizens(clock=room.clock)


def told(channel: str = "email", **wanted: Any) -> list[str]:
    """Kinds of what was told by a channel, in order."""
    rows = Message.objects.filter(channel=channel, officer=None, **wanted).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def text(kind: str, channel: str = "email") -> str:
    """The words of the last message of a kind."""
    row = (
        Message.objects.filter(kind=kind, channel=channel, officer=None)
        .select_related("wording")
        .latest("pk")
    )
    return f"{row.wording.title}\n{row.wording.text}"
