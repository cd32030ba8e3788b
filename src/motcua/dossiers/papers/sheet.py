"""From a form's record to what its template prints: every time in words, every text printable.

Templates hold the wording of the forms and their look; what is computed is computed here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

import msgspec

from motcua.dossiers.papers import data as forms
from motcua.dossiers.papers.printable import printable
from motcua.dossiers.papers.qr import qr_svg
from motcua.dossiers.papers.words import (
    duration_words,
    hand_over_words,
    moment_words,
    place_and_day,
    short_day,
    short_moment,
    working_words,
)
from motcua.foundation.clock import Instant, day_of

Sheet = dict[str, Any]

RESULT_WORDS: Final = {"": "", "early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
COPY_WORDS: Final = {
    1: "Liên 1: giao người nộp hồ sơ",
    2: "Liên 2: lưu tại Bộ phận Một cửa",
}
# The longest run of letters that a line of the form holds (see `printable`), and that its narrow cells hold.
_RUN: Final = 34
_RUNS: Final = {
    "logbook": 13,
    "control_slip": 18,
    "money_book": 24,
    "transfer_slip": 18,
    "urging_letter": 22,
}
_CELL_RUNS: Final = {"giver": 14, "receiver": 14, "note": 10}
_DAY_LINES: Final = 6
# A code is read by machines and copied by people: nothing is put into it.
_WHOLE: Final = ("qr_url", "code", "procedure_code", "secret")


def sheet_of(paper: forms.Paper, can_draw: frozenset[int]) -> Sheet:
    """The JSON object that the paper's template reads from `sys.inputs`."""
    key = str(paper.__struct_config__.tag)
    sheet: Sheet = _clean(msgspec.to_builtins(paper), can_draw, _RUNS.get(key, _RUN))
    frame = sheet["frame"]
    frame["place_day"] = place_and_day(frame["place"], paper.frame.issued_at)
    frame["qr"] = qr_svg(paper.frame.qr_url) if paper.frame.qr_url else ""
    sheet |= _ADDITIONS[key](paper)
    return sheet


def _clean(value: Any, can_draw: frozenset[int], run: int) -> Any:
    if isinstance(value, str):
        return printable(value, can_draw, run)
    if isinstance(value, dict):
        runs = {name: _CELL_RUNS.get(name, run) for name in value} if run < _RUN else {}
        runs |= dict.fromkeys(_WHOLE, sys.maxsize)
        return {name: _clean(item, can_draw, runs.get(name, run)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, can_draw, run) for item in value]
    return value


def _moment(instant: Instant | None) -> str:
    return "" if instant is None else moment_words(instant)


def _short(instant: Instant | None) -> str:
    return "" if instant is None else short_moment(instant)


def _receipt(paper: Any) -> Sheet:
    return {
        "received_text": moment_words(paper.received_at),
        "due_text": _moment(paper.due_at),
        "copy_lines": [{"no": no, "text": COPY_WORDS.get(no, f"Liên {no}")} for no in paper.copies],
        "days": day_lines(paper.explanation.days) if paper.explanation else [],
        "agency_dues": [hand_over_words(each.due_at) for each in paper.agencies],
    }


def _supplement(paper: Any) -> Sheet:
    return {"deadline_text": _moment(paper.deadline)}


def _refusal(_paper: Any) -> Sheet:
    return {}


def _apology(paper: Any) -> Sheet:
    return {
        "received_text": _day(paper.received_at),
        "due_text": moment_words(paper.due_at),
        "new_due_text": moment_words(paper.new_due_at),
    }


def _stop_notice(paper: Any) -> Sheet:
    return {
        "received_text": _day(paper.received_at),
        "due_text": _moment(paper.due_at),
        "requested_text": "" if paper.requested_at is None else _day(paper.requested_at),
        "stopped_text": moment_words(paper.stopped_at),
    }


