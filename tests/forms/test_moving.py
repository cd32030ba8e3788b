"""A draft moves to a newer revision with its answers; what would go is told before."""

from __future__ import annotations

from msgspec.structs import replace

from motcua.forms.definition.model import LongTextField, NumberField
from motcua.forms.definition.moving import move

from .samples import choice, family, form, page, text

OLD = form(page(choice("a", "x", "y"), text("b", limit=50), text("gone"), NumberField(id="n", label="Số")))


def test_equal_questions_keep_their_answers() -> None:
    answers = {"a": "x", "b": "chữ", "gone": "cũ", "n": "5"}
    assert move(answers, OLD, OLD).kept == answers
    assert (move(answers, OLD, OLD).lost, move(answers, OLD, OLD).new) == ((), ())


def test_what_is_no_longer_asked_or_no_longer_fits_is_told_as_lost() -> None:
    new = form(page(choice("a", "y", "z"), LongTextField(id="b", label="B"), text("n"), text("fresh")))
    moved = move({"a": "x", "b": "chữ", "gone": "cũ", "n": "5"}, OLD, new)
    assert moved.kept == {"b": "chữ", "n": "5"}
    assert [(lost.field, lost.answer) for lost in moved.lost] == [("a", "X"), ("gone", "cũ")]
    assert moved.new == ("Câu fresh",)


def test_rows_of_a_table_lose_only_the_columns_that_went() -> None:
    old = family()
    table = old.field("members")
    assert table is not None
    narrower = replace(table, columns=table.columns[:1])  # type: ignore[attr-defined] # it is a table
    new = replace(old, pages=(page(narrower),))
    moved = move({"members": [{"name": "A", "share": 5}, {"name": "B"}]}, old, new)
    assert moved.kept == {"members": [{"name": "A"}, {"name": "B"}]}
    assert [lost.field for lost in moved.lost] == ["members"]
