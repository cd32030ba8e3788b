"""The daily seal: one root over the heads of all dossiers that changed on a day, chained to the day before.

A chain per dossier cannot show a cut tail or a removed dossier; the seal can, because it is published.
`root = SHA-256(head_1 ‖ … ‖ head_n ‖ previous root)`, heads (32 bytes each) in order of the dossier code
as their last event of the day names it, byte by byte; before the first seal stand 32 zero bytes.
A day is a local calendar day of `recorded_at`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from django.db import connection, transaction

from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.log import GENESIS
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of, instant_of

_SEALING: Final = 0x5EA1
"""One sealer at a time; the application's role may not lock the table itself."""


class Root(NamedTuple):
    """The seal of one day."""

    day: date
    heads: int
    previous: bytes
    root: bytes


def root_over(heads: Iterable[bytes], previous: bytes) -> bytes:
    """The root of a day's heads, given in order, after the seal `previous`."""
    digest = hashlib.sha256()
    for head in heads:
        digest.update(head)
    digest.update(previous)
    return digest.digest()


def day_bounds(day: date) -> tuple[Instant, Instant]:
    """The first instant of a local day and the first of the next."""
    start = instant_of(datetime.combine(day, time()))
    return start, instant_of(datetime.combine(day + timedelta(days=1), time()))


# The name is read of the last event alone: the fence (OFFSET 0) keeps it from being read of each.
_HEADS: Final = """
SELECT hash FROM (
  SELECT DISTINCT ON (dossier_id) hash, body FROM dossiers_event
  WHERE recorded_at >= %s AND recorded_at < %s ORDER BY dossier_id, seq DESC OFFSET 0) AS last
ORDER BY (body::json->>'dossier') COLLATE "C"
"""


def heads_of(day: date) -> list[bytes]:
    """The heads of the dossiers changed on a day, in the order of the seal."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, day_bounds(day))
        return [bytes(row[0]) for row in cursor.fetchall()]


def unsealed_days(before: date) -> list[date]:
    """Days before `before` that have events and no seal, after the last seal; oldest first."""
    last = DailySeal.objects.order_by("-day").values_list("day", flat=True).first()
    since = day_bounds(last)[1] if last else 0
    with connection.cursor() as cursor:
        cursor.execute(
            # Local days of UTC+7 by arithmetic: microseconds, then whole days since 1970.
            "SELECT DISTINCT date '1970-01-01' + ((recorded_at + 25200000000) / 86400000000)::int"
            " FROM dossiers_event WHERE recorded_at >= %s AND recorded_at < %s ORDER BY 1",
            (since, day_bounds(before)[0]),
        )
        return [row[0] for row in cursor.fetchall()]


def seal_days(clock: Clock | None = None) -> list[Root]:
    """Seal every finished day that is not sealed yet; safe to repeat and to run twice at once."""
    now = (clock or SystemClock()).now()
    made: list[Root] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
        previous = _last_root()
        for day in unsealed_days(day_of(now)):
            heads = heads_of(day)
            root = Root(day, len(heads), previous, root_over(heads, previous))
            DailySeal.objects.create(
                day=day, heads=root.heads, previous=previous, root=root.root, sealed_at=now
            )
            previous = root.root
            made.append(root)
    return made


def _last_root() -> bytes:
    last = DailySeal.objects.order_by("-day").first()
    return bytes(last.root) if last else GENESIS


def present_root(clock: Clock | None = None) -> Root:
    """What the seal of today would be if the day ended now; nothing is written."""
    today = day_of((clock or SystemClock()).now())
    previous, heads = _last_root(), heads_of(today)
    return Root(today, len(heads), previous, root_over(heads, previous))


class SealFault(NamedTuple):
    """A day whose seal no longer fits the log."""

    day: date
    reason: str


def check_seals() -> SealFault | None:
    """Compute every seal again from the log; the first day that does not fit, or nothing."""
    previous = GENESIS
    for seal in DailySeal.objects.order_by("day"):
        heads = heads_of(seal.day)
        if bytes(seal.previous) != previous:
            return SealFault(seal.day, "the seal does not follow the one before it")
        if len(heads) != seal.heads:
            return SealFault(seal.day, f"sealed over {seal.heads} dossiers, the log has {len(heads)}")
        if root_over(heads, previous) != bytes(seal.root):
            return SealFault(seal.day, "the heads of that day were changed")
        previous = bytes(seal.root)
    return None
