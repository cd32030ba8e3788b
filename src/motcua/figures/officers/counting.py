"""What officers did in a period: what came to them and left them, what they resolved and how, what of late
dossiers is theirs, the time their steps took.

Counted are dossiers of form II.06a under the days of practice that an officer had by name; every number is
the size of a set of dossiers, which opens as its evidence. Who may see it is asked by `sight`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection

from motcua.dossiers.facts import Standing
from motcua.dossiers.queries.lives import overruns_of
from motcua.figures.evidence import Cell, behind
from motcua.figures.ii06a import Scope, checked, classifying, values_of
from motcua.figures.indices.nine_counting import RESOLVER, RULES, OfficerNine, below, by_officer, had_by
from motcua.figures.officers.turns import Turn, Worked, pauses_of, placed, turns_of, worked
from motcua.figures.tables import DoesNotAddUp, Share
from motcua.foundation.clock import MINUTE, instant_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.calendars import calendars

EARLY, ON_TIME, LATE, OPEN_LATE = 8, 9, 10, 13
_WITH_RESULT: Final = frozenset({Standing.GRANTED, Standing.REFUSED})
SETS: Final = (
    "carried", "received", "passed", "held",
    "resolved", "early", "on_time", "late", "late_mine", "late_others",
)  # fmt: skip
"""The sets that open. `late_mine` and `late_others` are the late dossiers, resolved or not, that the officer
had, with and without a part of the lateness that is the officer's (decision 0045)."""


class OfficerFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one officer: sets of dossiers by the names of `SETS`; the time of the steps; by how many
    working minutes the officer overran steps of late dossiers, of how many that all overran theirs; the five
    indices, none without a dossier resolved.
    """

    officer: str
    sets: Mapping[str, frozenset[int]]
    worked: Worked = Worked()
    over: int = 0
    over_of: int = 0
    nine: OfficerNine | None = None

    def count(self, name: str) -> int:
        """How many dossiers a set has."""
        return len(self.sets[name])

    @property
    def dossiers(self) -> int:
        """How many dossiers the officer had in the period."""
        return self.count("carried") + self.count("received")

    @property
    def in_time(self) -> Share:
        """Of those resolved, the ones not late."""
        return Share(self.count("early") + self.count("on_time"), self.count("resolved"))


class _Stands(NamedTuple):
    """How a dossier of the period counts, and who resolved it."""

    column: int
    with_result: bool
    resolver: str


def figures_of(scope: Scope, officers: Collection[str]) -> dict[str, OfficerFigures]:
    """The figures of these officers, by code; `scope` is a period and a moment, whatever agencies they worked
    at. Some eight statements, however many officers.

    Raises: `UsageError` for the period; `DoesNotAddUp`.
    """
    checked(scope)
    if not officers:
        return {}
    had = had_by(officers)
    turns = turns_of(scope, officers, had)
    stands = _stands(scope, had)
    late = {dossier for dossier, each in stands.items() if each.column in {LATE, OPEN_LATE}}
    over = overruns_of(late, min(scope.end, scope.as_of))
    pauses = pauses_of({turn.dossier for those in turns.values() for turn in those}, scope)
    indices = {each.officer: each for each in by_officer(scope, officers, had)}
    hours = calendars()
    return {
        officer: proved(
            OfficerFigures(
                officer=officer,
                sets=_sets(scope, officer, mine, stands, over),
                worked=worked([turn for turn in mine if turn.dossier in stands], pauses, hours),
                over=_minutes(sums.get(officer, 0) for sums in over.values()),
                over_of=_minutes(sum(sums.values()) for sums in over.values() if sums.get(officer)),
                nine=indices.get(officer),
            )
        )
        for officer, mine in turns.items()
    }


def _minutes(amounts: Any) -> int:
    return int(sum(amounts) // MINUTE)


def _sets(
    scope: Scope,
    officer: str,
    turns: list[Turn],
    stands: Mapping[int, _Stands],
    over: Mapping[int, Mapping[str, int]],
) -> dict[str, frozenset[int]]:
    start = instant_of(datetime.combine(scope.first, time()))
    sets = placed([turn for turn in turns if turn.dossier in stands], start)
    resolved = {
        dossier: each.column
        for dossier, each in stands.items()
        if each.resolver == officer and each.with_result
    }
    sets["resolved"] = set(resolved)
    for name, column in (("early", EARLY), ("on_time", ON_TIME), ("late", LATE)):
        sets[name] = {dossier for dossier, each in resolved.items() if each == column}
    had = sets["carried"] | sets["received"] | sets["resolved"]
    sets["late_mine"] = {dossier for dossier in had if over.get(dossier, {}).get(officer)}
    sets["late_others"] = had & set(over) - sets["late_mine"]
    return {name: frozenset(sets[name]) for name in SETS}


def proved(found: OfficerFigures) -> OfficerFigures:
    """The figures, where their parts add up. Raises: `DoesNotAddUp`."""
    count = found.count
    nine = found.nine.dossiers if found.nine else 0
    if (
        count("carried") + count("received") != count("passed") + count("held")
        or count("resolved") != count("early") + count("on_time") + count("late")
        or count("resolved") != nine
        or not found.sets["late"] <= found.sets["late_mine"] | found.sets["late_others"]
    ):
        raise DoesNotAddUp(
            gettext_noop("Chưa phát hành: số liệu của cán bộ không cộng khớp với nhau."),
            gettext_noop("Báo người vận hành hệ thống."),
        )
    return found


def _stands(scope: Scope, had: Collection[int]) -> dict[int, _Stands]:
    """Those of these dossiers that are of the period. One statement."""
    sql = classifying(scope, RULES, "k.*", "s.dossier_id = ANY(%(had)s)")
    values = values_of(scope) | {"had": list(had)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.dossier_id, k.cls, k.standing, coalesce(o.officer, '') FROM ({sql}) k"  # noqa: S608
            f"{RESOLVER.replace(' JOIN', ' LEFT JOIN', 1)} WHERE k.dossier_id = ANY(%(had)s)",
            values,
        )
        return {
            dossier: _Stands(column, column <= LATE and standing in _WITH_RESULT, resolver)
            for dossier, column, standing, resolver in cursor.fetchall()
        }


def opened(scope: Scope, found: OfficerFigures, name: str, after: int = 0) -> Cell:
    """A page of the dossiers of a set, or of `index-N`, those that lost points on an index.

    Raises: `NotFound`.
    """
    kind, _, number = name.partition("-")
    if kind == "index" and number in _INDICES:
        return below(scope, int(number), after, found.sets["resolved"])
    if name not in SETS:
        raise NotFound(gettext_noop("Không có số này trong bảng."), gettext_noop("Mở lại trang."))
    return behind(
        scope, RULES, "k.dossier_id = ANY(%(dossiers)s)", after, more={"dossiers": sorted(found.sets[name])}
    )


_INDICES: Final = frozenset({"1", "2", "3", "4", "7"})


def added(figures: Collection[OfficerFigures]) -> OfficerFigures:
    """A group as one: its sets together, so that a dossier that two had counts once; times are sums."""
    sets = {name: frozenset[int]().union(*(each.sets[name] for each in figures)) for name in SETS}
    # What one handed to another is still with the group, and what one made late is no other's.
    sets["passed"] -= sets["held"]
    sets["received"] -= sets["carried"]
    sets["late_others"] -= sets["late_mine"]
    return OfficerFigures(
        officer="",
        sets=sets,
        worked=Worked(*(sum(parts) for parts in zip(*(each.worked for each in figures), strict=True)))
        if figures
        else Worked(),
        over=sum(each.over for each in figures),
    )
