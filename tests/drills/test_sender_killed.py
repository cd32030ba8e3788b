"""The worker is killed while it makes reminders or sends letters: each reminder is told once, each letter
lies in the mailbox once at most, and what nobody knows is said."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.dossiers.room import ADMINISTRATOR, Room
from tests.drills.test_worker_killed_in_a_job import WORK, asked, until
from tests.outbox.conftest import mail, server
from tests.support.mail_server import MailServer

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import HOUR, SystemClock, local_text
from motcua.outbox import services
from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.outbox.tasks import send_letters
from motcua.reminders.services import remind
from motcua.reminders.tasks import make_reminders
from motcua.site.keeping import backup

__all__ = ["mail", "server"]
pytestmark = pytest.mark.django_db(transaction=True)
WAITS = (
    "SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
    " WHERE NOT l.granted AND c.relname = 'outbox_message'"
)

HELD = (
    "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
)


def an_overdue_dossier() -> None:
    """Of the machine's own time, for the worker has no other. The owner gave no address."""
    room = Room(local_text(SystemClock().now() - 30 * 24 * HOUR))
    room.receive(owner_email="", owner_phone="")
    room.transferred()
    Dossier.objects.update(due_at=SystemClock().now() - HOUR, step_due_at=None)


@contextmanager
def worker(server: MailServer, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = dict(os.environ, MOTCUA_MAIL_URL=server.url)
    with log.open("wb") as out:
        process = subprocess.Popen(WORK, stdout=out, stderr=out, env=environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def rows_held() -> Iterator[None]:
    """Nobody else writes a message meanwhile. Who waits for it when this ends is cut off: a server notices
    that its client is dead only when it next speaks to it."""
    with psycopg.connect(backup.conninfo("owner")) as lock:
        lock.execute("LOCK TABLE outbox_message IN EXCLUSIVE MODE")
        yield
        with connection.cursor() as own_role:
            own_role.execute(f"SELECT pg_terminate_backend(pid) FROM ({WAITS}) waiting")
        until(lambda: not asked(WAITS))


def run_to_the_end(task: Any = send_letters) -> None:
    """The job of the next minute, done in this process once the server has noticed that the last sender is
    gone: what a new worker would find is in the database."""
    until(lambda: not asked(HELD))
    task(timestamp=1)


def states() -> list[str]:
    return list(Message.objects.filter(channel="email").values_list("state", flat=True))


def at_connecting(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    until(server.reached["EHLO"].is_set)
    assert states() == ["waiting"]
    kill(process)


def at_the_recipient(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    until(server.reached["RCPT"].is_set)
    assert states() == ["sending"]
    kill(process)


def before_the_text(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    until(server.reached["RCPT"].is_set)
    with rows_held():
        server.free()
        until(lambda: bool(asked(WAITS)))
        kill(process)
    assert states() == ["sending"]


def at_the_answer(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    until(server.reached["DATA"].is_set)
    assert states() == ["handed"]
    kill(process)


def before_it_is_written_down(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    until(server.reached["DATA"].is_set)
    with rows_held():
        server.free()
        until(lambda: bool(asked(WAITS)))
        kill(process)
    assert states() == ["handed"]


POINTS: list[tuple[str, Callable[..., None], str]] = [
    ("EHLO", at_connecting, "sent"),
    ("RCPT", at_the_recipient, "sent"),
    ("RCPT", before_the_text, "sent"),
    ("DATA", at_the_answer, "doubtful"),
    ("DATA", before_it_is_written_down, "doubtful"),
]


@pytest.mark.parametrize(("held", "point", "then"), POINTS, ids=[point.__name__ for _, point, _ in POINTS])
def test_a_letter_is_in_the_mailbox_once(
    room: Room, mail: MailServer, tmp_path: Path, held: str, point: Callable[..., None], then: str
) -> None:
    an_overdue_dossier()
    remind()
    assert states() == ["waiting"]
    mail.hold(held)
    send_letters.defer(timestamp=0)
    with worker(mail, tmp_path / "first") as first:
        point(mail, first)
    mail.free()
    run_to_the_end()
    assert states() == [then]
    assert sorted(mail.ids().values()) == [1]
    run_to_the_end()
    assert sorted(mail.ids().values()) == [1]
    row = Message.objects.get(channel="email")
    assert mail.taken[0][1]["Message-ID"] == f"<{row.letter}@localhost>"
    if then == "doubtful":
        # Nobody can ask the server; a person decides, and the letter keeps its Message-ID.
        assert row.problem
        person = room.person(ADMINISTRATOR)
        services.resend(person, row.pk)
        assert send_waiting().sent == 1
        assert sorted(mail.ids().values()) == [2]


def test_killed_while_reminders_are_made(room: Room, mail: MailServer, tmp_path: Path) -> None:
    for _ in range(3):
        an_overdue_dossier()
    make_reminders.defer(timestamp=0)
    with rows_held():
        first_log = tmp_path / "first"
        with worker(mail, first_log) as first:
            until(lambda: bool(asked(WAITS)))
            kill(first)
    assert Message.objects.count() == 0
    run_to_the_end(make_reminders)
    assert Message.objects.filter(kind="dossier_late", channel="desk").count() == 3
    run_to_the_end(make_reminders)
    run_to_the_end()
    assert Message.objects.filter(kind="dossier_late", channel="desk").count() == 3
    assert set(states()) == {"sent"}
    assert sorted(mail.ids().values()) == [1], "one letter tells all three"
