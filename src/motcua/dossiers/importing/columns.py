"""Which column of a foreign list is what: a saved mapping, else a guess from the headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, get_args

from motcua.dossiers.importing.sheets import Line
from motcua.foundation.text import fold

Field = Literal[
    "code", "procedure", "procedure_name", "applicant", "received", "due", "finished", "returned",
    "status", "agency", "channel", "identifier", "address", "phone",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
NEEDED: Final[tuple[Field, ...]] = ("code", "received")
HEAD_ROWS: Final = 30
"""Rows above the heading (title, period, unit) that a list may begin with."""
_HEADINGS: Final[dict[Field, tuple[str, ...]]] = {
    "code": ("code", "dossier", "ma ho so", "so ho so", "ma hs", "so bien nhan", "ma bien nhan", "so hs"),
    "procedure": ("procedure", "ma thu tuc", "ma tthc", "ma thu tuc hanh chinh", "ma so tthc"),
    "procedure_name": (
        "procedure name", "ten thu tuc", "thu tuc", "ten tthc", "thu tuc hanh chinh",
        "ten thu tuc hanh chinh", "noi dung", "tthc",
    ),
    "applicant": (
        "applicant", "chu ho so", "nguoi nop", "ho ten", "ho va ten", "nguoi nop ho so",
        "ten to chuc ca nhan",
        "to chuc ca nhan", "ten nguoi nop", "cong dan", "ten chu ho so",
    ),
    "received": (
        "received", "ngay tiep nhan", "tiep nhan", "ngay nhan", "thoi gian tiep nhan", "ngay nop",
        "nhan ho so", "ngay nhan ho so",
    ),
    "due": (
        "due", "hen tra", "ngay hen tra", "han xu ly", "ngay hen", "han tra", "thoi han", "hen tra ket qua",
        "ngay hen tra ket qua", "han giai quyet", "thoi gian hen tra",
    ),
    "finished": (
        "finished", "ngay ket thuc", "ngay xong", "ngay hoan thanh", "ngay co ket qua", "ket thuc xu ly",
        "ngay ket thuc xu ly", "ngay giai quyet", "hoan thanh", "ngay giai quyet xong",
    ),
    "returned": ("returned", "ngay tra", "ngay tra ket qua", "tra ket qua", "ngay tra kq", "thoi gian tra"),
    "status": ("status", "trang thai", "tinh trang", "trang thai ho so", "trang thai xu ly"),
    "agency": (
        "agency", "co quan", "don vi", "co quan giai quyet", "don vi giai quyet", "co quan thuc hien",
        "don vi xu ly", "co quan xu ly", "ten don vi", "don vi thu ly",
    ),
    "channel": ("channel", "hinh thuc nop", "kenh", "kenh tiep nhan", "hinh thuc tiep nhan", "hinh thuc"),
    "identifier": ("identifier", "cccd", "so cccd", "cmnd", "so dinh danh", "cmnd cccd", "so giay to"),
    "address": ("address", "dia chi"),
    "phone": ("phone", "dien thoai", "so dien thoai", "sdt"),
}  # fmt: skip
_KNOWN: Final = {words: field for field, many in _HEADINGS.items() for words in many}


def plain(heading: object) -> str:
    """A heading for comparison: folded, only letters and digits, one space between words."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(str(heading or ""))))


def guessed(headings: Sequence[Any]) -> dict[Field, str]:
    """Field to heading, each heading once; what nobody knows is left out."""
    found: dict[Field, str] = {}
    for heading in headings:
        field = _KNOWN.get(plain(heading))
        if field is not None and field not in found:
            found[field] = str(heading)
    return found


def is_head(line: Line, saved: Mapping[str, str] | None) -> bool:
    """Whether a row is the heading: it names the columns that every list has, or all of a saved mapping."""
    if saved:
        there = {plain(cell) for cell in line.cells}
        return all(plain(heading) in there for heading in saved.values())
    found = guessed(line.cells)
    return len(found) >= 3 and all(field in found for field in NEEDED)


def places(headings: Sequence[Any], columns: Mapping[str, str]) -> dict[str, int]:
    """Field to place in the row."""
    by_name: dict[str, int] = {}
    for place, heading in enumerate(headings):
        by_name.setdefault(plain(heading), place)
    return {field: by_name[plain(heading)] for field, heading in columns.items() if plain(heading) in by_name}
