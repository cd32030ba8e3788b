"""Tổng quan: a head's figures of a period, its course, the map, and what is about to go wrong this week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import whole, words_asked
from motcua.desk.commune_tiles import bands, by_lateness, by_points
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import Asked, agencies_asked, asked, periods, places, typed
from motcua.desk.views.reports import STANDINGS
from motcua.figures.commune_map import THRESHOLDS
from motcua.figures.dashboard import Dashboard, dashboard
from motcua.figures.drawn import bars, columns
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Line, Scope
from motcua.figures.indices.measuring import by_agency, known, month_of
from motcua.figures.registry import Value, figure
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.spans import SLICES, Course, Span
from motcua.figures.week_ahead import LateSteps, Load, due_condition, late_steps, week_of
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right

KEY_FIGURES: Final[tuple[tuple[str, Any, int, bool], ...]] = (
    # Code, what it is called here, the column of II.06a that it opens, whether more than 0 is bad news.
    ("received", _("Nhận giải quyết"), 3, False),
    ("resolved", _("Đã giải quyết"), 7, False),
    ("on_time_pct", _("Giải quyết đúng hạn"), 7, False),
    ("late", _("Đã trễ hạn"), 10, True),
    ("open", _("Đang giải quyết"), 11, False),
    ("open_late", _("Đang quá hạn"), 13, True),
    ("received_online_pct", _("Nộp trực tuyến"), 4, False),
)
SLICE_WORDS: Final = {
    "early5": _("Trước hạn từ 5 ngày"),
    "early2": _("Trước hạn 2–4 ngày"),
    "early1": _("Trước hạn 1 ngày"),
    "early_other": _("Trước hạn theo bộ quy tắc"),
    "on_time": _("Đúng hạn"),
    "late1": _("Trễ 1–2 ngày"),
    "late3": _("Trễ 3–7 ngày"),
    "late8": _("Trễ hơn 7 ngày"),
    "late_other": _("Trễ theo bộ quy tắc"),
}
SLICE_SHORT: Final = {
    "early5": _("sớm ≥ 5"),
    "early2": _("sớm 2–4"),
    "early1": _("sớm 1"),
    "early_other": _("sớm khác"),
    "on_time": _("đúng hạn"),
    "late1": _("trễ 1–2"),
    "late3": _("trễ 3–7"),
    "late8": _("trễ > 7"),
    "late_other": _("trễ khác"),
}
_ONLY_WHERE_ANY: Final = frozenset({"early_other", "late_other"})
_FILLS: Final = {"earl": "good", "late": "bad"}


@right("see_reports")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The figures of what is asked for, and the dossiers behind the number that is open."""
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {
        "periods": periods(now),
        "places": places(person, day_of(now)),
        "rule_sets": list(RULE_SETS.values()),
        "typed": typed(request),
    }
    try:
        wanted = asked(request, person, now)
        found = dashboard(wanted.scope, wanted.rules, wanted.period.partition("-")[0], now)
        context |= _told(wanted, found) | _map(request, wanted, found) | _opened(request, person, wanted)
    except DomainError as error:
        context["refused"] = sentence(error)
        return render(request, "desk/reports/overview.html", context, status=status_of(error))
    return render(request, "desk/reports/overview.html", context)


def _told(wanted: Asked, found: Dashboard) -> dict[str, Any]:
    scope, spans, slices = wanted.scope, _spans(wanted, found.course), _slices(wanted, found)
    return {
        "asked": wanted,
        "found": found,
        "typed": {
            "ky": wanted.period,
            "tu": scope.first.isoformat(),
            "den": scope.last.isoformat(),
            "pham_vi": wanted.place,
            "den_luc": wanted.moment,
            "quy_tac": wanted.rules.id,
        },
        "fixed": wanted.fixed(),
        "cells": [_cell(wanted, found, each) for each in KEY_FIGURES],
        "spans": spans,
        "bars": bars(found.course.spans, [link for _span, link in spans]),
        "worst": max(found.course.spans, key=lambda each: each.late),
        "slices": slices,
        "most_usual": max(slices, key=lambda each: each["count"]) if found.report.total.c7 else None,
        "loads": _loads(wanted, found),
        "all_due": wanted.fixed(mo="due"),
        "all_late": wanted.fixed(mo="late"),
        "steps": _steps(wanted, found),
    }


def _cell(wanted: Asked, found: Dashboard, of: tuple[str, Any, int, bool]) -> dict[str, Any]:
    code, name, column, bad = of
    now = figure(code).of(found.report.total)
    then = figure(code).of(found.before) if found.before else None
    return {
        "name": name,
        "value": now,
        "share": now.denominator is not None,
        "before": then,
        "change": _change(now, then),
        "bad": bad and now.numerator > 0,
        "query": wanted.fixed(cot=column, hang=found.report.total.key),
    }


def _change(now: Value, then: Value | None) -> float | None:
    """Points of a share, or dossiers; none where there is nothing to set beside."""
    if then is None or now.value is None or then.value is None:
        return None
    return round(now.value - then.value, 2)


def _spans(wanted: Asked, course: Course) -> list[tuple[Span, str]]:
    """Each part of the period with the query of its own report; a column of it opens with `&cot=`."""
    return [
        (each, wanted.fixed(ky="any", tu=each.first.isoformat(), den=each.last.isoformat(), hang="total"))
        for each in course.spans
    ]


