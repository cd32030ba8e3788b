"""Commands: the only writers of dossiers. Each is one transaction of at most three statements.

Everything slow (files, PDF, messages) happens before or after; between the serial of a code and the commit
stands nothing but the write (architecture, section 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec
import psycopg
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.actions import Desk, build
from motcua.dossiers.attachments import claim_drafts
from motcua.dossiers.fields import Fields
from motcua.dossiers.intake import IntakeRequest, component_lines, fee_state_of, missing_components
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.describe import describe
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.types import Actor, Limit, ProcedurePin, Role
from motcua.dossiers.log import lines_of, type_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import Tracked, dossier_row, owner_row, project
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.errors import Conflict, DomainError, Forbidden, gettext_noop
from motcua.foundation.worktime import Promise, parse_quantity, parse_unit, promise
from motcua.law.regimes import Regime, regime, regime_on
from motcua.organisation.calendars import calendar_for, calendars
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency as agency_by_code
from motcua.organisation.rights import AT_A_SECTION, Held, Person, acting_posts, may_read
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of

SYSTEM_CLOCK: Final = SystemClock()
OFFICER: Final = "officer:"


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


class Outcome(msgspec.Struct, frozen=True):
    """An action done: the code, the present seq, the events written; `repeated` for a double press."""

    code: str
    seq: int
    events: tuple[str, ...]
    repeated: bool = False


def receiving_post(person: Person, section: str = "") -> Held:
    """The post at a one-stop section through which the person receives. Raises: `Forbidden`."""
    for post in person.held:
        if post.role in AT_A_SECTION and (not section or post.agency_code == section):
            return post
    raise Forbidden(
        gettext_noop("Bạn không có vị trí tiếp nhận hồ sơ ở Bộ phận Một cửa này."),
        gettext_noop("Đăng nhập bằng tài khoản của cán bộ tiếp nhận."),
    )


def _offer(request: IntakeRequest, day: date) -> Offer:
    """The procedure as it may be received on that day. Raises: `DomainError` where reception is blocked."""
    found = offer_of(request.procedure, on=day, channel=request.channel.value, case=request.case)
    if found.blocked:
        raise DomainError(
            found.blocked, gettext_noop("Báo quản trị danh mục; chưa có gì được ghi."), id="procedure_blocked"
        )
    return found


def competent_agency(offer: Offer, section: Agency, day: date) -> Agency:
    """The agency that resolves, as the catalogue's kind of agency says: a department of the province by name,
    else the section's own People's Committee."""
    kind, _, name = offer.competent_kind.partition(":")
    if kind == "department" and name:
        found = (
            Agency.objects.filter(kind="department", name__iexact=name, valid_from__lte=day)
            .exclude(valid_to__lt=day)
            .first()
        )
        if found is not None:
            return found
    if section.kind == "service_centre" and section.parent is not None:
        return section.parent
    return section


def _parties(person: Person, request: IntakeRequest, offer: Offer, day: date) -> tuple[Held, Agency, Agency]:
    post = receiving_post(person, request.section)
    section = Agency.objects.select_related("parent").get(pk=post.agency_id)
    if request.competent:
        return post, section, agency_by_code(request.competent, day)
    return post, section, competent_agency(offer, section, day)


def _limit(offer: Offer) -> Limit:
    return Limit(unit=offer.limit.unit, quantity=offer.limit.quantity)


def preview(person: Person, request: IntakeRequest, *, clock: Clock = SYSTEM_CLOCK) -> Preview:
    """What receiving this would promise, without writing anything."""
    now = clock.now()
    at = request.received_at or now
    day = day_of(at)
    law = regime_on(day)
    offer = offer_of(request.procedure, on=day, channel=request.channel.value, case=request.case)
    _, section, competent = _parties(person, request, offer, day)
    calendar = calendar_for(section.pk)
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
    if (known := _by_key(idempotency_key)) is not None:
        return known
    now = clock.now()
    day = day_of(request.received_at or now)
    law = regime_on(day)
    offer = _offer(request, day)
    post, section, competent = _parties(person, request, offer, day)
    seals = seals or Seals()
    intake = build_intake(request, offer, section, competent, seals)
    by = Actor(who=person.actor, unit=section.code, roles=frozenset({post.role}))
    past = seals.text(request.past_reason) if request.past_reason else None
    rules = Rules(law, calendar_for(section.pk), origin)
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
    try:
        with transaction.atomic():
            serial, row_id = store.next_serial(f"dossier:{agency_code}", day)
            code = dossier_code(law.code_form, agency_code, day, serial)
            events = decide(None, msgspec.structs.replace(draft, code=code), rules, now)
            tracked = _append(
                row_id, None, events, seals, extra={"intake_key": idempotency_key, "origin": origin or ""}
            )
    except psycopg.errors.UniqueViolation as error:
        return _repeated(idempotency_key, error)
    except Exception as error:
        if isinstance(error.__cause__, psycopg.errors.UniqueViolation):
            return _repeated(idempotency_key, error)
        raise
    if request.draft_key:
        claim_drafts(person, request.draft_key, row_id)
    return Reception(code, tracked.state.seq, tracked.state.received_at or now, tracked.state.due_at)


def _repeated(key: str, error: Exception) -> Reception:
    known = _by_key(key)
    if known is None:
        raise error
    return known


def _by_key(key: str) -> Reception | None:
    found = (
        Dossier.objects.filter(intake_key=key).values_list("code", "seq", "received_at", "due_at").first()
        if key
        else None
    )
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
        components=component_lines(request, offer),
        representative=seals.seal("party", msgspec.to_builtins(representative)) if representative else None,
        content=seals.text(request.content) if request.content else None,
        sets=request.sets,
        fee_state=fee_state_of(request, offer),
        submitted_at=request.submitted_at,
        instant_result=offer.instant,
    )


def _append(
    row_id: int,
    locked: store.Locked | None,
    events: Iterable[Event],
    seals: Seals,
    extra: Mapping[str, Any] | None = None,
) -> Tracked:
    """Write events, private records and projections of one command in one statement."""
    events = tuple(events)
    lines = lines_of(events, locked.head if locked else bytes(32))
    tracked, changes = project(locked.tracked if locked else None, events)
    row = {**dossier_row(tracked), "head": lines[-1].hash, **(extra or {})}
    opened = seals.opened()
    if tracked.state.intake.owner in opened:
        row |= owner_row(tracked.state, opened)
    if locked is None:
        row.setdefault("secret_version", 1)
    store.write(
        row_id,
        new=locked is None,
        row=row,
        lines=lines,
        sealed=seals.records,
        changes=changes,
        agencies=agency_key,
    )
    return tracked


def perform(
    person: Person,
    code: str,
    action: str,
    data: Mapping[str, Any],
    *,
    expected_seq: int | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Outcome:
    """Do one of T6 to T21 on a dossier: `action` is the command's name, `data` what was typed.

    `expected_seq` is the seq that the person saw; where the dossier has moved on since, nothing is written
    and `Conflict` tells who did what, unless it was this same press a moment ago.
    """
    now = clock.now()
    hours = calendars()
    with transaction.atomic():
        locked = store.lock(code)
        if locked is None:
            raise unknown_dossier(code)
        state = locked.tracked.state
        by = actor_for(person, locked)
        if expected_seq is not None and expected_seq != state.seq:
            return _moved_on(locked, by, action, expected_seq, now)
        seals = Seals()
        calendar = hours(locked.place.section_id)
        rules = Rules(regime(state.regime), calendar)
        command = build(action, Desk(state, by, rules, now, Fields(data), seals))
        events = decide(state, command, rules, now)
        tracked = _append(locked.id, locked, events, seals)
    return Outcome(code, tracked.state.seq, tuple(_type(event) for event in events))


def actor_for(person: Person, locked: store.Locked) -> Actor:
    """The person as an actor towards this dossier. Raises: `NotFound` where they may not even know of it."""
    posts = acting_posts(person, locked.place)
    if posts:
        roles: frozenset[Role] = frozenset(post.role for post in posts)
        return Actor(who=person.actor, unit=posts[0].agency_code, roles=roles)
    if may_read(person, locked.place):
        return Actor(who=person.actor, unit=person.held[0].agency_code, roles=frozenset())
    raise unknown_dossier(locked.tracked.state.dossier)


DOUBLE_PRESS: Final = 60_000_000
"""Two presses of the same button by the same person within a minute are one."""


def _moved_on(locked: store.Locked, by: Actor, action: str, expected_seq: int, now: Instant) -> Outcome:
    later = [event for event in locked.events if event.seq > expected_seq]
    if not later:
        raise Conflict(
            gettext_noop("Trang này không khớp với hồ sơ."), gettext_noop("Tải lại hồ sơ rồi làm lại.")
        )
    first, last = later[0], later[-1]
    if (
        last.actor == by.who
        and now - last.recorded_at < DOUBLE_PRESS
        and _type(first) in ACTION_EVENTS.get(action, ())
    ):
        return Outcome(
            locked.tracked.state.dossier, last.seq, tuple(_type(event) for event in later), repeated=True
        )
    sentence, params = describe(last)
    raise Conflict(
        gettext_noop("Hồ sơ đã thay đổi từ lúc bạn mở: %(what)s."),
        gettext_noop("Xem lại hồ sơ rồi quyết định; nếu vẫn cần, bấm lại."),
        kept=gettext_noop("Ghi chú của bạn đã được giữ."),
        what=sentence % params if params else sentence,
        who=last.actor,
        at=last.occurred_at,
        seq=last.seq,
    )


ACTION_EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "resolve_at_counter": ("granted", "refused"),
    "transfer": ("transferred",),
    "assign": ("assigned",),
    "record_verification": ("verified",),
    "request_consultation": ("consultation_requested",),
    "answer_consultation": ("consultation_answered",),
    "propose_supplement": ("supplement_proposed",),
    "reject_supplement": ("supplement_rejected",),
    "request_supplement": ("supplement_requested",),
    "receive_supplement": ("supplement_received",),
    "expire_supplement": ("supplement_expired",),
    "request_obligation": ("obligation_requested",),
    "fulfil_obligation": ("obligation_fulfilled",),
    "withdraw": ("withdrawn",),
    "stop": ("stopped",),
    "resume": ("resumed",),
    "propose_result": ("result_proposed",),
    "send_back": ("sent_back",),
    "approve": ("granted", "refused"),
    "return_result": ("returned",),
    "reschedule": ("rescheduled",),
    "correct": ("corrected",),
}
"""Which event types an action brings about first."""


def _type(event: Event) -> str:
    return type_of(event.payload)
