"""Background work survives the death of a worker."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from motcua.site.tasks import STALLED_AFTER, recover_stalled_jobs

pytestmark = pytest.mark.django_db(transaction=True)


def doing(seconds_silent: float) -> int:
    """A job in the hands of a worker that has said nothing for so long; its number."""
    number = app.configure_task("builtin:procrastinate.builtin_tasks.remove_old_jobs", queue="upkeep").defer(
        max_hours=1
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds_silent],
        )
        (worker,) = cursor.fetchone() or (0,)
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, number]
        )
    return int(number)


def status(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [number])
        return str((cursor.fetchone() or ("",))[0])


def recover() -> None:
    async def once() -> None:
        await recover_stalled_jobs.func(timestamp=0)
        # The thread behind an async task keeps its connection, which the next clone would cut.
        await sync_to_async(connections.close_all)()

    asyncio.run(once())


def test_a_job_of_a_dead_worker_is_done_again() -> None:
    number = doing(STALLED_AFTER.total_seconds() + 60)
    recover()
    assert status(number) == "todo"


def test_a_job_of_a_living_worker_stays_with_it() -> None:
    number = doing(STALLED_AFTER.total_seconds() / 2)
    recover()
    assert status(number) == "doing"
