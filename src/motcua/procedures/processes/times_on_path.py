"""How long a process may take by what its steps allow: sums along a way, the longest of parallel branches.

An arrow that leads back is not followed: a loop counts once, for nobody can promise how often it is walked.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import WORKING_DAY_MINUTES, Unit

from .graph import Graph
from .model import MINUTES, AnyNode, Call, Catch, Task, TimeAllowed, TimeUnit

_LEGAL_MINUTES: Final[dict[str, int]] = {
    Unit.WORKING_DAY: WORKING_DAY_MINUTES,
    Unit.HOUR: 60,
    TimeUnit.WORKING_HOUR: 60,
}
_PARTS: Final = 1000
"""Times are whole thousandths of a minute or of a calendar day, so that sums are exact."""


class Total(NamedTuple):
    """The longest way: working minutes and calendar days in thousandths; both only where units are mixed."""

    working: int = 0
    calendar: int = 0

    @property
    def mixed(self) -> bool:
        return bool(self.working and self.calendar)

    @property
    def phrase(self) -> Phrase:
        """As people say it: days where they come out even in quarters, else hours."""
        if self.calendar:
            return _said(self.calendar, _PARTS, gettext_noop("%(number)s ngày"))
        day = WORKING_DAY_MINUTES * _PARTS
        if self.working % (day // 8):
            return _said(self.working, 60 * _PARTS, gettext_noop("%(number)s giờ làm việc"))
        return _said(self.working, day, gettext_noop("%(number)s ngày làm việc"))


def _said(parts: int, unit: int, template: str) -> Phrase:
    number = f"{Decimal(parts) / unit:.3f}".rstrip("0").rstrip(".")
    return Phrase(template, {"number": number.replace(".", ",")})


def total_of(quantity: Decimal, unit: str) -> Total | None:
    """A legal time as a total; None where its unit cannot be compared with the times of steps (months)."""
    parts = int(quantity * _PARTS)
    if unit == Unit.CALENDAR_DAY:
        return Total(calendar=parts)
    minutes = _LEGAL_MINUTES.get(unit)
    return None if minutes is None else Total(working=parts * minutes)


def allowed(time: TimeAllowed | None) -> Total:
    """The time of one step; nothing where it is not counted."""
    if time is None:
        return Total()
    parts = int(time.amount * _PARTS)
    minutes = MINUTES.get(time.unit)
    return Total(calendar=parts) if minutes is None else Total(working=parts * minutes)


def longest(graph: Graph, called: Mapping[str, Total]) -> Total:
    """The longest way from start to an end, for each family of units by itself; linear in the size.

    `called` has the totals of called processes by code, for calls that state no time of their own.
    """
    order, _ = graph.ordered()
    best: dict[str, Total] = dict.fromkeys(graph.starts[:1], Total())
    for name in order:
        if name not in best:
            continue
        own = _own(graph.nodes[name], called)
        here = best[name] = Total(best[name].working + own.working, best[name].calendar + own.calendar)
        for flow in graph.out[name]:
            # An arrow that leads back comes too late to count: the turn of its target has passed.
            best[flow.target] = Total(*map(max, here, best.get(flow.target, here)))
    ends = [best[name] for name in graph.ends if name in best]
    return Total(
        max((end.working for end in ends), default=0), max((end.calendar for end in ends), default=0)
    )


def _own(node: AnyNode, called: Mapping[str, Total]) -> Total:
    if isinstance(node, Task):
        return allowed(node.time)
    if isinstance(node, Catch):
        return Total() if node.pauses else allowed(node.time)
    if isinstance(node, Call):
        return called.get(node.process, Total()) if node.time is None else allowed(node.time)
    return Total()
