"""`motcua bench`: the budgets of the design, measured and shown as medians with their spread.

Works in a cluster of its own below the home, so that measuring never touches anybody's dossiers; with
`DATABASE_URL` set it measures that server and adds dossiers to it.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import UsageError, gettext_noop

DOSSIERS: Final = 20_000
FOLDER: Final = "bench"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dossiers", type=int, default=DOSSIERS, help="make the database hold at least so many"
    )
    parser.add_argument("--runs", type=int, default=300, help="counted runs")
    parser.add_argument("--seed", type=int, default=1)


def _page_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("pages", nargs="*", help="names of pages; all without any")


def _intake_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.set_defaults(runs=2000)


def _due_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=20_000, help="counted runs")


def _ready(arguments: argparse.Namespace) -> int:
    """Django on the measuring database with enough dossiers; how many it holds."""
    from motcua.site.home import home

    if not os.environ.get("DATABASE_URL"):
        folder = home() / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["MOTCUA_HOME"] = str(folder)
    from motcua.site.cli import prepare_django

    prepare_django()
    from motcua.dossiers.generate import generate
    from motcua.dossiers.models import Dossier
    from motcua.organisation.services import load_demo as load_organisation
    from motcua.procedures.models import InternalProcess, Procedure
    from motcua.procedures.process_services import load_demo as load_processes
    from motcua.procedures.services import load_demo as load_catalogue

    if not Procedure.objects.exists():
        say("Nạp tỉnh trình diễn…")
        load_organisation(lambda _: None)
        load_catalogue()
    if not InternalProcess.objects.exists():
        load_processes()
    missing = arguments.dossiers - Dossier.objects.count()
    if missing > 0:
        say(f"Tạo thêm {missing} hồ sơ…")
        generate(
            max(missing * 102 // 100, 50), arguments.seed, progress=lambda done, all_: say(f"{done}/{all_}")
        )
        _analyse()
    return Dossier.objects.count()


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def report(
    name: str, seconds: list[float], *, dossiers: int, statements: float, door: str, **more: Any
) -> dict[str, Any]:
    """The document of contracts, section 1, for a list of run times."""
    ordered = sorted(seconds)
    return {
        "name": name,
        "machine": _machine(),
        "data": {"dossiers": dossiers},
        "runs": len(ordered),
        "median_ms": round(1000 * statistics.median(ordered), 3),
        "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        "min_ms": round(1000 * ordered[0], 3),
        "max_ms": round(1000 * ordered[-1], 3),
        "per_second": round(len(ordered) / sum(ordered), 1),
        "statements": statements,
        "door": door,
        **more,
    }


def _machine() -> str:
    parts = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{parts}, {platform.system()}"


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts the statements sent while open, through Django and past it."""
    import psycopg
    from django.db import connection

    count = [0]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        count[0] += 1
        return execute(sql, params, many, context)

    original = psycopg.Cursor.execute

    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        if type(self) in (psycopg.Cursor, psycopg.RawCursor):
            count[0] += 1
        return original(self, *args, **kwargs)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(wrapper):
            yield count
    finally:
        psycopg.Cursor.execute = original  # type: ignore[method-assign]


