"""From an event of the log to what citizens are told of it, with the values of its words.

The log holds commitments; what they stand for is read from the dossier's private records, where those are not
erased. An event that tells the applicant nothing gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext, override

from motcua.dossiers import store
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeState, ReturnMethod, Status
from motcua.dossiers.log import type_of
from motcua.dossiers.projection import entered
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.told import Opened, fault_of, words_of
from motcua.foundation.clock import Instant, local_of
from motcua.foundation.errors import gettext_noop
from motcua.procedures.queries import version_content

_WHERE: Final = {
    ReturnMethod.COUNTER: gettext_noop("Nhận tại %(section)s trong giờ làm việc; mang theo giấy hẹn."),
    ReturnMethod.POSTAL: gettext_noop("Kết quả được gửi qua bưu điện tới địa chỉ bạn đã đăng ký."),
    ReturnMethod.ELECTRONIC: gettext_noop("Xem và tải kết quả điện tử trên trang hồ sơ."),
}
_WHERE_SHORT: Final = {
    ReturnMethod.COUNTER: gettext_noop("Nhận tại %(section)s, mang giấy hẹn."),
    ReturnMethod.POSTAL: gettext_noop("Kết quả gửi qua bưu điện."),
    ReturnMethod.ELECTRONIC: gettext_noop("Xem và tải trên trang hồ sơ."),
}
_FEE: Final = gettext_noop("Nộp phí, lệ phí khi nhận kết quả.")
_WEEKDAYS: Final = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)


class Phrased(NamedTuple):
    """A sentence of the house as a value, said in the reader's language."""

    template: str
    params: Mapping[str, str] = {}


class Amount(NamedTuple):
    """A value in đồng."""

    dong: int


class Moment(NamedTuple):
    """A value in time."""

    at: Instant


class Items(NamedTuple):
    """Papers asked for, each with what is wrong, a msgid or empty."""

    lines: tuple[tuple[str, str], ...]


Value = str | Phrased | Amount | Moment | Items | None


class Fact(NamedTuple):
    """One thing to tell: the name of its event, its values, and until when something is asked."""

    event: str
    values: Mapping[str, Value]
    until: Instant | None = None


class Source(NamedTuple):
    """What the facts of one event are told from."""

    state: State
    event: Event
    opened: Opened
    together: frozenset[str]
    """Types of the events that the same command wrote."""
    agencies: Callable[[str], str]
    procedure: str


def followed() -> frozenset[str]:
    """The types of events that citizens may be told of."""
    return frozenset(_TOLD)


def facts_of(locked: store.Locked, seq: int, opened: Opened) -> list[Fact]:
    """What to tell of one event. Statements: the names of agencies that the process does not know yet."""
    event = next((each for each in locked.events if each.seq == seq), None)
    if event is None or (tell := _TOLD.get(type_of(event.payload))) is None:
        return []
    source = _source(locked, event, opened)
    return [fact._replace(values={**_always(source), **fact.values}) for fact in tell(source)]


def supplement_ending(locked: store.Locked, number: int, opened: Opened) -> list[Fact]:
    """That the time of a round of supplement is nearly over; nothing where it is over or was answered."""
    for event in reversed(locked.events):
        payload = event.payload
        if isinstance(payload, ev.SupplementRequested) and payload.round == number and payload.deadline:
            if locked.tracked.state.status is not Status.SUPPLEMENT_REQUESTED:
                return []
            source = _source(locked, event, opened)
            values = {**_always(source), "items": _items(source, payload.items)}
            values["until"] = Moment(payload.deadline)
            return [Fact("supplement_ending", values, payload.deadline)]
    return []


def money_back(locked: store.Locked, name: str, number: str, amount: int, opened: Opened) -> list[Fact]:
    """That money paid online went back: by the refund slip of that number, or under that number of a transfer
    where no receipt ever stood for it."""
    source = _source(locked, locked.events[-1], opened)
    if name == "refunded":
        slips = (each.payload for each in locked.events)
        facts = [
            _refund(source, each)
            for each in slips
            if isinstance(each, ev.FeeRefunded) and each.refund == number
        ]
    else:
        facts = [Fact("money_returned", {"amount": Amount(amount), "receipt": number})]
    return [fact._replace(values={**_always(source), **fact.values}) for fact in facts]


