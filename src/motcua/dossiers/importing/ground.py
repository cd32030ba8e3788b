"""Agencies and procedures as foreign lists name them: by code or by name, as of the day of reception."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from motcua.dossiers.importing.columns import plain
from motcua.dossiers.lifecycle.types import Limit, ProcedurePin
from motcua.dossiers.reception import competent_agency
from motcua.foundation.errors import DomainError
from motcua.organisation.models import Agency, Section
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import offer as offer_of
from motcua.procedures.queries import version_content

_ALWAYS: Final = date.max
_HOUSES: Final = frozenset({"division"})
"""Kinds of agency whose dossiers are received for the agency above them."""


class Place(NamedTuple):
    """Where a dossier lay: who received and who resolves."""

    section: Agency
    competent: Agency


class Pinned(NamedTuple):
    """The version of a procedure; `in_force` on the day, else the nearest there is."""

    pin: ProcedurePin
    in_force: bool


class Unknown(Exception):
    """Nothing by that name; `kind` is the doubt."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class Ground:
    """Read once for a whole file: agencies and sections of all times, the names of procedures."""

    def __init__(self) -> None:
        self._agencies = {agency.pk: agency for agency in Agency.objects.select_related("parent")}
        self._named: dict[str, list[Agency]] = {}
        for agency in self._agencies.values():
            names = (agency.code, agency.code_qcvn or "", agency.name, agency.short_name)
            for name in {_called(each) for each in names if each}:
                self._named.setdefault(name, []).append(agency)
        self._sections = list(Section.objects.select_related("agency"))
        self._versions: dict[str, list[tuple[date, date, int]]] = {}
        self._titles: dict[str, set[str]] = {}
        self._places: dict[tuple[str, str, date], Place] = {}
        rows = ProcedureVersion.objects.filter(superseded=False).order_by("valid_from")
        picked = ("procedure__code", "valid_from", "valid_to", "pk", "name")
        for code, first, last, key, name in rows.values_list(*picked).iterator(2000):
            self._versions.setdefault(code, []).append((first, last or _ALWAYS, key))
            self._titles.setdefault(plain(name), set()).add(code)

    def procedure(self, code: str, name: str, day: date) -> Pinned:
        """By its code, else by its whole name. Raises: `Unknown`."""
        found = code if code in self._versions else ""
        if not found:
            codes = self._titles.get(plain(name or code), set())
            alive = {each for each in codes if self._version(each, day)[1]} or codes
            if len(alive) > 1:
                raise Unknown("ambiguous_procedure")
            if not alive:
                raise Unknown("unknown_procedure")
            found = next(iter(alive))
        version, in_force = self._version(found, day)
        return Pinned(ProcedurePin(code=found, version=version, field=_field(version)), in_force)

    def _version(self, code: str, day: date) -> tuple[int, bool]:
        there = self._versions[code]
        for first, last, key in there:
            if first <= day <= last:
                return key, True
        earlier = [each for each in there if each[1] < day]
        return (earlier[-1] if earlier else there[0])[2], False

    def place(self, text: str, pin: ProcedurePin, day: date) -> Place:
        """The agency that bore this code or name on the day, with the section that received for it.

        Raises: `Unknown`.
        """
        key = (text, pin.code, day)
        if key not in self._places:
            self._places[key] = self._place(text, pin, day)
        return self._places[key]

    def _place(self, text: str, pin: ProcedurePin, day: date) -> Place:
        alive = [each for each in self._named.get(_called(text), ()) if _stood(each, day)]
        if not alive:
            raise Unknown("unknown_agency")
        agency = alive[0]
        while agency.kind in _HOUSES and agency.parent_id:
            agency = self._agencies[agency.parent_id]
        section = self._section(agency, day)
        if agency.kind == "service_centre":
            agency = self._resolving(section, pin, day)
        return Place(section, agency)

    def _section(self, agency: Agency, day: date) -> Agency:
        there = [
            self._agencies[each.agency_id]
            for each in self._sections
            if each.valid_from <= day <= (each.valid_to or _ALWAYS)
        ]
        own = next((each for each in there if each.pk == agency.pk), None)
        below = next((each for each in there if each.parent_id == agency.pk), None)
        centre = next((each for each in there if each.level == agency.level == "province"), None)
        found = own or below or centre
        if found is None:
            raise Unknown("no_section")
        return found

    def _resolving(self, section: Agency, pin: ProcedurePin, day: date) -> Agency:
        """A list of a centre names the door alone; the catalogue says who is behind it."""
        try:
            return competent_agency(offer_of(pin.code, on=day), section, day)
        except DomainError:
            raise Unknown("unknown_agency") from None


@lru_cache(maxsize=4096)
def _field(version: int) -> str:
    fields = version_content(version).fields
    return next((each.code for each in fields if each.code), None) or ""


@lru_cache(maxsize=4096)
def limit_of(code: str, day: date, channel: str) -> Limit:
    """The limit that the catalogue states on that day; none where it says nothing certain."""
    try:
        found = offer_of(code, on=day, channel=channel).limit
    except DomainError:
        return Limit(unit="working_day")
    return Limit(unit=found.unit, quantity=found.quantity)


def forget() -> None:
    """Look versions up anew: the catalogue may have changed."""
    _field.cache_clear()
    limit_of.cache_clear()


def _called(name: str) -> str:
    """A name for comparison; a committee is called by its place, with or without its title."""
    words = plain(name)
    for title in ("uy ban nhan dan ", "ubnd "):
        words = words.removeprefix(title)
    return words


def _stood(agency: Agency, day: date) -> bool:
    return agency.valid_from <= day <= (agency.valid_to or _ALWAYS)
