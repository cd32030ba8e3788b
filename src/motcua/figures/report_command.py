"""`motcua report II06a|list`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from motcua.foundation.command_line import Command, emit, say

if TYPE_CHECKING:
    from motcua.figures.report import Report


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", required=True, metavar="DAY", help="first day of the period")
    parser.add_argument("--to", dest="last", required=True, metavar="DAY", help="last day of the period")
    parser.add_argument("--as-of", default="", metavar="MOMENT", help="what was known then; now if not given")
    parser.add_argument("--agency", default="", metavar="CODE", help="one agency with what is below it")
    parser.add_argument("--rules", default="practice", help="practice, npsp or law")
    parser.add_argument("--by", default="form", help="rows: form, level, field, agency or procedure")


def _report(arguments: argparse.Namespace) -> int:
    from motcua.figures.ii06a import Scope
    from motcua.figures.periods import day_asked, moment_asked
    from motcua.figures.report import report
    from motcua.figures.rule_sets import rule_set
    from motcua.foundation.clock import SystemClock
    from motcua.organisation.queries import agencies_below

    first, last = day_asked(arguments.first), day_asked(arguments.last)
    scope = Scope(
        first=first,
        last=last,
        as_of=moment_asked(arguments.as_of, SystemClock().now()),
        agencies=tuple(sorted(agencies_below(arguments.agency, last))) if arguments.agency else (),
    )
    found = report(scope, rule_set(arguments.rules), arguments.by)
    document = {**found.document(), "agency": arguments.agency or None}
    if found.recorded_later:
        say(f"{found.recorded_later} hồ sơ có việc xảy ra trước thời điểm chốt nhưng ghi sau đó.")
    emit(document, as_json=arguments.json, text=_text(found))
    return 0


def _text(found: Report) -> str:
    head = f"{'':40}" + "".join(f"{number:>9}" for number in range(3, 14))
    lines = [
        f"{line.label[:39]:40}" + "".join(f"{getattr(line, f'c{number}'):>9}" for number in range(3, 14))
        for line in (*found.rows, found.total)
    ]
    return "\n".join((head, *lines))


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def _list(arguments: argparse.Namespace) -> int:
    from motcua.figures.registry import reports

    found = reports()
    text = "\n".join(f"{each.id:12} {each.form:20} {each.name}" for each in found)
    emit(msgspec.to_builtins(found), as_json=arguments.json, text=text)
    return 0


REPORT: Final[Mapping[str, Command]] = {
    "II06a": Command(
        "received, resolved and being resolved, of any period as known at any moment",
        _report_arguments,
        _report,
        needs_database=True,
    ),
    "list": Command("the reports there are", _no_arguments, _list),
}
