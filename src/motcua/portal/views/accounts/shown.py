"""What the pages of accounts share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson
from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.citizens.queries import Applicant
from motcua.citizens.web import citizen_on
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound, gettext_noop
from motcua.organisation.models import User
from motcua.organisation.sessions import digest_of

LONGEST_CREDENTIAL = 20_000


def applicant(request: HttpRequest) -> Applicant:
    """Whose page it is; for views behind `signed_in_citizen`."""
    found = citizen_on(request)
    if found is None:
        raise TypeError(request.path)
    return found


def user_of(request: HttpRequest) -> User:
    """The account of the session."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError(type(user))
    return user


def this_session(request: HttpRequest) -> str:
    """How the table knows the session of the request."""
    return digest_of(request.session.session_key or "")


def safe_next(request: HttpRequest) -> str:
    """The page to go on to, if it is one of this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted.startswith("/") and get_adapter(request).is_safe_url(wanted) else ""


def show(
    request: HttpRequest, name: str, context: Mapping[str, object], problem: DomainError | None = None
) -> HttpResponse:
    """A page of accounts, with what was refused."""
    status = status_of(problem) if problem else 200
    return render(request, f"portal/accounts/{name}.html", {"problem": problem, **context}, status=status)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal that a page answers itself."""
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, NotFound):
        return 404
    return 409 if isinstance(error, Conflict) else 400


def limited(request: HttpRequest, action: str, key: str = "") -> HttpResponse | None:
    """allauth's page for who asks too often, counted for all processes; None where it may go on."""
    refused: HttpResponse | None = ratelimit.consume_or_429(
        request, app="allauth.account", action=action, key=key or None
    )
    return refused


def confirm_password(request: HttpRequest, field: str = "password") -> None:
    """The own password, counted by the limit of sign-ins; an account without one has none to confirm.

    Raises: DomainError `wrong_password`, `too_often`.
    """
    user = user_of(request)
    if not user.has_usable_password():
        return
    try:
        right_one = get_adapter(request).reauthenticate(user, request.POST.get(field, ""))
    except ValidationError as error:
        raise DomainError(
            gettext_noop("Sai quá nhiều lần."), gettext_noop("Đợi 5 phút rồi thử lại."), id="too_often"
        ) from error
    if not right_one:
        raise DomainError(
            gettext_noop("Mật khẩu đang dùng chưa đúng."),
            gettext_noop("Gõ lại mật khẩu bạn dùng để đăng nhập."),
            id="wrong_password",
            field=field,
        )


def options_text(options: dict[str, Any]) -> str:
    """Options of a passkey as a page carries them to its script."""
    return json.dumps(options)


def credential_of(request: HttpRequest) -> object:
    """What the browser's passkey said, as JSON; nothing where it is none."""
    text = request.POST.get("credential", "")
    try:
        return orjson.loads(text) if len(text) <= LONGEST_CREDENTIAL else None
    except orjson.JSONDecodeError:
        return None
