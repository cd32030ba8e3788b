"""Signing in and out at the citizen's door. No session is made before somebody signs in or begins to."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.citizens import door
from motcua.citizens.backends import BACKEND
from motcua.citizens.factors import factors_of, passkey_refused
from motcua.citizens.identity_provider import provider_app
from motcua.citizens.web import citizen_on, signed_in_citizen
from motcua.foundation.errors import DomainError
from motcua.organisation.second_factor import use_once
from motcua.organisation.web import PUBLIC, right
from motcua.outbox.channels import mail_is_on
from motcua.portal.account_forms import CitizenSignInForm
from motcua.portal.views.accounts.shown import credential_of, limited, options_text, safe_next, show


@right(PUBLIC)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By the national identity provider, by e-mail and password, or by a passkey."""
    if citizen_on(request) is not None:
        return redirect(safe_next(request) or door.home())
    if request.method != "POST":
        return _ask(request, CitizenSignInForm(request=request))
    if refused := limited(request, "login"):
        return refused
    form = CitizenSignInForm(request.POST, request=request)
    if not form.is_valid():
        return _ask(request, form)
    try:
        return form.login(request, redirect_url=safe_next(request) or None)  # type: ignore[no-any-return]
    except ImmediateHttpResponse as answered:
        return answered.response  # type: ignore[no-any-return]


@right(PUBLIC)
@never_cache
@require_POST
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """What a script needs to ask the browser for a passkey; from here on there is a session."""
    if refused := limited(request, "login"):
        return refused
    return HttpResponse(options_text(webauthn.begin_authentication()), content_type="application/json")


@right(PUBLIC)
@never_cache
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Let in who has a passkey and unlocked it: both factors in one."""
    if refused := limited(request, "login"):
        return refused
    form = LoginWebAuthnForm(data={"credential": request.POST.get("credential", "")})
    if not isinstance(credential_of(request), dict) or not form.is_valid():
        return _ask(request, CitizenSignInForm(request=request), passkey_refused())
    found = form.cleaned_data["credential"]
    if not found.user.is_citizen or not found.user.is_active:
        return _ask(request, CitizenSignInForm(request=request), passkey_refused())
    found.user.backend = BACKEND
    login = Login(user=found.user, redirect_url=safe_next(request) or None)
    return perform_passwordless_login(request, found, login)  # type: ignore[no-any-return]


@right(PUBLIC)
@login_stage_required(  # type: ignore[untyped-decorator] # allauth has no types
    stage=AuthenticateStage.key, redirect_urlname="portal:sign_in"
)
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password: a code of the phone, a recovery code, or a passkey."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    if user is None or not user.is_citizen:
        return redirect("mfa_authenticate")
    known = factors_of(user.pk)
    code = _CodeForm(user=user, data=request.POST if "code" in request.POST else None)
    passkey = AuthenticateWebAuthnForm(user=user, data=request.POST if "credential" in request.POST else None)
    for form in (code, passkey):
        if request.method == "POST" and form.is_bound and form.is_valid():
            form.save()
            return stage.exit()  # type: ignore[no-any-return]
    refused = passkey_refused() if passkey.is_bound else None
    options = options_text(webauthn.begin_authentication(user)) if known.passkeys else ""
    context = {"form": code, "factors": known, "options": options}
    return show(request, "second_step", context, refused)


@signed_in_citizen
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return HttpResponseRedirect("/")


class _CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code from the phone, or a recovery code; one that was used is refused as long as its time runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        field = self.fields["code"]
        field.label = _("Mã xác thực")
        field.help_text = _("6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.")
        field.error_messages["required"] = _("Gõ mã đang hiện trên điện thoại.")
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"}

    def clean_code(self) -> str:
        """Raises: ValidationError for a wrong or used code, or after too many wrong ones."""
        code: str = super().clean_code()
        if not use_once(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _ask(request: HttpRequest, form: CitizenSignInForm, problem: DomainError | None = None) -> HttpResponse:
    app = provider_app()
    context = {
        "form": form,
        "next": safe_next(request),
        "provider": app.name if app else "",
        "mail": mail_is_on(),
    }
    return show(request, "sign_in", context, problem)
