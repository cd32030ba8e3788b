"""The dossiers behind a cell of a report, as they were known then; paged by key: a statement for the page,
and a few for names and for who had them, of the page alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection

from motcua.dossiers.fact_tables import Spell
from motcua.dossiers.facts import Standing, day_of_number
from motcua.figures.held import NOBODY, Held, held
from motcua.figures.ii06a import (
    RESOLVED,
    Scope,
    checked,
    classifying,
    horizon_of,
    statement,
    values_of,
)
from motcua.figures.narrowing import candidates
from motcua.figures.report import TOTAL
from motcua.figures.rule_sets import RuleSet
from motcua.figures.successors import widened
from motcua.figures.tables import no_row
from motcua.foundation.clock import Instant
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import agency_labels
from motcua.procedures.finding import field_names, names_of

PAGE: Final = 50
_MOST: Final = ContextVar("most_of_a_page", default=PAGE)
_HOLDERS: Final = ContextVar("who_had_them", default=True)
_WINDOW, _MORE = 80, 8
"""Keys looked through at first for each dossier wanted; how many more candidates where they were not it."""
Row = tuple[Any, ...]
_CELLS: Final = {
    3: "true", 4: "came = 4", 5: "came = 5", 6: "came = 6",
    7: "cls <= 10", 8: "cls = 8", 9: "cls = 9", 10: "cls = 10",
    11: "cls > 10", 12: "cls = 12", 13: "cls = 13",
}  # fmt: skip


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier as it was known at the moment of the report. `ended` is the day on which the rule set counts
    it as ended, `days_late` whole days past the due day, 0 where it is not late. `holder`: who has it, or
    resolved it; `late_with`: of a late one, who had it longest past the due time of a step, by
    `late_with_days`; empty where no step was over its time."""

    id: int
    code: str
    procedure: str
    agency: str
    received: date
    due: date | None
    ended: date | None
    standing: Standing
    days_late: int
    holder: str = ""
    late_with: str = ""
    late_with_days: int = 0


class Cell(msgspec.Struct, frozen=True):
    """A page of the dossiers behind a cell; `after` is what the next page begins after, 0 on the last."""

    rows: tuple[Seen, ...]
    after: int


@contextmanager
def pages_of(most: int, *, holders: bool = True) -> Iterator[None]:
    """Within this a page of evidence of any report holds so many dossiers, for lists that are written out;
    without `holders` nobody asks who had them."""
    marks = _MOST.set(most), _HOLDERS.set(holders)
    try:
        yield
    finally:
        _MOST.reset(marks[0])
        _HOLDERS.reset(marks[1])


def page_size() -> int:
    """How many rows a page of evidence holds here: those of a screen, or of a file that is written out."""
    return _MOST.get()


def narrowed(scope: Scope, key: str) -> Scope:
    """The scope of one row, however the rows are laid: `total`, a level, a level and a field, an agency by
    its id, a procedure or a field by its code.

    Raises: `NotFound` for what is no row of that scope.
    """
    if key == TOTAL:
        return scope
    level, mark, code = key.partition(":")
    found: dict[str, Any]
    if level in Level.values:
        found = {"level": level} | ({"field": code} if mark else {})
    elif key.isascii() and key.isdecimal() and len(key) < 18:
        found = {"agencies": (int(key),)}
    else:
        found = {_kind_of(key): key}
    for name, value in found.items():
        asked = getattr(scope, name)
        if asked and not (set(value) <= set(asked) if name == "agencies" else value == asked):
            raise no_row()
    return msgspec.structs.replace(scope, **found)


def _kind_of(code: str) -> str:
    """Whether a code is that of a procedure or of a field. Raises: `NotFound`."""
    if names_of({code}) or Spell.objects.filter(procedure_code=code).exists():
        return "procedure"
    if field_names({code}) or Spell.objects.filter(field_code=code).exists():
        return "field"
    raise no_row()


def cell(scope: Scope, rules: RuleSet, key: str, column: int, after: int = 0) -> Cell:
    """The dossiers of a row and column, in order of their keys. Raises: `NotFound`, `UsageError`."""
    checked(scope)
    if column not in _CELLS:
        raise NotFound(gettext_noop("Báo cáo không có cột này."), gettext_noop("Chọn cột từ 3 đến 13."))
    scope, most = widened(narrowed(scope, key)), _MOST.get() + 1
    found: list[Row] = []
    begin, size = after, most
    while True:
        ids = _candidates(scope, rules, column, begin, size)
        condition = f"k.dossier_id = ANY(%(ids)s::bigint[]) AND {_CELLS[column]}"
        found += _classified(scope, rules, condition, {"ids": ids, "after": begin, "most": most})
        if len(found) >= most or len(ids) < size:
            return _page(found, scope)
        begin, size = ids[-1], _MORE * size


