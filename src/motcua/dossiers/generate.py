"""`motcua generate`: a past of dossiers for sections of the demonstration, played through the pure core.

The same seed over the same catalogue and organisation gives the same dossiers. Every event carries
`origin: simulation`, so nobody takes it for a record of an office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from random import Random
from typing import Final, NamedTuple, TypeVar

import msgspec
from django.db import transaction

from motcua.citizens.demo import demo_applicants
from motcua.citizens.queries import Applicant
from motcua.dossiers.generation.declared import forget_forms
from motcua.dossiers.generation.filings import Filing, filings, made
from motcua.dossiers.generation.life import play
from motcua.dossiers.generation.load import Made, load, new_ids, reserve
from motcua.dossiers.generation.neighbours import neighbours
from motcua.dossiers.generation.people import applicant
from motcua.dossiers.generation.scenes import Plan, actor, crew_on, forget, period, scenes
from motcua.dossiers.generation.stage import DAY_OF_WORK, USUAL, Apology, Cast, Stage
from motcua.dossiers.generation.steps import walk
from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.intake import ComponentEntry, IntakeRequest
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, evolve
from motcua.dossiers.lifecycle.types import Channel, CopyKind, IdentityProof, ReturnMethod, Role
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.places import agency_keys
from motcua.dossiers.sealing import Seals
from motcua.dossiers.services import build_intake, section_code
from motcua.foundation.clock import HOUR, MINUTE, Clock, FixedClock, Instant, SystemClock, day_of, instant_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.law.regimes import regime_on
from motcua.organisation.calendars import calendar_for
from motcua.organisation.in_force import InForce, in_force
from motcua.procedures.offers import Offer

BLOCK: Final = 1000
TRIES: Final = 20
"""How often a time of reception may lie in the future or at a closed door before the count is given up."""
ORIGIN: Final = "simulation"
LATE: Final = USUAL._replace(late=1, late_step=1, withdrawn=0, stopped=0, supplement=0)
LETTERS: Final = ((20, 3), (16, 2), (12, 5), (10, 3), (2, 3))
"""Working hours before the promised moment at which a letter of apology goes out, and by how many days the
moment moves; the law asks for a day at least, so the last comes too late (Decree 61 art. 19(9))."""
T = TypeVar("T")
Progress = Callable[[int, int], None]


class Generated(msgspec.Struct, frozen=True):
    """What was made."""

    dossiers: int
    events: int
    first: str
    last: str
    seed: int


def generate(
    dossiers: int,
    seed: int,
    *,
    first: date | None = None,
    last: date | None = None,
    agency: str = "",
    online: int = 0,
    late: bool = False,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Generated:
    """Make `dossiers` dossiers received from `first` to `last` (default: the last ninety days up to now).

    `agency` limits them to one section's agency code; `online` is the share, in percent, that was filed
    online, made after the others by a stream of its own. `late`: those received at a counter miss their day,
    and a letter of apology (form 04) goes out. Raises: `UsageError` where nobody could receive them.
    """
    now = (clock or SystemClock()).now()
    last = last or day_of(now)
    first = first or last - timedelta(days=90)
    if dossiers < 1 or not 0 <= online <= 100 or first > last or last > day_of(now):
        raise UsageError(
            gettext_noop("Số hồ sơ phải từ 1 trở lên và khoảng ngày phải nằm trong quá khứ."),
            gettext_noop("Ví dụ: motcua generate --dossiers 1000 --seed 1"),
        )
    forget()
    forget_forms()
    filed = round(dossiers * online / 100)
    run = _Run(Random(seed), now, now if _sealed_since(first) else None, late)  # noqa: S311 - a past, no secret
    plans = _plans(dossiers - filed, run.chance, first, last, agency, now) if dossiers > filed else []
    events = _in_blocks(plans, partial(_made, run=run), progress)
    # A stream of its own: with or without them the dossiers of the counter are the same.
    run = run._replace(chance=Random(f"{seed} online"))  # noqa: S311 - as above
    online_ones = filings(filed, run.chance, first, last, agency, now) if filed else []
    events += _in_blocks(online_ones, partial(_filed, run=run), progress)
    if not plans and not online_ones:
        raise _nobody_receives()
    return Generated(len(plans) + len(online_ones), events, first.isoformat(), last.isoformat(), seed)


class _Run(NamedTuple):
    """What all dossiers of one call share: the dice, the present, when it is recorded, whether it is late."""

    chance: Random
    now: Instant
    recorded: Instant | None
    late: bool = False


def _in_blocks(
    each: Sequence[T], make: Callable[[Sequence[T]], list[Made]], progress: Progress | None
) -> int:
    agencies, events = agency_keys(), 0
    for start in range(0, len(each), BLOCK):
        block = each[start : start + BLOCK]
        with transaction.atomic():
            events += load(make(block), agencies, ORIGIN)
        if progress:
            progress(start + len(block), len(each))
    return events


def _sealed_since(day: date) -> bool:
    """Whether a seal lies on or after the day: then nothing may be recorded into the sealed past."""
    return DailySeal.objects.filter(day__gte=day).exists()


def _plans(  # noqa: PLR0917 - one caller
    count: int, chance: Random, first: date, last: date, agency: str, now: Instant
) -> list[Plan]:
    calendar = calendar_for(None)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if calendar.is_working_day(day)]
    there_on = {key: scenes(day, agency) for key, day in {(period(day)): day for day in days}.items()}
    plans: list[Plan] = []
    for _ in range(count * TRIES):
        if len(plans) == count:
            break
        day = chance.choice(days) if days else last
        there = there_on.get(period(day), ())
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
        raise _nobody_receives()
    return sorted(plans, key=lambda plan: (plan.at, plan.scene.section.pk))


def _nobody_receives() -> UsageError:
    return UsageError(
        gettext_noop("Không có Bộ phận Một cửa nào tiếp nhận được trong khoảng ngày này."),
        gettext_noop("Nạp dữ liệu trình diễn trước (make demo), hoặc chọn cơ quan và ngày khác."),
    )


def _filed(block: Sequence[Filing], run: _Run) -> list[Made]:
    return made(block, run.chance, run.now, run.recorded, ORIGIN)


def _made(plans: Sequence[Plan], run: _Run) -> list[Made]:
    counts = in_force()
    ids = iter(new_ids(len(plans)))
    found: list[Made] = []
    ordered = sorted(plans, key=lambda plan: (day_of(plan.at), plan.scene.section.pk, plan.at))
    for (day, _), same in groupby(ordered, key=lambda plan: (day_of(plan.at), plan.scene.section.pk)):
        together = list(same)
        law = regime_on(day)
        code = section_code(together[0].scene.section, law)
        serial = reserve(f"dossier:{code}", day, len(together))
        for number, plan in enumerate(together, start=serial):
            name = dossier_code(law.code_form, code, day, number)
            found.append(_dossier(plan, name, next(ids), run, counts))
    return found


def _dossier(plan: Plan, code: str, row_id: int, run: _Run, counts: InForce) -> Made:
    day, section, chance = day_of(plan.at), plan.scene.section, run.chance
    offer, competent, handlers, leaders = plan.cue
    seals = Seals(lambda: chance.randbytes(16))
    paths = StoredPaths(counts.calendar, plan.at, offer)
    rules = Rules(counts.laws.on(day), counts.calendar(section.pk), ORIGIN, paths)
    reception = actor(chance.choice(plan.scene.reception), section.code, Role.RECEIVING_OFFICER)
    intake = build_intake(_request(offer, chance, day), offer, section, competent, seals)
    events = list(
        decide(None, c.Receive(by=reception, code=code, intake=intake, received_at=plan.at), rules, plan.at)
    )
    state = evolve(None, events[0])
    cast = Cast(
        reception=reception,
        handler=actor(chance.choice(handlers), competent.code, Role.HANDLING_OFFICER),
        leader=actor(chance.choice(leaders), competent.code, Role.LEADER),
        handler_agency=competent.code,
        leader_agency=competent.code,
    )
    stage = Stage(state, events, rules, seals, run.now, LATE if run.late else USUAL)
    if run.late:
        before, more = chance.choice(LETTERS)
        leader = chance.choice(leaders)
        stage.letter = Apology(before * HOUR, more * DAY_OF_WORK, reception, leader)
    if state.running.main is None:
        play(stage, cast, chance)
    else:
        walk(stage, cast, crew_on(plan.scene.day), chance)
    if run.recorded is not None:
        events = [msgspec.structs.replace(event, recorded_at=run.recorded) for event in events]
    return Made(row_id, tuple(events), seals)


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
DEMO_LATE: Final = (26, 2061, 42, 8)
"""As above, received until so many days before today."""
DEMO_ONLINE: Final = (236, 2045, 45)
"""With those of the people who sign in, 22 % of what came of late: the share that the province had."""


def load_demo() -> None:
    """The demonstration's past: a small year of 2022 under the older law, the last weeks up to today;
    after all others what came online, and what its own people filed."""
    count, seed, first, last = DEMO_HISTORY
    generate(count, seed, first=first, last=last)
    clock = FixedClock(SystemClock().now())
    today = day_of(clock.now())
    for count, seed, days in DEMO_RECENT:
        generate(count, seed, first=today - timedelta(days=days), last=today)
    count, seed, days, until = DEMO_LATE
    generate(count, seed, first=today - timedelta(days=days), last=today - timedelta(days=until), late=True)
    count, seed, days = DEMO_ONLINE
    generate(count, seed, first=today - timedelta(days=days), last=today, online=100)
    file_for(demo_applicants(), seed + 1, clock=clock)


def file_for(accounts: Mapping[str, Applicant], seed: int, *, clock: Clock | None = None) -> int:
    """What the people of the demonstration have filed, by their login; how many dossiers."""
    now = (clock or SystemClock()).now()
    forget()
    forget_forms()
    run = _Run(Random(seed), now, now if _sealed_since(day_of(now) - timedelta(days=90)) else None)  # noqa: S311
    found = neighbours(accounts, run.chance, calendar_for(None), now)
    _in_blocks(found, partial(_filed, run=run), None)
    return len(found)
