"""What `motcua bench report` measures: figures over all dossiers that are there, read and not changed.

A thing to measure is a function in `MEASURED`: it gets the days and moments that the data offer and gives the
calls to time, each a question as somebody asks it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Final, NamedTuple

from django.db import connection

from motcua.dossiers.facts import day_of_number
from motcua.figures.evidence import cell
from motcua.figures.ii06a import Scope, lines
from motcua.figures.report import form_table, report
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import Instant, SystemClock
from motcua.organisation.models import Level
from motcua.site.bench_command import counted

Call = Callable[[], object]
_DAY: Final = 86_400_000_000


class Ground(NamedTuple):
    """What there is to ask of: dossiers and rows of facts, from which day to which, known until when."""

    dossiers: int
    spells: int
    first: date
    last: date
    now: Instant

    def scopes(self) -> Iterator[Scope]:
        """Periods of every length, as known now, at their end and in their middle."""
        days = (self.last - self.first).days
        for begin, length in (
            (0, days),
            (0, days * 7 // 8),
            (days // 5, days // 4),
            (days // 2, days // 12),
            (days // 2, 0),
        ):
            first = self.first + timedelta(days=begin)
            whole = Scope(first=first, last=first + timedelta(days=length), as_of=self.now)
            middle = whole.end - (length // 3) * _DAY
            for moment in (self.now, whole.end, middle):
                yield Scope(first=whole.first, last=whole.last, as_of=min(moment, self.now))


class Measured(NamedTuple):
    """A thing that is measured: how it is reached, what it may cost, and its calls."""

    door: str
    budget_ms: int
    calls: Callable[[Ground], Iterator[Call]]


def _form(ground: Ground) -> Iterator[Call]:
    for scope in ground.scopes():
        for rules in RULE_SETS.values():
            yield lambda scope=scope, rules=rules: form_table(scope, rules)  # type: ignore[misc]


def _form_of_one(ground: Ground) -> Iterator[Call]:
    agencies = [int(row.key) for row in lines(next(ground.scopes()), RULE_SETS["practice"])]
    for scope, agency in zip(ground.scopes(), cycle(agencies), strict=False):
        one = Scope(first=scope.first, last=scope.last, as_of=scope.as_of, agencies=(agency,))
        yield lambda one=one: report(one, RULE_SETS["practice"], "procedure")  # type: ignore[misc]


def _first_pages(ground: Ground) -> Iterator[Call]:
    yield from _pages(ground, 0)


def _later_pages(ground: Ground) -> Iterator[Call]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(dossier_id), 0) FROM dossiers_spell")
        yield from _pages(ground, cursor.fetchone()[0] * 2 // 3)


def _pages(ground: Ground, after: int) -> Iterator[Call]:
    for scope in ground.scopes():
        for column in range(3, 14):
            for row in ("total", Level.COMMUNE.value):
                yield lambda scope=scope, row=row, column=column: cell(  # type: ignore[misc]
                    scope, RULE_SETS["practice"], row, column, after
                )


MEASURED: Final[dict[str, Measured]] = {
    "II06a": Measured("form_table: the whole province, any period, moment and rule set", 100, _form),
    "II06a-agency": Measured("report by procedure at one agency", 100, _form_of_one),
    "evidence": Measured("evidence.cell: the first page of any cell", 50, _first_pages),
    "evidence-later": Measured("evidence.cell: a later page of any cell", 50, _later_pages),
}
"""By the name to ask for. Whoever makes another report adds it here with its budget."""


def ground() -> Ground:
    """Of the database at hand. Raises: ValueError where it holds no dossier."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE first), count(*), min(received_day), max(received_day)"
            " FROM dossiers_spell"
        )
        dossiers, spells, first, last = cursor.fetchone()
    if not dossiers:
        raise ValueError("no dossiers to count")
    begins, ends = (day_of_number(number) for number in (first, last))
    return Ground(dossiers, spells, begins, ends, SystemClock().now())


def timed(name: str, runs: int, on: Ground) -> tuple[list[float], int]:
    """Seconds of each call, the calls in turn until there were so many, and the most statements of one."""
    calls = list(MEASURED[name].calls(on))
    calls[0]()
    seconds = []
    for call in islice(cycle(calls), max(runs, len(calls))):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    most = 0
    for call in calls[:: max(1, len(calls) // 10)]:
        with counted() as sent:
            call()
        most = max(most, sent[0])
    return seconds, most
