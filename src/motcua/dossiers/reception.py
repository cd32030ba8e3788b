"""Reception (T5): what the counter asks for becomes a dossier with its code and promise."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

import msgspec
import psycopg
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.attachments import claim_drafts, drafts
from motcua.dossiers.borrowing import Borrower, borrow, note_borrowed, purpose_of, uploads, with_borrowed
from motcua.dossiers.fields import BAD_FILE, FieldErrors
from motcua.dossiers.intake import (
    IntakeRequest,
    component_lines,
    fee_due_of,
    missing_components,
    published_fee_state,
)
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.types import Actor, Limit, ProcedurePin
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.places import agency_key, agency_of, tree
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.sealing import Seals
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.errors import DomainError, Forbidden, NotFound, gettext_noop
from motcua.foundation.worktime import Promise, parse_quantity, parse_unit, promise
from motcua.law.regimes import Regime
from motcua.law.roles import Role
from motcua.organisation.in_force import in_force
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency as agency_by_code
from motcua.organisation.rights import AT_A_SECTION, Held, Person
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of

SYSTEM_CLOCK: Final = SystemClock()


class Reception(msgspec.Struct, frozen=True):
    """A dossier received: its code, the present seq, the promise; `repeated` where the key was known."""

    code: str
    seq: int
    received_at: Instant
    due_at: Instant | None
    repeated: bool = False


class Preview(msgspec.Struct, frozen=True):
    """What the counter sees before it confirms: the promise with its explanation, the law, the gaps."""

    offer: Offer
    promise: Promise
    regime: Regime
    section: str
    competent: str
    code_prefix: str
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def receiving_post(person: Person, section: str = "") -> Held:
    """The post at a one-stop section through which the person receives. Raises: `Forbidden`."""
    posts = [
        post
        for post in person.held
        if post.role in AT_A_SECTION and (not section or post.agency_code == section)
    ]
    # Who both heads a section and receives at it receives in the second role (T5 is a receiving officer's).
    for post in sorted(posts, key=lambda post: post.role is not Role.RECEIVING_OFFICER):
        return post
    raise Forbidden(
        gettext_noop("Bạn không có vị trí tiếp nhận hồ sơ ở Bộ phận Một cửa này."),
        gettext_noop("Đăng nhập bằng tài khoản của cán bộ tiếp nhận."),
    )


def offer_on(request: IntakeRequest, day: date) -> Offer:
    """The procedure as it may be received on that day. Raises: `DomainError` where reception is blocked."""
    found = offer_of(request.procedure, on=day, channel=request.channel.value, case=request.case)
    if found.blocked:
        raise DomainError(
            found.blocked, gettext_noop("Báo quản trị danh mục; chưa có gì được ghi."), id="procedure_blocked"
        )
    return found


OF_THE_PROVINCE: Final = frozenset({"department", "public_service_unit"})


def competent_agency(offer: Offer, section: Agency, day: date) -> Agency:
    """The agency that resolves: a department or unit of the province by the name the catalogue publishes,
    else the People's Committee that the section belongs to.

    Raises: `DomainError` where a section of the province is asked for what only communes resolve.
    """
    kind, _, name = offer.competent_kind.partition(":")
    if kind in OF_THE_PROVINCE:
        names = [name] if name else [each.name for each in offer.competent]
        found = tree().of_the_province(names, day)
        if found is not None:
            return found
    elif section.level == "province" and offer.levels and "province" not in offer.levels:
        raise DomainError(
            gettext_noop("Thủ tục này do cấp xã giải quyết, không tiếp nhận ở Bộ phận Một cửa cấp tỉnh."),
            gettext_noop("Hướng dẫn người nộp đến Trung tâm Phục vụ hành chính công của xã, phường."),
            id="level_differs",
        )
    return _committee(section)


def _committee(section: Agency) -> Agency:
    """The provincial centre serves the People's Committee of the province, not the office it is part of."""
    place = section
    if section.kind == "service_centre":
        while place.kind in ("service_centre", "department") and place.parent is not None:
            place = place.parent
    return place


def _parties(
    person: Person, request: IntakeRequest, offer: Offer, at: Instant
) -> tuple[Held, Agency, Agency]:
    day = day_of(at)
    post = receiving_post(person, request.section)
    section = agency_of(post.agency_id)
    if not _stood(section, at):
        raise DomainError(
            gettext_noop("%(name)s chưa có hoặc mang mã khác vào ngày %(day)s."),
            gettext_noop("Kiểm tra lại ngày tiếp nhận; hồ sơ của cơ quan trước đó không nhận lùi ở đây."),
            id="section_not_yet",
            name=section.name,
            day=f"{day:%d/%m/%Y}",
        )
    if request.competent:
        return post, section, agency_by_code(request.competent, day)
    return post, section, competent_agency(offer, section, day)


def _stood(section: Agency, at: Instant) -> bool:
    """Whether the section's code meant this section at that time."""
    try:
        return agency_key(AgencyAt(section.code, at)) == section.pk
    except NotFound:
        return False


def _limit(offer: Offer) -> Limit:
    return Limit(unit=offer.limit.unit, quantity=offer.limit.quantity)


