"""Thu phí on one dossier: take, waive, give back; the receipt and the refund slip as papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import CUT
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.papers import paper_answer
from motcua.desk.refusals import status_of
from motcua.desk.views.act import Attempt
from motcua.desk.words import PAYMENT_METHODS
from motcua.dossiers.queries import dossier_page
from motcua.foundation.errors import DomainError, Forbidden, gettext_noop
from motcua.foundation.money import dong
from motcua.money import queries, services
from motcua.money.models import Receipt
from motcua.money.papers import receipt_paper, refund_paper
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right

Do = Callable[[Person, QueryDict], services.Done]
ACTIONS: Final = {
    "take": "record_payment",
    "waive": "waive_fee",
    "withdraw": "withdraw_waiver",
    "refund": "refund_fee",
}


@right("take_money")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, code: str) -> HttpResponse:
    """F8: what is due, how it is paid; a POST takes it and gives the receipt."""

    def do(person: Person, data: QueryDict) -> services.Done:
        return services.take_payment(person, code, data, idempotency_key=_key(data))

    return _page(request, code, "take", do)


@right("take_money")
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing to pay, or less, on a legal ground."""

    def do(person: Person, data: QueryDict) -> services.Done:
        return services.waive_fee(person, code, data, idempotency_key=_key(data))

    return _page(request, code, "waive", do)


@right("withdraw_waiver")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """A waiver that was given wrongly stands no more."""

    def do(person: Person, data: QueryDict) -> services.Done:
        return services.withdraw_waiver(person, code, data, idempotency_key=_key(data))

    return _page(request, code, "withdraw", do)


@right("refund_money")
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Give money of one receipt back."""

    def do(person: Person, data: QueryDict) -> services.Done:
        return services.refund_fee(person, code, number, data, idempotency_key=_key(data))

    return _page(request, code, "refund", do, number=number)


@right("read_dossiers")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as PDF."""
    found = queries.receipt_by(person_on(request), number)
    return paper_answer(receipt_paper(found), found.number)


@right("read_dossiers")
@require_safe
def refund_slip(request: HttpRequest, number: str) -> HttpResponse:
    """The refund slip as PDF."""
    found = queries.refund_by(person_on(request), number)
    return paper_answer(refund_paper(found), found.number)


def _key(data: QueryDict) -> str:
    key = data.get("key", "").strip()[:80]
    if not key:
        raise DomainError(
            gettext_noop("Trang thu tiền đã cũ; chưa có gì được ghi."),
            gettext_noop("Mở lại hồ sơ rồi làm lại."),
            id="no_key",
        )
    return key


def _page(request: HttpRequest, code: str, kind: str, do: Do, *, number: str = "") -> HttpResponse:
    if request.method != "POST":
        return _form(request, code, kind, number)
    try:
        done = do(person_on(request), request.POST)
    except DomainError as error:
        return _form(request, code, kind, number, Attempt(request.POST, error))
    messages.success(request, _said(kind, done))
    target = "desk:received" if request.POST.get("from") == "received" else "desk:dossier"
    address = reverse(target, args=[done.code])
    if done.number and not done.repeated:
        address += f"?bien-lai={done.number}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _said(kind: str, done: services.Done) -> str:
    if done.repeated:
        return gettext("Việc này đã được ghi trước đó.")
    values = {"amount": dong(done.amount), "number": done.number}
    with_amount = {
        "take": gettext("Đã thu %(amount)s, biên lai %(number)s."),
        "refund": gettext("Đã hoàn %(amount)s, phiếu %(number)s."),
        "waive": gettext("Đã ghi miễn, giảm %(amount)s."),
        "withdraw": gettext("Đã rút việc miễn, giảm; hồ sơ phải nộp %(amount)s."),
    }
    if done.amount:
        return with_amount[kind] % values
    if kind == "withdraw":
        return gettext("Đã rút việc miễn, giảm phí, lệ phí.")
    return gettext("Đã ghi miễn phí, lệ phí.")


def _form(
    request: HttpRequest, code: str, kind: str, number: str, tried: Attempt | None = None
) -> HttpResponse:
    data, problem = tried or Attempt(QueryDict())
    person = person_on(request)
    view = dossier_page(person, code)
    if problem is None and ACTIONS[kind] not in view.actions:
        raise Forbidden(
            gettext_noop("Hồ sơ đang ở bước mà bạn không làm được việc này."),
            gettext_noop("Mở lại hồ sơ để xem những việc bạn có thể làm."),
        )
    faults = fault_sentences(problem)
    due = queries.fees_due(person, view.code)
    paid = queries.receipt_by(person, number) if kind == "refund" else None
    context: dict[str, Any] = {
        "view": view,
        "kind": kind,
        "problem": problem,
        "faults": faults,
        "due": due,
        "lines": _lines(due, data, faults),
        "values": {name: data.get(name, "")[:CUT] for name in data},
        "methods": [each for each in PAYMENT_METHODS.items() if kind == "refund" or each[0] != "online"],
        "method": data.get("method") or "cash",
        "key": data.get("key", "")[:80] or uuid4().hex,
        "came": (data or request.GET).get("from", "") == "received",
        "paid": paid,
        **_left(paid, due.surplus),
    }
    in_dialog = request.headers.get("HX-Request") == "true"
    template = "desk/money/act_form.html" if in_dialog else "desk/money/act.html"
    status = 200 if in_dialog or problem is None else status_of(problem)
    return render(request, template, context, status=status)


def _left(paid: Receipt | None, surplus: int) -> dict[str, int]:
    """What a receipt still has, and what of it the form offers to give back."""
    left = paid.amount - sum(each.amount for each in paid.refunds.all()) if paid else 0
    return {"left": left, "offered": min(left, surplus) or left}


def _lines(due: queries.FeesDue, data: QueryDict, faults: dict[str, str]) -> list[dict[str, Any]]:
    """The published fees as rows of the form."""
    return [
        {
            "no": no,
            "fee": fee,
            "certain": fee.certain and fee.amount is not None,
            "quantity": data.get(f"quantity_{no}", "1" if fee.certain or len(due.fees) == 1 else "")[:10],
            "amount": data.get(f"amount_{no}", "")[:20],
            "fault": faults.get(f"quantity_{no}") or faults.get(f"amount_{no}", ""),
        }
        for no, fee in enumerate(due.fees, start=1)
        if not (fee.certain and fee.amount == 0)
    ]
