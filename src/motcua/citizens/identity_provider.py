"""What the national identity provider says of a person, asked by OpenID Connect and believed once proven.

allauth keeps state, PKCE and the settings of the provider; what it leaves to the transport is checked here:
the signature of the id token whoever brought it, the nonce, and that the user information is of the same
person (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2).
"""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import Any, Final

import jwt
import msgspec
import requests
import structlog
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from motcua.foundation.errors import DomainError, gettext_noop

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Of signatures: with a public key, so that nobody who only reads it can sign; never `none` nor HMAC."""
SLOW_CLOCK: Final = 30
"""Seconds by which the clocks of the two machines may differ."""
_NEEDED: Final = ["iss", "sub", "aud", "exp", "iat", "nonce"]
_LONGEST_SUBJECT: Final = 191
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_VIETNAMESE_DAY: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_LONGEST: Final = {"name": 200, "identifier": 20, "phone": 20, "email": 254, "address": 300}
_LOCAL_WAY: Final = gettext_noop(
    "Bấm lại sau ít phút, hoặc đăng nhập bằng thư điện tử và mật khẩu; nộp tại quầy luôn được."
)

log = structlog.get_logger(__name__)


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider proved: `subject` names the person there for ever; the rest may be empty."""

    provider: str
    subject: str
    name: str = ""
    identifier: str = ""
    born_on: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What this browser was sent to the provider for: the page to go on to, and the key of the account that
    asked to be proven; empty for a sign-in."""

    next_url: str = ""
    account: str = ""
    nonce: str = ""
    verifier: str = ""


class SettingsOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The provider stands in the settings: nobody adds one in the database, and no statement asks for it."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider of the settings, if any."""
        return [
            SocialApp(provider=kind, **app)
            for kind, known in settings.SOCIALACCOUNT_PROVIDERS.items()
            for app in known["APPS"]
            if provider in (None, kind, app["provider_id"]) and client_id in (None, app["client_id"])
        ]


def provider_app() -> SocialApp | None:
    """The provider of this installation; none where none is set."""
    apps = SettingsOnly().list_apps(None)
    return apps[0] if apps else None


def ask(request: HttpRequest, *, next_url: str = "", account: str = "") -> str:
    """Where to send the browser; what it is sent for is kept in its session.

    Raises: DomainError `identity_none`, `identity_late`.
    """
    oidc = _oidc(request)
    pkce = generate_code_challenge()
    asked = Asked(
        next_url=next_url,
        account=account,
        nonce=secrets.token_urlsafe(24),
        verifier=pkce.pop("code_verifier"),
    )
    endpoint = oidc.endpoint("authorization_endpoint")
    client = _client(oidc, endpoint)
    client.state = statekit.stash_state(
        request, provider_id=oidc.app.provider_id, state=msgspec.to_builtins(asked)
    )
    more = {**oidc.app.settings.get("auth_params", {}), **pkce, "nonce": asked.nonce}
    return str(client.get_redirect_url(endpoint, oidc.app.settings["scope"], more))


def answer(request: HttpRequest) -> tuple[Claims, Asked]:
    """What the provider answered to what this browser was sent for; each state is good for one answer.

    Raises: DomainError `identity_none`, `identity_state`, `identity_cancelled`, `identity_late`,
    `identity_unproven`.
    """
    oidc = _oidc(request)
    state = statekit.unstash_state(
        request, provider_id=oidc.app.provider_id, state_id=request.GET.get("state", "")
    )
    if state is None:
        raise DomainError(
            gettext_noop("Lần đăng nhập này đã quá 10 phút, đã dùng rồi hoặc bắt đầu ở trình duyệt khác."),
            gettext_noop("Bấm đăng nhập lại từ đầu."),
            id="identity_state",
        )
    asked = msgspec.convert(state, Asked)
    code = request.GET.get("code", "")
    if not code:
        raise _refused_there(request.GET.get("error", ""))
    return oidc.proven(code, asked), asked


