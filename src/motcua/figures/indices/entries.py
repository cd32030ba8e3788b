"""What officers typed in for the indices, as it was known at a moment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from django.db.models import Q

from motcua.figures.models import IndexEntry
from motcua.foundation.clock import Instant

SETTINGS: Final = ("maximum", "target")
"""Parts that hold from a day on; every other part is of one period."""


class Entry(NamedTuple):
    """A typed number with where it came from."""

    value: Decimal
    source: str
    source_day: date
    by: str
    at: Instant
    first: date


class Entries(NamedTuple):
    """The newest entries: of parts by component, part and agency (none: the province), of settings by
    component and part."""

    parts: dict[tuple[str, str, int | None], Entry]
    settings: dict[tuple[str, str], Entry]

    def part(self, component: str, part: str, agency: int | None) -> Entry | None:
        """What was typed for a part."""
        return self.parts.get((component, part, agency))

    def maximum(self, component: str, shipped: Decimal) -> Decimal:
        """The points of a component: those that the office set, else those that ship."""
        found = self.settings.get((component, "maximum"))
        return shipped if found is None else found.value

    def target(self, component: str, shipped: Fraction) -> Fraction:
        """The ratio that gives the maximum: as the office set it, else as it ships."""
        found = self.settings.get((component, "target"))
        return shipped if found is None else Fraction(found.value) / 100


def entries(index: str, first: date, last: date, as_of: Instant) -> Entries:
    """What was known of a period at a moment. One statement."""
    rows = IndexEntry.objects.filter(
        Q(first=first, last=last) | Q(part__in=SETTINGS, first__lte=last),
        index=index,
        entered_at__lte=as_of,
    ).order_by("first", "pk")
    found = Entries({}, {})
    for row in rows:
        told = Entry(row.value, row.source, row.source_day, row.entered_by, row.entered_at, row.first)
        if row.part in SETTINGS:
            found.settings[row.component, row.part] = told
        else:
            found.parts[row.component, row.part, row.agency_id] = told
    return found
