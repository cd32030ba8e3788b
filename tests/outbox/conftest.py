"""A mail server of the test's own, the house told of it, and a kind of message to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.dossiers.conftest import province, room
from tests.support.mail_server import MailServer

from motcua.foundation.clock import Instant
from motcua.organisation.models import Officer
from motcua.outbox import kinds, services
from motcua.outbox.kinds import Asked, Kind, Occasion
from motcua.outbox.models import Message
from motcua.outbox.services import Wanted
from motcua.site.mail import mail_settings

__all__ = ["province", "room"]
GONE: set[str] = set()
"""Subjects whose reason is gone."""


def _stands(asked: Asked, now: Instant) -> set[tuple[str, Occasion]]:
    return {(name, each) for name, many in asked.items() for each in many if each.subject not in GONE}


TRIED = Kind(
    name="tried",
    title="Việc thử",
    what="Việc %(code)s đến hạn lúc %(due)s",
    todo="Làm ngay.",
    path="/ho-so/%(code)s/",
    stands=_stands,
)


@pytest.fixture(autouse=True)
def a_kind() -> Iterator[None]:
    kinds.register(TRIED)
    GONE.clear()
    yield
    kinds._KINDS.pop("tried")


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.stop()


@pytest.fixture
def mail(server: MailServer, settings: Any) -> MailServer:
    """The server, and the house sends through it."""
    tell(settings, server.url)
    return server


def tell(settings: Any, url: str) -> None:
    for name, value in mail_settings(url).items():
        setattr(settings, name, value)


def wanted(who: str = "CB0015", subject: str = "1", **params: Any) -> Wanted:
    officer = Officer.objects.get(code=who)
    filled = {"code": f"H14-{subject}", **params}
    return Wanted("tried", Occasion(subject, "1", officer.pk), filled, 1_772_500_000_000_000)


def put(*many: Wanted) -> int:
    return services.enqueue(many or [wanted()])


def states(channel: str = "email") -> list[str]:
    return list(Message.objects.filter(channel=channel).order_by("pk").values_list("state", flat=True))
