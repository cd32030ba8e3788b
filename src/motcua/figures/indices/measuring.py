"""Index 766 of a province, an agency or several, of a period as it was known at a moment.

What a component counts comes from dossiers, from the catalogue in force on the period's last day, from what
people said, or from an officer; where one of its parts is not there, it has no points and is told as missing,
in neither part of the total. About ten statements, whatever the size of the province.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

import msgspec
from django.conf import settings

from motcua.dossiers.heard import Heard, ears
from motcua.figures.ii06a import Scope, checked, lines
from motcua.figures.in_order import by_name
from motcua.figures.indices.counting import CONDITIONS, RULES, Counted, Tally, added, counted, dossier_ids
from motcua.figures.indices.entries import Entries, Entry, entries
from motcua.figures.indices.holders import procedures_of
from motcua.figures.indices.scoring import (
    ZERO,
    Component,
    Gain,
    Group,
    Scored,
    Total,
    gain,
    index766,
    not_asked_of_communes,
    ranks,
    rounded,
    score,
    total,
)
from motcua.foundation.clock import instant_of
from motcua.organisation.models import Agency, AgencyAccount, Level
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import agency_labels, competent_agencies
from motcua.procedures.published import Published, published

Where = Literal["dossiers", "catalogue", "people", "typed", "communes", "nowhere"]
"""Where the parts of a component come from: `communes` is given without counting, `nowhere` not known."""


class Parts(NamedTuple):
    """Numerator and denominator, none where not known, and where they come from. `unsynced`: 3.3 without the
    ratio of 1.4, which is not known."""

    numerator: Fraction | None
    denominator: Fraction | None
    where: Where
    unsynced: bool = False
    typed: tuple[Entry, ...] = ()


NOWHERE: Final = Parts(None, None, "nowhere")


class Told(NamedTuple):
    """A component as measured. `gain` is what could still be won; none where nothing is known or scored."""

    component: Component
    parts: Parts
    scored: Scored
    maximum: Decimal
    target: Fraction
    gain: Gain | None


class Score(NamedTuple):
    """Components, the totals of their groups, and the total."""

    told: tuple[Told, ...]
    groups: tuple[tuple[Group, Total], ...]
    total: Total


class AgencyScore(NamedTuple):
    """An agency by its score; `rank` by its points for each hundred that could be counted."""

    key: int
    name: str
    level: str
    score: Score
    rank: int | None


class Known(NamedTuple):
    """Everything that was read for a period, from which any agency of the scope is measured."""

    scope: Scope
    counted: Counted
    procedures: tuple[Published, ...]
    agencies: list[Agency]
    held: dict[int, tuple[Published, ...]]
    heard: list[Heard] | None
    entries: Entries
    payable: bool
    labels: dict[int, tuple[str, str]]
    disliked: frozenset[int]

    @property
    def narrow(self) -> bool:
        """Whether it is less than the whole province."""
        return bool(self.scope.agencies or self.scope.level)

    @property
    def resolved(self) -> tuple[Published, ...]:
        """The procedures that the agencies of the scope resolve."""
        if not self.narrow:
            return self.procedures
        return tuple({each.code: each for those in self.held.values() for each in those}.values())

    @property
    def papers(self) -> list[str]:
        """The procedures whose result is a paper."""
        return [each.code for each in self.procedures if each.result]


def known(scope: Scope) -> Known:
    """Read a scope. Raises: `UsageError`; `DoesNotAddUp` where particulars are missing."""
    checked(scope)
    start = instant_of(datetime.combine(scope.first, time()))
    procedures = published(scope.last)
    listening = ears()
    heard = listening.petitions(start, scope.end, scope.as_of) if listening else None
    disliked = listening.disliked(start, scope.end, scope.as_of) if listening else frozenset()
    named = {each.dossier for each in heard or () if each.dossier and not each.dropped}
    disliked |= dossier_ids(named)
    found = counted(scope, [each.code for each in procedures if each.result], disliked)
    agencies = _agencies(scope)
    return Known(
        scope=scope,
        counted=found,
        procedures=procedures,
        agencies=agencies,
        held=procedures_of(procedures, agencies),
        heard=heard,
        entries=entries("766", scope.first, scope.last, scope.as_of),
        payable=_payable(scope.last),
        labels=agency_labels(found.agencies),
        disliked=disliked,
    )


def _agencies(scope: Scope) -> list[Agency]:
    return [
        each
        for each in competent_agencies(scope.last, level=scope.level)
        if not scope.agencies or each.pk in scope.agencies
    ]


def _payable(day: date) -> bool:
    """Whether there is an account that money may be sent to online."""
    if settings.MOTCUA_PAY_ACCOUNT or settings.MOTCUA_SIMULATED:
        return True
    return AgencyAccount.objects.filter(holds(day)).exists()


def whole(found: Known) -> Score:
    """The score of the scope itself."""
    narrow = found.narrow
    one = found.agencies[0].pk if narrow and len(found.agencies) == 1 else None
    levels = {each.level for each in found.agencies}
    measured = _Measured(
        found,
        found.counted.together(),
        found.resolved,
        None if not narrow else frozenset(found.held),
        one,
        typed=not narrow or one is not None,
        commune=narrow and levels == {Level.COMMUNE},
    )
    return measured.score()


def by_agency(found: Known) -> list[AgencyScore]:
    """Every agency with dossiers in the period, the best first; ties stand on one rank."""
    scores = {}
    for key in found.counted.agencies:
        level = found.labels[key][1]
        measured = _Measured(
            found,
            found.counted.of_one(key),
            found.held.get(key, ()),
            frozenset({key}),
            key,
            typed=True,
            commune=level == Level.COMMUNE,
        )
        scores[key] = measured.score()
    totals = {str(key): each.total.of_hundred for key, each in scores.items()}
    placed = ranks({key: each for key, each in totals.items() if each is not None})
    rows = [AgencyScore(key, *found.labels[key], scores[key], placed.get(str(key))) for key in scores]
    return sorted(rows, key=lambda each: (each.rank or len(rows) + 1, by_name(each.name)))


class _Measured:
    """One score in the making: of these agencies (none: all), with what was typed for `agency`."""

    def __init__(
        self,
        found: Known,
        tallies: Mapping[str, Tally],
        held: tuple[Published, ...],
        agencies: frozenset[int] | None,
        agency: int | None,
        *,
        typed: bool,
        commune: bool,
    ) -> None:
        self.found, self.tallies, self.held = found, tallies, held
        self.agencies, self.agency, self.typed, self.commune = agencies, agency, typed, commune
        self.sums = added(tallies.values())

    def score(self) -> Score:
        index = index766()
        told = tuple(self._told(component) for component in index.component)
        groups = tuple(
            (
                group,
                total(
                    [(each.scored, each.maximum) for each in told if each.component.group == group.code],
                    sum((each.maximum for each in told if each.component.group == group.code), Decimal(0)),
                ),
            )
            for group in index.group
        )
        everything = [(each.scored, each.maximum) for each in told]
        return Score(told, groups, total(everything, sum((most for _, most in everything), Decimal(0))))

    def _told(self, component: Component) -> Told:
        on = self.found.scope.last
        most = self.found.entries.maximum(component.id, component.maximum)
        target = self.found.entries.target(component.id, component.target_on(on))
        if self.commune and not component.communes:
            return Told(
                component,
                Parts(None, None, "communes"),
                not_asked_of_communes(component, most),
                most,
                target,
                None,
            )
        parts = self._parts(component)
        scored = score(component, parts.numerator, parts.denominator, on=on, maximum=most, target=target)
        won = None
        if scored.points is not None and parts.denominator and parts.numerator is not None:
            won = gain(scored, parts.numerator, parts.denominator, most, target)
        return Told(component, parts, scored, most, target, won)

    def _parts(self, component: Component) -> Parts:
        if component.id in _COUNTED:
            return _COUNTED[component.id](self)
        if component.id in CONDITIONS:
            return _of(self.sums[f"n{component.id}"], self.sums[f"d{component.id}"], "dossiers")
        return self._entered(component.id, "numerator", "denominator")

    def _entered(self, component: str, *parts: str) -> Parts:
        """A component of typed parts: the first over the largest of the others."""
        if not self.typed:
            return NOWHERE
        there = [self.found.entries.part(component, part, self.agency) for part in parts]
        others = [each for each in there[1:] if each is not None]
        if there[0] is None or not others:
            return Parts(None, None, "nowhere", typed=tuple(each for each in there if each))
        return Parts(
            Fraction(there[0].value),
            Fraction(max(each.value for each in others)),
            "typed",
            typed=(there[0], *others),
        )

    def _petitions(self) -> list[Heard] | None:
        if self.found.heard is None:
            return None
        return [each for each in self.found.heard if self.agencies is None or each.agency in self.agencies]

    def codes(self, wanted: Callable[[Published], bool]) -> set[str]:
        """The procedures held of one kind."""
        return {each.code for each in self.held if wanted(each)}

    def had(self, name: str) -> set[str]:
        """The procedures with at least one dossier of a count."""
        return {procedure for procedure, tally in self.tallies.items() if tally[name]}


def _of(numerator: int | Fraction, denominator: int, where: Where) -> Parts:
    return Parts(Fraction(numerator), Fraction(denominator), where)


def _full(of: _Measured) -> Parts:
    return _of(sum(not each.missing for each in of.held), len(of.held), "catalogue")


def _synchronised(of: _Measured) -> Parts:
    found = of._entered("1.4", "numerator", "reported", "portal")
    if found.denominator is not None or not found.typed or of.agency is not None:
        return found
    numerator = of.found.entries.part("1.4", "numerator", of.agency)
    if numerator is None:
        return found
    scope = of.found.scope
    last_year = _received_in(scope.last.year - 1, scope)
    # A twelfth for a month, a quarter for three of them.
    months = max(round((scope.last - scope.first).days * 12 / 365), 1)
    return Parts(Fraction(numerator.value), Fraction(last_year * months, 12), "typed", typed=found.typed)


def _received_in(year: int, scope: Scope) -> int:
    """Dossiers received in a calendar year in the whole province, as known at the moment."""
    before = msgspec.structs.replace(scope, first=date(year, 1, 1), last=date(year, 12, 31))
    return sum(line.c4 + line.c5 for line in lines(before, RULES, "all"))


def _mean_days(of: _Measured) -> Parts:
    return _of(of.sums["days"], of.sums["finished"], "dossiers")


def _offered(of: _Measured) -> Parts:
    return _of(sum(each.online for each in of.held), len(of.held), "catalogue")


def _used(of: _Measured) -> Parts:
    online = of.codes(lambda each: each.online)
    return _of(len(online & of.had("online")), len(online), "catalogue")


def _filed_online(of: _Measured) -> Parts:
    """Times the ratio of 1.4, where that is known."""
    numerator, denominator = of.sums["n3.3"], of.sums["d3.3"]
    sync = _synchronised(of)
    if sync.numerator is None or not sync.denominator:
        return Parts(Fraction(numerator), Fraction(denominator), "dossiers", unsynced=True)
    ratio = min(sync.numerator / sync.denominator, Fraction(1))
    return _of(numerator * ratio, denominator, "dossiers")


def _payable_online(of: _Measured) -> Parts:
    fee = of.codes(lambda each: each.fee)
    ready = of.codes(lambda each: each.certain_fee) if of.found.payable else set()
    return _of(len(fee & ready), len(fee), "catalogue")


def _paid_for(of: _Measured) -> Parts:
    # A fee that the catalogue does not tell is known by the dossiers that paid it.
    fee = (of.codes(lambda each: each.fee) & of.had("received")) | of.had("d3.6")
    return _of(len(of.had("n3.6")), len(fee), "catalogue")


def _population(of: _Measured) -> Parts:
    return _of(len(of.had("n4.5b")), len(of.had("d4.5b")), "catalogue")


def _certified(of: _Measured) -> Parts:
    return of._entered("4.6", "numerator", "denominator")


def _counting(test: Callable[[Heard], bool]) -> Callable[[_Measured], Parts]:
    def parts(of: _Measured) -> Parts:
        heard = of._petitions()
        if heard is None:
            return NOWHERE
        return _of(sum(test(each) for each in heard), len(heard), "people")

    return parts


def _satisfied(of: _Measured) -> Parts:
    if of.found.heard is None:
        return NOWHERE
    return _of(of.sums["n5.4"], of.sums["d5.4"], "dossiers")


_COUNTED: Final[dict[str, Callable[[_Measured], Parts]]] = {
    "1.3": _full,
    "1.4": _synchronised,
    "2.2": _mean_days,
    "3.1": _offered,
    "3.2": _used,
    "3.3": _filed_online,
    "3.5a": _payable_online,
    "3.5b": _paid_for,
    "4.5a": _population,
    "4.6": _certified,
    "5.1": _counting(lambda each: each.conduct),
    "5.2": _counting(lambda each: not each.late),
    "5.3": _counting(lambda each: not each.late and not each.again),
    "5.4": _satisfied,
}
"""The components that need more than two counts of dossiers."""


def ways_up(score: Score) -> list[Told]:
    """The components with points to win, the most first; fewer things to mend first among equals."""
    open_ones = [each for each in score.told if each.gain is not None and each.gain.points > ZERO]
    return sorted(open_ones, key=lambda each: (-_won(each).points, _won(each).more, each.component.id))


def _won(each: Told) -> Gain:
    return each.gain or Gain(ZERO, 0)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def plain(value: Fraction | None) -> int | Decimal | None:
    """A count as it is told: whole where it is whole, else with two decimals."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else rounded(value)
