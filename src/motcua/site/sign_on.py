"""The national identity provider (OpenID Connect) as the operator names it; without one, citizens have local
accounts and the counter.

What is known of the national portal's provider is seen in public, not confirmed (docs/citizens-accounts.md):
every address, scope and name of a claim is a setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from motcua.foundation.errors import DomainError, gettext_noop

PROVIDER_ID: Final = "dinh-danh"
"""How rows of linked identities name the provider."""
FACTS: Final = ("name", "identifier", "born_on", "phone", "email", "address")
"""What may be taken over from a provider."""
CLAIMS: Final = {
    "name": "name",
    "identifier": "citizen_number",
    "born_on": "birthdate",
    "phone": "phone_number",
    "email": "email",
}
"""Fact -> name of the claim: those of OpenID Connect Core 5.1, and one of ours for the citizen's number."""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def identity_provider(environment: Mapping[str, str]) -> dict[str, Any]:
    """`SOCIALACCOUNT_PROVIDERS` of allauth from `MOTCUA_OIDC_*`; empty without an issuer.

    Raises: DomainError `oidc_issuer`, `oidc_client`, `oidc_claims`.
    """
    issuer = environment.get("MOTCUA_OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return {}
    client = environment.get("MOTCUA_OIDC_CLIENT_ID", "").strip()
    if not client:
        raise DomainError(
            gettext_noop("Có MOTCUA_OIDC_ISSUER mà thiếu MOTCUA_OIDC_CLIENT_ID."),
            gettext_noop("Ghi mã ứng dụng mà cổng định danh đã cấp, hoặc bỏ MOTCUA_OIDC_ISSUER."),
            id="oidc_client",
        )
    discovery = environment.get("MOTCUA_OIDC_DISCOVERY", "").strip()
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": PROVIDER_ID,
                    "name": environment.get("MOTCUA_OIDC_NAME", "").strip() or "VNeID",
                    "client_id": client,
                    "secret": environment.get("MOTCUA_OIDC_CLIENT_SECRET", ""),
                    "settings": {
                        "issuer": _secure(issuer),
                        "server_url": _secure(discovery) if discovery else issuer,
                        "oauth_pkce_enabled": True,
                        "scope": environment.get("MOTCUA_OIDC_SCOPE", "openid profile email phone").split(),
                        "auth_params": dict(parse_qsl(environment.get("MOTCUA_OIDC_PARAMS", ""))),
                        "claims": claims_of(environment.get("MOTCUA_OIDC_CLAIMS", "")),
                        "fetch_userinfo": environment.get("MOTCUA_OIDC_USERINFO", "1") == "1",
                    },
                }
            ]
        }
    }


def claims_of(text: str) -> dict[str, str]:
    """`identifier=so_dinh_danh,name=ho_ten` over the defaults. Raises: DomainError `oidc_claims`."""
    named = dict(CLAIMS)
    for pair in filter(None, (part.strip() for part in text.split(","))):
        fact, equals, claim = pair.partition("=")
        if not equals or not claim or fact not in FACTS:
            raise DomainError(
                gettext_noop("MOTCUA_OIDC_CLAIMS không đọc được ở chỗ “%(pair)s”."),
                gettext_noop("Viết theo mẫu identifier=tên,name=tên; vế trái là một trong: %(facts)s."),
                id="oidc_claims",
                pair=pair[:60],
                facts=", ".join(FACTS),
            )
        named[fact] = claim
    return named


def _secure(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return address
    raise DomainError(
        gettext_noop("Địa chỉ của cổng định danh phải bắt đầu bằng https://."),
        gettext_noop("Sửa MOTCUA_OIDC_ISSUER và MOTCUA_OIDC_DISCOVERY; http:// chỉ dùng được trên máy này."),
        id="oidc_issuer",
    )
