"""The audit of sign-ins: a row for each success, failure and sign-out, written when Django tells of it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from motcua.foundation.clock import Clock, SystemClock
from motcua.organisation.models import SignInRecord, User

_AGENT_LENGTH = 200


def listen() -> None:
    """Connect the audit; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="motcua.audit.in")
    user_logged_out.connect(_signed_out, dispatch_uid="motcua.audit.out")
    user_login_failed.connect(_failed, dispatch_uid="motcua.audit.failed")


def record(
    outcome: SignInRecord.Outcome, login_name: str, request: HttpRequest | None, clock: Clock | None = None
) -> SignInRecord:
    """Write one row. A name that no account has is left out: it may be a password in the wrong box."""
    typed = login_name.strip().lower()[:64]
    known = typed if User.objects.filter(login_name=typed).exists() else ""
    return SignInRecord.objects.create(
        at=(clock or SystemClock()).now(),
        login_name=known,
        outcome=outcome,
        address=address_of(request),
        agent=request.META.get("HTTP_USER_AGENT", "")[:_AGENT_LENGTH] if request else "",
    )


def address_of(request: HttpRequest | None) -> str | None:
    """The network address that allauth's rate limits see too; proxies count where settings trust them."""
    if request is None:
        return None
    try:
        address: str | None = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return address or None


def _signed_in(sender: object, request: HttpRequest | None, user: User, **_: Any) -> None:
    record(SignInRecord.Outcome.SUCCESS, user.login_name, request)


def _signed_out(sender: object, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        record(SignInRecord.Outcome.SIGNED_OUT, user.login_name, request)


def _failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    typed = credentials.get("login_name") or credentials.get("username") or ""
    record(SignInRecord.Outcome.FAILURE, str(typed), request)
