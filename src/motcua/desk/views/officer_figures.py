"""Số của tôi, số của nhóm: what an officer did in a period, for that officer first; who looked at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import page_number
from motcua.desk.officer_asked import Asked, asked
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import periods, typed
from motcua.desk.views.reports import STANDINGS
from motcua.figures.indices.nine import nine_indices, officer_band
from motcua.figures.indices.nine_counting import RULES, OfficerNine
from motcua.figures.officer_tables import FigureLook
from motcua.figures.officers.counting import OfficerFigures, opened
from motcua.figures.officers.looks import looks, looks_at_me
from motcua.figures.officers.sight import member, own, readable, team
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right

SET_NAMES: Final = {
    "carried": _("Kỳ trước chuyển sang"),
    "received": _("Đến trong kỳ"),
    "passed": _("Đã chuyển đi"),
    "held": _("Còn đang giữ"),
    "resolved": _("Đã giải quyết, có kết quả"),
    "early": _("Trước hạn"),
    "on_time": _("Đúng hạn"),
    "late": _("Trễ hạn"),
    "late_mine": _("Hồ sơ trễ, có phần của người này"),
    "late_others": _("Hồ sơ trễ, do nơi khác"),
}
OWN_NAMES: Final = SET_NAMES | {"late_mine": _("Hồ sơ trễ, có phần của tôi")}
Told = Callable[[Asked], dict[str, Any]]


@right("see_own_figures")
@require_safe
def own_figures(request: HttpRequest) -> HttpResponse:
    """The figures of who is signed in, and who else looked at them."""
    person = person_on(request)

    def told(wanted: Asked) -> dict[str, Any]:
        return _figures(wanted, own(person, wanted.scope), person, OWN_NAMES) | {"looks": looks_at_me(person)}

    context = {"own": True, "heads": may(person, "see_team_figures")}
    return _shown(request, "desk/officers/figures.html", told, context)


@right("see_team_figures")
@require_safe
def team_figures(request: HttpRequest) -> HttpResponse:
    """The group of a head as one, and by name where enough is there to tell of."""
    person = person_on(request)

    def told(wanted: Asked) -> dict[str, Any]:
        found = team(person, wanted.scope)
        return {
            "team": found,
            "whole": None if found.whole is None else _sums(found.whole),
            "rows": [(each, _sums(each.figures) if each.figures else None) for each in found.members],
        }

    return _shown(request, "desk/officers/team.html", told, {})


@right("see_team_figures")
@require_safe
def member_figures(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of one of the group, as that officer sees them."""
    person = person_on(request)

    def told(wanted: Asked) -> dict[str, Any]:
        how = FigureLook.How.DOSSIERS if wanted.open else FigureLook.How.PAGE
        one = member(person, code[:64], wanted.scope, how)
        assert one.figures is not None
        return _figures(wanted, one.figures, person, SET_NAMES) | {"who": one.name}

    return _shown(request, "desk/officers/figures.html", told, {"own": False})


@right("see_figure_looks")
@require_safe
def figure_looks(request: HttpRequest) -> HttpResponse:
    """Who looked at whose figures, newest first."""
    found = looks(person_on(request), page_number(request.GET.get("trang")))
    return render(request, "desk/officers/looks.html", {"list": found})


def _shown(request: HttpRequest, page: str, told: Told, context: dict[str, Any]) -> HttpResponse:
    now = SystemClock().now()
    context |= {"periods": periods(now), "typed": typed(request)}
    try:
        wanted = asked(request, now)
        context |= {
            "asked": wanted,
            "typed": {
                "ky": wanted.period,
                "tu": wanted.scope.first.isoformat(),
                "den": wanted.scope.last.isoformat(),
                "den_luc": wanted.moment,
            },
        }
        context |= told(wanted) | {"found": True, "rules": RULES}
    except DomainError as error:
        if isinstance(error, Forbidden | NotFound):
            raise
        context["refused"] = sentence(error)
        return render(request, page, context, status=status_of(error))
    return render(request, page, context)


def _sums(found: OfficerFigures) -> dict[str, Any]:
    return {
        "dossiers": found.dossiers,
        **{name: found.count(name) for name in SET_NAMES},
        "in_time": found.in_time,
        "worked": found.worked,
        "over": found.over,
    }


def _figures(
    wanted: Asked, found: OfficerFigures, person: Person, names: Mapping[str, Any]
) -> dict[str, Any]:
    def line(name: str) -> dict[str, Any]:
        return {
            "name": names[name],
            "count": found.count(name),
            "query": wanted.address(mo=name),
            "open": wanted.open == name,
            "late": name.startswith("late") and name != "late_others",
        }

    return {
        "sums": _sums(found),
        "lines": {name: line(name) for name in SET_NAMES},
        "over_of": found.over_of,
        "over_share": round(100 * found.over / found.over_of) if found.over_of else 0,
        "nine": _nine(wanted, found.nine),
        "law": nine_indices().law,
        **(_opened(wanted, found, person, names) if wanted.open else {}),
    }


def _nine(wanted: Asked, found: OfficerNine | None) -> dict[str, Any] | None:
    """Formula, numerator and denominator of each index of an officer; their total with its band."""
    if found is None or found.total is None:
        return None
    rows = []
    for index in nine_indices().index:
        if index.number in nine_indices().officer:
            score, key = found.scores[index.number], f"index-{index.number}"
            rows.append(
                {
                    "index": index,
                    "points": found.points[index.number],
                    "score": "" if score is None else number_format(score, 1),
                    "lost": found.points[index.number] < 2 * found.dossiers,
                    "query": wanted.address(mo=key),
                    "open": wanted.open == key,
                }
            )
    return {
        "rows": rows,
        "dossiers": found.dossiers,
        "total": number_format(found.total, 1),
        "band": officer_band(found.total).name,
    }


def _opened(wanted: Asked, found: OfficerFigures, person: Person, names: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the open set, as far as the reader may open its dossiers; of how many that is not said."""
    name = wanted.open
    every = found.sets.get(name, found.sets["resolved"])
    there = readable(person, every)
    kept = {key: those & there for key, those in found.sets.items()}
    page = opened(wanted.scope, msgspec.structs.replace(found, sets=kept), name, wanted.after)
    number = name.removeprefix("index-")
    return {
        "open_name": names.get(name, ""),
        "open_index": next((each for each in nine_indices().index if str(each.number) == number), None),
        "unreadable": len(every) - len(there),
        "seen": [(each, str(STANDINGS[each.standing])) for each in page.rows],
        "next": wanted.address(mo=name, sau=page.after) if page.after else "",
        "back": wanted.address(mo=name) if wanted.after else "",
    }
