"""From a dossier's log to the legal paper: what it prints is what the log said on that day, whenever it is
printed again. Layout and wording stand in `papers`; here only the facts are gathered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from motcua.dossiers import store
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.types import CopyKind, SupplementItem
from motcua.dossiers.lifecycle.words import FAULT_NAMES
from motcua.dossiers.papers import data as forms
from motcua.dossiers.papers import render
from motcua.dossiers.papers.words import moment_words
from motcua.dossiers.printing_control import control_slip
from motcua.dossiers.printing_source import (
    Source,
    frame_of,
    no_paper,
    owner_of,
    paper_party,
    source_of,
)
from motcua.dossiers.printing_work import WORK_PAPERS
from motcua.dossiers.queries.clocks import explanation
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.planned import interlinked, planned
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.told import component_name, party_of, words_of
from motcua.dossiers.secret import lookup_secret
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.worktime import Promise
from motcua.foundation.worktime.explain import COUNTED_HOURS, SHORT
from motcua.law.regimes import regime
from motcua.organisation.calendars import calendars
from motcua.organisation.rights import Person, may_read

KIND_WORDS: Final = {
    CopyKind.ORIGINAL: "Bản chính",
    CopyKind.COPY: "Bản sao",
    CopyKind.ELECTRONIC: "Bản điện tử",
    CopyKind.SHOWN: "Xuất trình",
}
METHOD_WORDS: Final = {
    "counter": "Trực tiếp tại Bộ phận Một cửa",
    "postal": "Qua dịch vụ bưu chính công ích",
    "electronic": "Bản điện tử",
}
UNIT_WORDS: Final = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ làm việc",
    "month": "tháng",
}


def paper(
    person: Person, code: str, key: str, *, number: int | None = None, clock: Clock | None = None
) -> bytes:
    """The form `key` of a dossier as PDF. `number` picks a supplement round; the last one without it.

    Raises: `NotFound` outside the person's sight, or where the dossier has no such paper.
    """
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    return render(key, paper_data(locked, key, number=number, now=(clock or SystemClock()).now()))


def paper_data(locked: store.Locked, key: str, *, now: Instant, number: int | None = None) -> forms.Paper:
    """The record of a form, gathered from the log. Raises: `NotFound` where there is none."""
    builder = _BUILDERS.get(key)
    known = builder is not None and regime(locked.tracked.state.regime).printed(key) is not None
    place = _event_of(locked, key, number) if known else None
    if builder is None or place is None:
        raise no_paper()
    return builder(source_of(locked, place, now))


_EVENTS: Final[dict[str, tuple[type[ev.Payload], ...]]] = {
    "receipt": (ev.Received,),
    "supplement": (ev.SupplementRequested,),
    "refusal": (ev.Refused, ev.NotReceived),
    "apology": (ev.Rescheduled,),
    "stop_notice": (ev.Withdrawn, ev.Stopped, ev.SupplementExpired),
    "opinion_request": (ev.ConsultationRequested,),
    "opinion_answer": (ev.ConsultationAnswered,),
}
_OF_NOW: Final = ("control_slip", "transfer_slip", "urging_letter")
"""Papers that tell how the dossier stands when they are printed."""


def _event_of(locked: store.Locked, key: str, number: int | None) -> int | None:
    """The index of the event that a form was made at; those of now belong to the last event."""
    if key in _OF_NOW:
        return len(locked.events) - 1 if locked.tracked.state.received_at is not None else None
    places = [place for place, event in enumerate(locked.events) if isinstance(event.payload, _EVENTS[key])]
    if number is not None and key.startswith("opinion"):
        # Answers come in any order: the opinion has its own number.
        places = [place for place in places if getattr(locked.events[place].payload, "no", 0) == number]
    elif number is not None:
        places = places[number - 1 : number] if number > 0 else []
    return places[-1] if places else None


def limit_text(quantity: str | None, unit: str) -> str:
    """A time limit in words: "5 ngày làm việc"; half days with a comma."""
    if quantity is None or unit not in UNIT_WORDS:
        return "Không quy định"
    return f"{quantity.replace('.', ',')} {UNIT_WORDS[unit]}"


def _receipt(source: Source) -> forms.ReceiptData:
    intake, state = source.state.intake, source.state
    owner = owner_of(source)
    representative = party_of(source.opened.get(intake.representative)) if intake.representative else None
    signer = representative or owner
    mark = "TNHS" if source.law.id != "R2025" else "BPTNTKQ"
    return forms.ReceiptData(
        frame=frame_of(source, "receipt", mark),
        party=paper_party(signer),
        principal=forms.Principal(
            name=owner.name,
            identifier=owner.identifier,
            address=owner.address,
            phone=owner.phone,
            email=owner.email,
            paper=representative.paper,
        )
        if representative
        else None,
        procedure_code=intake.procedure.code,
        content=words_of(source.opened, intake.content) or source.content.name,
        components=tuple(
            forms.Component(
                no=line.no,
                name=component_name(line, source.content, source.opened),
                kind=KIND_WORDS[line.kind],
                quantity=line.quantity,
            )
            for line in sorted(intake.components, key=lambda line: line.no)
        ),
        sets=intake.sets,
        limit_text=limit_text(intake.limit.quantity, intake.limit.unit),
        received_at=state.received_at or source.event.occurred_at,
        due_at=state.due_at,
        provisional=state.provisional,
        explanation=_explanation(source),
        return_place=METHOD_WORDS[intake.return_method.value],
        submitter=signer.name,
        receiver=source.names.actor(source.event.actor),
        secret=lookup_secret(state.dossier, source.locked.secret_version),
        copies=(1, 2),
        **_interlinked(source),
    )


def _interlinked(source: Source) -> dict[str, Any]:
    """The total and each agency's own date, where the process of the dossier calls other agencies."""
    told = planned(source.state, calendars())
    if told is None or not interlinked(told, source.state):
        return {}
    names = Names(agencies=[each.agency for each in told.agencies], at=source.state.received_at)
    return {
        "total_text": told.total.phrase.said(str),
        "agencies": tuple(
            forms.AgencyDate(agency=names.agency(each.agency), due_at=each.due_at) for each in told.agencies
        ),
    }


