"""Tổng quan: a head's figures of a period, its course, the map, and what is about to go wrong this week."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import whole, words_asked
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import Asked, agencies_asked, asked, periods, places
from motcua.desk.views.reports import STANDINGS
from motcua.figures.dashboard import Dashboard, dashboard, due_condition, week_of
from motcua.figures.drawn import THRESHOLDS, bars, dots
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Line
from motcua.figures.registry import Value, figure
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.spans import SLICES, Course
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden
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
_ONLY_WHERE_ANY: Final = frozenset({"early_other", "late_other"})


@right("see_reports")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The figures of what is asked for, and the dossiers behind the number that is open."""
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {
        "periods": periods(now),
        "places": places(person, day_of(now)),
        "rule_sets": list(RULE_SETS.values()),
    }
    try:
        wanted = asked(request, person, now)
        found = dashboard(wanted.scope, wanted.rules, wanted.period.partition("-")[0], now)
        context |= _told(wanted, found) | _opened(request, person, wanted)
    except DomainError as error:
        if isinstance(error, Forbidden):
            raise
        context["refused"] = sentence(error)
        return render(request, "desk/reports/overview.html", context, status=status_of(error))
    return render(request, "desk/reports/overview.html", context)


def _told(wanted: Asked, found: Dashboard) -> dict[str, Any]:
    scope = wanted.scope
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
        "spans": _spans(wanted, found.course),
        "bars": bars(found.course.spans),
        "worst": max(found.course.spans, key=lambda each: each.late),
        "slices": _slices(wanted, found),
        "dots": dots(found.places),
        "map": sorted(found.places, key=lambda each: each.area.name),
        "thresholds": THRESHOLDS,
        "agencies": [
            (row, figure("on_time_pct").of(row), wanted.address(**{"pham-vi": row.key}))
            for row in found.report.rows
        ],
        "loads": [
            (
                each,
                wanted.address(mo="due", **{"co-quan": each.agency}),
                wanted.address(mo="late", **{"co-quan": each.agency}),
            )
            for each in found.week.loads
        ],
        "busiest": max((each.due for each in found.week.loads), default=0),
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


def _spans(wanted: Asked, course: Course) -> list[tuple[Any, str]]:
    return [
        (each, wanted.fixed(ky="any", tu=each.first.isoformat(), den=each.last.isoformat()))
        for each in course.spans
    ]


def _slices(wanted: Asked, found: Dashboard) -> list[dict[str, Any]]:
    most = max(each.count for each in found.course.slices) or 1
    return [
        {
            "id": each.id,
            "name": SLICE_WORDS[each.id],
            "count": each.count,
            "share": figure("late_pct").of(Line(key="", c10=each.count, c7=found.report.total.c7)),
            "width": max(round(100 * each.count / most), 1) if each.count else 0,
            "late": each.id.startswith("late"),
            "early": each.id.startswith("early"),
            "query": wanted.fixed(mo=each.id),
        }
        for each in found.course.slices
        if each.count or each.id not in _ONLY_WHERE_ANY
    ]


def _opened(request: HttpRequest, person: Person, wanted: Asked) -> dict[str, Any]:
    """The dossiers behind a part of the distribution, or behind the load of an agency."""
    opens = words_asked(request.GET.get("mo"), 20)
    scope, title = wanted.scope, SLICE_WORDS.get(opens, "")
    more: dict[str, object] = {"mo": opens}
    if opens in SLICES:
        condition = SLICES[opens]
    elif opens in {"due", "late"}:
        agency = whole(request.GET.get("co-quan")) or 0
        lately, first, last = week_of(scope)
        scope = msgspec.structs.replace(lately, agencies=agencies_asked(person, agency))
        condition = f"cls = 12 AND {due_condition(first, last, 'k')}" if opens == "due" else "cls = 13"
        title = _("Đến hạn những ngày tới") if opens == "due" else _("Đang quá hạn")
        more["co-quan"] = agency
    else:
        return {}
    dossiers = behind(scope, wanted.rules, condition, wanted.after)
    return {
        "opened": title,
        "seen": [(each, str(STANDINGS[each.standing])) for each in dossiers.rows],
        "next": wanted.fixed(**more, sau=dossiers.after) if dossiers.after else "",
        "back": wanted.fixed(**more) if wanted.after else "",
    }
