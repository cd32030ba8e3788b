"""A body as another system sends it: its size, charset and JSON are checked before anything believes it."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn, TypeVar

import msgspec
from django.http import HttpRequest

from motcua.api.problems import Refusal
from motcua.foundation.errors import DomainError, gettext_noop

BODY_MOST: Final = 1024 * 1024
"""Bytes of a body; a dossier with a hundred papers has some 60 kB."""
DEEPEST: Final = 20
_FEW_BRACKETS: Final = 2 * DEEPEST
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HALF_LETTER: Final = re.compile("[\ud800-\udfff]")
_WHERE: Final = re.compile(r" - at `\$\.?(.*)`$")
_CHARSETS: Final = frozenset({"", "utf-8", "utf8"})

Record = TypeVar("Record", bound=msgspec.Struct)


class _Unreadable(ValueError):
    """JSON by its grammar, but nothing that one could answer for."""


def check_size(request: HttpRequest) -> None:
    """Refuse a body by its announced length, before a byte of it is read. Raises: `Refusal` 413, 411, 400."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Refusal(
            411,
            gettext_noop("Yêu cầu gửi theo từng khúc, không báo trước độ dài."),
            gettext_noop("Gửi với tiêu đề Content-Length."),
            id="length_required",
        )
    text = request.META.get("CONTENT_LENGTH") or "0"
    length = int(text) if text.isdecimal() and len(text) < 20 else BODY_MOST + 1
    if length > BODY_MOST:
        raise Refusal(
            413,
            gettext_noop("Nội dung gửi lên lớn hơn %(most)s kB; không đọc và không ghi gì."),
            gettext_noop("Bản quét gửi ở trang hồ sơ; ở đây chỉ gửi thông tin của hồ sơ."),
            id="too_large",
            most=BODY_MOST // 1024,
        )


def read(request: HttpRequest, kind: type[Record]) -> Record:
    """The body as a record of `kind`.

    Raises: `Refusal` 415 for another media type or charset, 400 for what is no JSON (also a name given twice,
    a number no machine writes, arrays in arrays without end), 422 for a field that does not fit.
    """
    _check_type(request)
    data = _json(request.body)
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from error


def _check_type(request: HttpRequest) -> None:
    params = request.content_params or {}
    charset = str(params.get("charset", "")).strip("\"'").lower()
    if request.content_type != "application/json" or charset not in _CHARSETS:
        raise Refusal(
            415,
            gettext_noop("Chỉ nhận JSON mã UTF-8."),
            gettext_noop("Gửi với tiêu đề Content-Type: application/json."),
            id="media_type",
        )


def _json(body: bytes) -> Any:
    try:
        if _too_deep(body):
            raise _Unreadable
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_pairs,
            parse_constant=_no_number,
            parse_int=_integer,
        )
    except (ValueError, RecursionError) as error:
        raise Refusal(
            400,
            gettext_noop("Nội dung gửi lên không phải JSON đọc được; chưa ghi gì."),
            gettext_noop(
                "Kiểm tra cú pháp, mã UTF-8, tên trường lặp lại và mức lồng nhau (nhiều nhất %(most)s)."
            ),
            id="unreadable_json",
            most=DEEPEST,
        ) from error


def _too_deep(body: bytes) -> bool:
    """Whether brackets stand in brackets too deep; the letters are only looked at where there are many."""
    if body.count(b"[") + body.count(b"{") <= _FEW_BRACKETS:
        return body.count(b"[") + body.count(b"{") > DEEPEST and _depth(body) > DEEPEST
    return _depth(body) > DEEPEST


def _depth(body: bytes) -> int:
    depth = deepest = 0
    for letter in _STRING.sub(b"", body):
        if letter in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in b"]}":
            depth -= 1
    return deepest


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unreadable
    for name, value in pairs:
        for text in (name, value):
            if isinstance(text, str) and not text.isascii() and _HALF_LETTER.search(text):
                raise _Unreadable
    return found


def _no_number(text: str) -> NoReturn:
    raise _Unreadable(text)


def _integer(text: str) -> int:
    if len(text) > 18:
        raise _Unreadable(text[:20])
    return int(text)


def _misfit(told: str) -> Refusal:
    """A refusal that names the field which msgspec stumbled over."""
    where = _WHERE.search(told)
    named = re.search(r"field `([^`]+)`", told)
    path = where[1] if where else ""
    missing, unknown = "missing required" in told, "contains unknown" in told
    if named and (missing or unknown):
        path = f"{path}.{named[1]}" if path else named[1]
    words = gettext_noop("Giá trị không đúng kiểu hoặc không có trong danh sách.")
    if missing:
        words = gettext_noop("Chưa có trường này.")
    elif unknown:
        words = gettext_noop("Không có trường nào tên như vậy.")
    return Refusal(
        422,
        gettext_noop("Nội dung gửi lên không đúng mẫu; chưa ghi gì."),
        gettext_noop("Xem mẫu trong /api/v1/openapi.json, sửa trường được nêu rồi gửi lại."),
        id="fields",
        faults={path or "$": DomainError(words, id="field")},
    )
