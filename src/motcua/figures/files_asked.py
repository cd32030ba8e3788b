"""`--xlsx`, `--docx`, `--pdf`, `--csv` of the commands of reports: what is asked for, and writing it.

Free of settings, so that commands can be declared before there are any.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from motcua.foundation.command_line import say

if TYPE_CHECKING:
    from motcua.figures.exports import Export
    from motcua.figures.tables import Table

FILES: Final = {"xlsx": "Excel", "docx": "Word", "pdf": "PDF", "csv": "CSV"}


def add_files(parser: argparse.ArgumentParser) -> None:
    """An argument for each format."""
    for form, name in FILES.items():
        parser.add_argument(
            f"--{form}", type=Path, metavar="OUT", help=f"write it as {name}; OUT must not be there yet"
        )


def written_out(arguments: argparse.Namespace, build: Callable[[], Table], agency: str = "") -> bool:
    """Write the files that are asked for; whether there were any. Raises: `UsageError`."""
    from motcua.figures.exports import FORMATS, write_file
    from motcua.figures.exports.evidence import whole_of
    from motcua.figures.report_files import Request, note_taken
    from motcua.figures.reports import made
    from motcua.organisation.rights import OPERATOR

    wanted = {form: out for form in FILES if (out := getattr(arguments, form)) is not None}
    if wanted:
        table = build()
        export, how = _export(table, agency), made(table.report)
        lines = table.total.cells.get(how.whole[1]) if how.whole and table.total else None
    for form, out in wanted.items():
        size = write_file(out, _writer(FORMATS[form], whole_of(export, how)))
        asked = Request(report=table.report, scope=table.scope, rules=table.rules.id, by=table.by, form=form)
        note_taken(OPERATOR, asked, lines if isinstance(lines, int) else len(table.rows))
        say(f"Đã ghi {out} ({size} byte).")
    return bool(wanted)


def _writer(write: Callable[[Export, BinaryIO], None], export: Export) -> Callable[[BinaryIO], None]:
    return lambda file: write(export, file)


def _export(table: Table, agency_code: str) -> Export:
    from motcua.figures.exports import of_table
    from motcua.figures.exports.places import address_of, place_of, reporting_unit
    from motcua.organisation.queries import agency

    last = table.scope.last
    one = agency(agency_code, last).pk if agency_code else 0
    return of_table(
        table,
        unit=reporting_unit(one, last),
        place=place_of(one, table.scope),
        address=address_of(table, str(one or "")),
    )
