"""The demonstration's procedures out of `data/*.toml`, each with a version of 2022 and one of two tiers.

`data/README.md` tells the shape of the files. Reading is strict: an unknown key or a limit that cannot be
read is an error of the data, found by a test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Final

import msgspec

from .content import (
    PROCEDURE_CODE,
    Attributes,
    Case,
    ChannelTerms,
    Component,
    Fee,
    Flags,
    Frozen,
    Limit,
    Named,
)
from .merge import Period
from .offers import read_limit

SOURCE: Final = "demonstration"
OLD_FROM: Final = date(2021, 12, 6)
"""Decree 107/2021/NĐ-CP takes effect."""
OLD_TO: Final = date(2025, 6, 30)
NEW_FROM: Final = date(2025, 7, 1)
"""The two-tier local government begins (Law 72/2025/QH15)."""

_ONE_STOP_OLD: Final = (
    Named(code="61/2018/NĐ-CP", name="Nghị định về cơ chế một cửa, một cửa liên thông"),
    Named(code="107/2021/NĐ-CP", name="Nghị định sửa đổi Nghị định 61/2018/NĐ-CP"),
)
_ONE_STOP_NEW: Final = (
    Named(code="118/2025/NĐ-CP", name="Nghị định về thực hiện thủ tục hành chính theo cơ chế một cửa"),
)


class Entry(Frozen, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """One procedure for one period as the files write it."""

    code: str
    name: str
    field: str
    field_code: str
    levels: list[str]
    competent: list[str]
    competent_kind: str
    mark: str
    channels: list[str]
    subjects: list[str]
    bases: list[str]
    components: list[str]
    results: list[str]
    fees: list[str] = []
    limit: str = ""
    cases: list[str] = []
    coordinating: list[str] = []
    conditions: str = ""
    instant: bool = False
    obligations: bool = False
    doubtful: bool = False
    field_code_invented: bool = False
    withdrawn: date | None = None


def entries() -> list[tuple[Entry, Entry | None]]:
    """Every procedure as (version of 2022, version of two tiers; None where it was withdrawn)."""
    found = []
    for file in sorted(files("motcua.procedures").joinpath("data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            found += _read(tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def _read(document: dict[str, object]) -> list[tuple[Entry, Entry | None]]:
    defaults = dict(_table(document.get("defaults", {})))
    old_defaults = _table(defaults.pop("old", {}))
    found = []
    for written in _tables(document.get("procedure", [])):
        own = dict(written)
        old_own = _table(own.pop("old", {}))
        new = msgspec.convert({**defaults, **own}, Entry)
        # What the procedure says of itself beats what the file says of its time.
        old = msgspec.convert(
            {**defaults, **old_defaults, **_kept(own, old_defaults), **old_own, "mark": "modelled"}, Entry
        )
        found.append((old, None if new.withdrawn else new))
    return found


def _kept(own: dict[str, object], old_defaults: dict[str, object]) -> dict[str, object]:
    """The procedure's own keys hold for 2022 too, but where the file tells how that time differed."""
    return {key: value for key, value in own.items() if key not in old_defaults}


def _table(value: object) -> dict[str, object]:
    return msgspec.convert(value, dict[str, object])


def _tables(value: object) -> list[dict[str, object]]:
    return msgspec.convert(value, list[dict[str, object]])


def demonstration_periods() -> dict[str, list[Period]]:
    """The source records of the demonstration by code."""
    periods: dict[str, list[Period]] = {}
    for old, new in entries():
        end = old.withdrawn or OLD_TO
        spans = [Period(SOURCE, OLD_FROM, end, attributes_of_entry(old, _ONE_STOP_OLD))]
        if new is not None:
            spans.append(Period(SOURCE, NEW_FROM, None, attributes_of_entry(new, _ONE_STOP_NEW)))
        periods[old.code] = spans
    return periods


def attributes_of_entry(entry: Entry, one_stop: tuple[Named, ...] = ()) -> Attributes:
    """One written entry as attributes, with the decrees of the one-stop mechanism of its time.

    Raises: ValueError for a code, limit or number that is none.
    """
    if not PROCEDURE_CODE.fullmatch(entry.code):
        raise ValueError(f"not a procedure code: {entry.code}")
    cases = tuple(_case(entry.code, text) for text in entry.cases)
    return Attributes(
        name=entry.name,
        state="active",
        kind="standard",
        fields=(Named(name=entry.field, code=entry.field_code),),
        levels=tuple(entry.levels),
        channels=_channels(entry, cases),
        cases=cases,
        components=tuple(_component(text) for text in entry.components),
        results=tuple(Named(name=text) for text in entry.results),
        legal_bases=(*(_coded_first(text) for text in entry.bases), *one_stop),
        conditions=entry.conditions,
        subjects=tuple(Named(name=text) for text in entry.subjects),
        executing=_named(entry.competent),
        competent=_named(entry.competent),
        coordinating=_named(entry.coordinating),
        flags=Flags(
            instant=entry.instant, obligations=entry.obligations, full_process="online" in entry.channels
        ),
        competent_kind=entry.competent_kind,
    )


def _channels(entry: Entry, cases: Sequence[Case]) -> tuple[ChannelTerms, ...]:
    """One row a channel, or one for each different time of its cases."""
    limits = [_limit(entry.limit)] if entry.limit else list(dict.fromkeys(case.limit for case in cases))
    fees = tuple(_fee(text) for text in entry.fees)
    return tuple(
        ChannelTerms(channel=channel, limit=limit, fees=fees)
        for channel in entry.channels
        for limit in limits
    )


def _limit(text: str) -> Limit:
    if text.startswith("other|"):
        return Limit(text=text.removeprefix("other|"))
    limit = read_limit(text)
    if limit is None or not limit.stated:
        raise ValueError(f"not a limit: {text}")
    return limit


def _case(code: str, text: str) -> Case:
    number, name, limit = text.split("|")
    return Case(code=f"{code}.{number}", name=name, limit=_limit(limit))


def _component(text: str) -> Component:
    name, originals, copies, group = text.split("|")
    return Component(name=name, originals=int(originals), copies=int(copies), group=group)


def _fee(text: str) -> Fee:
    kind, words, amount = text.split("|")
    if amount.startswith("?"):
        return Fee(kind=kind, text=words, value=amount[1:], currency="")
    if not amount:
        return Fee(kind=kind, text=words)
    return Fee(kind=kind, text=words, amount=int(amount), certain=True, value=amount, currency="VND")


def _named(texts: Sequence[str]) -> tuple[Named, ...]:
    pairs = (text.partition("|") for text in texts)
    return tuple(Named(name=name, code=code or None) for name, _, code in pairs)


def _coded_first(text: str) -> Named:
    code, _, name = text.partition("|")
    return Named(name=name, code=code)
