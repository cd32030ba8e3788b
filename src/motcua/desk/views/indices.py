"""Bộ chỉ số 766: points by component, what would raise them most, the rank of agencies, the rows behind."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.desk.commune_tiles import bands, by_points
from motcua.desk.index_asked import Asked, asked, months
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import places, typed
from motcua.desk.views.reports import STANDINGS
from motcua.figures.dashboard import scope_map
from motcua.figures.drawn import columns
from motcua.figures.indices.entering import ACTION, SPLIT
from motcua.figures.indices.evidence766 import dossiers, opens, procedures
from motcua.figures.indices.measuring import Known, Told, by_agency, known, plain, ways_up, whole
from motcua.figures.indices.scoring import Total, index766, label
from motcua.figures.indices.tables766 import CONFIDENCE, WHERE, index_table, proved
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Cell, Row
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right

PARTS: Final = {
    "steps": gettext_lazy("trình tự"),
    "channels": gettext_lazy("cách thức"),
    "components": gettext_lazy("thành phần hồ sơ"),
    "limit": gettext_lazy("thời hạn"),
    "subjects": gettext_lazy("đối tượng"),
    "agencies": gettext_lazy("cơ quan"),
}
UNITS: Final = {
    "dossier": gettext_lazy("hồ sơ"),
    "procedure": gettext_lazy("thủ tục"),
    "petition": gettext_lazy("phản ánh"),
    "commune": gettext_lazy("xã, phường"),
    "day": gettext_lazy("ngày"),
}
PAGE: Final = 50


@right("see_reports")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Index 766 of a month; the open component below."""
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {
        "months": months(now),
        "places": places(person, day_of(now)),
        "typed": typed(request),
    }
    try:
        wanted = asked(request, person, now)
        context["months"] = months(now, wanted.scope.first)
        found = known(wanted.scope)
        context |= _told(wanted, found, person)
        if request.GET.get("xem") == "thang":
            context |= _by_month(wanted)
    except DomainError as error:
        context["refused"] = sentence(error)
        return render(request, "desk/indices/index766.html", context, status=status_of(error))
    return render(request, "desk/indices/index766.html", context)


def _told(wanted: Asked, found: Known, person: Person) -> dict[str, Any]:
    score = proved(whole(found))
    told = next((each for each in score.told if each.component.id == wanted.open), None)
    hundred = score.total.of_hundred
    ranked = by_agency(found)
    return {
        "asked": wanted,
        "typed": {"ky": wanted.period, "pham_vi": wanted.place, "den_luc": wanted.moment},
        "index": index766(),
        "total": _total(score.total),
        "hundred": None if hundred is None else points_text(hundred),
        "label": "" if hundred is None else label(hundred).name,
        "groups": [
            (
                group,
                _total(total),
                [_row(wanted, each) for each in score.told if each.component.group == group.code],
            )
            for group, total in score.groups
        ],
        "ways": [_way(wanted, each) for each in ways_up(score)],
        "ranked": [
            (
                each,
                _total(each.score.total),
                each.score.total.of_hundred,
                wanted.address(**{"pham-vi": each.key}),
            )
            for each in ranked
        ],
        "map": by_points(
            scope_map(wanted.scope, [each.key for each in ranked]),
            ranked,
            lambda agency: wanted.address(**{"pham-vi": agency}),
        ),
        "bands": bands(),
        "rules": RULE_SETS["npsp"],
        **(_open(wanted, found, told, person) if told else {}),
    }


def _total(found: Total) -> dict[str, Any]:
    share = 0 if not found.maximum else int(100 * found.points / found.maximum)
    return {
        "points": points_text(found.points),
        "maximum": points_text(found.maximum),
        "whole": points_text(found.whole),
        "open": points_text(found.whole - found.maximum),
        "complete": found.complete,
        "none": not found.maximum,
        "share": share,
    }


def _row(wanted: Asked, told: Told) -> dict[str, Any]:
    component, percent = told.component, told.scored.percent
    return {
        "told": told,
        "component": component,
        "numerator": count_text(told.parts.numerator),
        "denominator": count_text(told.parts.denominator),
        "percent": _ratio(told, percent),
        "points": None if told.scored.points is None else points_text(told.scored.points),
        "maximum": points_text(told.maximum),
        "open": component.id == wanted.open,
        "query": wanted.address(mo=component.id),
        "missing": told.parts.where == "nowhere",
        "given": told.parts.where == "communes",
        "unit": UNITS[component.unit],
    }


def _ratio(told: Told, percent: Decimal | None) -> str:
    if percent is None:
        return ""
    if told.component.unit == "day" and told.scored.ratio is not None:
        return _("%(days)s ngày") % {"days": number_format(percent / 100, 2)}
    return f"{number_format(percent, 2, force_grouping=False)}%"


def _way(wanted: Asked, told: Told) -> dict[str, Any]:
    assert told.gain is not None
    return {
        "component": told.component,
        "points": points_text(told.gain.points),
        "more": count_text(Fraction(told.gain.more)),
        "unit": UNITS[told.component.unit],
        "query": wanted.address(mo=told.component.id),
    }


