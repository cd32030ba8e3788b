"""What applicants do online to a dossier of theirs after filing: T32 and T33."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from django.db import transaction

from motcua.citizens.queries import Applicant
from motcua.dossiers import store
from motcua.dossiers.actions import next_component_number
from motcua.dossiers.applicant_loans import Loan, loan_for
from motcua.dossiers.borrowing import lent
from motcua.dossiers.citizen_files import give_to, named_by
from motcua.dossiers.conflicts import moved_on
from motcua.dossiers.fields import BAD_FILE, FieldErrors
from motcua.dossiers.holders import held_dossier
from motcua.dossiers.intake import ComponentEntry
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor, ComponentLine, CopyKind, Role
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.reception import SYSTEM_CLOCK
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.sealing import Seals
from motcua.dossiers.supplement_requests import ensure_asked
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.in_force import in_force


class Supplement(msgspec.Struct, frozen=True, kw_only=True):
    """What is given online: a file for each paper, the declaration anew where it was wrong with what
    `changes` in it (by field: old, new), a note. `request` is what it answers (`MyDossier.request`)."""

    papers: tuple[GivenPaper, ...] = ()
    form: str = ""
    declaration: dict[str, Any] | None = None
    changes: dict[str, tuple[Any, Any]] = {}
    request: int | None = None
    note: str = ""
    draft_key: str = ""


class GivenPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper given: `no` is its line in the dossier, none for a new one, which has a name."""

    entry: ComponentEntry
    no: int | None = None


class Done(msgspec.Struct, frozen=True):
    """The code or reference, the seq after, and whether this same press had done it already."""

    code: str
    seq: int
    repeated: bool = False


Making = Callable[[State, Actor, Seals], c.Command]
"""From a state, who acts and the seals for words to the command that was asked for."""


def offer_supplement(
    applicant: Applicant,
    code: str,
    given: Supplement,
    *,
    expected_seq: int | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Done:
    """T32. The files are those that the account has uploaded under `given.draft_key`.

    Raises: `NotFound`, `FieldErrors`, `Refused`, `Conflict` (also where `given.request` stands no more).
    """
    files = {each.entry.file for each in given.papers if each.entry.file and not each.entry.from_store}
    if not named_by(applicant.key, given.draft_key).issuperset(files):
        raise FieldErrors({"components": DomainError(BAD_FILE, id="field")})

    now = clock.now()
    loan = loan_for(applicant, code, [(each.no, each.entry) for each in given.papers], now)

    def command(state: State, by: Actor, seals: Seals) -> c.Command:
        lines = _lines(state, given, seals)
        return c.OfferSupplement(
            by=by,
            components=tuple(
                lent(line, loan.taken[n]) if n in loan.taken else line for n, line in enumerate(lines)
            ),
            declaration=seals.seal("declaration", given.declaration) if given.declaration else None,
            changes=seals.seal("declaration_changes", given.changes) if given.changes else None,
            form=given.form,
            note=seals.text(given.note) if given.note else None,
        )

    return _do(
        applicant,
        code,
        command,
        expected_seq=expected_seq,
        now=now,
        draft_key=given.draft_key,
        loan=loan,
        request=given.request,
    )


def ask_withdrawal(
    applicant: Applicant,
    code: str,
    reason: str,
    *,
    expected_seq: int | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Done:
    """T33. Raises: `NotFound`, `Refused` (also without a reason), `Conflict`."""

    def command(_state: State, by: Actor, seals: Seals) -> c.Command:
        return c.AskWithdrawal(by=by, reason=seals.text(reason) if reason.strip() else "")

    return _do(applicant, code, command, expected_seq=expected_seq, now=clock.now())


def _do(
    applicant: Applicant,
    code: str,
    command: Making,
    *,
    expected_seq: int | None,
    now: Instant,
    draft_key: str = "",
    loan: Loan | None = None,
    request: int | None = None,
) -> Done:
    held = held_dossier(applicant, code, now)
    hours, laws = in_force()
    by = Actor(who=applicant.actor, unit="", roles=frozenset({Role.APPLICANT}))
    with transaction.atomic():
        locked = store.lock(held.code)
        if locked is None:
            raise unknown_dossier(code)
        state = locked.tracked.state
        if request is not None:
            ensure_asked(state, locked.events, request)
        paths = StoredPaths(hours, now)
        rules = Rules(regime_of(laws, state), hours(locked.place.section_id), paths=paths)

        def events(upon: State, seals: Seals, at: Instant) -> tuple[Event, ...]:
            return decide(upon, command(upon, by, seals), rules, at)

        if expected_seq is not None and expected_seq != state.seq:
            moved_on(locked, by.who, expected_seq, now, events)
            return Done(state.dossier, state.seq, repeated=True)
        seals = Seals()
        tracked = append(locked.id, locked, events(state, seals, now), seals)
        if draft_key:
            give_to(locked.id, applicant.key, draft_key)
        if loan is not None:
            loan.note(locked.id, now)
    return Done(tracked.state.dossier, tracked.state.seq)


_FREE: Final = gettext_noop("Hồ sơ không có giấy tờ số %(no)s.")


def _lines(state: State, given: Supplement, seals: Seals) -> tuple[ComponentLine, ...]:
    """The papers as lines of the dossier: those that replace one keep its number and what it is."""
    known = {line.no: line for line in state.intake.components}
    free = next_component_number(state)
    lines = []
    for paper in given.papers:
        entry, old = paper.entry, known.get(paper.no or 0)
        if paper.no is not None and old is None:
            raise DomainError(
                _FREE,
                gettext_noop("Tải lại trang để xem danh sách giấy tờ hiện nay."),
                id="unknown_component",
                no=paper.no,
            )
        lines.append(
            ComponentLine(
                no=free if old is None else old.no,
                name=old.name if old else seals.text(entry.name),
                code=old.code if old else None,
                kind=CopyKind.ELECTRONIC,
                quantity=entry.quantity,
                file=entry.file or None,
                digitised=bool(entry.file),
            )
        )
        free += old is None
    return tuple(lines)
