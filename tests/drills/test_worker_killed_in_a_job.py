"""A worker is killed in the middle of a job: the job is done again, once, and its work stands once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from procrastinate.exceptions import AlreadyEnqueued
from tests.dossiers.room import Room

from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.seal import check_seals
from motcua.dossiers.tasks import seal_the_log
from motcua.site.keeping import backup

pytestmark = pytest.mark.django_db(transaction=True)
WORK = [sys.executable, "-m", "motcua.site.cli", "work"]


def until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.1)


def asked(question: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(backup.conninfo("owner"), autocommit=True) as link:
        return link.execute(question, values).fetchall()


def test_killed_while_it_seals(room: Room, tmp_path: Path) -> None:
    room.receive()
    with psycopg.connect(backup.conninfo("owner")) as lock:
        # Whoever seals waits here, in the middle of its transaction.
        lock.execute("SELECT pg_advisory_xact_lock(%s)", [0x5EA1])
        job = seal_the_log.defer(timestamp=0)
        with (tmp_path / "first").open("wb") as log:
            first = subprocess.Popen(WORK, stdout=log, stderr=log)
        doing = "SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'doing'"
        waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        try:
            until(lambda: bool(asked(doing, job)) and bool(asked(waits)))
        finally:
            first.send_signal(signal.SIGKILL)
            first.wait()
    assert DailySeal.objects.count() == 0

    # The next worker's upkeep gives the job back once the dead one has been silent for long enough.
    asked_before = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' RETURNING 1"
    assert asked(asked_before)
    from motcua.site.tasks import recover_stalled_jobs

    # The dead worker's own minute may have asked for the upkeep already: it waits in the queue then.
    with contextlib.suppress(AlreadyEnqueued):
        recover_stalled_jobs.defer(timestamp=0)
    with (tmp_path / "second").open("wb") as log:
        second = subprocess.Popen(WORK, stdout=log, stderr=log, env=dict(os.environ))
    done = "SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'succeeded'"
    try:
        until(lambda: bool(asked(done, job)))
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait()
    assert DailySeal.objects.count() == 1
    assert check_seals() is None
