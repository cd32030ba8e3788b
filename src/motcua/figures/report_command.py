"""`motcua report ID|article|list`: every report of the registry, as JSON or as a file to send."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from motcua.figures.article_command import ARTICLE
from motcua.figures.files_asked import add_files, written_out
from motcua.figures.registry import ReportKind, reports
from motcua.foundation.command_line import Command, emit, say

if TYPE_CHECKING:
    from motcua.figures.tables import Table


def _arguments(kind: ReportKind) -> Callable[[argparse.ArgumentParser], None]:
    def add(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="DAY", help="first day")
        parser.add_argument("--to", dest="last", required=True, metavar="DAY", help="last day")
        parser.add_argument(
            "--as-of", default="", metavar="MOMENT", help="what was known then; now if not given"
        )
        parser.add_argument("--agency", default="", metavar="CODE", help="one agency with what is below it")
        parser.add_argument(
            "--rules", default=_usual(kind.rule_sets, "practice"), help=f"one of {', '.join(kind.rule_sets)}"
        )
        parser.add_argument("--by", default=_usual(kind.by, "form"), help=f"rows: {', '.join(kind.by)}")
        if kind.id == "II06a":
            parser.add_argument(
                "--successors", action="store_true", help="count what an agency took over as its own"
            )
        add_files(parser)

    return add


def _usual(choices: tuple[str, ...], first: str) -> str:
    return first if first in choices or not choices else choices[0]


def _runner(kind: ReportKind) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        return _report(kind, arguments)

    return run


def _report(kind: ReportKind, arguments: argparse.Namespace) -> int:
    from motcua.figures.ii06a import Scope
    from motcua.figures.periods import day_asked, moment_asked
    from motcua.figures.reports import made
    from motcua.figures.rule_sets import rule_set
    from motcua.foundation.clock import SystemClock
    from motcua.organisation.queries import agencies_below

    first, last = day_asked(arguments.first), day_asked(arguments.last)
    scope = Scope(
        succeeded=getattr(arguments, "successors", False),
        first=first,
        last=last,
        as_of=moment_asked(arguments.as_of, SystemClock().now()),
        agencies=tuple(sorted(agencies_below(arguments.agency, last))) if arguments.agency else (),
    )
    table = made(kind.id).build(scope, rule_set(arguments.rules), arguments.by)
    if table.recorded_later:
        say(f"{table.recorded_later} hồ sơ có việc xảy ra trước thời điểm chốt nhưng ghi sau đó.")
    wanted = written_out(arguments, lambda: table, arguments.agency)
    if arguments.json or not wanted:
        document = {**table.document(), "agency": arguments.agency or None}
        emit(document, as_json=arguments.json, text=_text(table))
    return 0


def _text(table: Table) -> str:
    """For a person's eyes, a line a row; wide tables are better read as files."""
    from motcua.figures.exports.export import said, with_total

    widths = [max(9, min(len(column.label), 14)) + 1 for column in table.columns]
    names = "".join(
        f"{column.label[: width - 1]:>{width}}" for column, width in zip(table.columns, widths, strict=True)
    )
    lines = [f"{'':40}{names}"]
    for row in with_total(table):
        cells = "".join(
            f"{said(row.cells.get(column.key), column.unit)[: width - 1]:>{width}}"
            for column, width in zip(table.columns, widths, strict=True)
        )
        lines.append(f"{row.label[:39]:40}{cells}")
    return "\n".join(lines)


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def _list(arguments: argparse.Namespace) -> int:
    found = reports()
    text = "\n".join(f"{each.id:12} {each.form:20} {each.name}" for each in found)
    emit(msgspec.to_builtins(found), as_json=arguments.json, text=text)
    return 0


REPORT: Final[Mapping[str, Command]] = {
    **{
        kind.id: Command(kind.name, _arguments(kind), _runner(kind), needs_database=True)
        for kind in reports()
    },
    "article": ARTICLE,
    "list": Command("the reports there are", _no_arguments, _list),
}
