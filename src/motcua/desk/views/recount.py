"""Tính lại ngày hẹn: promises made by an earlier calendar, counted by the one in force in one decision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import words_asked
from motcua.desk.refusals import status_of
from motcua.dossiers.queries.recounts import runs_of, to_recount, version_in_force
from motcua.dossiers.recounting import REASON, start_recount
from motcua.dossiers.tasks import recount_promises
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right


@right("recount_promises")
@require_http_methods(["GET", "HEAD", "POST"])
def recount(request: HttpRequest) -> HttpResponse:
    """The dossiers behind, with a form that decides on those ticked; and what came of the last runs."""
    person, problem = person_on(request), None
    if request.method == "POST":
        try:
            run = start_recount(person, request.POST.getlist("ho-so"), request.POST.get("reason", ""))
        except DomainError as error:
            problem = error
        else:
            recount_promises.defer(number=run.pk)
            return HttpResponseRedirect(reverse("desk:recount"))
    count, rows = to_recount(person)
    context = {
        "count": count,
        "rows": rows,
        "version": version_in_force(),
        "reason": words_asked(request.POST.get("reason"), REASON),
        "problem": problem,
        **_runs(person),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/calendar/recount.html", context, status=status)


@right("recount_promises")
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """How far the run is, for the part of the page that asks again."""
    return render(request, "desk/calendar/recounted.html", _runs(person_on(request)))


def _runs(person: Person) -> dict[str, object]:
    found = runs_of(person)
    current = next((each for each in found if each.ended_at is None), None)
    return {"runs": [each for each in found if each.ended_at is not None], "current": current}
