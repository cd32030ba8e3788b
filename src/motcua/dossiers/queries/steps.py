"""The open steps and the parts of a dossier in words, with what a person may do to each.

What a button would do is asked of the core itself: an outcome that `decide` would refuse is not offered, and
why is said instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from motcua.dossiers import store
from motcua.dossiers.acting import answers_for, opinions_of
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.clock import step_due
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.decide_correction import RESOLVE_SHARE
from motcua.dossiers.lifecycle.events import Event, StepCompleted
from motcua.dossiers.lifecycle.paths import Paths
from motcua.dossiers.lifecycle.running import (
    MAIN,
    EndedStep,
    OpenStep,
    Part,
    Running,
    StepKind,
    Steps,
    opened_in,
)
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.step_views import (
    InnerStep,
    NextStep,
    OpenStepView,
    OutcomeView,
    PartView,
    StepsView,
)
from motcua.dossiers.queries.told import Opened, words_of
from motcua.dossiers.queries.views import File
from motcua.dossiers.step_clocks.words import POST_NAMES
from motcua.dossiers.step_places import ROLES
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import WorkCalendar, remaining, remaining_phrase
from motcua.law.roles import Role
from motcua.organisation.rights import Person, StepPosts, step_posts
from motcua.procedures import process_queries
from motcua.procedures.processes import builtin
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.model import Call, Process, Task

BY_ACTION: Final = {
    Act.TRANSFER: "transfer",
    Act.PROPOSE: "propose_result",
    Act.SIGN: "approve",
    Act.RETURN: "return_result",
}
"""The command that ends a step which stands for a transition of the law."""
_ANYBODY: Final = frozenset({Role.HANDLING_OFFICER, Role.LEADER})


class Asking(NamedTuple):
    """Who asks, of which dossier, under which rules, now."""

    person: Person
    locked: store.Locked
    rules: Rules
    paths: Paths
    now: Instant

    @property
    def state(self) -> State:
        return self.locked.tracked.state

    @property
    def running(self) -> Running:
        return self.state.running

    @property
    def opinions(self) -> frozenset[int]:
        """Numbers of the opinions that the person's agency owes."""
        return opinions_of(answers_for(self.person, self.locked), self.locked)

    @property
    def posts(self) -> StepPosts:
        return step_posts(self.person, self.locked.place)


def steps_view(
    asking: Asking, opened: Opened, names: Names, actions: Iterable[str], files: Mapping[str, File]
) -> StepsView | None:
    """The steps and parts as the person sees them; none where the dossier has neither. No statement."""
    running = asking.running
    if not running.runs and not running.parts:
        return None
    may = frozenset(actions)
    steps = tuple(
        _open_step(asking, step, names, may) for step in running.open if step.kind is not StepKind.JOIN
    )
    done = _ended(asking)
    principal = running.principal
    main = running.main
    return StepsView(
        steps=tuple(step for step in steps if step.part == MAIN),
        parts=tuple(
            _part(asking, part, opened, names, steps=steps, done=done.get(part.no, ()), may=may, files=files)
            for part in running.parts
        ),
        principal=principal.no if principal else 0,
        process=main.process.code if main else "",
        version=main.process.version if main else "",
    )


def codes_in_steps(state: State) -> set[str]:
    """The codes of all agencies that steps and parts name."""
    running = state.running
    return {step.agency for step in running.open if step.agency} | {part.agency for part in running.parts}


def officers_named(steps: Steps | None) -> set[str]:
    """The officers to whom an event gave steps."""
    if steps is None:
        return set()
    named = {step.officer or "" for step in steps.opened} | {given.officer or "" for given in steps.given}
    return named - {""}


def _open_step(asking: Asking, step: OpenStep, names: Names, may: frozenset[str]) -> OpenStepView:
    posts: StepPosts = asking.posts
    mine = step.no in posts.does
    directed = step.no in posts.directs and "assign_step" in may
    act = _act_of(asking, step)
    by_action = BY_ACTION.get(act, "") if mine and step.part == MAIN else ""
    outcomes, why = (
        _outcomes(asking, step, names) if mine and "complete_step" in may and not by_action else ((), None)
    )
    calendar = asking.paths.calendar(step.agency) if step.due_at is not None else None
    own = step.officer == asking.person.officer_code
    return OpenStepView(
        no=step.no,
        part=step.part,
        node=step.step,
        kind=step.kind.value,
        name=step.name,
        agency=names.agency(step.agency),
        agency_code=step.agency,
        roles=tuple(sorted(role.value for role in ROLES.get(step.post, _ANYBODY))),
        post=POST_NAMES.get(step.post, ""),
        officer=names.actor(step.officer) if step.officer else "",
        officer_code=step.officer or "",
        opened_at=step.opened_at,
        claimed_at=step.claimed_at,
        due_at=step.due_at,
        late=step.due_at is not None and asking.now > step.due_at and asking.state.paused_at is None,
        left=_left(asking.now, step.due_at, calendar),
        mine=mine,
        own=own,
        claims=mine and not step.officer and "assign_step" in may,
        directed=directed or (own and "assign_step" in may),
        by_action=by_action if by_action in may else "",
        outcomes=outcomes,
        why=why,
    )


def _left(now: Instant, due_at: Instant | None, calendar: WorkCalendar | None) -> Phrase | None:
    if due_at is None or calendar is None:
        return None
    return remaining_phrase(remaining(now, due_at, calendar))


