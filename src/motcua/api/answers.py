"""Answers in JSON: times as RFC 3339 with Vietnam's offset, an entity tag where one may ask again."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import msgspec
import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from motcua.foundation.clock import Instant, local_of

TYPE = "application/json"


def answer(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A document as JSON."""
    return HttpResponse(encoded(document), status=status, content_type=TYPE, headers=headers)


def encoded(document: Any) -> bytes:
    """A document of plain values, dates and structs as JSON."""
    return orjson.dumps(document, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return msgspec.to_builtins(value)


def tagged(request: HttpRequest, document: Any, version: str) -> HttpResponse:
    """A document under an entity tag made of its version and of what is shown; 304 to who has it already."""
    content = encoded(document)
    tag = etag(version, content)
    # A compressed answer went out under the weak form of its tag.
    seen = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}
    if tag in seen or "*" in seen:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type=TYPE, headers={"ETag": tag})


def etag(version: str, content: bytes) -> str:
    """The head of the chain does not change when personal data are erased, so the content counts too."""
    return f'"{version}-{hashlib.sha256(content).hexdigest()[:16]}"'


def moment(at: Instant | None) -> str | None:
    """`2022-04-28T14:00:00+07:00`, with microseconds where there are any; none for none."""
    return None if at is None else local_of(at).isoformat() + "+07:00"
