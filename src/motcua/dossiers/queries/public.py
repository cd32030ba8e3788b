"""What the public sees: with a code alone almost nothing, with code and secret the dossier's whole way."""

from __future__ import annotations

from typing import Final

from motcua.dossiers import store
from motcua.dossiers.inspection_tables import DailySeal, Opening
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.describe import IN_WORK, describe
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeState, Status, Step
from motcua.dossiers.log import type_of
from motcua.dossiers.projection import entered
from motcua.dossiers.queries.clocks import adjustments, clocking_of, explanation
from motcua.dossiers.queries.corrections import moved_promise
from motcua.dossiers.queries.dossier import chain_fault
from motcua.dossiers.queries.held import held_view
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.step_clocks import clocks_from, codes_in
from motcua.dossiers.queries.steps import codes_in_steps
from motcua.dossiers.queries.told import Opened, party_of, words_of
from motcua.dossiers.queries.views import Ask, PublicDossier, PublicLine, PublicPart, PublicStatus
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.seal import Root
from motcua.dossiers.secret import same_secret
from motcua.dossiers.step_clocks import Clocks
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import remaining
from motcua.organisation.in_force import in_force
from motcua.procedures.queries import version_content

DEGREES: Final = {
    Step.RECEIVE: (20, gettext_noop("Đã tiếp nhận, đang chuyển cơ quan giải quyết")),
    Step.RESOLVE: (50, gettext_noop("Cơ quan giải quyết đang xử lý")),
    Step.SUPPLEMENT: (50, gettext_noop("Cơ quan giải quyết đang xử lý")),
    Step.APPROVE: (75, gettext_noop("Đang trình lãnh đạo ký")),
    Step.RETURN: (90, gettext_noop("Đã có kết quả, chờ người nộp nhận")),
    Step.DONE: (100, gettext_noop("Đã trả kết quả")),
}
_OTHER: Final = {
    Status.REGISTERED: (10, gettext_noop("Đã nộp trực tuyến, chờ tiếp nhận")),
    Status.NOT_RECEIVED: (100, gettext_noop("Không được tiếp nhận")),
    Status.SUPPLEMENT_REQUESTED: (50, gettext_noop("Chờ người nộp bổ sung giấy tờ")),
    Status.OBLIGATION_REQUESTED: (50, gettext_noop("Chờ người nộp thực hiện nghĩa vụ tài chính")),
    Status.WITHDRAWN: (100, gettext_noop("Đã rút theo yêu cầu")),
    Status.STOPPED: (100, gettext_noop("Đã dừng xử lý")),
    Status.RETURNED: (100, gettext_noop("Đã trả kết quả")),
}
SHORTEST_HASH: Final = 16
_INNER: Final = frozenset(
    {
        "assigned",
        "verified",
        "result_proposed",
        "sent_back",
        "supplement_proposed",
        "supplement_rejected",
        "urged",
    }
)
"""Moves inside the offices that are not told to the applicant one by one."""


def degree_of(state: State) -> tuple[int, str]:
    """How far a dossier is, in percent and in words."""
    if state.status in _OTHER:
        return _OTHER[state.status]
    return DEGREES[state.holder.step if state.holder else Step.RESOLVE]


def public_status(code: str, hash_start: str = "") -> PublicStatus:
    """What anybody may see (Circular 01/2018 art. 16(2)d). `hash_start` is what a QR code carries: at least
    16 hex digits of the hash of any event of the chain."""
    locked = store.read(code)
    if locked is None:
        return PublicStatus(code=code, degree=0, step_words="", exists=False)
    degree, words = degree_of(locked.tracked.state)
    known = None
    if hash_start:
        start = hash_start.lower()
        known = len(start) >= SHORTEST_HASH and any(
            digest.hex().startswith(start) for _, digest in locked.log
        )
    return PublicStatus(code=locked.tracked.state.dossier, degree=degree, step_words=words, hash_known=known)


def public_timeline(code: str, secret: str, *, clock: Clock | None = None) -> PublicDossier | None:
    """The whole way, for who has the receipt's secret; none where code and secret do not belong together."""
    locked = store.read(code)
    if locked is None or not _has_secret(locked, secret):
        return None
    return public_of(locked, (clock or SystemClock()).now())


def opens(code: str, secret: str) -> bool:
    """Whether code and secret belong together."""
    locked = store.read(code)
    return locked is not None and _has_secret(locked, secret)


def _has_secret(locked: store.Locked, secret: str) -> bool:
    """The secret of the receipt, or that of the online filing, which the applicant keeps after acceptance."""
    state = locked.tracked.state
    names = {state.dossier, state.reference or state.dossier}
    return any(same_secret(secret, name, locked.secret_version) for name in names)


