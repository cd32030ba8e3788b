"""Form II.06a: received, resolved and being resolved, of any period as it was known at any moment.

One statement counts every dossier once by what the rows are and a small number that says how it came and
where it stands (`counts`); what column that is, is worked out here. `statement` is the same by dossier.
A dossier that changed after the period's end is looked at as it stood at that end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.dossiers.facts import NEVER, Standing, day_number, local_day
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.organisation.queries import agency_levels

RESOLVED: Final = frozenset({8, 9, 10})
OPEN_WITHIN, OPEN_LATE = 12, 13
CLASSES: Final = RESOLVED | {4, 5, 6, OPEN_WITHIN, OPEN_LATE}
"""The columns into which a dossier is counted; the others are sums of them."""
DIMENSIONS: Final = {
    "agency": "s.competent_id",
    "section": "s.section_id",
    "field": "s.field_code",
    "procedure": "s.procedure_code",
    "all": "0",
}
"""What rows may be."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted: first and last day of the period, the moment of knowledge, and of which agencies,
    level of government, field or procedure (all where empty). `succeeded`: the dossiers of an agency that was
    merged away count under its successor; else as it was when they were received (`successors.widened`)."""

    first: date
    last: date
    as_of: Instant
    agencies: tuple[int, ...] = ()
    level: str = ""
    field: str = ""
    procedure: str = ""
    succeeded: bool = False

    @property
    def end(self) -> Instant:
        """The first moment after the period."""
        return instant_of(datetime.combine(self.last + timedelta(days=1), time()))


class Line(msgspec.Struct, kw_only=True):
    """The eleven numbers of a row: columns 3 to 13. `kind` is `line`, `level` or `total`."""

    key: str
    label: str = ""
    kind: str = "line"
    level: str = ""
    c3: int = 0
    c4: int = 0
    c5: int = 0
    c6: int = 0
    c7: int = 0
    c8: int = 0
    c9: int = 0
    c10: int = 0
    c11: int = 0
    c12: int = 0
    c13: int = 0

    def faults(self) -> list[str]:
        """Identities that do not hold; empty where the line may be told."""
        found = []
        for name, left, right in (
            ("3 = 4 + 5 + 6", self.c3, self.c4 + self.c5 + self.c6),
            ("7 = 8 + 9 + 10", self.c7, self.c8 + self.c9 + self.c10),
            ("11 = 12 + 13", self.c11, self.c12 + self.c13),
            ("3 = 7 + 11", self.c3, self.c7 + self.c11),
        ):
            if left != right:
                found.append(name)
        return found


def lines(scope: Scope, rules: RuleSet, by: str = "agency") -> list[Line]:
    """The rows of the form by one dimension of `DIMENSIONS`, by key. One statement. Raises: `UsageError`."""
    checked(scope)
    return added(counts(scope, rules, DIMENSIONS[by]))


def checked(scope: Scope) -> None:
    """Raises: `UsageError` for a period upside down, or one that had not begun at the moment of knowledge."""
    if scope.first > scope.last:
        raise UsageError(
            gettext_noop("Ngày đầu kỳ phải trước hoặc trùng ngày cuối kỳ."),
            gettext_noop("Đổi hai ngày cho nhau rồi xem lại."),
        )
    if day_number(scope.first) > local_day(scope.as_of):
        raise UsageError(
            gettext_noop("Kỳ báo cáo bắt đầu sau thời điểm chốt số liệu."),
            gettext_noop("Chọn kỳ sớm hơn, hoặc thời điểm chốt muộn hơn."),
        )


def added(counted: Iterable[Counted]) -> list[Line]:
    """Rows from counts by key, column in which it came and column in which it stands.

    What could not be classified stands in column 3 alone, so that the identities find it.
    """
    found: dict[Any, list[int]] = {}
    for row, came, column, count in counted:
        numbers = found.get(row)
        if numbers is None:
            numbers = found[row] = [0] * 14
        numbers[3] += count
        numbers[came] += count
        if column is not None:
            numbers[column] += count
    lines = [
        Line(
            key=str(row),
            c3=numbers[3],
            c4=numbers[4],
            c5=numbers[5],
            c6=numbers[6],
            c7=numbers[8] + numbers[9] + numbers[10],
            c8=numbers[8],
            c9=numbers[9],
            c10=numbers[10],
            c11=numbers[OPEN_WITHIN] + numbers[OPEN_LATE],
            c12=numbers[OPEN_WITHIN],
            c13=numbers[OPEN_LATE],
        )
        for row, numbers in found.items()
    ]
    return sorted(lines, key=lambda line: line.key)


Counted = tuple[Any, ...]
"""What the rows are, the column in which dossiers came, that in which they stand (none: unknown), how many.
"""


def counts(scope: Scope, rules: RuleSet, *picked: str) -> list[Counted]:
    """Dossiers of the period by columns of `s`, their spell, and columns of the form. One statement."""
    columns = ", ".join(picked)
    counting = _PICKED.replace("{picked}", columns)
    return _read(counting, len(picked), "{parts}", scope, rules)


def counts_by_level(scope: Scope, rules: RuleSet) -> list[Counted]:
    """The same by level of government and field. Agencies are summed up by the server: they are hundreds."""
    return _read(_OF_AGENCIES, 2, _BY_LEVEL, scope, rules)


_PICKED: Final = "SELECT {picked}, {code} AS code, count(*) FROM dossiers_spell s"
_OF_AGENCIES: Final = """SELECT s.competent_id, s.field_code, {code} AS code, count(*) AS dossiers
  FROM dossiers_spell s"""
_OF_LEVELS: Final = """SELECT a.level, s.field_code, {code} AS code, count(*) AS dossiers
  FROM dossiers_spell s JOIN organisation_agency a ON a.id = s.competent_id"""
_BY_LEVEL: Final = """SELECT a.level, c.field_code, c.code, sum(c.dossiers)::bigint FROM ({parts}) c
  JOIN organisation_agency a ON a.id = c.competent_id GROUP BY 1, 2, 3"""


def _read(counting: str, keys: int, whole: str, scope: Scope, rules: RuleSet) -> list[Counted]:
    with connection.cursor() as cursor:
        cursor.execute(_counting(counting, keys, whole, scope, rules), values_of(scope))
        return told(cursor.fetchall(), rules)


def _counting(counting: str, keys: int, whole: str, scope: Scope, rules: RuleSet) -> str:
    groups = ", ".join(str(number + 1) for number in range(keys + 1))
    parts = " UNION ALL ".join(
        f"{counting.format(code=code)} {where} GROUP BY {groups}" for code, where in parts_of(scope, rules)
    )
    return whole.format(parts=parts)


def counting_by_level(scope: Scope, rules: RuleSet) -> str:
    """The statement of `counts_by_level` for engines of columns, plain enough for them. They join faster than
    they group by thousands of agencies, so each dossier is given its level first."""
    return _counting(_OF_LEVELS, 2, "{parts}", scope, rules)


def told(found: Iterable[tuple[Any, ...]], rules: RuleSet) -> list[Counted]:
    """Rows of a counting statement with the columns of the form instead of the code."""
    read: dict[int, tuple[int, int | None]] = {}
    rows = []
    for *of, code, count in found:
        if code is not None:
            if code not in read:
                read[code] = _columns(code, rules)
            rows.append((*of, *read[code], count))
    return rows


def _columns(code: int, rules: RuleSet) -> tuple[int, int | None]:
    """The columns in which it came and in which it stands, of a number of `_CODE`: below 0 they are in it,
    else it is the ending of the spell, and over 1000 where it was carried over."""
    if code < 0:
        came, column = divmod(-code, 100)
        return came, column
    carried, ending = divmod(code, 1000)
    channel, ended = divmod(ending, 10)
    return 6 if carried else 4 if channel == 2 else 5, column_of(ended, rules)


def column_of(ended: int, rules: RuleSet) -> int | None:
    """The column of an end as `facts.end` writes it, without the channel; none where it writes no such."""
    kind, outcome = divmod(ended, 3)
    if kind == 0:
        return 8 + outcome
    standing = {1: Standing.WITHDRAWN, 2: Standing.STOPPED}.get(kind)
    if standing is None:
        return None
    if standing in rules.ends:
        return rules.ends[standing] or 8 + outcome
    return rules.waits.get(standing)


def statement(scope: Scope, rules: RuleSet, picked: str) -> tuple[str, dict[str, Any]]:
    """The statement that classifies dossier by dossier, with its values; `picked` is said of `k`, a row for
    each dossier of the period with `came` and `cls`, the columns in which it counts."""
    return classifying(scope, rules, picked), values_of(scope)


def classifying(scope: Scope, rules: RuleSet, picked: str, narrowed: str = "true") -> str:
    """The same without its values; `narrowed` is a condition on `s`, their spell, that every dossier wanted
    fulfils, unless it changed after the period."""
    over = [Standing.GRANTED, Standing.REFUSED, *rules.ends]
    return _CLASSIFIED.format(
        picked=picked,
        over=listed(over),
        asked=int(Standing.WAITING) if rules.request_ends else -1,
        fixed=" ".join(
            f"WHEN s.standing = {int(key)} THEN {column}" for key, column in rules.ends.items() if column
        ),
        waits=listed(rules.waits),
        within=OPEN_WITHIN,
        late=OPEN_LATE,
        parts=" UNION ALL ".join(
            _PART.format(x=x, ending=rules.ending, where=f"{where} AND {only}")
            for x, only, (_, where) in zip("se", (narrowed, "true"), parts_of(scope, rules), strict=False)
        ),
    )


def values_of(scope: Scope) -> dict[str, Any]:
    """The values that the statements name."""
    return {
        "first": day_number(scope.first),
        "last": day_number(scope.last),
        "end": scope.end,
        "as_of": scope.as_of,
        "horizon": horizon_of(scope),
        "agencies": _agencies(scope),
        "field": scope.field,
        "procedure": scope.procedure,
    }


def horizon_of(scope: Scope) -> int:
    """The day on which what is open is looked at: the last of the period, as far as it is known."""
    return min(day_number(scope.last), local_day(scope.as_of))


def _agencies(scope: Scope) -> list[int]:
    """Those of the level, where one is asked for: the server looks numbers up faster than it joins."""
    if not scope.level:
        return list(scope.agencies)
    found = [agency for agency, level in agency_levels().items() if level == scope.level]
    return [agency for agency in found if not scope.agencies or agency in scope.agencies]


def parts_of(scope: Scope, rules: RuleSet) -> list[tuple[str, str]]:
    """The code and the condition of the spells that stand as they did, and of those that began after the
    period's end, each with `e`, the one before that end."""
    asked = (
        # Only where both are of one type does the server hash what is asked for; else it walks two hundred
        # agencies for each dossier.
        ("AND s.competent_id = ANY(%(agencies)s::bigint[])", scope.agencies or scope.level),
        ("AND s.field_code = %(field)s", scope.field),
        ("AND s.procedure_code = %(procedure)s", scope.procedure),
    )
    lasting = [each for each in rules.waits if each not in RUNNING]
    known = _KNOWN.format(
        lasting=f" OR s.ended_as IN ({listed(lasting)})" if lasting else "",
        chosen=" ".join(text for text, wanted in asked if wanted),
    )
    if scope.as_of < scope.end:
        return [(_code(rules, "s"), f"WHERE {known}")]
    before = _BEFORE + f" WHERE {_LATER} AND {known}"
    return [(_code(rules, "s"), f"WHERE {known} AND {_AS_IT_WAS}"), (_open(rules, "e"), before)]


