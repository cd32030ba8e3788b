"""Corrections of a dossier as people read them: which field, what stood there, what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

import msgspec

from motcua.dossiers.lifecycle import corrections
from motcua.dossiers.lifecycle.describe import corrected_name
from motcua.dossiers.lifecycle.events import Corrected, Event, Received, Registered
from motcua.dossiers.lifecycle.types import ComponentLine
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.told import Opened, component_name, party_of, words_of
from motcua.dossiers.queries.views import CorrectedPromise, FieldChange
from motcua.foundation.clock import Instant
from motcua.procedures.content import VersionContent


class Shelf(NamedTuple):
    """What the words of a correction are looked up in."""

    opened: Opened
    names: Names
    content: Callable[[int], VersionContent]


class Action(NamedTuple):
    """One correction as it was done: its events, one a field."""

    events: tuple[Event, ...]
    place: int
    """The place in the log of its last event."""

    @property
    def at(self) -> Instant:
        """When it was done."""
        return self.events[0].occurred_at

    @property
    def payloads(self) -> tuple[Corrected, ...]:
        """What it put right."""
        return tuple(each.payload for each in self.events if isinstance(each.payload, Corrected))


def actions(events: Iterable[Event]) -> list[Action]:
    """The corrections of a log, oldest first; events of one command share its reason."""
    found: list[Action] = []
    for place, event in enumerate(events):
        if not isinstance(event.payload, Corrected):
            continue
        last = found[-1] if found else None
        if last is not None and last.payloads[-1].reason == event.payload.reason:
            found[-1] = Action((*last.events, event), place)
        else:
            found.append(Action((event,), place))
    return found


def moved_promise(events: Iterable[Event]) -> CorrectedPromise | None:
    """The last correction that moved the promise, for who was promised."""
    for action in reversed(actions(events)):
        for payload in action.payloads:
            if "promise_moved" in payload.notices:
                return CorrectedPromise(
                    at=action.at,
                    fields=tuple(dict.fromkeys(corrected_name(each) for each in action.payloads)),
                    before=payload.due_before,
                    after=payload.due_after,
                )
    return None


def change_of(payload: Corrected, shelf: Shelf, versions: tuple[int, int]) -> FieldChange:
    """Old beside new; `versions` are those that the dossier was on before and after."""
    word = _WORDS.get(payload.field, _as_it_is)
    old, new = (
        None if text is None else word(text, shelf, version)
        for text, version in zip((payload.old, payload.new), versions, strict=True)
    )
    return FieldChange(field=payload.field, label=corrected_name(payload), old=old, new=new)


def changes_of(events: Iterable[Event], shelf: Shelf) -> dict[int, FieldChange]:
    """The field that each correction of a log put right, by seq."""
    events = tuple(events)
    found: dict[int, FieldChange] = {}
    first = next((e.payload.intake for e in events if isinstance(e.payload, Registered | Received)), None)
    version = first.procedure.version if first else 0
    for action in actions(events):
        after = version
        for payload in action.payloads:
            if payload.field == "procedure":
                after = corrections.read_pinned(payload.new).pin.version
        for event in action.events:
            if isinstance(event.payload, Corrected):
                found[event.seq] = change_of(event.payload, shelf, (version, after))
        version = after
    return found


def agencies_named(events: Iterable[Event]) -> set[str]:
    """Codes of the agencies that corrections speak of."""
    named = {
        text
        for event in events
        if isinstance(event.payload, Corrected) and event.payload.field == "competent"
        for text in (event.payload.old, event.payload.new)
    }
    return {text for text in named if text}


def masked(identifier: str) -> str:
    """An identifier with its middle hidden."""
    return f"{identifier[:6]} ••• {identifier[-3:]}" if len(identifier) >= 12 else identifier


def _as_it_is(text: str, _shelf: Shelf, _version: int) -> Any:
    return text


def _words(text: str, shelf: Shelf, _version: int) -> Any:
    return words_of(shelf.opened, text)


def _party(text: str, shelf: Shelf, _version: int) -> Any:
    named = party_of(shelf.opened.get(text))
    parts = (named.name, masked(named.identifier), named.phone, named.address, named.email, named.paper)
    return ", ".join(part for part in parts if part)


def _agency(text: str, shelf: Shelf, _version: int) -> Any:
    return shelf.names.agency(text)


def _procedure(text: str, shelf: Shelf, _version: int) -> Any:
    pin = corrections.read_pinned(text).pin
    content = shelf.content(pin.version)
    case = next((case.name for case in content.cases if case.code == pin.case), "")
    return f"{content.name} ({pin.code})" + (f", {case}" if case else "")


def _limit(text: str, _shelf: Shelf, _version: int) -> Any:
    limit = corrections.read_limit(text)
    return (limit.quantity or "", limit.unit)


def _moment(text: str, _shelf: Shelf, _version: int) -> Any:
    return int(text)


def _components(text: str, shelf: Shelf, version: int) -> Any:
    content = shelf.content(version)
    lines = msgspec.json.decode(text, type=tuple[ComponentLine, ...])
    return tuple(
        (component_name(line, content, shelf.opened), line.kind.value, line.quantity) for line in lines
    )


_WORDS: Final[dict[str, Callable[[str, Shelf, int], Any]]] = {
    "owner": _party,
    "representative": _party,
    "content": _words,
    "competent": _agency,
    "procedure": _procedure,
    "limit": _limit,
    "received_at": _moment,
    "components": _components,
}
