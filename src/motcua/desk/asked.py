"""What comes in addresses and small fields: whole numbers, pages, words to look for; the rest is nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_UNREADABLE: Final = ("Cc", "Cs")


def whole(text: str | None) -> int | None:
    """A whole number of at most nine plain digits; none for anything else."""
    return int(text) if text and _WHOLE.fullmatch(text) else None


def page_number(text: str | None) -> int:
    """The number of a page, from 1."""
    return min(max(whole(text) or 1, 1), 100_000)


def day_typed(text: str | None) -> date | None:
    """A day from a date field; none for anything else."""
    try:
        day = datetime.strptime(text or "", "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None


def words_asked(text: str | None, limit: int = 300) -> str:
    """Words to look for: composed, without control characters or outer spaces, cut at `limit`."""
    readable = "".join(
        sign for sign in (text or "")[: limit * 4] if unicodedata.category(sign) not in _UNREADABLE
    )
    return unicodedata.normalize("NFC", readable).strip()[:limit]


CUT: Final = 5_000
"""Characters of one field that are shown again; the reader has refused longer ones by name."""


class Typed(dict[str, str]):
    """What was typed, where every field answers; templates cannot give defaults to a QueryDict."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({name: str(data.get(name) or "")[:CUT] for name in data})

    def __missing__(self, name: str) -> str:
        return ""