def preview(person: Person, request: IntakeRequest, *, clock: Clock = SYSTEM_CLOCK) -> Preview:
    """What receiving this would promise, without writing anything."""
    now = clock.now()
    at = request.received_at or now
    day = day_of(at)
    hours, laws = in_force()
    law = laws.on(day)
    offer = offer_of(request.procedure, on=day, channel=request.channel.value, case=request.case)
    _, section, competent = _parties(person, request, offer, at)
    calendar = hours(section.pk)
    promised = promise(
        at,
        parse_quantity(offer.limit.quantity),
        parse_unit(offer.limit.unit),
        calendar,
        count=law.count,
        after_15=law.after_15,
        explain=True,
    )
    notices = []
    if promised.clock_start != at:
        notices.append("outside_hours")
    if promised.provisional:
        notices.append("provisional")
    return Preview(
        offer=offer,
        promise=promised,
        regime=law,
        section=section.code,
        competent=competent.code,
        code_prefix=dossier_code(law.code_form, section_code(section, law), day, 1).rpartition("-")[0] + "-",
        missing=missing_components(request, offer),
        notices=tuple(notices),
    )


def section_code(section: Agency, law: Regime) -> str:
    """The agency code that a dossier code of this regime carries (contracts, section 3)."""
    return section.code if law.code_form == "decision_20_2020" else section.code_qcvn or section.code


def receive(
    person: Person,
    request: IntakeRequest,
    *,
    idempotency_key: str,
    clock: Clock = SYSTEM_CLOCK,
    origin: str | None = None,
    seals: Seals | None = None,
) -> Reception:
    """T5: receive a dossier, give it its code and promise. The same key again returns the same dossier.

    Raises: `FieldErrors`, `Forbidden`, `NotFound`, `Refused` (the law), `DomainError` (the catalogue).
    """
    key = own_key(person.actor, idempotency_key)
    try:
        return _receive(person, request, key, now=clock.now(), origin=origin, seals=seals or Seals())
    except (DomainError, psycopg.errors.UniqueViolation):
        # Nearly every key is new: whether it is known is asked only where something stood in the way, be it
        # the key itself or what the first press changed.
        if (known := _by_key(key)) is None:
            raise
        return known


def _receive(
    person: Person,
    request: IntakeRequest,
    key: str | None,
    *,
    now: Instant,
    origin: str | None,
    seals: Seals,
) -> Reception:
    at = now if request.received_at is None else request.received_at
    day = day_of(at)
    hours, laws = in_force()
    law = laws.on(day)
    offer = offer_on(request, day)
    post, section, competent = _parties(person, request, offer, at)
    _check_files(person, request)
    borrower = Borrower(by=person.actor, unit=section.code, identifier=request.owner.identifier)
    taken = borrow(request, offer, borrower, day)
    intake = with_borrowed(build_intake(request, offer, section, competent, seals), taken)
    by = Actor(who=person.actor, unit=section.code, roles=frozenset({post.role}))
    past = seals.text(request.past_reason) if request.past_reason else None
    rules = Rules(law, hours(section.pk), origin, StoredPaths(hours, now, offer))
    agency_code = section_code(section, law)
    # A clear refusal must not cost a serial: decide once with a stand-in code before the series is locked.
    draft = c.Receive(
        by=by,
        at=request.received_at,
        code="-",
        intake=intake,
        received_at=request.received_at,
        past_reason=past,
    )
    decide(None, draft, rules, now)
    with transaction.atomic():
        serial, row_id = store.next_serial(f"dossier:{agency_code}", day)
        code = dossier_code(law.code_form, agency_code, day, serial)
        events = decide(None, msgspec.structs.replace(draft, code=code), rules, now)
        tracked = append(row_id, None, events, seals, extra={"intake_key": key, "origin": origin or ""})
        if request.draft_key:
            claim_drafts(person, request.draft_key, row_id)
        note_borrowed(taken, borrower, purpose_of(offer), row_id, now)
    return Reception(code, tracked.state.seq, tracked.state.received_at or now, tracked.state.due_at)


def own_key(actor: str, key: str) -> str | None:
    """An idempotency key as the table keeps it: one person's keys never meet another's; none for none."""
    return hashlib.sha256(f"{actor} {key}".encode(errors="replace")).hexdigest() if key else None


def _check_files(person: Person, request: IntakeRequest) -> None:
    """The scans named in the list of papers are those that this person has just uploaded."""
    named = uploads(request)
    if named and not named.issubset(draft.sha256 for draft in drafts(person, request.draft_key)):
        raise FieldErrors({"components": DomainError(BAD_FILE, id="field")})


def _by_key(key: str | None) -> Reception | None:
    found = store.by_intake_key(key) if key else None
    if found is None:
        return None
    code, seq, received_at, due_at = found
    return Reception(code or "", seq, received_at or 0, due_at, repeated=True)


def build_intake(
    request: IntakeRequest, offer: Offer, section: Agency, competent: Agency, seals: Seals
) -> c.Intake:
    """What the core is told of a reception; personal data and free words go to `seals`."""
    representative = request.representative
    return c.Intake(
        section=section.code,
        competent=competent.code,
        channel=request.channel,
        procedure=ProcedurePin(
            code=offer.code, version=offer.version_id, field=offer.field_code, case=offer.case
        ),
        limit=_limit(offer),
        owner=seals.seal("owner", msgspec.to_builtins(request.owner)),
        owner_type=request.owner_type,
        identity_proof=request.identity_proof,
        return_method=request.return_method,
        components=component_lines(request, offer, seals),
        representative=seals.seal("party", msgspec.to_builtins(representative)) if representative else None,
        content=seals.text(request.content) if request.content else None,
        sets=request.sets,
        fee_state=published_fee_state(offer),
        fee_due=fee_due_of(offer),
        submitted_at=request.submitted_at,
        form=request.form,
        declaration=seals.seal("declaration", request.declaration) if request.declaration else None,
        instant_result=offer.instant,
    )
