"""Tài khoản của tôi: password, second factor, where I am signed in, my recent sign-ins."""

from __future__ import annotations

from typing import Any, Final

import segno
from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.refusals import status_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.accounts import recent_sign_ins
from motcua.organisation.audit import origin_of
from motcua.organisation.factor_cipher import decrypt, encrypt
from motcua.organisation.models import User
from motcua.organisation.rights import may
from motcua.organisation.second_factor import (
    address_for_phone,
    factor_of,
    must_have_one,
    new_recovery_codes,
    new_secret,
    turn_off,
    turn_on,
)
from motcua.organisation.sessions import digest_of
from motcua.organisation.signed_in import end_other_sessions, end_session, open_sessions
from motcua.organisation.web import SECOND_FACTOR, SIGNED_IN, person_on, right

_SECRET: Final = "second_factor_secret"  # noqa: S105 - a name in the session


@right(SIGNED_IN, while_waiting_for=(SECOND_FACTOR,))
@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """Everything about the own account on one page."""
    return _show(request)


@right(SIGNED_IN)
@require_POST
def end_one(request: HttpRequest, number: int) -> HttpResponse:
    """End another session of one's own."""
    try:
        end_session(person_on(request), number, this=_this(request), origin=origin_of(request))
    except DomainError as error:
        return _show(request, problem=error)
    messages.success(request, gettext("Đã kết thúc phiên; máy ấy phải đăng nhập lại."))
    return redirect("desk:my_account")


@right(SIGNED_IN)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions of one's own but this."""
    ended = end_other_sessions(person_on(request), this=_this(request), origin=origin_of(request))
    done = ngettext("Đã kết thúc %(n)d phiên khác.", "Đã kết thúc %(n)d phiên khác.", ended) % {"n": ended}
    messages.success(request, done if ended else gettext("Không có phiên nào khác."))
    return redirect("desk:my_account")


@right(SIGNED_IN, while_waiting_for=(SECOND_FACTOR,))
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Turn the second factor on: show the secret to the phone, type what the phone shows."""
    user = _user(request)
    if factor_of(user.pk).on:
        return redirect("desk:my_account")
    kept = request.session.get(_SECRET, "")
    secret = decrypt(kept) if kept else new_secret()
    if request.method != "POST" or not kept:
        # The session is a row of the database too.
        request.session[_SECRET] = kept or encrypt(secret)
        return _ask(request, user, secret)
    try:
        _check_password(request, user)
        codes = turn_on(user, secret, request.POST.get("code", ""), origin=origin_of(request))
    except DomainError as error:
        return _ask(request, user, secret, error)
    del request.session[_SECRET]
    return render(request, "desk/account/recovery_codes.html", {"codes": codes, "is_new": True})


@right(SIGNED_IN)
@require_POST
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Turn it off, with the password."""
    user = _user(request)
    try:
        _check_password(request, user)
        turn_off(user, origin=origin_of(request))
    except DomainError as error:
        return _show(request, problem=error, opened="off")
    messages.success(request, gettext("Đã tắt xác thực hai lớp."))
    return redirect("desk:my_account")


@right(SIGNED_IN)
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, with the password; the old ones no longer count."""
    user = _user(request)
    try:
        _check_password(request, user)
        codes = new_recovery_codes(user)
    except DomainError as error:
        return _show(request, problem=error, opened="codes")
    return render(request, "desk/account/recovery_codes.html", {"codes": codes, "is_new": False})


def _show(request: HttpRequest, *, problem: DomainError | None = None, opened: str = "") -> HttpResponse:
    user, person = _user(request), person_on(request)
    context: dict[str, Any] = {
        "person": person,
        "factor": factor_of(user.pk),
        "must": must_have_one(person),
        "sessions": open_sessions(user.pk, _this(request)),
        "sign_ins": recent_sign_ins(user.login_name),
        "problem": problem,
        "opened": opened,
        "rated": may(person, "see_own_ratings"),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/account/my_account.html", context, status=status)


def _ask(request: HttpRequest, user: User, secret: str, problem: DomainError | None = None) -> HttpResponse:
    context = {
        "qr": _drawing(address_for_phone(user, secret)),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "must": must_have_one(person_on(request)),
        "problem": problem,
        "field": problem.params.get("field", "") if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/account/second_factor.html", context, status=status)


def _drawing(address: str) -> SafeString:
    """A QR code as a drawing inside the page, black on white in the dark too."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=5, light="#fff", omitsize=True))  # noqa: S308 - segno draws paths


def _check_password(request: HttpRequest, user: User) -> None:
    """The own password, counted by the limit of sign-ins.

    Raises: DomainError `wrong_password`, `too_often`.
    """
    try:
        right_one = get_adapter(request).reauthenticate(user, request.POST.get("password", ""))
    except ValidationError as error:
        raise DomainError(
            gettext_noop("Sai quá nhiều lần."),
            gettext_noop("Đợi 5 phút rồi thử lại."),
            id="too_often",
        ) from error
    if not right_one:
        raise DomainError(
            gettext_noop("Mật khẩu đang dùng chưa đúng."),
            gettext_noop("Gõ lại mật khẩu bạn dùng để đăng nhập."),
            id="wrong_password",
            field="password",
        )


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError(type(user))
    return user


def _this(request: HttpRequest) -> str:
    return digest_of(request.session.session_key or "")
