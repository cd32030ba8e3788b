"""What a person typed, as the press can print it: every character literal or named, none hidden.

Invisible format characters (zero width, direction marks) go: a right-to-left override makes a paper read
other than its data. A character that the face cannot draw is printed as its code point, `[U+1F600]`, since
PDF/A-2 does not allow an empty box; so is a letter of a script that runs from right to left, since it would
turn the signs around it.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n(?: ?\n)+ ?")
_ZERO_WIDTH_SPACE = "\u200b"
_WIDE = frozenset("mw@%—…œæ")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_KEPT_CONTROLS = "\n\t"


def printable(text: str, can_draw: frozenset[int], run: int = 34) -> str:
    """`text` in NFC for the press.

    `run` is the longest run of small letters without a space that a line of the place can hold, a capital
    counting twice; longer ones get an invisible place to break, otherwise they would leave the sheet.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    spelled = "".join(_spell(char, can_draw) for char in composed)
    tidy = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", spelled)).strip()
    return _with_breaks(tidy, run)


def _spell(char: str, can_draw: frozenset[int]) -> str:
    code = ord(char)
    if 0x20 <= code < 0x7F or char in _KEPT_CONTROLS:
        return char
    category = unicodedata.category(char)
    if category in ("Zl", "Zp"):
        return "\n"
    if category in ("Cc", "Cf", "Cs") or 0xFE00 <= code <= 0xFE0F:
        return ""
    if category == "Zs" and code != 0xA0:
        return " "
    if code in can_draw and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT:
        return char
    return f"[U+{code:04X}]"


def _with_breaks(text: str, run: int) -> str:
    out: list[str] = []
    width = 0
    for char in text:
        if char in " \n":
            width = 0
        elif not unicodedata.combining(char):
            # A combining mark has no width and stays with its letter: no break is offered before one.
            step = 2 if char.isupper() or char in _WIDE else 1
            width += step
            if width > run:
                out.append(_ZERO_WIDTH_SPACE)
                width = step
        out.append(char)
    return "".join(out)
