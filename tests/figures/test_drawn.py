"""Drawings of the overview: every mark has its room."""

from __future__ import annotations

from itertools import combinations

import pytest

from motcua.figures.dashboard import Place
from motcua.figures.drawn import LETTER, MAP_HEIGHT, MAP_WIDTH, Box, Dot, dots
from motcua.organisation.map_places import areas


def told(dot: Dot) -> list[Box]:
    """Where the page writes the name and the share, worked out anew from what the template reads."""
    boxes = []
    for text, line in ((dot.place.area.name, dot.name_y), ("0,00%", dot.share_y)):
        wide = LETTER * 7 // 8 * len(text)
        left = {"right": dot.name_x, "left": dot.name_x - wide}.get(dot.side, dot.name_x - wide // 2)
        boxes.append((left, line - 11, left + wide, line + 2))
    return boxes


def over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("resolved", [lambda n: 100, lambda n: 10 + 90 * (n % 3), lambda n: 900 - 80 * n])
def test_words_of_the_map_do_not_run_into_each_other(resolved: object) -> None:
    assert callable(resolved)
    found = dots([Place(area=area, resolved=resolved(n), late=n) for n, area in enumerate(areas())])
    assert len(found) == len(areas())
    for one, other in combinations(found, 2):
        assert not any(over(a, b) for a in told(one) for b in told(other)), (one.place, other.place)
    for dot in found:
        for left, top, right, bottom in told(dot):
            assert 0 <= left < right <= MAP_WIDTH, dot.place
            assert 0 <= top < bottom <= MAP_HEIGHT, dot.place


def test_the_largest_lie_under_the_others() -> None:
    found = dots([Place(area=area, resolved=10 * n) for n, area in enumerate(areas())])
    assert [dot.radius for dot in found] == sorted((dot.radius for dot in found), reverse=True)
