"""The press itself: PDF/A, equal bytes, threads, long books, what is missing."""

from __future__ import annotations

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pikepdf
import pytest
from pypdf import PdfReader
from tests.papers import samples
from tests.papers.reading import pages_of

from motcua.dossiers.papers import (
    PAPERS,
    PaperTooLongError,
    Press,
    PressNotReadyError,
    decode,
    encode,
    render,
)
from motcua.dossiers.papers.press import LOGBOOK_LIMIT


@pytest.mark.parametrize("key", samples.ALL)
def test_papers_are_pdf_a_2b_with_language_and_title(key: str, press: Press) -> None:
    with pikepdf.open(io.BytesIO(press.print(samples.ALL[key]()))) as pdf:
        about = pdf.open_metadata()
        assert about["pdfaid:part"] == "2"
        assert about["pdfaid:conformance"] == "B"
        assert samples.ALL[key]().frame.form_title in str(about["dc:title"])
        assert str(pdf.Root.Lang).startswith("vi")


@pytest.mark.parametrize("key", samples.ALL)
def test_a_paper_printed_again_is_the_same_bytes(key: str, press: Press) -> None:
    paper = samples.ALL[key]()
    kept = decode(encode(paper))
    assert kept == paper
    again = Press(press._fonts).print(kept)
    assert again == press.print(paper)


def test_render_takes_the_record_or_its_json_object(press: Press) -> None:
    paper = samples.apology()
    assert render("apology", paper) == render("apology", msgspec.to_builtins(paper)) == press.print(paper)


def test_render_refuses_another_forms_data() -> None:
    with pytest.raises(msgspec.ValidationError):
        render("receipt", samples.apology())
    with pytest.raises(msgspec.ValidationError):
        render("receipt", {"frame": {}})
    with pytest.raises(KeyError):
        render("unknown", samples.apology())


def test_every_form_has_its_record_and_template() -> None:
    assert set(PAPERS) == set(samples.ALL)


def test_threads_print_in_turn(press: Press) -> None:
    papers = [samples.receipt(content=f"Nội dung số {number}.") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for number, pdf in enumerate(pool.map(press.print, papers)):
            assert f"Nội dung số {number}." in pages_of(pdf)[0]


def test_pages_of_a_logbook_run_on_from_the_volume_before(press: Press) -> None:
    pages = pages_of(press.print(samples.logbook(60, first_page=41)))
    assert "Trang 41/" in pages[0]
    assert "Trang 42/" in pages[1]
    assert all("STT Mã hồ sơ" in page for page in pages[:-1])


@pytest.mark.slow
def test_a_long_logbook_is_set_in_a_process_of_its_own(press: Press) -> None:
    book = samples.logbook(201)
    pdf = press.print(book)
    assert pdf == press.print(book, here=True)
    assert "000.00.15.H14-220428-0301" in pages_of(pdf)[-1]


def test_too_long_a_logbook_is_refused_with_the_way_out(press: Press) -> None:
    rows = (samples.logbook_row(1),) * (LOGBOOK_LIMIT + 1)
    with pytest.raises(PaperTooLongError) as refused:
        press.print(samples.logbook(rows=rows))
    assert "3001" in refused.value.message
    assert "Excel" in refused.value.next_step


def test_missing_face_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PressNotReadyError) as refused:
        Press(tmp_path)
    assert "make setup" in refused.value.next_step


def test_papers_hold_no_script_and_no_file(press: Press) -> None:
    reader = PdfReader(io.BytesIO(press.print(samples.receipt())))
    assert not reader.attachments
    assert "/OpenAction" not in reader.trailer["/Root"]


def test_the_child_process_reports_its_failure(press: Press, tmp_path: Path) -> None:
    from motcua.dossiers.papers.apart import print_apart

    with pytest.raises(subprocess.CalledProcessError):
        print_apart(tmp_path, samples.logbook())
