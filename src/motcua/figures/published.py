"""Published report tables read critically: which sums, percentages and identities hold, by how much not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, Literal

import msgspec

from motcua.figures.printed import Span, Unreadable, exactly, read, tolerance
from motcua.foundation.text import fold

Result = Literal["holds", "fails", "cannot_tell"]
NAMES: Final = {
    "received": ("received", "tiep nhan", "nhan giai quyet", "tong tiep nhan"),
    "resolved": ("resolved", "settled", "da giai quyet"),
    "due": ("due", "den han"),
    "on_time": ("on_time", "onTime", "dung han", "truoc va dung han"),
    "late": ("late", "qua han", "tre han"),
    "pending": ("pending", "dang giai quyet"),
    "early": ("early", "truoc han"),
    "pending_within": ("pending_within",),
    "pending_late": ("pending_late",),
    "counter": ("counter", "truc tiep"),
    "carried": ("carried", "ky truoc chuyen qua"),
    "online": ("online", "truc tuyen"),
    "returned": ("returned", "tra lai"),
    "on_time_pct": ("on_time_pct", "onTimePct", "ty le dung han"),
    "late_pct": ("late_pct", "latePct", "ty le qua han"),
    "resolved_pct": ("resolved_pct", "settledPct", "ty le giai quyet"),
    "online_pct": ("online_pct", "onlinePct", "ty le truc tuyen"),
    "returned_pct": ("returned_pct", "returnedPct", "ty le tra lai"),
}
"""What a column of ours is called elsewhere."""
_IDENTITIES: Final = (
    (("resolved", "pending"), "received"),
    (("pending_within", "pending_late"), "pending"),
    (("online", "counter", "carried"), "received"),
)
_BY_NAME: Final = {fold(name): key for key, names in NAMES.items() for name in names}


Values = dict[str, tuple[Any, Span]]
"""By our name of a column: what is printed, and what it can prove."""


class Check(msgspec.Struct, kw_only=True):
    """One thing that must hold: `left` against `right`, with what is allowed for rounding."""

    check: str
    left: float | None
    right: float | None
    difference: float | None
    tolerance: float | None
    base: str
    result: Result
    reason: str = ""


class Table(msgspec.Struct):
    """A table or a row of one, with its checks."""

    id: str
    checks: list[Check]


def told_twice(tables: Iterable[Table]) -> None:
    """Mark units that stand in a table more than once: one of the rows must not be added."""
    seen: set[str] = set()
    for table in tables:
        name = fold(table.id)
        if name in seen:
            table.checks.append(doubt("unit once", f"“{table.id}” đã có ở một dòng trước"))
        seen.add(name)


def column(name: str) -> str:
    """The name of ours for a column, empty for one that is not known."""
    return _BY_NAME.get(fold(name), "")


def check_row(name: str, row: Mapping[str, Any]) -> Table:
    """Every check that the numbers of one row allow; `row` maps names of columns to printed values."""
    values, checks = read_row(row)
    spans = {key: span for key, (_, span) in values.items()}
    base_name = next((each for each in ("resolved", "due") if each in spans), "")
    base = spans.get(base_name)
    # Form II.06a tells apart what was early; its percentage on time counts both.
    early = ("early",) if "early" in spans else ()
    if base is not None:
        checks += _parts(spans, (*early, "on_time", "late"), base_name)
    for parts, whole in _IDENTITIES:
        checks += _parts(spans, parts, whole)
    if early and "on_time" in spans:
        both = spans["early"] + spans["on_time"]
        values["on_time"], spans["on_time"] = (values["on_time"][0], both), both
    if base is None and {"received", "resolved_pct"} <= spans.keys():
        base, base_name = spans["received"].times_percent(spans["resolved_pct"]), "received x resolved_pct"
    for part in ("on_time", "late", "returned"):
        percent = values.get(f"{part}_pct")
        if part in spans and base is not None and percent is not None:
            checks.append(_share(f"{part} / {base_name} = {part}_pct", spans[part], base, percent, base_name))
    for part in ("resolved", "online"):
        percent = values.get(f"{part}_pct")
        if part in spans and "received" in spans and percent is not None:
            checks.append(
                _share(f"{part} / received = {part}_pct", spans[part], spans["received"], percent, "received")
            )
    checks += _across(values, base, base_name)
    return Table(name, checks)


def check_tables(tables: Iterable[Mapping[str, Any]]) -> list[Table]:
    """Tables of `report_tables.json`: one row each, with rows of units inside."""
    found: list[Table] = []
    for table in tables:
        name = str(table.get("id", len(found) + 1))
        found.append(check_row(name, table))
        found += [
            check_row(f"{name}/{key}", inner)
            for key, inner in table.items()
            if isinstance(inner, Mapping) and any(column(str(one)) for one in inner)
        ]
    return found


def _parts(spans: Mapping[str, Span], parts: Sequence[str], whole: str) -> list[Check]:
    """That parts make up a whole, where all of them are printed."""
    if whole not in spans or not all(each in spans for each in parts):
        return []
    return [
        equal(f"{' + '.join(parts)} = {whole}", added(spans[each] for each in parts), spans[whole], whole)
    ]


def columns_twice(headings: Sequence[str]) -> list[Table]:
    """Headings that name a column a second time: which of the two is meant cannot be told."""
    if not headings:
        return []
    why = "cột trước đã mang nghĩa này; chỉ đọc cột trước"
    return [Table("columns", [doubt("column once", f"“{each[:60]}”: {why}") for each in headings])]


def read_row(row: Mapping[str, Any]) -> tuple[Values, list[Check]]:
    values: Values = {}
    doubts: list[Check] = []
    for name, value in row.items():
        key = column(str(name))
        if not key or value is None or not str(value).strip():
            continue
        try:
            values[key] = (value, read(value, percent=key.endswith("_pct")))
        except Unreadable:
            shown = str(value).strip()[:40]
            why = "là công thức, không đọc" if shown.startswith("=") else "không phải là số"
            doubts.append(doubt(key, f"“{shown}” {why}"))
    return values, doubts


def _across(values: Values, base: Span | None, base_name: str) -> list[Check]:
    """What two columns say of each other though a third is not printed."""
    spans = {key: span for key, (_, span) in values.items()}
    checks = []
    if {"on_time_pct", "late_pct"} <= spans.keys():
        whole = spans["on_time_pct"] + spans["late_pct"]
        allowed = tolerance(values["on_time_pct"][0]) + tolerance(values["late_pct"][0])
        checks.append(
            _compared("on_time_pct + late_pct = 100", whole, exactly(100), base_name or "percent", allowed)
        )
    elif "on_time_pct" in spans and "late" in spans and "on_time" not in spans and base is not None:
        left = spans["late"].percent_of(base)
        right = exactly(100) - spans["on_time_pct"]
        name = f"late / {base_name} = 100 - on_time_pct"
        if left is None:
            checks.append(doubt(name, "mẫu số có thể bằng 0"))
        else:
            checks.append(_compared(name, left, right, base_name, tolerance(values["on_time_pct"][0])))
    if {"resolved", "received"} <= spans.keys() and "pending" not in spans:
        checks.append(_not_more("resolved <= received", spans["resolved"], spans["received"], "received"))
    if "on_time" in spans and "late" not in spans and base is not None:
        checks.append(_not_more(f"on_time <= {base_name}", spans["on_time"], base, base_name))
    return checks


def _share(name: str, part: Span, whole: Span, percent: tuple[Any, Span], base: str) -> Check:
    left = part.percent_of(whole)
    if left is None:
        return doubt(name, "mẫu số bằng 0 hoặc không rõ", base)
    return _compared(name, left, percent[1], base, tolerance(percent[0]))


def equal(name: str, left: Span, right: Span, base: str) -> Check:
    return _compared(name, left, right, base, left.rounding + right.rounding)


def _compared(name: str, left: Span, right: Span, base: str, allowed: Fraction) -> Check:
    proven = left.within(right) or right.within(left) or (left.exact and right.exact)
    if not left.meets(right):
        result: Result = "fails"
        reason = "hai bên không thể bằng nhau, kể cả khi làm tròn"
    elif proven and (left.exact or right.exact or left.within(right)):
        result, reason = "holds", ""
    else:
        result, reason = "cannot_tell", "số in ra đã làm tròn, chưa đủ để kết luận"
    return _check(name, (left, right), base, allowed, (result, reason))


def _not_more(name: str, left: Span, right: Span, base: str) -> Check:
    if left.low is not None and right.high is not None and left.low > right.high:
        return _check(name, (left, right), base, Fraction(0), ("fails", "phần lớn hơn toàn bộ"))
    sure = left.high is not None and right.low is not None and left.high <= right.low
    verdict: tuple[Result, str] = ("holds", "") if sure else ("cannot_tell", "số in ra đã làm tròn")
    return _check(name, (left, right), base, Fraction(0), verdict)


def _check(
    name: str, sides: tuple[Span, Span], base: str, allowed: Fraction, verdict: tuple[Result, str]
) -> Check:
    one, other = (side.nominal for side in sides)
    result, reason = verdict
    return Check(
        check=name,
        left=_shown(one),
        right=_shown(other),
        difference=None if one is None or other is None else _shown(one - other),
        tolerance=_shown(allowed),
        base=base,
        result=result,
        reason=reason,
    )


def doubt(name: str, reason: str, base: str = "") -> Check:
    return Check(
        check=name,
        left=None,
        right=None,
        difference=None,
        tolerance=None,
        base=base,
        result="cannot_tell",
        reason=reason,
    )


def added(spans: Iterable[Span]) -> Span:
    whole = exactly(0)
    for span in spans:
        whole += span
    return whole


def _shown(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)
