"""Kiểm tra nhật ký: one chain at once; all of them by a job that says how far it is and keeps its result."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import words_asked
from motcua.dossiers.checks import checks, start_check
from motcua.dossiers.queries import find_code
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.tasks import check_the_log
from motcua.dossiers.verify import Verdict, verify
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right


@right("verify_log")
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest) -> HttpResponse:
    """A form; a POST checks one chain at once, or asks for a check of every chain and seal."""
    person = person_on(request)
    asked = words_asked((request.POST if request.method == "POST" else request.GET).get("ma"), 64)
    context: dict[str, object] = {"asked": asked}
    if request.method == "POST":
        began = time.perf_counter()
        try:
            if not asked:
                check_the_log.defer(number=start_check(person))
                return HttpResponseRedirect(reverse("desk:verify_log"))
            context["verdict"] = _run(person, asked)
        except DomainError as error:
            context["problem"] = error
        context["seconds"] = time.perf_counter() - began
    return render(request, "desk/admin/verifier.html", context | _checks(person))


@right("verify_log")
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """How far the check is, for the part of the page that asks again."""
    return render(request, "desk/admin/checks.html", _checks(person_on(request)))


def _checks(person: Person) -> dict[str, object]:
    found = checks(person)
    current = next((each for each in found if each.ended_at is None), None)
    return {"checks": [each for each in found if each.ended_at is not None], "current": current}


def _run(person: Person, asked: str) -> Verdict:
    """The verdict; who reads dossiers is told of those in sight, who administers learns a count."""
    if not may(person, "read_dossiers"):
        found = verify(asked)
        if not found.dossiers:
            raise unknown_dossier(asked)
        return found
    code = find_code(person, asked)
    if code is None:
        raise unknown_dossier(asked)
    return verify(code)
