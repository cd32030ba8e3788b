"""The worker is killed while events become messages and while a short message is given away: each event is
told once, and a telephone rings once."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.dossiers.room import OWNER, Room
from tests.drills.test_sender_killed import WAITS, kill, rows_held
from tests.drills.test_worker_killed_in_a_job import WORK, asked, until
from tests.outbox.conftest import server, tell
from tests.outbox.gateway_process import Sandbox, connect, sandbox
from tests.support.citizens import make_citizen
from tests.support.mail_server import MailServer

from motcua.dossiers.models import UnheardEvent
from motcua.filing import drafts
from motcua.filing.ending import tell_of_ends
from motcua.filing.tasks import tell_of_drafts_ending
from motcua.foundation.clock import DAY, FixedClock, SystemClock
from motcua.notices.deriving import tell_citizens
from motcua.notices.tasks import tell_of_events
from motcua.outbox.gateway_line import GatewayLine
from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.outbox.tasks import send_by_phone

__all__ = ["server"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(settings: Any, server: MailServer) -> Iterator[Sandbox]:
    with sandbox() as made:
        connect(settings, made.url)
        tell(settings, server.url)
        yield made


@contextmanager
def worker(url: str, mail: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = dict(os.environ, MOTCUA_SMS_URL=f"{url}/send", MOTCUA_QUIET_HOURS="", MOTCUA_MAIL_URL=mail)
    with log.open("wb") as out:
        process = subprocess.Popen(WORK, stdout=out, stderr=out, env=environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def told() -> list[tuple[str, str]]:
    return sorted(Message.objects.filter(officer=None).values_list("kind", "channel"))


DRAFT = {"procedure": "1.001193", "case": "", "section": "", "form": "khai-sinh", "revision": "r1"}
ONCE = [("received", "email"), ("received", "sms")]


def test_killed_before_its_messages_are_committed(
    room: Room, server: MailServer, phone: Sandbox, tmp_path: Path
) -> None:
    room.receive()
    tell_of_events.defer(timestamp=0)
    with rows_held(), worker(phone.url, server.url, tmp_path / "first") as first:
        until(lambda: bool(asked(WAITS)))
        kill(first)
    assert (told(), UnheardEvent.objects.count()) == ([], 1), "neither half was written"
    assert [tell_citizens().messages for _ in range(2)] == [2, 0]
    assert (told(), UnheardEvent.objects.count()) == (ONCE, 0)


def test_killed_while_it_tells_of_drafts_that_go(
    room: Room, server: MailServer, phone: Sandbox, tmp_path: Path
) -> None:
    citizen = make_citizen(email="thu@nguoidan.example")
    old = FixedClock(SystemClock().now() - 28 * DAY)
    drafts.begin(citizen.key, **DRAFT, clock=old)
    tell_of_drafts_ending.configure().defer(timestamp=0)
    with rows_held(), worker(phone.url, server.url, tmp_path / "first") as first:
        until(lambda: bool(asked(WAITS)))
        kill(first)
    assert told() == []
    assert [tell_of_ends() for _ in range(2)] == [2, 0]
    assert told() == [("draft_ending", "email"), ("draft_ending", "portal")]


def test_killed_while_the_gateway_has_the_message(
    room: Room, server: MailServer, phone: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = f"{OWNER['owner_phone'][:-2]}02"
    room.receive(owner_phone=silent)
    assert tell_citizens().messages == 2
    send_by_phone.defer(timestamp=0)
    with worker(phone.url, server.url, tmp_path / "first") as first:
        until(lambda: bool(phone.taken()))
        assert Message.objects.get(channel="sms").state == "handed"
        kill(first)
    (before,) = phone.taken()
    monkeypatch.setattr(GatewayLine.__init__, "__defaults__", (0.3,))
    until(lambda: send_waiting("sms").later == 1)
    (after,) = phone.taken()
    assert after["times"] == 2
    assert (after["key"], after["text"]) == (before["key"], before["text"]), "asked for twice, rings once"
    assert after["key"] == str(Message.objects.get(channel="sms").letter)
