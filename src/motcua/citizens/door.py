"""What differs from the officers' entrance when a citizen signs in: the second step and the page after it."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.utils import perform_login
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from motcua.citizens.backends import BACKEND
from motcua.organisation.adapter import OfficeAccountAdapter, OfficeFactorAdapter
from motcua.organisation.models import User

_SECOND_STEP: Final = "motcua.citizens.door.SecondStep"


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """allauth's second step, each account on the page of its own door."""

    @property
    def urlname(self) -> str:
        """The page that asks."""
        user = self.login.user
        return "portal:second_step" if user is not None and user.is_citizen else "mfa_authenticate"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Send who has a second factor to the page that asks for it."""
        if not self._should_handle(self.request):
            return None, True
        self.state["authentication_required"] = True
        return HttpResponseRedirect(reverse(self.urlname)), True


class HouseAccountAdapter(OfficeAccountAdapter):
    """Both doors of the house: allauth knows one adapter."""

    def get_login_stages(self) -> list[str]:
        """Only the second step: no stage of allauth that the house does not use."""
        return [_SECOND_STEP]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page after signing in."""
        return (
            home() if getattr(request.user, "is_citizen", False) else super().get_login_redirect_url(request)
        )


class HouseFactorAdapter(OfficeFactorAdapter):
    """How an authenticator app and a passkey call the account."""

    def _get_user_identifier(self, user: User) -> str:
        """Citizens know their account by name; the login name is chance."""
        if not user.is_citizen:
            return str(super()._get_user_identifier(user))
        return str(user.citizen.email or user.citizen.name)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """The name under which a phone shows the passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": self._get_user_identifier(user)}

    def _get_site_name(self) -> str:
        return "Một Cửa"


def home() -> str:
    """Where a citizen lands after signing in."""
    return reverse("portal:mine")


def sign_in(request: HttpRequest, user: User, *, next_url: str = "") -> HttpResponse:
    """Let the proven owner of an account in by allauth's steps: lock, second step, a new session key."""
    user.backend = BACKEND
    return perform_login(request, user, redirect_url=next_url or None)  # type: ignore[no-any-return]
