"""Chín chỉ số: the agencies of a quarter by the nine indices, how each is counted, who lost points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from motcua.desk.index_asked import Asked, asked, quarters
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import places, typed
from motcua.desk.views.indices import entry_query
from motcua.desk.views.reports import STANDINGS
from motcua.figures.indices.entering import ACTION
from motcua.figures.indices.nine import NineIndex, agency_band, nine_indices
from motcua.figures.indices.nine_counting import RULES, SCORES, AgencyNine, below, by_agency
from motcua.figures.indices.tables766 import CONFIDENCE
from motcua.figures.indices.tables_nine import proved
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right


@right("see_reports")
@require_safe
def nine(request: HttpRequest) -> HttpResponse:
    """The nine indices of a reporting quarter or year; the open index below."""
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {
        "quarters": quarters(now),
        "places": places(person, day_of(now)),
        "typed": typed(request),
    }
    try:
        wanted = asked(request, person, now, quarterly=True)
        context["quarters"] = quarters(now, wanted.scope.last)
        context |= _told(wanted, person)
    except DomainError as error:
        context["refused"] = sentence(error)
        return render(request, "desk/indices/nine.html", context, status=status_of(error))
    return render(request, "desk/indices/nine.html", context)


def _told(wanted: Asked, person: Person) -> dict[str, Any]:
    rows = proved(by_agency(wanted.scope))
    indices = nine_indices()
    chosen = next((each for each in indices.index if str(each.number) == wanted.open), None)
    return {
        "asked": wanted,
        "typed": {"ky": wanted.period, "pham_vi": wanted.place, "den_luc": wanted.moment},
        "law": indices.law,
        "rules": RULES,
        "heads": [(each, each is chosen, wanted.address(mo=str(each.number))) for each in indices.index],
        "rows": [_row(wanted, each) for each in rows],
        "dossiers": sum(each.dossiers for each in rows),
        **(_open(wanted, chosen, person) if chosen else {}),
    }


def _row(wanted: Asked, each: AgencyNine) -> dict[str, Any]:
    return {
        "each": each,
        "query": wanted.address(**{"pham-vi": each.key}),
        "scores": [
            (index, "" if (score := each.scores.get(index.number)) is None else _one(score))
            for index in nine_indices().index
        ],
        "counted": _one(each.counted),
        "total": "" if each.total is None else _one(each.total),
        "band": "" if each.total is None else agency_band(each.total).name,
    }


def _one(value: Decimal) -> str:
    return str(number_format(value, 1))


def _open(wanted: Asked, index: NineIndex, person: Person) -> dict[str, Any]:
    context: dict[str, Any] = {"open": index, "confidence": CONFIDENCE[index.confidence]}
    if index.typed and may(person, ACTION):
        context["enter"] = entry_query("nine", str(index.number), wanted)
        context["enter_agency"] = not wanted.place.isdecimal()
    if index.number in SCORES:
        page = below(wanted.scope, index.number, wanted.after)
        context["seen"] = [(each, str(STANDINGS[each.standing])) for each in page.rows]
        context["next"] = wanted.address(mo=index.number, sau=page.after) if page.after else ""
        context["back"] = wanted.address(mo=index.number) if wanted.after else ""
        context["kind"] = "dossiers"
    return context
