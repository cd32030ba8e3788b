"""The figures of the province's article, live: each with its parts, and the rows behind it counted apart.

What adds up is `ok`; parts that do not make the whole, or evidence that is not as many rows as the numerator
says, are `conflict`; a register in which nothing stands for that day is `unknown`. Neither is ever told as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Literal

import msgspec
from django.conf import settings
from django.db import connection

from motcua.figures.evidence import count_behind
from motcua.figures.ii06a import Line, Scope, checked, statement
from motcua.figures.registry import figure, percent
from motcua.figures.report import report
from motcua.figures.rule_sets import RULE_SETS, RuleSet
from motcua.figures.tables import DoesNotAddUp
from motcua.foundation.clock import Instant, day_of, local_text
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.procedures import service_queries as services

RULES: Final = RULE_SETS["practice"]
"""The article lumps early into on time, and counts as reporting practice does (domain reference 0.2, 4.3)."""
Status = Literal["ok", "conflict", "unknown"]
_CONDITIONS: Final = {
    "resolved": "k.cls <= 10",
    "on_time": "k.cls IN (8, 9)",
    "on_time_pct": "k.cls IN (8, 9)",
    "late": "k.cls = 10",
    "late_pct": "k.cls = 10",
    "online_share_pct": "k.cls <= 10 AND k.channel = 2",
}
"""The dossiers behind a numerator."""
LABELS: Final = {
    "resolved": gettext_noop("Hồ sơ đã giải quyết"),
    "on_time": gettext_noop("Hồ sơ giải quyết đúng hạn (gồm trước hạn)"),
    "on_time_pct": gettext_noop("Tỷ lệ đúng hạn"),
    "late": gettext_noop("Hồ sơ trễ hạn"),
    "late_pct": gettext_noop("Tỷ lệ trễ hạn"),
    "linked_same_level": gettext_noop("Thủ tục liên thông cùng cấp"),
    "linked_cross_level": gettext_noop("Thủ tục liên thông giữa các cấp"),
    "online_services": gettext_noop("Dịch vụ công trực tuyến mức độ 2, 3, 4 trên Cổng của tỉnh"),
    "integrated_services": gettext_noop("Dịch vụ công tích hợp trên Cổng dịch vụ công quốc gia"),
    "integrated_level_3_4": gettext_noop("Dịch vụ công tích hợp, mức độ 3 và 4"),
    "online_share_pct": gettext_noop("Tỷ lệ hồ sơ trực tuyến trong số đã giải quyết"),
}
"""The figures in their order."""
DOSSIERS: Final = tuple(_CONDITIONS)
"""Those that open to dossiers; the others open to services."""
_NO_SERVICES: Final = gettext_noop("Danh mục dịch vụ công chưa có dữ liệu cho ngày này.")
_NO_DOSSIERS: Final = gettext_noop("Đến thời điểm này chưa ghi hồ sơ nào.")
_NO_BASE: Final = gettext_noop("Không có hồ sơ nào đã giải quyết để chia.")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `value` is none unless it is `ok`; `evidence_rows` are the rows behind the numerator,
    counted by the query that opens it. `reason` is a Vietnamese sentence (msgid) where it is not `ok`."""

    id: str
    label: str
    value: int | float | None
    unit: Literal["count", "percent"]
    numerator: int | None
    denominator: int | None
    evidence_rows: int | None
    status: Status = "ok"
    reason: Phrase | None = None

    def document(self) -> dict[str, Any]:
        """As contracts, section 1, write it."""
        return {**msgspec.structs.asdict(self), "reason": None if self.reason is None else str(self.reason)}


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """All figures from 1 January of the year to a moment, as known then."""

    scope: Scope
    figures: tuple[Figure, ...]

    def one(self, figure_id: str) -> Figure:
        """A figure by its id."""
        return next(each for each in self.figures if each.id == figure_id)

    def document(self) -> dict[str, Any]:
        """As `motcua report article --json` writes it."""
        return {
            "as_of": local_text(self.scope.as_of),
            "period_from": self.scope.first,
            "rule_set": RULES.id,
            "simulated": settings.MOTCUA_SIMULATED,
            "figures": [each.document() for each in self.figures],
        }


def scope_of(as_of: Instant, agencies: tuple[int, ...] = ()) -> Scope:
    """From the year's first day to the day of the moment."""
    last = day_of(as_of)
    return Scope(first=date(last.year, 1, 1), last=last, as_of=as_of, agencies=agencies)


def of_period(scope: Scope) -> Scope:
    """From the year's first day to the last day of what is asked for, or to its moment where that is earlier:
    the first day that is asked for decides nothing. Raises: `UsageError`."""
    checked(scope)
    last = min(scope.last, day_of(scope.as_of))
    return msgspec.structs.replace(scope, first=date(last.year, 1, 1), last=last)


def condition_of(figure_id: str) -> str:
    """What the dossiers behind a figure fulfil (`evidence.behind`). Raises: `NotFound`."""
    if figure_id not in _CONDITIONS:
        raise NotFound(gettext_noop("Không có số liệu này."), gettext_noop("Mở lại trang báo cáo."))
    return _CONDITIONS[figure_id]


def article(scope: Scope) -> Article:
    """Every figure. Parts that do not add up are told as such and raise nothing. Raises: `UsageError`."""
    of_dossiers = _of_dossiers(scope)
    of_services = _of_services(services.services_on(scope.last))
    found = of_dossiers | of_services
    return Article(scope=scope, figures=tuple(found[each] for each in LABELS))


