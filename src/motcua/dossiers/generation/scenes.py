"""Who may receive and resolve what on a day: where invented dossiers are handed in."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from motcua.dossiers.generation.stage import Other
from motcua.dossiers.generation.steps import Crew
from motcua.dossiers.lifecycle.running import Place
from motcua.dossiers.lifecycle.types import Actor, Channel, Role
from motcua.dossiers.places import agency_key, tree
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.services import competent_agency
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError
from motcua.law.regimes import regime_on
from motcua.organisation.models import Agency
from motcua.organisation.queries import officers_of, sections_on, working_in
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of

COMMON: Final = 4
"""How much oftener a procedure with an internal process is asked for: its processes were written first for
what people need most."""


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


def period(day: date) -> str:
    """Days of one regime share their scenes."""
    return regime_on(day).id


def scenes(day: date, agency: str, channel: Channel = Channel.DIRECT) -> tuple[Scene, ...]:
    """The sections that receive by that channel on that day, all or the one of an agency code."""
    found = []
    for section in sections_on(day):
        if agency and section.agency.code != agency:
            continue
        officers = officers_of(section.agency_id, day, [Role.RECEIVING_OFFICER])
        cues = _cues(section.agency, day, channel) if officers else ()
        if cues:
            found.append(Scene(section.agency, tuple(officer.code for officer in officers), cues, day))
    return tuple(found)


def _cues(section: Agency, day: date, channel: Channel) -> tuple[Cue, ...]:
    """The procedures that a section may receive on that day, by level, and that somebody can resolve."""
    cues = []
    for offer in _offers(day, channel):
        if section.level not in offer.levels:
            continue
        competent = competent_agency(offer, section, day)
        handlers, leaders = _officers(competent.pk, day)
        if handlers and leaders:
            led = any(use.valid_from <= day for use in offer.processes)
            cues += [Cue(offer, competent, handlers, leaders)] * (COMMON if led else 1)
    return tuple(cues)


@lru_cache(maxsize=8)
def _offers(day: date, channel: Channel) -> tuple[Offer, ...]:
    codes = (
        ProcedureVersion.objects.filter(superseded=False, receivable=True, valid_from__lte=day)
        .exclude(valid_to__lt=day)
        .order_by("procedure__code")
        .values_list("procedure__code", flat=True)
    )
    found = []
    for code in codes:
        try:
            offer = offer_of(code, on=day, channel=channel.value)
            if offer.needs_case:
                offer = offer_of(code, on=day, channel=channel.value, case=offer.cases[0].code)
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


NEIGHBOURS: Final = 3
"""Agencies of the same level that another one works with."""


@lru_cache(maxsize=512)
def others_of(agency_id: int, day: date) -> tuple[Other, ...]:
    """Whom an agency sends parts to: neighbours of its level under the same parent, and the level above; a
    district asks departments of the province."""
    everybody = tree().by_id
    own = everybody[agency_id]
    # Whom one agency took over since are one house to the core, and send each other nothing.
    there = [
        each
        for each in everybody.values()
        if each.valid_from <= day <= (each.valid_to or date.max) and _last_heir(each.pk) != _last_heir(own.pk)
    ]
    same = [each for each in there if each.kind == own.kind and each.parent_id == own.parent_id]
    same = sorted(same, key=lambda each: ((each.code <= own.code), each.code))[:NEIGHBOURS]
    if own.level == "district":
        above = [each for each in there if each.kind == "department"]
        above = sorted(above, key=lambda each: each.code)[agency_id % len(above) :][:1] if above else []
    else:
        above = [each for each in there if each.pk == own.parent_id]
    found = [(each, Place.SAME_LEVEL) for each in same] + [(each, Place.ABOVE) for each in above]
    return tuple(
        Other(each.code, place, *officers)
        for each, place in found
        if all(officers := _officers(each.pk, day))
    )


def _last_heir(agency_id: int) -> int:
    while (heir := tree().heirs.get(agency_id)) is not None:
        agency_id = heir
    return agency_id


def crew_on(day: date) -> Crew:
    """Who works in which agency, as on that day."""

    def crew(agency: str, at: Instant, roles: frozenset[Role]) -> tuple[tuple[str, str], ...]:
        return _workers(agency_key(AgencyAt(agency, at)), day, roles)

    return crew


def forget() -> None:
    """Look everything up anew: what may be received and who works may have changed."""
    for kept in (_offers, _officers, _workers, others_of):
        kept.cache_clear()


def actor(code: str, unit: str, role: Role) -> Actor:
    """An officer in one role."""
    return Actor(who=f"officer:{code}", unit=unit, roles=frozenset({role}))
