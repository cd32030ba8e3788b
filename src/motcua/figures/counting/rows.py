"""Rows of counted reports: by agency, level, field or procedure, named and in order.

The key of a row says what it is (`agency:12`, `field:G15-TP07`), so that a cell opens from its key alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from motcua.figures.counting.measures import OwnRows
from motcua.figures.ii06a import Scope
from motcua.figures.in_order import by_name
from motcua.figures.report import TOTAL
from motcua.figures.tables import no_row
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import agency_labels
from motcua.procedures.finding import field_names, names_of

BY: Final[Mapping[str, str]] = {
    "agency": "k.competent_id",
    "level": "k.competent_id",
    "section": "k.section_id",
    "field": "k.field_code",
    "procedure": "k.procedure_code",
}
"""What rows may be, with the column that tells it; levels are told from agencies."""
Label = tuple[str, str]
"""The key of a row and its name."""


def checked_by(by: str, allowed: tuple[str, ...]) -> str:
    """What the rows are, the first of those allowed where none was asked for. Raises: `UsageError`."""
    chosen = by or allowed[0]
    if chosen not in allowed:
        raise UsageError(
            gettext_noop("Không xếp dòng theo cách này được."),
            gettext_noop("Chọn một trong: %(allowed)s."),
            allowed=", ".join(allowed),
        )
    return chosen


def labels(by: str, values: Iterable[Any]) -> dict[Any, Label]:
    """Key and name of the row in which each value of `BY` counts, in the order in which rows are told.

    Agencies go by level and name, levels from the province down, fields and procedures by name."""
    found = set(values)
    if by in {"agency", "section", "level"}:
        return _of_agencies(by, found)
    names = (field_names if by == "field" else names_of)(found)
    told = {value: (f"{by}:{value}", names.get(value, value)) for value in found}
    return dict(sorted(told.items(), key=lambda each: (by_name(each[1][1]), each[1][0])))


def own_labels(by: str, own: OwnRows, values: Iterable[Any]) -> dict[Any, Label]:
    """The same of rows that one report alone has; values without a name stand last, by themselves."""
    found = set(values)
    names = own.named(found)
    rest = sorted((value for value in found if value not in names), key=str)
    ordered = [*(value for value in names if value in found), *rest]
    return {value: (f"{by}:{value}", names.get(value, str(value))) for value in ordered}


def _of_agencies(by: str, ids: set[int]) -> dict[Any, Label]:
    known, order = agency_labels(ids), list(Level.values)

    def place(agency: int) -> tuple[int, str]:
        name, level = known.get(agency, ("", ""))
        return (order.index(level) if level in order else len(order), by_name(name))

    told: dict[Any, Label] = {}
    for agency in sorted(ids, key=place):
        name, level = known.get(agency, (str(agency), ""))
        if by == "level":
            told[agency] = (f"level:{level}", str(Level(level).label).capitalize() if level else "–")
        else:
            told[agency] = (f"{by}:{agency}", name)
    return told


def narrowed(scope: Scope, key: str) -> Scope:
    """The scope of one row. Raises: `NotFound` for what is no row, or none of this scope."""
    if key == TOTAL:
        return scope
    kind, _mark, value = key.partition(":")
    if kind == "agency" and value.isdecimal() and len(value) < 10:
        agency = int(value)
        if not scope.agencies or agency in scope.agencies:
            return msgspec.structs.replace(scope, agencies=(agency,))
    elif kind == "level" and value in Level.values and scope.level in {"", value}:
        return msgspec.structs.replace(scope, level=value)
    elif kind == "field" and value and scope.field in {"", value}:
        return msgspec.structs.replace(scope, field=value)
    elif kind == "procedure" and value and scope.procedure in {"", value}:
        return msgspec.structs.replace(scope, procedure=value)
    raise no_row()
