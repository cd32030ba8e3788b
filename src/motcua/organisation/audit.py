"""The audit of sign-ins: a row for each success, failure and sign-out, written when Django tells of it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.signals import authentication_failed
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
    authentication_failed.connect(_second_failed, dispatch_uid="motcua.audit.second")


class Origin(NamedTuple):
    """Where something comes from: network address and browser, as far as known."""

    address: str | None = None
    agent: str = ""


NOWHERE: Final = Origin()
"""Of what an administrator did to an account: the register of changes says who."""


def origin_of(request: HttpRequest | None) -> Origin:
    """Address and browser of a request."""
    return Origin(address_of(request), agent_of(request))


def record(
    outcome: SignInRecord.Outcome, login_name: str, request: HttpRequest | None, clock: Clock | None = None
) -> SignInRecord:
    """Write one row. A name that no account has is left out: it may be a password in the wrong box."""
    typed = login_name.strip().lower()[:64].replace("\0", "")
    known = typed if User.objects.filter(login_name=typed).exists() else ""
    return note(outcome, known, origin_of(request), clock)


def note(
    outcome: SignInRecord.Outcome, login_name: str, origin: Origin = NOWHERE, clock: Clock | None = None
) -> SignInRecord:
    """Write one row about an account that exists, in the transaction of what happened to it."""
    return SignInRecord.objects.create(
        at=(clock or SystemClock()).now(),
        login_name=login_name,
        outcome=outcome,
        address=origin.address,
        agent=origin.agent,
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


def agent_of(request: HttpRequest | None) -> str:
    """What the browser says it is, cut to what is kept."""
    return request.META.get("HTTP_USER_AGENT", "")[:_AGENT_LENGTH] if request else ""


def _second_failed(sender: object, request: HttpRequest | None, user: User, **_: Any) -> None:
    record(SignInRecord.Outcome.SECOND_FAILURE, user.login_name, request)


def _signed_in(sender: object, request: HttpRequest | None, user: User, **_: Any) -> None:
    record(SignInRecord.Outcome.SUCCESS, user.login_name, request)


def _signed_out(sender: object, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        record(SignInRecord.Outcome.SIGNED_OUT, user.login_name, request)


def _failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    typed = credentials.get("login_name") or credentials.get("username") or ""
    if not typed and (address := credentials.get("email")):
        # At the citizen's door; the log knows the account by its name, never by the address.
        owner = EmailAddress.objects.filter(email=str(address).lower(), verified=True).select_related("user")
        typed = next((row.user.login_name for row in owner[:1]), "")
    record(SignInRecord.Outcome.FAILURE, str(typed), request)
