"""`motcua simulate`: a whole year of a province, section by section, in chunks of one transaction each.

The plan follows from seed, parameters, agencies and catalogue alone, and each life has dice of its own. So a
run that was broken off finds the chunks that are there and goes on, and more processes at once make the same
year: they share out the sections, for serials run by section and day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

import msgspec
from django.db import transaction

from motcua.dossiers.generation.load import load, new_ids
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import agency_keys
from motcua.dossiers.reception import section_code
from motcua.dossiers.simulation.absences import Absences
from motcua.dossiers.simulation.calendar_of_work import Busy, busy
from motcua.dossiers.simulation.ground import ORIGIN, Province, ground_of, province
from motcua.dossiers.simulation.lives import Borders, live
from motcua.dossiers.simulation.parameters import Parameters
from motcua.dossiers.simulation.plan import Door, Planned, Planner
from motcua.dossiers.simulation.quotas import Quota, quotas
from motcua.dossiers.simulation.serials import note_serials
from motcua.dossiers.simulation_tables import SimulatedYear
from motcua.foundation.clock import Clock, SystemClock, day_of, instant_of
from motcua.foundation.errors import Conflict, UsageError, gettext_noop
from motcua.law.regimes import regime_on
from motcua.organisation.calendars import calendar_for

CHUNK: Final = 2000
Progress = Callable[[int, int], None]
Share = Sequence[int]
"""Numbers of the sections that one process plays."""
Spread = Callable[["Work", Sequence[Share], Progress], None]
"""Lets shares be played beside each other."""


class Asked(msgspec.Struct, frozen=True):
    """What is to be simulated; `agency` is the one that a commune's year is of, empty for the province."""

    year: int
    resolved: int
    seed: int
    agency: str = ""


class Simulated(msgspec.Struct, frozen=True):
    """What there is now; `played` in this run, the others in runs before it."""

    year: int
    seed: int
    resolved: int
    late: int
    online: int
    dossiers: int
    played: int
    sections: int


class Work(NamedTuple):
    """The whole year: its sections with their quotas, and the key of the first dossier of each."""

    asked: Asked
    of: Parameters
    province: Province
    quotas: tuple[Quota, ...]
    firsts: tuple[int, ...]
    year: Busy
    borders: Borders

    @property
    def total(self) -> int:
        return sum(quota.total for quota in self.quotas)


def simulate(
    asked: Asked,
    of: Parameters,
    *,
    spread: Spread | None = None,
    processes: int = 1,
    clock: Clock | None = None,
    progress: Progress = lambda done, total: None,
) -> Simulated:
    """Make the year, or go on with it. Agencies, catalogue and officers must be there (`make_ready`).

    Raises: `UsageError` for a number or year that cannot be; `Conflict` where another past stands there.
    """
    work = _worked_out(asked, of, (clock or SystemClock()))
    before = _loaded(work)
    shares = _shares(work, max(1, processes))
    if spread is None or len(shares) == 1:
        done = before
        for count in played(work, range(len(work.quotas))):
            done += count
            progress(done, work.total)
    else:
        spread(work, shares, lambda count, _: progress(before + count, work.total))
    if not SimulatedYear.objects.filter(year=asked.year, ended_at__isnull=False).exists():
        note_end(asked.year, clock)
    late = sum(quota.late for quota in work.quotas)
    online = sum(quota.online for quota in work.quotas)
    return Simulated(
        asked.year,
        asked.seed,
        asked.resolved,
        late,
        online,
        work.total,
        work.total - before,
        len(work.quotas),
    )


def note_end(year: int, clock: Clock | None = None) -> None:
    """Note that the run which makes the year is over now; what is made beside its dossiers counts too."""
    SimulatedYear.objects.filter(year=year).update(ended_at=(clock or SystemClock()).now())


def _worked_out(asked: Asked, of: Parameters, clock: Clock) -> Work:
    if asked.resolved < 1 or asked.year != of.days.begins.year:
        raise UsageError(
            gettext_noop("Chỉ mô phỏng được năm %(year)s, từ 1 hồ sơ trở lên."),
            gettext_noop("Ví dụ: motcua simulate --year %(year)s --dossiers 3500 --seed 1"),
            year=of.days.begins.year,
        )
    where = province(of, asked.agency)
    if not where.doors:
        raise UsageError(
            gettext_noop("Không có Bộ phận Một cửa nào tiếp nhận được trong năm này."),
            gettext_noop("Kiểm tra mã cơ quan."),
        )
    year = busy(of.days.carried_from, of.days.ends, calendar_for(None), of)
    counted = year.of(of.days.begins, of.days.counted_until).whole
    later = year.of(of.days.counted_until + timedelta(days=1), of.days.ends).whole / counted
    before = year.of(of.days.carried_from, of.days.begins - timedelta(days=1)).whole / counted
    parts = tuple(quotas(asked.resolved, where.places, asked.seed, of, later=later, before=before))
    digest = _digest(asked, of, where)
    first = _begun(asked, sum(part.total for part in parts), digest, clock)
    firsts, at = [], first
    for part in parts:
        firsts.append(at)
        at += part.total
    return Work(asked, of, where, parts, tuple(firsts), year, borders_of(of))


