"""The mail server from one address: `smtp://user:password@host:587`; who letters are from; when nobody's
telephone rings."""

from __future__ import annotations

from datetime import time
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


def mail_from(address: str, public_url: str) -> str:
    """The sender of letters; without one `mot-cua@` the host of the public address.

    Raises: DomainError `mail_from`.
    """
    if not address:
        return f"mot-cua@{urlsplit(public_url).hostname or 'localhost'}"
    name, at, host = address.rpartition("@")
    if not (at and name and host) or not address.isascii() or not address.isprintable() or " " in address:
        raise DomainError(
            gettext_noop("MOTCUA_MAIL_FROM không phải là một địa chỉ thư."),
            gettext_noop("Viết theo mẫu mot-cua@tinh.gov.vn, hoặc bỏ đi để dùng tên máy chủ."),
            id="mail_from",
        )
    return address


def mail_language(language: str) -> str:
    """The language of letters, `vi` or `en`. Raises: DomainError `mail_language`."""
    if language not in ("vi", "en"):
        raise DomainError(
            gettext_noop("MOTCUA_MAIL_LANGUAGE chỉ nhận vi hoặc en."),
            gettext_noop("Sửa biến đó, hoặc bỏ đi để thư viết bằng tiếng Việt."),
            id="mail_language",
        )
    return language


def quiet_hours(text: str) -> tuple[time, time] | None:
    """`21:00-07:00` as two times of the day; none for an empty text. Raises: DomainError `quiet_hours`."""
    if not text:
        return None
    begins, _, ends = text.partition("-")
    try:
        return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError as error:
        raise DomainError(
            gettext_noop("MOTCUA_QUIET_HOURS không phải là một khoảng giờ."),
            gettext_noop("Viết theo mẫu 21:00-07:00, hoặc để trống để nhắn cả đêm."),
            id="quiet_hours",
        ) from error
