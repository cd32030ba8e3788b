"""Which commands a person may give now; what screens ask before they show a button."""

from __future__ import annotations

from motcua.dossiers.lifecycle.commands import Command
from motcua.dossiers.lifecycle.guards import TAGS, standing_refusal
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Role
from motcua.law.regimes import NO_DOSSIER, Regime


def allowed(state: State | None, roles: frozenset[Role], regime: Regime) -> frozenset[type[Command]]:
    """Commands that a person with these roles towards the dossier may give in this state.

    `decide` refuses every other; one of these it can still refuse for what the command itself says (an
    empty reason, a date that does not fit) or for the hour (a supplement whose deadline has not passed).
    """
    status = NO_DOSSIER if state is None else state.status
    rights = regime.rights
    # The table first: a refusal is a whole sentence, and most commands fail here.
    return frozenset(
        kind
        for kind, tag in TAGS.items()
        if status in rights[tag].from_statuses
        and not rights[tag].roles.isdisjoint(roles)
        and standing_refusal(state, kind, roles, regime) is None
    )
