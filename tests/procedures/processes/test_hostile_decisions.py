"""Files that lie, break or attack: a clear refusal in Vietnamese, quickly and in little memory."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from tests.procedures.processes.decisions import (
    HEADINGS,
    STEPS,
    TITLE,
    TOTAL,
    Table,
    W,
    docx_body,
    text_of,
    write_docx,
    write_text,
    write_xlsx,
)

from motcua.foundation.errors import UsageError
from motcua.procedures.processes.reading import read_decision


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120_000_000, peak


def refused(path: Path) -> str:
    with pytest.raises(UsageError) as refusal:
        read_decision(path)
    assert refusal.value.id == "file_unreadable"
    assert refusal.value.next_step
    assert path.name in refusal.value.message
    return refusal.value.message


def made(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.md", b"", "rỗng"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "cũ"),
        ("zip.docx", b"PK\x03\x04" + b"\x00" * 60, "hỏng"),
        ("utf16.md", text_of(Table()).encode("utf-16"), "UTF-8"),
        ("cp1258.md", "Bước 1 đã đóng dấu".encode("cp1258", "replace"), "UTF-8"),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "UTF-8"),
        ("bars.md", b"|\n" * 3_000_000, "lớn hơn"),
    ],
)
def test_none_of_the_shapes(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    assert why in refused(made(tmp_path, name, data))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    refused(tmp_path / "missing.md")
    refused(tmp_path)


def test_100_megabytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as opened:
        opened.write(b"Buoc 1\n|\n")
        opened.truncate(100_000_000)
    tracemalloc.reset_peak()
    assert "lớn hơn" in refused(path)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    assert len(read_decision(write_docx(tmp_path, Table(), name="decision.md")).processes) == 1
    assert len(read_decision(write_text(tmp_path, Table(), name="decision.xlsx")).processes) == 1


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same archive with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)
    return path


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)


def test_billion_laughs(tmp_path: Path) -> None:
    assert "XML" in refused(write_docx(tmp_path, Table(), before=LAUGHS + "]>"))
    sheet = write_xlsx(tmp_path, Table())
    rewritten(sheet, "xl/worksheets/sheet1.xml", lambda data: LAUGHS.encode() + b"]>" + data)
    assert "XML" in refused(sheet)
    outside = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert "XML" in refused(write_docx(tmp_path, Table(), before=outside))


def test_a_zip_bomb_is_cut_off(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(150):
            part.write(b" " * 1_000_000)
    assert "quá lớn" in refused(tmp_path / "bomb.docx")


def test_too_many_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "parts.docx", "w") as archive:
        for number in range(4_000):
            archive.writestr(f"word/{number}.xml", "")
    assert "quá lớn" in refused(tmp_path / "parts.docx")


def test_a_damaged_archive(tmp_path: Path) -> None:
    whole = write_docx(tmp_path, Table()).read_bytes()
    refused(made(tmp_path, "cut.docx", whole[: len(whole) * 2 // 3]))
    refused(rewritten(write_docx(tmp_path, Table()), "word/document.xml", lambda data: data[:200]))
    refused(rewritten(write_xlsx(tmp_path, Table()), "xl/workbook.xml", lambda data: b"<workbook"))
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "Word" in refused(other)


def test_one_range_over_a_whole_sheet(tmp_path: Path) -> None:
    def merge(data: bytes) -> bytes:
        return data.replace(b"<mergeCells", b'<mergeCells n="1"').replace(
            b"<mergeCell ", b'<mergeCell ref="A1:XFD1048576"/><mergeCell ', 1
        )

    path = rewritten(write_xlsx(tmp_path, Table()), "xl/worksheets/sheet1.xml", merge)
    assert read_decision(path).processes == ()


def test_very_many_merged_ranges(tmp_path: Path) -> None:
    ranges = b'<mergeCell ref="A1:XFD1048576"/>' * 20_000
    path = rewritten(
        write_xlsx(tmp_path, Table()),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<mergeCell ", ranges + b"<mergeCell ", 1),
    )
    assert "quá lớn" in refused(path)


def shared_strings(folder: Path) -> Path:
    """A sheet as Excel writes it: words in one part, the cells point to them."""
    path = folder / "shared.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([(TITLE,), HEADINGS, *STEPS]):
            sheet.write_row(number, 0, row)
        sheet.merge_range(8, 0, 8, 2, TOTAL[0])
        sheet.write(8, 3, TOTAL[1])
    return path


def test_shared_strings(tmp_path: Path) -> None:
    (found,) = read_decision(shared_strings(tmp_path)).processes
    assert [(f"Bước {s.no}", s.content, s.post, s.time.text) for s in found.steps] == list(STEPS)
    assert (found.codes, found.sum_matches, found.doubts) == (("9.900001",), True, ())


def test_a_string_that_is_not_there(tmp_path: Path) -> None:
    path = rewritten(
        shared_strings(tmp_path),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<v>0</v>", b"<v>999999</v>"),
    )
    assert "hỏng" in refused(path)


def test_absurd_spans(tmp_path: Path) -> None:
    path = rewritten(
        write_docx(tmp_path, Table()),
        "word/document.xml",
        lambda data: data.replace(b'<w:gridSpan w:val="3"/>', b'<w:gridSpan w:val="999999999"/>'),
    )
    assert len(read_decision(path).processes) == 1


def test_deeply_nested_xml(tmp_path: Path) -> None:
    depth = 50_000
    nested = "<w:sdt>" * depth + docx_body(Table()) + "</w:sdt>" * depth
    path = rewritten(
        write_docx(tmp_path, Table()),
        "word/document.xml",
        lambda data: f'<w:document xmlns:w="{W}"><w:body>{nested}</w:body></w:document>'.encode(),
    )
    assert len(read_decision(path).processes) == 1


def test_deleted_words_of_a_revision_are_not_read(tmp_path: Path) -> None:
    path = rewritten(
        write_docx(tmp_path, Table()),
        "word/document.xml",
        lambda data: data.replace(
            "04 ngày làm việc".encode(),
            "04 ngày làm việc</w:t></w:r><w:del><w:r><w:t> và 9 ngày</w:t></w:r></w:del><w:r><w:t>".encode(),
        ),
    )
    (found,) = read_decision(path).processes
    assert found.steps[2].time.text == "04 ngày làm việc"


def test_markup_is_only_text(tmp_path: Path) -> None:
    rows = [("Bước 1", "<script>alert(1)</script>'; DROP TABLE x; --", "Chuyên viên", "1 ngày\u202e")]
    (found,) = read_decision(write_text(tmp_path, Table(rows=rows, total=()))).processes
    assert found.steps[0].content == "<script>alert(1)</script>'; DROP TABLE x; --"
    assert found.steps[0].time.text == "1 ngày"


def test_a_cell_of_megabytes(tmp_path: Path) -> None:
    rows = [("Bước 1", "x " * 100_000, "y, cá nhân " * 50_000, "ngày " * 50_000)]
    (found,) = read_decision(write_text(tmp_path, Table(title="t " * 100_000, rows=rows))).processes
    assert {"post_unknown", "time_unread"} <= {doubt.kind for doubt in found.doubts}
    assert len(found.doubts) < 10
