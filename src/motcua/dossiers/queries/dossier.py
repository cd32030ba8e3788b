"""One dossier as an officer sees it: told from its log, with the words of its private records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from motcua.dossiers import store
from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.core import allowed
from motcua.dossiers.lifecycle.describe import describe
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import ComponentLine, Status
from motcua.dossiers.log import GENESIS, chain, type_of
from motcua.dossiers.models import Attachment
from motcua.dossiers.projection import entered
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.times import Clocking, clocking
from motcua.dossiers.queries.views import (
    Adjustment,
    DossierView,
    File,
    HolderView,
    Line,
    Opinion,
    Paper,
    Round,
    Segment,
)
from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import (
    Promise,
    WorkCalendar,
    parse_quantity,
    parse_unit,
    promise,
    remaining,
    remaining_phrase,
)
from motcua.law.regimes import Regime, regime
from motcua.organisation.calendars import calendar_for, calendar_of_version
from motcua.organisation.rights import Person, acting_roles, may_read
from motcua.procedures.content import VersionContent
from motcua.procedures.queries import version_content

Opened = Mapping[str, Any]
DETAIL_LABELS: Final = {
    "reason": gettext_noop("Lý do"),
    "note": gettext_noop("Ghi chú"),
    "content": gettext_noop("Nội dung"),
    "answer": gettext_noop("Ý kiến"),
    "proof": gettext_noop("Chứng từ"),
    "past_reason": gettext_noop("Lý do ghi ngày trước"),
    "receiver": gettext_noop("Người nhận"),
}
ERASED: Final = gettext_noop("(đã xóa theo quy định)")
_ORDER: Final = {tag: place for place, tag in enumerate(TAGS.values())}


def dossier_page(person: Person, code: str, *, clock: Clock | None = None) -> DossierView:
    """The dossier with everything that the person may see and do. Raises: `NotFound` outside their scope."""
    now = (clock or SystemClock()).now()
    locked = store.read(code.strip().upper()) or store.read(code.strip())
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    state = locked.tracked.state
    law = regime(state.regime)
    roles = acting_roles(person, locked.place)
    actions = sorted((TAGS[kind] for kind in allowed(state, roles, law)), key=_ORDER.__getitem__)
    return build_view(locked, now, tuple(action for action in actions if action in _DESK_ACTIONS))


_DESK_ACTIONS: Final = frozenset(TAGS.values()) - {"register"}


def build_view(locked: store.Locked, now: Instant, actions: tuple[str, ...] = ()) -> DossierView:
    """The view of a dossier that was read; no right is asked here."""
    state = locked.tracked.state
    intake = state.intake
    law = regime(state.regime)
    content = version_content(intake.procedure.version)
    opened = store.open_private(locked.id)
    calendar = calendar_for(locked.place.section_id)
    names = _names(locked)
    files = _files(locked.id)
    fault = chain_fault(locked.log)
    return DossierView(
        id=locked.id,
        code=state.dossier,
        seq=state.seq,
        head=locked.head.hex(),
        chain_ok=not fault,
        chain_fault=fault,
        status=state.status,
        status_name=law.statuses[state.status].name,
        regime=law,
        procedure=content,
        procedure_code=intake.procedure.code,
        case=intake.procedure.case or "",
        section=names.agency(intake.section),
        section_code=intake.section,
        competent=names.agency(intake.competent),
        competent_code=intake.competent,
        channel=intake.channel.value,
        owner=party_of(opened.get(intake.owner)),
        owner_type=intake.owner_type.value,
        representative=party_of(opened.get(intake.representative)) if intake.representative else None,
        content=words_of(opened, intake.content),
        return_method=intake.return_method.value,
        sets=intake.sets,
        fee_state=intake.fee_state.value,
        received_at=state.received_at,
        due_at=state.due_at,
        original_due_at=state.original_due_at,
        ended_at=state.ended_at,
        returned_at=state.returned_at,
        provisional=state.provisional,
        limit=intake.limit.quantity or "",
        limit_unit=intake.limit.unit,
        calendar_version=state.calendar_version,
        clocking=clocking_of(state, now, calendar),
        holder=_holder(locked, names, now, calendar),
        papers=_papers(state, content, opened, files),
        files=tuple(files.values()),
        rounds=_rounds(state, opened),
        opinions=_opinions(state, locked.events, opened, names),
        adjustments=adjustments(locked.events),
        bar=bar(locked.events, state, now, calendar),
        timeline=tuple(_line(event, digest, opened, names) for event, (_, digest) in _newest(locked)),
        actions=actions,
        forms=forms_of(state, law),
        proposal=state.proposal.kind if state.proposal else "",
        proposal_reason=words_of(opened, state.proposal.note) if state.proposal else "",
        proposal_items=tuple(words_of(opened, item.item) for item in state.proposal.items)
        if state.proposal
        else (),
        granted=state.granted,
        suspended=state.suspended,
    )


def _newest(locked: store.Locked) -> list[tuple[Event, tuple[str, bytes]]]:
    return list(zip(reversed(locked.events), reversed(locked.log), strict=True))


def chain_fault(log: list[tuple[str, bytes]]) -> str:
    """Which event of a chain read for a page does not hold; empty where all do."""
    previous = GENESIS
    for number, (body, digest) in enumerate(log, start=1):
        if chain(previous, body) != digest:
            return str(number)
        previous = digest
    return ""


def party_of(data: Any) -> Party:
    """A party from its private record; an erased one says so."""
    return msgspec.convert(data, Party) if data else Party(name=ERASED)


def words_of(opened: Opened, commitment: str | None) -> str:
    """The words behind a commitment; empty for none, a mark for an erased record."""
    if not commitment:
        return ""
    value = opened.get(commitment, ERASED)
    return str(value.get("name", "")) if isinstance(value, dict) else str(value)


def _names(locked: store.Locked) -> Names:
    agencies = {locked.tracked.state.intake.section, locked.tracked.state.intake.competent}
    actors = set()
    for event in locked.events:
        agencies.add(event.unit)
        actors.add(event.actor)
        holder = getattr(event.payload, "holder", None)
        if holder is not None:
            agencies.add(holder.agency)
            actors.add(holder.officer or "")
        if isinstance(event.payload, ev.ConsultationRequested):
            agencies.add(event.payload.consulted)
    return Names(agencies=agencies, actors=actors, at=entered(locked.tracked.state))


def _files(dossier_id: int) -> dict[str, File]:
    rows = Attachment.objects.filter(dossier_id=dossier_id).order_by("uploaded_at")
    return {
        row.sha256: File(
            id=str(row.id),
            name=row.name,
            size=row.size,
            media_type=row.media_type,
            purpose=row.purpose,
            sha256=row.sha256,
            uploaded_at=row.uploaded_at,
        )
        for row in rows
    }


def clocking_of(state: State, now: Instant, calendar: WorkCalendar) -> Clocking:
    """Where the promise of a state stands."""
    return clocking(
        status=state.status,
        due_at=state.due_at,
        ended_at=state.ended_at,
        paused_at=state.paused_at,
        now=now,
        calendar=calendar,
    )


def _holder(locked: store.Locked, names: Names, now: Instant, calendar: WorkCalendar) -> HolderView | None:
    holder = locked.tracked.state.holder
    if holder is None:
        return None
    late = holder.due_at is not None and now > holder.due_at and locked.tracked.state.ended_at is None
    left = remaining_phrase(remaining(now, holder.due_at, calendar)) if holder.due_at is not None else None
    return HolderView(
        agency=names.agency(holder.agency),
        agency_code=holder.agency,
        officer=names.actor(holder.officer) if holder.officer else "",
        officer_code=holder.officer or "",
        step=holder.step.value,
        since=locked.tracked.holder_at,
        due_at=holder.due_at,
        left=left,
        late=late,
    )


def component_name(line: ComponentLine, content: VersionContent, opened: Opened) -> str:
    """The paper's name: its own, or that of its line in the pinned version."""
    if line.name:
        return words_of(opened, line.name)
    number = (line.code or "").removeprefix("#")
    if number.isdigit() and 1 <= int(number) <= len(content.components):
        return content.components[int(number) - 1].name
    return line.code or ""


