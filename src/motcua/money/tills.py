"""Tills and series: the numbers that make the books gapless."""

from __future__ import annotations

from datetime import date
from typing import Final

from motcua.dossiers import store
from motcua.foundation.clock import Instant, day_of
from motcua.money.models import DayClose, Till
from motcua.organisation.models import Agency

MARKS: Final = {"receipt": "BL", "refund": "HT"}
"""Biên lai, hoàn tiền."""


def open_till(section_id: int, officer: str) -> Till:
    """The till, locked until the transaction ends; made where it is the officer's first money there."""
    Till.objects.get_or_create(section_id=section_id, officer=officer)
    return Till.objects.select_for_update().get(section_id=section_id, officer=officer)


def next_in_till(till: Till) -> int:
    """The next number of a locked till."""
    till.last += 1
    till.save(update_fields=["last"])
    return till.last


def closed_up_to(till: Till) -> int:
    """The last number that a close covers; 0 before the first."""
    last = DayClose.objects.filter(till=till).order_by("-last_no").values_list("last_no", flat=True).first()
    return last or 0


def next_number(kind: str, section: Agency, now: Instant) -> tuple[int, int, str]:
    """Year, number in the year's series of the section, and the number as papers print it.

    The row lock of the series is held until commit, so nothing slow may follow.
    """
    year = day_of(now).year
    no, _ = store.next_serial(series(kind, section.pk), date(year, 1, 1))
    return year, no, f"{MARKS[kind]}-{section.code}-{year % 100:02d}-{no:06d}"


def series(kind: str, section_id: int) -> str:
    """The name of a series: by the section itself, since another may come to bear its code."""
    return f"money:{kind}:{section_id}"
