"""Where the marks of a drawing stand, as whole numbers of its own units: the pages draw them as SVG.

The drawing repeats a table that stands beside it; nothing is told by it alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from motcua.figures.spans import Span

WIDTH, UP, BASE, DOWN = 720, 132, 152, 48
"""Width of the drawing; height of the columns, where they stand, and how far the late ones hang below."""


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
    link: str = ""
    """The query of what it opens; empty where it opens nothing."""


def bars(spans: Sequence[Span], links: Sequence[str] = ()) -> list[Bar]:
    """A column each, from left to right, with what it opens."""
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
            link=links[number] if links else "",
        )
        for number, each in enumerate(spans)
    ]
