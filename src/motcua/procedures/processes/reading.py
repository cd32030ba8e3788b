"""A file of a decision into its tables: the content decides what the file is, never its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.provinces import PROVINCES

from .assembly import assembled
from .read_office import Unreadable, events_of_office
from .read_text import events_of_text
from .rows import Cell, Event, Line, Row
from .tables import DecisionTables, Doubt

TEXT_LIMIT: Final = 8 * 1024 * 1024
BARS_LIMIT: Final = 100_000
"""Bytes and cells of a text; the largest real decision has 80 kB and 1,200 cells."""
ARCHIVE_LIMIT: Final = 32 * 1024 * 1024
"""Bytes of a Word or Excel file as it lies on the disk, pictures and all."""

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD: Final = 40
"""Events in which number, place and date of a decision stand."""


def read_decision(path: Path | str) -> DecisionTables:
    """The decision of a file: text, .docx or .xlsx. A decision without processes is a result.

    Raises: UsageError for a file that is none of these, is damaged, attacks, or is larger than any decision.
    """
    path = Path(path)
    events = [_normal(event) for event in _events(path)]
    number, place, date = _decision(events[:_HEAD])
    processes, doubts = assembled(events)
    if not number or date is None:
        doubts.append(Doubt(kind="decision_unnamed", message=Phrase(_UNNAMED)))
    if not processes:
        doubts.append(Doubt(kind="no_process", message=Phrase(_NONE)))
    return DecisionTables(
        number=number, place=place, date=date, processes=tuple(processes), doubts=tuple(doubts)
    )


_HUGE: Final = gettext_noop("Tệp %(name)s lớn hơn mọi quyết định; từ chối.")
_UNNAMED: Final = gettext_noop("Không thấy số hiệu hoặc ngày của quyết định trong tệp.")
_NONE: Final = gettext_noop("Tệp không có bảng các bước nào.")


def _events(path: Path) -> Iterable[Event]:
    try:
        size = path.stat().st_size
        with path.open("rb") as opened:
            start = opened.read(8)
    except OSError as error:
        raise UsageError(
            gettext_noop("Không đọc được tệp %(name)s: %(why)s."),
            gettext_noop("Kiểm tra đường dẫn và quyền đọc tệp."),
            id="file_unreadable",
            name=path.name,
            why=error.strerror or type(error).__name__,
        ) from error
    if not size:
        raise _refused(path, gettext_noop("Tệp %(name)s rỗng."))
    if start == _OLD_OFFICE:
        raise _refused(path, gettext_noop("Tệp %(name)s là dạng Word hoặc Excel cũ (.doc, .xls)."))
    packed = start.startswith(b"PK")
    if size > (ARCHIVE_LIMIT if packed else TEXT_LIMIT):
        raise _refused(path, _HUGE)
    if not packed:
        return events_of_text(_text(path))
    try:
        return list(events_of_office(str(path)))
    except Unreadable as error:
        raise _refused(path, str(error)) from error


def _text(path: Path) -> str:
    data = path.read_bytes()
    if b"\x00" in data:
        raise _refused(path, gettext_noop("Tệp %(name)s không phải văn bản UTF-8."))
    if data.count(b"|") > BARS_LIMIT:
        raise _refused(path, _HUGE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, gettext_noop("Tệp %(name)s không phải văn bản UTF-8.")) from error


def _refused(path: Path, message: str) -> UsageError:
    return UsageError(
        message,
        gettext_noop("Các dạng nhận: văn bản UTF-8 có bảng mỗi ô một dòng, Word (.docx), Excel (.xlsx)."),
        id="file_unreadable",
        name=path.name,
    )


def _normal(event: Event) -> Event:
    """One form for one letter: decisions mix composed and decomposed Vietnamese."""
    if isinstance(event, Line):
        return Line(_nfc(event.text))
    return Row(tuple(Cell(_nfc(cell.text), cell.merged) for cell in event.cells), event.exact)


_INVISIBLE: Final = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)


def _nfc(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


_NUMBER: Final = re.compile(
    r"(?<!\w)Số(?:\s+hiệu)?\s*:?\s*(\d{1,5}\s*/\s*(?:QĐ|NQ|TB|KH)\s*[-–]\s*[A-ZĐ0-9\-–]+)"
)
_PLACE_CELL: Final = re.compile(r"Nơi ban hành\s*:\s*(.*)", re.DOTALL)
_NAMES: Final = "|".join(
    sorted(
        (name.removeprefix("Thành phố ").upper() for name in (*PROVINCES.values(), "Huế")),
        key=len,
        reverse=True,
    )
)
_AGENCY: Final = re.compile(
    rf"(?<!\w)(?:(TỈNH|THÀNH PHỐ)\s+({_NAMES})|(BỘ)\s+([A-ZÀ-ỸĐ]+(?:[ ,]+[A-ZÀ-ỸĐ]+){{1,8}}))(?!\w)"
)
_SLASHED: Final = re.compile(r"Ngày ban hành\s*:\s*(\d{1,2})/(\d{1,2})/(\d{4})")
_SPELT: Final = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s*(\d{1,2})\s+năm\s+(\d{4})")


def _decision(events: Sequence[Event]) -> tuple[str, str, str | None]:
    """Number, place and ISO date as the head of the decision prints them; empty or None where it does not."""
    cells = [
        text
        for event in events
        for text in ([event.text] if isinstance(event, Line) else event.texts)
        if text
    ]
    head = " ".join(" ".join(cell.split())[:2_000] for cell in cells)
    number = _NUMBER.search(head)
    day = _SLASHED.search(head) or _SPELT.search(head[number.start() :] if number else head)
    return re.sub(r"\s+", "", number[1]) if number else "", _place(cells), _iso(day)


def _place(cells: Sequence[str]) -> str:
    for place, cell in enumerate(cells):
        named = _PLACE_CELL.fullmatch(cell.strip())
        if named:
            return named[1].strip() or (cells[place + 1].strip() if place + 1 < len(cells) else "")
    for cell in cells[:6]:
        agency = _AGENCY.search(" ".join(cell[:300].split()))
        if agency and agency[1]:
            return f"{agency[1].capitalize()} {agency[2].title()}"
        if agency:
            return f"Bộ {agency[4].capitalize()}"
    return ""


def _iso(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    real = 1 <= day <= 31 and 1 <= month <= 12 and 1945 <= year <= 2200
    return f"{year}-{month:02}-{day:02}" if real else None