def _enter(wanted: Asked, told: Told, person: Person) -> str:
    """The query of the page on which the parts of a component are entered; empty where they are not."""
    by_hand = told.component.typed or told.component.id in SPLIT
    if not by_hand or not may(person, ACTION):
        return ""
    return entry_query("766", told.component.id, wanted)


def entry_query(index: str, component: str, wanted: Asked) -> str:
    """The query of the page of entries, for the period and the agency asked for."""
    return urlencode(
        {
            "bo": index,
            "thanh-phan": component,
            "tu": wanted.scope.first.isoformat(),
            "den": wanted.scope.last.isoformat(),
            "co-quan": wanted.place if wanted.place.isdecimal() else "",
        }
    )


def _open(wanted: Asked, found: Known, told: Told, person: Person) -> dict[str, Any]:
    """The open component: its formula, its sources, and a page of what it counts or misses."""
    component, kind = told.component, opens(told.component.id)
    missing = wanted.missing
    numerator, denominator = told.parts.numerator, told.parts.denominator
    context: dict[str, Any] = {
        "open": _row(wanted, told),
        "where": WHERE[told.parts.where],
        "confidence": CONFIDENCE[component.confidence],
        "maximum_confidence": CONFIDENCE[component.maximum_confidence],
        "target": percent_text(told.target) if component.conversion == "target" else "",
        "target_source": component.targets[0].source if component.targets else "",
        "gap": None if numerator is None or denominator is None else count_text(denominator - numerator),
        "kind": kind,
        "missing": missing,
        "to_missing": wanted.address(mo=component.id),
        "to_counted": wanted.address(mo=component.id, xem="dat"),
        "entered": told.parts.typed,
        "enter": _enter(wanted, told, person),
    }
    more = {} if missing else {"xem": "dat"}
    if kind == "dossiers":
        page = dossiers(found, component.id, missing=missing, after=wanted.after)
        context["seen"] = [(each, str(STANDINGS[each.standing])) for each in page.rows]
        context["next"] = wanted.address(mo=component.id, sau=page.after, **more) if page.after else ""
    elif kind == "procedures":
        rows = procedures(found, component.id, missing=missing)
        start = wanted.after
        context["listed"] = [
            (each, ", ".join(str(PARTS[part]) for part in each.missing) if component.id == "1.3" else "")
            for each in rows[start : start + PAGE]
        ]
        context["next"] = (
            wanted.address(mo=component.id, sau=start + PAGE, **more) if len(rows) > start + PAGE else ""
        )
    context["back"] = wanted.address(mo=component.id, **more) if wanted.after else ""
    return context


def _by_month(wanted: Asked) -> dict[str, Any]:
    """The months of the year up to the one asked for, drawn by their points for each hundred."""
    scope = wanted.scope
    year = type(scope)(
        first=scope.first.replace(month=1),
        last=scope.last,
        as_of=scope.as_of,
        agencies=scope.agencies,
        level=scope.level,
    )
    table = index_table(year, RULE_SETS["npsp"], "month")
    shown = [each for each in table.columns if each.unit == "score"]
    hundreds = [cell if isinstance(cell := row.cells["of_hundred"], float) else None for row in table.rows]
    months = [
        {
            "label": row.label,
            "short": row.label.partition("/")[0],
            "query": wanted.address(ky=row.key),
            "says": _said(row, hundred),
            "hundred": hundred,
            "column": column,
            "fill": "done",
            "cells": [(each, _cell(row.cells.get(each.key))) for each in shown],
        }
        for row, hundred, column in zip(table.rows, hundreds, columns(hundreds, 100), strict=True)
    ]
    scored = [each for each in zip(hundreds, months, strict=True) if each[0] is not None]
    ends = [month for _hundred, month in sorted(scored, key=lambda each: each[0] or 0)]
    return {"by_month": months, **({"lowest": ends[0], "highest": ends[-1]} if ends else {})}


def _cell(value: Cell) -> str:
    return "" if value is None else str(number_format(Decimal(str(value)), 2))


def _said(row: Row, hundred: float | None) -> str:
    """What a column says: also of how many points, because months may lack different figures."""
    if hundred is None:
        return _("%(month)s: chưa có điểm") % {"month": row.label}
    points = {"points": _cell(hundred), "counted": points_text(Decimal(str(row.cells["counted_maximum"])))}
    return _("%(month)s: %(points)s điểm trên 100, đã chấm %(counted)s điểm") % {"month": row.label, **points}


def count_text(value: Fraction | None) -> str:
    """A count as the page tells it: `1.992`, `12,50`; empty where there is none."""
    told = plain(value)
    if told is None:
        return ""
    if not isinstance(told, int):
        return str(number_format(told, 2))
    return f"{told:,}" if get_language() == "en" else f"{told:,}".replace(",", ".")


def points_text(value: Decimal) -> str:
    """Points: whole ones without decimals, others with two."""
    return str(number_format(value, 0 if value == value.to_integral_value() and not value % 1 else 2))


def percent_text(value: Fraction) -> str:
    """A target in percent."""
    return str(number_format(Decimal(100 * value.numerator) / value.denominator, 0))
