"""Real threads, each with a connection of its own, that start at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection, connections

from motcua.foundation.struct_types import make_ready

T = TypeVar("T")


def together(works: list[Callable[[], T]]) -> list[T | Exception]:
    """The results of all works in order, exceptions among them."""
    make_ready()  # as the server does before it takes requests
    barrier = Barrier(len(works))

    def run(work: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def until_somebody_waits(patience: float = 10.0) -> None:
    """Return once another connection of this database waits for a lock."""
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            # Inside a transaction the server would show the same picture again and again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.005)
    raise TimeoutError("nobody waits for a lock")
