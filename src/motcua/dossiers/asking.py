"""Asking for a correction: the reception officer says what is wrong, who may correct (T20) confirms or not.

The reference gives T20 to leader and section head alone (10.3; decisions 0012, 0032). Most slips of the hand
are seen by who made them, with the citizen still at the counter: the officer types what is right, and one
key confirms it. What is written is the correction of who confirmed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import transaction

from motcua.dossiers import services, store
from motcua.dossiers.acting import actor_for, asker_of
from motcua.dossiers.correcting import NO_LIMIT, present_form
from motcua.dossiers.correction_tables import CorrectionRequest
from motcua.dossiers.lifecycle.commands import Correct
from motcua.dossiers.lifecycle.guards import standing_refusal
from motcua.dossiers.queries.corrections_asked import waiting_request
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.regime_of import regime_of
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.in_force import laws
from motcua.organisation.rights import Person

_PAPERS: Final = ("line_", "paper_", "extra_name")
_OF_THE_PAGE: Final = frozenset(
    {
        "csrfmiddlewaretoken",
        "buoc",
        "da_xem",
        "expected_seq",
        "tim_thu_tuc",
        "papers",
        "list_version",
        "case_of",
    }
)
_LONGEST_NOTE: Final = 500


class Asked(NamedTuple):
    """A request that was sent: of which dossier, and whether another one of the same dossier gave way."""

    code: str
    replaced: bool


@transaction.atomic
def ask_correction(
    person: Person, code: str, data: Mapping[str, Any], *, clock: Clock | None = None
) -> Asked:
    """Keep what the officer found wrong until it is answered; an earlier request of the dossier gives way.

    Raises: `NotFound`, `Forbidden`, `FieldErrors`, `Refused` for what could not be put right either.
    """
    clock = clock or SystemClock()
    locked = store.lock(code)
    if locked is None:
        raise unknown_dossier(code)
    asker_of(person, locked)
    # What cannot be corrected is refused to who asks, not to who would have to confirm it.
    services.preview_correction(person, code, data, clock=clock, asked=True)
    waiting = CorrectionRequest.objects.filter(dossier_id=locked.id, answer="").first()
    if waiting is not None:
        _answer(waiting, person, CorrectionRequest.Answer.REPLACED, clock)
    opened = store.open_private(locked.id)
    CorrectionRequest.objects.create(
        dossier_id=locked.id,
        asked_by=person.actor,
        asked_at=clock.now(),
        typed=_differing(data, present_form(locked.tracked.state, opened), locked),
    )
    return Asked(code, waiting is not None)


@transaction.atomic
def confirm_correction(
    person: Person,
    code: str,
    data: Mapping[str, Any],
    request_id: int,
    *,
    expected_seq: int,
    clock: Clock | None = None,
) -> services.Outcome:
    """Do T20 with what is typed, and answer the request that it came from.

    Raises: what `services.perform` raises; `Conflict` `request_answered`.
    """
    clock = clock or SystemClock()
    outcome = services.perform(person, code, "correct", data, expected_seq=expected_seq, clock=clock)
    if not outcome.repeated:
        _answer(_waiting(code, request_id), person, CorrectionRequest.Answer.DONE, clock)
    return outcome


@transaction.atomic
def decline_correction(
    person: Person, code: str, request_id: int, note: str, *, clock: Clock | None = None
) -> None:
    """Answer a request without correcting; the note tells the officer why.

    Raises: `NotFound`, `WrongRole`; `Conflict` `request_answered`; DomainError `note_needed`,
    `text_too_long`.
    """
    locked = store.lock(code)
    if locked is None:
        raise unknown_dossier(code)
    state = locked.tracked.state
    roles = actor_for(person, locked, "correct").roles
    refusal = standing_refusal(state, Correct, roles, regime_of(laws(), state))
    if refusal is not None:
        raise refusal
    said = clean_text(note, _LONGEST_NOTE)
    if not said:
        raise DomainError(
            gettext_noop("Không đính chính thì phải ghi vì sao."),
            gettext_noop("Ghi ngắn gọn để người đề nghị biết."),
            id="note_needed",
            field="note",
        )
    declined = CorrectionRequest.Answer.DECLINED
    _answer(_waiting(code, request_id), person, declined, clock or SystemClock(), said)


def _waiting(code: str, request_id: int) -> CorrectionRequest:
    found = waiting_request(code)
    if found is None or found.pk != request_id:
        raise Conflict(
            gettext_noop("Đề nghị đính chính này đã được trả lời hoặc thay bằng đề nghị khác."),
            gettext_noop("Tải lại hồ sơ để xem đề nghị hiện có."),
            id="request_answered",
        )
    return found


def _answer(
    row: CorrectionRequest, person: Person, answer: CorrectionRequest.Answer, clock: Clock, note: str = ""
) -> None:
    row.answer, row.answered_by, row.answered_at, row.note = answer, person.actor, clock.now(), note
    row.typed = None
    row.save(update_fields=["answer", "answered_by", "answered_at", "note", "typed"])


def _differing(data: Mapping[str, Any], present: Mapping[str, str], locked: store.Locked) -> dict[str, str]:
    """What was typed otherwise than it stands: what somebody corrects meanwhile is not turned back."""
    typed = {name: str(data.get(name) or "") for name in data if name not in _OF_THE_PAGE}
    papers = {name: value for name, value in typed.items() if name.startswith(_PAPERS)}
    kept = {
        name: value for name, value in typed.items() if name not in papers and value != present.get(name, "")
    }
    if "represented" in kept and kept["represented"] in ("", "0") and not present.get("represented"):
        del kept["represented"]
    if "limit_quantity" not in kept and kept.get("limit_unit") != NO_LIMIT:
        # A list always has something chosen; without a number it says nothing.
        kept.pop("limit_unit", None)
    if "procedure" in kept or "case" in kept:
        kept["case_of"] = str(data.get("case_of") or "")
    if data.get("papers") and _papers_differ(papers, locked):
        kept |= papers | {"papers": "1", "list_version": str(data.get("list_version") or "")}
    return kept


def _papers_differ(papers: Mapping[str, str], locked: store.Locked) -> bool:
    lines = locked.tracked.state.intake.components
    standing = {f"line_{line.no}": "1" for line in lines}
    standing |= {f"line_{line.no}_kind": line.kind.value for line in lines}
    standing |= {f"line_{line.no}_quantity": str(line.quantity) for line in lines}
    return {name: value for name, value in papers.items() if value} != standing
