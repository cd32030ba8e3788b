"""Figures proven: facts told again from the log, and form II.06a counted anew from what the log tells.

The recount classifies each dossier in plain Python, one at a time, and shares no SQL with the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from motcua.dossiers.beside import Part, Progress, all_of
from motcua.dossiers.facts import LOCAL, Outcome, Standing, day_number, local_day
from motcua.dossiers.rebuild import Difference, told_facts
from motcua.figures import rolling
from motcua.figures.ii06a import OPEN_LATE, OPEN_WITHIN, Scope, lines
from motcua.figures.periods import legal_year_of, period
from motcua.figures.rule_sets import RULE_SETS, RuleSet
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock, day_of

SHOWN: Final = 20
_COUNTED: Final = (4, 5, 6, 8, 9, 10, OPEN_WITHIN, OPEN_LATE)

Fact = dict[str, Any]


class Verdict(msgspec.Struct, kw_only=True):
    """What was proven; `reports` counts the columns of reports compared."""

    ok: bool
    dossiers: int
    facts: int
    reports: int
    differences: list[Difference]


class _Recount(msgspec.Struct):
    """What one process told again: of which scope, under which rule set, how many count in which column."""

    dossiers: int = 0
    facts: int = 0
    differences: list[Difference] = msgspec.field(default_factory=list)
    columns: dict[tuple[int, str], Counter[int]] = msgspec.field(default_factory=dict)


def verify(clock: Clock | None = None, progress: Progress | None = None, *, processes: int = 1) -> Verdict:
    """Compare every fact with the log, and the present reporting year and the one before, under each rule
    set, with a recount; by so many processes beside each other."""
    now = (clock or SystemClock()).now()
    year = legal_year_of(day_of(now))
    scopes = [_scope(each, now) for each in (year - 1, year)]
    verdict = Verdict(ok=True, dossiers=0, facts=0, reports=0, differences=[])
    recounts = all_of(lambda part, tell: _recounted(part, tell, scopes), processes, progress)
    for each in recounts:
        verdict.dossiers += each.dossiers
        verdict.facts += each.facts
        verdict.differences += each.differences[: max(0, SHOWN - len(verdict.differences))]
        verdict.ok &= not each.differences
    for n, scope in enumerate(scopes):
        for name in RULE_SETS:
            counted = sum((each.columns[n, name] for each in recounts), Counter[int]())
            _compare(scope, name, counted, verdict)
    if rolling.there():
        _compare_sums(scopes, verdict)
    return verdict


def _recounted(part: Part, tell: Progress, scopes: list[Scope]) -> _Recount:
    told = _Recount(columns={(n, rules): Counter() for n in range(len(scopes)) for rules in RULE_SETS})
    for versions, found in told_facts(tell, part):
        told.dossiers += 1
        told.facts += len(versions)
        told.differences += found[: max(0, SHOWN - len(told.differences))]
        for n, scope in enumerate(scopes):
            for name, rules in RULE_SETS.items():
                told.columns[n, name].update(classified(versions, scope, rules))
    return told


def _scope(year: int, now: Instant) -> Scope:
    asked = period("legal_year", year)
    return Scope(first=min(asked.first, day_of(now)), last=asked.last, as_of=now)


def _compare(scope: Scope, name: str, counted: Counter[int], verdict: Verdict) -> None:
    found = lines(scope, RULE_SETS[name], "all")
    for column in _COUNTED:
        live = getattr(found[0], f"c{column}") if found else 0
        verdict.reports += 1
        if live != counted[column]:
            verdict.ok = False
            place = f"II06a {scope.first}–{scope.last} {name}"
            verdict.differences.append(
                Difference(place, "report", column, f"c{column}", str(live), str(counted[column]))
            )


def _compare_sums(scopes: list[Scope], verdict: Verdict) -> None:
    """The sums by day with what the facts add up to, one by one, and the forms told from them."""
    for known, of, live, recounted in rolling.differences():
        place = f"{known} {of.day} {of.kind} {of.code} {of.since} {':'.join(of.key)}"
        _differs(verdict, Difference(place, "day_sum", 0, "dossiers", str(live), str(recounted)))
    if rolling.pending():
        return
    for scope in scopes:
        # By the end of yesterday nothing more will be known; today is summed up to some moment of it.
        ended = msgspec.structs.replace(scope, as_of=local_day(scope.as_of) * DAY - LOCAL - 1)
        if day_number(scope.first) > local_day(ended.as_of):
            continue
        for name, rules in RULE_SETS.items():
            verdict.reports += len(_COUNTED)
            for key, (summed, counted) in rolling.unequal(ended, rules).items():
                place = f"II06a {scope.first}–{scope.last} {name} {key}"
                _differs(verdict, Difference(place, "day_sum", 0, "columns", str(summed), str(counted)))


def _differs(verdict: Verdict, found: Difference) -> None:
    verdict.ok = False
    if len(verdict.differences) < SHOWN:
        verdict.differences.append(found)


def classified(versions: list[Fact], scope: Scope, rules: RuleSet) -> Iterator[int]:
    """The columns in which a dossier with these versions counts; none outside the period."""
    known = [each for each in versions if each["known_from"] <= scope.as_of]
    if not known:
        return
    newest = known[-1]
    first, last = (day_number(day) for day in (scope.first, scope.last))
    if newest["received_day"] > last:
        return
    stood = newest
    if newest["occurred_at"] >= scope.end and (newest["ended_day"] is None or newest["ended_day"] > last):
        stood = next((each for each in reversed(known) if each["occurred_at"] < scope.end), known[0])
    done, column = _done(newest, stood, rules)
    if done is not None and done < first:
        return
    if newest["received_day"] < first:
        yield 6
    else:
        yield 4 if newest["channel"] == 2 else 5
    if column:
        yield column
        return
    horizon = min(last, local_day(scope.as_of))
    overdue = stood["due_day"] is not None and stood["due_day"] < horizon
    yield OPEN_LATE if overdue and Standing(stood["standing"]) not in rules.waits else OPEN_WITHIN


def _done(newest: Fact, stood: Fact, rules: RuleSet) -> tuple[int | None, int]:
    """The day on which it counts as ended, and the column of that end; nothing where it goes on."""
    standing = Standing(stood["standing"])
    if standing is Standing.WAITING and rules.request_ends:
        return stood["asked_day"], _against(stood)
    if standing in {Standing.GRANTED, Standing.REFUSED} or standing in rules.ends:
        return newest["ended_day"], rules.ends.get(standing) or 8 + Outcome(newest[rules.outcome])
    return None, 0


def _against(stood: Fact) -> int:
    if stood["requests"] > 1:
        return 10
    if stood["due_day"] is None or stood["asked_day"] == stood["due_day"]:
        return 9
    return 8 if stood["asked_day"] < stood["due_day"] else 10
