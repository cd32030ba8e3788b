"""Quarterly settlements, as who settles and who gets the money see them. Amounts are đồng."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from motcua.foundation.errors import Forbidden, NotFound, gettext_noop
from motcua.money.models import Settlement
from motcua.money.queries.sight import led, watches_money
from motcua.money.settling import Collected, Quarter, collected_in
from motcua.organisation.models import Agency
from motcua.organisation.rights import Person


class SettlementRow(NamedTuple):
    """One competent agency in a quarter: what the books say, and the settlement where there is one."""

    competent: Agency
    sums: Collected
    settlement: Settlement | None


def settlement_rows(person: Person, section_id: int, quarter: Quarter) -> tuple[SettlementRow, ...]:
    """What a section collected in a quarter, by competent agency. A leader sees the own agencies' rows.

    Raises: `Forbidden` outside the person's sight.
    """
    sums = collected_in(section_id, quarter)
    done = {
        each.competent_id: each
        for each in Settlement.objects.filter(
            section_id=section_id, year=quarter.year, quarter=quarter.number
        ).select_related("confirmation")
    }
    seen = sums.keys() | done.keys()
    if not watches_money(person, section_id):
        seen &= led(person)
        if not led(person):
            raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))
    agencies = Agency.objects.in_bulk(seen)
    rows = [SettlementRow(agencies[key], sums.get(key, Collected()), done.get(key)) for key in seen]
    return tuple(sorted(rows, key=lambda row: row.competent.name))


def settlement_by(person: Person, number: str) -> Settlement:
    """A settlement by its number. Raises: `NotFound` outside the person's sight."""
    found = (
        Settlement.objects.filter(number=number[:64])
        .select_related("section", "competent", "confirmation")
        .first()
    )
    if found is None or not (watches_money(person, found.section_id) or found.competent_id in led(person)):
        raise NotFound(
            gettext_noop("Không có quyết toán %(number)s trong phạm vi của bạn."), number=number[:64]
        )
    return found


def settling_sections(person: Person, sections: Iterable[Agency]) -> list[Agency]:
    """The sections of these whose settlements the person may look at."""
    leads = led(person)
    return [each for each in sections if watches_money(person, each.pk) or leads]