def _explanation(source: Source) -> forms.Explanation | None:
    told = explanation(source.state, source.locked.place.section_id, source.law)
    if told is None or told.due_at != source.state.due_at:
        # What a wait or an apology added is no part of the count from reception.
        return None
    return forms.Explanation(
        rule=_rule(told),
        source=source.law.sources["count"].citation,
        calendar_version=told.calendar_version,
        days=tuple(
            forms.DayLine(
                date=line.date,
                kind="counted" if str(line.kind) == "counted" else "skipped",
                minutes=round(line.minutes),
                reason="" if line.reason == COUNTED_HOURS else SHORT.get(line.reason, line.reason),
                source="" if line.reason == COUNTED_HOURS else line.source,
            )
            for line in told.explanation
        ),
    )


def _rule(told: Promise) -> str:
    """How it is counted and from when: said here alone, so the days name neither again."""
    if told.count == "whole_days":
        return "Đếm trọn ngày làm việc từ ngày hôm sau"
    late = told.clock_start > told.received_at
    start = f"{moment_words(told.clock_start)} (giờ mở cửa tiếp theo)" if late else "lúc tiếp nhận"
    return f"Đếm giờ làm việc từ {start}; 8 giờ là 1 ngày làm việc"


def _asked(source: Source, item: SupplementItem) -> str:
    words = words_of(source.opened, item.item)
    return f"{words} ({FAULT_NAMES[item.fault]})" if item.fault else words


def _supplement(source: Source) -> forms.SupplementData:
    payload = source.event.payload
    assert isinstance(payload, ev.SupplementRequested)
    restart = source.law.supplement_policy == "restart"
    return forms.SupplementData(
        frame=frame_of(source, "supplement", f"{payload.round}-PBS"),
        party=paper_party(owner_of(source)),
        content=words_of(source.opened, source.state.intake.content) or source.content.name,
        items=tuple(_asked(source, item) for item in payload.items),
        reason=words_of(source.opened, payload.reason),
        deadline=payload.deadline,
        clock_note="Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ giấy tờ."
        if restart
        else "Thời gian chờ bổ sung không tính vào thời hạn giải quyết.",
        contact_name=source.names.actor(source.event.actor),
        contact_phone=source.door.phone if source.door else "",
        guide=source.names.actor(source.event.actor),
    )


def _refusal(source: Source) -> forms.RefusalData:
    payload = source.event.payload
    as_result = isinstance(payload, ev.Refused)
    owner = owner_of(source)
    return forms.RefusalData(
        frame=frame_of(source, "refusal", "PTC"),
        party=paper_party(owner),
        content=words_of(source.opened, source.state.intake.content) or source.content.name,
        reason=words_of(source.opened, getattr(payload, "reason", None)),
        stage="resolution" if as_result else "reception",
        submitter=owner.name,
        receiver="" if as_result else source.names.actor(source.event.actor),
        leader=source.names.actor(source.event.actor) if as_result else "",
    )


def _apology(source: Source) -> forms.ApologyData:
    payload = source.event.payload
    assert isinstance(payload, ev.Rescheduled)
    return forms.ApologyData(
        frame=frame_of(source, "apology", "PXL"),
        party=paper_party(owner_of(source)),
        agency=source.names.agency(source.state.intake.competent),
        procedure_name=source.content.name,
        received_at=source.state.received_at or 0,
        due_at=payload.due_before,
        new_due_at=payload.due_after,
        reason=words_of(source.opened, payload.reason),
        overdue=source.event.occurred_at > payload.due_before,
        head=source.names.actor(payload.signed_by),
    )


def _stop_notice(source: Source) -> forms.StopNoticeData:
    payload = source.event.payload
    causes: dict[type[Any], str] = {ev.Withdrawn: "requested", ev.Stopped: "suspended"}
    return forms.StopNoticeData(
        frame=frame_of(source, "stop_notice", "TBD"),
        party=paper_party(owner_of(source)),
        agency=source.names.agency(source.state.intake.competent),
        procedure_name=source.content.name,
        received_at=source.state.received_at or 0,
        due_at=source.state.due_at,
        cause=causes.get(type(payload), "supplement_expired"),  # type: ignore[arg-type]
        requested_at=source.event.occurred_at if isinstance(payload, ev.Withdrawn) else None,
        stopped_at=source.event.occurred_at,
        reason=words_of(source.opened, getattr(payload, "reason", None)),
        legal_ground=getattr(payload, "legal_ground", "") or "",
        signer=source.names.actor(source.event.actor),
    )


_BUILDERS: Final[dict[str, Callable[[Source], forms.Paper]]] = {
    "receipt": _receipt,
    "supplement": _supplement,
    "refusal": _refusal,
    "apology": _apology,
    "stop_notice": _stop_notice,
    "control_slip": control_slip,
    **WORK_PAPERS,
}
