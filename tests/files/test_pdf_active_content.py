"""What a PDF would run by itself is taken out; what cannot be taken out is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from tests.files import makers

from motcua.dossiers.files import FileRefusedError
from motcua.dossiers.inspection.findings import Finding

Inspected = Callable[[bytes], Finding]
TRACES = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/XFA",
    b"/AA",
    b"/SubmitForm",
    b"/GoToR",
    b"/RichMedia",
)


@pytest.mark.parametrize("kind", makers.ACTIVE)
def test_active_content_is_taken_out(kind: str, inspected: Inspected, tmp_path: Path) -> None:
    sent = makers.pdf(makers.ACTIVE[kind])
    finding = inspected(sent)
    assert finding.cleaned
    assert "Đã gỡ nội dung" in finding.notes[0].text
    plain = _plain(tmp_path / "cleaned")
    assert [trace for trace in TRACES if trace in plain] == []


def _plain(path: Path) -> bytes:
    """The PDF with every object readable."""
    with pikepdf.open(path) as cleaned:
        assert len(cleaned.pages) == 1
        out = io.BytesIO()
        cleaned.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_cleaning_is_repeatable(inspected: Inspected, tmp_path: Path) -> None:
    sent = makers.pdf(makers.ACTIVE["name tree"])
    inspected(sent)
    once = (tmp_path / "cleaned").read_bytes()
    inspected(sent)
    assert (tmp_path / "cleaned").read_bytes() == once
    assert not inspected(once).cleaned


def test_links_and_opening_page_stay_and_the_bytes_too(inspected: Inspected, tmp_path: Path) -> None:
    finding = inspected(makers.pdf(makers.harmless))
    assert not finding.cleaned
    assert finding.notes == ()
    assert not (tmp_path / "cleaned").exists()


def test_a_signed_pdf_is_kept_byte_for_byte(inspected: Inspected) -> None:
    assert not inspected(makers.pdf(makers.signed)).cleaned


def test_a_signed_pdf_that_runs_something_is_refused(inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError) as refused:
        inspected(makers.pdf(makers.signed_and_active))
    assert refused.value.id == "file_signed_active"
    assert "JavaScript" in refused.value.message


def test_a_pdf_with_a_password_is_refused(inspected: Inspected) -> None:
    locked = makers.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(FileRefusedError) as refused:
        inspected(locked)
    assert refused.value.id == "file_encrypted"


def test_a_pdf_that_only_restricts_printing_is_inspected(inspected: Inspected) -> None:
    restricted = makers.pdf(encryption=pikepdf.Encryption(owner="a", user=""))
    assert not inspected(restricted).cleaned


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\xff" * 5000, b"%PDF-1.7\ntrailer<</Root 1 0 R>>"]
)
def test_a_pdf_beyond_repair_is_refused(content: bytes, inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError) as refused:
        inspected(content)
    assert refused.value.id == "file_broken"


@pytest.mark.parametrize("part", [0.9, 0.5, 0.1])
def test_a_cut_pdf_is_cleaned_as_far_as_it_goes_or_refused(part: float, inspected: Inspected) -> None:
    whole = makers.pdf(makers.ACTIVE["open action"], pages=20)
    cut = whole[: int(len(whole) * part)]
    assert _outcome(inspected, cut) in ("pdf", "file_broken")


def _outcome(inspected: Inspected, content: bytes) -> str:
    try:
        return inspected(content).kind
    except FileRefusedError as refused:
        return refused.id


def test_an_action_in_a_dictionary_that_pretends_to_be_a_font_is_taken_out(
    inspected: Inspected, tmp_path: Path
) -> None:
    finding = inspected(makers.pdf(makers.disguised))
    assert "lệnh mở chương trình" in finding.notes[0].text
    assert b"/Launch" not in _plain(tmp_path / "cleaned")


def test_what_stands_before_the_header_is_cut_off(inspected: Inspected, tmp_path: Path) -> None:
    finding = inspected(b"<html><script>alert(1)</script></html>\n" + makers.pdf())
    assert finding.cleaned
    assert (tmp_path / "cleaned").read_bytes().startswith(b"%PDF-")
    assert b"script" not in (tmp_path / "cleaned").read_bytes()
