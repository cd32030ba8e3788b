"""Numbers that come in addresses and forms: small whole ones, or nothing."""

from __future__ import annotations

import re
from typing import Final

_WHOLE: Final = re.compile(r"[0-9]{1,9}")


def whole(text: str | None) -> int | None:
    """A whole number of at most nine plain digits; none for anything else."""
    return int(text) if text and _WHOLE.fullmatch(text) else None


def page_number(text: str | None) -> int:
    """The number of a page, from 1."""
    return min(max(whole(text) or 1, 1), 100_000)
