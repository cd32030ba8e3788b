"""What the square code on a citizen's card says when a scanner reads it.

Cards since 2021 carry `number|old number|name|birth|sex|address|issued`, dates as ddmmyyyy; later cards add
fields behind. The old number may be empty.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

MOST: Final = 1_000
_NUMBER: Final = re.compile("[0-9]{12}")
_DAY: Final = re.compile("[0-9]{8}")


class CitizenCard(NamedTuple):
    """A card as scanned; `born` is none where the field holds no date. Nothing is checked but the shape."""

    number: str
    name: str
    born: date | None
    sex: str
    address: str


def read_card(text: str) -> CitizenCard | None:
    """The card that a scanned text stands for; none for anything else."""
    parts = [" ".join(part.split()) for part in text[:MOST].strip().split("|")]
    if len(parts) < 6 or not _NUMBER.fullmatch(parts[0]) or not parts[2]:
        return None
    return CitizenCard(parts[0], parts[2], _day(parts[3]), parts[4], parts[5])


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
