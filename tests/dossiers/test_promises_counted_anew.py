"""The calendar changed while dossiers run: no promise follows by itself; many do by one decision."""

from __future__ import annotations

from datetime import date

import pytest
from tests.dossiers.room import (
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    LEADER_CODE,
    RECEPTION,
    STRANGER,
    Room,
)
from tests.dossiers.test_corrections import sound

from motcua.dossiers import recounting
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import public_timeline
from motcua.dossiers.queries.recounts import runs_of, to_recount
from motcua.dossiers.recount_tables import RecountLine, RecountRun
from motcua.dossiers.recounting import run_recount, start_recount
from motcua.dossiers.secret import lookup_secret
from motcua.foundation.errors import Conflict, DomainError, Forbidden
from motcua.organisation.queries import person_by_login
from motcua.organisation.services import DayChange, change_calendar

ADMINISTRATOR = "anh.quantri"
WHY = "Công điện 1/CĐ-TTg: nghỉ ngày 5/3/2026"


def day_off(room: Room, day: date = date(2026, 3, 5)) -> None:
    """A holiday announced while dossiers run."""
    row = DayChange(date=day, kind="off", reason="Nghỉ bão", confirmed=True)
    administrator = person_by_login(ADMINISTRATOR, room.clock.now())
    change_calendar(administrator, [row], "1/CĐ-TTg", "Bão số 3", clock=room.clock)


@pytest.fixture
def touched(room: Room) -> Room:
    """Received on Monday at nine, due the Monday after; then Thursday becomes a day off."""
    room.receive()
    room.transferred()
    day_off(room)
    return room


def decide(room: Room, *codes: str, who: str = HEAD) -> RecountRun:
    run = start_recount(room.person(who), codes, WHY, clock=room.clock)
    run_recount(run.pk, clock=room.clock)
    return run


def test_no_promise_follows_by_itself_and_those_behind_are_listed(touched: Room) -> None:
    assert touched.due == touched.on(7, "09:00")
    count, rows = to_recount(touched.person(HEAD))
    assert (count, [row.code for row in rows]) == (1, [touched.code])
    assert to_recount(touched.person(LEADER))[0] == 1
    fresh = Room("2026-03-02T10:00")
    fresh.receive()
    assert to_recount(touched.person(HEAD))[0] == 1, "what was received since follows the new calendar"


def test_a_decision_moves_it_by_the_day_off_and_the_applicant_is_told(touched: Room) -> None:
    decide(touched, touched.code)
    assert touched.due == touched.on(8, "09:00")
    assert touched.types[-1] == "corrected"
    (run,) = runs_of(touched.person(HEAD))
    (line,) = run.lines
    assert (run.done, run.total, run.moved, run.percent) == (1, 1, 1, 100)
    assert (line.state, line.told) == ("moved", None)
    assert (line.due_after or 0) > (line.due_before or 0)
    assert to_recount(touched.person(HEAD))[0] == 0
    told = public_timeline(touched.code, lookup_secret(touched.code))
    assert told.corrected is not None
    assert told.corrected.after == line.due_after
    assert sound(touched)


def test_each_dossier_has_its_own_result(room: Room) -> None:
    moved, apologised, finished = (Room("2026-03-02T09:00") for _ in range(3))
    for each in (moved, apologised, finished):
        each.receive()
        each.transferred()
    date_given = {"new_due_at": moved.on(9, "09:00"), "reason": "Chờ xác minh", "signed_by": LEADER_CODE}
    apologised.do(HEAD, "reschedule", moved.on(1, "09:00"), **date_given)
    day_off(apologised)
    codes = [moved.code, apologised.code, finished.code]
    run = start_recount(moved.person(HEAD), codes, WHY, clock=apologised.clock)
    finished.proposed(finished.on(2, "09:00")).finished()
    run_recount(run.pk, clock=finished.clock)
    (found,) = runs_of(moved.person(HEAD))
    assert {line.code: (line.state, str(line.told)) for line in found.lines} == {
        moved.code: ("moved", "None"),
        apologised.code: ("same", "Tính theo lịch mới, ngày hẹn vẫn như cũ."),
        finished.code: (
            "same",
            "Hồ sơ đã kết thúc xử lý hoặc không có ngày hẹn; không tính lại theo lịch mới.",
        ),
    }
    assert apologised.due == moved.on(9, "09:00"), "a date given with apology stays"
    assert to_recount(moved.person(HEAD))[0] == 0, "nothing is left to decide on"
    day_off(apologised, date(2026, 3, 6))
    assert to_recount(moved.person(HEAD))[0] == 2, "until the calendar changes again"


def test_a_promise_that_would_lie_in_the_past_stays(room: Room) -> None:
    room.receive()
    row = DayChange(date=date(2026, 3, 7), kind="worked", reason="Làm bù", confirmed=True)
    administrator = person_by_login(ADMINISTRATOR, room.clock.now())
    change_calendar(administrator, [row], "2/CĐ-TTg", "Làm bù", clock=room.clock)
    before = room.due
    room.clock.instant = Dossier.objects.get(code=room.code).due_at - 1  # type: ignore[operator]
    decide(room, room.code)
    (line,) = runs_of(room.person(HEAD))[0].lines
    assert line.state == "refused"
    assert "đã qua" in str(line.told)
    assert room.due == before


def test_what_was_done_is_not_done_twice(touched: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies after the first dossier: the next one goes on where it stopped."""
    other = Room("2026-03-02T09:00")
    other.receive()
    day_off(touched, date(2026, 3, 6))
    run = start_recount(touched.person(HEAD), [touched.code, other.code], WHY, clock=touched.clock)
    count, done = recounting._count, []

    def dies(person: object, run: object, line: RecountLine, clock: object) -> None:
        if done:
            raise KeyboardInterrupt
        count(person, run, line, clock)  # type: ignore[arg-type]
        done.append(line.pk)

    monkeypatch.setattr(recounting, "_count", dies)
    with pytest.raises(KeyboardInterrupt):
        run_recount(run.pk, clock=touched.clock)
    (half,) = runs_of(touched.person(HEAD))
    assert (half.done, half.total, half.ended_at) == (1, 2, None)
    with pytest.raises(Conflict):
        start_recount(touched.person(HEAD), [other.code], WHY, clock=touched.clock)
    monkeypatch.setattr(recounting, "_count", count)
    run_recount(run.pk, clock=touched.clock)
    run_recount(run.pk, clock=touched.clock)
    (whole,) = runs_of(touched.person(HEAD))
    assert (whole.done, whole.moved, whole.ended_at is not None) == (2, 2, True)
    assert touched.types.count("corrected") == 1


def test_who_may_not_decide(touched: Room) -> None:
    for who in (RECEPTION, HANDLER, INSPECTOR):
        with pytest.raises(Forbidden):
            start_recount(touched.person(who), [touched.code], WHY, clock=touched.clock)
    for reason, codes in (("", [touched.code]), (WHY, []), (WHY, ["H14.1-260302-0001"])):
        with pytest.raises(DomainError):
            start_recount(touched.person(HEAD), codes, reason, clock=touched.clock)
    with pytest.raises(Forbidden):
        start_recount(touched.person(STRANGER), [touched.code], WHY, clock=touched.clock)
    assert not RecountRun.objects.exists()
    assert touched.due == touched.on(7, "09:00")
