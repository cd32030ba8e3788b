"""How the house stands: the figures behind doctor, the page of operations and `/metrics`. Reads only."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from typing import Any, Final, NamedTuple

from django.db import connection

from motcua.foundation.clock import HOUR, SECOND, Instant, SystemClock
from motcua.site.home import home

ALIVE_SECONDS: Final = 60
"""A worker says every ten seconds that it lives."""


class Disk(NamedTuple):
    """The disk below the home, in bytes."""

    total: int
    free: int

    @property
    def free_percent(self) -> int:
        return round(100 * self.free / self.total) if self.total else 0


class Jobs(NamedTuple):
    """Background work. Ages are whole seconds."""

    by_state: dict[str, int]
    oldest_waiting: int
    workers: int
    last_heartbeat: int | None
    """Seconds since any worker spoke; None where none ever did."""

    @property
    def failed(self) -> int:
        return self.by_state.get("failed", 0)

    @property
    def waiting(self) -> int:
        return self.by_state.get("todo", 0)

    @property
    def doing(self) -> int:
        return self.by_state.get("doing", 0)


class Facts(NamedTuple):
    """What is known at one moment. Times are instants, sizes bytes; None where there is none yet."""

    now: Instant
    database_now: Instant
    database_version: int
    database_bytes: int
    connections: int
    last_event: Instant | None
    last_seal: Instant | None
    last_backup: Instant | None
    last_backup_problem: str
    dossiers: int
    events: int
    """An estimate of the planner; to count millions takes seconds."""
    jobs: Jobs
    disk: Disk
    version: str

    @property
    def backup_hours(self) -> int | None:
        """Whole hours since the last good backup."""
        return None if self.last_backup is None else (self.now - self.last_backup) // HOUR

    @property
    def postgres(self) -> str:
        """`15.18`."""
        return f"{self.database_version // 10_000}.{self.database_version % 10_000}"


_ALL: Final = """
SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
       current_setting('server_version_num')::int,
       pg_database_size(current_database()),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
       (SELECT max(recorded_at) FROM dossiers_event),
       (SELECT max(sealed_at) FROM dossiers_dailyseal),
       (SELECT max(ended_at) FROM site_backuprun WHERE problem = ''),
       (SELECT problem FROM site_backuprun ORDER BY began_at DESC LIMIT 1),
       (SELECT coalesce(max(n_live_tup), 0) FROM pg_stat_user_tables WHERE relname = 'dossiers_dossier'),
       (SELECT coalesce(max(n_live_tup), 0) FROM pg_stat_user_tables WHERE relname = 'dossiers_event'),
       (SELECT coalesce(jsonb_object_agg(status, many), '{}') FROM
          (SELECT status, count(*) AS many FROM procrastinate_jobs GROUP BY status) AS states),
       (SELECT coalesce(extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))), 0)::int
          FROM procrastinate_jobs j
          LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events WHERE job_id = j.id) e ON true
          WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())),
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)),
       (SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers)
"""


def facts() -> Facts:
    """One statement to the database and a look at the disk. Raises what the database raises."""
    import orjson

    with connection.cursor() as cursor:
        now = SystemClock().now()
        cursor.execute(_ALL, [ALIVE_SECONDS])
        row: tuple[Any, ...] = cursor.fetchone() or ()
    states = row[10] if isinstance(row[10], dict) else orjson.loads(row[10])
    usage = shutil.disk_usage(_standing(home()))
    return Facts(
        now=now,
        database_now=row[0],
        database_version=row[1],
        database_bytes=row[2],
        connections=row[3],
        last_event=row[4],
        last_seal=row[5],
        last_backup=row[6],
        last_backup_problem=row[7] or "",
        dossiers=row[8],
        events=row[9],
        jobs=Jobs(states, max(0, row[11] or 0), row[12], row[13]),
        disk=Disk(usage.total, usage.free),
        version=version("motcua"),
    )


def clock_distance(found: Facts) -> float:
    """Seconds by which this machine's clock is ahead of the database's."""
    return (found.now - found.database_now) / SECOND


def _standing(path: Any) -> Any:
    """The nearest folder that exists."""
    while not path.exists():
        path = path.parent
    return path