def _source(locked: store.Locked, event: Event, opened: Opened) -> Source:
    state = locked.tracked.state
    codes = {state.intake.section, state.intake.competent} | {
        part.agency for part in state.running.parts if part.agency
    }
    names = Names(agencies=codes, at=entered(state))
    content = version_content(state.intake.procedure.version)
    together = frozenset(
        type_of(each.payload) for each in locked.events if each.recorded_at == event.recorded_at
    )
    return Source(state, event, opened, together, names.agency, content.name)


def _always(source: Source) -> dict[str, Value]:
    return {
        "code": source.event.dossier,
        "procedure": source.procedure,
        "section": source.agencies(source.state.intake.section),
        "agency": source.agencies(source.state.intake.competent),
        "site": site(),
    }


def site(page: str = "/tra-cuu/") -> str:
    """Where anybody looks a dossier up, or that other page, as it is typed."""
    return f"{urlsplit(settings.MOTCUA_PUBLIC_URL).netloc}{page}"


def in_words(fact: Fact, language: str, *, short: bool = False) -> dict[str, str]:
    """The values as text in a language; what has none is empty. `short`: as a short message says them."""
    with override(language):
        return {name: _said(value, language, short) for name, value in fact.values.items()}


def _said(value: Value, language: str, short: bool) -> str:
    match value:
        case None:
            return ""
        case Moment(at):
            return moment_words(at, short=short)
        case Amount(dong):
            thousands = "," if language == "en" else "."
            return gettext("%(amount)s đồng") % {"amount": f"{dong:,}".replace(",", thousands)}
        case Phrased(template, params):
            return gettext(template) % params
        case Items(lines):
            return "; ".join(f"{name} ({gettext(fault)})" if fault else name for name, fault in lines if name)
        case str():
            return " ".join(value.split())
    raise TypeError(value)


def moment_words(at: Instant, *, short: bool = False) -> str:
    """`17:00, thứ Tư 30/11/2022`; short: `17:00 30/11/2022`. In the language that is on."""
    moment = local_of(at)
    day = f"{moment.day}/{moment.month}/{moment.year}"
    if short:
        return f"{moment:%H:%M} {day}"
    return f"{moment:%H:%M}, {gettext(_WEEKDAYS[moment.weekday()])} {day}"


def _moment(at: Instant | None) -> Moment | None:
    return None if at is None else Moment(at)


def _words(source: Source, commitment: str | None) -> str:
    return words_of(source.opened, commitment)


def _items(source: Source, items: tuple[Any, ...]) -> Items:
    return Items(tuple((_words(source, each.item), fault_of(each)) for each in items))


def _registered(source: Source) -> Iterator[Fact]:
    until = source.event.payload.answer_due_at  # type: ignore[union-attr]
    yield Fact("registered", {"until": Moment(until)}, until)


def _to_fix(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.RegistrationNoticed)
    reason = _words(source, payload.reason)
    items = _items(source, payload.items)
    # A notice without a list has all it asks in its reason.
    listed: Value = items if any(name for name, _ in items.lines) else reason
    yield Fact("to_fix", {"items": listed, "reason": reason})


def _not_received(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.NotReceived)
    yield Fact("not_received", {"reason": _words(source, payload.reason)})


def _received(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.Received)
    if not source.together & {"granted", "refused"}:  # resolved on the spot: the outcome is told
        yield Fact("received", {"due": _moment(payload.due_at)})


def _supplement_requested(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.SupplementRequested)
    values: dict[str, Value] = {
        "items": _items(source, payload.items),
        "reason": _words(source, payload.reason),
        "until": _moment(payload.deadline),
    }
    yield Fact("supplement_requested", values, payload.deadline)


def _papers_given(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.SupplementOffered)
    yield Fact("papers_given", {"until": Moment(payload.answer_due_at)}, payload.answer_due_at)


def _papers_returned(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.OfferReturned)
    yield Fact("papers_returned", {"reason": _words(source, payload.reason)})


def _withdrawal_asked(source: Source) -> Iterator[Fact]:
    yield Fact("withdrawal_asked", {})


def _supplement_received(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.SupplementReceived)
    yield Fact("supplement_received", {"due": _moment(payload.due_after)})


