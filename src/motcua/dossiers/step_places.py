"""Where the open steps and the parts of a dossier lie, for the one module that says who may do what."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.lifecycle.running import OpenStep, StepKind
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import agency_at
from motcua.law.roles import Role
from motcua.organisation.rights import StepPlace
from motcua.procedures.processes.tables import PostKind

ROLES: Final[dict[str, frozenset[Role]]] = {
    PostKind.RECEPTION: frozenset({Role.RECEIVING_OFFICER, Role.SECTION_HEAD}),
    PostKind.SECTION_HEAD: frozenset({Role.SECTION_HEAD}),
    PostKind.APPLICANT: frozenset({Role.RECEIVING_OFFICER, Role.SECTION_HEAD}),
    PostKind.OFFICER: frozenset({Role.HANDLING_OFFICER}),
    PostKind.CLERK: frozenset({Role.HANDLING_OFFICER}),
    PostKind.DIVISION_HEAD: frozenset({Role.LEADER}),
    PostKind.AGENCY_LEADER: frozenset({Role.LEADER}),
    PostKind.COUNCIL: frozenset({Role.HANDLING_OFFICER, Role.LEADER}),
    PostKind.AGENCY: frozenset({Role.HANDLING_OFFICER, Role.LEADER}),
}
"""Who does a step by the post that the process names. A council, or an agency without a post, is whoever
works there; the house keeps no post of a clerk (văn thư), so its officers do that step."""
ANYBODY: Final = frozenset({Role.HANDLING_OFFICER, Role.LEADER})
WHOLE_HOUSE: Final = frozenset(
    {PostKind.DIVISION_HEAD, PostKind.OFFICER, PostKind.COUNCIL, PostKind.AGENCY, ""}
)
"""Posts that a decision puts into a division without saying which."""


def places_of(state: State) -> tuple[tuple[StepPlace, ...], frozenset[int]]:
    """The open steps that somebody works at, and the agencies of the parts that were sent."""
    running = state.running
    if not running.runs:
        return (), frozenset()
    steps = tuple(_place(state, step) for step in running.open if step.kind is StepKind.TASK)
    parts = frozenset(
        agency_key(agency_at(state, part.agency, part.sent_at))
        for part in running.parts
        if part.sent_at is not None
    )
    return steps, parts


def _place(state: State, step: OpenStep) -> StepPlace:
    return StepPlace(
        no=step.no,
        agency_id=agency_key(agency_at(state, step.agency, step.opened_at)),
        roles=ROLES.get(step.post, ANYBODY),
        officer=step.officer or "",
        whole_house=step.post in WHOLE_HOUSE,
    )
