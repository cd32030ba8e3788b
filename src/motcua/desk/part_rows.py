"""The rows of the form that sends interlinked work: one an agency, with its task, date and level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext

from motcua.desk.asked import CUT
from motcua.desk.sheet import Ask, Entry
from motcua.dossiers.lifecycle.decide_steps import MOST_PARTS
from motcua.dossiers.queries.steps import part_due
from motcua.dossiers.queries.views import DossierView
from motcua.foundation.clock import SystemClock, local_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.calendars import calendar_for

WORDS: Final = 300
"""Characters of a paper's name that stand in its field."""
DECLARED: Final = gettext_noop("Nội dung đã khai trực tuyến")
SHOWN: Final = 3
"""Rows of an empty form; each that is filled brings one more when the form comes again."""
_FIELDS: Final = ("agency", "content", "due_at", "place")


class PartLine(NamedTuple):
    """One row with what stands in it, and its faults by field."""

    number: int
    agency: str
    content: str
    due_at: str
    place: str
    faults: Mapping[str, str]


class PaperLine(NamedTuple):
    """A paper of the dossier, or the declaration (number 0), with what is said to be wrong with it."""

    number: int
    name: str
    value: str
    words: str
    fault: str


def rows_of(
    entry: Entry, view: DossierView, data: QueryDict, faults: Mapping[str, str]
) -> Sequence[PartLine | PaperLine | str]:
    """The rows of a field that is asked for several times over; none of another."""
    if entry.ask is Ask.PARTS:
        return part_lines(view, data, faults)
    if entry.ask is Ask.FAULTS:
        declared = [_wrong(0, gettext(DECLARED), data, faults)] if view.form and view.declaration else []
        return declared + [_wrong(paper.no, paper.name, data, faults) for paper in view.papers]
    if entry.ask is Ask.SEVERAL:
        chosen = [value[:CUT] for value in data.getlist(entry.name) if value][:MOST_PARTS]
        return [*chosen, *[""] * max(1, SHOWN - len(chosen))]
    return []


def _wrong(number: int, title: str, data: Mapping[str, str], faults: Mapping[str, str]) -> PaperLine:
    name = f"fault_{number}"
    words = data.get(f"{name}_words", "")[:CUT] if data else title[:WORDS]
    fault = faults.get(name) or faults.get(f"{name}_words", "")
    return PaperLine(number, title, data.get(name, "")[:CUT], words, fault)


def part_lines(view: DossierView, data: Mapping[str, str], faults: Mapping[str, str]) -> list[PartLine]:
    """The rows of the form. An empty one has a date inside the promise already."""
    first = _first_due(view)
    filled = [
        n for n in range(1, MOST_PARTS + 1) if data.get(f"part_{n}_agency") or data.get(f"part_{n}_content")
    ]
    count = min(MOST_PARTS, max(SHOWN, max(filled, default=0) + 1))
    return [_line(number, data, faults, first) for number in range(1, count + 1)]


def _line(number: int, data: Mapping[str, str], faults: Mapping[str, str], first: str) -> PartLine:
    agency, content, due_at, place = (data.get(f"part_{number}_{name}", "")[:CUT] for name in _FIELDS)
    named = {name: fault for name in _FIELDS if (fault := faults.get(f"part_{number}_{name}"))}
    return PartLine(number, agency, content, due_at if data else first, place, named)


def _first_due(view: DossierView) -> str:
    at = part_due(view.due_at, SystemClock().now(), calendar_for(view.section_code))
    return f"{local_of(at):%Y-%m-%dT%H:%M}" if at is not None else ""
