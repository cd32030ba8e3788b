"""What an applicant is asked about the service: levels and sets of criteria as data, each with its source.

Decree 61/2018 art. 27-32. The question of general satisfaction and its five levels are the same in
every set; a set of criteria is asked from a day to a day, and a rating stays on the set it was given under.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated

import msgspec

from motcua.law.regimes import RegimeFileError, Source


class RatingLevel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the five answers; `value` 5 is the best."""

    value: Annotated[int, msgspec.Meta(ge=1, le=5)]
    name: str
    english: str


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that is asked, with the article it comes from."""

    key: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{2,20}$")]
    name: str
    english: str
    source: Source


class QuestionSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The criteria asked of who rates from `valid_from` to `valid_to`, both included (open: no end)."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Z][A-Z0-9_]{2,15}$")]
    name: str
    english: str
    valid_from: date
    criteria: tuple[Criterion, ...]
    valid_to: date | None = None


class RatingRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How ratings are asked and shown. A group of fewer than `minimum_group` is never published; a rating may
    be changed for `change_days` calendar days after it was first given."""

    minimum_group: Annotated[int, msgspec.Meta(ge=2, le=100)]
    change_days: Annotated[int, msgspec.Meta(ge=0, le=365)]
    sources: dict[str, Source]
    levels: tuple[RatingLevel, ...]


@cache
def rating_rules() -> RatingRules:
    """What is common to all sets."""
    path = files("motcua.law") / "data" / "service_quality" / "ratings.toml"
    return msgspec.toml.decode(path.read_text("utf-8"), type=RatingRules)


@cache
def question_sets() -> tuple[QuestionSet, ...]:
    """All sets that ship with the house, oldest first."""
    folder = files("motcua.law") / "data" / "service_quality" / "sets"
    return load({each.name: each.read_text("utf-8") for each in folder.iterdir()})


def questions_on(day: date) -> QuestionSet:
    """The set asked on that day; the oldest for a day before all of them."""
    return next((each for each in reversed(question_sets()) if each.valid_from <= day), question_sets()[0])


def questions_of(id: str) -> QuestionSet:  # noqa: A002
    """The set of that id. Raises: KeyError."""
    return {each.id: each for each in question_sets()}[id]


def load(texts: Mapping[str, str]) -> tuple[QuestionSet, ...]:
    """Sets from the texts of their files by name. Raises: RegimeFileError, which names the file at fault."""
    built = []
    for name, text in texts.items():
        try:
            built.append(msgspec.toml.decode(text, type=QuestionSet))
        except msgspec.MsgspecError as error:
            raise RegimeFileError(f"{name}: {error}") from error
    built.sort(key=lambda each: each.valid_from)
    for earlier, later in pairwise(built):
        if earlier.valid_to is None or (later.valid_from - earlier.valid_to).days != 1:
            raise RegimeFileError(f"{earlier.id}: valid_to: {later.id} must begin on the day after")
    return tuple(built)
