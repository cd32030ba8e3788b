"""To the national identity provider and back: to sign in, or to prove the identity of an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.citizens import door
from motcua.citizens.identities import prove_by, signed_in_by
from motcua.citizens.identity_provider import Asked, Claims, answer, ask, provider_app
from motcua.citizens.web import citizen_on, signed_in_citizen
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.organisation.web import PUBLIC, right
from motcua.outbox.channels import mail_is_on
from motcua.portal.views.accounts.shown import applicant, limited, safe_next, show


@right(PUBLIC)
@never_cache
@require_POST
def identity_ask(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider to sign in."""
    if refused := limited(request, "login"):
        return refused
    return _sent(request, next_url=safe_next(request))


@signed_in_citizen
@never_cache
@require_POST
def identity_prove(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider to prove whose the account is."""
    return _sent(request, account=applicant(request).key)


@right(PUBLIC)
@never_cache
@require_safe
def identity_answer(request: HttpRequest) -> HttpResponse:
    """The provider sent the browser back: believe it where all is proven, else change nothing and say so."""
    try:
        claims, asked = answer(request)
        if asked.account:
            return _proven(request, claims, asked)
        return door.sign_in(request, signed_in_by(claims), next_url=asked.next_url)
    except DomainError as error:
        return _failed(request, error)


def _proven(request: HttpRequest, claims: Claims, asked: Asked) -> HttpResponse:
    signed_in = citizen_on(request)
    if signed_in is None or signed_in.key != asked.account:
        raise Conflict(
            gettext_noop("Tài khoản đang đăng nhập khác với tài khoản đã yêu cầu. Chưa có gì thay đổi."),
            gettext_noop("Đăng nhập lại bằng tài khoản của bạn rồi bấm xác thực lần nữa."),
            id="identity_other_account",
        )
    prove_by(signed_in, claims)
    messages.success(request, gettext("Đã xác thực danh tính của bạn."))
    return redirect("portal:my_account")


def _sent(request: HttpRequest, *, next_url: str = "", account: str = "") -> HttpResponse:
    try:
        address = ask(request, next_url=next_url, account=account)
    except DomainError as error:
        return _failed(request, error)
    app = provider_app()
    answered = show(request, "identity_leave", {"address": address, "provider": app.name if app else ""})
    # A form may only lead to this house (form-action 'self'), also by a redirect: the page itself goes on.
    answered.headers["Refresh"] = f"0; url={address}"
    return answered


def _failed(request: HttpRequest, problem: DomainError) -> HttpResponse:
    context = {"mail": mail_is_on(), "signed_in": citizen_on(request) is not None}
    return show(request, "identity_failed", context, problem)
