"""Who an account is: allauth's check of the password, and the account that the session already brought."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import get_user_by_username
from django.http import HttpRequest

from motcua.organisation.models import User
from motcua.organisation.sessions import Found
from motcua.organisation.signed_in import may_work

_found: ContextVar[Found | None] = ContextVar("found", default=None)


@contextmanager
def brought(found: Found | None) -> Iterator[None]:
    """Let `get_user` take the account from what the session's statement found."""
    token = _found.set(found)
    try:
        yield
    finally:
        _found.reset(token)


class OfficeBackend(AuthenticationBackend):  # type: ignore[misc]
    """An officer signs in as long as the account is not locked and the last working day is not over."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The officer of login name and password; other credentials are for another door."""
        if "username" not in credentials:
            return None
        return super().authenticate(request, **credentials)  # type: ignore[no-any-return]

    def _authenticate_by_username(self, username: str, password: str) -> User | None:
        """An account of a citizen is no name at this door, whatever its password."""
        user = get_user_by_username(username) if username else None
        known = user if user is not None and not user.is_citizen else None
        return self._check_password(known, password)  # type: ignore[no-any-return]

    def user_can_authenticate(self, user: User) -> bool:
        """Whether the account may be used today."""
        return may_work(user)

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session; the one that the session's own statement brought costs nothing."""
        found = _found.get()
        if found is not None and found.user_id == user_id:
            return found.account()
        user = User.objects.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
