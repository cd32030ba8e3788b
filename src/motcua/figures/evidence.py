"""The dossiers behind a cell of a report, as they were known then; paged by key, a statement a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.dossiers.facts import Standing
from motcua.figures.ii06a import RESOLVED, Scope, checked, statement
from motcua.figures.report import TOTAL
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import agency_labels
from motcua.procedures.finding import names_of

PAGE: Final = 50
_MOST: Final = ContextVar("most_of_a_page", default=PAGE)
_EPOCH: Final = date(1970, 1, 1)
_CELLS: Final = {
    3: "true", 4: "came = 4", 5: "came = 5", 6: "came = 6",
    7: "cls <= 10", 8: "cls = 8", 9: "cls = 9", 10: "cls = 10",
    11: "cls > 10", 12: "cls = 12", 13: "cls = 13",
}  # fmt: skip


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier as it was known at the moment of the report. `ended` is the day on which the rule set counts
    it as ended, `days_late` whole days past the due day, 0 where it is not late."""

    id: int
    code: str
    procedure: str
    agency: str
    received: date
    due: date | None
    ended: date | None
    standing: Standing
    days_late: int


class Cell(msgspec.Struct, frozen=True):
    """A page of the dossiers behind a cell; `after` is what the next page begins after, 0 on the last."""

    rows: tuple[Seen, ...]
    after: int


@contextmanager
def pages_of(most: int) -> Iterator[None]:
    """Within this a page of evidence of any report holds so many dossiers, for lists that are written out."""
    mark = _MOST.set(most)
    try:
        yield
    finally:
        _MOST.reset(mark)


def narrowed(scope: Scope, key: str) -> Scope:
    """The scope of one row of the printed form: `total`, a level, or a level and a field.

    Raises: `NotFound` for what is no row.
    """
    if key == TOTAL:
        return scope
    level, mark, code = key.partition(":")
    if level not in Level.values:
        raise NotFound(gettext_noop("Báo cáo không có dòng này."), gettext_noop("Mở lại báo cáo."))
    return msgspec.structs.replace(scope, level=level, field=code if mark else scope.field)


def cell(scope: Scope, rules: RuleSet, key: str, column: int, after: int = 0) -> Cell:
    """The dossiers of a row and column, in order of their keys. Raises: `NotFound`, `UsageError`."""
    checked(scope)
    if column not in _CELLS:
        raise NotFound(gettext_noop("Báo cáo không có cột này."), gettext_noop("Chọn cột từ 3 đến 13."))
    return behind(narrowed(scope, key), rules, _CELLS[column], after)


def behind(
    scope: Scope,
    rules: RuleSet,
    condition: str,
    after: int = 0,
    *,
    joined: str = "",
    more: Mapping[str, Any] | None = None,
) -> Cell:
    """The same for a condition of this house on `k` (`ii06a.statement`) and on what is `joined` to it; `more`
    are the values that these name.

    Raises: `UsageError`.
    """
    checked(scope)
    sql, values = statement(scope, rules, _PICKED)
    values |= {"after": after, "most": _MOST.get() + 1, **(more or {})}
    page = (
        f"{sql}{joined} WHERE k.dossier_id > %(after)s AND {condition} ORDER BY k.dossier_id LIMIT %(most)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.*, d.code FROM ({page}) p JOIN dossiers_dossier d ON d.id = p.dossier_id"  # noqa: S608
            " ORDER BY p.dossier_id",
            values,
        )
        found = cursor.fetchall()
    rows = found[: _MOST.get()]
    agencies = agency_labels({row[1] for row in rows})
    procedures = names_of({row[2] for row in rows})
    return Cell(
        tuple(_seen(row, agencies, procedures, values["horizon"]) for row in rows),
        rows[-1][0] if len(found) > _MOST.get() else 0,
    )


def count_behind(scope: Scope, rules: RuleSet, condition: str) -> int:
    """How many dossiers `behind` has on all its pages. Raises: `UsageError`."""
    checked(scope)
    sql, values = statement(scope, rules, "k.dossier_id")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT dossier_id) FROM ({sql} WHERE {condition}) p", values)  # noqa: S608
        return int(cursor.fetchone()[0])


_PICKED: Final = (
    "k.dossier_id, k.competent_id, k.procedure_code, k.received_day, k.due_day, k.done_day, k.standing, k.cls"
)


def _seen(
    row: tuple[Any, ...], agencies: dict[int, tuple[str, str]], procedures: dict[str, str], horizon: int
) -> Seen:
    key, agency, procedure, received, due, done, standing, cls, code = row
    late = cls in {10, 13} and due is not None
    return Seen(
        id=key,
        code=code,
        procedure=procedures.get(procedure, procedure),
        agency=agencies[agency][0] if agency in agencies else "",
        received=_day(received),
        due=None if due is None else _day(due),
        ended=_day(done) if done is not None and cls in RESOLVED else None,
        standing=Standing(standing),
        days_late=max((horizon if done is None else done) - due, 0) if late else 0,
    )


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)