def _candidates(scope: Scope, rules: RuleSet, column: int, after: int, size: int) -> list[int]:
    """The keys of the first dossiers after one that may be in a column. The next ones by key mostly have a
    page of what is frequent; for what is rare all are gone through."""
    values = values_of(scope) | {"after": after, "most": size, "until": after + _WINDOW * size}
    window = "s.dossier_id > %(after)s AND s.dossier_id <= %(until)s"
    with connection.cursor() as cursor:
        for wanted in (window, "s.dossier_id > %(after)s"):
            cursor.execute(candidates(scope, rules, column, wanted), values)
            ids = sorted({row[0] for row in cursor.fetchall()})[:size]
            if len(ids) == size:
                break
    return ids


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
    scope, most = widened(scope), _MOST.get() + 1
    values = {"after": after, "most": most, "until": after + _WINDOW * most, **(more or {})}
    found: list[Row] = []
    for only in ("s.dossier_id <= %(until)s", "true"):
        found = _classified(scope, rules, condition, values, joined=joined, only=only)
        if len(found) == most:
            break
    return _page(found, scope)


def _classified(
    scope: Scope,
    rules: RuleSet,
    condition: str,
    more: Mapping[str, Any],
    *,
    joined: str = "",
    only: str = "true",
) -> list[Row]:
    """The first dossiers of a condition after a key. `only` narrows the spells: one that changed after the
    period is met without it too, and out of order."""
    sql = classifying(scope, rules, _PICKED, f"s.dossier_id > %(after)s AND {only}")
    bound = condition if only == "true" else f"k.dossier_id <= %(until)s AND {condition}"
    page = f"{sql}{joined} WHERE k.dossier_id > %(after)s AND {bound} ORDER BY k.dossier_id LIMIT %(most)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.*, d.code FROM ({page}) p JOIN dossiers_dossier d ON d.id = p.dossier_id"  # noqa: S608
            " ORDER BY p.dossier_id",
            {**values_of(scope), **more},
        )
        rows: list[Row] = cursor.fetchall()
        return rows


def _page(found: list[Row], scope: Scope) -> Cell:
    most = _MOST.get()
    rows = found[:most]
    known = _Known(
        agency_labels({row[1] for row in rows}),
        names_of({row[2] for row in rows}),
        held({row[0] for row in rows} if _HOLDERS.get() else set(), scope.as_of),
    )
    horizon = horizon_of(scope)
    return Cell(
        tuple(_seen(row, known, horizon, scope.as_of) for row in rows),
        rows[-1][0] if len(found) > most else 0,
    )


def count_behind(scope: Scope, rules: RuleSet, condition: str) -> int:
    """How many dossiers `behind` has on all its pages. Raises: `UsageError`."""
    checked(scope)
    sql, values = statement(widened(scope), rules, "k.dossier_id")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT dossier_id) FROM ({sql} WHERE {condition}) p", values)  # noqa: S608
        return int(cursor.fetchone()[0])


_PICKED: Final = (
    "k.dossier_id, k.competent_id, k.procedure_code, k.received_day, k.due_day, k.done_day, k.standing, k.cls"
)


class _Known(NamedTuple):
    """What is looked up for a page alone."""

    agencies: dict[int, tuple[str, str]]
    procedures: dict[str, str]
    held: dict[int, Held]


def _seen(row: tuple[Any, ...], known: _Known, horizon: int, as_of: Instant) -> Seen:
    key, agency, procedure, received, due, done, standing, cls, code = row
    late = cls in {10, 13} and due is not None
    had = known.held.get(key, NOBODY)
    over = had.longest_over(as_of) if late else None
    return Seen(
        id=key,
        code=code,
        procedure=known.procedures.get(procedure, procedure),
        agency=known.agencies[agency][0] if agency in known.agencies else "",
        received=day_of_number(received),
        due=None if due is None else day_of_number(due),
        ended=day_of_number(done) if done is not None and cls in RESOLVED else None,
        standing=Standing(standing),
        days_late=max((horizon if done is None else done) - due, 0) if late else 0,
        holder=had.resolver if done is not None and cls in RESOLVED else had.holder,
        late_with=over.who if over else "",
        late_with_days=over.days if over else 0,
    )
