"""What a simulated year stands on: agencies, catalogue and officers of the province, made where missing."""

from __future__ import annotations

from datetime import date, datetime, time
from random import Random
from typing import Final, NamedTuple

import msgspec

from motcua.dossiers.generation.people import citizen_name
from motcua.dossiers.generation.scenes import Scene, crew_on, forget, scenes
from motcua.dossiers.generation.steps import Crew
from motcua.dossiers.lifecycle.core import Rules
from motcua.dossiers.lifecycle.types import Channel, Role
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.simulation.absences import Absences
from motcua.dossiers.simulation.lives import Besides, Borders, Ground
from motcua.dossiers.simulation.parameters import Parameters
from motcua.dossiers.simulation.plan import Door, Planned
from motcua.dossiers.simulation.quotas import Place
from motcua.foundation.clock import FixedClock, Instant, day_of, instant_of
from motcua.law.regimes import Regime
from motcua.organisation import services as organisation
from motcua.organisation.in_force import in_force
from motcua.organisation.models import Officer
from motcua.organisation.simulated import staff
from motcua.procedures import process_services
from motcua.procedures import services as procedures
from motcua.procedures.models import InternalProcess, Procedure
from motcua.procedures.simulated_catalogue import Wanted

ORIGIN: Final = "simulation"


def make_ready(of: Parameters, seed: int) -> None:
    """Make agencies, catalogue and processes where there are none, officers where some are missing."""
    if not Officer.objects.exists():
        organisation.load_demo()
    if not Procedure.objects.exists():
        procedures.load_demo()
    procedures.load_simulated(catalogue_of(of), seed)
    if not InternalProcess.objects.exists():
        # The year stands before the day from which the demonstration has its processes: they are checked
        # against the catalogue of the year, and in force in it.
        then = FixedClock(instant_of(datetime.combine(of.days.carried_from, time(7))))
        process_services.load_demo(then, of.days.carried_from)
    chance = Random(f"{seed} officers")  # noqa: S311 - a simulated year, no secret
    staff(of.staff, of.days.begins, lambda number: citizen_name(chance))
    forget()


def catalogue_of(of: Parameters) -> Wanted:
    """What the province's catalogue must hold on the last counted day."""
    numbers = msgspec.to_builtins(of.catalogue)
    return Wanted(counted_until=of.days.counted_until, ends=of.days.ends, **numbers)


class Province(NamedTuple):
    """The doors of the province with their places, and what lives there need."""

    doors: tuple[Door, ...]
    places: tuple[Place, ...]


def province(of: Parameters, agency: str = "") -> Province:
    """The sections that receive at a counter in the year; all, or the one of an agency code."""
    day = of.days.begins
    hours = in_force().calendar
    net = {scene.section.pk: scene for scene in scenes(day, agency, Channel.ONLINE)}
    doors = tuple(
        Door(scene, net.get(scene.section.pk), hours(scene.section.pk))
        for scene in scenes(day, agency, Channel.DIRECT)
    )
    return Province(doors, tuple(Place(door.counter.section.code, _level(door.counter)) for door in doors))


def _level(scene: Scene) -> str:
    return str(scene.section.level)


def ground_of(door: Door, absences: Absences, borders: Borders, of: Parameters, seed: int) -> Ground:
    """What the lives of a section share; agencies and processes are those of the year's first day."""
    counts = in_force()
    stands = instant_of(datetime.combine(of.days.begins, time(7)))
    crew = _present(crew_on(of.days.begins), absences)
    laws: dict[date, Regime] = {}
    paths: dict[int, StoredPaths] = {}

    def rules(planned: Planned) -> Rules:
        day = day_of(planned.at)
        if day not in laws:
            laws[day] = counts.laws.on(day)
        offer = planned.cue.offer
        if offer.version_id not in paths:
            paths[offer.version_id] = StoredPaths(counts.calendar, stands, offer)
        return Rules(laws[day], door.calendar, ORIGIN, paths[offer.version_id])

    return Ground(door, rules, crew, absences, borders, of, seed, Besides(of))


def _present(everybody: Crew, absences: Absences) -> Crew:
    def crew(agency: str, at: Instant, roles: frozenset[Role]) -> tuple[tuple[str, str], ...]:
        return absences.there(everybody(agency, at, roles), at)

    return crew
