"""Sums by day in the database: brought up to the log dossier by dossier, read as form II.06a, and proven.

A dossier is brought up from the event up to which it was summed, so that nothing is lost or counted twice
whenever an event was recorded, by whichever clock, and however often this is run or broken off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, Final

import msgspec
from django.db import connection, transaction

from motcua.dossiers.facts import day_number, local_day, versions
from motcua.figures.ii06a import Line, Scope, added, checked, counts_by_level
from motcua.figures.rolled_tables import DaySum, SummedDossier
from motcua.figures.rollup import Sum, Version, form, moved
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.organisation.queries import agency_levels

BLOCK: Final = 5_000
"""Dossiers in one transaction."""
_LOCK: Final = 6_104
"""Of whoever brings the sums up: two at once would add the same twice."""
_DIGITS: Final = range(3, 14)
Keyed = Counter[tuple[int, Sum]]
"""Dossiers by the day of knowing and what they are added up by, whose key is level and field."""


class Refreshed(msgspec.Struct, kw_only=True):
    """What a refresh did: dossiers brought up, and the rows of sums that there are."""

    dossiers: int
    sums: int


def there() -> bool:
    """Whether sums were ever made here: a province needs none (decision 82)."""
    return SummedDossier.objects.exists()


def refresh(*, anew: bool = False, progress: Callable[[int, int], None] | None = None) -> Refreshed:
    """Bring the sums up to the log; `anew`: make them from nothing. Broken off, it goes on where it was."""
    if anew:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("DELETE FROM figures_daysum")
            cursor.execute("DELETE FROM figures_summeddossier")
    ids = pending()
    levels = agency_levels()
    for start in range(0, len(ids), BLOCK):
        _bring_up(ids[start : start + BLOCK], levels)
        if progress:
            progress(min(start + BLOCK, len(ids)), len(ids))
    if ids:
        with connection.cursor() as cursor:
            # A table that grew from nothing has no statistics yet; reports of it would be planned blindly.
            cursor.execute("ANALYZE figures_daysum")
    return Refreshed(dossiers=len(ids), sums=DaySum.objects.count())


def pending() -> list[int]:
    """The dossiers of which the log tells more than the sums."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id FROM dossiers_dossier d LEFT JOIN figures_summeddossier r ON r.dossier_id = d.id"
            " WHERE d.received_at IS NOT NULL AND d.seq > coalesce(r.seq, 0) ORDER BY d.id"
        )
        return [row[0] for row in cursor.fetchall()]


def _bring_up(ids: list[int], levels: dict[int, str]) -> None:
    found: Keyed = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_SPELLS, [ids])
        reached: list[tuple[int, int]] = []
        for dossier, seq, since, known in _dossiers(cursor.fetchall()):
            found.update(moved(known, since, _key_of(levels)))
            reached.append((dossier, seq))
        rows = [(day, *of.key, *of[:4], count) for (day, of), count in found.items() if count]
        cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)] or [[]] * 8)
        cursor.execute(_REACHED, [list(column) for column in zip(*reached, strict=True)] or [[]] * 2)


def _key_of(levels: dict[int, str]) -> Callable[[Version], tuple[Any, ...]]:
    return lambda version: (levels[version["competent"]], version["field_code"])


def _dossiers(rows: list[tuple[Any, ...]]) -> Iterator[tuple[int, int, int, list[Version]]]:
    """Each dossier: its key, the last event of its log, the event up to which it is summed, its versions."""
    for (dossier, seq, since), spells in groupby(rows, key=lambda row: row[:3]):
        told = [dict(zip(_COLUMNS, row[3:], strict=True)) for row in spells]
        yield dossier, seq, since, [each for row in told for each in versions(row["key"], row)]


def told(scope: Scope, rules: RuleSet) -> dict[str, dict[int, int]]:
    """Columns 3 to 13 of form II.06a by `level:field` from the sums, as known at the end of the day on which
    the scope's moment lies. One statement. Raises: `UsageError` for a scope that the sums do not hold."""
    checked(scope)
    if scope.agencies or scope.procedure or scope.succeeded:
        raise UsageError(
            gettext_noop("Tổng theo ngày chỉ có theo cấp và lĩnh vực."),
            gettext_noop("Bỏ chọn cơ quan và thủ tục, hoặc xem báo cáo đếm từ hồ sơ."),
        )
    first, last, known = day_number(scope.first), day_number(scope.last), local_day(scope.as_of)
    with connection.cursor() as cursor:
        cursor.execute(
            _ASKED,
            {"first": first, "last": last, "known": known, "level": scope.level, "field": scope.field},
        )
        keyed: dict[str, list[tuple[int, str, int, int, int]]] = {}
        for level, field, *of in cursor.fetchall():
            keyed.setdefault(f"{level}:{field}", []).append(tuple(of))
    return {key: form(sums, first, last, known, rules) for key, sums in keyed.items()}


