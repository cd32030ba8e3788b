"""Who sees which petition and on which sides of it they stand; the only place where this is said.

The receiving body are the control officers of the province (Decree 20/2008 art. 8). A petition that may mean
every one of them goes to the province's leaders instead (`escalated`). Nobody sees a petition about
themselves before it is classified, nor ever one about their conduct: `visible` leaves it out of every list,
search and count.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from motcua.feedback.models import Petition, PetitionConcern
from motcua.feedback.petitions import Side, Sort
from motcua.law.roles import Role
from motcua.organisation.rights import Held, Person

_SHUT = Q(sort__in=["", Sort.CONDUCT.value])


def visible(person: Person) -> Q:
    """The petitions that a person may see, as a filter over rows of `Petition`."""
    if not person.officer_code:
        return Q(pk__in=[])
    found = Q(pk__in=[])
    for post in person.held:
        found |= _through(post, person.officer_code)
    concerned = Exists(PetitionConcern.objects.filter(petition=OuterRef("pk"), officer=person.officer_code))
    return found & ~(_SHUT & Q(concerned))


def _through(post: Held, officer_code: str) -> Q:
    if _receives(post):
        return Q(escalated=False) | ~Q(sort="")
    found = Q(pk__in=[])
    if post.role is Role.LEADER:
        below = Q(holder__isnull=False) if post.whole else Q(holder__in=sorted(post.reach))
        found |= below & ~Q(sort="")
        if post.whole:
            found |= Q(escalated=True)
    if post.role is Role.HANDLING_OFFICER:
        found |= Q(handler=officer_code, holder__in=sorted(post.house | post.unit)) & ~Q(handler="")
    return found


def _receives(post: Held) -> bool:
    return post.role is Role.CONTROLLER and post.whole


def sides_of(person: Person, row: Petition) -> frozenset[Side]:
    """On which sides of a petition the person stands; that it concerns them, the core asks."""
    found: set[Side] = set()
    for post in person.held:
        if _receives(post) and (row.sort or not row.escalated):
            found.add(Side.RECEIVER)
            if row.sort == Sort.OWN and not row.handler:
                found.add(Side.HANDLER)
        if post.role is Role.LEADER:
            if row.holder_id in post.house or (row.sort == Sort.OWN and post.whole):
                found.add(Side.HEAD)
            if row.escalated and post.whole:
                found.add(Side.RECEIVER)
        if (
            post.role is Role.HANDLING_OFFICER
            and row.handler
            and row.handler == person.officer_code
            and row.holder_id in post.house | post.unit
        ):
            found.add(Side.HANDLER)
    return frozenset(found)


def sees_petitioner(row: Petition, sides: frozenset[Side]) -> bool:
    """Whether name and contact are shown: to the receiving body always, to others where it was not asked to
    keep them back."""
    return Side.RECEIVER in sides or not row.hide_name


def receives(person: Person) -> bool:
    """Whether the person works for the receiving body."""
    return any(_receives(post) for post in person.held)
