"""The papers of a procedure as a citizen packs them: what everybody brings, and what only some do.

Published lists say "(nếu có)" or "trường hợp …" inside the name; the flag "required" is false nearly
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from motcua.foundation.text import fold
from motcua.procedures.content import Component

_ONLY_IF: Final = re.compile(
    r"\bneu (?!khong)|\btruong hop\b|\bdoi voi\b|\btrong truong hop\b|\bphai co khi\b|\(khi "
)


class Group(NamedTuple):
    """Papers under one heading of the list; `always` before `only_if`."""

    name: str
    always: tuple[Component, ...]
    only_if: tuple[Component, ...]


def only_some(part: Component) -> bool:
    """Whether the name of a paper makes it depend on a case."""
    return bool(_ONLY_IF.search(fold(part.name)))


def grouped(parts: Sequence[Component]) -> list[Group]:
    """The papers by heading in their order, those that everybody brings first."""
    names = dict.fromkeys(part.group for part in parts)
    return [
        Group(
            name,
            tuple(part for part in parts if part.group == name and not only_some(part)),
            tuple(part for part in parts if part.group == name and only_some(part)),
        )
        for name in names
    ]
