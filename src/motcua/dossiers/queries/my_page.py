"""One dossier as its holder sees it, signed in: the public way with names, papers and what may be done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import IO, Any, Final

from django.db.models import Q

from motcua.citizens.queries import Applicant
from motcua.dossiers import store
from motcua.dossiers.attachments import CITIZEN, opened_file
from motcua.dossiers.holders import held_dossier
from motcua.dossiers.inspection_tables import Opening
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.core import allowed
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeState, ReturnMethod, Role, Status, SupplementItem
from motcua.dossiers.models import Attachment
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.public import public_of
from motcua.dossiers.queries.told import (
    Opened,
    component_name,
    declaration_changes,
    fault_of,
    given_online,
    words_of,
)
from motcua.dossiers.queries.views import DeclarationChange, File, GivenOnline, PublicDossier, View
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.supplement_requests import request_seq
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.in_force import in_force
from motcua.organisation.queries import section_of
from motcua.procedures.content import VersionContent
from motcua.procedures.queries import version_content

SHOWN_OPENINGS: Final = 50
OWN_PURPOSES: Final = ("component", "supplement")


class MyPaper(View, frozen=True, kw_only=True):
    """A paper of the dossier by its line, with the file that came for it where there is one."""

    no: int
    name: str
    file: File | None
    from_store: bool = False


class AskedPaper(View, frozen=True, kw_only=True):
    """Something that the section asks for: `no` is the line it is about, `paper` its name, `fault` a msgid of
    what is wrong; `declaration` where it is the answers of the form."""

    place: int
    name: str
    no: int | None
    fault: str = ""
    paper: str = ""
    declaration: bool = False


class Seen(View, frozen=True, kw_only=True):
    """Somebody who opened the dossier."""

    at: Instant
    who: str
    unit: str
    how: str


class MyDossier(View, frozen=True, kw_only=True):
    """A dossier of the account. `asked` are the papers that the applicant must give now, by a supplement
    request or by the one notice upon a filing; `answer_due_at` until when the section owes an answer."""

    id: int
    public: PublicDossier
    procedure_code: str
    field_code: str
    field: str
    """The procedure's field, by code and name: by them the personal store lends."""
    code: str
    reference: str
    secret: str
    relation: str
    seq: int
    owner_name: str
    form: str
    declaration: dict[str, Any]
    standing: dict[str, Any]
    """The declaration with what was put right and not recorded yet."""
    changes: tuple[DeclarationChange, ...]
    papers: tuple[MyPaper, ...]
    files: tuple[File, ...]
    results: tuple[File, ...]
    seen: tuple[Seen, ...]
    section_phone: str
    submitted_at: Instant | None
    answer_due_at: Instant | None
    answer_late: bool
    asked: tuple[AskedPaper, ...]
    request: int
    """The event since which the request stands as it does; 0 where nothing is asked."""
    ask_reason: str
    ask_deadline: Instant | None
    reason: str
    """Why it was not received, where it was not."""
    offered: GivenOnline | None
    withdrawal_asked_at: Instant | None
    fee_owed: int
    """Đồng that are certain to be owed still."""
    may_supplement: bool
    may_withdraw: bool


def my_dossier(applicant: Applicant, code: str, *, clock: Clock | None = None) -> MyDossier:
    """The page of one dossier. Raises: `NotFound`, the same for one that is not there and for another's."""
    now = (clock or SystemClock()).now()
    held = held_dossier(applicant, code, now)
    locked = store.read(held.code)
    if locked is None:
        raise NotFound(gettext_noop("Không tìm thấy hồ sơ này trong tài khoản của bạn."))
    state = locked.tracked.state
    opened = store.open_private(locked.id)
    files = _files(locked.id)
    may = allowed(state, frozenset({Role.APPLICANT}), regime_of(in_force()[1], state))
    content = version_content(state.intake.procedure.version)
    papers = _papers(state, content, opened, files)
    reason, asked, deadline = _asked(locked, opened, {paper.no: paper.name for paper in papers})
    waiting = state.status is Status.REGISTERED and (not state.noticed or state.offered is not None)
    intake = state.intake
    declaration = (opened.get(intake.declaration) or {}) if intake.declaration else {}
    given = given_online(state, opened)
    return MyDossier(
        id=locked.id,
        procedure_code=intake.procedure.code,
        field_code=intake.procedure.field,
        field=content.field,
        public=public_of(locked, now),
        code=state.dossier,
        reference=state.reference or "",
        secret=lookup_secret(state.dossier, locked.secret_version),
        relation=held.relation,
        seq=state.seq,
        owner_name=str((opened.get(intake.owner) or {}).get("name", "")),
        form=intake.form,
        declaration=declaration,
        standing=(given.declaration if given else {}) or declaration,
        changes=declaration_changes(locked.events, opened),
        papers=papers,
        files=tuple(files.values()),
        results=_results(locked),
        seen=_seen(locked.id),
        section_phone=_phone(locked.place.section_id, now),
        submitted_at=intake.submitted_at,
        answer_due_at=state.answer_due_at if waiting else None,
        answer_late=waiting and state.answer_due_at is not None and now > state.answer_due_at,
        asked=asked,
        request=request_seq(state, locked.events),
        ask_reason=reason,
        ask_deadline=deadline,
        reason=_declined(locked, opened),
        offered=given if state.status is Status.SUPPLEMENT_REQUESTED else None,
        withdrawal_asked_at=state.withdrawal_asked_at if state.ended_at is None else None,
        fee_owed=state.fee_owed if state.received_at is not None and state.ended_at is None else 0,
        may_supplement=c.OfferSupplement in may
        and bool(asked or state.status is Status.SUPPLEMENT_REQUESTED),
        may_withdraw=c.AskWithdrawal in may and state.withdrawal_asked_at is None,
    )


