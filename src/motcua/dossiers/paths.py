"""Internal processes, agencies and hours as the lifecycle core asks for them (`lifecycle.paths.Paths`)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple, Protocol

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.paths import Called, Course, StepFacts
from motcua.dossiers.lifecycle.running import Place, ProcessPin, StepKind
from motcua.dossiers.places import Tree, agency_key, agency_of, tree
from motcua.dossiers.projection import AgencyAt
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.text import fold
from motcua.foundation.worktime import WorkCalendar
from motcua.organisation.calendars import Calendars
from motcua.organisation.models import Agency
from motcua.procedures import process_queries
from motcua.procedures.offers import Offer
from motcua.procedures.processes import builtin
from motcua.procedures.processes.acts import Act, acts_of
from motcua.procedures.processes.engine import plan_of
from motcua.procedures.processes.model import Call, Catch, Lane, Process, Task, version_of
from motcua.procedures.processes.tables import PostKind

_AT_SECTION: Final = frozenset(
    {PostKind.RECEPTION.value, PostKind.SECTION_HEAD.value, PostKind.APPLICANT.value}
)
"""Posts whose steps the one-stop section does; what the applicant does, the section records."""
_LONGEST_WAY: Final = 20
"""Divisions above and agencies after an agency that are followed."""
_PART: Final = ProcessPin(code=builtin.PART.code, version=version_of(builtin.PART))


class Found(Protocol):
    """A stored version of a process."""

    @property
    def code(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def process(self) -> Process: ...


class Source(Protocol):
    """Where processes are kept (`procedures.process_queries`)."""

    def in_force(self, procedure_code: str, case: str | None, level: str, day: date) -> Found | None: ...
    def of_offer(self, offer: Offer, level: str, day: date) -> Found | None: ...
    def by_version(self, version: str) -> Found: ...
    def in_force_of_process(self, code: str, day: date) -> Found | None: ...


class StoredPaths:
    """The processes as they are stored, on the agencies and hours of `now`."""

    def __init__(
        self,
        hours: Calendars,
        now: Instant,
        offer: Offer | None = None,
        source: Source = process_queries,
    ) -> None:
        """`offer` is the one that a reception was read with: its process costs no statement more."""
        self.hours = hours
        self.now = now
        self.offer = offer
        self.source = source
        self._in_force: dict[tuple[str, str | None, str, date], Found | None] = {}

    def starting(self, intake: Intake, day: date) -> ProcessPin | None:
        """The process in force for the procedure at the level of the agency that resolves."""
        level = self._agency(intake.competent).level
        pinned = intake.procedure
        if self.offer is not None and self.offer.code == pinned.code:
            found = self.source.of_offer(self.offer, level, day)
        else:
            found = self.looked_up(pinned.code, pinned.case, level, day)
        return None if found is None else ProcessPin(code=found.code, version=found.version)

    def looked_up(self, procedure_code: str, case: str | None, level: str, day: date) -> Found | None:
        """The process in force, asked for once: who holds a lock asks before it."""
        key = (procedure_code, case, level, day)
        if key not in self._in_force:
            self._in_force[key] = self.source.in_force(procedure_code, case, level, day)
        return self._in_force[key]

    def course(self, pin: ProcessPin, executing: str, intake: Intake) -> Course:
        """Kept with the tree of agencies: the same version runs in the same agencies all day."""
        kept = _kept(tree())
        key = _Key(pin.version, executing, intake.section, day_of(self.now))
        found = kept.get(key)
        if found is None:
            found = kept[key] = self._made(pin, executing, intake.section)
        return found

    def for_part(self, code: str) -> ProcessPin:
        found = self.source.in_force_of_process(code, day_of(self.now)) if code else None
        return _PART if found is None else ProcessPin(code=found.code, version=found.version)

    def calendar(self, agency: str) -> WorkCalendar:
        return self.hours(self._agency(agency).pk)

    def same_house(self, one: str, other: str) -> bool:
        return one == other or self._house(one) == self._house(other)

    def _house(self, code: str) -> int:
        agency = self._agency(code)
        for _ in range(_LONGEST_WAY):
            if agency.kind == "division" and agency.parent is not None:
                agency = agency.parent
            elif agency.valid_to is not None and (heir := tree().heirs.get(agency.pk)) is not None:
                # What took its dossiers over is the same house to them (Decree 61/2018 knows no gap).
                agency = agency_of(heir)
            else:
                break
        return agency.pk

    def _agency(self, code: str) -> Agency:
        return agency_of(agency_key(AgencyAt(code, self.now)))

    def _process(self, version: str) -> Process:
        return builtin.BUILT_IN.get(version) or self.source.by_version(version).process

    def _made(self, pin: ProcessPin, executing: str, section: str) -> Course:
        process = self._process(pin.version)
        acts = acts_of(process)
        where = _Where(self._agency(executing), self._agency(section), day_of(self.now))
        lanes = {lane.id: lane for lane in process.lanes}
        facts: dict[str, StepFacts] = {}
        for node in process.nodes:
            lane = lanes.get(node.lane, _NOBODY) if isinstance(node, Task | Catch | Call) else _NOBODY
            if isinstance(node, Task):
                place = where.of_lane(lane).code
                facts[node.id] = StepFacts(
                    StepKind.TASK, node.name, place, lane.post, node.time, acts[node.id]
                )
            elif isinstance(node, Catch):
                place = where.of_lane(lane).code
                facts[node.id] = StepFacts(StepKind.WAIT, node.name, place, lane.post, node.time)
            elif isinstance(node, Call):
                called = where.called(node)
                facts[node.id] = StepFacts(
                    StepKind.CALL,
                    node.name,
                    executing,
                    lane.post,
                    node.time,
                    called=Called(self.for_part(node.process), called.code, Place(node.place)),
                )
        proposes = next((node for node, act in acts.items() if act is Act.PROPOSE), "")
        return Course(pin, plan_of(process), facts, frozenset(acts.values()), proposes)


def act_in(version: str, node: str) -> Act:
    """What ending a step of a stored version means to the law. One statement once a version."""
    return acts_of(process_of(version)).get(node, Act.HAND_OVER)


def process_of(version: str) -> Process:
    """A stored version. One statement once a version. Raises: `NotFound`."""
    return builtin.BUILT_IN.get(version) or process_queries.by_version(version).process


_NOBODY: Final = Lane(id="nobody")


class _Key(NamedTuple):
    version: str
    executing: str
    section: str
    day: date


def _kept(agencies: Tree) -> dict[_Key, Course]:
    """Courses live as long as the tree they were made with: a changed agency makes them anew."""
    return agencies.courses


class _Where:
    """Which agencies the words of a process mean for one dossier."""

    def __init__(self, executing: Agency, section: Agency, day: date) -> None:
        self.executing = executing
        self.section = section
        self.day = day

    def of_lane(self, lane: Lane) -> Agency:
        """The section for its posts, the executing agency where no other kind is named."""
        if lane.post in _AT_SECTION:
            return self.section
        if not lane.agency:
            return self.executing
        return self._of_kind(lane.agency, f"{lane.name} {lane.text}") or self.executing

    def called(self, call: Call) -> Agency:
        """The agency of a call: the one named, or of that kind nearest above or beside."""
        found = self._of_kind(call.agency, call.name) if call.agency else None
        if found is not None and found.pk != self.executing.pk:
            return found
        parent = self.executing.parent
        return parent if call.place == "above" and parent is not None else (found or self.executing)

    def _of_kind(self, kind: str, words: str) -> Agency | None:
        """By its printed name, else the one above, else the only one beside, else the agency itself."""
        there = [
            each
            for each in tree().by_id.values()
            if each.kind == kind
            and each.valid_from <= self.day
            and (each.valid_to is None or self.day <= each.valid_to)
        ]
        text = fold(words)
        named = [each for each in there if any(name in text for name in _names_of(each))]
        if named:
            return max(named, key=lambda each: len(each.name))
        above = self.executing.parent
        while above is not None:
            if above.kind == kind:
                return above
            above = above.parent
        beside = [
            each
            for each in there
            if each.parent_id == self.executing.parent_id and each.pk != self.executing.pk
        ]
        if len(beside) == 1:
            return beside[0]
        return self.executing if self.executing.kind == kind else None


_OF_THE_PROVINCE: Final = re.compile(r" (tinh|thanh pho)( .*)?$")


def _names_of(agency: Agency) -> set[str]:
    """How a decision may print an agency: whole or short, without its province, without accents."""
    folded = {fold(agency.name), fold(agency.short_name)}
    shorter = {_OF_THE_PROVINCE.sub("", name) for name in folded}
    # "UBND tỉnh" without its province would be any People's Committee.
    return folded | {name for name in shorter if name.count(" ") > 1}
