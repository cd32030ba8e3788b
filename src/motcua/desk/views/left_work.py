"""Việc của người đã nghỉ: open dossiers that somebody who left still holds by name, for the head."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.asked import page_number
from motcua.desk.rows import waiting_words
from motcua.desk.sheets import SHEETS
from motcua.dossiers.lifecycle.types import Role, Status, Step
from motcua.dossiers.queries.open_work import left_behind
from motcua.dossiers.queries.views import WorkRow
from motcua.organisation.queries import last_days
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right


@right("see_left_work")
@require_safe
def left_work(request: HttpRequest) -> HttpResponse:
    """The list; a leader gives each to somebody else with the action that the dossier knows."""
    person = person_on(request)
    found = left_behind(person, page=page_number(request.GET.get("trang")))
    days = last_days({row.holder_officer_code for row in found.rows})
    context = {
        "list": found,
        "rows": [
            (row, waiting_words(row), days.get(row.holder_officer_code), _may_assign(person, row))
            for row in found.rows
        ],
        "assign": SHEETS["assign"],
        "leads": Role.LEADER in person.roles,
    }
    return render(request, "desk/left_work.html", context)


def _may_assign(person: Person, row: WorkRow) -> bool:
    """Whether to offer the action; the dossier's own rules decide when it is done."""
    return Role.LEADER in person.roles and row.status is Status.IN_PROCESS and row.step == Step.RESOLVE
