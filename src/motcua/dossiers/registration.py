"""Filing online (T1) and its acceptance (T5). One chain tells both: under the submission reference before
acceptance, under the dossier code from then on (Decree 61/2018 art. 17)."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

import msgspec
import psycopg
from django.db import connection, transaction

from motcua.citizens.queries import Applicant, Principal
from motcua.dossiers import store
from motcua.dossiers.acting import actor_for
from motcua.dossiers.borrowing import Borrower, borrow, note_borrowed, purpose_of, uploads, with_borrowed
from motcua.dossiers.citizen_files import give_to, named_by
from motcua.dossiers.conflicts import moved_on
from motcua.dossiers.fields import BAD_FILE, FieldErrors
from motcua.dossiers.holders import Filer, note
from motcua.dossiers.intake import IntakeRequest
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor, Channel, Role
from motcua.dossiers.models import Dossier
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.reception import (
    SYSTEM_CLOCK,
    Reception,
    build_intake,
    competent_agency,
    offer_on,
    own_key,
    section_code,
)
from motcua.dossiers.sealing import Seals
from motcua.dossiers.secret import ALPHABET
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant, day_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.in_force import in_force
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency as agency_by_code
from motcua.organisation.queries import section_of
from motcua.organisation.rights import Person

APPLICANT: Final = "applicant"
LETTERS: Final = 6
TRIES: Final = 5


class Registration(msgspec.Struct, frozen=True):
    """A dossier filed online: its reference, and until when the section must answer."""

    reference: str
    seq: int
    answer_due_at: Instant
    repeated: bool = False


def register(
    request: IntakeRequest,
    *,
    idempotency_key: str,
    filer: Applicant | None = None,
    principal: Principal | None = None,
    clock: Clock = SYSTEM_CLOCK,
    seals: Seals | None = None,
) -> Registration:
    """T1: the applicant files online with the section `request.section`; no code and no promise yet.

    `filer` is the account that files, for `principal` where it has a mandate; the files that the request
    names are those that it has uploaded under `request.draft_key`. The same key again returns the same
    registration; a key is the applicant's own, so it must not be guessable.

    Raises: `NotFound`, `DomainError` (no section there, or the catalogue), `Refused`; `FieldErrors` for a
    file that is not the account's.
    """
    actor = filer.actor if filer else APPLICANT
    key = own_key(actor, idempotency_key)
    if (known := _by_key(key)) is not None:
        return known
    now = clock.now()
    day = day_of(now)
    hours, laws = in_force()
    request = msgspec.structs.replace(
        request, channel=Channel.ONLINE, received_at=None, past_reason="", submitted_at=now
    )
    offer = offer_on(request, day)
    section = _section(request.section, day)
    seals = seals or Seals()
    _check_files(filer, request)
    borrower = Borrower(
        by=actor,
        account=filer.key if filer else "",
        principal=principal.applicant.key if principal else "",
    )
    taken = borrow(request, offer, borrower, day)
    competent = competent_agency(offer, section, day)
    intake = with_borrowed(build_intake(request, offer, section, competent, seals), taken)
    by = Actor(who=actor, unit="", roles=frozenset({Role.APPLICANT}))
    rules = Rules(laws.on(day), hours(section.pk))
    for _ in range(TRIES):
        command = c.Register(by=by, reference=new_reference(day), intake=intake)
        events = decide(None, command, rules, now)
        try:
            with transaction.atomic():
                row_id = _new_id()
                tracked = append(row_id, None, events, seals, extra={"intake_key": key})
                note_borrowed(taken, borrower, purpose_of(offer), row_id, now)
                if filer is not None:
                    _held(row_id, filer, principal, request.draft_key, now)
        except psycopg.errors.UniqueViolation:
            if (known := _by_key(key)) is not None:
                return known
            continue
        return Registration(tracked.state.dossier, tracked.state.seq, tracked.state.answer_due_at or 0)
    raise RuntimeError("no free submission reference")


def _check_files(filer: Applicant | None, request: IntakeRequest) -> None:
    named = uploads(request)
    if named and (filer is None or not named.issubset(named_by(filer.key, request.draft_key))):
        raise FieldErrors({"components": DomainError(BAD_FILE, id="field")})


def _held(row_id: int, filer: Applicant, principal: Principal | None, draft_key: str, now: Instant) -> None:
    """Whose dossier it is, and its files: in the transaction of the filing."""
    for_whom, mandate = (principal.applicant.key, principal.mandate) if principal else ("", None)
    note(row_id, Filer(key=filer.key, on_behalf_of=for_whom, mandate=mandate), now)
    if draft_key:
        give_to(row_id, filer.key, draft_key)


def new_reference(day: date) -> str:
    """`NTT-YYMMDD-XXXXXX` (nộp trực tuyến), by chance, so that nobody counts the filings."""
    return f"NTT-{day:%y%m%d}-{''.join(secrets.choice(ALPHABET) for _ in range(LETTERS))}"


def _section(code: str, day: date) -> Agency:
    found = agency_by_code(code, day)
    if section_of(found.pk, day) is None:
        raise DomainError(
            gettext_noop("%(name)s không có Bộ phận Một cửa tiếp nhận hồ sơ."),
            gettext_noop("Chọn xã, phường nơi cư trú hoặc Trung tâm Phục vụ hành chính công tỉnh."),
            id="no_section",
            name=found.name,
        )
    return Agency.objects.select_related("parent").get(pk=found.pk)


def _new_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))")
        row = cursor.fetchone()
    assert row is not None, "a sequence always answers"
    return int(row[0])


def _by_key(key: str | None) -> Registration | None:
    found = Dossier.objects.filter(intake_key=key).values_list("reference", "seq").first() if key else None
    if found is None:
        return None
    reference, seq = found
    locked = store.read(reference or "")
    due = locked.tracked.state.answer_due_at if locked else None
    return Registration(reference or "", seq, due or 0, repeated=True)


def accept_registration(
    person: Person,
    reference: str,
    *,
    expected_seq: int | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Reception:
    """T5 upon a registration: it gets its dossier code and promise; the clock starts now.

    The dossier stays on the procedure version under which it was filed. The same press again returns the same
    reception. Raises: `NotFound`, `Refused`, `WrongRole`, `Conflict`, `LogBroken`.
    """
    now = clock.now()
    day = day_of(now)
    hours, laws = in_force()
    law = laws.on(day)
    filed = _filed(reference)
    if filed is None:
        raise unknown_dossier(reference)
    section, paths = filed.section, StoredPaths(hours, now)
    paths.looked_up(filed.procedure_code, filed.case or None, filed.competent.level, day)
    rules = Rules(law, hours(section.pk), paths=paths)
    agency_code = section_code(section, law)
    with transaction.atomic():
        locked = store.lock(reference)
        if locked is None:
            raise unknown_dossier(reference)
        state = locked.tracked.state
        by = actor_for(person, locked, "receive")

        def accepted(state: State, code: str, at: Instant) -> tuple[Event, ...]:
            return decide(state, c.Receive(by=by, code=code, intake=state.intake), rules, at)

        if expected_seq is not None and expected_seq != state.seq:
            code = state.dossier
            moved_on(locked, by.who, expected_seq, now, lambda old, _, at: accepted(old, code, at))
            return _reception(state, repeated=True)
        # A clear refusal must not cost a serial: decide once with a stand-in code first.
        accepted(state, "-", now)
        serial, _ = store.next_serial(f"dossier:{agency_code}", day)
        code = dossier_code(law.code_form, agency_code, day, serial)
        tracked = append(locked.id, locked, accepted(state, code, now), Seals())
    return _reception(tracked.state)


def _filed(reference: str) -> Dossier | None:
    """The row of a filing, with the section that it went to and who resolves, which never change."""
    if not reference.isascii() or "\0" in reference:
        return None
    return Dossier.objects.filter(reference=reference).select_related("section", "competent").first()


def _reception(state: State, *, repeated: bool = False) -> Reception:
    return Reception(state.dossier, state.seq, state.received_at or 0, state.due_at, repeated=repeated)