def unequal(scope: Scope, rules: RuleSet) -> dict[str, tuple[dict[int, int], dict[int, int]]]:
    """Rows that the sums tell otherwise than the form counted from facts, each as summed and as counted. The
    scope's moment must be the last of a day."""
    counted = {
        line.key: _columns(line)
        for line in added((f"{row[0]}:{row[1]}", *row[2:]) for row in counts_by_level(scope, rules))
    }
    summed = told(scope, rules)
    nothing = dict.fromkeys(_DIGITS, 0)
    pairs = {key: (summed.get(key, nothing), counted.get(key, nothing)) for key in counted.keys() | summed}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _columns(line: Line) -> dict[int, int]:
    return {number: getattr(line, f"c{number}") for number in _DIGITS}


def differences() -> Iterator[tuple[int, Sum, int, int]]:
    """Sums that are not what the facts of the summed dossiers add up to: day of knowing, what is added up,
    dossiers there and recounted. Every fact is looked at."""
    wanted: Keyed = Counter()
    levels = agency_levels()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT dossier_id FROM figures_summeddossier ORDER BY dossier_id")
        ids = [row[0] for row in cursor.fetchall()]
        for start in range(0, len(ids), BLOCK):
            cursor.execute(_SPELLS, [ids[start : start + BLOCK]])
            for _, _, since, known in _dossiers(cursor.fetchall()):
                wanted.update(moved([each for each in known if each["key"] <= since], 0, _key_of(levels)))
        cursor.execute(
            "SELECT known_day, day, kind, code, since, level, field_code, dossiers FROM figures_daysum"
        )
        live: Keyed = Counter()
        for known_day, day, kind, code, since, level, field, dossiers in cursor.fetchall():
            live[known_day, Sum(day, kind, code, since, (level, field))] = dossiers
    for place in wanted.keys() | live.keys():
        if wanted[place] != live[place]:
            yield (*place, live[place], wanted[place])


_COLUMNS: Final = (
    "key", "known_from", "occurred_at", "ended_known", "ended_at", "section", "competent", "received_day",
    "ended_day", "due_day", "asked_day", "ending", "ending_law", "ending_national", "standing", "ended_as",
    "requests", "owner", "procedure_code", "field_code", "end_key",
)  # fmt: skip
"""What `facts.versions` reads of a spell."""
_READ: Final = ", ".join(
    f"s.{name}_id" if name in {"section", "competent"} else f"s.{name}" for name in _COLUMNS
)
_SPELLS: Final = f"""SELECT d.id, d.seq, coalesce(r.seq, 0), {_READ}
FROM dossiers_dossier d JOIN dossiers_spell s ON s.dossier_id = d.id
LEFT JOIN figures_summeddossier r ON r.dossier_id = d.id
WHERE d.id = ANY(%s::bigint[]) ORDER BY d.id, s.key"""  # noqa: S608 - words of this file
_ADD: Final = """INSERT INTO figures_daysum AS t
  (known_day, level, field_code, day, kind, code, since, dossiers)
SELECT * FROM unnest(
  %s::int[], %s::text[], %s::text[], %s::int[], %s::text[], %s::smallint[], %s::int[], %s::int[])
ON CONFLICT (known_day, level, field_code, day, kind, code, since)
DO UPDATE SET dossiers = t.dossiers + excluded.dossiers"""
_REACHED: Final = """INSERT INTO figures_summeddossier (dossier_id, seq)
SELECT * FROM unnest(%s::bigint[], %s::int[])
ON CONFLICT (dossier_id) DO UPDATE SET seq = excluded.seq"""
# Days before the period are one sum, those in it another: `form` tells them apart by one day of each.
_ASKED: Final = """
SELECT level, field_code, CASE WHEN day < %(first)s THEN %(first)s - 1 ELSE %(first)s END AS day, kind, code,
  CASE WHEN since < %(first)s THEN %(first)s - 1 ELSE %(first)s END AS since, sum(dossiers)::bigint
FROM figures_daysum WHERE known_day <= %(known)s AND day <= least(%(last)s, %(known)s)
  AND (%(level)s = '' OR level = %(level)s) AND (%(field)s = '' OR field_code = %(field)s)
GROUP BY 1, 2, 3, 4, 5, 6"""
