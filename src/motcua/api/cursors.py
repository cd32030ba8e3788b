"""Where the next page begins, signed, so that nobody makes one by hand or takes it to another question."""

from __future__ import annotations

import hashlib
from typing import Final

import orjson
from django.core import signing

from motcua.api.problems import Refusal
from motcua.foundation.errors import DomainError, gettext_noop

_SIGNER: Final = signing.Signer(salt="motcua.api.cursor")
LONGEST: Final = 400


def cursor_after(place: int, question: dict[str, object], who: str) -> str:
    """The cursor of what follows `place` in the answer to a question."""
    return _SIGNER.sign_object([place, _digest(question, who)])


def place_of(cursor: str, question: dict[str, object], who: str) -> int:
    """The place that a cursor of this same question tells. Raises: `Refusal` 422."""
    try:
        place, asked = _SIGNER.unsign_object(cursor[:LONGEST])
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _unknown() from error
    if asked != _digest(question, who):
        raise _unknown()
    return int(place)


def _digest(question: dict[str, object], who: str) -> str:
    text = orjson.dumps([question, who], option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(text).hexdigest()[:16]


def _unknown() -> Refusal:
    fault = DomainError(gettext_noop("Con trỏ này không phải do câu hỏi này trả về."), id="field")
    return Refusal(
        422,
        gettext_noop("Con trỏ trang không dùng được."),
        gettext_noop("Bắt đầu lại không có con trỏ, rồi dùng next_cursor với cùng bộ lọc."),
        id="cursor",
        faults={"cursor": fault},
    )
