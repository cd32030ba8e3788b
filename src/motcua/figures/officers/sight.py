"""Who sees which officer's figures, and from how many on (decision 0086).

An officer sees their own. A head sees the group that they direct as one, and a person in it only where the
group and what the person did are large enough that a figure tells of the work and not of chance.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.conf import settings

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.scope import elsewhere
from motcua.figures.ii06a import Scope, checked
from motcua.figures.in_order import by_name
from motcua.figures.officer_tables import FigureLook
from motcua.figures.officers.counting import OfficerFigures, added, figures_of
from motcua.figures.officers.looks import record_looks
from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.law.roles import Role
from motcua.organisation.queries import officers_at, today
from motcua.organisation.rights import Person, directed, require, visible


class Limits(NamedTuple):
    """The smallest group that is told of, and of how many dossiers on a person in it is."""

    officers: int
    dossiers: int


class Member(NamedTuple):
    """An officer of the group; `figures` are none where they are not shown."""

    code: str
    name: str
    figures: OfficerFigures | None


class Team(NamedTuple):
    """A head's group, by name. `whole` is none where the group is too small to be told of."""

    members: tuple[Member, ...]
    whole: OfficerFigures | None
    limits: Limits

    @property
    def shown(self) -> tuple[Member, ...]:
        """Those whose figures are shown."""
        return tuple(each for each in self.members if each.figures is not None)

    @property
    def held_back(self) -> int:
        """Of how many nothing is told but that they are there."""
        return len(self.members) - len(self.shown)


def limits() -> Limits:
    """As the settings have them."""
    return Limits(settings.MOTCUA_TEAM_LEAST_OFFICERS, settings.MOTCUA_TEAM_LEAST_DOSSIERS)


def own(person: Person, scope: Scope) -> OfficerFigures:
    """The person's own figures; no look is noted. Raises: `Forbidden`, `UsageError`, `DoesNotAddUp`."""
    require(person, "see_own_figures")
    return figures_of(scope, [person.officer_code])[person.officer_code]


def team(person: Person, scope: Scope, *, clock: Clock | None = None) -> Team:
    """The group, with a look noted at each whose figures are shown. Raises: `Forbidden`, `UsageError`,
    `DoesNotAddUp`."""
    found = _team(person, scope)
    record_looks(person, [each.code for each in found.shown], scope, FigureLook.How.TEAM, clock=clock)
    return found


def member(
    person: Person, code: str, scope: Scope, how: FigureLook.How, *, clock: Clock | None = None
) -> Member:
    """One of the group, with the look noted.

    Raises: `Forbidden`; `NotFound` for who is not in the group; DomainError `too_small` where the figures are
    not shown.
    """
    found = _team(person, scope)
    one = next((each for each in found.members if each.code == code), None)
    if one is None:
        raise NotFound(
            gettext_noop("Không có cán bộ này trong nhóm của bạn."),
            gettext_noop("Chọn một người trong bảng của nhóm."),
        )
    if one.figures is None:
        raise DomainError(
            gettext_noop("Chưa đủ số liệu để xem riêng từng người trong kỳ này."),
            gettext_noop("Xem số chung của nhóm, hoặc chọn kỳ dài hơn."),
            id="too_small",
        )
    record_looks(person, [code], scope, how, clock=clock)
    return one


def _team(person: Person, scope: Scope) -> Team:
    require(person, "see_team_figures")
    checked(scope)
    least, there = limits(), directed(person)
    people = {
        each.code: each.full_name
        for agencies, role in (
            (there.received, Role.RECEIVING_OFFICER),
            (there.house, Role.HANDLING_OFFICER),
        )
        if agencies
        for each in officers_at(agencies, today(), [role])
        # The own figures have a page of their own; among the others they would tell the rest by subtraction.
        if each.code != person.officer_code
    }
    names = sorted(
        people.items(), key=lambda each: (by_name(each[1].rpartition(" ")[2]), by_name(each[1]), each[0])
    )
    if len(names) < least.officers:
        return Team(tuple(Member(code, name, None) for code, name in names), None, least)
    figures = figures_of(scope, [code for code, _ in names])
    shown = shown_of(figures.values(), least)
    return Team(
        tuple(Member(code, name, figures[code] if code in shown else None) for code, name in names),
        added(figures.values()),
        least,
    )


def shown_of(figures: Collection[OfficerFigures], least: Limits) -> frozenset[str]:
    """The officers of a group whose figures are shown.

    Where just one is left out, the next with few dossiers is too: else whole less the others tells the one.
    """
    by_size = sorted(figures, key=lambda each: (each.dossiers, each.officer))
    left_out = sum(each.dossiers < least.dossiers for each in by_size)
    if left_out == 1:
        left_out = 2
    return frozenset(each.officer for each in by_size[left_out:])


def readable(person: Person, dossiers: Collection[int]) -> frozenset[int]:
    """Those that the person may open. One statement, none for nothing."""
    if not dossiers:
        return frozenset()
    there = Dossier.objects.filter(pk__in=list(dossiers)).filter(visible(person, elsewhere))
    return frozenset(there.values_list("pk", flat=True))
