"""The way to a gateway of short messages, in the steps that matter to whoever may be killed."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from motcua.foundation.clock import Instant
from motcua.outbox.gateway import Gateway, Shape, field, international
from motcua.outbox.models import Message
from motcua.outbox.outcomes import Never, NotNow, Unknown, Unreachable, printable

SECONDS: Final = 15
_LONGEST_ANSWER: Final = 65_536


class GatewayLine:
    """An open line to a gateway; the certificate is checked. Raises: `Unreachable`."""

    def __init__(self, gateway: Gateway, seconds: float = SECONDS) -> None:
        self._gateway = gateway
        parts = urlsplit(gateway.url)
        self._path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        host = parts.hostname or ""
        self._line: http.client.HTTPConnection = (
            http.client.HTTPSConnection(
                host, parts.port, timeout=seconds, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, parts.port, timeout=seconds)
        )
        try:
            self._line.connect()
        except (OSError, http.client.HTTPException) as error:
            self._line.close()
            raise Unreachable(_said(error)) from error

    def carry(self, letter: UUID, rows: Sequence[Message], now: Instant, before: Callable[[], None]) -> None:
        """Give one short message to the gateway. Raises: `NotNow`, `Never`, `Unknown`."""
        (row,) = rows
        body, kind = self._body(letter, row)
        before()
        try:
            self._line.request("POST", self._path, body, self._headers(letter, kind))
            answer = self._line.getresponse()
            status, text = answer.status, answer.read(_LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            self._line.close()  # the next request opens another
            if self._gateway.shape.again:
                raise NotNow(_said(error), lost=True) from error
            raise Unknown(_said(error)) from error
        _judge(self._gateway.shape, status, text)

    def __enter__(self) -> GatewayLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def _headers(self, letter: UUID, kind: str) -> dict[str, str]:
        shape = self._gateway.shape
        headers = {"Content-Type": kind, "Accept": "application/json", shape.key_header: str(letter)}
        if self._gateway.token:
            headers[shape.token_header] = shape.token.format(token=self._gateway.token)
        return headers

    def _body(self, letter: UUID, row: Message) -> tuple[bytes, str]:
        shape = self._gateway.shape
        fields: dict[str, Any] = {
            **shape.fixed,
            shape.to: international(row.address, shape.phone),
            shape.text: row.wording.text,
        }
        if shape.reference:
            fields[shape.reference] = str(letter)
        if shape.event and row.kind in shape.events:
            fields[shape.event] = shape.events[row.kind]
        if shape.body == "form":
            return urlencode(fields).encode(), "application/x-www-form-urlencoded"
        return json.dumps(fields, ensure_ascii=False).encode(), "application/json"


def _judge(shape: Shape, status: int, text: bytes) -> None:
    """Whether the answer says that it was taken. Raises: `NotNow`, `Never`."""
    try:
        document = json.loads(text) if text.strip() else {}
    except ValueError:
        document = {}
    said = printable(f"{status} {field(document, shape.words)}")
    if status in shape.later or status >= 500:
        raise NotNow(said)
    if status in (401, 403):
        # A token that is refused is a fault of the settings, not of the message.
        raise NotNow(said, lost=True)
    if not 200 <= status < 300:
        raise Never(said)
    if not shape.result:
        return
    result = field(document, shape.result)
    if result in shape.result_later:
        raise NotNow(printable(f"{said} ({result})"))
    if result not in shape.result_good:
        raise Never(printable(f"{said} ({result})"))


def _said(error: Exception) -> str:
    return printable(f"{type(error).__name__}: {error}")
