"""One content out of what several sources say: the same for every order of imports.

Each attribute comes whole from the most detailed source that has it. Where sources differ in name or time
the difference is recorded as a contradiction (`contradictions.py`), never settled here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from .content import Attributes, Named, VersionContent

BY_HAND: Final = "by_hand"
"""What the administrator of this house states, with the document it rests on."""

PRECEDENCE: Final = (
    BY_HAND,
    "portal_detail_raw",
    "portal_detail_flat",
    "portal_tables",
    "portal_text",
    "provincial_decision",
    "demonstration",
    "catalogue",
    "official_list",
    "simulation",
)
"""What the house itself states, then the most detailed first. The demonstration stands below every real
record, so that real data win."""

LIST_ONLY: Final = frozenset({"catalogue", "official_list", "simulation"})
"""Sources that only list procedures: not enough to receive a dossier."""

_MERGED: Final = tuple(name for name in Attributes.__struct_fields__ if name not in ("doubts", "flags"))


class Period(NamedTuple):
    """What one source said from `valid_from` to `valid_to` (both inclusive; None: still)."""

    source: str
    valid_from: date
    valid_to: date | None
    attributes: Attributes


class VersionSpan(NamedTuple):
    """One stretch of the timeline: its content and the source attributes it was merged from."""

    valid_from: date
    valid_to: date | None
    content: VersionContent
    by_source: Mapping[str, Attributes]

    @property
    def source(self) -> str:
        """The sources by precedence, as the version's row names them."""
        return ", ".join(source for source in PRECEDENCE if source in self.by_source)


def merge(by_source: Mapping[str, Attributes]) -> VersionContent:
    """The content that the sources give together. `by_source` is not empty; one of them has a name."""
    order = [source for source in PRECEDENCE if source in by_source]
    values: dict[str, Any] = {}
    for attribute in _MERGED:
        for source in order:
            value = getattr(by_source[source], attribute)
            if value is not None:
                values[attribute] = value
                break
    flags = next((by_source[s].flags for s in order if by_source[s].flags is not None), None)
    if flags is not None:
        values["flags"] = flags
    values["fields"] = _with_codes(values.get("fields", ()), [by_source[s] for s in order])
    if not values.get("levels"):
        values["levels"] = _levels_of(values.get("executing", ()))
    receivable = any(source not in LIST_ONLY for source in order) and bool(
        values.get("channels") or values.get("cases")
    )
    return VersionContent(receivable=receivable, **values)


def timeline(periods: Iterable[Period]) -> tuple[VersionSpan, ...]:
    """The versions of a procedure: one for each stretch in which the merged content stays the same."""
    every = tuple(periods)
    edges = sorted({p.valid_from for p in every} | {p.valid_to + _DAY for p in every if p.valid_to})
    spans: list[VersionSpan] = []
    for index, start in enumerate(edges):
        end = edges[index + 1] - _DAY if index + 1 < len(edges) else None
        active = {p.source: p.attributes for p in every if _covers(p, start)}
        # What the house states of a part alone is no procedure where no source stands any more.
        if not any(attributes.name for attributes in active.values()):
            continue
        content = merge(active)
        before = spans[-1] if spans else None
        if before and before.content == content and before.valid_to and before.valid_to + _DAY == start:
            spans[-1] = before._replace(valid_to=end, by_source=active)
        else:
            spans.append(VersionSpan(start, end, content, active))
    return tuple(spans)


_DAY: Final = timedelta(days=1)


def _covers(period: Period, day: date) -> bool:
    return period.valid_from <= day and (period.valid_to is None or period.valid_to >= day)


def _with_codes(fields: tuple[Named, ...], sources: Sequence[Attributes]) -> tuple[Named, ...]:
    """Field names from a list get the code that another source gives; the first of `sources` prevails."""
    known = {f.name: f.code for s in reversed(sources) for f in s.fields or () if f.code}
    return tuple(f if f.code else Named(name=f.name, code=known.get(f.name)) for f in fields)


def _levels_of(executing: tuple[Named, ...]) -> tuple[str, ...]:
    """Levels read from the names of the executing agencies, where no source states them."""
    names = [unicodedata.normalize("NFC", agency.name).casefold().strip() for agency in executing]
    return tuple(level for level, words in _LEVEL_WORDS if any(words.search(name) for name in names))


_LEVEL_WORDS: Final = (
    ("ministry", re.compile(r"^(bộ|cục|tổng cục|vụ|ngân hàng nhà nước việt nam)\b")),
    ("province", re.compile(r"cấp tỉnh|^sở\b|tỉnh và thành phố|^ủy ban nhân dân tỉnh")),
    ("district", re.compile(r"cấp huyện|^phòng tư pháp")),
    ("commune", re.compile(r"cấp xã|xã, phường")),
)
