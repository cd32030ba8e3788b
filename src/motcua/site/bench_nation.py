"""Questions to a nation's facts: told from sums against recounted, and how long each takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from motcua.dossiers.facts import LOCAL, day_number
from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RULE_SETS, RuleSet
from motcua.foundation.clock import DAY
from motcua.site.nation import COLUMNS, Nation


def scopes() -> Iterator[Scope]:
    """A year, the reporting year, a quarter, a month and a day, known at their end and long after."""
    for first, last in (
        (date(2022, 1, 1), date(2022, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 14)),
        (date(2022, 3, 15), date(2022, 6, 14)),
        (date(2022, 5, 1), date(2022, 5, 31)),
        (date(2022, 9, 7), date(2022, 9, 7)),
    ):
        for known in (last, date(2023, 6, 30), first + (last - first) / 2):
            yield Scope(first=first, last=last, as_of=(day_number(known) + 1) * DAY - LOCAL - 1)


def unequal(nation: Nation, scope: Scope, rules: RuleSet) -> list[str]:
    """Rows in which sums and recount differ; none where they tell the same."""
    counted, summed = nation.recount(scope, rules), nation.told(scope, rules)
    nothing = dict.fromkeys(COLUMNS, 0)
    keys = counted.keys() | summed.keys()
    return [key for key in keys if counted.get(key, nothing) != summed.get(key, nothing)]


def measured(nation: Nation, runs: int) -> dict[str, list[float]]:
    """Seconds of reports recounted and told from sums, each scope and rule set in turn."""
    found: dict[str, list[float]] = {"recount": [], "sums": []}
    questions = [(scope, rules) for scope in scopes() for rules in RULE_SETS.values()]
    for number in range(max(runs, len(questions))):
        scope, rules = questions[number % len(questions)]
        for name, ask in (("recount", nation.recount), ("sums", nation.told)):
            began = time.perf_counter()
            ask(scope, rules)
            found[name].append(time.perf_counter() - began)
    return found
