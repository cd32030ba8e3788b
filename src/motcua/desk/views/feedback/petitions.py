"""The list of petitions within sight, one petition, and what is done with it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import Typed, page_number, whole, words_asked
from motcua.desk.feedback_words import ACTS, TOLD
from motcua.desk.refusals import status_of
from motcua.desk.views.files import INLINE
from motcua.dossiers.fields import FieldErrors
from motcua.feedback import queries, services
from motcua.feedback.petitions.types import (
    REFUSAL_NAMES,
    SORT_NAMES,
    STATE_NAMES,
    PetitionState,
    Refusal,
)
from motcua.feedback.queries.petitions import PAGE, PetitionPage
from motcua.feedback.store import Loaded
from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.queries import today
from motcua.organisation.web import person_on, right
from motcua.outbox.queries import told_about
from motcua.outbox.states import ICONS


@right("see_petitions")
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """What is open, due first; everything on request."""
    person, number = person_on(request), page_number(request.GET.get("trang"))
    words, state = words_asked(request.GET.get("q"), 120), request.GET.get("trang-thai", "")
    state = state if state in set(PetitionState) else ""
    every = request.GET.get("tat-ca") == "1" or bool(state)
    found = queries.worklist(person, words=words, state=state, only_open=not every, page=number)
    counted = queries.counts(person)
    context = {
        "rows": found.rows,
        "list": {"page": number, "pages": max(1, -(-found.total // PAGE)), "total": found.total},
        "words": words,
        "state": state,
        "every": every,
        "states": [(each.value, name, counted.get(each.value)) for each, name in STATE_NAMES.items()],
        "late": counted["late"],
        "receives": queries.is_receiver(person),
    }
    return render(request, "desk/feedback/list.html", context)


@right("see_petitions")
@require_safe
def petition(request: HttpRequest, reference: str) -> HttpResponse:
    """One petition: what was said, what is owed, what can be done; the reading is written down."""
    loaded, page = _opened(request, reference)
    context = {
        "p": page,
        "acts": [(name, ACTS[name]) for name in _order(page.actions)],
        "lines": [(line, TOLD[line.what]) for line in page.lines],
        "openings": queries.openings_of(loaded) if page.receives else [],
        "told": [(row, ICONS[row.state]) for row in told_about(page.row.reference)],
    }
    return render(request, "desk/feedback/petition.html", context)


def _order(offered: Collection[str]) -> list[str]:
    """In the order of the work; who may approve the answer that waits finds that first."""
    return sorted((name for name in services.ACTIONS if name in offered), key=lambda name: name != "approve")


@right("see_petitions")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """The form of an action; sent, back to the petition."""
    if action not in ACTS:
        raise Http404
    person = person_on(request)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            services.perform(
                person, reference, action, request.POST, expected_seq=whole(request.POST.get("seq"))
            )
        except NotFound:
            raise
        except DomainError as error:
            problem = error
        else:
            messages.success(request, str(ACTS[action].done))
            return HttpResponseRedirect(_after(request, reference))
    loaded, page = _opened(request, reference)
    if problem is None and action not in page.actions:
        messages.warning(request, gettext("Việc này không làm được ở trạng thái hiện nay."))
        return HttpResponseRedirect(reverse("desk:petition", args=[reference]))
    status = status_of(problem) if problem else 200
    return render(
        request, "desk/feedback/act.html", _form(request, page, loaded, action, problem), status=status
    )


@right("see_petitions")
@require_safe
def file(request: HttpRequest, file: uuid.UUID) -> FileResponse:
    """A file of a petition, as it was sent."""
    row, content = services.open_file(person_on(request), file)
    answer = FileResponse(
        content, filename=row.name, content_type=row.media_type, as_attachment=row.media_type not in INLINE
    )
    # What a stranger sent is never shown in the house's name.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _opened(request: HttpRequest, reference: str) -> tuple[Loaded, PetitionPage]:
    person = person_on(request)
    loaded = services.open_petition(person, reference)
    return loaded, queries.petition_page(person, loaded)


def _after(request: HttpRequest, reference: str) -> str:
    """The petition where the person still sees it, else the list."""
    found = queries.worklist(person_on(request), words=reference, only_open=False, size=1)
    if found.total:
        return reverse("desk:petition", args=[reference])
    return reverse("desk:petitions")


def _form(
    request: HttpRequest, page: PetitionPage, loaded: Loaded, action: str, problem: DomainError | None
) -> dict[str, Any]:
    faults = problem.faults if isinstance(problem, FieldErrors) else {}
    named = getattr(problem, "params", {}).get("field", "")
    if problem is not None and named:
        faults = {str(named): problem}
    context: dict[str, Any] = {
        "p": page,
        "act": ACTS[action],
        "action": action,
        "problem": problem,
        "faults": {name: fault.said(gettext) for name, fault in faults.items()},
        "typed": Typed(request.POST if request.method == "POST" else _first(page)),
    }
    day = today()
    if action == "classify":
        context["sorts"] = [(each.value, name) for each, name in SORT_NAMES.items()]
        chosen = set(request.POST.getlist("concerned"))
        offered = queries.may_be_concerned(page, day)
        context["officers"] = [(each.code, each.full_name, each.code in chosen) for each in offered]
    elif action == "forward":
        context["agencies"] = [(str(each.pk), each.name) for each in queries.agencies_to_forward(day)]
    elif action == "take":
        rows = queries.officers_to_answer(page, loaded.row.holder_id, day)
        context["officers"] = [(each.code, each.full_name, False) for each in rows]
    elif action == "refuse":
        waiting = page.row.state is PetitionState.SUPPLEMENT_ASKED
        context["grounds"] = [
            (each.value, name)
            for each, name in REFUSAL_NAMES.items()
            if (each is Refusal.NOT_SUPPLEMENTED) is waiting
        ]
    return context


def _first(page: PetitionPage) -> dict[str, str]:
    return {
        "answer": page.draft,
        "question": page.text,
        "public_answer": page.draft,
        "to": str(page.agency_id or ""),
    }
