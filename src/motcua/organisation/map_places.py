"""Where agencies lie on a drawn map: by the area of the district that their commune was in until 30/6/2025.

Facts of the demonstration's province from `data/`; an agency of another province, and one of the province
itself, lies nowhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from motcua.organisation.models import Agency, Level

_DATA: Final = Path(__file__).parent / "data"


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


def areas_of(agencies: Iterable[int]) -> dict[int, Area]:
    """The area of each agency that has one, by id. One query, none for nobody."""
    wanted = list(agencies)
    if not wanted:
        return {}
    rows = Agency.objects.filter(pk__in=wanted).exclude(level=Level.PROVINCE)
    found = {}
    for pk, own, above in rows.values_list("pk", "gso_code", "parent__gso_code"):
        area = _area(own) or _area(above or "")
        if area is not None:
            found[pk] = area
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
