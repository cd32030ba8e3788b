"""Kinds of papers, as data: which paper of a list is of which kind, what is written down of it, for how long
it is valid, and whether a section must digitise it. Pure."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from motcua.foundation.text import fold

OTHER: Final = "other"
"""The kind of a paper that is none of those in the data."""
_AND_MORE: Final = re.compile(r"\s*\([^)]*\)")


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One descriptive field of a kind: its key, what screens call it, and `text` or `day`."""

    key: str
    name: str
    english: str
    type: str = "text"


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper; `must` says by which case of the decree it is digitised, empty where on request."""

    code: str
    name: str
    english: str
    words: tuple[str, ...] = ()
    field: str = ""
    field_words: tuple[str, ...] = ()
    """Words that tell the kind in procedures of one field alone, `field` folded."""
    must: str = ""
    months: int = 0
    months_source: str = ""
    fields: tuple[Field, ...] = ()


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A ground for asking again for what is in the store already."""

    code: str
    name: str
    english: str


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    source: str
    copies: frozenset[str]
    never_begins: tuple[str, ...]
    never_holds: tuple[str, ...]
    grounds: tuple[Ground, ...]
    kinds: dict[str, Kind]


@cache
def rules() -> Rules:
    """The rules of `data/kinds.toml`. Raises ValueError where the file cannot be trusted."""
    data = tomllib.loads(files("motcua.vault").joinpath("data/kinds.toml").read_text(encoding="utf-8"))
    plain = data["rules"]
    kinds = [_kind(row) for row in data["kind"]]
    if len({kind.code for kind in kinds}) != len(kinds):
        raise ValueError("kinds.toml: a kind stands there twice")
    return Rules(
        source=plain["source"],
        copies=frozenset(plain["copies"]),
        never_begins=tuple(plain["never_begins"]),
        never_holds=tuple(plain["never_holds"]),
        grounds=tuple(msgspec.convert(row, Ground) for row in data["ground"]),
        kinds={kind.code: kind for kind in kinds},
    )


def _kind(row: dict[str, Any]) -> Kind:
    told = row.pop("in_field", {})
    rest = {**row, "fields": [_field(text) for text in row.get("fields", ())]}
    if told:
        rest |= {"field": told["field"], "field_words": told["words"]}
    kind = msgspec.convert(rest, Kind)
    if kind.must not in ("", "result", "sector_law") or bool(kind.months) != bool(kind.months_source):
        raise ValueError(f"kinds.toml: {kind.code}")
    return kind


def _field(text: str) -> dict[str, str]:
    key, name, english, *kind = text.split("|")
    return {"key": key, "name": name, "english": english, "type": kind[0] if kind else "text"}


def kind(code: str) -> Kind:
    """The kind of this code; that of other papers where there is none."""
    return rules().kinds.get(code) or rules().kinds[OTHER]


def known_kinds() -> Iterable[Kind]:
    """All kinds in the order of the data, other papers last."""
    return rules().kinds.values()


def kind_of(name: str, field: str = "") -> str:
    """The kind that a paper's name tells, in procedures of `field` (its name); empty where it tells none or
    the paper is never kept: a declaration, or what is only shown."""
    folded = plain(name)
    found = rules()
    if folded.startswith(found.never_begins) or any(word in folded for word in found.never_holds):
        return ""
    told = [(len(word), each.code) for each in found.kinds.values() for word in each.words if word in folded]
    if told:
        return max(told)[1]
    within = fold(field)
    for each in found.kinds.values():
        if each.field and each.field in within and any(word in folded for word in each.field_words):
            return each.code
    return ""


def plain(name: str) -> str:
    """A paper's name for comparing: folded, without what stands in brackets."""
    return " ".join(_AND_MORE.sub(" ", fold(name)).split())


def is_digitised(kind_code: str, copy: str) -> bool:
    """Whether a section must digitise a paper of this kind handed in as this kind of copy."""
    found = rules()
    return copy in found.copies and kind_code in found.kinds and bool(found.kinds[kind_code].must)


def valid_until(kind_code: str, issued_on: date | None) -> date | None:
    """The last day of a paper whose kind has a time of its own; None where it has none."""
    months = kind(kind_code).months
    if not months or issued_on is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    return date(year, month + 1, min(issued_on.day, calendar.monthrange(year, month + 1)[1]))
