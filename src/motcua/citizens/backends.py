"""How a citizen signs in with a local account: by the e-mail address that was confirmed, and a password."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from motcua.citizens.mailed import owner_of
from motcua.organisation.backends import OfficeBackend
from motcua.organisation.models import User

BACKEND: Final = "motcua.citizens.backends.CitizenBackend"


class CitizenBackend(OfficeBackend):
    """The citizen's door. Who the session belongs to is found as for officers, in the session's statement."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The owner of address and password; an unknown address takes as long as a wrong password."""
        if "email" not in credentials:
            return None
        return AuthenticationBackend.authenticate(self, request, **credentials)  # type: ignore[no-any-return]

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        owner = owner_of(str(credentials["email"]).strip())
        # A closed account is none: nobody is told that there was one.
        known = owner if owner is not None and owner.is_active and owner.has_usable_password() else None
        return self._check_password(known, credentials["password"])  # type: ignore[no-any-return]
