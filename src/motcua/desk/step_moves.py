"""The buttons of steps: what a person may press for each step that is theirs, in words."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from motcua.dossiers.queries.step_views import OpenStepView, OutcomeView, StepsView
from motcua.dossiers.queries.views import DossierView

ICONS: Final = {"refused": "circle-x", "supplement": "file-text"}
MOST_KEYS: Final = 9


class Button(NamedTuple):
    """One way to end a step: where its form is, what it says, its key."""

    url: str
    label: str
    icon: str
    key: str
    after: str


class Move(NamedTuple):
    """A step that is the person's, with its buttons; `agency` is told for steps of a part."""

    step: OpenStepView
    agency: str
    buttons: tuple[Button, ...]


def moves_of(view: DossierView) -> tuple[Move, ...]:
    """The steps that this person may do something to now, with keys from 1."""
    steps = view.steps
    if steps is None:
        return ()
    moves: list[Move] = []
    number = 0
    for step in steps.mine:
        if step.by_action or not (step.outcomes or step.claims or step.why):
            continue
        buttons = []
        for outcome in step.outcomes:
            number += 1
            buttons.append(_button(view.code, step, outcome, number))
        moves.append(Move(step, _agency(steps, step), tuple(buttons)))
    return tuple(moves)


def _button(code: str, step: OpenStepView, outcome: OutcomeView, number: int) -> Button:
    asked = urlencode({"buoc": step.no, "ra": outcome.id})
    return Button(
        url=f"{reverse('desk:act', args=[code, 'complete_step'])}?{asked}",
        label=outcome_words(outcome),
        icon=ICONS.get(outcome.id, "circle-check"),
        key=str(number) if number <= MOST_KEYS else "",
        after=after_words(outcome),
    )


def outcome_words(outcome: OutcomeView) -> str:
    """What the button of an outcome says."""
    return gettext(outcome.name) if outcome.name else gettext("Hoàn thành bước")


def after_words(outcome: OutcomeView) -> str:
    """What comes after it: the next steps and where they lie."""
    if not outcome.next:
        return gettext("Hết bước của phần này.") if outcome.ends else ""
    return "; ".join(
        gettext("%(step)s (%(agency)s)") % {"step": gettext(each.name), "agency": each.agency}
        for each in outcome.next
    )


def _agency(steps: StepsView, step: OpenStepView) -> str:
    return next((part.agency for part in steps.parts if part.no == step.part), "")
