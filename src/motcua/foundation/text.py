"""Vietnamese text: folding for search, an order for sorting, and cleaning of what people type."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from motcua.foundation.errors import DomainError, gettext_noop

_LETTERS: Final = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
"""The alphabet in dictionary order, each vowel with its tones: none, huyền, hỏi, ngã, sắc, nặng."""
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Control characters but tab and line ends; marks that turn or hide text; the byte order mark."""
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SPACES: Final = re.compile(r"[^\S\n]+")


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _base_and_tone(letter: str) -> tuple[str, str]:
    """A letter without its tone (ầ gives â) and the tone's rank."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[mark] for mark in decomposed[1:] if mark in _TONES), "0")
    kept = "".join(mark for mark in decomposed if mark not in _TONES)
    return unicodedata.normalize("NFC", kept), tone


_FOLD: Final = str.maketrans({letter: _without_marks(letter).replace("đ", "d") for letter in _LETTERS})
_BASES: Final = dict.fromkeys(_base_and_tone(letter)[0] for letter in _LETTERS)
_RANKS: Final = {base: chr(ord("A") + place) for place, base in enumerate(_BASES)}
_WEIGHTS: Final = {
    letter: (_RANKS[_base_and_tone(letter)[0]], _base_and_tone(letter)[1]) for letter in _LETTERS
}


def fold(text: str) -> str:
    """The text in lower case without marks, đ as d, for search and comparison: "Nguyễn Văn Đoàn" gives
    "nguyen van doan". Folding twice changes nothing."""
    folded = text.lower().translate(_FOLD)
    if folded.isascii():
        return folded
    return _without_marks(_without_marks(folded).lower()).replace("đ", "d")


def sort_key(text: str) -> str:
    """A key that sorts by code point (collation "C") as a Vietnamese dictionary: letters first
    (a ă â b c d đ …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then lower before upper case.

    The key is for comparing only; runs of spaces count as one.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    letters, tones = [], []
    for letter in words.lower():
        rank, tone = _WEIGHTS.get(letter) or _other_weight(letter)
        letters.append(rank)
        tones.append(tone)
    case = "".join("1" if letter.isupper() else "0" for letter in words)
    return f"{''.join(letters)} {''.join(tones).rstrip('0')} {case.rstrip('0')}"


def _other_weight(letter: str) -> tuple[str, str]:
    """Digits stay, a space comes first, other signs before digits, other scripts after the alphabet."""
    if letter == " ":
        return "!", "0"
    if letter.isascii():
        return (letter if letter.isdigit() else '"'), "0"
    return letter, "0"


def storable(text: str) -> str:
    """What of a text a PostgreSQL column can hold: no half letters, no NUL; outer spaces go."""
    return text.encode(errors="ignore").decode().replace("\0", " ").strip()


def clean_text(value: str, limit: int, *, lines: bool = False) -> str:
    """What a person typed, in NFC, without control characters, outer spaces or doubled spaces.

    `limit` counts characters after cleaning; `lines` keeps line breaks. Raises `DomainError` `text_too_long`,
    which names both figures, and `text_unreadable` for text that is no Unicode.
    """
    if _SURROGATE.search(value):
        raise DomainError(
            gettext_noop("Văn bản chứa ký tự không đọc được."),
            gettext_noop("Gõ lại hoặc dán lại dưới dạng văn bản thuần."),
            id="text_unreadable",
        )
    cleaned = _CONTROL.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")))
    if lines:
        cleaned = "\n".join(_SPACES.sub(" ", line).strip() for line in cleaned.split("\n")).strip()
    else:
        cleaned = " ".join(cleaned.split())
    if len(cleaned) > limit:
        raise DomainError(
            gettext_noop("Văn bản dài %(length)d ký tự, nhiều nhất là %(limit)d."),
            gettext_noop("Rút ngắn lại, hoặc đính kèm thành tệp."),
            id="text_too_long",
            length=len(cleaned),
            limit=limit,
        )
    return cleaned


FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def spreadsheet_cell(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text