def _code(rules: RuleSet, x: str) -> str:
    return _CODE.format(ending=rules.ending, open=_open(rules, x))


def _open(rules: RuleSet, x: str) -> str:
    """The code of a dossier whose processing goes on, as `x` tells of it; none where it counts no more."""
    asked = ""
    if rules.request_ends:
        asked = _ASKED.format(x=x, waiting=int(Standing.WAITING))
    return _OPEN.format(x=x, asked=asked, waits=listed(rules.waits), within=OPEN_WITHIN, late=OPEN_LATE)


RUNNING: Final = {Standing.OPEN, Standing.WAITING, Standing.PAUSED}
"""Where the clock of a dossier may still go on."""

# What most rows meet first, and no arithmetic for them: this is said of each dossier of the province.
_CODE: Final = """CASE WHEN s.ended_day > %(last)s OR s.ended_known > %(as_of)s THEN {open}
  WHEN s.received_day < %(first)s THEN 1000 + s.{ending} ELSE s.{ending} END"""
_CAME: Final = "CASE WHEN s.received_day < %(first)s THEN 6 WHEN s.ending BETWEEN 20 AND 29 THEN 4 ELSE 5 END"
_OPEN: Final = (
    "CASE {asked} WHEN {x}.standing IN ({waits}) OR {x}.due_day >= %(horizon)s"
    f" THEN -100 * {_CAME} - {{within}} ELSE -100 * {_CAME} - {{late}} END"
)
_AGAINST: Final = f"""CASE WHEN {{x}}.requests > 1 THEN 10
    WHEN {{x}}.due_day IN ({NEVER}, {{x}}.asked_day) THEN 9
    WHEN {{x}}.asked_day < {{x}}.due_day THEN 8 ELSE 10 END"""
