"""A map made of tiles: a commune is a tile in the block of its district, blocks stand from west to east.

No outline of a commune is drawn, because none is ours to publish and 161 dots cannot be read on a phone:
what is true of a tile is its district, and of a block on which side of the others it lies. Within a block
tiles stand in the order of their official codes, which says nothing of where they lie.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from motcua.organisation.map_places import Area, Placed, placed

THRESHOLDS: Final = (0.7, 1.0)
"""Percent late up to which a tile is in the first, and in the second class."""
_TALL: Final = 2
"""Blocks of a column."""
_UNIT: Final = re.compile(r"^(UBND|Ủy ban nhân dân) (xã|phường|thị trấn|đặc khu|huyện|thành phố|thị xã) ")


class Tile(NamedTuple):
    """An agency on the map: the name of its unit, its own name, its last day where it has ended."""

    agency: int
    name: str
    full: str
    until: date | None


class Block(NamedTuple):
    """A district's area: its own agency (until 30/6/2025), the communes of the span's last day, and those
    that ended before it; each may be empty."""

    area: Area
    own: tuple[Tile, ...]
    communes: tuple[Tile, ...]
    former: tuple[Tile, ...]


Columns = tuple[tuple[Block, ...], ...]
"""From west to east; in each from north to south."""


def commune_map(
    first: date, last: date, *, only: Collection[int] | None = None, also: Iterable[int] = ()
) -> Columns:
    """The map of a span of days: every commune and district that existed in it, with those of `also` that
    ended earlier; nothing but `only`, where it is given. One query."""
    found = placed(first, last, also)
    if only is not None:
        found = [each for each in found if each.agency in only]
    by_area = groupby(sorted(found, key=lambda each: each.area.gso), lambda each: each.area)
    blocks = [_block(area, list(those), last) for area, those in by_area]
    blocks.sort(key=lambda each: each.area.longitude)
    columns = [blocks[at : at + _TALL] for at in range(0, len(blocks), _TALL)]
    return tuple(tuple(sorted(each, key=lambda one: -one.area.latitude)) for each in columns)


def _block(area: Area, those: list[Placed], last: date) -> Block:
    communes = [each for each in those if each.commune]
    ended = {each.agency for each in communes if each.until is not None and each.until < last}
    return Block(
        area,
        tuple(_tile(each) for each in those if not each.commune),
        tuple(_tile(each) for each in communes if each.agency not in ended),
        tuple(_tile(each) for each in communes if each.agency in ended),
    )


def _tile(each: Placed) -> Tile:
    name = _UNIT.sub("", each.name)
    return Tile(each.agency, name, each.name, each.until)


def tiles_of(columns: Columns) -> list[Tile]:
    """Every tile of a map."""
    return [
        tile
        for column in columns
        for block in column
        for tile in (*block.own, *block.communes, *block.former)
    ]


def grade(late_share: float | None) -> int | None:
    """The class of a share of late dossiers by `THRESHOLDS`, 0 to 2; none where there is no share."""
    return None if late_share is None else sum(late_share > each for each in THRESHOLDS)
