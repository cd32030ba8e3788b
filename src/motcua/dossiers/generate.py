"""`motcua generate`: a past of dossiers for sections of the demonstration, played through the pure core.

The same seed over the same catalogue and organisation gives the same dossiers. Every event carries
`origin: simulation`, so nobody takes it for a record of an office.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from random import Random
from typing import Final, NamedTuple

import msgspec
from django.db import transaction

from motcua.dossiers.generation.life import Cast, Stage, play
from motcua.dossiers.generation.load import Made, load, new_ids, reserve
from motcua.dossiers.generation.people import applicant
from motcua.dossiers.generation.steps import Crew, walk
from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.intake import ComponentEntry, IntakeRequest
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, evolve
from motcua.dossiers.lifecycle.types import Actor, Channel, CopyKind, IdentityProof, ReturnMethod, Role
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.places import agency_key, agency_keys
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.sealing import Seals
from motcua.dossiers.services import build_intake, competent_agency, section_code
from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock, day_of, instant_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.errors import DomainError, UsageError, gettext_noop
from motcua.law.regimes import regime_on
from motcua.organisation.calendars import calendar_for
from motcua.organisation.in_force import InForce, in_force
from motcua.organisation.models import Agency
from motcua.organisation.queries import officers_of, sections_on, working_in
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of

BLOCK: Final = 1000
TRIES: Final = 20
"""How often a time of reception may lie in the future or at a closed door before the count is given up."""
COMMON: Final = 4
"""How much oftener a procedure with an internal process is asked for: its processes were written first for
what people need most."""
ORIGIN: Final = "simulation"
Progress = Callable[[int, int], None]


class Generated(msgspec.Struct, frozen=True):
    """What was made."""

    dossiers: int
    events: int
    first: str
    last: str
    seed: int


class Cue(NamedTuple):
    """One procedure at one section: the competent agency with its handling officers and leaders."""

    offer: Offer
    competent: Agency
    handlers: tuple[str, ...]
    leaders: tuple[str, ...]


class Scene(NamedTuple):
    """One section that receives: its agency, its receiving officers, what it may receive; who works in the
    agencies, as on a day of the same period."""

    section: Agency
    reception: tuple[str, ...]
    cues: tuple[Cue, ...]
    day: date


class Plan(NamedTuple):
    """One reception to come."""

    at: Instant
    scene: Scene
    cue: Cue


def generate(
    dossiers: int,
    seed: int,
    *,
    first: date | None = None,
    last: date | None = None,
    agency: str = "",
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Generated:
    """Make `dossiers` dossiers received from `first` to `last` (default: the last ninety days up to now).

    `agency` limits them to one section's agency code. Raises: `UsageError` where nobody could receive them.
    """
    now = (clock or SystemClock()).now()
    last = last or day_of(now)
    first = first or last - timedelta(days=90)
    if dossiers < 1 or first > last or last > day_of(now):
        raise UsageError(
            gettext_noop("Số hồ sơ phải từ 1 trở lên và khoảng ngày phải nằm trong quá khứ."),
            gettext_noop("Ví dụ: motcua generate --dossiers 1000 --seed 1"),
        )
    chance = Random(seed)  # noqa: S311 - a reproducible past, not a secret
    _offers.cache_clear()
    _officers.cache_clear()
    _workers.cache_clear()
    plans = _plans(dossiers, chance, first, last, agency, now)
    recorded = now if _sealed_since(first) else None
    agencies, events = agency_keys(), 0
    for start in range(0, len(plans), BLOCK):
        block = plans[start : start + BLOCK]
        with transaction.atomic():
            events += load(_made(block, chance, now, recorded), agencies, ORIGIN)
        if progress:
            progress(start + len(block), len(plans))
    return Generated(len(plans), events, first.isoformat(), last.isoformat(), seed)


def _sealed_since(day: date) -> bool:
    """Whether a seal lies on or after the day: then nothing may be recorded into the sealed past."""
    return DailySeal.objects.filter(day__gte=day).exists()


def _plans(  # noqa: PLR0917 - one caller
    count: int, chance: Random, first: date, last: date, agency: str, now: Instant
) -> list[Plan]:
    calendar = calendar_for(None)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if calendar.is_working_day(day)]
    scenes = {key: _scenes(day, agency) for key, day in {(_period(day)): day for day in days}.items()}
    plans: list[Plan] = []
    for _ in range(count * TRIES):
        if len(plans) == count:
            break
        day = chance.choice(days) if days else last
        there = scenes.get(_period(day), ())
        if not there:
            continue
        scene = chance.choice(there)
        minute = chance.choice(
            (chance.randint(7 * 60, 11 * 60 + 29), chance.randint(13 * 60 + 30, 16 * 60 + 55))
        )
        at = (
            instant_of(datetime.combine(day, time(minute // 60, minute % 60)))
            + chance.randint(0, 59) * 1_000_000
        )
        if at < now - MINUTE:
            plans.append(Plan(at, scene, chance.choice(scene.cues)))
    if not plans:
        raise UsageError(
            gettext_noop("Không có Bộ phận Một cửa nào tiếp nhận được trong khoảng ngày này."),
            gettext_noop("Nạp dữ liệu trình diễn trước (make demo), hoặc chọn cơ quan và ngày khác."),
        )
    return sorted(plans, key=lambda plan: (plan.at, plan.scene.section.pk))


def _period(day: date) -> str:
    """Days of one regime share their scenes."""
    return regime_on(day).id


def _scenes(day: date, agency: str) -> tuple[Scene, ...]:
    scenes = []
    for section in sections_on(day):
        if agency and section.agency.code != agency:
            continue
        officers = officers_of(section.agency_id, day, [Role.RECEIVING_OFFICER])
        cues = _cues(section.agency, day) if officers else ()
        if cues:
            scenes.append(Scene(section.agency, tuple(officer.code for officer in officers), cues, day))
    return tuple(scenes)


def _cues(section: Agency, day: date) -> tuple[Cue, ...]:
    """The procedures that a section may receive on that day, by level, and that somebody can resolve."""
    cues = []
    for offer in _offers(day):
        if section.level not in offer.levels:
            continue
        competent = competent_agency(offer, section, day)
        handlers, leaders = _officers(competent.pk, day)
        if handlers and leaders:
            led = any(use.valid_from <= day for use in offer.processes)
            cues += [Cue(offer, competent, handlers, leaders)] * (COMMON if led else 1)
    return tuple(cues)


@lru_cache(maxsize=8)
def _offers(day: date) -> tuple[Offer, ...]:
    codes = (
        ProcedureVersion.objects.filter(superseded=False, receivable=True, valid_from__lte=day)
        .exclude(valid_to__lt=day)
        .order_by("procedure__code")
        .values_list("procedure__code", flat=True)
    )
    found = []
    for code in codes:
        try:
            offer = offer_of(code, on=day)
            if offer.needs_case:
                offer = offer_of(code, on=day, case=offer.cases[0].code)
        except DomainError:
            continue
        if not offer.blocked:
            found.append(offer)
    return tuple(found)


@lru_cache(maxsize=512)
def _officers(agency_id: int, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    handlers = officers_of(agency_id, day, [Role.HANDLING_OFFICER])
    leaders = officers_of(agency_id, day, [Role.LEADER])
    return tuple(each.code for each in handlers), tuple(each.code for each in leaders)


@lru_cache(maxsize=2048)
def _workers(agency_id: int, day: date, roles: frozenset[Role]) -> tuple[tuple[str, str], ...]:
    return tuple(working_in(agency_id, day, roles))


def _crew(day: date) -> Crew:
    def crew(agency: str, at: Instant, roles: frozenset[Role]) -> tuple[tuple[str, str], ...]:
        return _workers(agency_key(AgencyAt(agency, at)), day, roles)

    return crew


def _made(plans: list[Plan], chance: Random, now: Instant, recorded: Instant | None) -> list[Made]:
    rules = in_force()
    ids = iter(new_ids(len(plans)))
    made: list[Made] = []
    ordered = sorted(plans, key=lambda plan: (day_of(plan.at), plan.scene.section.pk, plan.at))
    for (day, _), same in groupby(ordered, key=lambda plan: (day_of(plan.at), plan.scene.section.pk)):
        together = list(same)
        law = regime_on(day)
        code = section_code(together[0].scene.section, law)
        serial = reserve(f"dossier:{code}", day, len(together))
        for number, plan in enumerate(together, start=serial):
            name = dossier_code(law.code_form, code, day, number)
            made.append(_dossier(plan, name, next(ids), chance, now, recorded, rules))
    return made


def _dossier(  # noqa: PLR0917 - one caller
    plan: Plan,
    code: str,
    row_id: int,
    chance: Random,
    now: Instant,
    recorded: Instant | None,
    counts: InForce,
) -> Made:
    day, section = day_of(plan.at), plan.scene.section
    offer, competent, handlers, leaders = plan.cue
    seals = Seals(lambda: chance.randbytes(16))
    paths = StoredPaths(counts.calendar, plan.at, offer)
    rules = Rules(counts.laws.on(day), counts.calendar(section.pk), ORIGIN, paths)
    reception = _actor(chance.choice(plan.scene.reception), section.code, Role.RECEIVING_OFFICER)
    intake = build_intake(_request(offer, chance, day), offer, section, competent, seals)
    events = list(
        decide(None, c.Receive(by=reception, code=code, intake=intake, received_at=plan.at), rules, plan.at)
    )
    state = evolve(None, events[0])
    cast = Cast(
        reception=reception,
        handler=_actor(chance.choice(handlers), competent.code, Role.HANDLING_OFFICER),
        leader=_actor(chance.choice(leaders), competent.code, Role.LEADER),
        handler_agency=competent.code,
        leader_agency=competent.code,
    )
    stage = Stage(state, events, rules, seals, now)
    if state.running.main is None:
        play(stage, cast, chance)
    else:
        walk(stage, cast, _crew(plan.scene.day), chance)
    if recorded is not None:
        events = [msgspec.structs.replace(event, recorded_at=recorded) for event in events]
    return Made(row_id, tuple(events), seals)


def _actor(code: str, unit: str, role: Role) -> Actor:
    return Actor(who=f"officer:{code}", unit=unit, roles=frozenset({role}))


def _request(offer: Offer, chance: Random, day: date) -> IntakeRequest:
    owner_type, owner = applicant(chance, day)
    entries = [
        ComponentEntry(line=number, kind=CopyKind.ORIGINAL if component.originals else CopyKind.COPY)
        for number, component in enumerate(offer.components[:12], start=1)
        if chance.random() < 0.9
    ]
    return IntakeRequest(
        procedure=offer.code,
        case=offer.case,
        channel=Channel.POSTAL if chance.random() < 0.08 else Channel.DIRECT,
        owner=owner,
        owner_type=owner_type,
        identity_proof=chance.choice((IdentityProof.CARD_SHOWN, IdentityProof.CHIP_READ)),
        return_method=chance.choice((ReturnMethod.COUNTER, ReturnMethod.COUNTER, ReturnMethod.POSTAL)),
        components=tuple(entries),
    )


DEMO_HISTORY: Final = (600, 2022, date(2022, 1, 4), date(2022, 11, 22))
DEMO_RECENT: Final = ((700, 2026, 45), (320, 2027, 5))
"""How many dossiers, seed, received in how many days before today: a tail, and full desks."""


def load_demo() -> None:
    """The demonstration's past: a small year of 2022 under the older law, and the last weeks up to today."""
    count, seed, first, last = DEMO_HISTORY
    generate(count, seed, first=first, last=last)
    today = day_of(SystemClock().now())
    for count, seed, days in DEMO_RECENT:
        generate(count, seed, first=today - timedelta(days=days), last=today)
