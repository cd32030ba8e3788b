"""Secrets of second factors as the database keeps them: encrypted with a key that is not in the database.

Whoever reads the table, or a copy of it, learns no code of any phone. `settings.MOTCUA_SECOND_FACTOR_KEYS`
holds the keys: the first encrypts, every one decrypts, so that a key is changed by putting the new one before
it and running `motcua account rekey`. The cipher is Fernet (AES-128-CBC with HMAC-SHA256).
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from motcua.foundation.errors import DomainError, gettext_noop

_MARK: Final = "fernet:"
"""Before what is encrypted; a text without it is from before there was encryption, in clear."""
_SECRETS: Final = ("secret", "seed")
"""Of a phone's key, and of what recovery codes are worked out of."""
_PURPOSE: Final = b"motcua second factor 1:"


def encrypt(text: str) -> str:
    """The text as the database may hold it."""
    return _MARK + _cipher().encrypt(text.encode()).decode("ascii")


def decrypt(kept: str) -> str:
    """The text again; one that was never encrypted is given back as it is.

    Raises: DomainError `second_factor_key` where none of the keys fits.
    """
    if not kept.startswith(_MARK):
        return kept
    try:
        return _cipher().decrypt(kept.removeprefix(_MARK).encode()).decode()
    except InvalidToken as error:
        raise DomainError(
            gettext_noop("Máy chủ không đọc được khóa xác thực hai lớp: khóa mã hóa của máy chủ đã khác."),
            gettext_noop("Báo người vận hành đặt lại khóa cũ, hoặc nhờ quản trị đặt lại xác thực hai lớp."),
            id="second_factor_key",
        ) from error


@transaction.atomic
def encrypt_all() -> int:
    """Encrypt what every account has with the first key, old keys' and clear texts alike; how many rows.

    Raises: DomainError `second_factor_key`; then nothing was changed.
    """
    rows = list(Authenticator.objects.select_for_update().order_by("pk"))
    for row in rows:
        row.data = encrypted(row.data)
        row.save(update_fields=["data"])
    return len(rows)


def encrypted(data: dict[str, Any]) -> dict[str, Any]:
    """A row's content with its secrets encrypted by the first key; the rest as it is."""
    clear = decrypted(data)
    return {name: encrypt(value) if name in _SECRETS else value for name, value in clear.items()}


def decrypted(data: dict[str, Any]) -> dict[str, Any]:
    """A row's content with its secrets in clear. Raises: DomainError `second_factor_key`."""
    return {name: decrypt(value) if name in _SECRETS else value for name, value in data.items()}


def unreadable() -> int:
    """How many rows none of the keys reads."""
    return sum(not _reads(row.data) for row in Authenticator.objects.all())


def _reads(data: dict[str, Any]) -> bool:
    try:
        decrypted(data)
    except DomainError:
        return False
    return True


def _cipher() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in settings.MOTCUA_SECOND_FACTOR_KEYS])


def _fernet(key: str) -> Fernet:
    """A key of the house is 256 bits of chance in letters; Fernet wants 32 bytes."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(_PURPOSE + key.encode()).digest()))