_ASKED: Final = f"""WHEN {{x}}.standing = {{waiting}} THEN
    CASE WHEN {{x}}.asked_day >= %(first)s THEN -100 * {_CAME} - {_AGAINST} END"""

_KNOWN: Final = """s.known_from <= %(as_of)s AND s.known_until > %(as_of)s AND s.received_day <= %(last)s
  AND (s.ended_day >= %(first)s OR s.ended_known > %(as_of)s{lasting}) {chosen}"""
# Spells that began after the period are few: looking each of them up apart keeps the rest one plain scan.
# Nothing is recorded before it happens, so that the index over the times of recording finds them.
OPEN_THEN: Final = "(s.ended_day > %(last)s OR s.ended_known > %(as_of)s)"
"""Of a spell: at the end of the period its dossier's processing went on, or its end was not known."""
_LATER: Final = f"NOT s.first AND s.known_from >= %(end)s AND s.occurred_at >= %(end)s AND {OPEN_THEN}"
_AS_IT_WAS: Final = f"(s.first OR s.occurred_at < %(end)s OR NOT {OPEN_THEN})"
# The one before was followed by another: of all spells that is one in fourteen.
_BEFORE: Final = """JOIN LATERAL (
  SELECT v.standing, v.due_day, v.requests, v.asked_day FROM dossiers_spell v
  WHERE v.dossier_id = s.dossier_id AND v.known_until <= %(as_of)s
  ORDER BY v.occurred_at >= %(end)s, CASE WHEN v.occurred_at < %(end)s THEN -v.key ELSE v.key END LIMIT 1
) e ON true"""

