"""The parts of a dossier in words: what its log says, with the words of its private records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.describe import describe
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import ComponentLine, Fault, SupplementItem
from motcua.dossiers.lifecycle.words import FAULT_NAMES
from motcua.dossiers.log import type_of
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.views import (
    DeclarationChange,
    FieldChange,
    File,
    GivenOnline,
    Line,
    Opinion,
    Paper,
    Round,
)
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.procedures.content import VersionContent

Opened = Mapping[str, Any]
DETAIL_LABELS: Final = {
    "reason": gettext_noop("Lý do"),
    "note": gettext_noop("Ghi chú"),
    "content": gettext_noop("Nội dung"),
    "answer": gettext_noop("Ý kiến"),
    "proof": gettext_noop("Chứng từ"),
    "past_reason": gettext_noop("Lý do ghi ngày trước"),
    "receiver": gettext_noop("Người nhận"),
    "payer": gettext_noop("Người nộp tiền"),
}
ERASED: Final = gettext_noop("(đã xóa theo quy định)")


def party_of(data: Any) -> Party:
    """A party from its private record; an erased one says so."""
    return msgspec.convert(data, Party) if data else Party(name=ERASED)


def words_of(opened: Opened, commitment: str | None) -> str:
    """The words behind a commitment; empty for none, a mark for an erased record."""
    if not commitment:
        return ""
    value = opened.get(commitment, ERASED)
    return str(value.get("name", "")) if isinstance(value, dict) else str(value)


def component_name(line: ComponentLine, content: VersionContent, opened: Opened) -> str:
    """The paper's name: its own, or that of its line in the pinned version."""
    if line.name:
        return words_of(opened, line.name)
    number = (line.code or "").removeprefix("#")
    if number.isdigit() and 1 <= int(number) <= len(content.components):
        return content.components[int(number) - 1].name
    return line.code or ""


def papers(
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


_ASKED: Final = {
    Fault.MISSING: gettext_noop("Cần bổ sung (thiếu)"),
    Fault.WRONG_FORM: gettext_noop("Cần bổ sung (sai mẫu)"),
    Fault.EXPIRED: gettext_noop("Cần bổ sung (hết hiệu lực)"),
    Fault.UNREADABLE: gettext_noop("Cần bổ sung (không đọc được)"),
    Fault.CONTENT_WRONG: gettext_noop("Cần bổ sung (nội dung chưa đúng)"),
    Fault.OTHER: gettext_noop("Cần bổ sung (lỗi khác)"),
}


def fault_of(item: SupplementItem) -> str:
    """What is wrong with a paper, a msgid; empty where nobody said."""
    return FAULT_NAMES[item.fault] if item.fault else ""


def rounds(state: State, opened: Opened) -> tuple[Round, ...]:
    return tuple(
        Round(
            no=each.no,
            requested_at=each.requested_at,
            deadline=each.deadline,
            items=tuple(words_of(opened, item.item) for item in each.items),
            faults=tuple(fault_of(item) for item in each.items),
            reason=words_of(opened, each.reason),
            completed_at=each.completed_at,
            due_before=each.due_before,
            due_after=each.due_after,
            ended=each.ended or "",
        )
        for each in state.rounds
    )


def opinions(
    state: State,
    events: list[Event],
    opened: Opened,
    names: Names,
    *,
    now: Instant,
    mine: frozenset[int] = frozenset(),
) -> tuple[Opinion, ...]:
    """The consultations; `mine` are those that the reader's agency owes."""
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
            late=answered[each.no].late if each.no in answered else now > each.deadline,
            mine=each.no in mine,
            paper=(answered[each.no].paper or "") if each.no in answered else "",
        )
        for each in state.consultations
    )


def line_of(
    event: Event, digest: bytes, opened: Opened, names: Names, changed: FieldChange | None = None
) -> Line:
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
        actor_code=event.actor,
        unit=names.agency(event.unit),
        unit_code=event.unit,
        hash=digest.hex(),
        details=_details(event, opened),
        changed=changed,
    )


def _details(event: Event, opened: Opened) -> tuple[tuple[str, str], ...]:
    details = [
        (label, words_of(opened, value))
        for name, label in DETAIL_LABELS.items()
        if isinstance(value := getattr(event.payload, name, None), str) and value
    ]
    items = getattr(event.payload, "items", ())
    details += [
        (_ASKED[item.fault] if item.fault else gettext_noop("Cần bổ sung"), words_of(opened, item.item))
        for item in items
    ]
    if paper := getattr(event.payload, "paper", None):
        details.append((gettext_noop("Văn bản trả lời"), paper))
    ground = getattr(event.payload, "legal_ground", None)
    if ground:
        details.append((gettext_noop("Căn cứ"), ground))
    return tuple(details)


def given_online(state: State, opened: Opened) -> GivenOnline | None:
    """What was given online and not recorded yet; none where nothing was."""
    given = state.offered
    if given is None:
        return None
    return GivenOnline(
        at=given.at,
        papers=tuple((line.no, line.file or "") for line in given.components),
        form=given.form,
        declaration=(opened.get(given.declaration) or {}) if given.declaration else {},
        note=words_of(opened, given.note),
    )


def declaration_changes(events: Iterable[Event], opened: Opened) -> tuple[DeclarationChange, ...]:
    """What applicants put right in the declaration, newest first; erased records are left out."""
    found = [
        DeclarationChange(
            at=event.occurred_at,
            form=event.payload.form,
            answers={field: (old, new) for field, (old, new) in opened[event.payload.changes or ""].items()},
        )
        for event in events
        if isinstance(event.payload, ev.SupplementOffered) and opened.get(event.payload.changes or "")
    ]
    return tuple(reversed(found))