def _papers(
    state: State, content: VersionContent, opened: Opened, files: Mapping[str, File]
) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            no=line.no,
            name=component_name(line, content, opened),
            kind=line.kind.value,
            quantity=line.quantity,
            digitised=line.digitised,
            file=files[line.file].id if line.file and line.file in files else "",
        )
        for line in sorted(state.intake.components, key=lambda line: line.no)
    )


def _rounds(state: State, opened: Opened) -> tuple[Round, ...]:
    return tuple(
        Round(
            no=each.no,
            requested_at=each.requested_at,
            deadline=each.deadline,
            items=tuple(words_of(opened, item.item) for item in each.items),
            reason=words_of(opened, each.reason),
            completed_at=each.completed_at,
            due_before=each.due_before,
            due_after=each.due_after,
            ended=each.ended or "",
        )
        for each in state.rounds
    )


def _opinions(state: State, events: list[Event], opened: Opened, names: Names) -> tuple[Opinion, ...]:
    asked = {e.payload.no: e.payload for e in events if isinstance(e.payload, ev.ConsultationRequested)}
    answered = {e.payload.no: e.payload for e in events if isinstance(e.payload, ev.ConsultationAnswered)}
    return tuple(
        Opinion(
            no=each.no,
            agency=names.agency(each.consulted),
            requested_at=each.requested_at,
            deadline=each.deadline,
            content=words_of(opened, asked[each.no].content),
            answered_at=each.answered_at,
            answer=words_of(opened, answered[each.no].answer) if each.no in answered else "",
            late=each.no in answered and answered[each.no].late,
        )
        for each in state.consultations
    )


