"""Files that lie, break or attack: a clear refusal or refused rows, and nothing half written."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.procedures.support import clock, flat, write_lines

from motcua.foundation.errors import UsageError
from motcua.procedures.importers import readers
from motcua.procedures.models import Procedure, SourceRecord
from motcua.procedures.record import record
from motcua.procedures.services import Report, import_file

pytestmark = pytest.mark.django_db
HEAD = "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
GOOD = "1.000001,Thủ tục một,Hộ tịch,Ủy ban nhân dân cấp xã,Bộ Tư pháp,Dân,ACTIVE,STANDARD\n"


def refused(path: Path) -> UsageError:
    with pytest.raises(UsageError) as refusal:
        import_file(path, clock=clock())
    assert refusal.value.next_step
    assert not Procedure.objects.exists()
    assert not SourceRecord.objects.exists()
    return refusal.value


def add_up(report: Report) -> Report:
    total = report.created + report.updated + report.unchanged + report.duplicates + len(report.rejected)
    assert report.read == total
    return report


def bytes_file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("spaces.jsonl", b"   \n\n"),
        ("program.csv", b"MZ\x90\x00" + b"\x00" * 100),
        ("report.csv", b"%PDF-1.7\n"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
        ("prose.csv", "Đây chỉ là một đoạn văn.\nKhông phải danh mục.\n".encode()),
        ("other.csv", b"a,b,c\n1,2,3\n"),
        ("other.jsonl", b'{"hello": "world"}\n'),
        ("broken.json", b"[{"),
        ("number.jsonl", b"[1, 2, 3]"),
        ("zip.xlsx", b"PK\x03\x04" + b"\x00" * 60),
        ("utf16.csv", HEAD.encode("utf-16")),
    ],
)
def test_none_of_the_shapes(tmp_path: Path, name: str, data: bytes) -> None:
    assert name in refused(bytes_file(tmp_path, name, data)).message


def test_missing_file_and_folder(tmp_path: Path) -> None:
    refused(tmp_path / "missing.csv")
    refused(tmp_path)


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    packed = bytes_file(tmp_path, "list.csv", gzip.compress((HEAD + GOOD).encode()))
    assert import_file(packed, clock=clock()).created == 1
    lines = write_lines(tmp_path, flat(), name="details.xlsx")
    assert import_file(lines, clock=clock()).shape == "portal_detail_flat"


def test_truncated_gz_writes_nothing_of_what_came_before(tmp_path: Path) -> None:
    rows = "".join(GOOD.replace("1.000001", f"1.{n:06}") for n in range(1, 3000))
    whole = gzip.compress((HEAD + rows).encode())
    refused(bytes_file(tmp_path, "list.csv.gz", whole[: len(whole) // 2]))
    records = gzip.compress(b"\n".join(json.dumps(flat(code=f"1.{n:06}")).encode() for n in range(3000)))
    refused(bytes_file(tmp_path, "records.jsonl.gz", records[:-20]))


def test_damaged_gz(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress((HEAD + GOOD * 500).encode()))
    whole[len(whole) // 2] ^= 0xFF
    refused(bytes_file(tmp_path, "list.csv.gz", bytes(whole)))


@pytest.mark.parametrize("first", [b"", HEAD.encode(), json.dumps(flat()).encode() + b"\n", b"["])
def test_a_bomb_is_cut_off(tmp_path: Path, first: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "UNPACKED_LIMIT", 8_000_000)
    monkeypatch.setattr(readers, "ARRAY_LIMIT", 4_000_000)
    bomb = bytes_file(tmp_path, "bomb.gz", gzip.compress(first + b" " * 100_000_000))
    tracemalloc.start()
    refused(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_a_row_of_10_mb_is_refused_and_the_rest_is_done(tmp_path: Path) -> None:
    huge = json.dumps(flat(code="1.000002", name="x" * 10_000_000)).encode()
    path = write_lines(tmp_path, flat(code="1.000001"), huge, flat(code="1.000003"))
    report = add_up(import_file(path, clock=clock()))
    assert (report.created, [bad.row for bad in report.rejected]) == (2, [2])


def test_a_csv_row_of_10_mb(tmp_path: Path) -> None:
    huge = GOOD.replace("Thủ tục một", '"' + "x" * 10_000_000 + '"').replace("1.000001", "1.000002")
    path = bytes_file(
        tmp_path, "list.csv", (HEAD + GOOD + huge + GOOD.replace("1.000001", "1.000003")).encode()
    )
    report = add_up(import_file(path, clock=clock()))
    assert report.created == 2
    assert len(report.rejected) == 1


def test_invalid_utf8_is_refused_by_row(tmp_path: Path) -> None:
    bad = (
        json.dumps(flat(code="1.000002"), ensure_ascii=False).encode().replace("thử".encode(), b"th\xff\xfe")
    )
    report = add_up(import_file(write_lines(tmp_path, flat(code="1.000001"), bad), clock=clock()))
    assert (report.created, report.rejected[0].row, report.rejected[0].code) == (1, 2, "1.000002")
    csv = (
        (HEAD + GOOD).encode()
        + GOOD.replace("1.000001", "1.000004").encode("cp1258", "replace")[:-3]
        + b"\xff\n"
    )
    again = add_up(import_file(bytes_file(tmp_path, "list.csv", csv), clock=clock()))
    assert [bad.row for bad in again.rejected] == [3]
    assert "UTF-8" in again.rejected[0].reason


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b'{"code": 5}',
        b'{"code": "1.000009", "name": null, "channels": []}',
        b'{"code": "1.000009", "name": "x", "channels": "many"}',
        b'{"code": "1.000009", "name": "x", "channels": [{"channel": "PIGEON"}]}',
        b'{"code": "1.000009", "name": "\\ud800", "channels": []}',
        b'{"code": "1.000009", "name": "   ", "channels": []}',
        b'{"code": "abc", "name": "x", "channels": []}',
        b'{"code": "1.000009 ; DROP", "name": "x", "channels": []}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
    ],
)
def test_a_line_that_is_no_record(tmp_path: Path, line: bytes) -> None:
    report = add_up(import_file(write_lines(tmp_path, flat(), line), clock=clock()))
    assert report.created == 1
    assert report.rejected[0].row == 2
    assert report.rejected[0].reason


@pytest.mark.parametrize("time", [1e308, -5, "1" * 5000, "∞", True])
def test_absurd_times_do_not_stop_the_import(tmp_path: Path, time: object) -> None:
    rows = [{"channel": "DIRECT", "time": time, "unit": "DAY"}]
    report = add_up(import_file(write_lines(tmp_path, flat(channels=rows)), clock=clock()))
    assert report.created + len(report.rejected) == 1


def test_markup_and_sql_are_only_text(tmp_path: Path) -> None:
    name = "<script>alert(1)</script>'; DROP TABLE x; --\u0000\u202e"
    import_file(write_lines(tmp_path, flat(name=name)), clock=clock())
    assert record("1.009999")["name"] == "<script>alert(1)</script>'; DROP TABLE x; --"


def sheet(folder: Path, *rows: list[object], name: str = "list.xlsx") -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    page.append(["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"])
    for row in rows:
        page.append(row)
    book.save(folder / name)
    return folder / name


LISTED: list[object] = [
    "1.000001",
    "Thủ tục một",
    "Bộ Tư pháp",
    "Sở Tư pháp\nỦy ban nhân dân cấp xã",
    "Hộ tịch",
]


def test_formula_cells_are_refused(tmp_path: Path) -> None:
    formula: list[object] = ["1.000002", '=HYPERLINK("http://x","y")', "Bộ", "", "Hộ tịch"]
    report = add_up(import_file(sheet(tmp_path, LISTED, formula), clock=clock()))
    assert report.created == 1
    assert (report.rejected[0].row, report.rejected[0].code) == (4, "1.000002")
    assert "công thức" in report.rejected[0].reason


def test_numbers_and_empty_rows_in_a_sheet(tmp_path: Path) -> None:
    report = add_up(import_file(sheet(tmp_path, LISTED, [], [1.00189, "Mã bị đọc thành số"]), clock=clock()))
    assert (report.read, report.created) == (2, 1)
    assert report.rejected[0].row == 5


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same archive with parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    path.write_bytes(out.getvalue())
    return path


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(12)
)


def test_billion_laughs_is_refused_unread(tmp_path: Path) -> None:
    def laugh(name: str, data: bytes) -> bytes:
        return LAUGHS + b"]>" + data.split(b"?>", 1)[-1] if name.endswith("sheet1.xml") else data

    assert "XML" in refused(rewritten(sheet(tmp_path, LISTED), laugh)).message


def test_a_sheet_that_unpacks_too_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "UNPACKED_LIMIT", 3_000_000)

    def swell(name: str, data: bytes) -> bytes:
        return data + b" " * 5_000_000 if name.endswith("sheet1.xml") else data

    refused(rewritten(sheet(tmp_path, LISTED), swell))


def test_a_damaged_sheet(tmp_path: Path) -> None:
    path = sheet(tmp_path, LISTED)
    data = path.read_bytes()
    refused(bytes_file(tmp_path, "cut.xlsx", data[: len(data) * 2 // 3]))
    refused(rewritten(path, lambda name, part: part[:80] if name.endswith("sheet1.xml") else part))


def test_unclosed_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    rows = "".join(GOOD.replace("1.000001", f"1.{n:06}") for n in range(2, 4000))
    path = bytes_file(tmp_path, "list.csv", (HEAD + GOOD + '1.999999,"never closed,x\n' + rows).encode())
    report = add_up(import_file(path, clock=clock()))
    assert report.rejected
    assert report.created > 1000
