"""What an applicant is asked about the service: levels and criteria as data, each with its source.

Decree 61/2018 art. 27-32. Every regime asks the same; the file says of which decree a question is.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec

from motcua.law.regimes import Source


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


class RatingRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How ratings are asked and shown. A group of fewer than `minimum_group` is never published; a rating may
    be changed for `change_days` calendar days after it was first given."""

    minimum_group: Annotated[int, msgspec.Meta(ge=2, le=100)]
    change_days: Annotated[int, msgspec.Meta(ge=0, le=365)]
    sources: dict[str, Source]
    levels: tuple[RatingLevel, ...]
    criteria: tuple[Criterion, ...]


@cache
def rating_rules() -> RatingRules:
    """The rules that ship with the house."""
    path = files("motcua.law") / "data" / "service_quality" / "ratings.toml"
    return msgspec.toml.decode(path.read_text("utf-8"), type=RatingRules)
