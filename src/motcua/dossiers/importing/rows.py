"""A row of a foreign list made into what the core can be told, with every doubt about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Final, NamedTuple

from motcua.dossiers.importing.doubts import COUNTED, ENTERED, LEFT_OUT, MESSAGES, Doubt
from motcua.dossiers.importing.ground import Ground, Pinned, Place, Unknown
from motcua.dossiers.importing.sheets import Line
from motcua.dossiers.importing.values import Given, NoMoment, channel_of, moment, status_of, was_refused
from motcua.dossiers.lifecycle.types import Channel, Status
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import FORMULA
from motcua.law.regimes import regime_on

_OPENS: Final = time(7, 30)
_DUE: Final = time(17)
_SIGNED: Final = time(16)
_HANDED: Final = time(16, 30)
"""Times of day where a list knows the day alone: within office hours, in the order of the work."""
_ENDED: Final = frozenset({Status.WITHDRAWN, Status.STOPPED, Status.FINISHED, Status.RETURNED})
_OUTSIDE: Final = frozenset({Status.REGISTERED, Status.NOT_RECEIVED})


class Entered(NamedTuple):
    """A dossier to enter. `ended` is when it was resolved, withdrawn or stopped; moments are instants."""

    row: int
    foreign_code: str
    place: Place
    procedure: Pinned
    applicant: str
    party: dict[str, str]
    channel: Channel
    received: Instant
    due: Instant | None
    ended: Instant | None
    returned: Instant | None
    status: Status
    refused: bool


class LeftOut(Exception):
    """The row cannot be entered."""


class Reader:
    """Reads row after row; `doubts` are of the present one."""

    def __init__(self, ground: Ground, now: Instant, agency: str = "") -> None:
        self.ground, self.now, self.agency = ground, now, agency
        self.doubts: list[Doubt] = []
        self.line = 0
        self.code = ""

    def read(self, line: Line, where: Mapping[str, int]) -> Entered | None:
        """The dossier of a row; none where it is left out, and the doubts say why."""
        self.doubts, self.line = [], line.number
        cells = {field: line.cells[place] for field, place in where.items() if place < len(line.cells)}
        self.code = _text(cells.get("code"))[:120]
        try:
            return self._read(cells)
        except LeftOut:
            return None

    def doubt(self, kind: str, detail: object = "", done: str = ENTERED) -> None:
        """Note a doubt; what stood in the row is quoted for the eye alone, cut short."""
        self.doubts.append(
            Doubt(
                row=self.line,
                code=self.code,
                kind=kind,
                message=MESSAGES[kind],
                detail=str(detail)[:80],
                done=done,
            )
        )

    def _leave(self, kind: str, detail: object = "") -> LeftOut:
        self.doubt(kind, detail, LEFT_OUT)
        return LeftOut(kind)

    def _read(self, cells: dict[str, Any]) -> Entered:
        if not self.code:
            raise self._leave("no_code")
        self._formulas(cells)
        received = self._received(cells.get("received"))
        status, refused = self._status(cells)
        due = self._due(cells.get("due"), received)
        ended, returned, status = self._end(cells, received, due, status)
        procedure = self._procedure(cells, received)
        place = self._place(cells, procedure, received, status)
        applicant = _text(cells.get("applicant"))[:200]
        if not applicant:
            self.doubt("no_applicant", done=gettext_noop("nhập, tên ghi “Không rõ”"))
        return Entered(
            row=self.line,
            foreign_code=self.code,
            place=place,
            procedure=procedure,
            applicant=applicant or "Không rõ",
            party={name: _text(cells.get(name))[:200] for name in ("identifier", "address", "phone")},
            channel=self._channel(cells.get("channel")),
            received=received,
            due=due,
            ended=ended,
            returned=returned,
            status=status,
            refused=refused,
        )

    def _formulas(self, cells: dict[str, Any]) -> None:
        for field, cell in list(cells.items()):
            if isinstance(cell, str) and cell.startswith("="):
                if field == "code":
                    raise self._leave("formula", cell)
                self.doubt("formula", cell, gettext_noop("bỏ ô này như ô trống"))
                cells[field] = None

    def _given(self, cell: Any, done: str) -> Given | None:
        try:
            return moment(cell)
        except NoMoment:
            self.doubt("not_a_date", cell, done)
            return None

    def _received(self, cell: Any) -> Instant:
        try:
            given = moment(cell)
        except NoMoment:
            raise self._leave("not_a_date", cell) from None
        if given is None:
            raise self._leave("no_received")
        at = given.at(_OPENS)
        if at > self.now and given.day == day_of(self.now):
            at = self.now
        if at > self.now:
            raise self._leave("in_the_future", cell)
        try:
            regime_on(day_of(at))
        except DomainError:
            raise self._leave("no_regime", cell) from None
        return at

    def _due(self, cell: Any, received: Instant) -> Instant | None:
        given = self._given(cell, COUNTED)
        if given is None:
            if cell is None or cell == "":
                self.doubt("no_due", done=COUNTED)
            return None
        due = given.at(_DUE)
        if due < received:
            self.doubt("due_before_received", cell, COUNTED)
            return None
        return due

    def _status(self, cells: dict[str, Any]) -> tuple[Status | None, bool]:
        words = _text(cells.get("status"))
        if not words:
            return None, False
        status = status_of(words)
        if status in _OUTSIDE:
            raise self._leave("not_received", words)
        if status is None:
            self.doubt("unknown_status", words, gettext_noop("nhập theo các ngày của dòng"))
        return status, was_refused(words)

    def _end(
        self, cells: dict[str, Any], received: Instant, due: Instant | None, status: Status | None
    ) -> tuple[Instant | None, Instant | None, Status]:
        finished = self._day("finished", cells, _SIGNED, received)
        returned = self._day("returned", cells, _HANDED, received)
        if status is None:
            status = Status.RETURNED if returned else Status.FINISHED if finished else Status.IN_PROCESS
        if status not in _ENDED:
            if finished is None:
                return None, None, status
            self.doubt("open_but_finished", cells.get("finished"), gettext_noop("nhập là đã xong"))
            status = Status.RETURNED if returned else Status.FINISHED
        if finished is None and returned is not None:
            finished = returned
            done = gettext_noop("nhập, xong lúc trả kết quả")
            self.doubt("finished_without_day", done=done)
        if finished is None:
            raise self._leave("finished_without_day", _text(cells.get("status")))
        if _whole(cells.get("finished")) and due is not None and day_of(due) == day_of(finished):
            # The day is all that is known; a result of the promised day is not made late by our hour.
            finished = max(min(finished, due), received)
        if status is Status.RETURNED and returned is None:
            self.doubt("returned_without_day", done=gettext_noop("nhập, trả ngay khi xong"))
            returned = finished
        if returned is not None and returned < finished:
            self.doubt("returned_before_finished", cells.get("returned"), gettext_noop("nhập, trả khi xong"))
            returned = finished
        return finished, returned if status is Status.RETURNED else None, status

    def _day(self, field: str, cells: dict[str, Any], usual: time, received: Instant) -> Instant | None:
        cell = cells.get(field)
        try:
            given = moment(cell)
        except NoMoment:
            if field == "finished":
                raise self._leave("not_a_date", cell) from None
            self.doubt("not_a_date", cell, gettext_noop("bỏ ô này như ô trống"))
            return None
        if given is None:
            return None
        at = given.at(usual)
        if given.whole_day and given.day in {day_of(received), day_of(self.now)}:
            at = min(max(at, received), self.now)
        if at > self.now:
            raise self._leave("in_the_future", cell)
        if field == "finished" and at < received:
            raise self._leave("finished_before_received", cell)
        return at

    def _procedure(self, cells: dict[str, Any], received: Instant) -> Pinned:
        code, name = _text(cells.get("procedure")), _text(cells.get("procedure_name"))
        try:
            found = self.ground.procedure(code, name, day_of(received))
        except Unknown as unknown:
            raise self._leave(unknown.kind, code or name) from None
        if not found.in_force:
            done = gettext_noop("nhập theo phiên bản gần nhất")
            self.doubt("procedure_not_in_force", found.pin.code, done)
        return found

    def _place(self, cells: dict[str, Any], procedure: Pinned, received: Instant, status: Status) -> Place:
        words = _text(cells.get("agency"))
        if not words:
            kind = "finished_without_agency" if status in _ENDED else "no_agency"
            if not self.agency:
                raise self._leave(kind)
            self.doubt(kind, self.agency, gettext_noop("nhập cho cơ quan nêu chung cho cả tệp"))
            words = self.agency
        try:
            return self.ground.place(words, procedure.pin, day_of(received))
        except Unknown as unknown:
            raise self._leave(unknown.kind, words) from None

    def _channel(self, cell: Any) -> Channel:
        words = _text(cell)
        found = channel_of(words) if words else Channel.DIRECT
        if found is None:
            self.doubt("unknown_channel", words, gettext_noop("nhập là trực tiếp"))
        return found or Channel.DIRECT


def _whole(cell: Any) -> bool:
    try:
        given = moment(cell)
    except NoMoment:
        return False
    return given is not None and given.whole_day


def _text(cell: Any) -> str:
    """A cell as words: a whole number without its point, a leading apostrophe of a spreadsheet gone."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = " ".join(str(cell).split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
