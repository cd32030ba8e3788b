"""Contents survive their JSON unchanged, and the room holds nobody's data."""

from __future__ import annotations

import msgspec
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from motcua.procedures import retention
from motcua.procedures.content import (
    Attributes,
    Case,
    ChannelTerms,
    Component,
    Fee,
    Limit,
    Named,
    VersionContent,
    attributes_of,
    content_of,
    digest,
    to_json,
)
from motcua.procedures.importers.base import limit_of, plain
from motcua.procedures.offers import read_limit

TEXT = st.text(max_size=30)
LIMITS = st.builds(Limit, unit=TEXT, quantity=st.none() | TEXT, text=TEXT)
FEES = st.builds(Fee, kind=TEXT, text=TEXT, amount=st.none() | st.integers(), certain=st.booleans())
TERMS = st.builds(ChannelTerms, channel=TEXT, limit=LIMITS, fees=st.lists(FEES, max_size=2).map(tuple))
NAMED = st.builds(Named, name=TEXT, code=st.none() | TEXT)
PARTS = {
    "channels": st.lists(TERMS, max_size=3).map(tuple),
    "cases": st.lists(st.builds(Case, code=TEXT, name=TEXT, limit=LIMITS), max_size=2).map(tuple),
    "components": st.lists(st.builds(Component, name=TEXT, originals=st.integers(0, 9)), max_size=2).map(
        tuple
    ),
    "results": st.lists(NAMED, max_size=2).map(tuple),
}


@given(st.builds(VersionContent, name=TEXT, receivable=st.booleans(), **PARTS))
def test_content_round_trip(content: VersionContent) -> None:
    assert content_of(msgspec.json.decode(to_json(content))) == content
    assert digest(to_json(content_of(msgspec.json.decode(to_json(content))))) == digest(to_json(content))


@given(st.builds(Attributes, name=st.none() | TEXT, **{k: st.none() | v for k, v in PARTS.items()}))
def test_attributes_round_trip(attributes: Attributes) -> None:
    assert attributes_of(to_json(attributes)) == attributes


@given(
    st.decimals(min_value="0.1", max_value=9999, places=1),
    st.sampled_from(["WORKING_DAY", "day", "Hour", "MONTH"]),
)
def test_limits_read_back_from_their_key(quantity: object, unit: str) -> None:
    limit = limit_of(str(quantity), unit)
    assert limit.countable
    assert read_limit(limit.key) == limit


def test_numbers_are_plain() -> None:
    from decimal import Decimal

    assert [plain(Decimal(text)) for text in ("5.0", "100", "12.50", "1E+2")] == ["5", "100", "12.5", "100"]


def test_no_model_holds_personal_data_and_none_is_forgotten() -> None:
    assert retention.PERSONAL == {}
    names = {model.__name__ for model in apps.get_app_config("procedures").get_models()}
    assert names == set(retention.NOT_PERSONAL)
