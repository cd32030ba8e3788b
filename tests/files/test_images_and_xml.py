"""Images that unpack to too much, and XML that would read other files, are refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest
from tests.files import makers

from motcua.dossiers.files import FileRefusedError
from motcua.dossiers.inspection.findings import Finding

Inspected = Callable[[bytes], Finding]

SECRET = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
REFUSED_XML = {
    "external entity": (SECRET, "file_xml_entities"),
    "entity bomb": (LAUGHS, "file_xml_entities"),
    "document type": ('<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', "file_xml_entities"),
    "not closed": ("<a><b></a>", "file_xml"),
    "page": ("<html><body/></html>", "file_active_xml"),
    "drawing": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "file_active_xml"),
    "script inside": ('<a><s xmlns="http://www.w3.org/1999/xhtml">x</s></a>', "file_active_xml"),
    "style sheet": ('<?xml-stylesheet href="a.xsl"?><a/>', "file_active_xml"),
    "doctype of a page": ("<!DOCTYPE html><html></html>", "file_xml_entities"),
}


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises so many points."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"\0" * 10)
    chunks += struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    end = b"IEND"
    return b"\x89PNG\r\n\x1a\n" + chunks + struct.pack(">I", 0) + end + struct.pack(">I", zlib.crc32(end))


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (15_000, 11_000)])
def test_an_image_with_too_many_points_is_refused(width: int, height: int, inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError) as refused:
        inspected(png_of(width, height))
    assert refused.value.id == "file_pixels"


def test_a_sheet_scanned_finely_is_taken(inspected: Inspected) -> None:
    assert inspected(png_of(9_933, 14_043)).kind == "png"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_broken_image_is_refused(form: str, inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError) as refused:
        inspected(makers.picture(form)[:12])
    assert refused.value.id == "file_broken"


@pytest.mark.parametrize("name", REFUSED_XML)
def test_dangerous_xml_is_refused(name: str, inspected: Inspected) -> None:
    content, reason = REFUSED_XML[name]
    with pytest.raises(FileRefusedError) as refused:
        inspected(content.encode())
    assert refused.value.id == reason


def test_xml_in_utf_16_is_read(inspected: Inspected) -> None:
    assert inspected('<?xml version="1.0" encoding="utf-16"?><a>Nguyễn</a>'.encode("utf-16")).kind == "xml"


def test_deep_xml_is_refused(inspected: Inspected) -> None:
    with pytest.raises(FileRefusedError):
        inspected(b"<a>" * 100_000)
