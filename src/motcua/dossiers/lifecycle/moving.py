"""Moves of the steps of one dossier, gathered over one command.

The engine says which tokens end and open; here they get agency, post, officer and due time, calls become
parts with a run of their own, and a part that is back lets the lead go on.
"""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.paths import Course, Paths, StepFacts
from motcua.dossiers.lifecycle.running import (
    MAIN,
    EndedStep,
    GivenStep,
    OpenStep,
    Part,
    ProcessPin,
    RunEnded,
    Running,
    RunState,
    StepKind,
    Steps,
    TimedStep,
    moved,
)
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.worktime import Unit, promise
from motcua.procedures.processes import engine
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.model import Awaited, TimeAllowed, TimeUnit

_UNITS: Final = {
    TimeUnit.WORKING_DAY: Unit.WORKING_DAY,
    TimeUnit.WORKING_HOUR: Unit.HOUR,
    TimeUnit.CALENDAR_DAY: Unit.CALENDAR_DAY,
}
GOING_ON: Final = ("done", "granted")
"""Outcomes of the good way, as tables give them."""
REFUSED: Final = "refused"
_OF_THE_APPLICANT: Final = frozenset({Awaited.SUPPLEMENT_RECEIVED, Awaited.OBLIGATION_PAID})


class Mover:
    """The runs of a dossier while one command moves them; `steps` is what the event says of it."""

    def __init__(self, running: Running, intake: Intake, paths: Paths, at: Instant) -> None:
        self.running = running
        self.intake = intake
        self.paths = paths
        self.at = at
        self._steps = Steps(next_no=running.next_no)

    def steps(self) -> Steps | None:
        """What was moved; None where nothing was."""
        return None if self._steps == Steps(next_no=self._steps.next_no) else self._steps

    # Reading

    def course(self, part: int) -> Course:
        """The process that a run is on. Raises ValueError where there is no such run."""
        run = next((run for run in self.running.runs if run.part == part), None)
        if run is None:
            raise ValueError(f"no run of part {part}")
        executing = self.intake.competent
        if part != MAIN and (found := self.running.part(part)) is not None:
            executing = found.agency
        return self.paths.course(run.process, executing, self.intake)

    def act_of(self, step: OpenStep) -> Act:
        """What ending the step means to the law."""
        return self.course(step.part).facts[step.step].act

    def going_on(self, step: OpenStep) -> str:
        """The outcome by which a step goes the good way."""
        plan = self.course(step.part).plan
        offered = plan.outcomes.get(step.step, ())
        if not offered:
            return ""
        for outcome in (*GOING_ON, *offered):
            if outcome in offered and self.awaits_of(step, outcome) not in _OF_THE_APPLICANT:
                return outcome
        return offered[0]

    def awaits_of(self, step: OpenStep, outcome: str) -> Awaited | None:
        """What is awaited after a step that ends by this outcome, where it leads straight to a wait."""
        plan = self.course(step.part).plan
        stops = plan.after.get((step.step, outcome), ())
        return next((plan.awaits[stop.node] for stop in stops if stop.node in plan.awaits), None)

    def outcome_awaiting(self, step: OpenStep, what: Awaited) -> str | None:
        """The outcome of a step that leads to a wait for `what`; None where it offers none."""
        offered = self.course(step.part).plan.outcomes.get(step.step, ())
        return next((each for each in offered if self.awaits_of(step, each) is what), None)

    # Moving

    def begin(self, pin: ProcessPin, part: int = MAIN) -> None:
        """Start a run at its first steps."""
        self._add(Steps(next_no=self.running.next_no, runs=(RunState(part=part, process=pin),)))
        course = self.course(part)
        self._apply(course, part, engine.start(course.plan, self.at, self.running.next_no))

    def complete(self, no: int, outcome: str) -> None:
        """End a step by one of its outcomes. Raises what `engine.complete` raises."""
        step = self._open(no)
        course = self.course(step.part)
        self._apply(
            course,
            step.part,
            engine.complete(course.plan, self._run(course, step.part), no, outcome, self.at),
        )

    def occurred(self, what: Awaited) -> None:
        """Everything of the dossier's own process that waits for `what` goes on."""
        if self.running.main is None or self.running.main.result:
            return
        course = self.course(MAIN)
        for token in engine.waiting_for(course.plan, self._run(course, MAIN), what):
            run = self._run(course, MAIN)
            self._apply(course, MAIN, engine.occurred(course.plan, run, token.no, what, self.at))

    def back(self, no: int, step: str) -> None:
        """Give a step back to an earlier one. Raises what `engine.back` raises."""
        course = self.course(MAIN)
        self._apply(course, MAIN, engine.back(course.plan, self._run(course, MAIN), no, step, self.at))

    def stop(self, part: int | None = None, result: str = "stopped") -> None:
        """End one run, or all of them, because it ends otherwise; parts that are out end with them."""
        runs = [run for run in self.running.runs if not run.result and part in (None, run.part)]
        over = {run.part for run in runs}
        ended = tuple(EndedStep(no=step.no) for step in self.running.open if step.part in over)
        parts = tuple(
            msgspec.structs.replace(each, returned_at=self.at, result="stopped")
            for each in self.running.parts_out
            if part in (None, each.no)
        )
        results = tuple(RunEnded(part=run.part, result=result) for run in runs)
        self._add(Steps(next_no=self.running.next_no, ended=ended, results=results, parts=parts))

    def give(self, no: int, agency: str, officer: str | None) -> None:
        """Name who has an open step."""
        given = GivenStep(no=no, agency=agency, officer=officer)
        self._add(Steps(next_no=self.running.next_no, given=(given,)))

    def send(self, parts: tuple[Part, ...]) -> None:
        """Parts that the lead agency makes; those that wait for no other are sent at once."""
        self._add(Steps(next_no=self.running.next_no, parts=parts))
        for part in parts:
            if not part.after:
                self._sent(part)

    def recall(self, part: Part) -> None:
        """Take a part back: its run ends, sent or not, and what waits for it is sent."""
        if part.sent_at is None:
            # What waits for it waits for the one before it instead.
            chained = tuple(
                msgspec.structs.replace(each, after=part.after)
                for each in self.running.parts
                if each.after == part.no and each.sent_at is None
            )
            self._add(Steps(next_no=self.running.next_no, parts=chained))
        self.stop(part.no)
        self._next_after(part.no)

    def shift(self, paused_at: Instant) -> None:
        """Move what is due by the pause: each open step keeps the working time that it had left.

        One that was late when the pause began stays late by as much.
        """
        timed = []
        for step in self.running.open:
            if step.due_at is None or step.opened_at >= self.at or step.due_at <= paused_at:
                continue
            calendar = self.paths.calendar(step.agency)
            left = calendar.between(max(paused_at, step.opened_at), step.due_at)
            timed.append(TimedStep(no=step.no, due_at=calendar.add(self.at, left)))
        parts = tuple(self._shifted(part, paused_at) for part in self.running.parts if part.out)
        self._add(Steps(next_no=self.running.next_no, timed=tuple(timed), parts=parts))

    def under(self, pin: ProcessPin) -> None:
        """Put the dossier's own run on another version; its steps stay as they are."""
        self._add(Steps(next_no=self.running.next_no, runs=(RunState(part=MAIN, process=pin),)))

    # Within

    def _shifted(self, part: Part, paused_at: Instant) -> Part:
        if part.due_at is None or part.due_at <= paused_at:
            return part
        calendar = self.paths.calendar(part.agency)
        left = calendar.between(max(paused_at, part.sent_at or paused_at), part.due_at)
        return msgspec.structs.replace(part, due_at=calendar.add(self.at, left))

    def _open(self, no: int) -> OpenStep:
        step = self.running.step(no)
        if step is None:
            raise not_open(no, self.running)
        return step

    def _run(self, course: Course, part: int) -> engine.Run:
        tokens = tuple(
            engine.Token(step.no, step.step, "", step.opened_at, step.due_at, at_join=step.at_join)
            for step in self.running.open
            if step.part == part
        )
        return engine.Run(course.pin.version, self.running.next_no, tokens)

    def _apply(self, course: Course, part: int, move: engine.Moved) -> None:
        known = {step.no for step in self.running.open}
        ended = tuple(
            EndedStep(no=token.no, outcome=token.outcome) for token in move.ended if token.no in known
        )
        opened = tuple(
            self._opened(course, part, token) for token in move.run.tokens if token.no not in known
        )
        results = (RunEnded(part=part, result=move.run.result),) if move.run.result else ()
        self._add(Steps(next_no=move.run.next_no, ended=ended, opened=opened, results=results))
        for step in opened:
            if step.kind is StepKind.CALL:
                self._call(step, course.facts[step.step])
        if move.run.result and part != MAIN:
            self._came_back(part, move.run.result)

    def _opened(self, course: Course, part: int, token: engine.Token) -> OpenStep:
        if token.at_join:
            return OpenStep(
                no=token.no,
                step=token.step,
                agency="",
                opened_at=self.at,
                kind=StepKind.JOIN,
                part=part,
                at_join=token.at_join,
            )
        facts = course.facts[token.step]
        hand = self.running.hand(part, token.step) if facts.kind is StepKind.TASK else None
        agency = hand.agency if hand else facts.agency
        return OpenStep(
            no=token.no,
            step=token.step,
            agency=agency,
            opened_at=self.at,
            kind=facts.kind,
            name=facts.name,
            post=facts.post,
            part=part,
            officer=hand.officer if hand else None,
            claimed_at=self.at if hand else None,
            due_at=self._due(facts.time, agency),
        )

    def _due(self, time: TimeAllowed | None, agency: str) -> Instant | None:
        """When a step is due that begins now, in the hours of the unit that holds it."""
        if time is None:
            return None
        calendar = self.paths.calendar(agency)
        return promise(self.at, time.amount, _UNITS[time.unit], calendar, count="hours").due_at

    def _call(self, step: OpenStep, facts: StepFacts) -> None:
        called = facts.called
        if called is None:
            raise ValueError(f"{step.step} calls nothing")
        self.send(
            (
                Part(
                    no=self.next_part(),
                    agency=called.agency,
                    place=called.place,
                    process=called.process,
                    name=facts.name,
                    step=step.no,
                    due_at=step.due_at,
                ),
            )
        )

    def next_part(self) -> int:
        """The number of the next part."""
        return 1 + max((part.no for part in self.running.parts), default=0)

    def _sent(self, part: Part) -> None:
        sent = msgspec.structs.replace(part, sent_at=self.at)
        self._add(Steps(next_no=self.running.next_no, parts=(sent,)))
        self.begin(part.process, part.no)

    def _came_back(self, no: int, result: str) -> None:
        part = self.running.part(no)
        if part is None:
            raise ValueError(f"no part {no}")
        back = msgspec.structs.replace(part, returned_at=self.at, result=result)
        self._add(Steps(next_no=self.running.next_no, parts=(back,)))
        self._next_after(no)
        caller = self.running.step(part.step) if part.step else None
        if caller is not None:
            offered = self.course(caller.part).plan.outcomes.get(caller.step, ())
            outcome = REFUSED if result == REFUSED and REFUSED in offered else self.going_on(caller)
            self.complete(caller.no, outcome)

    def _next_after(self, no: int) -> None:
        for waiting in self.running.parts:
            if waiting.after == no and waiting.sent_at is None and waiting.returned_at is None:
                self._sent(waiting)

    def _add(self, steps: Steps) -> None:
        """Fold one piece into the state, and into what the event will say."""
        self.running = moved(self.running, steps, self.at)
        before = self._steps
        parts = {part.no: part for part in (*before.parts, *steps.parts)}
        begun = {run.part for run in steps.runs}
        # A run that ended and begins anew within one command runs on: only its new beginning is told.
        results = tuple(each for each in before.results if each.part not in begun)
        self._steps = Steps(
            next_no=steps.next_no,
            runs=before.runs + steps.runs,
            ended=before.ended + steps.ended,
            opened=before.opened + steps.opened,
            given=before.given + steps.given,
            timed=before.timed + steps.timed,
            results=results + steps.results,
            parts=tuple(parts.values()),
        )


def not_open(no: int, running: Running) -> engine.NotOpen:
    """The refusal of a step that is done or was never there."""
    return engine.NotOpen(
        gettext_noop("Bước này đã hoàn thành hoặc không còn mở."),
        gettext_noop("Tải lại hồ sơ để xem bước đang mở."),
        id="step_already_ended" if 0 < no < running.next_no else "step_unknown",
    )