def _control_slip(paper: Any) -> Sheet:
    return {
        "received_text": moment_words(paper.received_at),
        "due_text": _moment(paper.due_at),
        "times": [hand_over_words(row.at) if row.at else "" for row in paper.rows],
        "results": [RESULT_WORDS[row.result] for row in paper.rows],
    }


def _transfer_slip(paper: Any) -> Sheet:
    return {
        "received_text": moment_words(paper.received_at),
        "due_text": _moment(paper.due_at),
        "dues": [hand_over_words(row.due_at) if row.due_at else "" for row in paper.rows],
    }


def _urging_letter(paper: Any) -> Sheet:
    return {
        "issued_text": moment_words(paper.frame.issued_at),
        "answer_text": _moment(paper.answer_by),
        "times": [
            {
                "step": _short(row.step_due_at),
                "due": _short(row.due_at),
                "over": working_words(row.over_minutes) if row.over_minutes else "–",
            }
            for row in paper.rows
        ],
    }


def _opinion_request(paper: Any) -> Sheet:
    return {
        "received_text": moment_words(paper.received_at),
        "due_text": _moment(paper.due_at),
        "deadline_text": moment_words(paper.deadline),
    }


def _opinion_answer(paper: Any) -> Sheet:
    return {
        "requested_text": moment_words(paper.requested_at),
        "deadline_text": moment_words(paper.deadline),
        "answered_text": moment_words(paper.answered_at),
    }


def _logbook(paper: Any) -> Sheet:
    return {
        "times": [
            {
                "received": _short(row.received_at),
                "due": _short(row.due_at),
                "returned": _short(row.returned_at),
            }
            for row in paper.rows
        ]
    }


def _day(instant: Instant) -> str:
    return short_day(day_of(instant))


# Each takes the paper of its own key; what one type of paper needs, no other could be given.
_ADDITIONS: Final[Mapping[str, Callable[[Any], Sheet]]] = {
    "receipt": _receipt,
    "supplement": _supplement,
    "refusal": _refusal,
    "apology": _apology,
    "stop_notice": _stop_notice,
    "control_slip": _control_slip,
    "logbook": _logbook,
    "transfer_slip": _transfer_slip,
    "urging_letter": _urging_letter,
    "opinion_request": _opinion_request,
    "opinion_answer": _opinion_answer,
    "fee_receipt": lambda _paper: {},
    "refund_slip": lambda _paper: {},
    "money_book": lambda _paper: {},
}


def day_lines(days: tuple[forms.DayLine, ...]) -> list[dict[str, str]]:
    """The days of an explanation as few lines `{when, what}`: neighbours of one kind and reason are joined,
    and where that still leaves more than six lines, all days of one kind and reason."""
    joined = [list(group) for _, group in groupby(days, key=_kind)]
    if len(joined) > _DAY_LINES:
        by_kind: dict[tuple[str, str, str], list[forms.DayLine]] = {}
        for day in days:
            by_kind.setdefault(_kind(day), []).append(day)
        joined = list(by_kind.values())
    return [{"when": _when([day.date for day in group]), "what": _what(group)} for group in joined]


def _kind(day: forms.DayLine) -> tuple[str, str, str]:
    # A day that counts in full and one that counts in part are one kind: their minutes are added.
    return (day.kind, day.reason, day.source)


def _when(days: list[date]) -> str:
    if len(days) <= 2:
        return ", ".join(short_day(day) for day in days)
    return f"{short_day(days[0])} – {short_day(days[-1])}"


def _what(group: list[forms.DayLine]) -> str:
    first = group[0]
    count = f"{len(group)} ngày: " if len(group) > 2 else ""
    note = "; ".join(part for part in (first.reason, first.source) if part)
    if first.kind == "counted":
        each = [day.minutes for day in group]
        spent = " + ".join(map(duration_words, each)) if len(each) <= 2 else duration_words(sum(each))
        counted = f"tính {spent}"
        return f"{count}{counted}" + (f" ({note})" if note else "")
    return f"{count}không tính" + (f": {note}" if note else "")
