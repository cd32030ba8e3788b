"""What a person types is printed, never run, never hidden, never off the sheet."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from PIL import Image
from tests.papers import samples
from tests.papers.reading import pages_of, words_of

from motcua.dossiers.papers import Component, HandOver, Paper, Party, Press
from motcua.dossiers.papers.printable import printable

Printed = Callable[[Paper], str]

MARKUP = [
    '#eval("1+1")',
    '#import "/etc/passwd": *',
    "#panic()",
    "*bold* _slanted_ `raw` $x^2$",
    "@reference <label> // comment",
    "/* comment */",
    "= Heading",
    "- list",
    r"\u{41} \ # \* ~",
    "#set page(width: 1mm)",
    "<script>alert(1)</script>",
    "'; DROP TABLE dossier;--",
    "{{ 7*7 }} %(name)s {0}",
    '"quoted" \\" ]}',
]
LETTERS = frozenset(range(0x20, 0x250)) | frozenset(range(0x1EA0, 0x1EFA)) | {0x5D0}


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_as_typed(text: str, printed: Printed) -> None:
    party = Party(name=text, identifier=text, address=text, phone=text, email=text)
    page = printed(samples.receipt(party=party, copies=(1,), submitter=text))
    assert page.count(text) >= 5


@pytest.mark.parametrize("key", samples.ALL)
def test_no_form_runs_what_its_data_say(key: str, printed: Printed) -> None:
    """Every text of every form is replaced by source that would fail or print 2 if it were run."""
    attack = '#panic("run") #{1+1}'

    def poison(value: object) -> object:
        if isinstance(value, str):
            return attack
        if isinstance(value, tuple):
            return tuple(poison(item) for item in value)
        if hasattr(value, "__struct_fields__"):
            kept = {"qr_url", "kind", "result", "stage", "cause"}
            return type(value)(
                **{
                    name: item if name in kept else poison(item)
                    for name in value.__struct_fields__
                    if (item := getattr(value, name)) is not None
                }
            )
        return value

    text = printed(poison(samples.ALL[key]()))  # type: ignore[arg-type]
    assert text.count('#panic("run")') > 5


def test_vietnamese_marks_stay_whole(printed: Printed) -> None:
    letters = "ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ỲỴỶỸĐ ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ỳỵỷỹđ"
    assert letters in printed(samples.supplement(reason=letters))


def test_decomposed_letters_are_composed(printed: Printed) -> None:
    assert "Nguyễn Thị Hường" in printed(
        samples.supplement(reason=unicodedata.normalize("NFD", "Nguyễn Thị Hường"))
    )


def test_what_the_face_cannot_draw_is_named(printed: Printed) -> None:
    assert "lạ: [U+1F600] [U+4E2D] [U+0645] [U+05E9]." in printed(samples.supplement(reason="lạ: 😀 中 م ש."))


def test_hidden_and_turning_characters_are_dropped() -> None:
    assert printable("a\u200bb\u202ecod.exe\u2066\ufeff\u00ad\x00\x07c", LETTERS) == "abcod.exec"


def test_lines_stay_and_heaps_of_empty_ones_do_not() -> None:
    assert printable("một\r\nhai\u2028ba\n\n\n\n\nbốn", LETTERS) == "một\nhai\nba\n\nbốn"


def test_a_run_without_a_space_gets_places_to_break_and_loses_nothing() -> None:
    broken = printable("x" * 100, LETTERS, run=30)
    assert broken.count("\u200b") == 3
    assert broken.replace("\u200b", "") == "x" * 100
    assert printable("X" * 30, LETTERS, run=30) == "X" * 15 + "\u200b" + "X" * 15
    assert "\u200b" not in printable("nguyen.thi.huong@caobang.gov.vn", LETTERS)


@pytest.mark.parametrize("letter", ["W", "m", "i", "Ữ"])
def test_text_without_a_space_stays_between_the_margins(letter: str, press: Press) -> None:
    long = letter * 400
    party = Party(name=long, identifier=long, address=long, phone=long, email=long)
    for paper in (
        samples.receipt(party=party, content=long, components=(Component(no=1, name=long),), submitter=long),
        samples.control_slip(
            rows=(HandOver(giver_unit=long, receiver_unit=long, note=long, giver=long, receiver=long),)
        ),
        samples.logbook(rows=(samples.logbook_row(1, applicant=long, procedure_name=long, signature=long),)),
    ):
        for page in press.pictures(paper, ppi=72):
            assert _right_edge_is_white(page)


def _right_edge_is_white(png: bytes, millimetres: float = 8) -> bool:
    page = Image.open(io.BytesIO(png)).convert("L")
    strip = page.crop((round(page.width - millimetres / 25.4 * 72), 0, page.width, page.height))
    return strip.getextrema() == (255, 255)


def test_hundred_thousand_characters_are_all_printed(press: Press) -> None:
    pdf = press.print(samples.supplement(reason="ữ" * 100_000))
    assert words_of(pdf).count("ữ") >= 100_000
    assert len(pages_of(pdf)) > 10