def borders_of(of: Parameters) -> Borders:
    """The counted days of the parameters as instants."""
    days = of.days
    return Borders(_midnight(days.begins), _midnight(days.counted_until, 1), _midnight(days.ends, 1))


def _midnight(day: date, more: int = 0) -> int:
    return instant_of(datetime.combine(day + timedelta(days=more), time()))


def _digest(asked: Asked, of: Parameters, where: Province) -> str:
    """Over all that the lives hang on: another catalogue or another officer makes another year."""
    seen = [
        (
            door.counter.section.code,
            door.counter.reception,
            *(
                (cue.offer.version_id, cue.competent.code, cue.handlers, cue.leaders)
                for cue in door.counter.cues
            ),
        )
        for door in where.doors
    ]
    body = msgspec.json.encode([msgspec.to_builtins(asked), msgspec.to_builtins(of), seen])
    return hashlib.sha256(body).hexdigest()


@transaction.atomic
def _begun(asked: Asked, total: int, digest: str, clock: Clock) -> int:
    """The key of the first dossier: of the run that began this year, or of the one that begins now."""
    known = SimulatedYear.objects.select_for_update().filter(year=asked.year).first()
    if known is not None and known.digest == digest:
        return known.first_id
    days = Dossier.objects.filter(
        received_at__gte=_midnight(date(asked.year, 1, 1)),
        received_at__lt=_midnight(date(asked.year + 1, 1, 1)),
    )
    if known is not None or days.exists():
        raise Conflict(
            gettext_noop("Cơ sở dữ liệu này đã có hồ sơ của năm %(year)s; chưa ghi gì."),
            gettext_noop("Dùng cơ sở dữ liệu trống, hoặc chạy lại đúng lệnh đã bị ngắt."),
            id="year_taken",
            year=asked.year,
        )
    # In one go, so that the keys stand in a row.
    ids = new_ids(total)
    if ids[-1] - ids[0] != total - 1:
        raise Conflict(
            gettext_noop("Có hồ sơ khác đang được ghi cùng lúc; chưa ghi gì."),
            gettext_noop("Chạy lại khi không còn ai làm việc với cơ sở dữ liệu này."),
            id="keys_not_in_a_row",
        )
    SimulatedYear.objects.create(
        scale="commune" if asked.agency else "province",
        year=asked.year,
        seed=asked.seed,
        resolved=asked.resolved,
        total=total,
        first_id=ids[0],
        digest=digest,
        began_at=clock.now(),
    )
    return ids[0]


def _loaded(work: Work) -> int:
    first = work.firsts[0]
    return Dossier.objects.filter(pk__gte=first, pk__lt=first + work.total).count()


def _shares(work: Work, processes: int) -> list[list[int]]:
    """The sections shared out, the fullest first, each to who has least."""
    shares: list[list[int]] = [[] for _ in range(min(processes, len(work.quotas)))]
    loads = [0] * len(shares)
    for number in sorted(range(len(work.quotas)), key=lambda n: -work.quotas[n].total):
        least = loads.index(min(loads))
        shares[least].append(number)
        loads[least] += work.quotas[number].total
    return shares


def played(work: Work, share: Share) -> Iterator[int]:
    """Play the sections of a share and load them; after each chunk, how many dossiers it had."""
    planner = Planner(work.year, work.of, work.asked.seed)
    absences = Absences(work.of, work.asked.seed)
    agencies = agency_keys()
    for number in share:
        quota, first = work.quotas[number], work.firsts[number]
        if _whole(first, quota.total):
            continue
        door = work.province.doors[number]
        plan = planner.plan(door, quota)
        ground = ground_of(door, absences, work.borders, work.of, work.asked.seed)
        for start in range(0, len(plan), CHUNK):
            chunk = plan[start : start + CHUNK]
            if Dossier.objects.filter(pk=first + start).exists():
                continue
            before = first - work.firsts[0]
            made = [live(ground, one, at, before + at, first + at) for at, one in enumerate(chunk, start)]
            with transaction.atomic():
                load(made, agencies, ORIGIN)
                note_serials(_serials(door, chunk))
            yield len(chunk)


def _whole(first: int, total: int) -> bool:
    """Whether a section is loaded to its last dossier; chunks are loaded in order."""
    return not total or Dossier.objects.filter(pk=first + total - 1).exists()


def _serials(door: Door, chunk: Sequence[Planned]) -> dict[tuple[str, date], int]:
    """The last serial of each day in the chunk, by series."""
    found: dict[tuple[str, date], int] = {}
    for one in chunk:
        day = day_of(one.at)
        series = f"dossier:{section_code(door.counter.section, regime_on(day))}"
        found[series, day] = int(one.code.rpartition("-")[2])
    return found
