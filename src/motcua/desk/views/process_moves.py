"""Chuyển hồ sơ đang chạy: what would move to a version of a process, the decision, and taking it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.asked import words_asked
from motcua.desk.refusals import status_of
from motcua.dossiers.process_moving import REASON, preview_move, start_move, start_undo
from motcua.dossiers.queries.process_moves import moves_of
from motcua.dossiers.tasks import move_processes
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import today
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right
from motcua.procedures.models import ProcessVersion
from motcua.procedures.process_administered import version_to_redraw


@right("move_processes")
@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The running dossiers of other versions, which of them would move; the decision on those ticked."""
    person, found = person_on(request), version_to_redraw(pk, number, today())
    problem = None
    if request.method == "POST":
        try:
            run = start_move(
                person,
                found.process.code,
                number,
                request.POST.get("reason", ""),
                request.POST.getlist("ho-so"),
            )
        except DomainError as error:
            problem = error
        else:
            move_processes.defer(number=run.pk)
            return _back(pk, number)
    return _show(request, person, found, problem)


@right("move_processes")
@require_POST
def taken_back(request: HttpRequest, pk: int, number: int, run: int) -> HttpResponse:
    """Take a whole run back."""
    person, found = person_on(request), version_to_redraw(pk, number, today())
    try:
        made = start_undo(person, run, request.POST.get("reason", ""))
    except DomainError as error:
        return _show(request, person, found, error)
    move_processes.defer(number=made.pk)
    return _back(pk, number)


@right("move_processes")
@require_safe
def running(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """How far the run is, for the part of the page that asks again."""
    found = version_to_redraw(pk, number, today())
    return render(request, "desk/processes/moved.html", _runs(person_on(request), found))


def _show(
    request: HttpRequest, person: Person, found: ProcessVersion, problem: DomainError | None
) -> HttpResponse:
    context = {
        "preview": preview_move(person, found.process.code, found.number),
        "reason": words_asked(request.POST.get("reason"), REASON),
        "problem": problem,
        **_runs(person, found),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/processes/moving.html", context, status=status)


def _runs(person: Person, found: ProcessVersion) -> dict[str, object]:
    runs = moves_of(person, found.process.code)
    current = next((each for each in runs if each.ended_at is None), None)
    return {
        "found": found,
        "runs": [each for each in runs if each.ended_at is not None],
        "current": current,
    }


def _back(pk: int, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:process_moving", args=[pk, number]))
