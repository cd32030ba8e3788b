"""The gateway's words and signature, without I/O: names from a data file, HMAC-SHA256 over a canonical text.

The names are seen in public source and not confirmed (`data/gateway.toml` says of each where it is from), so
that all of them stand in one file and none in the program.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from motcua.foundation.canonical import NotCanonicalError, canonical
from motcua.foundation.clock import SECOND, Instant
from motcua.foundation.errors import DomainError, Forbidden, gettext_noop

LONGEST: Final = 64 * 1024
"""Bytes of a message; more is not read."""


class SignatureWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How messages are signed; only HMAC-SHA256 is known here."""

    algorithm: str
    field: str
    time: str
    nonce: str
    window_seconds: int


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file: paths below the gateway's address, names of fields, values with a meaning."""

    status: str
    paths: dict[str, str]
    signature: SignatureWords
    names: dict[str, str]
    values: dict[str, int | str]

    def named(self, **values: Any) -> dict[str, Any]:
        """A message with the gateway's names."""
        return {self.names[name]: value for name, value in values.items()}

    def read(self, message: Mapping[str, Any], name: str) -> Any:
        """A field of a message by our own word; None where it is not there."""
        return message.get(self.names[name])


class BadSignature(Forbidden):
    """A message that the gateway did not sign, or not lately."""

    id = "bad_signature"


@lru_cache(maxsize=4)
def names_in(path: str = "") -> Names:
    """The names of a file, or of the one that ships. Raises: DomainError `gateway_names`."""
    shipped = msgspec.convert(tomllib.loads(_shipped()), Names)
    if not path:
        return shipped
    try:
        given = msgspec.convert(tomllib.loads(Path(path).read_text()), Names)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise _bad_names(path, str(error)) from error
    missing = [
        *(set(shipped.names) - set(given.names)),
        *(set(shipped.paths) - set(given.paths)),
        *(set(shipped.values) - set(given.values)),
    ]
    if missing or given.signature.algorithm != "HMAC-SHA256":
        raise _bad_names(path, ", ".join(sorted(missing)) or given.signature.algorithm)
    return given


def canonical_text(message: Mapping[str, Any], names: Names) -> str:
    """What is signed: every field but the signature, by name, `name=value` joined by `&`; a value that is
    no text stands as canonical JSON (RFC 8785). Raises: `NotCanonicalError`."""
    return "&".join(
        f"{name}={message[name] if isinstance(message[name], str) else canonical(message[name])}"
        for name in sorted(message)
        if name != names.signature.field
    )


def signature_of(message: Mapping[str, Any], names: Names, secret: str) -> str:
    """Lower-case hex HMAC-SHA256 of the canonical text. Raises: `NotCanonicalError`."""
    text = canonical_text(message, names)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def signed(message: Mapping[str, Any], names: Names, secret: str, now: Instant) -> dict[str, Any]:
    """The message with time, nonce and signature."""
    words = names.signature
    full = {**message, words.time: now // SECOND, words.nonce: secrets.token_hex(12)}
    return {**full, words.field: signature_of(full, names, secret)}


def read_signed(body: bytes, names: Names, secret: str, now: Instant) -> dict[str, Any]:
    """A message that the other side signed within the window. Raises: `BadSignature` for everything else.

    Nothing of a message is looked at before its signature is right, but the time, which is signed too.
    """
    try:
        message = msgspec.json.decode(body[: LONGEST + 1]) if len(body) <= LONGEST else None
    except (msgspec.DecodeError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise _forged()
    given = message.get(names.signature.field)
    try:
        right = signature_of(message, names, secret)
    except (NotCanonicalError, RecursionError, UnicodeEncodeError):
        raise _forged() from None
    # Compared as bytes: text outside ASCII would raise.
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(errors="replace"), right.encode()):
        raise _forged()
    at = message.get(names.signature.time)
    if type(at) is not int or abs(now // SECOND - at) > names.signature.window_seconds:
        raise _forged()
    return message


def _forged() -> BadSignature:
    return BadSignature(
        gettext_noop("Chữ ký của thông điệp không đúng hoặc đã quá thời gian cho phép; không ghi gì."),
        gettext_noop("Ký lại bằng khóa chung và gửi lại."),
    )


def _bad_names(path: str, why: str) -> DomainError:
    return DomainError(
        gettext_noop("Tệp tên trường của cổng thanh toán %(path)s không dùng được: %(why)s."),
        gettext_noop("Sửa tệp, hoặc bỏ MOTCUA_GATEWAY_NAMES để dùng tệp đi kèm."),
        id="gateway_names",
        path=path,
        why=why,
    )


def _shipped() -> str:
    return (resources.files("motcua.payments") / "data" / "gateway.toml").read_text()
