"""Every report there is, by its id: how it is built and what opens a cell of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from motcua.figures import article_table
from motcua.figures.books import logbook
from motcua.figures.catalogue import services
from motcua.figures.counting import count
from motcua.figures.counting.kinds import KINDS
from motcua.figures.counting.measures import Counted
from motcua.figures.evidence import Cell, cell
from motcua.figures.heard import petitions, satisfaction
from motcua.figures.ii06a import Scope
from motcua.figures.indices.tables766 import index_table
from motcua.figures.indices.tables_nine import nine_table
from motcua.figures.report import form_table
from motcua.figures.reviewing import missing, unused, usual
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Listing, Table
from motcua.figures.timing import step_time
from motcua.figures.timing.lateness import LATENESS
from motcua.foundation.errors import NotFound, gettext_noop

Build = Callable[[Scope, RuleSet, str], Table]
"""Of scope, rule set and what the rows are. Raises `UsageError`, and `DoesNotAddUp`."""
Opened = Callable[[Scope, RuleSet, str, str, int], Cell]
"""A page of the dossiers of a row and column, after a dossier's key. Raises `NotFound`, `UsageError`."""


Listed = Callable[[Scope, RuleSet, str, str, int], Listing]
"""The same where a cell counts something else than dossiers."""


class Made(NamedTuple):
    """How a report is made; what its cells open, where they open anything.

    `whole`: its file holds not the table but the list behind that row and column. `right`: what else than
    seeing reports it asks for, where lines are personal data; each taking of them is noted.
    """

    build: Build
    opened: Opened | None = None
    listed: Listed | None = None
    whole: tuple[str, str] | None = None
    right: str = ""


def _form_cell(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Cell:
    number = column.removeprefix("c")
    return cell(scope, rules, row, int(number) if number.isdecimal() and len(number) < 3 else 0, after)


def _counted(report: Counted) -> Made:
    def build(scope: Scope, rules: RuleSet, by: str) -> Table:
        return count.build(report, scope, rules, by)

    def opened(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Cell:
        return count.opened(report, scope, rules, (row, column), after)

    return Made(build, opened)


REPORTS: Final[dict[str, Made]] = {
    "II06a": Made(form_table, _form_cell),
    "index766": Made(index_table),
    "nine_indices": Made(nine_table),
    **{each.id: _counted(each) for each in (*KINDS, LATENESS)},
    unused.ID: Made(unused.table, unused.opened),
    usual.ID: Made(usual.table, usual.opened),
    missing.ID: Made(missing.table, missing.opened),
    services.ID: Made(services.table, listed=services.listed),
    article_table.ID: Made(article_table.table),
    step_time.ID: Made(step_time.table, step_time.opened),
    satisfaction.SATISFACTION.id: Made(satisfaction.table, satisfaction.opened),
    petitions.ID: Made(petitions.table),
    logbook.ID: Made(logbook.table, listed=logbook.listed, whole=logbook.WHOLE, right="export_logbook"),
}


def made(report_id: str) -> Made:
    """The report with this id (`registry.reports` tells what each is). Raises: `NotFound`."""
    found = REPORTS.get(report_id)
    if found is None:
        raise NotFound(
            gettext_noop("Không có báo cáo này."),
            gettext_noop("Xem các báo cáo bằng `motcua report list` hoặc ở trang Báo cáo."),
        )
    return found