def public_of(locked: store.Locked, now: Instant) -> PublicDossier:
    """The way of a dossier for somebody of whom it is known that it is theirs to see."""
    state = locked.tracked.state
    hours, laws = in_force()
    law, intake = regime_of(laws, state), state.intake
    content = version_content(intake.procedure.version)
    calendar = hours(locked.place.section_id)
    opened = store.open_private(locked.id)
    openings = Opening.objects.filter(dossier_id=locked.id).order_by("-at").values_list("at", "unit")[:20]
    clocks = clocks_from(locked.events, state, now, hours)
    holder = _whereabouts(state, clocks)
    names = Names(
        agencies={intake.section, intake.competent, holder}
        | (codes_in(clocks) if clocks else set())
        | {event.unit for event in locked.events}
        | codes_in_steps(state)
        | {unit for _, unit in openings},
        at=entered(state),
    )
    running = state.ended_at is None and state.due_at is not None
    degree, _ = degree_of(state)
    return PublicDossier(
        code=state.dossier,
        degree=degree,
        procedure_name=content.name,
        procedure_code=intake.procedure.code,
        status=state.status,
        status_name=law.statuses[state.status].name,
        section=names.agency(intake.section),
        agency_name=names.agency(intake.competent),
        holder_words=names.agency(holder),
        owner_name=party_of(opened.get(intake.owner)).name,
        received_at=state.received_at,
        due_at=state.due_at,
        original_due_at=state.original_due_at,
        ended_at=state.ended_at,
        returned_at=state.returned_at,
        fee_owed=state.fee_owed,
        fee_paid=bool(state.payments),
        obligation_due=(state.obligation.amount or 0) if state.obligation else 0,
        obligation_paid=state.obligations_taken > 0,
        provisional=state.provisional,
        clocking=clocking_of(state, now, calendar),
        remaining=remaining(now, state.due_at, calendar) if running and state.due_at is not None else None,
        asks=_asks(locked, opened),
        timeline=_timeline(locked, names),
        adjustments=adjustments(locked.events),
        explanation=explanation(state, locked.place.section_id, law),
        regime=law,
        limit=intake.limit.quantity or "",
        limit_unit=intake.limit.unit,
        calendar_version=state.calendar_version,
        head=locked.head.hex(),
        events=state.seq,
        chain_ok=not chain_fault(locked.log),
        corrected=moved_promise(locked.events),
        openings=tuple((at, names.agency(unit)) for at, unit in openings),
        held=held_view(clocks, names.agency, now) if clocks else None,
        parts=_parts(state, names, now),
    )


def _parts(state: State, names: Names, now: Instant) -> tuple[PublicPart, ...]:
    """Parts that were sent, without officers and tasks: these are words of the agencies among themselves."""
    found = []
    for part in state.running.parts:
        if part.sent_at is None:
            continue
        until = part.returned_at or (now if state.paused_at is None else state.paused_at)
        stopped = part.result == "stopped"
        found.append(
            PublicPart(
                agency=names.agency(part.agency),
                sent_at=part.sent_at,
                due_at=part.due_at,
                returned_at=part.returned_at,
                stopped=stopped,
                late=part.due_at is not None and until > part.due_at and not stopped,
            )
        )
    return tuple(sorted(found, key=lambda part: part.sent_at))


def _whereabouts(state: State, clocks: Clocks | None) -> str:
    """Code of the agency that has it, or that it was sent to: while a part is out, that of the part."""
    last = clocks.spans[-1] if clocks and clocks.spans and state.ended_at is None else None
    if last is not None and last.agency:
        return last.agency
    return state.holder.agency if state.holder else state.intake.section


def _timeline(locked: store.Locked, names: Names) -> tuple[PublicLine, ...]:
    lines: list[PublicLine] = []
    for event in reversed(locked.events):
        if type_of(event.payload) in _INNER:
            continue
        sentence, params = describe(event, "citizen")
        if sentence == IN_WORK and lines:
            # A hand-over inside one agency tells the applicant nothing.
            continue
        shown = {
            key: names.agency(str(value)) if key in {"agency", "consulted"} else value
            for key, value in params.items()
        }
        lines.append(
            PublicLine(
                at=event.occurred_at,
                text=Phrase(sentence, shown),
                unit=names.agency(event.unit),
                type=type_of(event.payload),
            )
        )
    return tuple(lines)


def _asks(locked: store.Locked, opened: Opened) -> tuple[Ask, ...]:
    state = locked.tracked.state
    if state.status is Status.SUPPLEMENT_REQUESTED:
        asked = state.rounds[-1]
        items = tuple(words_of(opened, item.item) for item in asked.items)
        return (
            Ask(kind="supplement", words=words_of(opened, asked.reason), items=items, until=asked.deadline),
        )
    if state.status is Status.OBLIGATION_REQUESTED:
        notices = (event.payload for event in reversed(locked.events))
        notice = next((each for each in notices if isinstance(each, ev.ObligationRequested)), None)
        if notice is None:
            return (Ask(kind="obligation", words=""),)
        words = words_of(opened, notice.content)
        return (Ask(kind="obligation", words=words, until=notice.deadline, amount=notice.amount),)
    if state.status is Status.FINISHED:
        unpaid = state.intake.fee_state is FeeState.UNPAID
        words = (
            gettext_noop("Mang theo giấy hẹn và nộp phí, lệ phí khi nhận kết quả.")
            if unpaid
            else gettext_noop("Mang theo giấy hẹn khi nhận kết quả.")
        )
        return (Ask(kind="collect", words=words),)
    return ()


def daily_roots(limit: int = 60) -> list[Root]:
    """The published seals, newest first."""
    rows = DailySeal.objects.order_by("-day")[:limit]
    return [Root(row.day, row.heads, bytes(row.previous), bytes(row.root)) for row in rows]
