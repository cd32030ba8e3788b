"""What is published of late dossiers: no names, no words of papers, and of a code what names nobody.

In a small commune a procedure, a day and a serial together would tell the neighbours whose dossier it is; who
has the receipt finds the own one by agency, day and procedure (docs/decisions/0070).
"""

from __future__ import annotations

from typing import Final

import msgspec
from django.db import connection

from motcua.dossiers.queries.times import PAUSED
from motcua.foundation.clock import Instant


def masked(code: str) -> str:
    """A dossier code without its serial: agency and day stay, whose it is does not."""
    head, dash, serial = code.rpartition("-")
    return f"{head}{dash}{'•' * len(serial)}"


_WAITING: Final = sorted(int(status) for status in PAUSED)


class PublishedLate(msgspec.Struct, frozen=True):
    """An open dossier past the date it was promised for."""

    code: str
    procedure_code: str
    procedure_name: str
    agency: str
    due_at: Instant
    apologies: int
    """Letters sent for it so far; each named a date, and the last of them is past too."""


class Apology(msgspec.Struct, frozen=True):
    """A letter of apology (Decree 61/2018 art. 19(9), form 04): the date not kept and the new one."""

    code: str
    procedure_code: str
    procedure_name: str
    agency: str
    sent_at: Instant
    due_before: Instant | None
    due_after: Instant
    ended_at: Instant | None
    """When the dossier was resolved since; none while it is open."""


_LATE: Final = """
SELECT d.code, d.procedure_code, v.name, coalesce(nullif(a.short_name, ''), a.name), d.due_at, d.reschedules
FROM dossiers_dossier d
  JOIN procedures_procedureversion v ON v.id = d.version_id
  JOIN organisation_agency a ON a.id = d.competent_id
WHERE d.ended_at IS NULL AND d.received_at <= %(now)s AND d.code IS NOT NULL
  AND d.due_at < coalesce(CASE WHEN d.status = ANY(%(waiting)s) THEN d.paused_at END, %(now)s)
ORDER BY d.due_at, d.id LIMIT %(limit)s
"""
# Each promise stands in a row of its own; the one before a letter is the date that was not kept.
_APOLOGIES: Final = """
SELECT d.code, d.procedure_code, v.name, coalesce(nullif(a.short_name, ''), a.name), t.since,
  (SELECT b.due_at FROM dossiers_duedate b WHERE b.dossier_id = t.dossier_id AND b.key < t.key
   ORDER BY b.key DESC LIMIT 1), t.due_at, d.ended_at
FROM dossiers_duedate t JOIN dossiers_dossier d ON d.id = t.dossier_id
  JOIN procedures_procedureversion v ON v.id = d.version_id
  JOIN organisation_agency a ON a.id = d.competent_id
WHERE t.cause = 'rescheduled' AND t.since BETWEEN %(since)s AND %(now)s AND d.code IS NOT NULL
ORDER BY t.since DESC, d.id LIMIT %(limit)s
"""


def late_dossiers(now: Instant, limit: int) -> list[PublishedLate]:
    """Open dossiers past their promise at that moment, the longest late first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE, {"now": now, "waiting": _WAITING, "limit": limit})
        return [PublishedLate(masked(row[0]), *row[1:]) for row in cursor.fetchall()]


def apologies(since: Instant, now: Instant, limit: int) -> list[Apology]:
    """Letters of apology of a period, the newest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_APOLOGIES, {"since": since, "now": now, "limit": limit})
        return [Apology(masked(row[0]), *row[1:]) for row in cursor.fetchall()]