def _transition(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    from motcua.site.bench_work import transitions

    seconds, statements = transitions(arguments.runs, arguments.seed)
    document = report(
        "transition",
        seconds,
        dossiers=dossiers,
        statements=statements,
        door="services.perform in process: command to commit",
    )
    return _tell([document], arguments)


def _step(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    from motcua.site.bench_work import transitions

    seconds, statements = transitions(arguments.runs, arguments.seed, with_steps=True)
    document = report(
        "step",
        seconds,
        dossiers=dossiers,
        statements=statements,
        door="services.perform in process, a dossier with an internal process: command to commit",
    )
    return _tell([document], arguments)


def _page(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    from motcua.site.bench_work import PAGES, page
    from motcua.site.statics import collect

    collect(say)

    unknown = set(arguments.pages) - set(PAGES)
    if unknown:
        raise UsageError(
            gettext_noop("Không có trang %(name)s."),
            gettext_noop("Các trang đo được: %(pages)s."),
            name=", ".join(sorted(unknown)),
            pages=", ".join(PAGES),
        )
    documents = []
    for name in arguments.pages or PAGES:
        seconds, statements, size, worked = page(name, min(arguments.runs, 200))
        documents.append(
            report(
                f"page {name}",
                seconds,
                dossiers=dossiers,
                statements=statements,
                door="WSGI in process, signed in",
                bytes=size,
                cpu_ms=round(1000 * worked, 2),
            )
        )
    return _tell(documents, arguments)


def _intake(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    from motcua.site.bench_intake import CLIENTS, COMPONENTS, measure

    many, one, server = measure(arguments.runs)
    document = report(
        "intake",
        many["seconds"],
        dossiers=dossiers,
        statements=server.pop("statements"),
        door=f"POST /api/v1/dossiers over HTTP, keys of {CLIENTS} officers, {CLIENTS} clients",
        components=COMPONENTS,
        clients=CLIENTS,
        **server,
    )
    document["per_second"] = round(len(many["seconds"]) / many["elapsed"], 1)
    alone = report("intake, one agency", one["seconds"], dossiers=dossiers, statements=0, door="")
    document["one_agency"] = {
        **{name: alone[name] for name in ("runs", "median_ms", "p95_ms", "min_ms", "max_ms")},
        "per_second": round(len(one["seconds"]) / one["elapsed"], 1),
    }
    return _tell([document], arguments)


def _due(arguments: argparse.Namespace) -> int:
    from decimal import Decimal

    from motcua.foundation.clock import instant_of
    from motcua.foundation.worktime import Unit, promise
    from motcua.law.calendar import shipped_calendar

    calendar = shipped_calendar()
    from datetime import datetime

    start = instant_of(datetime(2022, 4, 28, 14, 0))  # noqa: DTZ001 - local time
    seconds = []
    for number in range(arguments.runs):
        began = time.perf_counter()
        promise(start + number * 61_000_000, Decimal(number % 30 + 1), Unit.WORKING_DAY, calendar)
        seconds.append(time.perf_counter() - began)
    document = report("due", seconds, dossiers=0, statements=0, door="in process, no explanation")
    return _tell([document], arguments)


def _process_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=20_000, help="counted runs of the process")


def _process(arguments: argparse.Namespace) -> int:
    from motcua.site.bench_process import STEPS, ours, theirs

    ours(100)
    measured = {"process": (ours(arguments.runs), "procedures.processes.engine")}
    other = theirs(max(arguments.runs // 200, 3))
    if other is None:
        say("SpiffWorkflow chưa cài (make setup cài cùng các gói kiểm thử), chỉ đo bộ máy của hệ thống.")
    else:
        measured["process, SpiffWorkflow"] = (other, "SpiffWorkflow, its steps alone")
    documents = [
        report(name, seconds, dossiers=0, statements=0, door=f"one step in memory, {door}", steps=STEPS)
        for name, (seconds, door) in measured.items()
    ]
    for document, (seconds, _) in zip(documents, measured.values(), strict=True):
        document["median_us"] = round(1e6 * statistics.median(seconds), 2)
    return _tell(documents, arguments)


def memory_mb() -> float:
    """Resident memory of this process in MB, where the system tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def _tell(documents: list[dict[str, Any]], arguments: argparse.Namespace) -> int:
    for document in documents:
        document["memory_mb"] = memory_mb()
    lines = [
        f"{each['name']:<28} median {each['median_ms']:>8} ms   p95 {each['p95_ms']:>8} ms   "
        f"{each['per_second']:>8}/s   {each['statements']} câu lệnh"
        for each in documents
    ]
    emit(documents[0] if len(documents) == 1 else documents, as_json=arguments.json, text="\n".join(lines))
    return 0


def _lookup(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    from motcua.site.bench_work import lookups

    documents = [
        report(
            f"lookup {name}",
            seconds,
            dossiers=dossiers,
            statements=statements,
            door="dossiers.queries.search in process, whole province in sight",
        )
        for name, seconds, statements in lookups(arguments.runs, arguments.seed)
    ]
    return _tell(documents, arguments)


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.set_defaults(dossiers=0, runs=1000)
    parser.add_argument("--catalogue", help="a file of procedures to add first, in any of the known shapes")


def _search(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    if arguments.catalogue:
        from motcua.procedures.services import import_file

        say("Nạp danh mục…")
        import_file(arguments.catalogue)
    from motcua.site.bench_search import built, searches

    first, procedures = built()
    seconds, statements = searches(arguments.runs, arguments.seed)
    document = report(
        "search",
        seconds,
        dossiers=dossiers,
        statements=statements,
        door="procedures.queries.find in process: everyday, official and mistyped questions in turn",
        index_ms=round(1000 * first, 1),
    )
    document["data"]["procedures"] = procedures
    return _tell([document], arguments)


def _portal_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.set_defaults(runs=600)


def _portal(arguments: argparse.Namespace) -> int:
    dossiers = _ready(arguments)
    from motcua.site.bench_portal import FILES, filings, loads
    from motcua.site.statics import collect

    collect(say)
    documents = []
    for clients, by_page, elapsed in loads(arguments.runs):
        seconds = [each for times in by_page.values() for each in times]
        document = report(
            f"portal, {clients} clients",
            seconds,
            dossiers=dossiers,
            statements=0,
            door="GET over HTTP at the real server: home, search, procedure, look-up in turn",
            clients=clients,
            pages={name: round(1000 * statistics.median(times), 2) for name, times in by_page.items()},
        )
        document["per_second"] = round(len(seconds) / elapsed, 1)
        documents.append(document)
    seconds, statements = filings(min(arguments.runs, 100))
    documents.append(
        report(
            "portal, filing",
            seconds,
            dossiers=dossiers,
            statements=statements,
            door=f"registration.register in process with {FILES} files in the store: request to commit",
        )
    )
    return _tell(documents, arguments)


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.set_defaults(runs=100)
    parser.add_argument("--here", action="store_true", help="measure this installation as it is; only reads")
    parser.add_argument("names", nargs="*", help="what to measure; all without any")


def _reports(arguments: argparse.Namespace) -> int:
    if arguments.here:
        from motcua.site.cli import prepare_django

        prepare_django()
    else:
        _ready(arguments)
    from motcua.site.bench_report import MEASURED, ground, timed

    unknown = set(arguments.names) - set(MEASURED)
    if unknown:
        raise UsageError(
            gettext_noop("Không đo được %(name)s."),
            gettext_noop("Đo được: %(names)s."),
            name=", ".join(sorted(unknown)),
            names=", ".join(MEASURED),
        )
    on = ground()
    documents = []
    for name in arguments.names or MEASURED:
        say(f"Đo {name}…")
        seconds, statements = timed(name, arguments.runs, on)
        measured = MEASURED[name]
        document = report(
            name,
            seconds,
            dossiers=on.dossiers,
            statements=statements,
            door=measured.door,
            budget_ms=measured.budget_ms,
        )
        document["data"] |= {"facts": on.spells, "from": on.first, "to": on.last}
        documents.append(document)
    return _tell(documents, arguments)


def _nation_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dossiers", type=int, default=20_000_000, help="facts of so many dossiers of a year"
    )
    parser.add_argument("--runs", type=int, default=45, help="counted reports")
    parser.add_argument("--check", action="store_true", help="compare sums with the recount of every report")


def _nation(arguments: argparse.Namespace) -> int:
    from motcua.site.home import home

    folder = home() / FOLDER / "nation"
    from motcua.site.cli import prepare_django

    prepare_django()
    try:
        from motcua.site.bench_nation import Nation, measured, scopes, unequal

        say("Lập số liệu của cả nước…")
        nation = Nation(folder, arguments.dossiers)
    except ModuleNotFoundError as error:
        raise UsageError(
            gettext_noop("Chưa cài DuckDB."), gettext_noop("Chạy `make setup`, rồi đo lại.")
        ) from error
    from motcua.figures.rule_sets import RULE_SETS

    differences = None
    if arguments.check:
        questions = [(scope, rules) for scope in scopes() for rules in RULE_SETS.values()]
        differences = sum(len(unequal(nation, *question)) for question in questions)
    documents = [
        report(
            f"nation, {name}",
            seconds,
            dossiers=arguments.dossiers,
            statements=1,
            door=f"DuckDB on Parquet: form II.06a by level and field, {name}",
            rows=nation.rows("dossiers_spell" if name == "recount" else "sums"),
            megabytes=round((nation.facts if name == "recount" else nation.sums).stat().st_size / 1e6, 1),
            made_in=nation.seconds,
            differences=differences,
        )
        for name, seconds in measured(nation, arguments.runs).items()
    ]
    return _tell(documents, arguments)


BENCH: Final = {
    "portal": Command(
        "citizens' pages at 1, 10 and 50 clients, and a filing with five files", _portal_arguments, _portal
    ),
    "search": Command("a search of the catalogue, as people type", _search_arguments, _search),
    "lookup": Command("a look-up by fragments of names, numbers and codes", _arguments, _lookup),
    "transition": Command("one legal transition, command to commit", _arguments, _transition),
    "step": Command("one step of a dossier that an internal process carries", _arguments, _step),
    "intake": Command(
        "dossiers filed over HTTP by ten clients, and by as many at one agency", _intake_arguments, _intake
    ),
    "report": Command(
        "reports of any period, moment and rule set, and the dossiers behind their cells",
        _report_arguments,
        _reports,
    ),
    "nation": Command(
        "reports of 20 million dossiers: recounted from Parquet by DuckDB, and from sums by day",
        _nation_arguments,
        _nation,
    ),
    "page": Command("the pages of desk and portal", _page_arguments, _page),
    "due": Command("a due date", _due_arguments, _due),
    "process": Command(
        "a step of an internal process in memory, beside SpiffWorkflow", _process_arguments, _process
    ),
}
