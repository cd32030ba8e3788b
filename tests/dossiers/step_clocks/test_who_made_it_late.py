"""Shares of a late dossier: what each office overran its own steps by, on the way that the dossier took."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.dossiers.step_clocks.lines import LAND, POLICE, WARD, at, hours, life, part, pause, step

from motcua.dossiers.step_clocks import Cause, Life, Why, clocks_of, minutes_of, partition, percents
from motcua.dossiers.step_clocks.sums import by_officer, overruns
from motcua.foundation.clock import MINUTE

NOW = at("20 09:00")


def _cause(whole: Life, now: int = NOW) -> Cause:
    told = clocks_of(whole, now, hours).cause
    assert told is not None
    return told


def test_each_office_by_what_it_overran() -> None:
    told = _cause(
        life(
            "2 08:00",
            step(1, WARD, "2 08:00", "2 10:00", due="2 09:00", post="reception"),
            step(2, LAND, "2 10:00", "4 10:00", due="3 15:00", claimed="2 11:00"),
            step(3, LAND, "4 10:00", "4 11:00", due="5 10:00", post="agency_leader"),
            due_at="4 09:00",
            ended_at="4 11:00",
        )
    )
    assert (told.why, told.late) == (Why.OFFICES, 120)
    assert [(s.agency, s.post, s.minutes, s.percent) for s in told.shares] == [
        (LAND, "officer", 300, 83),
        (WARD, "reception", 60, 17),
    ]


def test_what_others_did_meanwhile_is_no_cause() -> None:
    """The police overran too, but nobody waited for them."""
    told = _cause(
        life(
            "2 08:00",
            step(1, LAND, "2 08:00", "4 10:00", due="4 09:00"),
            step(2, POLICE, "2 08:00", "4 09:30", due="2 09:00"),
            step(3, WARD, "4 10:00", "4 11:00", due="5 09:00"),
            due_at="4 09:00",
            ended_at="4 11:00",
        )
    )
    assert [share.agency for share in told.shares] == [LAND]


def test_a_part_that_nobody_took_is_its_agencys_delay() -> None:
    told = _cause(
        life(
            "2 08:00",
            step(1, WARD, "2 08:00", due="9 09:00"),
            step(2, POLICE, "2 10:00", due="3 10:00", part=1, claimed=""),
            parts=(part(1, POLICE, "2 10:00"),),
            due_at="4 09:00",
        ),
        now=at("4 10:00"),
    )
    assert [(share.agency, share.percent) for share in told.shares] == [(POLICE, 100)]


def test_a_part_without_inner_steps_counts_by_its_own_due_time() -> None:
    told = _cause(
        life(
            "2 08:00",
            step(1, WARD, "2 08:00", due="9 09:00"),
            parts=(part(1, POLICE, "2 10:00", due="3 10:00"),),
            due_at="4 09:00",
        ),
        now=at("4 10:00"),
    )
    assert [(share.agency, share.minutes) for share in told.shares] == [(POLICE, 480)]


def test_inner_steps_without_a_time_stand_under_the_date_of_their_part() -> None:
    told = _cause(
        life(
            "2 08:00",
            step(1, WARD, "2 08:00", due="9 09:00"),
            step(2, POLICE, "2 10:00", "3 11:00", part=1),
            step(3, POLICE, "3 11:00", part=1, post="agency_leader"),
            parts=(part(1, POLICE, "2 10:00", due="3 10:00"),),
            due_at="4 09:00",
        ),
        now=at("4 10:00"),
    )
    assert [(s.agency, s.post, s.minutes) for s in told.shares] == [
        (POLICE, "agency_leader", 420),
        (POLICE, "officer", 60),
    ]


def test_nobody_where_every_step_kept_its_time() -> None:
    told = _cause(
        life(
            "2 08:00",
            step(1, WARD, "2 08:00", "4 08:00", due="4 09:00"),
            step(2, LAND, "4 08:00", "6 08:00", due="6 09:00"),
            due_at="5 09:00",
            ended_at="6 08:00",
        )
    )
    assert (told.why, told.shares) == (Why.PROCESS, ())


def test_untold_where_steps_have_no_time_of_their_own() -> None:
    whole = life("2 08:00", step(1, LAND, "2 08:00", "6 08:00"), due_at="5 09:00", ended_at="6 08:00")
    assert _cause(whole).why is Why.UNTOLD


def test_the_applicants_time_is_nobodys_overrun() -> None:
    told = _cause(
        life(
            "2 08:00",
            step(1, LAND, "2 08:00", "6 10:00", due="2 10:00"),
            pauses=(pause("2 10:00", "6 09:00"),),
            due_at="6 09:30",
            ended_at="6 10:00",
        )
    )
    assert [share.minutes for share in told.shares] == [60]


def test_what_was_late_before_the_count_began_anew_is_no_cause() -> None:
    """Complete papers restart the limit (Decree 61/2018 art. 19(4)): the old count is over."""
    whole = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "3 09:00", due="2 09:00"),
        step(2, LAND, "4 08:00", "6 11:00", due="6 09:00"),
        pauses=(pause("3 09:00", "4 08:00"),),
        due_at="6 10:00",
        ended_at="6 11:00",
    )
    assert {share.agency for share in _cause(whole).shares} == {WARD, LAND}
    restarted = msgspec.structs.replace(whole, counted_from=at("4 08:00"))
    assert [(share.agency, share.percent) for share in _cause(restarted).shares] == [(LAND, 100)]


def test_by_person() -> None:
    whole = life(
        "2 08:00",
        step(1, LAND, "2 08:00", "2 16:00", due="2 14:30", officer="A"),
        step(2, LAND, "2 16:00", "2 17:00", due="2 16:30", officer="B"),
        ended_at="2 17:00",
    )
    found = overruns(whole, partition(whole, NOW), hours, by_officer)
    assert {key: over // MINUTE for key, over in found.items()} == {(LAND, "A"): 90, (LAND, "B"): 30}


def test_no_cause_where_nothing_is_late() -> None:
    steps = step(1, LAND, "2 08:00", "6 10:00", due="2 10:00")
    for whole in (
        life("2 08:00", steps, due_at="6 10:00", ended_at="6 10:00"),
        life("2 08:00", steps, ended_at="6 10:00"),
        life("2 08:00", steps, due_at="3 10:00", ended_at="6 10:00", with_result=False),
        life("2 08:00", steps, due_at="3 10:00", pauses=(pause("3 09:00"),)),
    ):
        assert clocks_of(whole, NOW, hours).cause is None


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_percents_add_to_a_hundred_and_keep_their_order(amounts: list[int]) -> None:
    found = percents(amounts)
    assert sum(found) == (100 if sum(amounts) else 0)
    for one, of_one in zip(amounts, found, strict=True):
        assert abs(of_one - 100 * one / (sum(amounts) or 1)) < 1
        assert all(of_one >= each for other, each in zip(amounts, found, strict=True) if one > other)


@given(st.lists(st.integers(0, 10**10), max_size=9))
def test_minutes_add_up(amounts: list[int]) -> None:
    assert sum(minutes_of(amounts)) == sum(amounts) // MINUTE