class Oidc(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's client of a provider, which believes nothing unproven."""

    def __init__(self, request: HttpRequest, app: SocialApp) -> None:
        super().__init__(request, app.provider_id)
        self.app = app

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address that is registered at the provider."""
        return settings.MOTCUA_PUBLIC_URL + reverse("portal:identity_answer")

    def endpoint(self, name: str) -> str:
        """An address of the provider, as its configuration names it.

        Raises: DomainError `identity_late`, `identity_unproven`.
        """
        config = self._fetched(lambda: self.openid_config)
        if str(config.get("issuer", "")).rstrip("/") != self.app.settings["issuer"]:
            raise _unproven("issuer_of_configuration")
        found = config.get(name)
        if not isinstance(found, str) or not found.startswith(("https://", "http://")):
            raise _unproven("configuration")
        if found.startswith("http://") and self.app.settings["issuer"].startswith("https://"):
            raise _unproven("insecure_endpoint")
        return found

    def proven(self, code: str, asked: Asked) -> Claims:
        """The person of a code. Raises: DomainError `identity_late`, `identity_unproven`."""
        client = _client(self, self.endpoint("token_endpoint"))
        tokens = self._fetched(lambda: client.get_access_token(code, pkce_code_verifier=asked.verifier))
        said = self.read(str(tokens.get("id_token", "")), asked.nonce)
        if self.app.settings.get("fetch_userinfo"):
            said |= self._of_the_same(said["sub"], str(tokens["access_token"]))
        return _claims(self.app, said)

    def read(self, token: str, nonce: str) -> dict[str, Any]:
        """The content of an id token once all of it is proven. Raises: DomainError."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise _unproven("algorithm")
            said: dict[str, Any] = jwt.decode(
                token,
                key=self._key(header),
                algorithms=[header["alg"]],
                issuer=[self.app.settings["issuer"], self.app.settings["issuer"] + "/"],
                audience=self.app.client_id,
                leeway=SLOW_CLOCK,
                options={"require": _NEEDED},
            )
        except jwt.PyJWTError as error:
            raise _unproven(type(error).__name__) from error
        if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != self.app.client_id:
            raise _unproven("authorized_party")
        if not nonce or not secrets.compare_digest(str(said["nonce"]), nonce):
            raise _unproven("nonce")
        if not 0 < len(said["sub"]) <= _LONGEST_SUBJECT:
            raise _unproven("subject")
        return said

    def _key(self, header: dict[str, Any]) -> Any:
        keys = jwt.PyJWKSet.from_dict(self._json(self.endpoint("jwks_uri"))).keys
        wanted = header.get("kid")
        fitting = [key for key in keys if key.public_key_use in (None, "sig")]
        if wanted is not None:
            fitting = [key for key in fitting if key.key_id == wanted]
        if len(fitting) != 1:
            raise _unproven("key")
        return fitting[0].key

    def _of_the_same(self, subject: str, token: str) -> dict[str, Any]:
        address = self.endpoint("userinfo_endpoint")
        more = self._json(address, {"Authorization": f"Bearer {token}"})
        if more.get("sub") != subject:
            raise _unproven("user_information_of_another")
        return more

    def _json(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        def fetch() -> Any:
            with get_adapter().get_requests_session() as session:
                found = session.get(address, headers=headers or {})
            found.raise_for_status()
            return found.json()

        content = self._fetched(fetch)
        if not isinstance(content, dict):
            raise _unproven("content")
        return content

    def _fetched(self, fetch: Any) -> Any:
        """What is fetched over the network; nothing of it reaches the page or the log."""
        try:
            return fetch()
        except requests.JSONDecodeError as error:
            raise _unproven("no_json") from error
        except requests.RequestException as error:
            log.warning("identity_provider_late", reason=type(error).__name__)
            raise DomainError(
                gettext_noop("Cổng định danh không trả lời kịp. Chưa có gì thay đổi."),
                _LOCAL_WAY,
                id="identity_late",
            ) from error
        except OAuth2Error as error:
            raise _unproven("token_refused") from error


def _oidc(request: HttpRequest) -> Oidc:
    app = provider_app()
    if app is None:
        raise DomainError(
            gettext_noop("Hệ thống này chưa nối với cổng định danh quốc gia."),
            gettext_noop("Đăng nhập bằng thư điện tử và mật khẩu, hoặc nộp tại quầy."),
            id="identity_none",
        )
    return Oidc(request, app)


def _client(oidc: Oidc, endpoint: str) -> OAuth2Client:
    return OAuth2Client(
        oidc.request,
        oidc.app.client_id,
        oidc.app.secret,
        "POST",
        endpoint,
        oidc.get_callback_url(oidc.request, oidc.app),
        basic_auth=oidc.basic_auth,
    )


def _claims(app: SocialApp, said: dict[str, Any]) -> Claims:
    names = app.settings["claims"]
    text = {fact: _text(said.get(names.get(fact, "")), longest) for fact, longest in _LONGEST.items()}
    return Claims(
        provider=app.provider_id,
        subject=said["sub"],
        born_on=_day(said.get(names["born_on"])),
        **text,
    )


def _text(value: object, longest: int) -> str:
    """A claim as text; one that is no text, too long, or not printable counts as not given."""
    found = " ".join(value.split()) if isinstance(value, str) else ""
    return found if len(found) <= longest and found.isprintable() else ""


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    if match := _DAY.fullmatch(value):
        year, month, day = map(int, match.groups())
    elif match := _VIETNAMESE_DAY.fullmatch(value):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _refused_there(error: str) -> DomainError:
    if error == "access_denied":
        return DomainError(
            gettext_noop("Bạn đã dừng đăng nhập ở cổng định danh."),
            gettext_noop("Bấm lại khi muốn tiếp tục."),
            id="identity_cancelled",
        )
    return _unproven("error_answer")


def _unproven(reason: str) -> DomainError:
    """`reason` is for the log alone: who forges learns nothing."""
    log.warning("identity_unproven", reason=reason)
    return DomainError(
        gettext_noop("Câu trả lời của cổng định danh không xác minh được nên không được dùng."),
        _LOCAL_WAY,
        id="identity_unproven",
    )
