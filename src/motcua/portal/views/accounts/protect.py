"""What protects the own account: codes of a phone, passkeys, recovery codes, the sessions that run."""

from __future__ import annotations

from typing import Final

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.citizens.factors import (
    add_passkey,
    factors_of,
    fresh_codes,
    passkey_options,
    remove_passkey,
    turn_off_totp,
    turn_on_totp,
)
from motcua.citizens.web import signed_in_citizen
from motcua.foundation.errors import DomainError
from motcua.organisation.audit import origin_of
from motcua.organisation.factor_cipher import decrypt, encrypt
from motcua.organisation.models import User
from motcua.organisation.rights import Person
from motcua.organisation.second_factor import address_for_phone, new_secret
from motcua.organisation.signed_in import end_other_sessions, end_session
from motcua.portal.account_forms import CodeForm
from motcua.portal.views.accounts.account import overview
from motcua.portal.views.accounts.shown import (
    applicant,
    confirm_password,
    credential_of,
    options_text,
    show,
    this_session,
    user_of,
)

_SECRET: Final = "citizen_factor_secret"  # noqa: S105 - a name in the session


@signed_in_citizen
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def totp(request: HttpRequest) -> HttpResponse:
    """Turn on codes of a phone: show the secret, then type what the phone shows."""
    user = user_of(request)
    if factors_of(user.pk).totp:
        return redirect("portal:my_account")
    kept = request.session.get(_SECRET, "")
    secret = decrypt(kept) if kept else new_secret()
    form = CodeForm(request.POST if request.method == "POST" and kept else None)
    # The session is a row of the database too.
    request.session[_SECRET] = kept or encrypt(secret)
    problem = None
    if form.is_bound and form.is_valid():
        try:
            confirm_password(request)
            codes = turn_on_totp(
                applicant(request), user, secret, form.cleaned_data["code"], origin=origin_of(request)
            )
        except DomainError as error:
            problem = error
        else:
            del request.session[_SECRET]
            return show(request, "recovery_codes", {"codes": codes, "is_new": True})
    context = {
        "form": form,
        "qr": _drawing(address_for_phone(user, secret)),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "has_password": user.has_usable_password(),
    }
    return show(request, "totp", context, problem)


@signed_in_citizen
@require_POST
def totp_off(request: HttpRequest) -> HttpResponse:
    """Turn codes of a phone off, with the password."""
    try:
        confirm_password(request)
        turn_off_totp(applicant(request), user_of(request), origin=origin_of(request))
    except DomainError as error:
        return overview(request, error, "totp_off")
    messages.success(request, gettext("Đã tắt mã trên điện thoại."))
    return redirect("portal:my_account")


@signed_in_citizen
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, with the password; the old ones no longer count."""
    try:
        confirm_password(request)
        codes = fresh_codes(user_of(request))
    except DomainError as error:
        return overview(request, error, "codes")
    return show(request, "recovery_codes", {"codes": codes, "is_new": False})


@signed_in_citizen
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey that this browser makes; without a script the page says what else protects."""
    user = user_of(request)
    problem = None
    if request.method == "POST":
        try:
            confirm_password(request)
            codes = add_passkey(
                applicant(request),
                user,
                request.POST.get("name", ""),
                credential_of(request),
                origin=origin_of(request),
            )
        except DomainError as error:
            problem = error
        else:
            messages.success(request, gettext("Đã thêm khóa truy cập."))
            if codes:
                return show(request, "recovery_codes", {"codes": codes, "is_new": True})
            return redirect("portal:my_account")
    context = {
        "options": options_text(passkey_options(user)),
        "name": request.POST.get("name", ""),
        "has_password": user.has_usable_password(),
    }
    return show(request, "passkey", context, problem)


@signed_in_citizen
@require_POST
def passkey_off(request: HttpRequest, number: int) -> HttpResponse:
    """Take a passkey away, with the password."""
    try:
        confirm_password(request)
        remove_passkey(applicant(request), user_of(request), number, origin=origin_of(request))
    except DomainError as error:
        return overview(request, error, opened_key=number)
    messages.success(request, gettext("Đã bỏ khóa truy cập."))
    return redirect("portal:my_account")


@signed_in_citizen
@require_POST
def end_one(request: HttpRequest, number: int) -> HttpResponse:
    """End another session of one's own."""
    try:
        end_session(
            _as_person(user_of(request)), number, this=this_session(request), origin=origin_of(request)
        )
    except DomainError as error:
        return overview(request, error)
    messages.success(request, gettext("Đã kết thúc phiên; máy ấy phải đăng nhập lại."))
    return redirect("portal:my_account")


@signed_in_citizen
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions of one's own but this."""
    end_other_sessions(_as_person(user_of(request)), this=this_session(request), origin=origin_of(request))
    messages.success(request, gettext("Đã kết thúc mọi phiên khác."))
    return redirect("portal:my_account")


def _as_person(user: User) -> Person:
    """Sessions are ended by whom they belong to; posts have no part in it."""
    return Person(user_id=user.pk, login_name=user.login_name)


def _drawing(address: str) -> SafeString:
    """A QR code as a drawing inside the page, black on white in the dark too."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=5, light="#fff", omitsize=True))  # noqa: S308 - segno draws paths
