"""Lists that a form chooses from: officers, leaders, agencies, open questions."""

from __future__ import annotations

from django.utils.translation import gettext

from motcua.dossiers.queries.views import DossierView
from motcua.foundation.clock import local_of
from motcua.law.roles import Role
from motcua.organisation.queries import agency, competent_agencies, officers_of, today

Options = list[tuple[str, str]]


def options_for(name: str, view: DossierView) -> Options:
    """Value and word of each choice of a list named by an `Entry`."""
    return _LISTS[name](view)


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
    "open_opinions": _open_opinions,
}
