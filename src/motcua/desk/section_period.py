"""Which section's money, from which day to which: as pages of money ask it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest

from motcua.dossiers.fields import BAD_MOMENT
from motcua.dossiers.queries.logbook import readable_sections
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.money import queries
from motcua.organisation.models import Agency
from motcua.organisation.queries import today
from motcua.organisation.rights import Person

LONGEST: Final = timedelta(days=366)


def chosen_section(request: HttpRequest, person: Person) -> tuple[list[Agency], Agency | None]:
    """The sections whose money the person looks over, and the one that is asked for."""
    sections = [each for each in readable_sections(person, today()) if queries.watches_money(person, each.pk)]
    return sections, one_of(request.GET.get("bo-phan", ""), sections, person)


def one_of(asked: str, sections: list[Agency], person: Person) -> Agency | None:
    """The section that is asked for, else an own one, else the first."""
    own = {agency for post in person.held for agency in (post.agency_id, *post.received)}
    chosen = next((each for each in sections if str(each.pk) == asked), None)
    return chosen or next((each for each in sections if each.pk in own), sections[0] if sections else None)


def period_of(request: HttpRequest) -> tuple[date, date]:
    """First and last day, today where none is asked for. Raises: DomainError `period`, `field`."""
    first, last = (_asked(request, name) for name in ("tu", "den"))
    if last < first or last - first > LONGEST:
        raise DomainError(
            gettext_noop("Khoảng ngày không hợp lệ: ngày đầu phải trước ngày cuối, nhiều nhất một năm."),
            gettext_noop("Chọn lại khoảng ngày."),
            id="period",
        )
    return first, last


def _asked(request: HttpRequest, name: str) -> date:
    text = request.GET.get(name, "")
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DomainError(BAD_MOMENT, id="field") from None
