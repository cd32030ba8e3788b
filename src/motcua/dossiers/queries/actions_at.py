"""What a person may do to one dossier now, the steps of its internal process considered."""

from __future__ import annotations

from typing import Final

from motcua.dossiers import store
from motcua.dossiers.acting import answers_for, part_posts
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import allowed
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.paths import Paths
from motcua.dossiers.lifecycle.running import MAIN, StepKind
from motcua.dossiers.lifecycle.state import State
from motcua.law.regimes import Regime
from motcua.organisation.rights import Person, acting_roles, step_posts
from motcua.procedures.processes.acts import Act

_AT_THEIR_STEP: Final[dict[type[c.Command], Act]] = {c.ProposeResult: Act.PROPOSE, c.Approve: Act.SIGN}
"""Commands that wait for their step, where the process has one."""
_OF_STEPS: Final = frozenset({c.CompleteStep, c.AssignStep})


def actions_at(person: Person, locked: store.Locked, law: Regime, paths: Paths) -> frozenset[str]:
    """Tags of the commands that `services.perform` would take from this person."""
    state = locked.tracked.state
    kinds = set(allowed(state, acting_roles(person, locked.place), law)) - _OF_STEPS
    if state.running.main is not None:
        kinds -= _not_yet(state, paths)
    steps = step_posts(person, locked.place)
    if steps.posts:
        roles = frozenset(post.role for post in steps.posts)
        for kind in allowed(state, roles, law) & _OF_STEPS:
            if kind is c.AssignStep or steps.does:
                kinds.add(kind)
    if at_parts := part_posts(person, locked):
        roles = frozenset(post.role for post in at_parts)
        kinds |= allowed(state, roles, law) & {c.ProposeSupplement}
    if answers := answers_for(person, locked):
        kinds |= allowed(state, frozenset(post.role for post in answers), law) & {c.AnswerConsultation}
    return frozenset(TAGS[kind] for kind in kinds)


def _not_yet(state: State, paths: Paths) -> set[type[c.Command]]:
    """Commands for which the process is not at the step that stands for them."""
    main = state.running.main
    if main is None or main.result:
        return set()
    course = paths.course(main.process, state.intake.competent, state.intake)
    step = state.running.principal
    act = course.facts[step.step].act if step is not None and step.kind is StepKind.TASK else None
    assert step is None or step.part == MAIN, "the law sees the dossier's own process"
    return {kind for kind, wanted in _AT_THEIR_STEP.items() if wanted in course.acts and act is not wanted}
