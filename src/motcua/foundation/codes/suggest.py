"""Which known codes somebody may have meant who mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Final

_FARTHEST: Final = 2
_LONGEST: Final = 64


def suggestions(code: str, known: Iterable[str], *, limit: int = 5) -> tuple[str, ...]:
    """The known codes at most two slips from `code`, nearest first, then in order of code.

    A slip is one character wrong, missing, too many, or two neighbours exchanged. Case does not matter. The
    caller decides what may be suggested: never the dossier of another person.
    """
    wanted = code.strip().upper()
    if not wanted or len(wanted) > _LONGEST:
        return ()
    near = ((slips, each) for each in known if (slips := _slips(wanted, each.upper())) <= _FARTHEST)
    return tuple(each for _, each in nsmallest(limit, near))


def _slips(a: str, b: str) -> int:
    """Optimal string alignment distance, or more than `_FARTHEST` as soon as it must be."""
    if abs(len(a) - len(b)) > _FARTHEST:
        return _FARTHEST + 1
    if a == b:
        return 0
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    older: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a):
        older, last, row = row, older, [i + 1]
        for j, other in enumerate(b):
            cost = min(older[j] + (letter != other), older[j + 1] + 1, row[j] + 1)
            if i and j and letter == b[j - 1] and a[i - 1] == other:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
        if min(row) > _FARTHEST:
            return _FARTHEST + 1
    return row[-1]