_PART: Final = """SELECT s.dossier_id, s.section_id, s.competent_id, s.field_code, s.procedure_code, s.owner,
    s.received_day, s.ending / 10 AS channel, nullif(s.{ending} %% 10, 9) %% 3 AS outcome,
    s.ended_day <= %(last)s AND s.ended_known <= %(as_of)s AS ended,
    CASE WHEN s.ended_known <= %(as_of)s THEN s.ended_day END AS ended_day,
    CASE WHEN s.ended_day <= %(last)s AND s.ended_known <= %(as_of)s THEN s.ended_as ELSE {x}.standing END
      AS standing,
    nullif({x}.due_day, 2147483647) AS due_day, {x}.requests, nullif({x}.asked_day, 2147483647) AS asked_day,
    s.ended_at
  FROM dossiers_spell s {where}"""
_CLASSIFIED: Final = """
SELECT {picked} FROM (
  SELECT s.*, CASE WHEN s.received_day < %(first)s THEN 6 WHEN s.channel = 2 THEN 4 ELSE 5 END AS came,
    CASE
      WHEN s.done_day IS NULL THEN
        CASE WHEN s.standing IN ({waits}) OR s.due_day IS NULL OR s.due_day >= %(horizon)s
          THEN {within} ELSE {late} END
      WHEN s.standing = {asked} THEN
        CASE WHEN s.requests > 1 OR s.done_day > s.due_day THEN 10
          WHEN s.done_day < s.due_day THEN 8 ELSE 9 END
      {fixed}
      ELSE 8 + s.outcome
    END AS cls
  FROM (
    SELECT s.*, CASE
      WHEN s.standing = {asked} THEN s.asked_day
      WHEN s.ended AND s.standing IN ({over}) THEN s.ended_day
    END AS done_day
    FROM ({parts}) s
  ) s
  WHERE s.done_day IS NULL OR s.done_day >= %(first)s
) k"""


def listed(standings: Iterable[Standing]) -> str:
    """Standings as SQL lists them; what stands nowhere where there are none."""
    return ", ".join(str(int(each)) for each in standings) or "-1"
