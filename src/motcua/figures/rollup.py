"""Roll-ups: form II.06a out of sums by day, for a nation's dossiers, and how they are kept up.

Pure. What a dossier adds to the sums follows from what is known of it (`contributions`). When more becomes
known, what it adds now less what it added before is written under the day of knowing (`deltas`): sums of what
was known by a day are the report as of that day, whatever was recorded late or corrected since. A sum has a
day, a kind, a code and `since`:

- `in`: received that day; the code is the channel;
- `out`: processing ended that day; the code is the outcome with `facts.ENDINGS`, a digit for each rule set;
- `late`: from that day on (or, below 0, no longer) past its due day and not ended; the code is the standing;
- `wait`: from that day on waiting for a supplement asked for on `since`; the code is the column of form
  II.06a in which a rule set that counts the request as the end has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from motcua.dossiers.facts import ENDINGS, Standing, local_day
from motcua.figures.ii06a import OPEN_LATE, OPEN_WITHIN, column_of
from motcua.figures.rule_sets import RuleSet

DIGIT: Final = {"outcome": 100, "outcome_law": 10, "outcome_national": 1}
"""Where the outcome of a rule set stands in the code of an end."""
Version = Mapping[str, Any]
"""As `facts.versions` tells it."""


class Sum(NamedTuple):
    """What dossiers are added up by; `key` is whatever rows a report may have."""

    day: int
    kind: str
    code: int
    since: int
    key: tuple[Any, ...]


def contributions(known: Sequence[Version], key: Callable[[Version], tuple[Any, ...]]) -> Counter[Sum]:
    """What a dossier of which these versions are known adds; nothing where none is."""
    found: Counter[Sum] = Counter()
    if not known:
        return found
    newest = known[-1]
    of = key(newest)
    found[Sum(newest["received_day"], "in", newest["channel"], 0, of)] += 1
    end = newest["ended_day"]
    if end is not None:
        found[Sum(end, "out", _end_code(newest), 0, of)] += 1
    for since, until, stood in _pieces(known, end):
        if stood["due_day"] is not None:
            late = partial(Sum, kind="late", code=stood["standing"], since=0, key=of)
            _between(found, max(since, stood["due_day"] + 1), until, late)
        if stood["standing"] == Standing.WAITING:
            column, asked = _asked_column(stood), stood["asked_day"]
            _between(found, since, until, partial(Sum, kind="wait", code=column, since=asked, key=of))
    return found


def _end_code(version: Version) -> int:
    extra = ENDINGS.get(Standing(version["standing"]), 0)
    return sum(digit * (version[name] + extra) for name, digit in DIGIT.items())


def _between(found: Counter[Sum], since: int, until: int | None, of: Callable[[int], Sum]) -> None:
    if until is None or since < until:
        found[of(since)] += 1
        if until is not None:
            found[of(until)] -= 1


def _pieces(known: Sequence[Version], end: int | None) -> Iterable[tuple[int, int | None, Version]]:
    """From which day until before which day the dossier stood how; the last day is open where it goes on."""
    begin = known[-1]["received_day"]
    days = sorted({begin} | {day for each in known if (day := local_day(each["occurred_at"])) > begin})
    for number, day in enumerate(days):
        if end is not None and day >= end:
            return
        until = days[number + 1] if number + 1 < len(days) else end
        if end is not None and until is not None:
            until = min(until, end)
        then = [each for each in known if local_day(each["occurred_at"]) <= day]
        yield day, until, then[-1] if then else known[0]


def _asked_column(stood: Version) -> int:
    asked, due = stood["asked_day"], stood["due_day"]
    if stood["requests"] > 1:
        return 10
    if due is None or asked == due:
        return 9
    return 8 if asked < due else 10


def deltas(
    before: Sequence[Version], after: Sequence[Version], key: Callable[[Version], tuple[Any, ...]]
) -> Counter[Sum]:
    """What changes in the sums when of a dossier the versions `after` are known and not only `before`."""
    changed = contributions(after, key)
    changed.subtract(contributions(before, key))
    return Counter({of: count for of, count in changed.items() if count})


def moved(
    versions: Sequence[Version], since: int, key: Callable[[Version], tuple[Any, ...]]
) -> Counter[tuple[int, Sum]]:
    """What changes in the sums, by the day of knowing, with those of all the versions of a dossier that came
    after the event `since` (0: before any), oldest first."""
    found: Counter[tuple[int, Sum]] = Counter()
    known = [each for each in versions if each["key"] <= since]
    for day in sorted({local_day(each["known_from"]) for each in versions[len(known) :]}):
        after = [each for each in versions if each["key"] <= since or local_day(each["known_from"]) <= day]
        found.update({(day, of): count for of, count in deltas(known, after, key).items()})
        known = after
    return found


def form(
    sums: Iterable[tuple[int, str, int, int, int]], first: int, last: int, known: int, rules: RuleSet
) -> dict[int, int]:
    """The columns of form II.06a from sums (day, kind, code, since, dossiers) known by the end of a day."""
    columns: Counter[int] = Counter(dict.fromkeys(range(3, 14), 0))
    asked = _Asked(first, last, min(last, known), rules)
    for day, kind, code, since, count in sums:
        column, sign = _column(day, kind, code, since, asked)
        if column:
            columns[column] += sign * count
    columns[3] = columns[4] + columns[5] + columns[6]
    columns[7] = columns[8] + columns[9] + columns[10]
    columns[11] = columns[3] - columns[7]
    columns[OPEN_WITHIN] = columns[11] - columns[OPEN_LATE]
    return dict(columns)


class _Asked(NamedTuple):
    """First and last day of the period, the day on which what is open is looked at, and the rules."""

    first: int
    last: int
    horizon: int
    rules: RuleSet


_NOWHERE: Final = (0, 0)


def _column(day: int, kind: str, code: int, since: int, asked: _Asked) -> tuple[int, int]:
    """In which column a sum counts, and whether it is added or taken off."""
    rules, first = asked.rules, asked.first
    if day > (asked.last if kind in {"in", "out"} else asked.horizon):
        return _NOWHERE
    if kind == "in":
        return (6 if day < first else 4 if code == 2 else 5), 1
    if kind == "out":
        ended = code // DIGIT[rules.outcome] % 10
        standing = {1: Standing.WITHDRAWN, 2: Standing.STOPPED}.get(ended // 3)
        if standing is not None and standing not in rules.ends:
            return _NOWHERE
        return (6, -1) if day < first else (column_of(ended, rules) or 0, 1)
    if kind == "wait" and rules.request_ends:
        return (6, -1) if since < first else (code, 1)
    stands = kind == "wait" or code in rules.waits or (rules.request_ends and code == Standing.WAITING)
    return _NOWHERE if stands else (OPEN_LATE, 1)
