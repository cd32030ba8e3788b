"""The lookup secret printed on the receipt: the same at every reprint, worthless without the server's key."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from django.conf import settings

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two letters and digits that nobody confuses on paper: no 0/O, 1/I."""
LENGTH: Final = 10


def lookup_secret(code: str, version: int = 1) -> str:
    """Ten characters (50 bits) by HMAC-SHA-256 over dossier code and version (contracts, section 3)."""
    key = settings.MOTCUA_RECEIPT_KEY
    digest = hmac.digest(
        key.encode() if isinstance(key, str) else key, f"{code}#{version}".encode(), hashlib.sha256
    )
    number = int.from_bytes(digest[:8], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))


def same_secret(given: str, code: str, version: int = 1) -> bool:
    """Whether a typed secret is right; spaces, dashes and case do not matter."""
    typed = "".join(letter for letter in given.upper() if letter.isalnum())
    return hmac.compare_digest(typed.encode(), lookup_secret(code, version).encode())
