"""A gateway of short messages over HTTP: what its requests and answers look like is data.

Each provider names its fields in its own way; a TOML file says how (`shapes/plain.toml`, docs/messages.md).
Address, token and key are configuration. A message goes with a key of its own in a header, the same at every
try, by which a gateway knows it again.
"""

from __future__ import annotations

import hmac
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop

SHAPES: Final = Path(__file__).parent / "shapes"
SHIPPED: Final = "plain"
_LONGEST_URL: Final = 500


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one provider's messages look. Fields of answers and reports may be paths: `data.error`."""

    body: str = "json"
    """`json` or `form`."""
    phone: str = "84"
    """How a number of this country begins: `0`, `84` or `+84`."""
    to: str = "to"
    text: str = "text"
    reference: str = "reference"
    """The field that repeats the key of the message; empty for none."""
    event: str = ""
    """The field that carries the provider's name of the template, where it has templates (`events`)."""
    events: dict[str, str] = {}
    fixed: dict[str, Any] = {}
    """Fields that are the same in every message."""
    token_header: str = "Authorization"  # noqa: S105 - the name of a header
    token: str = "Bearer {token}"  # noqa: S105 - how it is written
    key_header: str = "Idempotency-Key"
    again: bool = True
    """The provider knows a key again: what may have been taken is sent once more, and rings once."""
    later: tuple[int, ...] = (408, 409, 425, 429)
    """Answers besides 5xx after which it is tried later."""
    result: str = ""
    """The field of the answer that says how it went; empty where the HTTP status says it."""
    result_good: tuple[str, ...] = ()
    result_later: tuple[str, ...] = ()
    words: str = "message"
    """The field with the provider's words about it."""
    report_reference: str = "reference"
    report_state: str = "state"
    report_good: tuple[str, ...] = ("delivered",)
    report_bad: tuple[str, ...] = ("failed",)
    report_words: str = "reason"
    signature_header: str = "X-Signature"
    time_header: str = "X-Timestamp"


class Gateway(msgspec.Struct, frozen=True, kw_only=True):
    """Where a channel's messages go."""

    url: str
    token: str
    report_key: str
    shape: Shape


def gateway(url: str, token: str, report_key: str, shape: str) -> Gateway | None:
    """The gateway at an address; none without one. `shape` is the path of a TOML file, or empty.

    Raises: DomainError `gateway_url`, `gateway_shape`.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > _LONGEST_URL:
        raise DomainError(
            gettext_noop("Địa chỉ của nhà cung cấp tin nhắn phải là một địa chỉ http hoặc https."),
            gettext_noop("Viết theo mẫu https://tin-nhan.example/gui (MOTCUA_SMS_URL, MOTCUA_ZALO_URL)."),
            id="gateway_url",
        )
    return Gateway(url=url, token=token, report_key=report_key, shape=shape_at(shape))


def shape_at(path: str) -> Shape:
    """The shape in a file; the one that ships without. Raises: DomainError `gateway_shape`."""
    place = Path(path) if path else SHAPES / f"{SHIPPED}.toml"
    try:
        shape = msgspec.convert(tomllib.loads(place.read_text(encoding="utf-8")), Shape)
        if shape.body not in ("json", "form") or shape.phone not in ("0", "84", "+84"):
            raise ValueError("body: json | form; phone: 0 | 84 | +84")
        shape.token.format(token="")
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise DomainError(
            gettext_noop("Không đọc được tệp mô tả nhà cung cấp tin nhắn %(path)s: %(reason)s"),
            gettext_noop("Sửa tệp theo docs/messages.md, hoặc bỏ biến đó để dùng mẫu có sẵn."),
            id="gateway_shape",
            path=str(place),
            reason=str(error)[:200],
        ) from error
    return shape


def field(document: Any, path: str) -> str:
    """The text at a dotted path of a JSON document; empty where there is none."""
    for name in path.split("."):
        document = document.get(name) if isinstance(document, Mapping) else None
    return "" if document is None else str(document)


def international(phone: str, begins: str) -> str:
    """A number of this country as the provider wants it: `0912345678`, `84912345678`, `+84912345678`."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    local = digits.removeprefix("84") if digits.startswith("84") and len(digits) > 10 else digits
    return begins + local.removeprefix("0")


def signature(key: str, at: str, body: bytes) -> str:
    """Lower-case hex HMAC-SHA256 over the time of sending, a dot, and the body as it is sent."""
    return hmac.new(key.encode(), at.encode() + b"." + body, sha256).hexdigest()