_Agency = tuple[Line, Value, str, str, Decimal | None]
"""A row with its share of late ones, the overview of it alone, its report as for `_spans`, its points."""


def _agencies(wanted: Asked, found: Dashboard, points: Mapping[int, Decimal | None]) -> list[_Agency]:
    own, report, share = wanted.each("pham-vi"), wanted.each("pham-vi", hang="total"), figure("late_pct")
    return [
        (row, share.of(row), own(row.key), report(row.key), points.get(int(row.key)))
        for row in found.report.rows
    ]


def _loads(wanted: Asked, found: Dashboard) -> list[tuple[Load, str, str]]:
    due, late = wanted.each("co-quan", mo="due"), wanted.each("co-quan", mo="late")
    return [(each, due(each.agency), late(each.agency)) for each in found.week.loads]


def _steps(wanted: Asked, found: Dashboard) -> list[tuple[LateSteps, str]] | None:
    """Not fixed to this page's moment: clocks of steps are known for the present alone."""
    if found.week.steps is None:
        return None
    return [(each, wanted.address(mo="steps", **{"co-quan": each.agency})) for each in found.week.steps]


def _map(request: HttpRequest, wanted: Asked, found: Dashboard) -> dict[str, Any]:
    """The map by lateness, or by the points of index 766 of the last month that is over."""
    first, last = _month_over(wanted.scope)
    context: dict[str, Any] = {
        "to_late": wanted.fixed(),
        "to_points": wanted.fixed(**{"ban-do": "diem"}),
        "points_month": (first, last),
        "months": wanted.fixed(ky=f"{first:%Y-%m}", xem="thang"),
    }
    if request.GET.get("ban-do") != "diem":
        own = wanted.each("pham-vi")
        return context | {
            "map": by_lateness(found.columns, found.report.rows, own),
            "thresholds": THRESHOLDS,
            "agencies": _agencies(wanted, found, {}),
        }
    scores = by_agency(known(msgspec.structs.replace(wanted.scope, first=first, last=last)))
    own = wanted.each("pham-vi", ky=f"{first:%Y-%m}")
    return context | {
        "map": by_points(found.columns, scores, own),
        "map_page": "desk:index766",
        "bands": bands(),
        "agencies": _agencies(wanted, found, {each.key: each.score.total.of_hundred for each in scores}),
    }


def _month_over(scope: Scope) -> tuple[date, date]:
    """The last month of the period that was over at its moment; where none is, the one that began last."""
    known_to = min(scope.last, day_of(scope.as_of))
    first, last = month_of(known_to)
    before = month_of(first - timedelta(days=1))
    return before if last > known_to and before[1] >= scope.first else (first, last)


def _slices(wanted: Asked, found: Dashboard) -> list[dict[str, Any]]:
    shown = [each for each in found.course.slices if each.count or each.id not in _ONLY_WHERE_ANY]
    return [
        {
            "name": SLICE_WORDS[each.id],
            "short": SLICE_SHORT[each.id],
            "says": _("%(name)s: %(count)s hồ sơ")
            % {"name": SLICE_WORDS[each.id], "count": number_format(each.count, 0, force_grouping=True)},
            "count": each.count,
            "share": figure("late_pct").of(Line(key="", c10=each.count, c7=found.report.total.c7)),
            "column": column,
            "fill": _FILLS.get(each.id[:4], "done"),
            "query": wanted.fixed(mo=each.id) if each.count else "",
        }
        for each, column in zip(shown, columns([each.count for each in shown]), strict=True)
    ]


def _opened(request: HttpRequest, person: Person, wanted: Asked) -> dict[str, Any]:
    """The dossiers behind a part of the distribution, or behind the load of an agency."""
    opens = words_asked(request.GET.get("mo"), 20)
    scope, title = wanted.scope, SLICE_WORDS.get(opens, "")
    more: dict[str, object] = {"mo": opens}
    if opens in SLICES:
        condition = SLICES[opens]
    elif opens in {"due", "late"}:
        agency = whole(request.GET.get("co-quan"))
        scope, first, last = week_of(scope)
        if agency is not None:
            scope = msgspec.structs.replace(scope, agencies=agencies_asked(person, agency))
            more["co-quan"] = agency
        condition = f"cls = 12 AND {due_condition(first, last, 'k')}" if opens == "due" else "cls = 13"
        title = _("Đến hạn những ngày tới") if opens == "due" else _("Đang quá hạn")
    elif opens == "steps":
        return _opened_steps(request, wanted)
    else:
        return {}
    dossiers = behind(scope, wanted.rules, condition, wanted.after)
    return {
        "opened": title,
        "seen": [(each, str(STANDINGS[each.standing])) for each in dossiers.rows],
        "next": wanted.fixed(**more, sau=dossiers.after) if dossiers.after else "",
        "back": wanted.fixed(**more) if wanted.after else "",
    }


def _opened_steps(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    """The dossiers at an agency, or at all, whose step is over its time now."""
    agency = whole(request.GET.get("co-quan"))
    more: dict[str, object] = {"mo": "steps"} | ({} if agency is None else {"co-quan": agency})
    rows, after = late_steps(wanted.scope, agency, wanted.after)
    return {
        "opened": _("Bước đang quá hạn"),
        "late_steps": rows,
        "next": wanted.address(**more, sau=after) if after else "",
        "back": wanted.address(**more) if wanted.after else "",
    }
