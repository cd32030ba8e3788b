"""Counts a report: one statement over the classified dossiers of the period, the rest is adding up.

Rows, levels and the total are sums of the same groups, so they cannot tell different things; identities are
checked in every row before anything is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import connection

from motcua.figures.counting.measures import Counted, Joined, Measure, Ratio
from motcua.figures.counting.rows import BY, checked_by, labels, narrowed, own_labels
from motcua.figures.evidence import Cell as Opened
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Scope, checked, statement
from motcua.figures.report import TOTAL, TOTAL_LABEL, recorded_later
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import SUM_OF_ROWS, Cell, DoesNotAddUp, Held, Row, Share, Table, holding, no_column
from motcua.foundation.errors import gettext_noop

JOINED: Final = """ LEFT JOIN dossiers_particulars p ON p.dossier_id = k.dossier_id
  AND p.known_from <= %(as_of)s AND (p.known_until IS NULL OR p.known_until > %(as_of)s)"""
Sums = dict[str, int]


def build(report: Counted, scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report, checked. Raises: `UsageError`; `DoesNotAddUp` where an identity does not hold."""
    checked(scope)
    chosen = checked_by(by, report.by)
    joined = _joined(report, scope, rules)
    own = report.rows.get(chosen)
    groups = _groups(report, scope, rules, joined, own.expression if own else BY[chosen])
    named = own_labels(chosen, own, groups) if own else labels(chosen, groups)
    rows: dict[str, tuple[str, Sums]] = {}
    total: Sums = dict.fromkeys((each.key for each in report.measures), 0)
    for value, (key, label) in named.items():
        sums = rows.setdefault(key, (label, dict.fromkeys(total, 0)))[1]
        for name, number in groups[value].items():
            sums[name] += number
            total[name] += number
    every = _groups(report, scope, rules, joined, "''::text").get("", dict.fromkeys(total, 0))
    _particulars_there(report, scope, rules)
    return Table(
        report=report.id,
        title=report.title,
        law=report.law,
        form=report.form,
        scope=scope,
        rules=rules,
        by=chosen,
        columns=report.shown,
        rows=tuple(_row(report, key, label, sums, "line") for key, (label, sums) in rows.items()),
        total=_row(report, TOTAL, TOTAL_LABEL, every, "total"),
        held=proved(report, [sums for _, sums in rows.values()], total, every),
        notes=report.notes,
        recorded_later=recorded_later(scope),
    )


def _groups(report: Counted, scope: Scope, rules: RuleSet, joined: Joined, row: str) -> dict[Any, Sums]:
    measures = report.measures
    picked = ", ".join((f"{row} AS row", *(each.counted for each in measures)))
    sql, values = statement(scope, rules, picked)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {joined.text} WHERE {report.base} GROUP BY 1", {**values, **joined.values})
        return {
            value: {each.key: int(number) for each, number in zip(measures, numbers, strict=True)}
            for value, *numbers in cursor.fetchall()
        }


def _particulars_there(report: Counted, scope: Scope, rules: RuleSet) -> None:
    """A base that was upgraded and not told again from the log holds dossiers without particulars."""
    if not report.particulars:
        return
    sql, values = statement(scope, rules, "1")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{JOINED} WHERE {report.base} AND p.dossier_id IS NULL LIMIT 1", values)
        if cursor.fetchone():
            raise DoesNotAddUp(
                gettext_noop("Chưa phát hành: có hồ sơ chưa có số liệu chi tiết."),
                gettext_noop("Chạy `motcua log rebuild --write` một lần sau khi nâng cấp."),
            )


def _joined(report: Counted, scope: Scope, rules: RuleSet) -> Joined:
    particulars = JOINED if report.particulars else ""
    if report.join is None:
        return Joined(particulars)
    more = report.join(scope, rules)
    return Joined(f"{particulars} {more.text}", more.values)


def _row(report: Counted, key: str, label: str, sums: Sums, kind: Any) -> Row:
    cells: dict[str, Cell] = {}
    for column in report.columns:
        if isinstance(column, Measure):
            cells[column.key] = sums[column.key]
        else:
            cells[column.key] = share(column, sums)
    return Row(key=key, label=label, kind=kind, cells=cells)


def share(ratio: Ratio, sums: Sums) -> Share:
    """A percentage with its parts."""
    return Share(sum(sums[each] for each in ratio.top), sum(sums[each] for each in ratio.bottom))


def proved(report: Counted, rows: Iterable[Sums], total: Sums, every: Sums) -> tuple[Held, ...]:
    """The identities in every row, and that the rows make up `every`, which was counted apart from them.

    Raises: `DoesNotAddUp`.
    """
    lines = [*rows, total]
    held = [
        Held(
            each.name,
            all(line[each.whole] == sum(line[part] for part in each.parts) for line in lines),
        )
        for each in report.identities
    ]
    held.append(Held(SUM_OF_ROWS, total == every))
    return holding(held)


def opened(report: Counted, scope: Scope, rules: RuleSet, at: tuple[str, str], after: int = 0) -> Opened:
    """A page of the dossiers behind the cell `at` a row and a column. Raises: `NotFound`, `UsageError`."""
    row, column = at
    measure = report.measure(column)
    if measure is None:
        raise no_column()
    kind, _mark, value = row.partition(":")
    own, more = report.rows.get(kind), {}
    condition = measure.opened
    if own:
        condition, more, row = (
            f"{condition} AND ({own.expression})::text = %(own_row)s",
            {"own_row": value},
            TOTAL,
        )
    narrow = narrowed(scope, row)
    joined = _joined(report, narrow, rules)
    more |= joined.values
    if report.several:
        return behind(narrow, rules, f"{report.base} AND {_once(joined, condition)}", after, more=more)
    return behind(narrow, rules, f"{report.base} AND {condition}", after, joined=f" {joined.text}", more=more)


def _once(joined: Joined, condition: str) -> str:
    """That any `p` of a dossier fulfils it."""
    return f"EXISTS (SELECT 1 FROM (SELECT k.*) k {joined.text} WHERE {condition})"  # noqa: S608 - our own text
