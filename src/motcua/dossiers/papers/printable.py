"""What a person typed, as the press can print it: every character literal or named, none hidden.

Invisible format characters (zero width, direction marks) go: a right-to-left override makes a paper read
other than its data. A character that the face cannot draw is printed as its code point, `[U+1F600]`, since
PDF/A-2 does not allow an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n(?: ?\n)+ ?")
_ZERO_WIDTH_SPACE = "\u200b"
_KEPT_CONTROLS = "\n\t"


def printable(text: str, can_draw: frozenset[int], run: int = 34) -> str:
    """`text` in NFC for the press.

    `run` is the longest run of characters without a space that a line of the place can hold; longer ones get
    an invisible place to break, otherwise they would leave the sheet.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    spelled = "".join(_spell(char, can_draw) for char in composed)
    tidy = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", spelled)).strip()
    return _breaker(run).sub(lambda found: found[0] + _ZERO_WIDTH_SPACE, tidy)


def _spell(char: str, can_draw: frozenset[int]) -> str:
    code = ord(char)
    if 0x20 <= code < 0x7F:
        return char
    if char in _KEPT_CONTROLS:
        return char
    category = unicodedata.category(char)
    if category in ("Zl", "Zp"):
        return "\n"
    if category in ("Cc", "Cf", "Cs") or 0xFE00 <= code <= 0xFE0F:
        return ""
    if category == "Zs" and code != 0xA0:
        return " "
    return char if code in can_draw else f"[U+{code:04X}]"


@lru_cache(maxsize=16)
def _breaker(run: int) -> re.Pattern[str]:
    # A combining mark stays with its letter, so no break is offered before one.
    return re.compile(rf"\S{{{run}}}[\u0300-\u036f]*(?=\S)")
