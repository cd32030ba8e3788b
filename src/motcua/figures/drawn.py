"""Where the marks of a drawing stand, as whole numbers of its own units: the pages draw them as SVG.

The drawing repeats a table that stands beside it; nothing is told by it alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from motcua.figures.spans import Span

WIDTH, UP, BASE, DOWN = 720, 132, 152, 48
"""Width of the drawing; height of the columns, where they stand, and how far the late ones hang below."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column from `BASE` upwards; without height where its value is none or 0."""

    x: int
    width: int
    top: int
    height: int
    middle: int
    named: bool
    """Whether there is room for its name under it."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the period: the column of what was resolved; under it the late ones, on their own scale."""

    span: Span
    column: Column
    late: int
    link: str = ""
    """The query of what it opens; empty where it opens nothing."""


def columns(values: Sequence[float | None], most: float = 0) -> list[Column]:
    """A column for each value, from left to right; the highest, or one of `most`, is as high as there is
    room. What is more than 0 is seen."""
    full = most or max((each or 0 for each in values), default=0) or 1
    step = WIDTH // max(len(values), 1)
    width = min(step * 7 // 10, 44)
    every = -(-len(values) * 44 // WIDTH)
    found = []
    for number, value in enumerate(values):
        height = max(round(UP * value / full), 1) if value else 0
        found.append(
            Column(
                x=number * step + (step - width) // 2,
                width=width,
                top=BASE - height,
                height=height,
                middle=number * step + step // 2,
                named=number % every == 0,
            )
        )
    return found


def bars(spans: Sequence[Span], links: Sequence[str] = ()) -> list[Bar]:
    """The course of a period, each part with what it opens."""
    worst = max((each.late for each in spans), default=0) or 1
    return [
        Bar(
            span=each,
            column=column,
            late=max(round(DOWN * each.late / worst), 2) if each.late else 0,
            link=links[number] if links else "",
        )
        for number, (each, column) in enumerate(
            zip(spans, columns([each.resolved for each in spans]), strict=True)
        )
    ]
