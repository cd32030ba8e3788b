"""Việc của tôi: what waits for this person, in groups of time, each row with its next action."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.desk import words
from motcua.desk.asked import page_number, whole, words_asked
from motcua.desk.lists import EXPORT_MOST, HEAD, table_file, work_lines
from motcua.desk.rows import grouped
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.queries import worklist
from motcua.dossiers.queries.open_work import left_count
from motcua.dossiers.queries.views import WorkList
from motcua.law.regimes import regimes
from motcua.organisation.queries import today
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right
from motcua.procedures.queries import fields

GROUPS: Final = ("late", "near", "within", "paused", "ended")
PAGE: Final = 50
# Where people without a work list of their own begin.
ENTRANCES: Final = (
    ("read_dossiers", "desk:dossiers"),
    ("see_changes", "desk:administration"),
)


@right("signed_in")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page after signing in: the work list, or what else the person's post is about."""
    person = person_on(request)
    if not may(person, "work"):
        for action, view in ENTRANCES:
            if may(person, action):
                return HttpResponseRedirect(reverse(view))
        return render(request, "desk/no_post.html")
    chosen = _chosen(request)
    found = worklist(person, **chosen, page=page_number(request.GET.get("trang")), size=PAGE)
    context = {
        "list": found,
        "groups": grouped(found),
        "tabs": [(group, found.counts.get(group, 0)) for group in GROUPS],
        "all": sum(found.counts.get(group, 0) for group in GROUPS),
        "chosen": chosen,
        "filtered": any(value for name, value in chosen.items() if name != "group"),
        "fields": [name for name, _ in fields(today())],
        "statuses": _statuses(),
        "steps": list(words.STEPS.items())[:-1],
        "left": left_count(person),
        "directs": may(person, "direct_work"),
    }
    return render(request, "desk/worklist/worklist.html", context)


@right("work")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The list with its filters as CSV or a workbook."""
    found: WorkList = worklist(_person(request), **_chosen(request), page=1, size=EXPORT_MOST)
    return table_file(form, "viec-cua-toi", HEAD, work_lines(found.rows))


def _person(request: HttpRequest) -> Person:
    return person_on(request)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    group = request.GET.get("nhom", "")
    status = whole(request.GET.get("trang-thai"))
    step = request.GET.get("buoc", "")
    return {
        "group": group if group in GROUPS else "",
        "field": words_asked(request.GET.get("linh-vuc")),
        "status": status if status in set(Status) else None,
        "step": step if step in words.STEPS else "",
    }


def _statuses() -> list[tuple[int, str]]:
    law = regimes()[-1]
    return [(number, gettext(law.status_name(number))) for number in (2, 4, 5, 6, 8, 9)]
