"""The language of conditions: total, and true to its words, for any answers at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from motcua.forms.definition.conditions import (
    Age,
    All,
    Answer,
    AnyOf,
    Compare,
    Condition,
    Count,
    Filled,
    Given,
    In,
    Not,
    Operator,
    Sum,
    Today,
    eq,
)
from motcua.forms.definition.evaluate import Evaluator, full_years
from motcua.forms.definition.model import from_text, to_text
from motcua.forms.definition.satisfy import Reasoner

from .samples import TODAY, choice, family, form, page, text

NAMES = st.sampled_from(["married", "spouse", "born", "area", "price", "members", "plan", "nobody"])
GIVEN = st.one_of(st.sampled_from(["yes", "no", "0", "10.5", "2020-02-29", "true"]), st.text(max_size=5)).map(
    lambda value: Given(value=value)
)
OPERANDS = st.one_of(
    GIVEN,
    st.just(Today()),
    NAMES.map(lambda name: Answer(field=name)),
    NAMES.map(lambda name: Age(field=name)),
    NAMES.map(lambda name: Count(field=name)),
    NAMES.map(lambda name: Sum(field=name, column="share")),
)
ATOMS = st.one_of(
    st.builds(Compare, left=OPERANDS, op=st.sampled_from(list(Operator)), right=OPERANDS),
    NAMES.map(lambda name: Filled(field=name)),
    st.builds(In, field=NAMES, values=st.lists(st.sampled_from(["yes", "no"])).map(tuple)),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    ATOMS,
    lambda below: st.one_of(
        below.map(lambda each: Not(of=each)),
        st.lists(below, max_size=3).map(lambda each: All(of=tuple(each))),
        st.lists(below, max_size=3).map(lambda each: AnyOf(of=tuple(each))),
    ),
    max_leaves=6,
)
ANSWERS = st.dictionaries(
    NAMES,
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=8),
        st.sampled_from(["yes", "no", "12.5", "2001-01-31", "NaN", "Infinity"]),
        st.lists(st.one_of(st.text(max_size=3), st.dictionaries(st.just("share"), st.integers()))),
        st.dictionaries(st.text(max_size=3), st.integers()),
    ),
)
EVALUATOR = Evaluator(family(), TODAY)


@given(CONDITIONS, ANSWERS)
def test_every_condition_has_a_value_for_any_answers(condition: Condition, answers: dict[str, Any]) -> None:
    held = EVALUATOR.holds(condition, answers)
    assert held in (True, False)
    assert EVALUATOR.holds(Not(of=condition), answers) is not held
    assert EVALUATOR.holds(All(of=(condition, condition)), answers) is held
    EVALUATOR.effective(answers)


@given(OPERANDS, OPERANDS, ANSWERS)
def test_ne_is_the_opposite_of_eq_and_order_is_total_where_it_is_defined(
    left: Any, right: Any, answers: dict[str, Any]
) -> None:
    said = {op: EVALUATOR.holds(Compare(left=left, op=op, right=right), answers) for op in Operator}
    assert said[Operator.NE] is not said[Operator.EQ]
    assert not (said[Operator.LT] and said[Operator.GE])
    assert not (said[Operator.GT] and said[Operator.LE])
    assert sum(said[op] for op in (Operator.LT, Operator.EQ, Operator.GT)) <= 1


@given(CONDITIONS)
def test_a_form_comes_back_from_its_text_as_it_was(condition: Condition) -> None:
    asked = form(page(choice(), text("a", show_if=condition)))
    assert from_text(to_text(asked)) == asked
    assert to_text(from_text(to_text(asked))) == to_text(asked)


SOUND = form(
    page(choice("a", "x", "y", required=False), choice("b", "x", "y", "z"), text("c", required=False))
)
SOUND_ATOMS = st.one_of(
    st.builds(eq, st.just("a"), st.sampled_from(["x", "y"])),
    st.builds(eq, st.just("b"), st.sampled_from(["x", "y", "z"])),
    st.sampled_from([Filled(field=name) for name in "abc"]),
    st.builds(In, field=st.just("b"), values=st.sampled_from([("x",), ("x", "y"), ("x", "y", "z")])),
)
SOUND_CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    SOUND_ATOMS,
    lambda below: st.one_of(
        below.map(lambda each: Not(of=each)),
        st.lists(below, max_size=3).map(lambda each: All(of=tuple(each))),
        st.lists(below, max_size=3).map(lambda each: AnyOf(of=tuple(each))),
    ),
    max_leaves=5,
)


@given(SOUND_CONDITIONS)
def test_never_is_said_exactly_where_no_answers_make_it_true(condition: Condition) -> None:
    evaluator = Evaluator(SOUND, TODAY)
    true_once = any(
        evaluator.holds(
            condition, {name: value for name, value in zip("abc", (a, b, c), strict=True) if value}
        )
        for a in (None, "x", "y")
        for b in ("x", "y", "z")
        for c in (None, "chữ")
    )
    assert Reasoner(SOUND).never(condition) is not true_once


def test_what_is_hidden_falls_away_and_what_hangs_on_it() -> None:
    chain = form(
        page(choice("a", "x", "y")),
        page(choice("b", "x", "y", show_if=eq("a", "x")), name="two"),
        page(text("c"), name="three", show_if=eq("b", "x")),
    )
    evaluator = Evaluator(chain, TODAY)
    answers = {"a": "x", "b": "x", "c": "giữ"}
    assert evaluator.effective(answers) == answers
    assert evaluator.effective({**answers, "a": "y"}) == {"a": "y"}
    assert [each.id for each in evaluator.shown_pages({**answers, "a": "y"})] == ["one", "two"]


def test_age_counts_full_years_to_the_day() -> None:
    born = date(2008, 11, 27)
    assert full_years(born, date(2026, 11, 26)) == 17
    assert full_years(born, date(2026, 11, 27)) == 18
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    grown = Compare(left=Age(field="born"), op=Operator.GE, right=Given(value="18"))
    assert not EVALUATOR.holds(grown, {"born": "2008-11-27"})
    assert EVALUATOR.holds(grown, {"born": "2008-11-26"})


def test_columns_are_summed_and_rows_counted() -> None:
    rows = {"members": [{"share": 2}, {"share": 3}, {"name": "không góp"}]}
    total = Compare(left=Sum(field="members", column="share"), op=Operator.EQ, right=Given(value="5"))
    assert EVALUATOR.holds(total, rows)
    assert EVALUATOR.holds(Compare(left=Count(field="members"), op=Operator.EQ, right=Given(value="3")), rows)
    assert EVALUATOR.holds(replace(total, right=Given(value=str(Decimal(0)))), {})
