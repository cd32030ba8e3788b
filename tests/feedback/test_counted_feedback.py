"""Petitions and ratings as figures count them: whose, how they stood at a moment, what was sent again."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.dossiers.room import Room
from tests.feedback.petitioners import CONTROLLER, WARD_HANDLER, WARD_HANDLER_CODE, WARD_LEADER, Desk
from tests.feedback.test_ratings import given

from motcua.dossiers.heard import Heard
from motcua.feedback.counted import disliked, petitions
from motcua.foundation.clock import DAY, Instant, instant_of

pytestmark = pytest.mark.usefixtures("province", "db")
START, END = instant_of(datetime(2026, 3, 1)), instant_of(datetime(2026, 4, 1))
LATER = instant_of(datetime(2027, 1, 1))


def heard(as_of: Instant = LATER, end: Instant = END) -> list[Heard]:
    return petitions(START, end, as_of)


def test_one_that_waits_is_the_receiver_s_and_owes_nothing_yet() -> None:
    desk = Desk()
    (one,) = heard(as_of=desk.clock.now())
    assert one == Heard(one.agency, False, False, False, False, False, False, False, "")
    assert one.agency != desk.agency()
    assert heard(as_of=desk.clock.now() - 1) == [], "nobody knew of it"
    assert petitions(END, LATER, LATER) == [], "it was sent in another period"


def test_an_answer_is_told_by_whom_when_and_whether_in_time() -> None:
    desk = Desk("2026-03-02T09:00").answered()
    (one,) = heard(as_of=desk.clock.now())
    assert one == Heard(desk.agency(), False, False, False, False, True, True, False, "")
    (unpublished,) = heard()
    assert unpublished == one._replace(late=True), "its answer was to be published within two days"


def test_one_that_is_owed_after_its_time_is_prolonged_and_an_answer_then_is_late() -> None:
    desk = Desk("2026-03-02T09:00").forwarded().given()
    due = desk.row.due_at
    assert due is not None
    (before,) = heard(as_of=due)
    assert (before.due, before.prolonged, before.late) == (False, False, False)
    (after,) = heard(as_of=due + 1)
    assert (after.due, after.prolonged, after.late, after.on_time) == (True, True, True, False)
    desk.clock.instant = due + DAY
    desk.do(WARD_HANDLER, "draft", answer="Giấy đã có trong kho, không phải nộp lại.")
    desk.do(WARD_LEADER, "approve")
    (answered,) = heard()
    assert (answered.due, answered.prolonged, answered.late, answered.on_time) == (True, False, True, False)
    (as_it_was,) = heard(as_of=due + 1)
    assert as_it_was == after, "the past does not change when today does"
    (at_the_end,) = heard(end=due + 2)
    assert at_the_end == after, "it stands as at the end of the period"


def test_what_was_refused_is_nobody_s_fault_and_conduct_is_told_apart() -> None:
    refused = Desk("2026-03-02T09:00")
    refused.do(CONTROLLER, "refuse", ground="unclear", reason="Không rõ nội dung")
    conduct = Desk("2026-03-03T09:00", about="officer", procedure="", officer="người ở quầy")
    conduct.forwarded("conduct", WARD_HANDLER_CODE)
    told = {(each.dropped, each.conduct) for each in heard()}
    assert told == {(True, False), (False, True)}


def test_the_same_matter_sent_again_after_an_answer_counts_against_the_first(room: Room) -> None:
    room.receive()
    words = {"about": "dossier", "procedure": "", "dossier": room.code}
    first = Desk("2026-03-03T09:00", **words).answered()
    (alone,) = heard()
    assert (alone.dossier, alone.again) == (room.code, False)
    Desk("2026-03-09T09:00", **words)
    Desk("2026-03-10T09:00")
    told = {(each.dossier, each.on_time): each.again for each in heard()}
    assert told == {(room.code, True): True, (room.code, False): False, ("", False): False}
    (then,) = heard(as_of=first.clock.now())
    assert not then.again


@pytest.mark.parametrize(("level", "counts"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_dossier_is_disliked_from_not_satisfied_down(room: Room, level: int, counts: bool) -> None:
    room.receive()
    rating = given(room, level)
    found = disliked(START, END, LATER)
    assert found == (frozenset({rating.dossier_id}) if counts else frozenset())
    assert disliked(START, rating.given_at, LATER) == frozenset(), "it was given after the period"
    assert disliked(START, END, rating.given_at - 1) == frozenset(), "nobody knew of it"


def test_a_changed_rating_counts_as_it_reads_now(room: Room) -> None:
    room.receive()
    key = given(room, 1).dossier_id
    assert disliked(START, END, LATER) == {key}
    given(room, 4)
    assert disliked(START, END, LATER) == frozenset()