def open_my_file(
    applicant: Applicant, code: str, file: uuid.UUID, *, clock: Clock | None = None
) -> tuple[Attachment, IO[bytes]]:
    """A file that the holder gave, or the result. Raises: `NotFound`, the same for what is not there and for
    what is not the holder's to see."""
    now = (clock or SystemClock()).now()
    held = held_dossier(applicant, code, now)
    locked = store.read(held.code)
    row = Attachment.objects.filter(pk=file, dossier_id=held.dossier_id).first()
    if row is None or locked is None or not _may_see(row, locked):
        raise NotFound(
            gettext_noop("Không tìm thấy tệp này trong hồ sơ của bạn."),
            gettext_noop("Mở lại hồ sơ và chọn tệp trong danh sách."),
        )
    return row, opened_file(row)


def _may_see(row: Attachment, locked: store.Locked) -> bool:
    own = row.uploaded_by.startswith(CITIZEN) or row.purpose in OWN_PURPOSES
    return own or row.sha256 in _documents(locked)


def _files(dossier_id: int) -> dict[str, File]:
    """What the applicant handed in, by SHA-256; working files of the offices are theirs."""
    own = Q(uploaded_by__startswith=CITIZEN) | Q(purpose__in=OWN_PURPOSES)
    rows = Attachment.objects.filter(own, dossier_id=dossier_id).order_by("uploaded_at", "pk")
    return {row.sha256: _file(row) for row in rows}


def _file(row: Attachment) -> File:
    return File(
        id=str(row.pk),
        name=row.name,
        size=row.size,
        media_type=row.media_type,
        purpose=row.purpose,
        sha256=row.sha256,
        uploaded_at=row.uploaded_at,
        scanned=row.scanned_at is not None,
        virus=row.virus,
        by_citizen=row.uploaded_by.startswith(CITIZEN),
    )


def _papers(
    state: State, content: VersionContent, opened: Opened, files: dict[str, File]
) -> tuple[MyPaper, ...]:
    return tuple(
        MyPaper(
            no=line.no,
            name=component_name(line, content, opened),
            file=files.get(line.file or ""),
            from_store=line.from_store,
        )
        for line in sorted(state.intake.components, key=lambda line: line.no)
    )


def _documents(locked: store.Locked) -> tuple[str, ...]:
    """SHA-256 of the result's files, once they are the applicant's: handed over, or electronic and paid."""
    state, intake = locked.tracked.state, locked.tracked.state.intake
    documents: tuple[str, ...] = ()
    for event in locked.events:
        if isinstance(event.payload, ev.Granted | ev.Refused):
            documents = event.payload.documents
    ready = (
        state.status is Status.FINISHED
        and intake.return_method is ReturnMethod.ELECTRONIC
        and intake.fee_state is not FeeState.UNPAID
    )
    return documents if ready or state.status is Status.RETURNED else ()


def _results(locked: store.Locked) -> tuple[File, ...]:
    documents = _documents(locked)
    if not documents:
        return ()
    rows = Attachment.objects.filter(dossier_id=locked.id, sha256__in=documents).order_by("uploaded_at")
    return tuple({row.sha256: _file(row) for row in rows}.values())


def _seen(dossier_id: int) -> tuple[Seen, ...]:
    rows = list(
        Opening.objects.filter(dossier_id=dossier_id)
        .order_by("-at", "-pk")
        .values_list("at", "who", "unit", "how")[:SHOWN_OPENINGS]
    )
    names = Names(agencies={unit for _, _, unit, _ in rows}, actors={who for _, who, _, _ in rows})
    return tuple(
        Seen(at=at, who=names.actor(who), unit=names.agency(unit), how=how) for at, who, unit, how in rows
    )


def _phone(section_id: int | None, now: Instant) -> str:
    section = section_of(section_id, day_of(now)) if section_id else None
    return section.phone if section else ""


def _asked(
    locked: store.Locked, opened: Opened, names: Mapping[int, str]
) -> tuple[str, tuple[AskedPaper, ...], Instant | None]:
    """Reason, papers and deadline of what waits for the applicant; nothing where nothing does."""
    state = locked.tracked.state
    if state.status is Status.SUPPLEMENT_REQUESTED and state.rounds:
        asked = state.rounds[-1]
        return words_of(opened, asked.reason), _items(asked.items, opened, names), asked.deadline
    if state.status is Status.REGISTERED and state.noticed and state.offered is None:
        for event in reversed(locked.events):
            if isinstance(event.payload, ev.RegistrationNoticed):
                return (
                    words_of(opened, event.payload.reason),
                    _items(event.payload.items, opened, names),
                    None,
                )
    return "", (), None


def _items(
    items: tuple[SupplementItem, ...], opened: Opened, names: Mapping[int, str]
) -> tuple[AskedPaper, ...]:
    return tuple(
        AskedPaper(
            place=place,
            name=words_of(opened, item.item),
            no=item.component,
            fault=fault_of(item),
            paper=names.get(item.component or 0, ""),
            declaration=item.declaration,
        )
        for place, item in enumerate(items)
    )


def _declined(locked: store.Locked, opened: Opened) -> str:
    for event in reversed(locked.events):
        if isinstance(event.payload, ev.NotReceived):
            return words_of(opened, event.payload.reason)
    return ""
