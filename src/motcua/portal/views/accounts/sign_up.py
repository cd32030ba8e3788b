"""Opening a local account and mending a forgotten password: both by a link sent to the address.

What the page says is the same whether an account has the address or not.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.citizens import door, mailed
from motcua.citizens.local import reset_password, sign_up
from motcua.citizens.mailed import Purpose, link_of
from motcua.foundation.errors import DomainError
from motcua.organisation.audit import origin_of
from motcua.organisation.models import User
from motcua.organisation.web import PUBLIC, right
from motcua.outbox.channels import mail_is_on
from motcua.portal.account_forms import EmailForm, OpenForm, PasswordForm
from motcua.portal.views.accounts.shown import limited, show


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for the link that opens an account."""
    return _link(request, "sign_up", "signup", mailed.ask_sign_up)


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_password(request: HttpRequest) -> HttpResponse:
    """Ask for the link that sets a new password."""
    return _link(request, "forgotten", "reset_password", mailed.ask_password)


@right(PUBLIC)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest, token: str) -> HttpResponse:
    """Open the account: opening the link alone changes nothing, for mail programs look into links too."""
    try:
        email = link_of(token, Purpose.SIGN_UP).email
    except DomainError as error:
        return show(request, "link_over", {"again": "portal:sign_up"}, error)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = sign_up(token, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Đã mở tài khoản của bạn."))
            return door.sign_in(request, User.objects.get(citizen=made.pk))
    return show(request, "open", {"form": form, "email": email})


@right(PUBLIC)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set the new password; then sign in with it, for the second factor is asked as ever."""
    try:
        email = link_of(token, Purpose.PASSWORD).email
    except DomainError as error:
        return show(request, "link_over", {"again": "portal:forgotten"}, error)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_password(token, form.cleaned_data["password"], origin=origin_of(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Đã đặt mật khẩu mới; mọi máy đang đăng nhập đã thoát ra."))
            return redirect("portal:sign_in")
    return show(request, "new_password", {"form": form, "email": email})


def _link(request: HttpRequest, page: str, action: str, ask: Callable[[str], None]) -> HttpResponse:
    form = EmailForm(request.POST or None)
    context = {"form": form, "mail": mail_is_on(), "sent": False}
    if request.method != "POST":
        return show(request, page, context)
    if form.is_valid():
        address = form.cleaned_data["email"]
        if refused := limited(request, action, address.strip().lower()):
            return refused
        try:
            ask(address)
        except DomainError as error:
            form.refuse(error)
        else:
            return show(request, page, {**context, "sent": True, "address": address})
    return show(request, page, context)
