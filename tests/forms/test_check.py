"""The static check finds each planted fault, and says nothing of a sound form or of what it cannot tell."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from motcua.forms.definition.check import check
from motcua.forms.definition.conditions import (
    Age,
    All,
    Answer,
    AnyOf,
    Compare,
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
from motcua.forms.definition.model import (
    Check,
    ChoicesField,
    DateField,
    Definition,
    FileField,
    NoteField,
    NumberField,
    Option,
    PhoneField,
    TableField,
)

from .samples import WHY, choice, content, family, form, page, text


def kinds(definition: Definition, *papers: str) -> list[str]:
    return [each.kind for each in check(definition, content(*papers) if papers else None)]


def compare(field: str, op: str, value: str) -> Compare:
    return Compare(left=Answer(field=field), op=Operator(op), right=Given(value=value))


def test_a_sound_form_has_nothing_to_find() -> None:
    assert kinds(family(), "Bản vẽ") == []


AREA = NumberField(id="area", label="Diện tích", minimum="0", maximum="100")
BORN = DateField(id="born", label="Ngày sinh")
TABLE = TableField(id="rows", label="Bảng", columns=(text("name"),))

FAULTS: dict[str, Definition] = {
    "no_title": form(page(text("a")), title=" "),
    "no_pages": form(),
    "no_procedure": form(page(text("a")), procedures=()),
    "bad_procedure": form(page(text("a")), procedures=("1.1",)),
    "duplicate_page": form(page(text("a")), page(text("b"))),
    "duplicate_field": form(page(text("a")), page(text("a"), name="two")),
    "page_empty": form(page(NoteField(id="n", label="Chú ý"))),
    "no_label": form(page(replace(text("a"), label=""))),
    "bad_options": form(page(choice("a", "x", "x"))),
    "bad_bounds": form(page(NumberField(id="a", label="Số", minimum="9", maximum="1"))),
    "bad_table": form(page(replace(TABLE, columns=()))),
    "column_condition": form(
        page(choice(), replace(TABLE, columns=(text("n", show_if=eq("color", "red")),)))
    ),
    "privacy_missing": form(page(PhoneField(id="p", label="Điện thoại"))),
    "prefill_type": form(page(replace(AREA, prefill="account.phone", privacy=WHY))),
    "no_message": form(page(text("a", checks=(Check(rule=Filled(field="a"), message=""),)))),
    "unknown_field": form(page(text("a", show_if=Filled(field="nobody")))),
    "refers_ahead": form(page(text("a", show_if=Filled(field="b")), text("b"))),
    "cycle": form(page(text("a", show_if=Filled(field="b")), text("b", show_if=Filled(field="a")))),
    "unknown_option": form(page(choice(), text("a", show_if=eq("color", "blue")))),
    "unknown_column": form(
        page(
            TABLE,
            text(
                "a",
                show_if=Compare(
                    left=Sum(field="rows", column="name"), op=Operator.GT, right=Given(value="1")
                ),
            ),
        )
    ),
    "condition_never": form(
        page(choice(), text("a", show_if=All(of=(eq("color", "red"), eq("color", "green")))))
    ),
    "never_shown": form(
        page(choice("first", "yes", "no"), choice()),
        page(text("a", show_if=eq("color", "red")), text("c"), name="two", show_if=eq("color", "green")),
    ),
    "required_hidden": form(page(AREA, text("a", show_if=compare("area", "gt", "100")))),
    "page_never": form(page(AREA), page(text("a"), name="two", show_if=compare("area", "lt", "0"))),
    "check_never": form(
        page(replace(AREA, checks=(Check(rule=compare("area", "gt", "100"), message="Lớn hơn 100."),)))
    ),
    "type_error": form(page(choice(), text("a", show_if=compare("color", "gt", "red")))),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_planted_fault_is_found(kind: str) -> None:
    assert kind in kinds(FAULTS[kind])


@pytest.mark.parametrize(
    "rule",
    [
        Compare(left=Age(field="area"), op=Operator.GT, right=Given(value="1")),
        Compare(left=Count(field="area"), op=Operator.GT, right=Given(value="1")),
        Compare(left=Answer(field="area"), op=Operator.EQ, right=Today()),
        Compare(left=Answer(field="area"), op=Operator.EQ, right=Given(value="nhiều")),
        Compare(left=Given(value="1"), op=Operator.EQ, right=Given(value="1")),
        In(field="area", values=("1",)),
        Compare(left=Answer(field="rows"), op=Operator.EQ, right=Given(value="1")),
    ],
)
def test_operands_of_the_wrong_type_are_found(rule: Any) -> None:
    assert "type_error" in kinds(form(page(AREA, TABLE, BORN, text("a", show_if=rule))))


@pytest.mark.parametrize(
    "rule",
    [
        Compare(left=Age(field="born"), op=Operator.GE, right=Given(value="18")),
        Compare(left=Answer(field="born"), op=Operator.LT, right=Today()),
        Compare(left=Count(field="rows"), op=Operator.GE, right=Given(value="2")),
        Compare(left=Answer(field="area"), op=Operator.GE, right=Given(value="100")),
        Compare(left=Answer(field="area"), op=Operator.LT, right=Given(value="0.5")),
        Not(of=Filled(field="maybe")),
        AnyOf(of=(eq("color", "red"), compare("area", "gt", "100"))),
        In(field="many", values=("x",)),
        Not(of=In(field="many", values=("x", "y"))),
    ],
)
def test_what_may_be_true_is_never_called_a_fault(rule: Any) -> None:
    many = ChoicesField(
        id="many",
        label="Nhiều",
        options=tuple(Option(value=value, label=value) for value in ("x", "y", "z")),
    )
    asked = (choice(), AREA, BORN, TABLE, text("maybe", required=False), many)
    assert kinds(form(page(*asked), page(text("a", show_if=rule), name="two"))) == []


def test_a_question_behind_one_that_is_hidden_is_never_shown() -> None:
    hidden_twice = form(
        page(choice(), choice("tone", "light", "dark", show_if=eq("color", "red"))),
        page(
            text("a", show_if=All(of=(eq("color", "green"), eq("tone", "dark")))),
            text("b"),
            name="two",
        ),
    )
    assert set(kinds(hidden_twice)) == {"condition_never", "required_hidden"}


def test_papers_of_the_procedure_and_of_the_form_must_meet() -> None:
    asked = page(FileField(id="plan", label="Bản vẽ", component="bản  VẼ "))
    assert kinds(form(asked), "Bản vẽ") == [], "names are compared as people read them"
    assert kinds(form(asked), "Bản đồ", "Bản vẽ") == ["component_without_field"]
    assert kinds(form(asked, declares=("Tờ khai",)), "Bản vẽ", "Tờ khai") == []
    assert sorted(kinds(form(asked, declares=("Đơn",)), "Giấy")) == [
        "component_unknown",
        "component_unknown",
        "component_without_field",
    ]
    assert kinds(form(asked), "Bản vẽ", "Giấy ủy quyền (nếu có)") == []


def test_a_condition_over_more_than_can_be_tried_is_not_judged() -> None:
    wide = [choice(f"c{number}", *"abcdefgh") for number in range(8)]
    rule = All(of=(*(eq(field.id, "a") for field in wide), eq("c0", "b")))
    assert kinds(form(page(*wide), page(text("x", show_if=rule), name="two"))) == []
