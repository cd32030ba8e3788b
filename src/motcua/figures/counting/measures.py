"""What a column of a counted report counts, and over which dossiers.

Conditions are SQL of this house on `k`, a dossier of the period as form II.06a classifies it
(`ii06a.statement`), and on `p`, its particulars as they were known (`dossiers.particulars`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Column, Unit

RECEIVED: Final = "k.came IN (4, 5)"
"""Received in the period: columns 4 and 5 of form II.06a, so that all reports start from one number."""
RESOLVED: Final = "k.cls <= 10"
"""Resolved in the period, as the rule set counts it: column 7."""
WITH_RESULT: Final = "(k.cls <= 10 AND k.standing IN (3, 4))"
"""Resolved in the period with a result, granted or refused."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A counted column: dossiers for which `when` holds, or the sum of `amount` over them. Its cell opens
    the dossiers for which it holds and, where an amount is summed, is not 0."""

    key: str
    label: str
    when: str = "true"
    amount: str = ""
    unit: Unit = "count"
    group: str = ""
    late: bool = False

    @property
    def counted(self) -> str:
        """As one expression of the statement."""
        if self.amount:
            return f"coalesce(sum({self.amount}) FILTER (WHERE {self.when}), 0)"
        return f"count(*) FILTER (WHERE {self.when})"

    @property
    def opened(self) -> str:
        """What holds of the dossiers that its cell opens."""
        return f"({self.when}) AND ({self.amount}) <> 0" if self.amount else f"({self.when})"


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """A percentage of measures, by their keys; numerator and denominator go with it."""

    key: str
    label: str
    top: tuple[str, ...]
    bottom: tuple[str, ...]
    group: str = ""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that is the sum of others in every row; `name` is a Vietnamese msgid."""

    name: str
    whole: str
    parts: tuple[str, ...]


class Joined(NamedTuple):
    """What is joined to `k`, and the values that it names."""

    text: str
    values: Mapping[str, Any] = {}


class OwnRows(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that one report alone has: an expression on `k` and what is joined, and the names of its values in
    the order in which they are told."""

    expression: str
    named: Callable[[set[Any]], Mapping[Any, str]]


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A report that counts dossiers. `base` speaks of `k` alone and holds of every dossier it looks at; `by`
    are what rows may be, the first of them where none is asked for; `particulars`: whether the columns speak
    of `p`. `join` is what else they speak of; where `several` of it may belong to one dossier, a cell counts
    those and opens each dossier once."""

    id: str
    title: str
    law: str
    form: str = ""
    base: str
    by: tuple[str, ...] = ("agency", "level", "field", "procedure")
    columns: tuple[Measure | Ratio, ...]
    identities: tuple[Identity, ...] = ()
    notes: tuple[str, ...] = ()
    particulars: bool = True
    join: Callable[[Scope, RuleSet], Joined] | None = None
    several: bool = False
    rows: Mapping[str, OwnRows] = msgspec.field(default_factory=dict)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The counted columns, without the percentages."""
        return tuple(each for each in self.columns if isinstance(each, Measure))

    def measure(self, key: str) -> Measure | None:
        """A counted column by its key."""
        return next((each for each in self.measures if each.key == key), None)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns as all reports have them."""
        sums = {each.whole: each.parts for each in self.identities}
        return tuple(
            Column(
                key=each.key,
                label=each.label,
                unit=each.unit if isinstance(each, Measure) else "percent",
                group=each.group,
                sums=sums.get(each.key, ()),
                opens=isinstance(each, Measure),
                late=isinstance(each, Measure) and each.late,
            )
            for each in self.columns
        )
