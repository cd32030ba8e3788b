"""`motcua bench`: the budgets of the design, measured and shown as medians with their spread.

Works in a cluster of its own below the home, so that measuring never touches anybody's dossiers; with
`DATABASE_URL` set it measures that server and adds dossiers to it.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Final

from motcua.foundation.command_line import Command, say
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.site.bench_documents import arguments_of, ready, report, tell
from motcua.site.bench_figures import FIGURES_BENCH


def _page_arguments(parser: argparse.ArgumentParser) -> None:
    arguments_of(parser)
    parser.add_argument("pages", nargs="*", help="names of pages; all without any")


def _intake_arguments(parser: argparse.ArgumentParser) -> None:
    arguments_of(parser)
    parser.set_defaults(runs=2000)


def _due_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=20_000, help="counted runs")


def _transition(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
    from motcua.site.bench_work import transitions

    seconds, statements = transitions(arguments.runs, arguments.seed)
    document = report(
        "transition",
        seconds,
        dossiers=dossiers,
        statements=statements,
        door="services.perform in process: command to commit",
    )
    return tell([document], arguments)


def _step(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
    from motcua.site.bench_work import transitions

    seconds, statements = transitions(arguments.runs, arguments.seed, with_steps=True)
    document = report(
        "step",
        seconds,
        dossiers=dossiers,
        statements=statements,
        door="services.perform in process, a dossier with an internal process: command to commit",
    )
    return tell([document], arguments)


def _page(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
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
    return tell(documents, arguments)


def _intake(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
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
    return tell([document], arguments)


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
    return tell([document], arguments)


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
    return tell(documents, arguments)


def _lookup(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
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
    return tell(documents, arguments)


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    arguments_of(parser)
    parser.set_defaults(dossiers=0, runs=1000)
    parser.add_argument("--catalogue", help="a file of procedures to add first, in any of the known shapes")


def _search(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
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
    return tell([document], arguments)


def _portal_arguments(parser: argparse.ArgumentParser) -> None:
    arguments_of(parser)
    parser.set_defaults(runs=600)


def _portal(arguments: argparse.Namespace) -> int:
    dossiers = ready(arguments)
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
    return tell(documents, arguments)


BENCH: Final = {
    "portal": Command(
        "citizens' pages at 1, 10 and 50 clients, and a filing with five files", _portal_arguments, _portal
    ),
    "search": Command("a search of the catalogue, as people type", _search_arguments, _search),
    "lookup": Command("a look-up by fragments of names, numbers and codes", arguments_of, _lookup),
    "transition": Command("one legal transition, command to commit", arguments_of, _transition),
    "step": Command("one step of a dossier that an internal process carries", arguments_of, _step),
    "intake": Command(
        "dossiers filed over HTTP by ten clients, and by as many at one agency", _intake_arguments, _intake
    ),
    **FIGURES_BENCH,
    "page": Command("the pages of desk and portal", _page_arguments, _page),
    "due": Command("a due date", _due_arguments, _due),
    "process": Command(
        "a step of an internal process in memory, beside SpiffWorkflow", _process_arguments, _process
    ),
}
