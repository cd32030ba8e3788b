"""The mail server from one address: `smtp://user:password@host:587`."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from motcua.foundation.errors import DomainError, gettext_noop

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_settings(address: str) -> dict[str, Any]:
    """Django's EMAIL_* for `smtp://`, `smtp+starttls://` or `smtps://`; without an address nothing is sent.

    Raises: DomainError `mail_url`.
    """
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "EMAIL_HOST": ""}
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in _PORTS or not parts.hostname or port == -1:
        raise DomainError(
            gettext_noop("MOTCUA_MAIL_URL không phải là địa chỉ của một máy chủ thư."),
            gettext_noop("Viết theo mẫu smtp+starttls://tài_khoản:mật_khẩu@máy_chủ:587."),
            id="mail_url",
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
