"""`provincial_decision`: procedures out of a province's publication decisions, as CSV.

decision, date, code, name, time, place, method, fee, basis, note, time_from_internal_process. A decision
has several annexes, so that one code stands in several rows, each with other cells filled: they are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from motcua.procedures.content import Attributes, ChannelTerms, Decision, Doubt, Fee, Limit, Named

from .base import Refused, Row, clean, code_of, fee_of, limit_of, name_of
from .readers import Cells, Source

_COLUMNS: Final = frozenset(("decision", "code", "name", "time", "method", "fee", "basis"))
_ROWS: Final = 20_000


class ProvincialDecision:
    """Reader of decision tables."""

    shape = "provincial_decision"

    def recognises(self, source: Source) -> bool:
        """By its headings."""
        return source.kind == "table" and set(source.header) >= _COLUMNS

    def rows(self, source: Source) -> Iterator[Row]:
        """The first row of a code carries what all its rows say; the others follow as they stand."""
        groups: dict[str, list[Cells]] = {}
        order: list[tuple[Cells, str, str]] = []
        for cells in source.table():
            if len(order) >= _ROWS:
                raise source.unreadable("Tệp %(name)s có quá nhiều dòng.")
            code, reason = _code(cells)
            order.append((cells, code, reason))
            if not reason:
                groups.setdefault(code, []).append(cells)
        for cells, code, reason in order:
            yield Row(cells.number, code, None, reason) if reason else _row(cells, code, groups[code])


def _code(cells: Cells) -> tuple[str, str]:
    raw = cells.values.get("code", "").encode("utf-8", "replace").decode()
    if cells.reason:
        return raw[:40].strip(), cells.reason
    try:
        return code_of(raw), ""
    except Refused as refused:
        return raw[:40].strip(), str(refused)


def _row(cells: Cells, code: str, group: list[Cells]) -> Row:
    try:
        return Row(cells.number, code, _attributes(code, group))
    except Refused as refused:
        return Row(cells.number, code, None, str(refused))


def _attributes(code: str, group: list[Cells]) -> Attributes:
    decision = _first(group, "decision")
    basis = _first(group, "basis")
    return Attributes(
        name=name_of(re.sub(r"\s*\([\d.;\s]+\)\s*$", "", _first(group, "name"))),
        channels=_channels(group),
        legal_bases=(Named(name=basis),) if basis else None,
        decision=Decision(number=decision, date=_day(_first(group, "date"))) if decision else None,
        addresses=_first(group, "place") or None,
        doubts=_doubts(group),
    )


def _first(group: list[Cells], column: str) -> str:
    return next((text for cells in group if (text := clean(cells.values.get(column)))), "")


def _day(text: str) -> str | None:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else None


def _channels(group: list[Cells]) -> tuple[ChannelTerms, ...] | None:
    time = _first(group, "time") or _first(group, "time_from_internal_process")
    if not time:
        return None
    method = _first(group, "method").casefold()
    named = [channel for channel, word in _METHODS if word in method] or ["direct"]
    fees = _fees(_first(group, "fee"))
    limits = [time_of(part) for part in time.split(" | ")]
    note = time if any(limit.text for limit in limits) or "riêng" in time.casefold() else ""
    return tuple(
        ChannelTerms(channel=channel, limit=limit, fees=fees, note=note)
        for channel in named
        for limit in limits
    )


_METHODS: Final = (("direct", "trực tiếp"), ("online", "trực tuyến"), ("postal", "bưu"))
_TIME: Final = re.compile(
    r"(?:trong thời hạn )?(?:không quá )?(?P<number>\d+(?:,\d+)?) (?P<unit>ngày làm việc|ngày|giờ|tháng)"
    r"(?:,? kể từ (?:ngày|khi) nhận đủ hồ sơ(?: hợp lệ)?)?\.?",
    re.IGNORECASE,
)


def time_of(text: str) -> Limit:
    """ "Trong thời hạn 08 ngày làm việc, kể từ ngày nhận đủ hồ sơ" as a limit; anything longer stays text."""
    words = " ".join(text.split()).strip(" -")
    match = _TIME.fullmatch(words)
    return limit_of(match["number"], match["unit"]) if match else Limit(text=words)


def _fees(text: str) -> tuple[Fee, ...]:
    if not text:
        return ()
    number = text.replace(".", "")
    if number.isdigit():
        # The table prints a bare number; its unit stands in the heading that the extraction lost.
        return (fee_of("FEE", number, "", ""),)
    return (fee_of("FEE", None, text, None),)


def _doubts(group: list[Cells]) -> tuple[Doubt, ...]:
    """Rows of one code that fill the same cell with different words."""
    found = []
    for column in ("time", "fee"):
        said = {clean(cells.values.get(column)) for cells in group} - {""}
        if len(said) > 1:
            detail = " <> ".join(sorted(said))
            found.append(Doubt(kind="rows_differ", where=f"column {column}", detail=detail[:1000]))
    return tuple(found)
