"""The words of a simulated year's ratings and petitions, as they stand in `data/simulated.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec


class Remarks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written beside a level; below the middle nobody is satisfied."""

    satisfied: tuple[str, ...]
    dissatisfied: tuple[str, ...]


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a petition says, and the answer to it."""

    subject: str
    body: str
    answer: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; `subjects` by what a petition is about, `reasons` by what is done."""

    remarks: Remarks
    subjects: dict[str, tuple[Subject, ...]]
    reasons: dict[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The shipped file."""
    text = files("motcua.feedback").joinpath("data", "simulated.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Words)
