"""Đối soát: a section's online payments against gateway, bank and books; what waits for a decision."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import whole
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.lists import XLSX_TYPE
from motcua.desk.refusals import status_of
from motcua.desk.section_period import chosen_section, period_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.money import dong
from motcua.organisation.models import Agency
from motcua.organisation.queries import today
from motcua.organisation.rights import ACTIONS, Person, may
from motcua.organisation.web import person_on, right
from motcua.payments import gateway, queries, services
from motcua.payments.models import GatewayReturn
from motcua.payments.statement_file import LARGEST
from motcua.payments.words import (
    ANSWER_NAMES,
    HAPPENED_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
    ReturnState,
)
from motcua.payments.workbook import reconciliation_csv, reconciliation_workbook

_ANSWERED: Final = {
    ReturnState.DONE: (messages.SUCCESS, gettext_noop("Cổng thanh toán đã hoàn %(amount)s (%(number)s).")),
    ReturnState.ASKED: (
        messages.INFO,
        gettext_noop("Đã yêu cầu cổng hoàn %(amount)s (%(number)s); chưa có trả lời, hệ thống tự hỏi lại."),
    ),
    ReturnState.REFUSED: (
        messages.WARNING,
        gettext_noop(
            "Cổng từ chối hoàn %(amount)s (%(number)s); chuyển trả qua ngân hàng rồi ghi số giao dịch."
        ),
    ),
    ReturnState.BY_HAND: (messages.INFO, gettext_noop("%(amount)s (%(number)s) đã được chuyển trả.")),
}


@right("see_section_money")
@require_safe
def reconcile(request: HttpRequest) -> HttpResponse:
    """The accounts of a period, held against each other; every difference with its rows."""
    return _page(request)


@right("see_section_money")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The same period as workbook or CSV, with every order."""
    person = person_on(request)
    _, place = chosen_section(request, person)
    if place is None or form not in ("xlsx", "csv"):
        raise Http404
    first, last = period_of(request)
    asked = request.GET.get("tai-khoan", "")[:30]
    found = queries.reconciliation(person, place.pk, first, last, account=asked, limit=None)
    kind, content = (
        (XLSX_TYPE, reconciliation_workbook(found))
        if form == "xlsx"
        else ("text/csv; charset=utf-8", reconciliation_csv(found))
    )
    name = f"doi-soat-{place.code}-{first:%Y%m%d}-{last:%Y%m%d}.{form}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@right("import_statement")
@require_POST
def statement(request: HttpRequest) -> HttpResponse:
    """Read a bank statement in."""
    person = person_on(request)
    given = request.FILES.get("sao-ke")
    section = whole(request.POST.get("bo-phan")) or 0
    try:
        if given is None or given.size is None or given.size > LARGEST:
            raise DomainError(
                gettext_noop("Chưa có tệp sao kê, hoặc tệp lớn hơn 5 MB."),
                gettext_noop("Chọn tệp CSV xuất từ ngân hàng."),
                id="no_statement",
            )
        account = request.POST.get("tai-khoan", "")[:30]
        done = services.import_statement(person, section, given.name or "", given.read(), account=account)
    except DomainError as error:
        return _page(request, problem=error)
    fresh = done.lines - done.known
    messages.success(
        request,
        gettext("Đã nhập %(fresh)s khoản tiền đến; %(known)s khoản đã có từ trước.")
        % {"fresh": fresh, "known": done.known},
    )
    if done.elsewhere:
        said = ngettext(
            "%(n)s dòng nêu mã thanh toán của tài khoản khác, chưa ghi vào lệnh nào: xem ở Tiền chờ xử lý.",
            "%(n)s dòng nêu mã thanh toán của tài khoản khác, chưa ghi vào lệnh nào: xem ở Tiền chờ xử lý.",
            done.elsewhere,
        )
        messages.warning(request, said % {"n": done.elsewhere})
    return _back(section)


@right("see_section_money")
@require_safe
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """One order with everything that happened to it."""
    found = queries.order_by(person_on(request), reference)
    return render(
        request, "desk/payments/order.html", {**_words(), "order": found, **_rights(request, found)}
    )


