"""What the form of an action is about, where its button stood beside a step or a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.translation import gettext

from motcua.desk.asked import CUT
from motcua.desk.options import outcome_of, part_of, step_of
from motcua.desk.sheet import Ask, Sheet
from motcua.desk.step_moves import after_words, outcome_words
from motcua.dossiers.queries.views import DossierView
from motcua.foundation.clock import Instant


class About(NamedTuple):
    """A step or a part in words; `label` is what the button said, empty where it says what the sheet does."""

    words: str
    agency: str
    due_at: Instant | None
    late: bool
    after: str = ""
    label: str = ""
    content: str = ""


def given_in(
    sheet: Sheet, view: DossierView, data: Mapping[str, str], address: Mapping[str, str]
) -> dict[str, str]:
    """The hidden fields of a form: as typed, as the address says, or what is the person's first."""
    given: dict[str, str] = {}
    for entry in sheet.entries:
        if entry.asked and entry.ask is not Ask.HIDDEN and not data and entry.asked in address:
            given[entry.name] = address[entry.asked][:CUT]
        if entry.ask is Ask.HIDDEN:
            typed = data.get(entry.name, "") if data else address.get(entry.asked, "")
            said = bool(data) or entry.asked in address
            given[entry.name] = typed[:CUT] if said else _FIRST[entry.initial](view, given)
    return given


def _first_step(view: DossierView, given: Mapping[str, str]) -> str:
    steps = (*view.steps.mine, *view.steps.given) if view.steps else ()
    return str(steps[0].no) if steps else ""


def _first_outcome(view: DossierView, given: Mapping[str, str]) -> str:
    step = step_of(view, given)
    return step.outcomes[0].id if step and step.outcomes else ""


def _first_part(view: DossierView, given: Mapping[str, str]) -> str:
    parts = [part for part in view.steps.parts if part.recallable] if view.steps else []
    return str(parts[0].no) if parts else ""


_FIRST: Final = {"step": _first_step, "outcome": _first_outcome, "part": _first_part}


def about_of(sheet: Sheet, view: DossierView, given: Mapping[str, str]) -> About | None:
    """The step or the part of a form; none where it is about the dossier, or about what is not there."""
    if sheet.of == "step" and (step := step_of(view, given)) is not None:
        outcome = outcome_of(view, given) if "outcome" in given else None
        return About(
            words=gettext(step.name),
            agency=step.agency,
            due_at=step.due_at,
            late=step.late,
            after=after_words(outcome) if outcome else "",
            label=outcome_words(outcome) if outcome else "",
        )
    if sheet.of == "part" and (part := part_of(view, given)) is not None:
        return About(
            words=part.name or gettext("Phần việc liên thông"),
            agency=part.agency,
            due_at=part.due_at,
            late=part.late,
            content=part.content,
        )
    return None
