"""One line of the log: from an event to its canonical body and hash, and back (contracts, section 2).

`body` is the canonical JSON of `{dossier,seq,type,occurred_at,recorded_at,actor,unit,payload}`;
`hash` is SHA-256 over the previous hash (32 bytes) and the body in UTF-8; 32 zero bytes stand before
the first event. The stored text is never parsed and written again to be verified.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple, get_args

import msgspec

from motcua.dossiers.lifecycle.events import AnyPayload, Event
from motcua.foundation.canonical import canonical_of_plain

GENESIS: Final = bytes(32)


class Line(NamedTuple):
    """One event as the log keeps it."""

    seq: int
    type: str
    occurred_at: int
    recorded_at: int
    actor: str
    unit: str
    body: str
    hash: bytes


class _Body(msgspec.Struct):
    dossier: str
    seq: int
    type: str
    occurred_at: int
    recorded_at: int
    actor: str
    unit: str
    payload: msgspec.Raw


_decode_body: Final = msgspec.json.Decoder(_Body).decode
# The type stands beside the payload, so each kind has a decoder of its own: no union is searched.
_DECODERS: Final[dict[str, Callable[[msgspec.Raw], Any]]] = {
    str(kind.__struct_config__.tag): msgspec.json.Decoder(kind).decode for kind in get_args(AnyPayload)
}


def chain(previous: bytes, body: str) -> bytes:
    """The hash of an event after `previous`."""
    return hashlib.sha256(previous + body.encode()).digest()


def body_of(event: Event) -> str:
    """The canonical body of an event; `origin`, where set, travels inside the payload."""
    payload: dict[str, Any] = msgspec.to_builtins(event.payload)
    kind = payload.pop("type")
    if event.origin:
        payload["origin"] = event.origin
    return canonical_of_plain(
        {
            "dossier": event.dossier,
            "seq": event.seq,
            "type": kind,
            "occurred_at": event.occurred_at,
            "recorded_at": event.recorded_at,
            "actor": event.actor,
            "unit": event.unit,
            "payload": payload,
        }
    )


def line_of(event: Event, previous: bytes) -> Line:
    """The log line of an event that follows the hash `previous`."""
    body = body_of(event)
    return Line(
        event.seq,
        type_of(event.payload),
        event.occurred_at,
        event.recorded_at,
        event.actor,
        event.unit,
        body,
        chain(previous, body),
    )


def lines_of(events: tuple[Event, ...], previous: bytes) -> list[Line]:
    """The log lines of consecutive events after the hash `previous`."""
    lines = []
    for event in events:
        line = line_of(event, previous)
        previous = line.hash
        lines.append(line)
    return lines


def type_of(payload: AnyPayload) -> str:
    """The event type as the log names it."""
    tag = type(payload).__struct_config__.tag
    assert isinstance(tag, str)
    return tag


def event_of(body: str) -> Event:
    """The event that a stored body tells. Raises `msgspec.ValidationError` for a body of another shape."""
    head = _decode_body(body)
    decode = _DECODERS.get(head.type)
    if decode is None:
        raise msgspec.ValidationError(f"no event is called {head.type!r}")
    payload = decode(head.payload)
    origin = payload.origin
    return Event(
        dossier=head.dossier,
        seq=head.seq,
        occurred_at=head.occurred_at,
        recorded_at=head.recorded_at,
        actor=head.actor,
        unit=head.unit,
        payload=payload if origin is None else msgspec.structs.replace(payload, origin=None),
        origin=origin,
    )
