"""The kind of a file comes from its content; programs and unknown kinds are refused whatever their name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.files import makers

from motcua.dossiers.files import FileRefusedError
from motcua.dossiers.inspection.findings import Finding

Inspected = Callable[[bytes], Finding]

TAKEN = {
    "pdf": makers.pdf(),
    "png": makers.picture("PNG"),
    "jpeg": makers.picture("JPEG"),
    "tiff": makers.picture("TIFF"),
    "webp": makers.picture("WEBP"),
    "docx": makers.package(makers.DOCX),
    "xlsx": makers.package(makers.XLSX),
    "odt": makers.package(makers.ODT),
    "xml": "<?xml version='1.0'?><hồSơ>Nguyễn</hồSơ>".encode(),
    "zip": makers.package({"giấy tờ.pdf": makers.pdf()}),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_kinds_that_are_taken(kind: str, inspected: Inspected) -> None:
    assert inspected(TAKEN[kind]).kind == kind


REFUSED = {
    "file_program": makers.ELF,
    "file_empty": b"",
    "file_old_office": makers.OLE,
    "file_kind": b"GIF89a" + b"\0" * 100,
}


@pytest.mark.parametrize("reason", REFUSED)
def test_kinds_that_are_refused_with_their_reason(reason: str, inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError) as refused:
        inspected(REFUSED[reason])
    assert refused.value.id == reason
    assert refused.value.next_step


@pytest.mark.parametrize(
    "program", [makers.EXE, b"#!/bin/sh\nrm -rf /\n", b"\xca\xfe\xba\xbe\0\0", b"dex\n035\0"]
)
def test_programs_are_refused(program: bytes, inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError, match="chương trình"):
        inspected(program)


def test_plain_text_and_noise_are_refused(inspected: Inspected) -> None:
    for content in (b"chi la chu", bytes(range(256)) * 20, b"\0" * 50):
        with pytest.raises(FileRefusedError):
            inspected(content)


def test_pages_are_counted(inspected: Inspected) -> None:
    assert inspected(makers.pdf(pages=3)).pages == 3
    assert inspected(makers.picture()).pages == 1
    two = makers.picture("TIFF", save_all=True, append_images=[makers.Image.new("RGB", (9, 9))])
    assert inspected(two).pages == 2
