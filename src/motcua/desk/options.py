"""Lists that a form chooses from: officers, leaders, agencies, open questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from motcua.desk.asked import whole
from motcua.dossiers.queries.step_views import OpenStepView, OutcomeView, PartView
from motcua.dossiers.queries.views import DossierView
from motcua.foundation.clock import local_of
from motcua.law.roles import Role
from motcua.organisation.queries import agency, competent_agencies, officers_of, today

Options = list[tuple[str, str]]


Given = Mapping[str, str]
"""What a form has in its hidden fields, or what the address of its button says."""


def options_for(name: str, view: DossierView, given: Given) -> Options:
    """Value and word of each choice of a list named by an `Entry`."""
    return _OF_STEPS[name](view, given) if name in _OF_STEPS else _LISTS[name](view)


def step_of(view: DossierView, given: Given) -> OpenStepView | None:
    """The open step that a form is about."""
    number = whole(given.get("step_no"))
    return view.steps.step(number) if view.steps and number else None


def outcome_of(view: DossierView, given: Given) -> OutcomeView | None:
    """The outcome that a form is about."""
    step = step_of(view, given)
    chosen = given.get("outcome", "")
    return next((each for each in step.outcomes if each.id == chosen), None) if step else None


def part_of(view: DossierView, given: Given) -> PartView | None:
    """The part that a form is about."""
    number = whole(given.get("part_no"))
    return next((part for part in view.steps.parts if part.no == number), None) if view.steps else None


def _next_officers(view: DossierView, given: Given) -> Options:
    """Those who could do what opens next; several steps open at once go to their units."""
    outcome = outcome_of(view, given)
    if outcome is None or len(outcome.next) != 1:
        return []
    after = outcome.next[0]
    return _in_agency(after.agency_code, after.roles)


def _step_officers(view: DossierView, given: Given) -> Options:
    step = step_of(view, given)
    if step is None:
        return []
    officers = _in_agency(step.agency_code, step.roles)
    return [(code, name) for code, name in officers if code != step.officer_code]


def _in_agency(code: str, roles: Iterable[str]) -> Options:
    place = agency(code, today())
    found = officers_of(place.pk, today(), [Role(role) for role in roles])
    return [(officer.code, officer.full_name) for officer in found]


def _part_agencies(view: DossierView) -> Options:
    """Agencies that may get a part: not the lead, not who has one already."""
    taken = (
        {part.agency_code for part in view.steps.parts if part.returned_at is None} if view.steps else set()
    )
    lead = view.holder.agency_code if view.holder else view.competent_code
    return [(code, name) for code, name in _agencies(view) if code not in taken and code != lead]


def _holding_agencies(view: DossierView) -> Options:
    """Who has the dossier, a step or a part of it now."""
    found = {view.holder.agency_code: view.holder.agency} if view.holder else {}
    for step in view.steps.steps if view.steps else ():
        found[step.agency_code] = step.agency
    for part in view.steps.parts if view.steps else ():
        if part.sent_at is not None and part.returned_at is None:
            found[part.agency_code] = part.agency
    return list(found.items())


def _handlers(view: DossierView) -> Options:
    return _officers(view, Role.HANDLING_OFFICER)


def _leaders(view: DossierView) -> Options:
    return _officers(view, Role.LEADER)


def _officers(view: DossierView, role: Role) -> Options:
    place = agency(view.competent_code, today())
    return [(officer.code, officer.full_name) for officer in officers_of(place.pk, today(), [role])]


def _agencies(view: DossierView) -> Options:
    found = competent_agencies(today())
    return [(each.code, each.name) for each in found if each.code != view.competent_code]


def _open_opinions(view: DossierView) -> Options:
    waiting = [each for each in view.opinions if each.answered_at is None]
    # The asked agency answers what it was asked; who asked records what came on paper.
    waiting = [each for each in waiting if each.mine] or waiting
    return [
        (
            str(each.no),
            gettext("Lần %(no)d, %(agency)s, hỏi %(day)s")
            % {"no": each.no, "agency": each.agency, "day": f"{local_of(each.requested_at):%d/%m/%Y}"},
        )
        for each in waiting
    ]


_LISTS = {
    "handlers": _handlers,
    "leaders": _leaders,
    "agencies": _agencies,
    "part_agencies": _part_agencies,
    "holding_agencies": _holding_agencies,
    "open_opinions": _open_opinions,
}
_OF_STEPS = {"next_officers": _next_officers, "step_officers": _step_officers}
