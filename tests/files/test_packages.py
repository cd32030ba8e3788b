"""Zip, Office and OpenDocument files: listed and measured; nothing inside may run."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from tests.files import makers

from motcua.dossiers.files import FileRefusedError
from motcua.dossiers.inspection import packages
from motcua.dossiers.inspection.findings import Finding

Inspected = Callable[[bytes], Finding]


def refusal(inspected: Inspected, content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        inspected(content)
    assert refused.value.message
    assert refused.value.next_step
    return refused.value.id


def test_a_zip_is_listed(inspected: Inspected) -> None:
    finding = inspected(makers.package({"đơn.pdf": makers.pdf(), "ảnh/cccd.png": makers.picture()}))
    assert finding.listing == ("đơn.pdf", "ảnh/cccd.png")
    assert finding.notes[0].text == "Tệp nén có 2 tệp bên trong."


@pytest.mark.parametrize("name", ["setup.EXE", "a/b/run.bat", "trang.html", "hình.svg", "thư.js", "sổ.xlsm"])
def test_names_of_programs_inside_are_refused(name: str, inspected: Inspected) -> None:
    assert refusal(inspected, makers.package({name: b"x"})) == "file_program_inside"


def test_a_program_under_another_name_inside_is_refused(inspected: Inspected) -> None:
    assert refusal(inspected, makers.package({"đơn.pdf": makers.EXE})) == "file_program_inside"
    assert (
        refusal(inspected, makers.package({**makers.DOCX, "word/media/a.png": makers.ELF}))
        == "file_program_inside"
    )


def test_an_archive_inside_is_refused(inspected: Inspected) -> None:
    inner = makers.package({"a.txt": b"a"})
    assert refusal(inspected, makers.package({"b.zip": inner})) == "file_archive_inside"
    assert refusal(inspected, makers.package({"b.pdf": inner})) == "file_archive_inside"
    assert inspected(makers.package({"b.docx": makers.package(makers.DOCX)})).kind == "zip"


@pytest.mark.parametrize("name", ["../../etc/cron.d/a", "/etc/passwd", "C:\\a.pdf", "a\\..\\..\\b"])
def test_names_that_lead_out_are_refused(name: str, inspected: Inspected) -> None:
    assert refusal(inspected, makers.package({name: b"x"})) == "file_path"


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin"]
)
def test_office_files_with_macros_are_refused(part: str, inspected: Inspected) -> None:
    assert refusal(inspected, makers.package({**makers.DOCX, part: b"x"})) == "file_macro"


def test_open_documents_with_macros_are_refused(inspected: Inspected) -> None:
    assert refusal(inspected, makers.package({**makers.ODT, "Basic/script-lc.xml": b"x"})) == "file_macro"


def test_a_bomb_is_refused_by_what_it_declares(inspected: Inspected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "UNPACKED", 1024 * 1024)
    assert refusal(inspected, makers.package({"a.txt": b"\0" * 2_000_000})) == "file_bomb"


def test_a_bomb_that_declares_little_does_not_unpack(
    inspected: Inspected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "UNPACKED", 1024 * 1024)
    bomb = bytearray(makers.package({"a.txt": b"\0" * 2_000_000}))
    at = bomb.rindex(b"PK\x01\x02") + 24
    bomb[at : at + 4] = struct.pack("<I", 100)
    assert refusal(inspected, bytes(bomb)) in ("file_bomb", "file_broken")


def test_too_many_entries_are_refused(inspected: Inspected) -> None:
    many = makers.package({f"{number}.txt": b"" for number in range(packages.ENTRIES + 1)})
    assert refusal(inspected, many) == "file_entries"


def test_encrypted_and_broken_are_refused(inspected: Inspected) -> None:
    locked = bytearray(makers.package({"a.txt": b"abc"}))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(inspected, bytes(locked)) == "file_encrypted"
    whole = makers.package({"a.txt": b"abc" * 100})
    assert refusal(inspected, whole[: len(whole) // 2]) == "file_broken"
    damaged = bytearray(whole)
    damaged[45] ^= 0xFF
    assert refusal(inspected, bytes(damaged)) == "file_broken"


def test_a_link_inside_is_refused(inspected: Inspected) -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    assert refusal(inspected, out.getvalue()) == "file_path"


def test_presentations_are_not_taken(inspected: Inspected) -> None:
    slides = {"[Content_Types].xml": makers.CONTENT_TYPES, "ppt/presentation.xml": b"<p/>"}
    assert refusal(inspected, makers.package(slides)) == "file_kind"
