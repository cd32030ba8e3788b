"""A bank statement in CSV, read without a database: what came in, line by line, or every fault at once."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections import Counter
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import fold

LARGEST: Final = 5 * 1024 * 1024
MOST_LINES: Final = 20_000
MOST: Final = 10**12
SHOWN_FAULTS: Final = 10
_AMOUNT: Final = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3}(?:\2[0-9]{3})*)?|[0-9]+)(?:[.,]0{1,2})?")
_NUMBER: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,78}[\x21-\x7e])?")


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file: names of columns, forms of time."""

    delimiter: str
    moments: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


class Credit(NamedTuple):
    """Money that came in: the bank's number of it, when, đồng, the words of the transfer."""

    line: int
    number: str
    at: Instant
    amount: int
    text: str


class Statement(NamedTuple):
    """What a file tells: money that came in; how many lines were of money that went out."""

    credits: tuple[Credit, ...]
    debits: int


class BadStatement(DomainError):
    """A file that is no statement in this layout; nothing of it was taken."""

    id = "bad_statement"


@lru_cache(maxsize=4)
def layout_in(path: str = "") -> Layout:
    """The layout of a file, or the one that ships. Raises: DomainError `statement_layout`."""
    try:
        text = Path(path).read_text() if path else _shipped()
        found = msgspec.convert(tomllib.loads(text), Layout)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise _bad_layout(path) from error
    if not {"at", "number", "credit", "debit", "text"} <= set(found.columns):
        raise _bad_layout(path)
    return found


def read_statement(content: bytes, layout: Layout) -> Statement:
    """The lines of a statement. UTF-8, with or without a mark; fields may be quoted.

    Raises: `BadStatement`, which names the lines at fault; one bad line refuses the file, so that nobody
    takes a part of a day for the whole.
    """
    rows = _rows(content, layout)
    if not rows:
        raise _bad(gettext_noop("Tệp sao kê không có dòng nào."))
    places = _columns(rows[0][1], layout)
    faults: list[str] = []
    found: list[Credit] = []
    debits = 0
    for line, row in rows[1:]:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        if _goes_out(cells):
            debits += 1
            continue
        read = _credit(line, cells, layout)
        if isinstance(read, str):
            faults.append(read)
        else:
            found.append(read)
    faults += _twice(found)
    if faults:
        raise BadStatement(
            gettext_noop("Sao kê có %(count)s dòng không đọc được: %(lines)s. Chưa nhập dòng nào."),
            gettext_noop("Sửa các dòng đó hoặc xuất lại sao kê từ ngân hàng rồi nhập lại."),
            count=len(faults),
            lines="; ".join(faults[:SHOWN_FAULTS]),
        )
    return Statement(tuple(found), debits)


def _goes_out(cells: dict[str, str]) -> bool:
    """A line of money that left the account: an amount below zero, or one in the debit column alone."""
    came = cells["credit"].strip("+0.,- ")
    return cells["credit"].startswith("-") or (not came and bool(cells.get("debit", "").strip("0.,- ")))


def _twice(found: list[Credit]) -> list[str]:
    """Lines of a number that another line has too."""
    numbers = Counter(each.number for each in found)
    return [f"{each.line} ({each.number})" for each in found if numbers[each.number] > 1]


def read_dong(text: str) -> int | None:
    """An amount as banks print it: `1.250.000`, `1,250,000.00`, `+1250000 VND`; none where it is no whole
    đồng above zero."""
    bare = text.replace("\N{NO-BREAK SPACE}", " ").strip().removeprefix("+")
    for unit in ("VND", "vnd", "đ", "VNĐ"):
        bare = bare.removesuffix(unit)
    read = _AMOUNT.fullmatch(bare.strip())
    if read is None:
        return None
    amount = int(read[1].replace(".", "").replace(",", "")[:14])
    return amount if 0 < amount < MOST else None


def _rows(content: bytes, layout: Layout) -> list[tuple[int, list[str]]]:
    if len(content) > LARGEST:
        raise _bad(gettext_noop("Tệp sao kê lớn hơn 5 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(gettext_noop("Tệp sao kê không phải văn bản UTF-8.")) from None
    if "\0" in text:
        raise _bad(gettext_noop("Tệp sao kê không phải văn bản UTF-8."))
    first = text.split("\n", 1)[0]
    delimiter = layout.delimiter or max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error:
        raise _bad(gettext_noop("Tệp sao kê không đúng dạng CSV.")) from None
    if len(rows) > MOST_LINES:
        raise _bad(gettext_noop("Tệp sao kê có hơn 20.000 dòng; chia ra theo ngày."))
    return rows


def _columns(heading: list[str], layout: Layout) -> dict[str, int]:
    by_name = {_name(cell): place for place, cell in reversed(list(enumerate(heading)))}
    places = {
        column: next((by_name[_name(each)] for each in said if _name(each) in by_name), -1)
        for column, said in layout.columns.items()
    }
    missing = [column for column in ("at", "number", "credit", "text") if places[column] < 0]
    if missing:
        raise BadStatement(
            gettext_noop("Tệp sao kê thiếu cột: %(columns)s."),
            gettext_noop("Dòng đầu phải là tên cột: thoi_gian, so_giao_dich, so_tien, noi_dung."),
            columns=", ".join(layout.columns[column][0] for column in missing),
        )
    return {column: place for column, place in places.items() if place >= 0}


def _credit(line: int, cells: dict[str, str], layout: Layout) -> Credit | str:
    """The line read, or what is wrong with it in short."""
    amount, at = read_dong(cells["credit"]), _moment(cells["at"], layout)
    if amount is None:
        return f"{line} (“{cells['credit'][:20]}”)"
    if at is None:
        return f"{line} (“{cells['at'][:20]}”)"
    if not _NUMBER.fullmatch(cells["number"]):
        return f"{line} (“{cells['number'][:20]}”)"
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in cells["text"]).split())[
        :300
    ]
    return Credit(line, cells["number"], at, amount, text)


def _moment(text: str, layout: Layout) -> Instant | None:
    for form in layout.moments:
        try:
            return instant_of(datetime.strptime(text, form))  # noqa: DTZ007 - local time of Vietnam
        except (ValueError, OverflowError):
            continue
    return None


def _name(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").split())


def _bad(message: str) -> BadStatement:
    return BadStatement(message, gettext_noop("Xuất lại sao kê dạng CSV từ ngân hàng rồi nhập lại."))


def _bad_layout(path: str) -> DomainError:
    return DomainError(
        gettext_noop("Tệp mô tả sao kê %(path)s không dùng được."),
        gettext_noop("Sửa tệp, hoặc bỏ MOTCUA_PAY_STATEMENT để dùng tệp đi kèm."),
        id="statement_layout",
        path=path,
    )


def _shipped() -> str:
    return (resources.files("motcua.payments") / "data" / "statement.toml").read_text()
