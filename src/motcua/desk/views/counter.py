"""Tiếp nhận: one screen from the procedure to the printed receipt."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk import words
from motcua.desk.asked import words_asked
from motcua.desk.counter_screen import HITS, Screen, continued, with_choice
from motcua.desk.papers import paper_answer
from motcua.desk.refusals import sentence, status_of
from motcua.desk.views.uploads import with_uploads
from motcua.dossiers import services, slips
from motcua.dossiers.at_counter import slip_at_counter
from motcua.dossiers.drafts import open_draft, open_drafts
from motcua.dossiers.printing_books import slip_paper as print_slip
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.queries.waiting import my_place
from motcua.foundation.errors import DomainError, NotFound
from motcua.law.regimes import regime_on
from motcua.money.queries import money_of
from motcua.money.services import take_payment
from motcua.organisation.queries import today
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right
from motcua.procedures.queries import find as find_procedures
from motcua.vault.at_counter import receive as receive_with_store

LETTERS: Final = ("C", "S", "Đ")
SLIPS: Final = ("supplement", "refusal")


@right("receive")
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """The screen. A POST looks again, receives, or hands out a slip, as the button says; every refusal keeps
    what was typed."""
    person = person_on(request)
    if request.method != "POST":
        return _start(request, person)
    data, problem = with_uploads(person, request)
    step = data.get("step", "look")
    if problem is None and not data.get("choose"):
        try:
            if step == "receive":
                return _receive(request, person, data)
            if step in SLIPS:
                return _slip(person, step, data)
        except DomainError as error:
            problem = error
    asking = step.removeprefix("ask_")
    screen = Screen(person, with_choice(data), problem=problem, asking=asking if asking in SLIPS else "")
    return _show(request, screen, status=status_of(problem) if problem else 200)


def _start(request: HttpRequest, person: Person) -> HttpResponse:
    """An empty screen with the drafts left lying, or the draft that was asked for."""
    asked = request.GET.get("phieu", "")
    if not asked:
        return _show(request, Screen(person, request.GET, drafts=open_drafts(person)))
    try:
        return _show(request, Screen(person, continued(open_draft(person, asked))))
    except NotFound as problem:
        screen = Screen(person, {}, problem=problem, drafts=open_drafts(person))
        return _show(request, screen, status=status_of(problem))


def _receive(request: HttpRequest, person: Person, data: QueryDict) -> HttpResponse:
    done = receive_with_store(person, data, idempotency_key=data.get("key", "")[:80])
    address = reverse("desk:received", args=[done.code])
    if data.get("take_money"):
        address += _take(request, person, done.code, data)
    elif done.repeated:
        address += "?lai=1"
    return HttpResponseRedirect(address)


def _take(request: HttpRequest, person: Person, code: str, data: QueryDict) -> str:
    """Take the published fee with the reception; the dossier stands even where the money is refused."""
    payment = {"method": "cash", "payer": data.get("payer", "")}
    try:
        done = take_payment(person, code, payment, idempotency_key=f"reception {data.get('key', '')}"[:80])
    except DomainError as error:
        messages.warning(request, sentence(error))
        return ""
    return f"?bien-lai={done.number}"


def _slip(person: Person, kind: str, data: QueryDict) -> HttpResponse:
    post = services.receiving_post(person, data.get("section", ""))
    filled = data.copy()
    filled["reason"] = data.get(f"reason_{kind}", "")
    made = slip_at_counter(person, post, kind, filled, idempotency_key=f"{kind}:{data.get('key', '')}"[:80])
    return HttpResponseRedirect(reverse("desk:slip", args=[made.number]))


def _show(request: HttpRequest, screen: Screen, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/counter/counter.html", _context(screen), status=status)


def _context(screen: Screen, **more: Any) -> dict[str, Any]:
    law = regime_on(today())
    kinds = [(*item, letter) for item, letter in zip(words.COPY_KINDS_SHORT.items(), LETTERS, strict=True)]
    return {
        "screen": screen,
        "copy_kinds": kinds,
        "return_methods": words.RETURN_METHODS.items(),
        "owner_types": words.OWNER_TYPES.items(),
        "identity_proofs": words.IDENTITY_PROOFS.items(),
        "channels": [(value, words.CHANNELS[value]) for value in ("direct", "postal")],
        "forms": law.forms,
        "receipt_title": law.forms["receipt"].title,
        **more,
    }


@right("receive")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Procedures that match what is being typed, for the list under the field."""
    query = words_asked(request.GET.get("q"), 200)
    hits = find_procedures(query, limit=HITS)
    return render(request, "desk/counter/hits.html", {"hits": hits, "query": query})


@right("receive")
@require_POST
def promise(request: HttpRequest) -> HttpResponse:
    """The promise card for what is on the screen now, with the line that says what is missing."""
    screen = Screen(person_on(request), request.POST)
    return render(request, "desk/counter/promise.html", _context(screen, swapped=True))


@right("receive")
@require_POST
def applicant(request: HttpRequest) -> HttpResponse:
    """The applicant's part again, after the identifier was typed or scanned."""
    screen = Screen(person_on(request), request.POST)
    found = screen.applicant
    context = {"applicant": found, "values": found.values, "faults": found.faults, "rows": screen.papers}
    return render(request, "desk/counter/applicant.html", context)


@right("receive")
@require_safe
def received(request: HttpRequest, code: str) -> HttpResponse:
    """What to do after reception: print, transfer, call the next one."""
    person = person_on(request)
    view = dossier_page(person, code)
    context = {
        "view": view,
        "repeated": bool(request.GET.get("lai")),
        "place": my_place(person),
        "money": money_of(view.id, taken=view.money_taken, waived=view.waiver_stands),
        "printed": request.GET.get("bien-lai", ""),
        "scanned": any(paper.file for paper in view.papers),
    }
    return render(request, "desk/counter/received.html", context)


@right("give_counter_slip")
@require_safe
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """A slip that was handed out, to print again."""
    person = person_on(request)
    found = slips.read_slip(person, number)
    return render(request, "desk/counter/slip.html", {"slip": found, "place": my_place(person)})


@right("give_counter_slip")
@require_safe
def slip_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Form 02 or 03 as PDF."""
    return paper_answer(print_slip(slips.read_slip(person_on(request), number)), number)
