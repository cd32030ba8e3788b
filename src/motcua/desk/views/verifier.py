"""Kiểm tra nhật ký: runs the verifier on one dossier or on all, and says what it found."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.desk.asked import words_asked
from motcua.dossiers.queries import find_code
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.verify import Verdict, verify
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right


@right("verify_log")
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest) -> HttpResponse:
    """A form; a POST runs it. With no code every chain and every daily seal is checked."""
    person = person_on(request)
    asked = words_asked((request.POST if request.method == "POST" else request.GET).get("ma"), 64)
    context: dict[str, object] = {"asked": asked}
    if request.method == "POST":
        began = time.perf_counter()
        try:
            context["verdict"] = _run(person, asked)
        except DomainError as error:
            context["problem"] = error
        context["seconds"] = time.perf_counter() - began
    return render(request, "desk/admin/verifier.html", context)


def _run(person: Person, asked: str) -> Verdict:
    """The verdict; who reads dossiers is told of those in sight, who administers learns a count."""
    if not asked:
        return verify()
    if not may(person, "read_dossiers"):
        found = verify(asked)
        if not found.dossiers:
            raise unknown_dossier(asked)
        return found
    code = find_code(person, asked)
    if code is None:
        raise unknown_dossier(asked)
    return verify(code)
