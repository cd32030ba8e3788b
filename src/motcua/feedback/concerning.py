"""Which officers a petition may mean: asked before anybody read it, so one too many before one too few."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from motcua.dossiers.models import Event
from motcua.foundation.text import fold
from motcua.law.roles import Role
from motcua.organisation.models import Assignment, Officer
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import officers_of


def officers_named(words: str, agency_id: int | None, on: date) -> list[Officer]:
    """The officers whom typed words may name: those whose last name is among them, as people say it.

    Within the agency and its divisions where one is given. "anh Sơn ở quầy 2" means everybody called Sơn.
    """
    said = set("".join(sign if sign.isalpha() else " " for sign in fold(words)).split())
    if not said:
        return []
    rows = officers_of(agency_id, on) if agency_id else list(Officer.objects.filter(left_on__isnull=True))
    return [
        row for row in rows if fold(row.full_name).split()[-1:] and fold(row.full_name).split()[-1] in said
    ]


def officers_in_dossier(code: str) -> set[str]:
    """Codes of everybody who acted on a dossier."""
    actors = Event.objects.filter(dossier__code=code, actor__startswith="officer:") if code else ()
    return {each.actor.removeprefix("officer:") for each in actors}


def receivers_on(day: date) -> set[str]:
    """Codes of the officers of the receiving body."""
    rows = Assignment.objects.filter(holds(day), post__role=Role.CONTROLLER.value)
    return set(rows.values_list("officer__code", flat=True))


def receiving_body(day: date) -> str:
    """The name of the agency that receives petitions on that day; empty where nobody holds the post."""
    rows = Assignment.objects.filter(holds(day), post__role=Role.CONTROLLER.value).order_by("pk")
    return rows.values_list("post__agency__name", flat=True).first() or ""


def only_concerned_lead(agency_id: int, concerned: Collection[str], day: date) -> bool:
    """Whether the agency has leaders and each of them is concerned, or has none."""
    leaders = {officer.code for officer in officers_of(agency_id, day, [Role.LEADER])}
    return leaders <= set(concerned)
