"""Communes by name, in the list of three levels (to 30/6/2025) and of two tiers (from 1/7/2025).

A new commune took over the code of one of the old ones it joins, so an answer keeps its list beside the code.
Of Cao Bằng both lists are here; a commune of another province is taken as it was written, with the province.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

import msgspec

from motcua.foundation.provinces import PROVINCES
from motcua.foundation.text import fold

HERE: Final = "tỉnh Cao Bằng"
NEW_PROVINCES: Final = ("Huế", "Đắk Lắk", "Hồ Chí Minh", "TP. Hồ Chí Minh", "Hòa Bình")
"""Names in use beside those of the prefixes: all provinces of 2025 but Huế keep a name of before."""
MOST: Final = 12
"""Units that are offered at once."""
_KINDS: Final = ("phuong", "xa", "thi tran", "dac khu")
_WIDER: Final = ("thanh pho", "thi xa", "huyen", "quan", "tinh", "tp")
List = Literal["old", "new", "other"]


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A commune: `list` says which list its code belongs to; `within` what it lies in, in words."""

    list: List
    code: str
    name: str
    within: str
    others: tuple[str, ...] = ()
    """Codes in the other list: what it went into, or what it joins."""

    @property
    def full(self) -> str:
        """`phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng`."""
        return f"{self.name}, {self.within}" if self.within else self.name

    @property
    def key(self) -> str:
        """How a form names it: `old:01273`."""
        return f"{self.list}:{self.code}"

    def answer(self) -> dict[str, str]:
        """The unit as an answer is kept."""
        return {"list": self.list, "code": self.code, "name": self.full}


class _Lists(msgspec.Struct, frozen=True):
    old: dict[str, Unit]
    new: dict[str, Unit]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    """Both lists, read once: the facts stand with the organisation."""
    joined: dict[str, str] = {}
    new = {}
    for row in _rows("units_2025.csv"):
        parts = tuple(row["joins"].split())
        new[row["gso"]] = Unit(list="new", code=row["gso"], name=row["unit"], within=HERE, others=parts)
        joined |= dict.fromkeys(parts, row["gso"])
    rows = list(_rows("units_2022.csv"))
    districts = {row["key"]: row["unit"] for row in rows if row["kind"] == "district"}
    old = {
        row["gso"]: Unit(
            list="old",
            code=row["gso"],
            name=row["unit"],
            within=f"{districts[row['parent']]}, {HERE}",
            others=(joined[row["gso"]],) if row["gso"] in joined else (),
        )
        for row in rows
        if row["kind"] == "commune"
    }
    return _Lists(old, new)


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = files("motcua.organisation").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def by_key(key: str) -> Unit | None:
    """The unit that a form names so, None where there is none."""
    which, _, code = key.partition(":")
    lists = _lists()
    return {"old": lists.old, "new": lists.new}.get(which, {}).get(code)


def counterparts(unit: Unit) -> tuple[Unit, ...]:
    """The same ground in the other list: the commune it went into, or those that it joins."""
    lists = _lists()
    other = lists.new if unit.list == "old" else lists.old
    return tuple(other[code] for code in unit.others if code in other)


def find(text: str, of: str = "both") -> list[Unit]:
    """The units that a name may mean, best list first; a name of the list that is not asked for finds what
    lies there today, or lay there before. At most `MOST`; nothing for nothing."""
    first, *rest = [part.strip() for part in fold(text).replace(".", " ").split(",")]
    wanted, kind = _bare(first)
    if not wanted:
        return []
    lists = _lists()
    named: list[Unit] = []
    for which in (lists.new, lists.old):
        named += [unit for unit in which.values() if _fits(unit, wanted, kind, rest)]
    direct = [unit for unit in named if of in ("both", unit.list)]
    if direct:
        return direct[:MOST]
    across = (each for unit in named for each in counterparts(unit))
    return list({unit.key: unit for unit in across}.values())[:MOST]


def _bare(text: str) -> tuple[str, str]:
    """A name without its kind of unit, and the kind."""
    words = " ".join(text.split())
    for kind in _KINDS:
        if words.startswith(f"{kind} "):
            return words[len(kind) + 1 :], kind
    return words, ""


def _fits(unit: Unit, wanted: str, kind: str, rest: list[str]) -> bool:
    name, own_kind = _bare(fold(unit.name))
    if name != wanted or (kind and kind != own_kind):
        return False
    within = fold(unit.within)
    return all(_without_kind(part) in within for part in rest if part)


def _without_kind(text: str) -> str:
    words = " ".join(text.split())
    for kind in _WIDER:
        if words.startswith(f"{kind} "):
            return words[len(kind) + 1 :]
    return words


def elsewhere(text: str) -> dict[str, str] | None:
    """A commune of another province as it was written, `xã …, …, tỉnh …`; None where no province is named."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2 or len(text) > 200:
        return None
    province = _without_kind(re.sub(r"[.]", " ", fold(parts[-1])).strip())
    if province not in _provinces() or province == "cao bang":
        return None
    return {"list": "other", "code": "", "name": ", ".join(parts)}


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    return frozenset(_without_kind(fold(name)) for name in (*PROVINCES.values(), *NEW_PROVINCES))


def is_unit(value: Any) -> bool:
    """Whether an answer is one of a unit field."""
    return isinstance(value, dict) and {"list", "code", "name"} <= value.keys()
