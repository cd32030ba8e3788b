"""How a dossier of the past would have gone on another version of its process.

Pure: the rows of what happened, a version made ready, the calendars. Decision 0055 says what is assumed: an
office takes as long for its step as it really took, in working time of its own; a step of which the past
tells nothing takes the time that it is allowed; the applicant is waited for as long as they were; the promise
stays the one that was made, with the pauses that moved it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from motcua.dossiers.lifecycle.moving import GOING_ON
from motcua.dossiers.lifecycle.paths import Course, StepFacts
from motcua.dossiers.lifecycle.running import StepKind
from motcua.foundation.clock import Instant
from motcua.foundation.worktime import Unit, WorkCalendar, promise
from motcua.procedures.processes import engine
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.engine import SENT_BACK
from motcua.procedures.processes.model import Awaited, TimeUnit

from .rows import MAIN, CalendarOf, Life, Row, StepSpan
from .verdict import Verdict, told

_UNITS: Final = {
    TimeUnit.WORKING_DAY: Unit.WORKING_DAY,
    TimeUnit.WORKING_HOUR: Unit.HOUR,
    TimeUnit.CALENDAR_DAY: Unit.CALENDAR_DAY,
}
MOST: Final = 500
"""Steps of one dossier; a loop that the past entered oftener than that is none."""
_BESIDE: Final = "supplement"
"""The step of the section while papers are thought about, in lives without a process: waiting, not work."""
_OF_THE_APPLICANT: Final = frozenset({Awaited.SUPPLEMENT_RECEIVED, Awaited.OBLIGATION_PAID})


class Played(Row, frozen=True, kw_only=True, gc=False):
    """One step as it would have gone. `worked` and `allowed` are working microseconds without the pauses;
    `allowed` is none where the step is not counted, `known` whether the past told how long it took."""

    step: str
    opened_at: Instant
    ended_at: Instant
    worked: int
    allowed: int | None
    known: bool

    @property
    def over(self) -> int:
        """Working microseconds beyond the time allowed."""
        return 0 if self.allowed is None else max(0, self.worked - self.allowed)


class Replay(Row, frozen=True, kw_only=True, gc=False):
    """A dossier on the version: whether it was late and would have been, when its result would have been
    signed; `dropped` are the names of steps of the past that the version has not."""

    was_late: bool
    would_be_late: bool
    ended_at: Instant
    steps: tuple[Played, ...]
    dropped: tuple[str, ...]


def replayed(life: Life, course: Course, calendar_of: CalendarOf) -> Replay:
    """The life on the version. It must have ended by a result, with a promise (ValueError)."""
    if life.ended_at is None or life.due_at is None:
        raise ValueError("only what ended under a promise is told again")
    return _Walk(life, course, calendar_of).walk()


class _Walk:
    """One dossier through the version; `visits` counts how often each step was entered."""

    def __init__(self, life: Life, course: Course, calendar_of: CalendarOf) -> None:
        self.life = life
        self.course = course
        self.calendar_of = calendar_of
        self.entries = _entries(life, course)
        self.visits: dict[str, int] = defaultdict(int)
        self.planned: dict[int, tuple[Played, str]] = {}

    def walk(self) -> Replay:
        life, plan = self.life, self.course.plan
        begins = min((row.opened_at for row in life.steps if row.part == MAIN), default=life.received_at)
        run = engine.start(plan, begins).run
        done: list[Played] = []
        signed: Instant | None = None
        last = begins
        while run.open_steps and len(done) < MOST:
            for token in run.open_steps:
                if token.no not in self.planned:
                    self.planned[token.no] = self._played(token)
            number = min(run.open_steps, key=lambda token: (self.planned[token.no][0].ended_at, token.no)).no
            played, outcome = self.planned[number]
            if signed is not None and self._still_open(played.step):
                break
            done.append(played)
            last = max(last, played.ended_at)
            signs = self.course.facts[played.step].act is Act.SIGN and outcome != SENT_BACK
            signed = last if signs and signed is None else signed
            run = self._moved(run, number, played.step, outcome, played.ended_at)
        ended = last if signed is None else signed
        known = {row.step for rows in self.entries.values() for row in rows}
        past = (row for row in life.steps if row.part == MAIN and row.kind == "task")
        return Replay(
            was_late=told(life.due_at, life.ended_at or ended) is Verdict.LATE,
            would_be_late=told(life.due_at, ended) is Verdict.LATE,
            ended_at=ended,
            steps=tuple(done),
            dropped=tuple(dict.fromkeys(row.name or row.step for row in past if row.step not in known)),
        )

    def _moved(self, run: engine.Run, number: int, step: str, outcome: str, at: Instant) -> engine.Run:
        plan = self.course.plan
        if step in plan.awaits:
            return engine.occurred(plan, run, number, plan.awaits[step], at).run
        if outcome == SENT_BACK:
            return engine.back(plan, run, number, self.course.proposes, at).run
        return engine.complete(plan, run, number, outcome, at).run

    def _played(self, token: engine.Token) -> tuple[Played, str]:
        """The step from when it opens now, with the outcome by which it ends."""
        facts = self.course.facts[token.step]
        visit = self.visits[token.step]
        self.visits[token.step] += 1
        past = [row for row in self.entries.get(token.step, ())[visit:] if row.ended_at is not None]
        allowed = self._allowed(facts, token.opened, past)
        if not past:
            ended = token.opened if allowed is None else self._calendar(facts).add(token.opened, allowed)
            played = Played(
                step=token.step,
                opened_at=token.opened,
                ended_at=ended,
                worked=allowed or 0,
                allowed=allowed,
                known=False,
            )
            return played, self._good(token.step)
        outcome = self._outcome(token.step, past[0].outcome)
        # Where the version has no such way, the entries that it led to are one with the first.
        rows = past[:1] if outcome == past[0].outcome or facts.kind is StepKind.WAIT else past
        worked, ended = self._took(rows, token.opened)
        played = Played(
            step=token.step,
            opened_at=token.opened,
            ended_at=ended,
            worked=worked,
            allowed=allowed,
            known=True,
        )
        return played, outcome

    def _took(self, rows: list[StepSpan], opened_at: Instant) -> tuple[int, Instant]:
        """Working time without pauses, and when it ends if it begins at `opened_at`."""
        worked = waited = 0
        for row in rows:
            calendar, until = self.calendar_of(row.agency), row.ended_at or row.opened_at
            pauses = list(self._pauses(row.opened_at, until))
            worked += calendar.between(row.opened_at, until)
            worked -= sum(calendar.between(since, to) for since, to in pauses)
        section = self.calendar_of(self.life.section)
        last = rows[-1].ended_at or rows[-1].opened_at
        for since, to in self._pauses(rows[0].opened_at, last):
            waited += section.between(since, to)
        if len(rows) == 1 and rows[0].opened_at == opened_at:
            # To the minute as it was, outside working hours too.
            return max(worked, 0), last
        ended = opened_at
        if worked > 0:
            ended = self.calendar_of(rows[0].agency).add(ended, worked)
        return max(worked, 0), section.add(ended, waited) if waited else ended

    def _pauses(self, since: Instant, until: Instant) -> Iterator[tuple[Instant, Instant]]:
        for pause in self.life.pauses:
            begins, ends = max(pause.since, since), min(pause.until or until, until)
            if begins < ends:
                yield begins, ends

    def _allowed(self, facts: StepFacts, since: Instant, past: list[StepSpan]) -> int | None:
        """Working time that the version allows a step which begins at `since`."""
        if facts.time is None:
            return None
        calendar = self.calendar_of(past[0].agency) if past else self._calendar(facts)
        due = promise(since, facts.time.amount, _UNITS[facts.time.unit], calendar, count="hours").due_at
        return None if due is None else calendar.between(since, due)

    def _calendar(self, facts: StepFacts) -> WorkCalendar:
        return self.calendar_of(facts.agency)

    def _outcome(self, step: str, recorded: str) -> str:
        """The outcome that was recorded, where the version offers it; else the good way."""
        plan = self.course.plan
        if step in plan.awaits or recorded in plan.outcomes.get(step, ()):
            return recorded
        if recorded == SENT_BACK and self.course.proposes and self.course.proposes != step:
            return recorded
        return self._good(step)

    def _good(self, step: str) -> str:
        plan = self.course.plan
        offered = plan.outcomes.get(step, ())
        for outcome in (*GOING_ON, *offered):
            if outcome in offered:
                stops = plan.after.get((step, outcome), ())
                if not any(plan.awaits.get(stop.node) in _OF_THE_APPLICANT for stop in stops):
                    return outcome
        return offered[0] if offered else ""

    def _still_open(self, step: str) -> bool:
        """Whether the past was still at this step: nothing is told beyond it."""
        rows = self.entries.get(step)
        return rows is not None and rows[-1].ended_at is None


def _entries(life: Life, course: Course) -> dict[str, list[StepSpan]]:
    """What the past tells of each step of the version: the same step of the same post; of the others, the
    first of a post is the first of that post, and so on."""
    past: dict[str, list[StepSpan]] = {}
    for row in life.steps:
        if row.part == MAIN and row.step != _BESIDE:
            past.setdefault(row.step, []).append(row)
    found: dict[str, list[StepSpan]] = {}
    for name, facts in course.facts.items():
        rows = past.get(name)
        if rows and (rows[0].kind, rows[0].post) == (facts.kind.value, facts.post):
            found[name] = rows
    left: dict[str, list[list[StepSpan]]] = defaultdict(list)
    for name, rows in past.items():
        if name not in found and rows[0].kind == "task":
            left[rows[0].post].append(rows)
    for name in course.facts:
        facts = course.facts[name]
        if name not in found and facts.kind is StepKind.TASK and left[facts.post]:
            found[name] = left[facts.post].pop(0)
    return found
