"""Agencies and calendars as the dossiers need them: by code and day, kept in the process."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from motcua.dossiers.projection import AgencyAt
from motcua.foundation.clock import day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.models import Agency, Succession

if TYPE_CHECKING:
    from motcua.dossiers.store import Agencies


class Tree:
    """The agencies of all times as one read finds them, each with its parent at hand."""

    def __init__(self) -> None:
        self.by_id: Final = {agency.pk: agency for agency in Agency.objects.all()}
        self._periods: Final[dict[str, list[Agency]]] = {}
        self.courses: Final[dict[Any, Any]] = {}
        """What `dossiers.paths` made of processes with these agencies, kept as long as they are."""
        for agency in self.by_id.values():
            self._periods.setdefault(agency.code, []).append(agency)
            if agency.parent_id is not None:
                agency.parent = self.by_id[agency.parent_id]

    @cached_property
    def heirs(self) -> dict[int, int]:
        """The one agency that took over all dossiers of an ended one; read when it is first asked for."""
        rows = Succession.objects.filter(takes_dossiers=True).values_list("predecessor_id", "successor_id")
        found: dict[int, list[int]] = {}
        for old, new in rows:
            found.setdefault(old, []).append(new)
        return {old: heirs[0] for old, heirs in found.items() if len(heirs) == 1}

    def key_of(self, place: AgencyAt) -> int:
        """The agency that bore the code on the day, else the last one before. Raises: `NotFound`."""
        day = day_of(place.at)
        last: Agency | None = None
        for agency in self._periods.get(place.code, ()):
            until = agency.valid_to or date.max
            if agency.valid_from <= day <= until:
                return agency.pk
            if until < day and (last is None or (last.valid_to or date.max) < until):
                last = agency
        if last is not None:
            # Work on a dossier goes on after its agency was dissolved: what the log names is the last to bear
            # the code, and the successor that took its dossiers over acts for it.
            return last.pk
        raise NotFound(
            gettext_noop("Không có cơ quan nào mang mã %(code)s vào ngày %(day)s."),
            gettext_noop("Kiểm tra lại mã định danh và ngày."),
            code=place.code,
            day=f"{day:%d/%m/%Y}",
        )

    def short_names(self, codes: Collection[str], day: date | None) -> dict[str, str]:
        """Short names by code: of who bore the code on the day, else of the last one that ever did."""
        names: dict[str, str] = {}
        for code in codes:
            bearers = sorted(self._periods.get(code, ()), key=lambda agency: agency.valid_from)
            then = [
                each
                for each in bearers
                if day is not None and each.valid_from <= day <= (each.valid_to or date.max)
            ]
            for agency in then[:1] or bearers[-1:]:
                names[code] = agency.short_name
        return names

    def of_the_province(self, names: Collection[str], day: date) -> Agency | None:
        """An agency of the province by one of its names on that day."""
        return next(
            (
                agency
                for agency in self.by_id.values()
                if agency.level == "province"
                and agency.name in names
                and agency.valid_from <= day <= (agency.valid_to or date.max)
            ),
            None,
        )


def agency_keys() -> Agencies:
    """A lookup from code and instant to the primary key, over the tree as it is now."""
    return Tree().key_of


FRESH_FOR: Final = 60.0
"""Seconds after which a process reads the tree again: another process may have changed it."""


class _Kept:
    """The tree of this process; read again when it is old or something is not in it."""

    tree: Tree | None = None
    until: float = 0.0


def tree() -> Tree:
    """The tree of agencies, at most `FRESH_FOR` seconds old. No statement where it is kept."""
    if _Kept.tree is None or time.monotonic() >= _Kept.until:
        return _read_again()
    return _Kept.tree


def _read_again() -> Tree:
    _Kept.tree, _Kept.until = Tree(), time.monotonic() + FRESH_FOR
    return _Kept.tree


def agency_key(place: AgencyAt) -> int:
    """The primary key of an agency by code and instant. Raises: `NotFound`."""
    try:
        return tree().key_of(place)
    except NotFound:
        return _read_again().key_of(place)


def agency_of(key: int) -> Agency:
    """An agency with its parents, to read only. Raises: KeyError."""
    found = tree().by_id.get(key)
    return found if found is not None else _read_again().by_id[key]


def forget_agencies(**_: Any) -> None:
    """Drop the kept tree: after it changed, and between test databases."""
    _Kept.tree = None