def _supplement_expired(source: Source) -> Iterator[Fact]:
    yield Fact("supplement_expired", {})


def _obligation_requested(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.ObligationRequested)
    amount = None if payload.amount is None else Amount(payload.amount)
    yield Fact(
        "obligation_requested", {"amount": amount, "until": _moment(payload.deadline)}, payload.deadline
    )


def _obligation_met(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.ObligationFulfilled)
    yield Fact("obligation_met", {"due": _moment(payload.due_after)})


def _paid(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.FeePaid)
    if payload.amount:
        yield Fact("paid", {"amount": Amount(payload.amount), "receipt": payload.receipt})


def _refunded(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.FeeRefunded)
    # What the gateway was only asked for is told when it has gone back (`money_back`).
    if not payload.by_gateway:
        yield _refund(source, payload)


def _refund(source: Source, payload: ev.FeeRefunded) -> Fact:
    values: dict[str, Value] = {
        "amount": Amount(payload.amount),
        "receipt": payload.refund,
        "reason": _words(source, payload.reason),
    }
    return Fact("refunded", values)


def _reappointed(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.Rescheduled)
    values: dict[str, Value] = {
        "old": Moment(payload.due_before),
        "new": Moment(payload.due_after),
        "reason": _words(source, payload.reason),
    }
    yield Fact("reappointed", values)


def _corrected(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.Corrected)
    if "promise_moved" in payload.notices:
        values = {"old": _moment(payload.due_before), "new": _moment(payload.due_after)}
        yield Fact("promise_moved", values)


def _stopped(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.Stopped)
    yield Fact("stopped", {"reason": _words(source, payload.reason), "ground": payload.legal_ground})


def _resumed(source: Source) -> Iterator[Fact]:
    yield Fact("resumed", {"due": _moment(source.state.due_at)})


def _withdrawn(source: Source) -> Iterator[Fact]:
    yield Fact("withdrawn", {})


def _signed(source: Source) -> Iterator[Fact]:
    """The result is there; what is handed over in the same breath is told as that."""
    payload = source.event.payload
    method = source.state.intake.return_method
    section = {"section": source.agencies(source.state.intake.section)}
    values: dict[str, Value] = {
        "where": Phrased(_WHERE[method], section),
        "where_short": Phrased(_WHERE_SHORT[method], section),
    }
    if isinstance(payload, ev.Refused):
        yield Fact("result_refused", {**values, "reason": _words(source, payload.reason)})
    elif "returned" not in source.together:
        unpaid = source.state.intake.fee_state is FeeState.UNPAID
        yield Fact("result_ready", {**values, "fee": Phrased(_FEE) if unpaid else None})


def _returned(source: Source) -> Iterator[Fact]:
    yield Fact("returned", {"at": Moment(source.event.occurred_at)})
    yield Fact("rating_asked", {})


def _part_sent(source: Source) -> Iterator[Fact]:
    payload = source.event.payload
    assert isinstance(payload, ev.PartsSent)
    sent = [part.agency for part in source.state.running.parts if part.no in payload.numbers and part.agency]
    agencies = ", ".join(dict.fromkeys(source.agencies(code) for code in sent))
    if agencies:
        yield Fact("part_sent", {"agencies": agencies, "due": _moment(source.state.due_at)})


_TOLD: Final[Mapping[str, Callable[[Source], Iterator[Fact]]]] = {
    "registered": _registered,
    "registration_noticed": _to_fix,
    "not_received": _not_received,
    "received": _received,
    "supplement_requested": _supplement_requested,
    "supplement_offered": _papers_given,
    "offer_returned": _papers_returned,
    "withdrawal_asked": _withdrawal_asked,
    "supplement_received": _supplement_received,
    "supplement_expired": _supplement_expired,
    "obligation_requested": _obligation_requested,
    "obligation_fulfilled": _obligation_met,
    "fee_paid": _paid,
    "fee_refunded": _refunded,
    "rescheduled": _reappointed,
    "corrected": _corrected,
    "stopped": _stopped,
    "resumed": _resumed,
    "withdrawn": _withdrawn,
    "granted": _signed,
    "refused": _signed,
    "returned": _returned,
    "parts_sent": _part_sent,
}
