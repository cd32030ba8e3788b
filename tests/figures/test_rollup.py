"""Sums kept up by what becomes known equal the recount, whatever comes late or is corrected (hypothesis)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.dossiers.facts import LOCAL, Standing
from motcua.figures.ii06a import Scope
from motcua.figures.rollup import Sum, form, moved
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.verify import classified
from motcua.foundation.clock import DAY

EPOCH = date(1970, 1, 1)
START, DAYS = 20_000, 40
Version = dict[str, Any]


def moment(day: int, hour: int = 9) -> int:
    return day * DAY + hour * 3_600_000_000 - LOCAL


@st.composite
def dossier(draw: st.DrawFn) -> list[Version]:
    """The versions of a dossier: things happen, some are recorded days after, kinds are corrected."""
    day = START + draw(st.integers(0, DAYS))
    version: Version = {
        "key": 1,
        "received_day": day,
        "channel": draw(st.sampled_from([1, 2, 3])),
        "field_code": draw(st.sampled_from("ab")),
        "due_day": draw(st.none() | st.integers(day, day + 12)),
        "requests": 0,
        "asked_day": None,
        "standing": int(Standing.OPEN),
        "ended_day": None,
        "outcome": None,
        "outcome_law": None,
        "outcome_national": None,
        "occurred_at": moment(day),
    }
    recorded = moment(day, 10) + draw(st.integers(0, 6)) * DAY
    versions = [version | {"known_from": recorded}]
    for key in range(2, 2 + draw(st.integers(0, 5))):
        day += draw(st.integers(0, 6))
        version = version | {"key": key, "occurred_at": moment(day)}
        version |= _happens(draw, version, day)
        recorded = max(recorded + DAY // 24, moment(day, 10)) + draw(st.sampled_from([0, 0, 1, 5])) * DAY
        versions.append(version | {"known_from": recorded})
    return versions


def _happens(draw: st.DrawFn, version: Version, day: int) -> Version:
    if version["ended_day"] is not None or draw(st.integers(0, 4)) == 0:
        return {"field_code": draw(st.sampled_from("ab")), "channel": draw(st.sampled_from([1, 2]))}
    if version["standing"] == Standing.OPEN and draw(st.booleans()):
        asked = {"standing": int(Standing.WAITING), "asked_day": day, "requests": version["requests"] + 1}
        return asked if draw(st.booleans()) else {"standing": int(Standing.PAUSED)}
    if version["standing"] != Standing.OPEN and draw(st.booleans()):
        return {"standing": int(Standing.OPEN), "due_day": draw(st.none() | st.integers(day, day + 9))}
    kinds = [Standing.GRANTED, Standing.REFUSED, Standing.WITHDRAWN, Standing.STOPPED]
    outcomes = {name: draw(st.integers(0, 2)) for name in ("outcome", "outcome_law", "outcome_national")}
    return {"standing": int(draw(st.sampled_from(kinds))), "ended_day": day, **outcomes}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(dossier(), st.sets(st.integers(1, 6))), min_size=1, max_size=4),
    st.integers(0, DAYS),
    st.integers(0, 20),
    st.integers(-5, 60),
)
def test_sums_equal_the_recount(
    lives: list[tuple[list[Version], set[int]]], begin: int, length: int, later: int
) -> None:
    first = START + begin
    last, known = first + length, max(first, first + later)
    dossiers = [versions for versions, _ in lives]
    sums: Counter[tuple[int, Sum]] = Counter()
    for versions, stops in lives:
        # Brought up after some events or other, several times on a day or once for many days.
        since = 0
        for stop in sorted(stops | {versions[-1]["key"]}):
            there = [each for each in versions if each["key"] <= stop]
            sums.update(moved(there, since, _key))
            since = stop
    scope = Scope(
        first=EPOCH + timedelta(days=first), last=EPOCH + timedelta(days=last), as_of=moment(known + 1, 0) - 1
    )
    for rules in RULE_SETS.values():
        for field in "ab":
            recount: Counter[int] = Counter()
            for versions in dossiers:
                there = [each for each in versions if each["known_from"] <= scope.as_of]
                if there and there[-1]["field_code"] == field:
                    recount.update(classified(versions, scope, rules))
            told = form(
                (
                    (of.day, of.kind, of.code, of.since, count)
                    for (day, of), count in sums.items()
                    if day <= known and of.key == (field,)
                ),
                first,
                last,
                known,
                rules,
            )
            assert {n: told[n] for n in (4, 5, 6, 8, 9, 10, 12, 13)} == {
                n: recount[n] for n in (4, 5, 6, 8, 9, 10, 12, 13)
            }, (rules.id, field)


def _key(version: Version) -> tuple[Any, ...]:
    return (version["field_code"],)