def _act_of(asking: Asking, step: OpenStep) -> Act:
    if step.kind is not StepKind.TASK or step.part != MAIN:
        return Act.HAND_OVER
    main = asking.running.main
    assert main is not None, "a step of the dossier's own process has a run"
    course = asking.paths.course(main.process, asking.state.intake.competent, asking.state.intake)
    return course.facts[step.step].act


def _outcomes(
    asking: Asking, step: OpenStep, names: Names
) -> tuple[tuple[OutcomeView, ...], DomainError | None]:
    """The outcomes that the core would take from the person now; where none, why not."""
    actor = Actor(
        who=asking.person.actor,
        unit=asking.posts.posts[0].agency_code,
        roles=frozenset(post.role for post in asking.posts.posts),
        steps=asking.posts.does,
        directs=asking.posts.directs,
    )
    found, why = [], None
    for outcome, name in _offered(asking.running, step):
        command = c.CompleteStep(by=actor, no=step.no, outcome=outcome)
        try:
            events = decide(asking.state, command, asking.rules, asking.now)
        except DomainError as error:
            why = why or error
            continue
        steps = getattr(events[0].payload, "steps", None)
        opens = [each for each in opened_in(steps) if each.kind is StepKind.TASK and each.part == step.part]
        found.append(
            OutcomeView(
                id=outcome,
                name=name,
                next=tuple(
                    NextStep(
                        name=each.name,
                        agency=names.agency(each.agency),
                        agency_code=each.agency,
                        roles=tuple(sorted(role.value for role in ROLES.get(each.post, _ANYBODY))),
                    )
                    for each in opens
                ),
                ends=not opens,
            )
        )
    return tuple(found), None if found else why


def process_of(version: str) -> Process:
    """A process by its version, those of the house included. Kept by the process of the server."""
    return builtin.BUILT_IN.get(version) or process_queries.by_version(version).process


def _offered(running: Running, step: OpenStep) -> tuple[tuple[str, str], ...]:
    """Outcomes of a step as its process words them, the plain end where it has none."""
    run = next(run for run in running.runs if run.part == step.part)
    node = next((node for node in process_of(run.process.version).nodes if node.id == step.step), None)
    offered = node.outcomes if isinstance(node, Task | Call) else ()
    return tuple((outcome.id, outcome.name) for outcome in offered) or (("", ""),)


def outcome_names(version: str) -> dict[tuple[str, str], str]:
    """What the outcomes of a version's steps are called, by step and outcome."""
    return {
        (node.id, outcome.id): outcome.name
        for node in process_of(version).nodes
        if isinstance(node, Task | Call)
        for outcome in node.outcomes
    }


class _Done:
    """A step that ended, with who ended it."""

    def __init__(self, step: OpenStep, ended: EndedStep, event: Event) -> None:
        self.step = step
        self.outcome = ended.outcome
        self.at = event.occurred_at
        self.actor = event.actor
        done = event.payload
        self.documents = done.documents if isinstance(done, StepCompleted) and done.no == ended.no else ()


def _ended(asking: Asking) -> dict[int, list[_Done]]:
    """The steps of parts that ended, by part, in the order in which they did."""
    begun: dict[int, OpenStep] = {}
    found: dict[int, list[_Done]] = {}
    for event in asking.locked.events if asking.running.parts else ():
        steps = getattr(event.payload, "steps", None)
        if steps is None:
            continue
        begun |= {step.no: step for step in opened_in(steps) if step.part != MAIN}
        for ended in steps.ended:
            if (step := begun.get(ended.no)) is not None and (ended.outcome or step.kind is StepKind.TASK):
                found.setdefault(step.part, []).append(_Done(step, ended, event))
    return found


def _part(
    asking: Asking,
    part: Part,
    opened: Opened,
    names: Names,
    *,
    steps: tuple[OpenStepView, ...],
    done: Iterable[_Done],
    may: frozenset[str],
    files: Mapping[str, File],
) -> PartView:
    due, until = part.due_at, part.returned_at or asking.now
    late = due is not None and until > due and part.sent_at is not None and part.result != "stopped"
    calendar = asking.paths.calendar(part.agency) if due is not None and part.out else None
    return PartView(
        no=part.no,
        agency=names.agency(part.agency),
        agency_code=part.agency,
        place=part.place.value,
        name=part.name,
        content=words_of(opened, part.content),
        after=part.after,
        called=bool(part.step),
        sent_at=part.sent_at,
        due_at=due,
        returned_at=part.returned_at,
        result=part.result,
        late=late and (part.returned_at is not None or asking.state.paused_at is None),
        left=_left(asking.now, due, calendar),
        recallable="recall_part" in may and not part.step and part.returned_at is None,
        done=tuple(
            InnerStep(
                name=each.step.name,
                who=names.actor(each.actor),
                at=each.at,
                late=each.step.due_at is not None and each.at > each.step.due_at,
                files=tuple((files[sha].id, files[sha].name) for sha in each.documents if sha in files),
            )
            for each in done
        ),
        open=tuple(step for step in steps if step.part == part.no),
    )


def part_due(promise: Instant | None, now: Instant, calendar: WorkCalendar) -> Instant | None:
    """A date for a part that leaves the lead time for its own steps: inside the promise, none without one."""
    if promise is None or promise <= now:
        return None
    return step_due(now, promise, RESOLVE_SHARE, calendar)
