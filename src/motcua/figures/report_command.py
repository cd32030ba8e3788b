"""`motcua report ID|article|list`: every report of the registry, as JSON or as a file to send."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from motcua.figures.article_command import ARTICLE
from motcua.figures.registry import ReportKind, reports
from motcua.foundation.command_line import Command, emit, say

if TYPE_CHECKING:
    from motcua.figures.exports import Export
    from motcua.figures.tables import Table

_FILES: Final = {"xlsx": "Excel", "docx": "Word", "pdf": "PDF", "csv": "CSV"}


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
        for form, name in _FILES.items():
            parser.add_argument(
                f"--{form}", type=Path, metavar="OUT", help=f"write it as {name}; OUT must not be there yet"
            )

    return add


def _usual(choices: tuple[str, ...], first: str) -> str:
    return first if first in choices or not choices else choices[0]


def _runner(kind: ReportKind) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        return _report(kind, arguments)

    return run


def _report(kind: ReportKind, arguments: argparse.Namespace) -> int:
    from motcua.figures.exports import FORMATS, write_file
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
    wanted = {form: out for form in _FILES if (out := getattr(arguments, form)) is not None}
    if wanted:
        export = _export(table, arguments)
    for form, out in wanted.items():
        size = write_file(out, _writer(FORMATS[form], export))
        say(f"Đã ghi {out} ({size} byte).")
    if arguments.json or not wanted:
        document = {**table.document(), "agency": arguments.agency or None}
        emit(document, as_json=arguments.json, text=_text(table))
    return 0


def _writer(write: Callable[[Export, BinaryIO], None], export: Export) -> Callable[[BinaryIO], None]:
    return lambda file: write(export, file)


def _export(table: Table, arguments: argparse.Namespace) -> Export:
    from motcua.figures.exports import of_table
    from motcua.figures.exports.places import address_of, place_of, reporting_unit
    from motcua.organisation.queries import agency

    last = table.scope.last
    one = agency(arguments.agency, last).pk if arguments.agency else 0
    return of_table(
        table,
        unit=reporting_unit(one, last),
        place=place_of(one, table.scope),
        address=address_of(table, str(one or "")),
    )


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
