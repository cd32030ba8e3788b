"""Where the marks of a drawing stand, as whole numbers of its own units: the pages draw them as SVG.

The drawing repeats a table that stands beside it; nothing is told by it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, isqrt, radians
from typing import Final

import msgspec

from motcua.figures.dashboard import Place
from motcua.figures.spans import Span

WIDTH, UP, BASE, DOWN = 720, 132, 152, 48
"""Width of the drawing; height of the columns, where they stand, and how far the late ones hang below."""
MAP_WIDTH, MAP_HEIGHT = 640, 340
LETTER, LINE = 8, 14
"""Width of a letter and height of a line of the map's names, at the size that a phone shows."""
SIDES: Final = ("", "right", "left")
THRESHOLDS: Final = (0.7, 1.0)
"""Percent late up to which a place is in the first, and in the second class."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the period: the column of what was resolved; under it the late ones, on their own scale."""

    span: Span
    x: int
    width: int
    top: int
    height: int
    late: int
    middle: int
    named: bool
    """Whether there is room for its name under it."""


class Dot(msgspec.Struct, kw_only=True):
    """A place: the area of its dot grows with what was resolved; `grade` 0 to 2 by the share of late ones,
    none where nothing was resolved."""

    place: Place
    x: int
    y: int
    radius: int
    grade: int | None
    side: str = ""
    """Where the words stand: above and below, or all to the `left` or `right` of the dot."""

    @property
    def name_x(self) -> int:
        """Where the name and the share are written."""
        return self.x + {"left": -1, "right": 1}.get(self.side, 0) * (self.radius + 4)

    @property
    def name_y(self) -> int:
        """The line of the name."""
        return self.y - 2 if self.side else self.y - self.radius - 5

    @property
    def share_y(self) -> int:
        """The line of the share, under the name or under the dot."""
        return self.y + 12 if self.side else self.y + self.radius + 14


def bars(spans: Sequence[Span]) -> list[Bar]:
    """A column each, from left to right."""
    most = max((each.resolved for each in spans), default=0) or 1
    worst = max((each.late for each in spans), default=0) or 1
    step = WIDTH // max(len(spans), 1)
    width = min(step * 7 // 10, 44)
    every = -(-len(spans) * 44 // WIDTH)
    return [
        Bar(
            span=each,
            x=number * step + (step - width) // 2,
            width=width,
            top=BASE - round(UP * each.resolved / most),
            height=round(UP * each.resolved / most),
            late=max(round(DOWN * each.late / worst), 2) if each.late else 0,
            middle=number * step + step // 2,
            named=number % every == 0,
        )
        for number, each in enumerate(spans)
    ]


def dots(places: Iterable[Place]) -> list[Dot]:
    """A dot each, where it lies; the largest first, so that small ones are not covered."""
    places = list(places)
    if not places:
        return []
    most = max(each.resolved for each in places) or 1
    west = min(each.area.longitude for each in places)
    north = max(each.area.latitude for each in places)
    narrow = cos(radians(north))
    wide = (max(each.area.longitude for each in places) - west) * narrow or 1.0
    high = north - min(each.area.latitude for each in places) or 1.0
    scale = min((MAP_WIDTH - 140) / wide, (MAP_HEIGHT - 110) / high)
    found = [
        Dot(
            place=each,
            x=70 + round((each.area.longitude - west) * narrow * scale),
            y=50 + round((north - each.area.latitude) * scale),
            radius=5 + isqrt(14 * 14 * each.resolved // most),
            grade=grade(each),
        )
        for each in places
    ]
    found.sort(key=lambda each: -each.radius)
    # Who is placed later may free the place of an earlier one: three rounds are enough for a dozen.
    for each in found * 3:
        others = [dot for dot in found if dot is not each]
        taken = [box for dot in others for box in (_around(dot), *_words(dot, dot.side))]
        each.side = min(SIDES, key=lambda side: _covered(_words(each, side), taken))
    return found


Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def _around(dot: Dot) -> Box:
    return dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius


def _words(dot: Dot, side: str) -> list[Box]:
    """What the name and the share would cover on that side."""
    name, share = LETTER * len(dot.place.area.name), LETTER * 6
    if side:
        start = dot.x + dot.radius + 4 if side == "right" else dot.x - dot.radius - 4 - name
        return [(start, dot.y - LINE, start + name, dot.y + LINE)]
    above, below = dot.y - dot.radius - 4, dot.y + dot.radius + 4
    return [
        (dot.x - name // 2, above - LINE, dot.x + name // 2, above),
        (dot.x - share // 2, below, dot.x + share // 2, below + LINE),
    ]


def _covered(words: Sequence[Box], taken: Sequence[Box]) -> int:
    """How much of the words would lie over other words, dots, or past the edge."""
    return sum(
        max(0, min(one[2], other[2]) - max(one[0], other[0]))
        * max(0, min(one[3], other[3]) - max(one[1], other[1]))
        for one in words
        for other in taken
    ) + sum(LINE * (max(0, -one[0]) + max(0, one[2] - MAP_WIDTH)) for one in words)


def grade(place: Place) -> int | None:
    """By the share of late dossiers and `THRESHOLDS`."""
    share = place.late_share
    return None if share is None else sum(share > each for each in THRESHOLDS)
