"""The kind of a file by its first bytes, whatever it is called; programs are told apart first."""

from __future__ import annotations

import struct
from typing import Final

import puremagic

from motcua.dossiers.inspection.findings import refused
from motcua.dossiers.inspection.results import FileRefusedError
from motcua.foundation.errors import gettext_noop

HEAD: Final = 4096
"""How many first bytes `sniff` wants."""

HEIF: Final = "heif"
"""Photographs of newer telephones. They are not kept as such: few offices can open them."""

_PROGRAMS: Final = (
    (b"MZ", "Windows"),
    (b"\x7fELF", "Linux"),
    (b"\xfe\xed\xfa\xce", "macOS"),
    (b"\xfe\xed\xfa\xcf", "macOS"),
    (b"\xce\xfa\xed\xfe", "macOS"),
    (b"\xcf\xfa\xed\xfe", "macOS"),
    (b"\xca\xfe\xba\xbe", "Java/macOS"),
    (b"dex\n", "Android"),
    (b"\0asm", "WebAssembly"),
    (b"#!", "script"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "Windows shortcut"),
)
PROGRAM_EXTENSIONS: Final = frozenset(
    {"exe", "com", "scr", "pif", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi"}
    | {"msp", "dll", "sys", "cpl", "jar", "class", "apk", "sh", "bash", "py", "app", "deb", "rpm", "lnk"}
    | {"url", "reg", "chm", "iso", "img", "svg", "html", "htm", "mht", "xhtml"}
    | {"docm", "xlsm", "pptm", "dotm", "xltm", "xlam"}
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNKNOWN: Final = gettext_noop("không rõ loại")
_PDF_WITHIN: Final = 1024
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_IMAGES: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)


# Brands of ISO/IEC 23008-12 that a telephone writes at the beginning of a HEIC photograph.
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def program(head: bytes) -> str:
    """The system that would run a file beginning so, or nothing."""
    return next((system for mark, system in _PROGRAMS if head.startswith(mark)), "")


def sniff(head: bytes) -> str:
    """`pdf`, `png`, `jpeg`, `tiff`, `webp`, `heif`, `zip` (also Office and OpenDocument) or `xml`.

    Raises `FileRefusedError` for a program, a kind that is not taken, and an empty file.
    """
    if not head:
        raise refused("empty", gettext_noop("Tệp trống."), gettext_noop("Chọn lại tệp có nội dung."))
    if system := program(head):
        raise _is_program(system)
    for mark, kind in _IMAGES:
        if head.startswith(mark):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if _looks_like_xml(head):
        return "xml"
    raise _not_taken(head)


def _looks_like_xml(head: bytes) -> bool:
    bare = head
    for bom in _BOMS:
        bare = bare.removeprefix(bom)
    return bare.replace(b"\0", b"").lstrip().startswith(b"<")


def _is_program(system: str) -> FileRefusedError:
    return refused(
        "program",
        gettext_noop("Tệp này là chương trình chạy được (%(system)s), không phải giấy tờ."),
        gettext_noop("Không mở tệp này; nộp bản quét hoặc bản PDF của giấy tờ."),
        system=system,
    )


def _not_taken(head: bytes) -> FileRefusedError:
    if head.startswith(_OLE):
        return refused(
            "old_office",
            gettext_noop("Tệp thuộc định dạng Office cũ (doc, xls), có thể chứa mã chạy được."),
            gettext_noop("Lưu lại thành docx, xlsx hoặc PDF rồi tải lên."),
        )
    return refused(
        "kind",
        gettext_noop("Hệ thống không nhận loại tệp này (%(kind)s)."),
        gettext_noop("Nộp PDF, ảnh (JPEG, PNG, HEIC, TIFF, WebP), docx, xlsx, odt, ods, xml hoặc zip."),
        kind=_guess(head),
    )


def _guess(head: bytes) -> str:
    try:
        found = str(puremagic.from_string(head))
    except (puremagic.PureError, ValueError, IndexError, struct.error):
        return _UNKNOWN
    return found.lstrip(".") or _UNKNOWN