def _of_dossiers(scope: Scope) -> dict[str, Figure]:
    if not _known(scope.as_of):
        return _all(DOSSIERS, "unknown", Phrase(_NO_DOSSIERS))
    try:
        line = report(scope, RULES).total
    except DoesNotAddUp as error:
        return _all(DOSSIERS, "conflict", Phrase(error.template, error.params))
    found = {}
    for code in DOSSIERS[:5]:
        value = figure(code).of(line)
        found[code] = _checked(code, value.numerator, value.denominator, _evidence(scope))
    resolved, online = _online(scope, RULES)
    found["online_share_pct"] = _checked("online_share_pct", online, resolved, _evidence(scope))
    return _whole(found, line, resolved)


def _known(as_of: Instant) -> bool:
    """Whether anything was known of any dossier then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM dossiers_spell WHERE known_from <= %s)", [as_of])
        return bool(cursor.fetchone()[0])


def _evidence(scope: Scope) -> Callable[[str], int]:
    """Counts the rows behind a figure; figures with one numerator share the count."""
    known: dict[str, int] = {}

    def counted(figure_id: str) -> int:
        condition = condition_of(figure_id)
        if condition not in known:
            known[condition] = count_behind(scope, RULES, condition)
        return known[condition]

    return counted


def _online(scope: Scope, rules: RuleSet) -> tuple[int, int]:
    """Resolved dossiers, and those of them that came online, carried over ones too."""
    picked = "count(*) FILTER (WHERE k.cls <= 10), count(*) FILTER (WHERE k.cls <= 10 AND k.channel = 2)"
    sql, values = statement(scope, rules, picked)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        resolved, online = cursor.fetchone()
    return resolved, online


def _whole(found: dict[str, Figure], line: Line, resolved: int) -> dict[str, Figure]:
    """All of them in conflict where on time and late do not make the resolved ones, counted twice."""
    top = {each: found[each].numerator or 0 for each in ("resolved", "on_time", "late")}
    if top["resolved"] == top["on_time"] + top["late"] == resolved == line.c7:
        return found
    words = Phrase(
        gettext_noop("%(resolved)s đã giải quyết, nhưng %(on_time)s đúng hạn và %(late)s trễ hạn."), top
    )
    return _all(DOSSIERS, "conflict", words)


def _of_services(on: services.Services) -> dict[str, Figure]:
    above = sum(number for level, number in on.integrated_by_level.items() if level in {"3", "4"})
    found = {
        "linked_same_level": on.same_level if on.linked else None,
        "linked_cross_level": on.cross_level if on.linked else None,
        "online_services": on.online or None,
        "integrated_services": on.integrated or None,
        "integrated_level_3_4": above if on.integrated else None,
    }
    faults = _service_faults(on, above)
    figures = {}
    for code, number in found.items():
        if number is None:
            figures[code] = _figure(code, None, None, None, "unknown", Phrase(_NO_SERVICES))
        elif code in faults:
            figures[code] = _figure(code, number, None, None, "conflict", faults[code])
        else:
            figures[code] = _checked(code, number, None, lambda each: services.count_behind(each, on.day))
    return figures


def _service_faults(on: services.Services, above: int) -> Mapping[str, Phrase]:
    """What does not fit together, by figure."""
    faults: dict[str, Phrase] = {}
    if sum(on.online_by_level.values()) != on.online:
        words = gettext_noop("Cộng từng mức độ được %(sum)s, tổng là %(whole)s.")
        faults["online_services"] = Phrase(
            words, {"sum": sum(on.online_by_level.values()), "whole": on.online}
        )
    if on.without_service:
        words = gettext_noop("%(number)s dịch vụ tích hợp nhưng không có trên Cổng của tỉnh.")
        for code in ("integrated_services", "integrated_level_3_4"):
            faults[code] = Phrase(words, {"number": on.without_service})
    if above > on.integrated:
        words = gettext_noop("%(above)s dịch vụ mức độ 3, 4 trong %(whole)s dịch vụ tích hợp.")
        faults["integrated_level_3_4"] = Phrase(words, {"above": above, "whole": on.integrated})
    return faults


def _all(codes: tuple[str, ...], status: Status, reason: Phrase) -> dict[str, Figure]:
    return {code: _figure(code, None, None, None, status, reason) for code in codes}


def _checked(code: str, top: int, bottom: int | None, evidence: Callable[[str], int]) -> Figure:
    """The figure, if its evidence is as many rows as its numerator says."""
    rows = evidence(code)
    if rows != top:
        words = gettext_noop("Số liệu là %(top)s, nhưng mở ra có %(rows)s dòng.")
        return _figure(code, top, bottom, rows, "conflict", Phrase(words, {"top": top, "rows": rows}))
    if bottom == 0:
        return _figure(code, top, bottom, rows, "unknown", Phrase(_NO_BASE))
    return _figure(code, top, bottom, rows)


def _figure(  # noqa: PLR0917 - what a figure is made of
    code: str,
    top: int | None,
    bottom: int | None,
    rows: int | None,
    status: Status = "ok",
    reason: Phrase | None = None,
) -> Figure:
    share = code.endswith("_pct")
    value: int | float | None = None
    if status == "ok" and top is not None:
        value = percent(top, bottom) if share and bottom else top
    return Figure(
        id=code,
        label=LABELS[code],
        value=value,
        unit="percent" if share else "count",
        numerator=top,
        denominator=bottom,
        evidence_rows=rows,
        status=status,
        reason=reason,
    )