def adjustments(events: list[Event]) -> tuple[Adjustment, ...]:
    """Every change of the promise after the first one, oldest first."""
    found = []
    for event in events:
        payload = event.payload
        before, after = getattr(payload, "due_before", None), getattr(payload, "due_after", None)
        if after is not None and after != before:
            found.append(
                Adjustment(
                    cause=type_of(payload), at=event.occurred_at, before=before, after=after, seq=event.seq
                )
            )
    return tuple(found)


def _line(event: Event, digest: bytes, opened: Opened, names: Names) -> Line:
    sentence, params = describe(event)
    holder = getattr(event.payload, "holder", None)
    shown = dict(params)
    for key in ("agency", "consulted"):
        if key in shown:
            shown[key] = names.agency(str(shown[key]))
    if "officer" in shown and holder is not None:
        shown["officer"] = names.actor(str(shown["officer"]))
    return Line(
        seq=event.seq,
        type=type_of(event.payload),
        at=event.occurred_at,
        recorded_at=event.recorded_at,
        text=Phrase(sentence, shown),
        actor=names.actor(event.actor),
        unit=names.agency(event.unit),
        hash=digest.hex(),
        details=_details(event, opened),
    )


def _details(event: Event, opened: Opened) -> tuple[tuple[str, str], ...]:
    details = [
        (label, words_of(opened, value))
        for name, label in DETAIL_LABELS.items()
        if isinstance(value := getattr(event.payload, name, None), str) and value
    ]
    items = getattr(event.payload, "items", ())
    details += [(gettext_noop("Cần bổ sung"), words_of(opened, item.item)) for item in items]
    ground = getattr(event.payload, "legal_ground", None)
    if ground:
        details.append((gettext_noop("Căn cứ"), ground))
    return tuple(details)


def bar(events: list[Event], state: State, now: Instant, calendar: WorkCalendar) -> tuple[Segment, ...]:
    """The legal-clock bar from the start of the clock to the promise (or to now where it has passed).

    Counted and paused pieces up to now, then the rest; shares are of working time, so that a weekend takes
    no room.
    """
    start = next((e.payload.clock_start for e in events if isinstance(e.payload, ev.Received)), None)
    if start is None:
        return ()
    until = state.ended_at or now
    pieces = _pieces(events, start, max(start, until))
    if state.due_at is not None and state.ended_at is None and state.due_at > until:
        pieces.append(("rest", until, state.due_at, ""))
    measured = [(kind, a, b, calendar.between(a, b) // MINUTE, why) for kind, a, b, why in pieces if b > a]
    whole = sum(minutes for *_, minutes, _ in measured) or 1
    return tuple(
        Segment(
            kind=kind, since=a, until=b, minutes=minutes, share=round(100 * minutes / whole, 2), reason=why
        )
        for kind, a, b, minutes, why in measured
    )


def _pieces(events: list[Event], start: Instant, until: Instant) -> list[tuple[str, Instant, Instant, str]]:
    pieces: list[tuple[str, Instant, Instant, str]] = []
    since, reason = start, ""
    for event in events:
        kind = type_of(event.payload)
        if kind in {"supplement_requested", "obligation_requested"}:
            pieces.append(("counted", since, event.occurred_at, ""))
            since, reason = event.occurred_at, kind
        elif reason and kind in {"supplement_received", "obligation_fulfilled"}:
            pieces.append(("paused", since, event.occurred_at, reason))
            since, reason = event.occurred_at, ""
    pieces.append(("paused" if reason else "counted", since, until, reason))
    return pieces


def explanation(state: State, section_id: int | None) -> Promise | None:
    """The present count told day by day under the calendar it was made with; none without a
    limit, or where that calendar is not kept here any more.

    What a wait or form 04 added stands in `adjustments`.
    """
    if state.counted_from is None or state.due_at is None:
        return None
    calendar = calendar_of_version(state.calendar_version, section_id)
    if calendar is None:
        return None
    return promise(
        state.counted_from,
        parse_quantity(state.intake.limit.quantity),
        parse_unit(state.intake.limit.unit),
        calendar,
        count=state.count,
        after_15=regime(state.regime).after_15,
        explain=True,
    )


def forms_of(state: State, law: Regime) -> tuple[tuple[str, str, str], ...]:
    """Which legal forms can be printed for the dossier as it stands: key, number, title."""
    keys = []
    if state.received_at is not None:
        keys.append("receipt")
    if state.rounds:
        keys.append("supplement")
    if state.status is Status.NOT_RECEIVED or state.granted is False:
        keys.append("refusal")
    if state.reschedules:
        keys.append("apology")
    if state.status in {Status.WITHDRAWN, Status.STOPPED} and "stop_notice" in law.forms:
        keys.append("stop_notice")
    if state.received_at is not None:
        keys.append("control_slip")
    return tuple((key, law.forms[key].number, law.forms[key].title) for key in keys if key in law.forms)
