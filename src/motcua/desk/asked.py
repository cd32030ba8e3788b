"""What comes in addresses and small fields: whole numbers, pages, words to look for; the rest is nothing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_UNREADABLE: Final = ("Cc", "Cs")


def whole(text: str | None) -> int | None:
    """A whole number of at most nine plain digits; none for anything else."""
    return int(text) if text and _WHOLE.fullmatch(text) else None


def page_number(text: str | None) -> int:
    """The number of a page, from 1."""
    return min(max(whole(text) or 1, 1), 100_000)


def words_asked(text: str | None, limit: int = 300) -> str:
    """Words to look for: composed, without control characters or outer spaces, cut at `limit`."""
    readable = "".join(
        sign for sign in (text or "")[: limit * 4] if unicodedata.category(sign) not in _UNREADABLE
    )
    return unicodedata.normalize("NFC", readable).strip()[:limit]
