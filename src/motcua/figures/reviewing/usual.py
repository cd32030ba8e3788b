"""The usual time of a procedure beside the time promised: which limits could be shorter, which are not kept.

Counted are dossiers resolved with a result in the period. Time is working time of the province's calendar
from reception to the end, without the time in which the applicant was waited for or the clock stood; the
promise is the last one, less the same waits.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.dossiers.facts import FOREVER
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.counting.rows import checked_by
from motcua.figures.evidence import Cell as Opened
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Scope, checked, statement
from motcua.figures.in_order import by_name
from motcua.figures.office_hours import HOURS, worked, worked_hours
from motcua.figures.queries import FEWEST_TIMED
from motcua.figures.report import TOTAL, TOTAL_LABEL, recorded_later
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import (
    SUM_OF_ROWS,
    Cell,
    Column,
    Held,
    Row,
    Share,
    Table,
    holding,
    no_column,
    no_row,
    parts_make,
    rows_make,
)
from motcua.foundation.errors import gettext_noop
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS
from motcua.organisation.in_force import in_force as calendar_in_force
from motcua.procedures.finding import names_of
from motcua.procedures.offers import limits_of
from motcua.procedures.queries import versions_in_force

ID: Final = "usual_time"
MOSTLY: Final = 90
"""Percent of dossiers that took at most half of their time before a shorter limit is looked at."""
OFTEN: Final = 10
"""Percent of late dossiers from which a limit is often not kept. Both are ours: no text names any."""
_BACK: Final = timedelta(days=3 * 366)
"""Dossiers received longer ago are counted but not timed."""
SHORTER: Final = gettext_noop("Xem rút ngắn thời hạn")
NOT_KEPT: Final = gettext_noop("Thường trễ hạn")
_UNITS: Final = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ làm việc",
    "month": "tháng",
}
_IDENTITY: Final = gettext_noop("Có kết quả = trước hạn + đúng hạn + quá hạn")
_TIMES: Final = gettext_noop("Ngày làm việc thực tế")
_AGAINST: Final = gettext_noop("Hồ sơ có kết quả")
_COLUMNS: Final = (
    Column(key="limit", label=gettext_noop("Thời hạn công bố"), unit="text"),
    Column(key="promised", label=gettext_noop("Thời hạn đã hẹn, trung vị"), unit="days", group=_TIMES),
    Column(key="half", label=gettext_noop("Trung vị"), unit="days", group=_TIMES),
    Column(key="most", label=gettext_noop("9 trên 10 hồ sơ xong trong"), unit="days", group=_TIMES),
    Column(
        key="done",
        label=gettext_noop("Tổng số"),
        group=_AGAINST,
        opens=True,
        sums=("early", "on_time", "late"),
    ),
    Column(key="early", label=gettext_noop("Trước hạn"), group=_AGAINST, opens=True),
    Column(key="on_time", label=gettext_noop("Đúng hạn"), group=_AGAINST, opens=True),
    Column(key="late", label=gettext_noop("Quá hạn"), group=_AGAINST, opens=True, late=True),
    Column(key="quick", label=gettext_noop("Xong trong nửa thời hạn"), group=_AGAINST, opens=True),
    Column(key="quick_pct", label=gettext_noop("Tỷ lệ xong trong nửa thời hạn"), unit="percent"),
    Column(key="say", label=gettext_noop("Gợi ý rà soát"), unit="text"),
)
_NOTES: Final = (
    gettext_noop(
        "Thời gian tính bằng giờ làm việc của tỉnh (8 giờ là một ngày), trừ thời gian chờ bổ sung và"
        " tạm dừng; thời hạn là lần hẹn cuối, cũng trừ như vậy."
    ),
    gettext_noop(
        "Gợi ý chỉ nêu khi có từ 20 hồ sơ: từ chín phần mười xong trong nửa thời hạn thì xem rút ngắn, từ"
        " một phần mười quá hạn là thường trễ. Hai mức này do hệ thống đặt, không phải văn bản quy định."
    ),
)
_JOINED: Final = f"""
JOIN dossiers_spell f ON f.dossier_id = k.dossier_id
  AND f.known_from <= %(as_of)s AND f.known_until > %(as_of)s
