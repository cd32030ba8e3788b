"""What a page of a report is asked for: period, scope, moment, rule set, and the cell that is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from motcua.desk.asked import whole, words_asked
from motcua.figures.ii06a import Scope
from motcua.figures.periods import Period, day_asked, legal_year_of, moment_asked, period
from motcua.figures.report import TOTAL
from motcua.figures.rule_sets import RuleSet, rule_set
from motcua.foundation.clock import Instant, day_of, local_of
from motcua.foundation.errors import Forbidden, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import competent_agencies
from motcua.organisation.rights import Person, reach_of

YEARS: Final = 5
SUCCEEDED: Final = "ke-thua"
"""What an address says where merged agencies are counted under their successors."""
_ROMAN: Final = ("I", "II", "III", "IV")


class Choice(NamedTuple):
    """A value to choose and its words."""

    value: str
    label: str


class Asked(NamedTuple):
    """One report as asked; `other` is the rule set to set beside. `row`, `column`, `after`: the open cell."""

    period: str
    scope: Scope
    place: str
    rules: RuleSet
    other: RuleSet | None
    moment: str
    row: str
    column: int
    after: int

    def address(self, **more: object) -> str:
        """The query of the same report, with changes."""
        asked = {
            "ky": self.period,
            "tu": self.scope.first.isoformat(),
            "den": self.scope.last.isoformat(),
            "pham-vi": self.place,
            "den-luc": self.moment,
            "quy-tac": self.rules.id,
            "so-voi": self.other.id if self.other else "",
        }
        merged = {"sap-nhap": SUCCEEDED} if self.scope.succeeded else {}
        return urlencode(asked | merged | more)

    def fixed(self, **more: object) -> str:
        """The query of these very figures: as known at this page's moment, also where that was now."""
        return self.address(**{"den-luc": local_of(self.scope.as_of).isoformat()} | more)

    def each(self, name: str, **more: object) -> Callable[[object], str]:
        """Queries of these figures that differ in one value alone; the rest is written once for all."""
        rest = "&".join(part for part in self.fixed(**more | {name: ""}).split("&") if part != f"{name}=")
        return lambda value: f"{rest}&{name}={value}"


class OutOfReach(Forbidden):
    """A scope that is not the person's: its page is shown with the choice beside the refusal."""


def typed(request: HttpRequest) -> dict[str, str]:
    """What the fields of a page of figures show again; what was not typed is empty."""
    names = ("ky", "tu", "den", "pham-vi", "den-luc", "quy-tac", "so-voi", "sap-nhap")
    return {name.replace("-", "_"): request.GET.get(name, "")[:30] for name in names}


def asked(request: HttpRequest, person: Person, now: Instant, *, successors: bool = False) -> Asked:
    """Reads the address; `successors`: whether the report can count under the successors of merged agencies.

    Raises: `UsageError` for what cannot be read, `OutOfReach`."""
    get = request.GET
    kind = words_asked(get.get("ky"), 30) or f"legal_year-{legal_year_of(day_of(now))}-1"
    days = period_asked(kind, get)
    place = words_asked(get.get("pham-vi"), 20)
    moment = words_asked(get.get("den-luc"), 30)
    other = words_asked(get.get("so-voi"), 20)
    level = place if place in Level.values else ""
    scope = Scope(
        first=days.first,
        last=days.last,
        as_of=moment_asked(moment, now),
        agencies=agencies_asked(person, whole(place)),
        level=level,
        succeeded=successors and get.get("sap-nhap") == SUCCEEDED,
    )
    return Asked(
        kind,
        scope,
        place,
        rule_set(words_asked(get.get("quy-tac"), 20) or "practice"),
        rule_set(other) if other else None,
        moment,
        words_asked(get.get("hang"), 80) or TOTAL,
        whole(get.get("cot")) or 0,
        int(get["sau"]) if get.get("sau", "").isdecimal() and len(get["sau"]) < 18 else 0,
    )


def period_asked(kind: str, get: QueryDict) -> Period:
    """The period of an address: a kind with its year and number, or any two days. Raises: `UsageError`."""
    name, _mark, rest = kind.partition("-")
    if name == "any":
        return Period(first=day_asked(get.get("tu", "")), last=day_asked(get.get("den", "")))
    year, _mark, number = rest.partition("-")
    return period(name, whole(year) or 0, whole(number) or 1)


def agencies_asked(person: Person, chosen: int | None) -> tuple[int, ...]:
    """The agencies to count: one, or all that the person looks over; empty for all there are.

    Raises: `OutOfReach`.
    """
    reach = reach_of(person, "see_reports")
    if chosen is None:
        return () if reach is None else tuple(sorted(reach)) or (0,)
    if reach is not None and chosen not in reach:
        raise OutOfReach(
            gettext_noop("Bạn không theo dõi cơ quan này."),
            gettext_noop("Chọn cơ quan trong phạm vi của bạn."),
        )
    return (chosen,)


def places(person: Person, on: date) -> list[Choice]:
    """The scopes to choose from: everything in reach, a level, an agency."""
    reach = reach_of(person, "see_reports")
    agencies = [each for each in competent_agencies(on) if reach is None or each.pk in reach]
    levels = [level for level in Level if any(each.level == level for each in agencies)]
    whole_reach = _("Toàn tỉnh") if reach is None else _("Mọi cơ quan trong phạm vi của tôi")
    return [
        Choice("", whole_reach),
        *(Choice(level.value, str(level.label).capitalize()) for level in levels),
        *(Choice(str(each.pk), each.short_name) for each in agencies),
    ]


def periods(now: Instant) -> list[tuple[str, list[Choice]]]:
    """The periods to choose from, by kind, newest year first."""
    newest = legal_year_of(day_of(now))
    groups: list[tuple[str, list[Choice]]] = []
    for year in range(newest, newest - YEARS, -1):
        groups += [
            (_("Kỳ báo cáo %(year)s (chốt ngày 14)") % {"year": year}, _choices("legal_", year)),
            (_("Lịch năm %(year)s") % {"year": year}, _choices("", year)),
        ]
    return groups


def _choices(prefix: str, year: int) -> list[Choice]:
    found = [(f"{prefix}year-{year}-1", _("Cả năm"), period(f"{prefix}year", year))]
    for number, roman in enumerate(_ROMAN, start=1):
        name = _("Quý %(number)s") % {"number": roman}
        found.append((f"{prefix}quarter-{year}-{number}", name, period(f"{prefix}quarter", year, number)))
    return [
        Choice(value, f"{name} {year}: {each.first:%d/%m/%Y}–{each.last:%d/%m/%Y}")
        for value, name, each in found
    ]
