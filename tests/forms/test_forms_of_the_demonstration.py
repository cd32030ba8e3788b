"""Every form of the demonstration, walked with any choices: no page breaks, and what it asks is answered."""

from __future__ import annotations

import random

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from lxml import html
from tests.forms.samples import TODAY

from motcua.forms.definition.evaluate import Evaluator
from motcua.forms.definition.model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    CitizenNumberField,
    DateField,
    DeclarationField,
    Definition,
    EmailField,
    FileField,
    MoneyField,
    NoteField,
    NumberField,
    PhoneField,
    TableField,
    TaxCodeField,
    UnitField,
)
from motcua.forms.definition.owner import owner_of
from motcua.forms.definition.reading import PageRead, missing, read_page
from motcua.forms.definition.showing import Context, next_page, shown, summary
from motcua.forms.demonstration import definitions

FORMS = {definition.code: definition for definition in definitions()}
WORDS = {
    CitizenNumberField: "004188004217",
    TaxCodeField: "0100109106",
    PhoneField: "0912345678",
    EmailField: "phuong@vidu.vn",
    UnitField: "phường Thục Phán",
    MoneyField: "15.000.000",
}


def typed(field: AnyField, name: str, chance: random.Random) -> dict[str, list[str]]:
    """Something that a person may type into a field."""
    if isinstance(field, NoteField | FileField):
        return {}
    if isinstance(field, ChoiceField):
        return {name: [chance.choice(field.options).value]}
    if isinstance(field, ChoicesField):
        return {name: [option.value for option in field.options if chance.random() < 0.5]}
    if isinstance(field, DeclarationField):
        return {name: ["1"]}
    if isinstance(field, TableField):
        rows = chance.randint(1, field.max_rows)
        sent = {f"{name}._rows": [str(rows)]}
        for row in range(rows):
            for column in field.columns:
                sent |= typed(column, f"{name}.{row}.{column.id}", chance)
        return sent
    if isinstance(field, DateField):
        day = TODAY if field.earliest == "today" else TODAY.replace(year=chance.randint(1930, 2026), day=1)
        return {name: [f"{day.day}/{day.month}/{day.year}"]}
    if isinstance(field, NumberField):
        return {name: [field.minimum or "1"]}
    return {name: [WORDS.get(type(field), "Chữ")]}


def post_of(
    definition: Definition, page_id: str, answers: dict[str, object], chance: random.Random
) -> QueryDict:
    page = definition.page(page_id)
    assert page is not None
    fields = Evaluator(definition, TODAY).shown_fields(page, answers)
    sent = QueryDict(mutable=True)
    sent.setlist("_on_page", [field.id for field in fields])
    for field in fields:
        for name, values in typed(field, field.id, chance).items():
            sent.setlist(name, values)
    return sent


def passed(
    definition: Definition, page_id: str, answers: dict[str, object], chance: random.Random
) -> PageRead:
    """The page read until nothing new appears on it; files are there as the caller puts them."""
    page = definition.page(page_id)
    assert page is not None
    for field in page.fields:
        if isinstance(field, FileField):
            answers = {**answers, field.id: ["tep-1"]}
    read = read_page(definition, page_id, post_of(definition, page_id, answers, chance), answers, TODAY)
    if read.appeared:
        read = read_page(
            definition, page_id, post_of(definition, page_id, read.answers, chance), read.answers, TODAY
        )
    return read


@pytest.mark.parametrize("code", FORMS)
def test_any_choices_lead_to_the_end(code: str) -> None:
    definition = FORMS[code]
    chance = random.Random(code)
    for _ in range(6):
        answers: dict[str, object] = {}
        at, seen = definition.pages[0].id, []
        while at:
            seen.append(at)
            read = passed(definition, at, answers, chance)
            answers = read.answers
            stood = shown(
                definition,
                at,
                answers,
                Context(today=TODAY, typed=read.typed, rows=read.rows, faults=read.faults),
            )
            text = render_to_string("forms/page.html", {"shown": stood, "faults": read.faults})
            assert html.fromstring(text) is not None
            at = next_page(definition, at, answers, TODAY)
        assert len(seen) == len(set(seen)), "no page comes twice"
        left = missing(definition, answers, TODAY)
        said = summary(definition, answers, TODAY)
        assert {part.page for part in said} <= set(seen)
        assert all(each.page in seen for each in left)
        assert owner_of(answers).name == "Chữ"


@pytest.mark.parametrize("code", FORMS)
def test_an_empty_page_tells_each_required_question_and_no_other(code: str) -> None:
    definition = FORMS[code]
    for page in definition.pages:
        fields = Evaluator(definition, TODAY).shown_fields(page, {})
        sent = QueryDict(mutable=True)
        sent.setlist("_on_page", [field.id for field in fields])
        read = read_page(definition, page.id, sent, {}, TODAY)
        required = [field.id for field in fields if field.required and not isinstance(field, NoteField)]
        assert [fault.field for fault in read.faults] == required


def test_a_man_of_nineteen_is_told_the_law_before_he_files() -> None:
    sent = QueryDict(mutable=True)
    for name, value in (("man_name", "Nông Văn A"), ("man_born_on", "27/11/2006"), ("man_times", "1")):
        sent[name] = value
    read = read_page(FORMS["ho-tich.ket-hon"], "man", sent, {}, TODAY)
    assert any("Nam phải từ đủ 20 tuổi" in str(fault.message) for fault in read.faults)
    sent["man_born_on"] = "26/11/2006"
    again = read_page(FORMS["ho-tich.ket-hon"], "man", sent, {}, TODAY)
    assert not any(fault.field == "man_born_on" for fault in again.faults)


def test_a_house_of_three_floors_needs_a_designer() -> None:
    house = FORMS["xay-dung.nha-o-rieng-le"]
    answers = {"land_area": "100", "ground_area": "80", "floors": "3", "floor_area": "240", "height": "11"}
    own = read_page(house, "design", QueryDict("designer_kind=self"), answers, TODAY)
    assert any("từ 3 tầng" in str(fault.message) for fault in own.faults)
    small = read_page(house, "design", QueryDict("designer_kind=self"), {**answers, "floors": "2"}, TODAY)
    assert [fault.field for fault in small.faults] == ["drawings"]
