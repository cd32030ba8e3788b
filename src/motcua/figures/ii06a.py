"""Form II.06a: received, resolved and being resolved, of any period as it was known at any moment.

One statement classifies every dossier once and counts it by what the rows are; columns are added up here.
A dossier that changed after the period's end is looked at as it stood at that end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.dossiers.facts import Standing, local_day
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.errors import UsageError, gettext_noop

_EPOCH: Final = date(1970, 1, 1)
RESOLVED: Final = frozenset({8, 9, 10})
OPEN_WITHIN, OPEN_LATE = 12, 13
CLASSES: Final = RESOLVED | {4, 5, 6, OPEN_WITHIN, OPEN_LATE}
"""The columns into which a dossier is counted; the others are sums of them."""
DIMENSIONS: Final = {
    "agency": "k.competent_id",
    "section": "k.section_id",
    "field": "k.field_code",
    "procedure": "k.procedure_code",
    "all": "0",
}
"""What rows may be."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted: first and last day of the period, the moment of knowledge, and of which agencies,
    level of government, field or procedure (all where empty)."""

    first: date
    last: date
    as_of: Instant
    agencies: tuple[int, ...] = ()
    level: str = ""
    field: str = ""
    procedure: str = ""

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
    sql, values = statement(scope, rules, f"{DIMENSIONS[by]} AS row, came, cls, count(*)")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} GROUP BY 1, 2, 3", values)
        return added(cursor.fetchall())


def checked(scope: Scope) -> None:
    """Raises: `UsageError` for a period upside down, or one that had not begun at the moment of knowledge."""
    if scope.first > scope.last:
        raise UsageError(
            gettext_noop("Ngày đầu kỳ phải trước hoặc trùng ngày cuối kỳ."),
            gettext_noop("Đổi hai ngày cho nhau rồi xem lại."),
        )
    if _number(scope.first) > local_day(scope.as_of):
        raise UsageError(
            gettext_noop("Kỳ báo cáo bắt đầu sau thời điểm chốt số liệu."),
            gettext_noop("Chọn kỳ sớm hơn, hoặc thời điểm chốt muộn hơn."),
        )


def added(counted: Iterable[tuple[Any, int, int | None, int | None]]) -> list[Line]:
    """Rows from counts by key, column in which it came and column in which it stands.

    What could not be classified stands in column 3 alone, so that the identities find it.
    """
    found: dict[str, Line] = {}
    for row, came, cls, count in counted:
        line = found.setdefault(str(row), Line(key=str(row)))
        line.c3 += count or 0
        for column in (came, cls):
            if column in CLASSES:
                setattr(line, f"c{column}", getattr(line, f"c{column}") + count)
        if cls in RESOLVED:
            line.c7 += count or 0
        elif cls in CLASSES:
            line.c11 += count or 0
    return sorted(found.values(), key=lambda line: line.key)


def statement(scope: Scope, rules: RuleSet, picked: str) -> tuple[str, dict[str, Any]]:
    """The statement that classifies, with its values; `picked` is said of `k`, a row for each dossier of the
    period with `came` and `cls`, the columns in which it counts."""
    values: dict[str, Any] = {
        "first": _number(scope.first),
        "last": _number(scope.last),
        "end": scope.end,
        "as_of": scope.as_of,
        "horizon": min(_number(scope.last), local_day(scope.as_of)),
        "agencies": list(scope.agencies),
        "level": scope.level,
        "field": scope.field,
        "procedure": scope.procedure,
    }
    chosen = [
        text
        for text, asked in (
            ("AND f.competent_id = ANY(%(agencies)s)", scope.agencies),
            (
                "AND f.competent_id IN (SELECT a.id FROM organisation_agency a WHERE a.level = %(level)s)",
                scope.level,
            ),
            ("AND f.field_code = %(field)s", scope.field),
            ("AND f.procedure_code = %(procedure)s", scope.procedure),
        )
        if asked
    ]
    ended = [Standing.GRANTED, Standing.REFUSED, *rules.ends]
    lasting = _listed([each for each in rules.waits if each not in _RUNNING])
    sql = _CLASSIFIED.format(
        picked=picked,
        same=_SAME.format(outcome=rules.outcome),
        known=_KNOWN.format(lasting=lasting, chosen=" ".join(chosen)),
        changed=_CHANGED,
        ended=_listed(ended),
        asked=int(Standing.WAITING) if rules.request_ends else -1,
        fixed=" ".join(
            f"WHEN s.standing = {int(key)} THEN {column}" for key, column in rules.ends.items() if column
        ),
        waits=_listed(rules.waits),
        within=OPEN_WITHIN,
        late=OPEN_LATE,
    )
    return sql, values


_RUNNING: Final = {Standing.OPEN, Standing.WAITING, Standing.PAUSED}
"""Where the clock of a dossier may still go on."""

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
    SELECT a.*, CASE
      WHEN a.standing IN ({ended}) THEN a.ended_day
      WHEN a.standing = {asked} THEN a.asked_day
    END AS done_day
    FROM (
      SELECT {same}, f.standing, f.due_day, f.requests, f.asked_day
      FROM dossiers_fact f WHERE {known} AND NOT ({changed})
      UNION ALL
      SELECT {same},
        CASE WHEN e.standing IS NULL THEN f.standing ELSE e.standing END,
        CASE WHEN e.standing IS NULL THEN f.due_day ELSE e.due_day END,
        CASE WHEN e.standing IS NULL THEN f.requests ELSE e.requests END,
        CASE WHEN e.standing IS NULL THEN f.asked_day ELSE e.asked_day END
      FROM dossiers_fact f
      LEFT JOIN LATERAL (
        SELECT v.standing, v.due_day, v.requests, v.asked_day FROM dossiers_fact v
        WHERE v.dossier_id = f.dossier_id AND v.occurred_at < %(end)s AND v.known_from <= %(as_of)s
        ORDER BY v.key DESC LIMIT 1
      ) e ON true
      WHERE {known} AND {changed}
    ) a
  ) s
  WHERE s.done_day IS NULL OR s.done_day >= %(first)s
) k"""


# Dossiers that changed after the period are few; looking each of them up apart keeps the rest one plain scan.
# Nothing is recorded before it happens, so that the index over the times of recording finds them.
_CHANGED: Final = (
    "f.known_from >= %(end)s AND f.occurred_at >= %(end)s AND (f.ended_day IS NULL OR f.ended_day > %(last)s)"
)
_SAME: Final = (
    "f.dossier_id, f.section_id, f.competent_id, f.field_code, f.procedure_code, f.channel, f.owner,"
    " f.received_day, f.ended_day, f.{outcome} AS outcome"
)
_KNOWN: Final = """f.known_from <= %(as_of)s AND (f.known_until IS NULL OR f.known_until > %(as_of)s)
        AND f.received_day <= %(last)s
        AND (f.ended_day IS NULL OR f.ended_day >= %(first)s OR f.standing IN ({lasting}))
        {chosen}"""


def _listed(standings: Iterable[Standing]) -> str:
    return ", ".join(str(int(each)) for each in standings) or "-1"


def _number(day: date) -> int:
    return (day - _EPOCH).days
