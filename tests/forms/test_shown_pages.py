"""A page of a form as HTML: native controls, hints and errors tied to their input, every word kept a word."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from lxml import html
from msgspec.structs import replace

from motcua.forms.definition.conditions import eq
from motcua.forms.definition.model import (
    ChoicesField,
    DeclarationField,
    Definition,
    FileField,
    LongTextField,
    NoteField,
    Option,
    Page,
    PhoneField,
    Privacy,
    TableField,
    UnitField,
)
from motcua.forms.definition.reading import read_page
from motcua.forms.definition.showing import Context, ShownFile, shown, summary

from .samples import TODAY, WHY, choice, family, form, page, post, text

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 }}"


def rendered(definition: Definition, page_id: str = "one", answers: Any = None, **more: Any) -> Any:
    stood = shown(definition, page_id, answers or {}, Context(today=TODAY, **more))
    context = {"shown": stood, "faults": more.get("faults", ())}
    parts = [render_to_string(f"forms/{name}.html", context) for name in ("head", "page")]
    return html.fromstring(f"<div>{''.join(parts)}</div>")


def everything() -> Definition:
    words = {"label": EVIL, "help": EVIL}
    options = (Option(value="a", label=EVIL), Option(value="b", label=EVIL))
    privacy = Privacy(why=EVIL, ground=EVIL)
    return form(
        Page(
            id="one",
            title=EVIL,
            help=EVIL,
            fields=(
                replace(text("t"), **words),
                LongTextField(id="l", **words),
                replace(choice("c"), options=options, **words),
                ChoicesField(id="m", options=options, **words),
                PhoneField(id="p", privacy=privacy, **words),
                UnitField(id="u", **words),
                TableField(id="r", columns=(replace(text("n"), **words),), row_name=EVIL, **words),
                FileField(id="f", component=EVIL, **words),
                NoteField(id="o", **words),
                DeclarationField(id="d", **words),
            ),
        )
    )


def test_script_in_every_word_of_a_form_and_in_every_answer_stays_text() -> None:
    answers = {
        "t": EVIL,
        "l": EVIL,
        "c": EVIL,
        "m": [EVIL],
        "p": EVIL,
        "u": {"list": EVIL, "code": EVIL, "name": EVIL},
        "r": [{"n": EVIL}],
        "f": [EVIL],
        "d": True,
    }
    files = {"f": [ShownFile(key=EVIL, name=EVIL, note=EVIL)]}
    typed = {name: [EVIL] for name in ("t", "l", "p", "u", "r.0.n")}
    faults = read_page(everything(), "one", post(p=EVIL, c=EVIL, u=EVIL), {}, TODAY).faults
    pages = [
        rendered(everything(), answers=answers, files=files),
        rendered(everything(), answers=answers, typed=typed, faults=faults),
        html.fromstring(
            render_to_string(
                "forms/summary.html", {"parts": summary(everything(), answers, TODAY), "change_base": "/x/"}
            )
        ),
    ]
    for each in pages:
        assert each.xpath("//script | //img | //*[@onerror]") == []
    first = pages[0]
    assert first.xpath("//h1")[0].text_content() == EVIL
    assert first.xpath("//input[@name='t']/@value") == [EVIL]
    assert first.xpath("//textarea")[0].text_content().strip() == EVIL
    assert first.xpath("//input[@name='r.0.n']/@value") == [EVIL]


def test_every_input_has_its_label_its_hint_and_its_fault() -> None:
    asked = form(page(PhoneField(id="p", label="Điện thoại", help="Mười số", privacy=WHY), choice()))
    faults = read_page(asked, "one", post(p="12"), {}, TODAY).faults
    stood = rendered(asked, typed={"p": ["12"]}, faults=faults)
    field = stood.xpath("//input[@name='p']")[0]
    assert (field.get("value"), field.get("type"), field.get("aria-invalid")) == ("12", "tel", "true")
    assert stood.xpath(f"//label[@for='{field.get('id')}']")[0].text_content().strip() == "Điện thoại"
    hint, fault = (stood.get_element_by_id(name) for name in field.get("aria-describedby").split())
    assert hint.text_content() == "Mười số"
    assert "Số điện thoại không đúng." in fault.text_content()
    order = [each.get("class") for each in field.xpath("ancestor::div[1]/*")]
    assert order[1:3] == ["hint", "err"], "the error stands between hint and field"
    links = stood.xpath("//div[@role='alert']//a/@href")
    assert links == ["#f-p", "#f-color"]
    assert all(stood.xpath(f"//*[@id='{link[1:]}']") for link in links)
    assert stood.xpath("//fieldset/legend")[0].text_content().strip() == "Câu color"
    assert "Để thử." in stood.xpath("//details")[0].text_content()


def test_a_page_without_script_or_style_of_its_own() -> None:
    stood = rendered(everything())
    assert stood.xpath("//*[@style] | //style | //@onclick") == []
    names = stood.xpath("//input[@name='_on_page']/@value")
    assert names == ["t", "l", "c", "m", "p", "u", "r", "f", "o", "d"]
    assert stood.xpath("//button[@name='_add_row']/@value") == ["r"]
    assert stood.xpath("(//button)[1]/@name") == [], "return in a field sends the page on"


def test_pages_are_counted_on_the_way_that_is_shown() -> None:
    branching = form(
        page(choice("a", "x", "y")),
        page(text("b"), name="two", show_if=eq("a", "x")),
        page(text("c"), name="three"),
    )
    short = shown(branching, "three", {"a": "y"}, Context(today=TODAY))
    assert (short.number, short.pages, short.previous, short.next) == (2, 2, "one", "")
    assert short.steps == ("d", "c")
    long = shown(branching, "three", {"a": "x"}, Context(today=TODAY))
    assert (long.number, long.previous) == (3, "two")


def test_the_summary_says_every_kind_of_answer_in_words() -> None:
    answers = {
        "married": "no",
        "born": "1990-02-01",
        "area": "1234.5",
        "price": 1_500_000,
        "members": [{"name": "Một", "share": 5000}],
        "plan": ["k"],
    }
    files = {"plan": [ShownFile(key="k", name="ban-ve.pdf", url="/tep/k")]}
    parts = summary(family(), answers, TODAY, files)
    said = html.fromstring(
        f"<div>{render_to_string('forms/summary.html', {'parts': parts, 'change_base': '/sua/'})}</div>"
    )
    words = " ".join(said.text_content().split())
    for each in ("NO", "01/02/1990", "1.234,5 m²", "1.500.000", "Một", "5.000", "ban-ve.pdf"):
        assert each in words
    assert said.xpath("//a/@href") == ["/sua/one/", "/sua/two/", "/sua/three/", "/tep/k"]