CROSS JOIN {HOURS} h
LEFT JOIN LATERAL (
  SELECT sum({worked("s.until")} - {worked("s.since")}) AS waited
  FROM dossiers_statusspan s
  WHERE s.dossier_id = k.dossier_id AND s.status = ANY(%(paused)s) AND s.until <= f.ended_at
) w ON true
CROSS JOIN LATERAL (
  SELECT {worked("f.ended_at")} - {worked("f.received_at")}
      - coalesce(w.waited, 0) AS took,
    CASE WHEN f.due_at < {FOREVER} THEN {worked("f.due_at")}
      - {worked("f.received_at")} - coalesce(w.waited, 0) END AS promised
) t"""  # noqa: S608 - only our own text is put together
_DONE: Final = "k.cls <= 10 AND k.standing IN (3, 4)"
_QUICK: Final = "t.promised > 0 AND 2 * t.took <= t.promised"
_CONDITIONS: Final = {
    "done": "true",
    "early": "k.cls = 8",
    "on_time": "k.cls = 9",
    "late": "k.cls = 10",
    "quick": _QUICK,
}
_COUNTED: Final = tuple(_CONDITIONS)


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report, a row a procedure. Raises: `UsageError`; `DoesNotAddUp` where an identity does not hold."""
    checked(scope)
    checked_by(by, ("procedure",))
    found = _found(scope, rules)
    total = found.pop(None, (0,) * 8)
    codes = [code for code in found if code]
    names, limits = names_of(codes), _limits(codes, scope)
    rows = [
        Row(
            key=f"procedure:{code}",
            label=names.get(code or "", code or ""),
            cells=_cells(numbers, limits.get(code or "", "")),
        )
        for code, numbers in found.items()
    ]
    rows.sort(key=lambda row: (_rank(row), by_name(row.label), row.key))
    every = _cells(total, "")
    every["say"] = None
    whole = Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=every)
    return Table(
        report=ID,
        title=gettext_noop("Thời gian giải quyết thực tế so với thời hạn"),
        law=gettext_noop("Nghị định 63/2010/NĐ-CP, Điều 28; Nghị định 61/2018/NĐ-CP, Điều 19"),
        scope=scope,
        rules=rules,
        by="procedure",
        columns=_COLUMNS,
        rows=tuple(rows),
        total=whole,
        held=_proved(rows, whole),
        notes=_NOTES,
        recorded_later=recorded_later(scope),
    )


def opened(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Opened:
    """The dossiers of a cell. Raises: `NotFound`, `UsageError`."""
    kind, _mark, code = row.partition(":")
    narrowed = scope
    if row != TOTAL and kind == "procedure" and code and scope.procedure in {"", code}:
        narrowed = msgspec.structs.replace(scope, procedure=code)
    elif row != TOTAL:
        raise no_row()
    if column not in _CONDITIONS:
        raise no_column()
    return behind(
        narrowed, rules, f"{_DONE} AND ({_CONDITIONS[column]})", after, joined=_JOINED, more=_hours(scope)
    )


def days(micros: float | None) -> float | None:
    """Working time as working days with one decimal, half up."""
    if micros is None:
        return None
    exact = Decimal(int(micros)) / WORKING_DAY_MICROSECONDS
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def say(done: int, late: int, quick: int) -> str | None:
    """What the numbers of a procedure suggest to a reviewer; nothing where they are too few. Pure."""
    if done < FEWEST_TIMED:
        return None
    if 100 * late >= OFTEN * done:
        return NOT_KEPT
    return SHORTER if 100 * quick >= MOSTLY * done else None


def _cells(numbers: tuple[Any, ...], limit: str) -> dict[str, Cell]:
    half, most, promised, *counts = numbers
    counted = dict(zip(_COUNTED, (int(each) for each in counts), strict=True))
    return {
        "limit": limit or None,
        "promised": days(promised),
        "half": days(half),
        "most": days(most),
        **counted,
        "quick_pct": Share(counted["quick"], counted["done"]),
        "say": say(counted["done"], counted["late"], counted["quick"]),
    }


def _rank(row: Row) -> int:
    return (NOT_KEPT, SHORTER, None).index(row.cells["say"])


def _found(scope: Scope, rules: RuleSet) -> dict[str | None, tuple[Any, ...]]:
    """Median, ninth tenth, promise and counts by procedure, and of all under none. One statement."""
    picked = ", ".join(
        (
            "k.procedure_code",
            "percentile_disc(0.5) WITHIN GROUP (ORDER BY t.took)",
            "percentile_disc(0.9) WITHIN GROUP (ORDER BY t.took)",
            "percentile_disc(0.5) WITHIN GROUP (ORDER BY t.promised)",
            *(f"count(*) FILTER (WHERE {each})" for each in _CONDITIONS.values()),
        )
    )
    sql, values = statement(scope, rules, picked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql}{_JOINED} WHERE {_DONE} GROUP BY GROUPING SETS ((), (k.procedure_code))",
            values | _hours(scope),
        )
        return {code: tuple(numbers) for code, *numbers in cursor.fetchall()}


def _hours(scope: Scope) -> dict[str, Any]:
    hours, _days_off = calendar_in_force()
    # One that was suspended and ended with a result all the same had its clock stopped meanwhile.
    first = scope.first - _BACK
    return {
        "paused": [int(each) for each in (*PAUSED, Status.STOPPED)],
        **worked_hours(hours(None), first, scope.last + _BACK / 3),
    }


def _limits(codes: list[str], scope: Scope) -> dict[str, str]:
    """The published limits in words; several where channels or cases differ."""
    found: dict[str, str] = {}
    for code, version in versions_in_force(codes, scope.last).items():
        limits = {limit.key: limit for _, _, limit in limits_of(version.content, version.decided)}
        said = [
            f"{limit.quantity.replace('.', ',')} {_UNITS.get(limit.unit, '')}".strip()
            for limit in limits.values()
            if limit.quantity
        ]
        found[code] = "; ".join(said[:3]) + ("…" if len(said) > 3 else "")
    return found


def _proved(rows: list[Row], total: Row) -> tuple[Held, ...]:
    return holding(
        (
            parts_make(_IDENTITY, (*rows, total), "done", ("early", "on_time", "late")),
            rows_make(SUM_OF_ROWS, rows, total, _COUNTED),
        )
    )
