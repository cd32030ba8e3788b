"""Words with named placeholders: read, checked, filled; and what fits into a short message.

`{name}` is the only thing that words may hold besides text: no formatting, no code. A line in which a
placeholder has no value is left out, so that "before …" is not said where there is no end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from motcua.foundation.errors import DomainError, gettext_noop

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]{1,30})\}")
_PLAIN: Final = str.maketrans(
    {
        "đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-",
        "…": "...", "·": "-", "\N{NO-BREAK SPACE}": " ", "₫": "d",
    }
)  # fmt: skip
_TWICE: Final = frozenset("^{}\\[~]|")
"""Signs of ASCII that GSM 03.38 has only in its extension: each takes two places (7.2.3.)."""
ONE_SEGMENT: Final = 160
EACH_SEGMENT: Final = 153
"""Places in a message of its own, and in one of several that belong together (3GPP TS 23.040)."""
MOST_SEGMENTS: Final = 2


class Words(NamedTuple):
    """The words of one message. `title` is empty for short channels."""

    title: str
    body: str


def placeholders(text: str) -> set[str]:
    """The names in a text. Raises: DomainError `placeholder_unclosed`."""
    names = set(_PLACEHOLDER.findall(text))
    if "{" in _PLACEHOLDER.sub("", text) or "}" in _PLACEHOLDER.sub("", text):
        raise DomainError(
            gettext_noop("Có dấu ngoặc nhọn không thuộc chỗ điền nào."),
            gettext_noop(
                "Chỗ điền viết liền, chữ thường, ví dụ {code}; không dùng ngoặc nhọn vào việc khác."
            ),
            id="placeholder_unclosed",
            field="body",
        )
    return names


def check(words: Words, allowed: Collection[str], needs: Collection[str]) -> None:
    """Raises: DomainError `placeholder_unclosed`, `placeholder_unknown`, `placeholder_missing`."""
    used = placeholders(words.title) | placeholders(words.body)
    if unknown := sorted(used - set(allowed)):
        raise DomainError(
            gettext_noop("Mẫu này không điền được %(names)s."),
            gettext_noop("Chỉ dùng: %(allowed)s."),
            id="placeholder_unknown",
            field="body",
            names=", ".join(f"{{{name}}}" for name in unknown),
            allowed=", ".join(f"{{{name}}}" for name in allowed),
        )
    if missing := sorted(set(needs) - used):
        raise DomainError(
            gettext_noop("Mẫu này phải nói %(names)s: người nhận cần biết, pháp luật đòi hỏi."),
            gettext_noop("Thêm chỗ điền đó vào nội dung."),
            id="placeholder_missing",
            field="body",
            names=", ".join(f"{{{name}}}" for name in missing),
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; lines that name what has none are left out. A value is never read for
    placeholders again."""
    lines = []
    for line in text.strip().split("\n"):
        if all(values.get(name) for name in _PLACEHOLDER.findall(line)):
            lines.append(_PLACEHOLDER.sub(lambda found: values[found[1]], line))
    return "\n".join(lines).strip()


def plain(text: str) -> str:
    """The text for the GSM alphabet: one line, Latin letters without marks; what has no such form is `?`."""
    decomposed = unicodedata.normalize("NFD", " ".join(text.split()).translate(_PLAIN))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return "".join(sign if " " <= sign <= "~" else "?" for sign in bare)


def places(text: str) -> int:
    """Places that a plain text takes."""
    return sum(2 if sign in _TWICE else 1 for sign in text)


def segments(text: str) -> int:
    """Messages that a plain text is sent as and paid for."""
    taken = places(text)
    return 1 if taken <= ONE_SEGMENT else -(-taken // EACH_SEGMENT)