@right("decide_payment")
@require_POST
def give_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that held money went back."""
    try:
        done = services.give_back(person_on(request), reference, request.POST)
    except DomainError as error:
        return _page(request, problem=error)
    messages.success(request, gettext("Đã ghi việc trả lại tiền."))
    return _back(done.section_id)


@right("decide_payment")
@require_POST
def give_back_by_gateway(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the gateway to give back what is held of its own transactions."""
    try:
        done = services.give_back_by_gateway(person_on(request), reference)
    except DomainError as error:
        return _page(request, problem=error)
    return _asked_back(request, done)


@right("refund_money")
@require_POST
def refund_by_gateway(request: HttpRequest, reference: str) -> HttpResponse:
    """T24 of what an order was paid with; the gateway gives it back."""
    key = request.POST.get("key", "").strip()[:80]
    try:
        done = services.refund_by_gateway(
            person_on(request), reference, request.POST, idempotency_key=key or f"{reference}-back"
        )
    except DomainError as error:
        return _page(request, problem=error)
    return _asked_back(request, (done,))


@right("decide_payment")
@require_POST
def settle_by_hand(request: HttpRequest, number: str) -> HttpResponse:
    """Record the transfer that was made because the gateway refused."""
    try:
        done = services.settle_by_hand(person_on(request), number, request.POST)
    except DomainError as error:
        return _page(request, problem=error)
    messages.success(request, gettext("Đã ghi việc trả lại tiền."))
    return _back(done.order.section_id)


def _asked_back(request: HttpRequest, asked: tuple[GatewayReturn, ...]) -> HttpResponse:
    """Back to the page, with what the gateway answered."""
    for each in asked:
        level, words = _ANSWERED[ReturnState(each.state)]
        messages.add_message(
            request, level, gettext(words) % {"amount": dong(each.amount), "number": each.number}
        )
    return _back(asked[0].order.section_id)


@right("decide_payment")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on money of no order."""
    try:
        services.decide(person_on(request), number, request.POST)
    except DomainError as error:
        return _page(request, problem=error)
    messages.success(request, gettext("Đã ghi quyết định về khoản tiền."))
    return _back(whole(request.POST.get("bo-phan")) or 0)


def _page(request: HttpRequest, *, problem: DomainError | None = None) -> HttpResponse:
    person = person_on(request)
    sections, place = chosen_section(request, person)
    asked = request.POST.get("bo-phan")
    place = next((each for each in sections if asked and str(each.pk) == asked), place)
    if place is None:
        return render(request, "desk/section/none.html")
    first = last = today()
    if request.method != "POST":
        try:
            first, last = period_of(request)
        except DomainError as error:
            problem = error
    context: dict[str, Any] = {
        **_words(),
        "sections": sections,
        "place": place,
        "problem": problem,
        "faults": fault_sentences(problem),
        "report": queries.reconciliation(
            person, place.pk, first, last, account=request.GET.get("tai-khoan", "")[:30]
        ),
        "waiting": queries.waiting_money(person, place.pk),
        "may_import": _heads(person, place, "import_statement"),
        "may_decide": _heads(person, place, "decide_payment"),
        "by_gateway": gateway.is_on(),
        "key": uuid4().hex,
        "takes": may(person, "take_money"),
        "sees_settlements": may(person, "see_settlements"),
    }
    status = status_of(problem) if problem and request.method == "POST" else 200
    return render(request, "desk/payments/reconcile.html", context, status=status)


def _rights(request: HttpRequest, found: Any) -> dict[str, bool]:
    return {"may_decide": _heads(person_on(request), found.section, "decide_payment")}


def _heads(person: Person, place: Agency, action: str) -> bool:
    return any(post.role in ACTIONS[action] and place.pk in post.received for post in person.held)


def _words() -> dict[str, dict[str, str]]:
    return {
        "states": STATE_NAMES,
        "sources": SOURCE_NAMES,
        "verdicts": VERDICT_NAMES,
        "kinds": HAPPENED_NAMES,
        "answers": ANSWER_NAMES,
    }


def _back(section: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:reconcile')}?bo-phan={section}")
