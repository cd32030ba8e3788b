"""Zip files, and the Office and OpenDocument files that are zips: listed, measured, nothing to run."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from motcua.dossiers.inspection.findings import Finding, refused
from motcua.dossiers.inspection.names import extension
from motcua.dossiers.inspection.results import FileRefusedError, Note, size_words
from motcua.dossiers.inspection.signatures import PROGRAM_EXTENSIONS, program
from motcua.foundation.errors import gettext_noop

ENTRIES: Final = 2_000
UNPACKED: Final = 500 * 1024 * 1024
LISTED: Final = 200
_CHUNK: Final = 256 * 1024
_ENCRYPTED: Final = 0x1
_ARCHIVES: Final = (
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
)
_ARCHIVE_EXTENSIONS: Final = frozenset({"zip", "rar", "7z", "gz", "bz2", "xz", "tar", "tgz", "cab"})
_OFFICE_FILES: Final = frozenset({"docx", "xlsx", "odt", "ods", "pptx"})
_MACRO_PARTS: Final = ("vbaproject", "vbadata", "activex", "oleobject", "basic/", "scripts/")


def inspect_package(path: Path) -> Finding:
    """`docx`, `xlsx`, `odt`, `ods`, or a plain `zip` with the names inside.

    Raises `FileRefusedError` for programs or archives inside, macros, passwords, links, names that lead out
    of a folder, more than 2,000 entries, and more than 500 MB unpacked, counted while unpacking.
    """
    try:
        with zipfile.ZipFile(path) as package:
            kind = _kind(package)
            _check_entries(package, kind)
            _unpack(package, kind)
            names = [entry.filename for entry in package.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as broken:
        raise refused(
            "broken",
            gettext_noop("Tệp nén hoặc tệp Office bị hỏng, không đọc được."),
            gettext_noop("Lưu lại tệp từ phần mềm đã tạo ra nó rồi tải lên."),
        ) from broken
    if kind != "zip":
        return Finding(kind=kind)
    note = Note(gettext_noop("Tệp nén có %(count)s tệp bên trong."), {"count": len(names)})
    return Finding(kind="zip", listing=tuple(names[:LISTED]), notes=(note,))


def _kind(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
        raise refused(
            "kind",
            gettext_noop("Hệ thống không nhận loại tệp này (%(kind)s)."),
            gettext_noop("Lưu lại thành PDF, docx hoặc xlsx rồi tải lên."),
            kind="Office",
        )
    if "mimetype" in names:
        with package.open("mimetype") as file:
            declared = file.read(100).decode("ascii", "replace").strip()
        return {
            "application/vnd.oasis.opendocument.text": "odt",
            "application/vnd.oasis.opendocument.spreadsheet": "ods",
        }.get(declared, "zip")
    return "zip"


def _check_entries(package: zipfile.ZipFile, kind: str) -> None:
    entries = package.infolist()
    if len(entries) > ENTRIES:
        raise refused(
            "entries",
            gettext_noop("Tệp nén có %(count)s mục, quá %(limit)s."),
            gettext_noop("Tách thành nhiều tệp nén nhỏ rồi tải lên."),
            count=len(entries),
            limit=ENTRIES,
        )
    declared = sum(entry.file_size for entry in entries)
    if declared > UNPACKED:
        raise _too_large(declared)
    for entry in entries:
        _check_entry(entry, kind)


def _check_entry(entry: zipfile.ZipInfo, kind: str) -> None:
    name = entry.filename
    where = PurePosixPath(name.replace("\\", "/"))
    leads_out = where.is_absolute() or ".." in where.parts or name[1:2] == ":"
    if leads_out or stat.S_ISLNK(entry.external_attr >> 16):
        raise refused(
            "path",
            gettext_noop("Tệp nén có mục dẫn ra ngoài thư mục: %(name)s."),
            gettext_noop("Nén lại các giấy tờ bằng phần mềm nén thông thường."),
            name=name[:100],
        )
    if entry.flag_bits & _ENCRYPTED:
        raise refused(
            "encrypted",
            gettext_noop("Tệp có mật khẩu nên không kiểm tra được nội dung."),
            gettext_noop("Bỏ mật khẩu rồi tải lên lại."),
        )
    if kind == "zip":
        if extension(name) in PROGRAM_EXTENSIONS:
            raise _program_inside(name)
        if extension(name) in _ARCHIVE_EXTENSIONS:
            raise _archive_inside(name)
    elif any(part in name.lower() for part in _MACRO_PARTS):
        raise refused(
            "macro",
            gettext_noop("Tệp Office chứa macro hoặc đối tượng nhúng chạy được (%(name)s)."),
            gettext_noop("Lưu lại thành PDF, hoặc thành tệp không có macro, rồi tải lên."),
            name=name[:100],
        )


def _unpack(package: zipfile.ZipFile, kind: str) -> None:
    """Reads every entry through, so that a false declared size does not help."""
    total = 0
    for entry in package.infolist():
        if entry.is_dir():
            continue
        with package.open(entry) as file:
            head = file.read(_CHUNK)
            if program(head):
                raise _program_inside(entry.filename)
            if (
                kind == "zip"
                and head.startswith(_ARCHIVES)
                and extension(entry.filename) not in _OFFICE_FILES
            ):
                raise _archive_inside(entry.filename)
            chunk = head
            while chunk:
                total += len(chunk)
                if total > UNPACKED:
                    raise _too_large(total)
                chunk = file.read(_CHUNK)


def _too_large(size: int) -> FileRefusedError:
    return refused(
        "bomb",
        gettext_noop("Tệp giải nén ra lớn %(size)s, quá %(limit)s."),
        gettext_noop("Tách thành nhiều tệp nhỏ rồi tải lên."),
        size=size_words(size),
        limit=size_words(UNPACKED),
    )


def _program_inside(name: str) -> FileRefusedError:
    return refused(
        "program_inside",
        gettext_noop("Bên trong có chương trình hoặc trang chạy được: %(name)s."),
        gettext_noop("Bỏ tệp đó ra rồi nén lại; chỉ nộp giấy tờ."),
        name=name[:100],
    )


def _archive_inside(name: str) -> FileRefusedError:
    return refused(
        "archive_inside",
        gettext_noop("Bên trong có tệp nén khác nên không kiểm tra được: %(name)s."),
        gettext_noop("Giải nén ra rồi nén lại một lần."),
        name=name[:100],
    )
