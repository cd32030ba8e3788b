"""Papers of work between agencies, from the log: transfer slip, urging letter, opinion asked for and given.

Decree 61/2018 art. 9 (urging letter, signed by order), 19(5) (opinions), 19(6) (transfer slip).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

import msgspec
from django.conf import settings

from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.state import OpenConsultation
from motcua.dossiers.papers import data as forms
from motcua.dossiers.papers import render, work
from motcua.dossiers.places import agency_key, agency_of
from motcua.dossiers.printing_source import PLACE, Source, frame_of, governing_unit, no_paper, owner_of
from motcua.dossiers.projection import agency_at
from motcua.dossiers.queries.late_work import late_work
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.step_clocks import clocks_from, open_steps_of, overdue_here
from motcua.dossiers.queries.told import words_of
from motcua.dossiers.step_clocks import Clocks, PartSpan, StepClock
from motcua.dossiers.step_clocks.words import POST_NAMES
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.law.regimes import regime_on
from motcua.law.roles import Role
from motcua.organisation.calendars import calendars
from motcua.organisation.models import Agency
from motcua.organisation.queries import officer_names, officers_of, section_of
from motcua.organisation.rights import Person

ANSWER_DAYS: Final = 1
"""Working days in which an agency that is urged answers: a choice of this house, no law sets it."""


def transfer_slip(source: Source) -> work.TransferSlipData:
    """The slip of the parts that are out or were. Raises: `NotFound` where no other agency takes part."""
    clocks = _clocks(source)
    parts = clocks.life.parts
    if not parts:
        raise no_paper()
    names = Names(agencies=[part.agency for part in parts], at=source.state.received_at)
    intake = source.state.intake
    lead = work.AgencyTask(
        agency=source.names.agency(intake.competent),
        task="Chủ trì, tổng hợp, trình kết quả giải quyết",
        due_at=source.state.due_at,
        lead=True,
    )
    others = (
        work.AgencyTask(
            agency=names.agency(part.agency),
            task=words_of(source.opened, part.content) or part.name,
            due_at=part.due_at,
        )
        for part in parts
    )
    frame = frame_of(source, "transfer_slip", "PCXL")
    return work.TransferSlipData(
        frame=msgspec.structs.replace(frame, issued_at=max(part.sent_at for part in parts)),
        applicant=owner_of(source).name,
        procedure_name=source.content.name,
        content=words_of(source.opened, intake.content),
        lead_agency=lead.agency,
        received_at=source.state.received_at or source.event.occurred_at,
        due_at=source.state.due_at,
        order="sequential" if len(parts) > 1 and _one_by_one(parts) else "parallel",
        rows=(lead, *others),
        sender=source.names.actor(source.event.actor),
    )


def _one_by_one(parts: Sequence[PartSpan]) -> bool:
    in_order = sorted(parts, key=lambda part: part.sent_at)
    return all(a.ended_at is not None and a.ended_at <= b.sent_at for a, b in pairwise(in_order))


def urging_letter(source: Source) -> work.UrgingLetterData:
    """To the agency that was urged last (T31), else to the one that has the dossier now, of every step there
    that is over its time, or of the promise.

    Raises: `NotFound` where nobody was urged and nothing is late, or the applicant is waited for.
    """
    clocks = _clocks(source)
    agency, overdue = overdue_here(clocks)
    urged = _last_urging(source)
    if urged is not None:
        agency, overdue = urged.agency, open_steps_of(clocks, urged.agency)
    if not agency:
        raise no_paper()
    rows = tuple(_urged(source, clocks, each) for each in overdue) or (_urged(source, clocks, None),)
    names = Names(agencies=[agency], at=source.state.received_at)
    frame = msgspec.structs.replace(frame_of(source, "urging_letter", "VBĐĐ"), issued_at=source.now)
    answer_by = None if urged is None else urged.answer_by
    return urging(frame, source.section, names.agency(agency), rows, answer_by)


def _last_urging(source: Source) -> ev.Urged | None:
    """What was recorded last (T31); of no use once processing has ended."""
    if source.state.ended_at is not None:
        return None
    events = reversed(source.locked.events)
    return next((event.payload for event in events if isinstance(event.payload, ev.Urged)), None)


def urging(
    frame: forms.Frame,
    section: Agency,
    to_agency: str,
    rows: tuple[work.UrgedLine, ...],
    answer_by: Instant | None = None,
) -> work.UrgingLetterData:
    """The letter of a section about one dossier or many, signed by its head by order (Decree 61/2018 art.
    9)."""
    day = day_of(frame.issued_at)
    head = next(iter(officers_of(section.pk, day, [Role.SECTION_HEAD])), None)
    calendar = calendars()(section.pk)
    answer_day = calendar.next_working_day(day, ANSWER_DAYS)
    return work.UrgingLetterData(
        frame=frame,
        to_agency=to_agency,
        rows=rows,
        answer_by=calendar.close_of(answer_day) if answer_by is None else answer_by,
        order_of=_ORDERS.get(section.level, "Thủ trưởng cơ quan"),
        signer=head.full_name if head else "",
    )


def urging_of_agency(
    person: Person, section_id: int, agency_code: str, *, clock: Clock | None = None
) -> bytes:
    """One letter about every late dossier of a section that an agency has now, as PDF.

    Raises: `Forbidden` outside the person's sight; `NotFound` where the agency has none.
    """
    found = late_work(person, section_id, clock=clock).dossiers
    late = [each for each in found if each.agency_code == agency_code]
    if not late:
        raise NotFound(
            gettext_noop("Cơ quan này không giữ hồ sơ nào đã quá hẹn."),
            gettext_noop("Chọn một cơ quan trong danh sách hồ sơ quá hẹn."),
        )
    now = (clock or SystemClock()).now()
    section = Agency.objects.select_related("parent").get(pk=section_id)
    door, law = section_of(section_id, day_of(now)), regime_on(day_of(now))
    form = law.papers["urging_letter"]
    frame = forms.Frame(
        form_number=form.number,
        form_title=form.title,
        regime=law.id,
        regime_note=law.name,
        governing_unit=governing_unit(section),
        section_name=door.name if door else section.name,
        place=PLACE,
        issued_at=now,
        simulated=settings.MOTCUA_SIMULATED,
    )
    names = officer_names({each.officer for each in late if each.officer})
    rows = tuple(
        work.UrgedLine(
            code=each.code,
            procedure_name=each.procedure_name,
            received_at=each.received_at,
            due_at=each.due_at,
            step=each.step or POST_NAMES.get(each.post, ""),
            holder=names.get(each.officer, ""),
            step_due_at=each.step_due_at,
            over_minutes=each.late_minutes,
        )
        for each in late
    )
    return render("urging_letter", urging(frame, section, late[0].agency, rows))


_ORDERS: Final = {"province": "Chánh Văn phòng", "commune": "Chủ tịch", "district": "Chánh Văn phòng"}
"""By whose order: the centre of a province stands under the UBND Office, the section of a commune under its
UBND (Decree 61/2018 art. 7)."""


def _urged(source: Source, clocks: Clocks, clock: StepClock | None) -> work.UrgedLine:
    """A line of the letter: an overdue step, or the dossier as a whole."""
    life, span = clocks.life, clock.span if clock else None
    over = -(clock.left or 0) if clock else 0
    if over <= 0:  # within its own time, or none: the promise may have passed all the same
        over = clocks.cause.late if clocks.cause else 0
    officer = Names(actors=[span.officer]).actor(span.officer) if span and span.officer else ""
    return work.UrgedLine(
        code=source.state.dossier,
        procedure_name=source.content.name,
        received_at=life.received_at,
        due_at=life.due_at,
        step=(span.name or POST_NAMES.get(span.post, "")) if span else "",
        holder=officer,
        step_due_at=span.due_at if span else None,
        over_minutes=over,
    )


def opinion_request(source: Source) -> work.OpinionRequestData:
    """What was asked, as it was asked."""
    payload = source.event.payload
    assert isinstance(payload, ev.ConsultationRequested)
    names = Names(agencies=[payload.consulted], at=source.event.occurred_at)
    return work.OpinionRequestData(
        frame=_issued_by_unit(source, "opinion_request", f"LYK-{payload.no}"),
        to_agency=names.agency(payload.consulted),
        applicant=owner_of(source).name,
        procedure_name=source.content.name,
        received_at=source.state.received_at or source.event.occurred_at,
        due_at=source.state.due_at,
        no=payload.no,
        content=words_of(source.opened, payload.content),
        deadline=payload.deadline,
        signer=source.names.actor(source.event.actor),
    )


def opinion_answer(source: Source) -> work.OpinionAnswerData:
    """What was answered, to whom had asked."""
    payload = source.event.payload
    assert isinstance(payload, ev.ConsultationAnswered)
    asked = _asked(source, payload.no)
    question = next(
        event
        for event in source.locked.events
        if isinstance(event.payload, ev.ConsultationRequested) and event.payload.no == payload.no
    )
    assert isinstance(question.payload, ev.ConsultationRequested)
    return work.OpinionAnswerData(
        frame=_issued_by_unit(source, "opinion_answer", f"TLYK-{payload.no}"),
        to_agency=Names(agencies=[question.unit], at=question.occurred_at).agency(question.unit),
        applicant=owner_of(source).name,
        procedure_name=source.content.name,
        no=payload.no,
        question=words_of(source.opened, question.payload.content),
        requested_at=asked.requested_at,
        deadline=asked.deadline,
        answer=words_of(source.opened, payload.answer),
        answered_at=source.event.occurred_at,
        late=payload.late,
        signer=source.names.actor(source.event.actor),
    )


def _asked(source: Source, number: int) -> OpenConsultation:
    return next(each for each in source.state.consultations if each.no == number)


def _issued_by_unit(source: Source, key: str, mark: str) -> forms.Frame:
    """The frame of a letter that an agency sends, not the section: its own name stands on the head."""
    agency = agency_of(agency_key(agency_at(source.state, source.event.unit, source.event.occurred_at)))
    return msgspec.structs.replace(
        frame_of(source, key, mark),
        governing_unit=agency.parent.name if agency.parent is not None else governing_unit(agency),
        section_name=agency.name,
    )


def _clocks(source: Source) -> Clocks:
    told = clocks_from(source.locked.events, source.state, source.now, calendars())
    if told is None:
        raise no_paper()
    return told


WORK_PAPERS: Final[dict[str, Callable[[Source], forms.Paper]]] = {
    "transfer_slip": transfer_slip,
    "urging_letter": urging_letter,
    "opinion_request": opinion_request,
    "opinion_answer": opinion_answer,
}
