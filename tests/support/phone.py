"""A phone with an authenticator app: RFC 6238 by the book, apart from what the house uses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from motcua.foundation.clock import SECOND, SystemClock


def code_of(secret: str, *, steps: int = 0) -> str:
    """The six digits that the phone shows now, or so many steps of thirty seconds later."""
    counter = struct.pack(">Q", SystemClock().now() // SECOND // 30 + steps)
    digest = hmac.new(base64.b32decode(secret.replace(" ", "")), counter, hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"
