"""The map of communes as pages show it: what stands on each tile, in which class, and what it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from motcua.figures.commune_map import Columns, Tile, grade
from motcua.figures.ii06a import Line
from motcua.figures.indices.measuring import AgencyScore
from motcua.figures.indices.scoring import index766, label
from motcua.figures.registry import figure


class Shown(NamedTuple):
    """A tile with its number as words, its class for the sheet, more words for whoever points at it."""

    tile: Tile
    value: str
    sort: str
    more: str
    query: str


class ShownBlock(NamedTuple):
    """A block with its tiles as they are shown."""

    name: str
    own: list[Shown]
    communes: list[Shown]
    former: list[Shown]


_Showing = Callable[[Tile], Shown]


def by_lateness(
    columns: Columns, rows: Iterable[Line], query: Callable[[int], str]
) -> list[list[ShownBlock]]:
    """The share of late ones among what each resolved; `query` is what a tile opens."""
    found = {int(row.key): row for row in rows}

    def shown(tile: Tile) -> Shown:
        row = found.get(tile.agency) or Line(key=str(tile.agency))
        share = figure("late_pct").of(row).value
        more = _("%(name)s: %(late)s trễ trên %(resolved)s đã giải quyết") % {
            "name": tile.full,
            "late": row.c10,
            "resolved": row.c7,
        }
        return Shown(
            tile,
            "–" if share is None else f"{number_format(share, 2)}%",
            _class("g", grade(share)),
            more,
            query(tile.agency),
        )

    return _all(columns, shown)


def by_points(
    columns: Columns, scores: Iterable[AgencyScore], query: Callable[[int], str]
) -> list[list[ShownBlock]]:
    """The points of index 766 for each hundred that could be counted."""
    found = {each.key: each.score.total for each in scores}

    def shown(tile: Tile) -> Shown:
        total = found.get(tile.agency)
        points = total.of_hundred if total else None
        more = _("%(name)s: chưa có điểm") % {"name": tile.full}
        if total and points is not None:
            more = _("%(name)s: %(points)s điểm trên %(maximum)s điểm đã chấm") % {
                "name": tile.full,
                "points": number_format(total.points, 2),
                "maximum": number_format(total.maximum, 2),
            }
        value = "–" if points is None else number_format(points, 2)
        return Shown(tile, str(value), _class("p", _band(points)), more, query(tile.agency))

    return _all(columns, shown)


def bands() -> list[tuple[str, str, int]]:
    """Class, word and least points of each band of the index, the highest first."""
    return [(f"p{at}", each.name, each.least) for at, each in enumerate(index766().label)]


def _band(points: Decimal | None) -> int | None:
    return None if points is None else index766().label.index(label(points))


def _class(letter: str, number: int | None) -> str:
    return f"{letter}x" if number is None else f"{letter}{number}"


def _all(columns: Columns, shown: _Showing) -> list[list[ShownBlock]]:
    return [
        [
            ShownBlock(block.area.name, *([shown(tile) for tile in tiles] for tiles in block[1:]))
            for block in column
        ]
        for column in columns
    ]
