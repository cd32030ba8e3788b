"""What a page of an index is asked for: month, quarter or any two days, scope, moment, what is open below."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from motcua.desk.asked import whole, words_asked
from motcua.desk.report_asked import Choice, agencies_asked, period_asked
from motcua.figures.ii06a import Scope
from motcua.figures.indices.measuring import month_of
from motcua.figures.periods import legal_year_of, moment_asked, period
from motcua.foundation.clock import Instant, day_of, local_of
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.rights import Person

MONTHS: Final = 24
QUARTERS: Final = 3
"""Years of quarters to choose from."""
ANY: Final = "any"
"""Any two days, as the address in a file of the report names them."""


class Asked(NamedTuple):
    """An index as asked; `open` is the component below, `missing` which of its rows, `after` their page."""

    period: str
    scope: Scope
    place: str
    moment: str
    open: str
    missing: bool
    after: int

    def address(self, **more: object) -> str:
        """The query of the same page, with changes."""
        asked = {"ky": self.period, "pham-vi": self.place, "den-luc": self.moment, **dict(self.days)}
        return urlencode(asked | more)

    def fixed(self) -> str:
        """The query of these very figures: as known at this page's moment, also where that was now."""
        return self.address(**{"den-luc": local_of(self.scope.as_of).isoformat()})

    @property
    def days(self) -> list[tuple[str, str]]:
        """First and last day by their names in the address; nothing where the period has a name."""
        if self.period != ANY:
            return []
        return [("tu", self.scope.first.isoformat()), ("den", self.scope.last.isoformat())]


def asked(request: HttpRequest, person: Person, now: Instant, *, quarterly: bool = False) -> Asked:
    """Reads the address. Raises: `UsageError` for what cannot be read, `Forbidden` for a scope that is not
    the person's."""
    get = request.GET
    typed = words_asked(get.get("ky"), 20)
    if typed == ANY:
        days = period_asked(ANY, get)
        first, last = days.first, days.last
    else:
        first, last = _quarter(typed, now) if quarterly else _month(typed, now)
    place = words_asked(get.get("pham-vi"), 20)
    moment = words_asked(get.get("den-luc"), 30)
    after = get.get("sau", "")
    return Asked(
        typed or (_quarter_key(now) if quarterly else f"{first:%Y-%m}"),
        Scope(
            first=first,
            last=last,
            as_of=moment_asked(moment, now),
            agencies=agencies_asked(person, whole(place)),
            level=place if place in Level.values else "",
        ),
        place,
        moment,
        words_asked(get.get("mo"), 8),
        get.get("xem") != "dat",
        int(after) if after.isdecimal() and len(after) < 18 else 0,
    )


def _month(text: str, now: Instant) -> tuple[date, date]:
    """A month as `YYYY-MM`; that of now where nothing is typed. Raises: `UsageError`."""
    if not text:
        return month_of(day_of(now))
    year, _mark, number = text.partition("-")
    try:
        return month_of(date(whole(year) or 0, whole(number) or 0, 1))
    except (ValueError, OverflowError):
        raise _no_such_period() from None


def _quarter(text: str, now: Instant) -> tuple[date, date]:
    """A reporting quarter as `YYYY-N`, the year as `YYYY`; the quarter of now where nothing is typed.

    Raises: `UsageError`.
    """
    year, mark, number = (text or _quarter_key(now)).partition("-")
    kind = "legal_quarter" if mark else "legal_year"
    found = period(kind, whole(year) or 0, whole(number) or 0 if mark else 1)
    return found.first, found.last


def _quarter_key(now: Instant) -> str:
    day = day_of(now)
    year = legal_year_of(day)
    number = next(n for n in (1, 2, 3, 4) if day <= period("legal_quarter", year, n).last)
    return f"{year}-{number}"


def _no_such_period() -> UsageError:
    return UsageError(gettext_noop("Không có kỳ này."), gettext_noop("Chọn một tháng trong danh sách."))


def months(now: Instant, chosen: date | None = None) -> list[Choice]:
    """The months to choose from, the newest first; the chosen one too where it is longer ago."""
    found, first = [], month_of(day_of(now))[0]
    for _number in range(MONTHS):
        found.append(_month_choice(first))
        first = month_of(first - timedelta(days=1))[0]
    return found if chosen is None or chosen > first else [*found, _month_choice(chosen)]


def _month_choice(first: date) -> Choice:
    return Choice(f"{first:%Y-%m}", _("Tháng %(month)s") % {"month": f"{first.month}/{first.year}"})


def quarters(now: Instant, chosen: date | None = None) -> list[Choice]:
    """The reporting quarters and years to choose from, the newest first; those of a chosen day too."""
    newest = legal_year_of(day_of(now))
    years = {*range(newest - QUARTERS + 1, newest + 1), legal_year_of(chosen) if chosen else newest}
    found = []
    for year in sorted(years, reverse=True):
        found.append(Choice(str(year), _("Năm %(year)s") % {"year": year}))
        found += [
            Choice(
                f"{year}-{number}",
                _("Quý %(number)s/%(year)s: %(first)s–%(last)s")
                % {
                    "number": number,
                    "year": year,
                    "first": f"{each.first:%d/%m}",
                    "last": f"{each.last:%d/%m}",
                },
            )
            for number in (1, 2, 3, 4)
            for each in [period("legal_quarter", year, number)]
        ]
    return found
