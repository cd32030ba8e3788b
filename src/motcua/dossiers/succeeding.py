"""Open steps of an agency that has ended, given to the one that took its dossiers, with a line in the log.

Who took the dossiers over may act for the old agency at once, by the tree of agencies
(`organisation.rights`); that the step lies with them now is told in the log too, by `system:succession`.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.lifecycle.commands import AssignStep
from motcua.dossiers.lifecycle.core import decide
from motcua.dossiers.lifecycle.rules import Rules
from motcua.dossiers.lifecycle.types import Actor
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.sealing import Seals
from motcua.dossiers.step_tables import StepRow
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.law.roles import Role
from motcua.organisation.in_force import in_force
from motcua.organisation.models import Succession

WHO = "system:succession"


class HandedOver(NamedTuple):
    """A step that went to the successor."""

    code: str
    step: int
    before: str
    after: str


class _Heir(NamedTuple):
    predecessor_id: int
    before: str
    after: str


def hand_over_steps(*, clock: Clock | None = None) -> list[HandedOver]:
    """Give the open steps of ended agencies to their successors; safe to repeat.

    Where several agencies took the dossiers over, the step stays for whichever of them takes it first.
    """
    now = (clock or SystemClock()).now()
    found = []
    for heir in _heirs(now):
        rows = StepRow.objects.filter(agency=heir.predecessor_id, ended_at__isnull=True, kind="task")
        waiting = rows.values_list("dossier__code", "key").order_by("dossier_id", "key")
        for code, number in list(waiting):
            if code and _hand_over(code, number, heir, now):
                found.append(HandedOver(code, number, heir.before, heir.after))
    return found


def _heirs(now: Instant) -> list[_Heir]:
    rows = Succession.objects.filter(takes_dossiers=True, day__lte=day_of(now))
    heirs: dict[int, list[_Heir]] = {}
    for old, before, after in rows.values_list("predecessor_id", "predecessor__code", "successor__code"):
        heirs.setdefault(old, []).append(_Heir(old, before, after))
    # An heir that bears the same code needs no line: in the log it is the same word.
    return [each[0] for each in heirs.values() if len(each) == 1 and each[0].before != each[0].after]


@transaction.atomic
def _hand_over(code: str, number: int, heir: _Heir, now: Instant) -> bool:
    locked = store.lock(code)
    state = locked.tracked.state if locked else None
    step = state.running.step(number) if state else None
    if locked is None or state is None or step is None or step.agency != heir.before:
        return False
    hours, laws = in_force()
    paths = StoredPaths(hours, now)
    rules = Rules(regime_of(laws, state), hours(locked.place.section_id), paths=paths)
    by = Actor(who=WHO, unit=heir.after, roles=frozenset({Role.SYSTEM}), directs=frozenset({number}))
    events = decide(state, AssignStep(by=by, no=number, agency=heir.after, officer=None), rules, now)
    append(locked.id, locked, events, Seals())
    return True
