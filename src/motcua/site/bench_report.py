"""What `motcua bench report` measures: figures over all dossiers that are there, read and not changed.

A thing to measure is a function in `MEASURED`: it gets the days and moments that the data offer and gives the
calls to time, each a question as somebody asks it.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from django.db import connection

from motcua.dossiers.beside import processes_for_all
from motcua.dossiers.facts import day_of_number
from motcua.dossiers.rebuild import rebuild_all
from motcua.dossiers.simulation_tables import SimulatedYear
from motcua.dossiers.verify import verify
from motcua.dossiers.verify_beside import verify_beside
from motcua.figures.dashboard import dashboard
from motcua.figures.evidence import cell
from motcua.figures.exports import FORMATS, of_table
from motcua.figures.exports.evidence import list_of
from motcua.figures.ii06a import Scope, lines
from motcua.figures.indices.tables766 import index_table
from motcua.figures.report import form_table, report
from motcua.figures.reports import REPORTS
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import Instant, SystemClock
from motcua.organisation.models import Level
from motcua.site.bench_documents import counted

Call = Callable[[], object]
_DAY: Final = 86_400_000_000
LISTED: Final = 50_000
"""Rows of a long list."""


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
    """A thing that is measured: how it is reached, what its median and its p95 may cost, its calls, how many
    of them at most (0: as many as are asked for), and whether processes apart do it, whose work is unseen."""

    door: str
    budget_ms: int
    calls: Callable[[Ground], Iterator[Call]]
    p95_ms: int = 0
    most: int = 0
    apart: bool = False


class Times(NamedTuple):
    """Seconds of each call, of processors where they can be read (the server's processes are on this machine
    and the work is not done apart), and the most statements of one call."""

    seconds: list[float]
    worked: list[float]
    statements: int


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


def _dashboard(ground: Ground) -> Iterator[Call]:
    for scope in ground.scopes():
        for rules in RULE_SETS.values():
            yield lambda scope=scope, rules=rules: dashboard(scope, rules, "custom", ground.now)  # type: ignore[misc]


def _index(ground: Ground) -> Iterator[Call]:
    for scope in ground.scopes():
        for by in ("component", "agency"):
            yield lambda scope=scope, by=by: index_table(scope, RULE_SETS["npsp"], by)  # type: ignore[misc]


def _list(ground: Ground) -> Iterator[Call]:
    """What the job of `report_files` does for the list behind the first total."""

    def written() -> None:
        scope, how = next(ground.scopes()), REPORTS["II06a"]
        table = form_table(scope, RULE_SETS["practice"])
        assert table.total is not None, "the form has a total"
        export = list_of(of_table(table, unit="", place=""), how, table.total, table.columns[0])
        with tempfile.TemporaryFile() as file:
            FORMATS["xlsx"](msgspec.structs.replace(export, rows=islice(export.rows, LISTED)), file)

    yield written


def _chains(_: Ground) -> Iterator[Call]:
    def checked() -> None:
        processes = processes_for_all()
        verdict = verify_beside(processes, progress=_quiet) if processes > 1 else verify()
        assert verdict.ok, verdict.first_broken

    yield checked


def _whole_log(ground: Ground) -> Iterator[Call]:
    chains = next(_chains(ground))

    def proven() -> None:
        chains()
        assert rebuild_all(processes=processes_for_all(), progress=_quiet).ok, (
            "motcua log rebuild tells where"
        )

    yield proven


def _quiet(done: int, total: int) -> None:
    """Nobody is told."""


MEASURED: Final[dict[str, Measured]] = {
    "II06a": Measured("form_table: the whole province, any period, moment and rule set", 100, _form, 150),
    "II06a-agency": Measured("report by procedure at one agency", 100, _form_of_one, 150),
    "evidence": Measured("evidence.cell: the first page of any cell", 50, _first_pages, 100),
    "evidence-later": Measured("evidence.cell: a later page of any cell", 50, _later_pages, 100),
    "dashboard": Measured("dashboard: all of the overview, any period, moment and rule set", 300, _dashboard),
    "index766": Measured("index_table: by component and by agency, any period and moment", 1_000, _index),
    "list-xlsx": Measured(f"list_of and write_xlsx: {LISTED} rows, as the job does", 15_000, _list, most=1),
    "log-verify": Measured("every chain, as log verify", 20_000, _chains, most=1, apart=True),
    "log-rebuild": Measured(
        "every chain and every projection, as log verify --rebuild", 60_000, _whole_log, most=1, apart=True
    ),
}
"""By the name to ask for. Whoever makes another report adds it here with its budget."""
SIMULATED_MS: Final = 120_000
"""What the simulation of a year may take."""


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


def timed(name: str, runs: int, on: Ground) -> Times:
    """The calls in turn until there were so many, all of them at least once; none before is left out where
    there is one call."""
    measured = MEASURED[name]
    calls = list(measured.calls(on))
    wanted = min(max(runs, len(calls)), measured.most or runs + len(calls))
    if not measured.most:
        calls[0]()
    times = Times([], [], 0)
    for call in islice(cycle(calls), wanted):
        began, worked = time.perf_counter(), _worked()
        call()
        times.seconds.append(time.perf_counter() - began)
        if not measured.apart:
            times.worked.append(_worked() - worked)
    most = 0
    for call in () if measured.most else calls[:: max(1, len(calls) // 10)]:
        with counted() as sent:
            call()
        most = max(most, sent[0])
    return times._replace(statements=most)


def _worked() -> float:
    """Seconds that this process, its children and the server's process for it have worked so far."""
    mine = os.times()
    connection.ensure_connection()
    path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    server = int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0
    return mine.user + mine.system + mine.children_user + mine.children_system + server


def simulated() -> list[tuple[int, int, float]]:
    """Of each year that was simulated here and came to its end: dossiers, year, seconds from begin to end."""
    rows = SimulatedYear.objects.exclude(ended_at=None).order_by("year")
    return [(row.total, row.year, (row.ended_at - row.began_at) / 1e6) for row in rows if row.ended_at]
