"""`motcua bench report|nation`: reports and the lists behind their cells, each against its budget."""

from __future__ import annotations

import argparse
import statistics
from typing import Any, Final

from motcua.foundation.command_line import Command, say
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.site.bench_documents import FOLDER, arguments_of, ready, report, tell

NATION_MS: Final = {"recount": 3_000, "sums": 1_000}
"""What a report of a nation may take."""


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    arguments_of(parser)
    parser.set_defaults(runs=100)
    parser.add_argument("--here", action="store_true", help="measure this installation as it is; only reads")
    parser.add_argument(
        "--nation",
        type=int,
        default=0,
        metavar="DOSSIERS",
        help="also reports of so many, facts only",
    )
    parser.add_argument("names", nargs="*", help="what to measure; all without any")


def _reports(arguments: argparse.Namespace) -> int:
    if arguments.here:
        from motcua.site.cli import prepare_django

        prepare_django()
    else:
        ready(arguments)
    from motcua.site.bench_report import MEASURED, SIMULATED_MS, ground, simulated, timed

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
        seconds, worked, statements = timed(name, arguments.runs, on)
        measured = MEASURED[name]
        document = report(
            name,
            seconds,
            dossiers=on.dossiers,
            statements=statements,
            door=measured.door,
            cpu_ms=round(1000 * statistics.median(worked), 1) if worked else None,
        )
        document["data"] |= {"facts": on.spells, "from": on.first, "to": on.last}
        documents.append(_against(document, measured.budget_ms, measured.p95_ms))
    for dossiers, year, took in [] if arguments.names else simulated():
        record = report(
            f"simulate {year}", [took], dossiers=dossiers, statements=0, door="the record of motcua simulate"
        )
        documents.append(_against(record, SIMULATED_MS))
    if arguments.nation:
        documents += _of_the_nation(arguments.nation, arguments.runs, check=False)
    return tell(documents, arguments)


def _against(document: dict[str, Any], budget_ms: int, p95_ms: int = 0) -> dict[str, Any]:
    """A document with its budget, what share of it was needed, and whether it was kept."""
    kept = document["median_ms"] <= budget_ms and (not p95_ms or document["p95_ms"] <= p95_ms)
    share = round(document["median_ms"] / budget_ms, 3)
    return document | {
        "budget_ms": budget_ms,
        "p95_budget_ms": p95_ms or None,
        "ratio": share,
        "within": kept,
    }


def _nation_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dossiers", type=int, default=20_000_000, help="facts of so many dossiers of a year"
    )
    parser.add_argument("--runs", type=int, default=45, help="counted reports")
    parser.add_argument("--check", action="store_true", help="compare sums with the recount of every report")


def _nation(arguments: argparse.Namespace) -> int:
    from motcua.site.cli import prepare_django

    prepare_django()
    return tell(_of_the_nation(arguments.dossiers, arguments.runs, check=arguments.check), arguments)


def _of_the_nation(dossiers: int, runs: int, *, check: bool) -> list[dict[str, Any]]:
    """The documents of reports of so many dossiers. Raises: `UsageError` without DuckDB."""
    from motcua.site.home import home

    folder = home() / FOLDER / "nation"
    try:
        from motcua.site.bench_nation import measured, scopes, unequal
        from motcua.site.nation import Asked, Nation

        say("Lập số liệu của cả nước…")
        nation = Nation(folder, Asked(dossiers=dossiers))
    except ModuleNotFoundError as error:
        raise UsageError(
            gettext_noop("Chưa cài DuckDB."), gettext_noop("Chạy `make setup`, rồi đo lại.")
        ) from error
    from motcua.figures.rule_sets import RULE_SETS

    differences = None
    if check:
        questions = [(scope, rules) for scope in scopes() for rules in RULE_SETS.values()]
        differences = sum(len(unequal(nation, *question)) for question in questions)
    return [
        _against(
            report(
                f"nation, {name}",
                seconds,
                dossiers=dossiers,
                statements=1,
                door=f"DuckDB on Parquet: form II.06a by level and field, {name}",
                rows=nation.rows("dossiers_spell" if name == "recount" else "sums"),
                megabytes=round((nation.facts if name == "recount" else nation.sums).stat().st_size / 1e6, 1),
                made_in=nation.seconds,
                differences=differences,
            ),
            NATION_MS[name],
        )
        for name, seconds in measured(nation, runs).items()
    ]


FIGURES_BENCH: Final = {
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
}
