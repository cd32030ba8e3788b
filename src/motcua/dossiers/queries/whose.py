"""Whose work is what: the rights over steps and dossiers as filters, so that lists and single pages agree."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from motcua.dossiers.lifecycle.types import Role, Step
from motcua.dossiers.step_places import ANYBODY, ROLES, WHOLE_HOUSE
from motcua.organisation.rights import AT_A_SECTION, Held, Person, directed, names_of, step_reach

_STEPS: Final[dict[Role, tuple[Step, ...]]] = {
    Role.RECEIVING_OFFICER: (Step.RECEIVE, Step.SUPPLEMENT, Step.RETURN),
    Role.SECTION_HEAD: (Step.RECEIVE, Step.SUPPLEMENT, Step.RETURN),
    Role.HANDLING_OFFICER: (Step.RESOLVE,),
    Role.LEADER: (Step.APPROVE,),
}
_SECTION_POSTS: Final = sorted(post for post, roles in ROLES.items() if not roles.isdisjoint(AT_A_SECTION))


def steps_done_by(person: Person) -> Q:
    """`rights.step_posts(...).does` as a filter over open steps."""
    found = Q(pk__in=[])
    for post in person.held:
        reach = step_reach(post, person.officer_code)
        whole = Q(post__in=[str(each) for each in WHOLE_HOUSE], agency__in=sorted(reach.free_in_house))
        found |= _posts_of(post.role) & (
            Q(officer__in=sorted(reach.names), agency__in=sorted(reach.named))
            | Q(officer="") & (Q(agency__in=sorted(reach.free)) & ~_whole_house() | whole)
        )
    return found


def steps_directed_by(person: Person) -> Q:
    """`rights.step_posts(...).directs` as a filter over open steps."""
    there = directed(person)
    at_section = Q(post__in=_SECTION_POSTS)
    unclaimed = Q(officer="", agency__in=sorted(there.unit)) & _whole_house()
    return at_section & Q(agency__in=sorted(there.received)) | ~at_section & (
        Q(agency__in=sorted(there.house)) | unclaimed
    )


def _whole_house() -> Q:
    return Q(post__in=[str(each) for each in WHOLE_HOUSE])


def _posts_of(role: Role) -> Q:
    """Steps that a role does, by the word of their post."""
    if role in ANYBODY:
        return ~Q(post__in=sorted(post for post, roles in ROLES.items() if role not in roles))
    return Q(post__in=sorted(post for post, roles in ROLES.items() if role in roles))


def waiting_for(person: Person) -> Q:
    """Open dossiers whose next move is this person's: held by name, or by nobody in the own place. A section
    head steps in for everybody of the section."""
    found = Q(pk__in=[])
    for post in person.held:
        steps = [step.value for step in _STEPS.get(post.role, ())]
        if steps:
            mine = Q(holder_officer__in=sorted(names_of(post, person.officer_code))) | Q(holder_officer="")
            if post.role is Role.SECTION_HEAD:
                mine = Q()
            found |= mine & Q(step__in=steps) & _at(post)
    return found & Q(returned_at__isnull=True)


def _at(post: Held) -> Q:
    if post.role in AT_A_SECTION:
        return Q(section_id__in=sorted(post.received))
    if post.role is Role.LEADER:
        return Q(holder_agency_id__in=sorted(post.house))
    return Q(holder_agency_id__in=sorted(post.unit))


def held_under(person: Person) -> Q:
    """Open dossiers that somebody whom the person directs has to move on, by name or not."""
    there = directed(person)
    section = [step.value for step in _STEPS[Role.SECTION_HEAD]]
    inside = [step.value for role in (Role.HANDLING_OFFICER, Role.LEADER) for step in _STEPS[role]]
    found = Q(section_id__in=sorted(there.received), step__in=section)
    unclaimed = Q(holder_officer="", holder_agency_id__in=sorted(there.unit), step=Step.RESOLVE.value)
    found |= Q(holder_agency_id__in=sorted(there.house), step__in=inside) | unclaimed
    return found & Q(returned_at__isnull=True)
