"""In which area agencies lie: that of the district that their commune was in until 30/6/2025.

Facts of the demonstration's province from `data/`; an agency of another province, and one of the province
itself, lies nowhere. No commune's own place or outline is known here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.db.models import Q

from motcua.organisation.models import Agency, AgencyKind

_DATA: Final = Path(__file__).parent / "data"
_KINDS: Final = (AgencyKind.DISTRICT, AgencyKind.COMMUNE)


class Area(NamedTuple):
    """An area with the place of its seat, WGS 84 degrees; `approximate` where nobody surveyed it."""

    gso: str
    name: str
    latitude: float
    longitude: float
    approximate: bool


def areas() -> tuple[Area, ...]:
    """All areas there are, by their codes."""
    return tuple(_areas().values())


class Placed(NamedTuple):
    """The agency of a commune or a district in its area; `until` is its last day, where it has ended."""

    agency: int
    name: str
    gso: str
    commune: bool
    area: Area
    until: date | None


def placed(first: date, last: date, also: Iterable[int] = ()) -> list[Placed]:
    """Those that existed on any day of a span, and of `also` those that lie anywhere, by the code of their
    unit. The merger of 1/7/2025 parts them: a span before it has 161 communes in Cao Bằng, one after it 56.
    One query.
    """
    then = Q(valid_from__lte=last) & (Q(valid_to=None) | Q(valid_to__gte=first))
    rows = Agency.objects.filter(then | Q(pk__in=list(also)), kind__in=_KINDS).order_by(
        "gso_code", "valid_from"
    )
    found = []
    for pk, name, gso, kind, until in rows.values_list("pk", "short_name", "gso_code", "kind", "valid_to"):
        area = _area(gso)
        if area is not None:
            found.append(Placed(pk, name, gso, kind == AgencyKind.COMMUNE, area, until))
    return found


def _area(gso: str) -> Area | None:
    return _areas().get(_districts().get(gso, gso))


@cache
def _areas() -> dict[str, Area]:
    return {
        row["gso"]: Area(
            row["gso"],
            row["name"],
            float(row["latitude"]),
            float(row["longitude"]),
            row["approximate"] == "1",
        )
        for row in _rows("places_on_map.csv")
    }


@cache
def _districts() -> dict[str, str]:
    """The district of a commune's code. A commune of 2025 carries the code of one that it joins."""
    return {
        row["gso"]: row["parent"].removeprefix("d")
        for row in _rows("units_2022.csv")
        if row["kind"] == "commune"
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
