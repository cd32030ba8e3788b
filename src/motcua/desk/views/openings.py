"""Ai đã mở hồ sơ: of one dossier, or by officer and period, within sight; as a file too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk import words
from motcua.desk.asked import day_typed, page_number, words_asked
from motcua.desk.lists import moment, table_file
from motcua.desk.refusals import status_of
from motcua.dossiers.queries.opened_by import MOST, OpeningList
from motcua.dossiers.queries.opened_by import openings as read_openings
from motcua.foundation.errors import NotFound
from motcua.organisation.web import person_on, right

HEAD = (_("Lúc"), _("Người mở"), _("Mã cán bộ"), _("Cơ quan"), _("Mở gì"), _("Mã hồ sơ"))


@right("see_openings")
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """The search, newest first."""
    asked = _asked(request)
    found, problem = None, None
    try:
        found = _read(request, page=page_number(request.GET.get("trang")))
    except NotFound as error:
        problem = error
    context = {
        **asked,
        "first": day_typed(asked["tu"]),
        "last": day_typed(asked["den"]),
        "filtered": any(asked.values()),
        "list": found,
        "problem": problem,
    }
    return render(request, "desk/openings.html", context, status=status_of(problem) if problem else 200)


@right("see_openings")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The same rows as a file, at most `MOST`, the newest."""
    found = _read(request, page=1, size=MOST)
    lines = [
        [moment(row.at), row.who, row.who_code, row.unit, str(words.OPENED.get(row.how, row.how)), row.code]
        for row in found.rows
    ]
    return table_file(form, "luot-mo-ho-so", HEAD, lines)


def _read(request: HttpRequest, *, page: int, size: int = 100) -> OpeningList:
    asked = _asked(request)
    return read_openings(
        person_on(request),
        code=asked["ma"],
        who=asked["nguoi"],
        first=day_typed(asked["tu"]),
        last=day_typed(asked["den"]),
        page=page,
        size=size,
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    limits = {"ma": 64, "nguoi": 120, "tu": 10, "den": 10}
    return {name: words_asked(request.GET.get(name), limit) for name, limit in limits.items()}
