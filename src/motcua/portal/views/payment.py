"""Paying a fee online: for the account that holds the dossier, or who opened it with code and secret.

What the browser says when it comes back from a gateway is not believed: the page shows what the gateway or
the bank has told this house.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.citizens.web import citizen_on
from motcua.dossiers import queries as dossiers
from motcua.dossiers.holders import held_dossier
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError, NotFound
from motcua.money.papers import receipt_paper
from motcua.money.purposes import Purpose
from motcua.organisation.web import PUBLIC, right
from motcua.payments import queries, services
from motcua.payments.models import PaymentOrder
from motcua.payments.words import STATE_NAMES
from motcua.portal import opened
from motcua.portal.forms import read_code

_PAGES: Final = {Purpose.FEE: "portal:pay", Purpose.OBLIGATION: "portal:pay_obligation"}
Do = Callable[[HttpRequest, PaymentOrder], None]


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """The fees: how much and why, the code to scan, the way to the gateway, how it stands."""
    return _page(request, code, Purpose.FEE)


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay_obligation(request: HttpRequest, code: str) -> HttpResponse:
    """The same for the financial obligation that the dossier waits for."""
    return _page(request, code, Purpose.OBLIGATION)


def _page(request: HttpRequest, code: str, purpose: Purpose) -> HttpResponse:
    clean = _held_code(request, code)
    if not clean:
        return _elsewhere(code)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            order = services.open_order(clean, purpose)
            _STEPS.get(request.POST.get("viec", ""), _nothing)(request, order)
            return HttpResponseRedirect(reverse(_PAGES[purpose], args=[clean]))
        except DomainError as error:
            problem = error
    page = queries.payment_page(clean, purpose)
    context = {
        "p": page,
        "here": reverse(_PAGES[purpose], args=[clean]),
        "problem": problem,
        "qr": _drawn(page.payload) if page.payload else "",
        "state": STATE_NAMES[page.order.state] if page.order else "",
        "back": reverse("portal:my_dossier" if citizen_on(request) else "portal:dossier", args=[clean]),
    }
    return render(request, "portal/pay/page.html", context, status=422 if problem else 200)


@right(PUBLIC)
@never_cache
@require_safe
def receipt(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """A receipt of the dossier as PDF."""
    clean = _held_code(request, code)
    if not clean:
        return _elsewhere(code)
    found = queries.receipt_of(clean, number)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return HttpResponse(receipt_paper(found), content_type="application/pdf", headers=headers)


def _held_code(request: HttpRequest, code: str) -> str:
    """The code where this reader may see the dossier; empty otherwise."""
    now = SystemClock().now()
    applicant = citizen_on(request)
    if applicant is not None:
        try:
            # By the submission reference too, before acceptance.
            return held_dossier(applicant, code[:64], now).code
        except NotFound:
            """Not of this account; the browser may have opened it with its secret."""
    clean, wrong = read_code(code)
    if wrong:
        return ""
    secret = opened.secret_of(request, clean, now)
    return clean if secret and dossiers.opens(clean, secret) else ""


def _elsewhere(code: str) -> HttpResponse:
    """The look-up, where code and secret are asked for: it tells nothing of whether the dossier exists."""
    clean, wrong = read_code(code)
    address = reverse("portal:lookup")
    return HttpResponseRedirect(address if wrong else f"{address}?ma={clean}")


def _nothing(request: HttpRequest, order: PaymentOrder) -> None:
    """The order itself was all that was asked for."""


def _to_gateway(request: HttpRequest, order: PaymentOrder) -> None:
    services.create(order, request.build_absolute_uri(request.path))


def _ask_gateway(request: HttpRequest, order: PaymentOrder) -> None:
    if order.pay_url:
        services.ask_again(order)


_STEPS: Final[dict[str, Do]] = {"cong": _to_gateway, "hoi": _ask_gateway}


def _drawn(payload: str) -> SafeString:
    """The code as SVG; EMVCo asks for level M at least."""
    out = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(
        out, kind="svg", border=4, light="#fff", xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - segno draws paths
