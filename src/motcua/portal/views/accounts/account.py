"""Tài khoản: the own account on one page, and what its owner changes there."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens import local, mailed
from motcua.citizens.counter import code_for_counter
from motcua.citizens.factors import factors_of
from motcua.citizens.identity_provider import provider_app
from motcua.citizens.mailed import Purpose, link_of
from motcua.citizens.told import told
from motcua.citizens.web import signed_in_citizen
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.signed_in import open_sessions
from motcua.outbox.channels import mail_is_on
from motcua.portal.account_forms import ChangePasswordForm, NewEmailForm, ParticularsForm
from motcua.portal.views.accounts.shown import (
    applicant,
    confirm_password,
    limited,
    show,
    this_session,
    user_of,
)


@signed_in_citizen
@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """Everything about the own account."""
    return overview(request)


def overview(
    request: HttpRequest, problem: DomainError | None = None, opened: str = "", *, opened_key: int = 0
) -> HttpResponse:
    """The page of the account; `opened` is the fold of what was refused, `opened_key` that of a passkey."""
    mine, user = applicant(request), user_of(request)
    app = provider_app()
    context: dict[str, object] = {
        "mine": mine,
        "has_password": user.has_usable_password(),
        "factors": factors_of(user.pk),
        "sessions": open_sessions(user.pk, this_session(request)),
        "events": told(mine.pk),
        "provider": app.name if app else "",
        "mail": mail_is_on(),
        "opened": opened,
        "opened_key": opened_key,
    }
    return show(request, "account", context, problem)


@signed_in_citizen
@require_http_methods(["GET", "HEAD", "POST"])
def particulars(request: HttpRequest) -> HttpResponse:
    """Change name, number, telephone, address; what is proven stays as proven."""
    mine = applicant(request)
    initial = {name: getattr(mine, name) for name in ("name", "identifier", "phone", "address")}
    form = ParticularsForm(request.POST or None, initial=initial, proven=mine.proven)
    if request.method == "POST" and form.is_valid():
        try:
            local.change_particulars(mine, **{**initial, **form.cleaned_data})
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Đã lưu thông tin của bạn."))
            return redirect("portal:my_account")
    return show(request, "particulars", {"form": form, "mine": mine})


@signed_in_citizen
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Ask for the link that confirms a new address; until it is opened the old one stays."""
    form = NewEmailForm(request.POST or None)
    if not user_of(request).has_usable_password():
        del form.fields["password"]
    context: dict[str, object] = {"form": form, "mine": applicant(request), "mail": mail_is_on()}
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if refused := limited(request, "confirm_email", address.strip().lower()):
            return refused
        try:
            confirm_password(request)
            mailed.ask_email(user_of(request), address)
        except DomainError as error:
            form.refuse(error)
        else:
            context |= {"sent": True, "address": address}
    return show(request, "email", context)


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Take the new address, once its owner presses."""
    try:
        if request.method == "POST":
            local.confirm_email(applicant(request), token)
            messages.success(request, gettext("Đã đổi thư điện tử của bạn."))
            return redirect("portal:my_account")
        address = link_of(token, Purpose.EMAIL).email
    except DomainError as error:
        return show(request, "link_over", {"again": "portal:my_email"}, error)
    return show(request, "confirm_email", {"address": address})


@signed_in_citizen
@sensitive_post_parameters("old", "password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session ends."""
    form = ChangePasswordForm(request.POST or None)
    user = user_of(request)
    if not user.has_usable_password():
        return redirect("portal:my_account")
    if request.method == "POST" and form.is_valid():
        try:
            confirm_password(request, "old")
            local.good_password(form.cleaned_data["password"], user)
        except DomainError as error:
            form.refuse(error)
        else:
            get_adapter(request).set_password(user, form.cleaned_data["password"])
            update_session_auth_hash(request, user)
            messages.success(request, gettext("Đã đổi mật khẩu; mọi máy khác đã thoát ra."))
            return redirect("portal:my_account")
    return show(request, "password", {"form": form})


@signed_in_citizen
@never_cache
@require_POST
def counter_code(request: HttpRequest) -> HttpResponse:
    """A code to be read out to the officer at a counter."""
    return show(request, "counter_code", {"code": code_for_counter(applicant(request))})


@signed_in_citizen
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close the account, after saying what stays."""
    mine, user = applicant(request), user_of(request)
    problem = None
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "on":
                raise DomainError(
                    gettext_noop("Chưa đánh dấu rằng bạn muốn đóng tài khoản."),
                    gettext_noop("Đánh dấu vào ô rồi bấm lại, hoặc quay về trang Tài khoản."),
                    id="not_sure",
                )
            confirm_password(request)
            local.close(mine)
        except DomainError as error:
            problem = error
        else:
            logout(request)
            messages.success(request, gettext("Đã đóng tài khoản của bạn."))
            return HttpResponseRedirect("/")
    return show(request, "close", {"mine": mine, "has_password": user.has_usable_password()}, problem)
