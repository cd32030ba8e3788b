"""The spans of a dossier part its life: disjoint, in order, nothing left out, whatever its rows are like."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from tests.dossiers.step_clocks.lines import LAND, POLICE, WARD, at, hours, life, part, pause, step

from motcua.dossiers.step_clocks import (
    Had,
    Held,
    Life,
    PartSpan,
    Pause,
    StepSpan,
    after_end,
    clocks_of,
    holes,
    partition,
)
from motcua.foundation.clock import HOUR

START = at("2 08:00")
MOMENTS = st.integers(0, 60).map(lambda half: START + half * HOUR // 2)


@st.composite
def _rows(draw: st.DrawFn) -> tuple[StepSpan, ...]:
    found = []
    for no in range(1, draw(st.integers(0, 8)) + 1):
        opened = draw(MOMENTS)
        found.append(
            StepSpan(
                no=no,
                part=draw(st.sampled_from((0, 0, 1, 2))),
                step=draw(st.sampled_from("abc")),
                agency=draw(st.sampled_from((WARD, LAND, POLICE))),
                post=draw(st.sampled_from(("officer", "agency_leader"))),
                opened_at=opened,
                claimed_at=draw(st.none() | MOMENTS),
                due_at=draw(st.none() | MOMENTS),
                ended_at=draw(st.none() | MOMENTS.map(partial(max, opened))),
            )
        )
    return tuple(found)


@st.composite
def _lives(draw: st.DrawFn) -> Life:
    cuts = sorted(draw(st.lists(MOMENTS, max_size=4, unique=True)))
    pauses = [Pause(since=a, until=b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    if len(cuts) % 2:
        pauses.append(Pause(since=cuts[-1]))
    parts = [
        PartSpan(
            no=no,
            agency=LAND,
            parent=draw(st.integers(0, 3)),
            sent_at=draw(MOMENTS),
            ended_at=draw(st.none() | MOMENTS),
            due_at=draw(st.none() | MOMENTS),
        )
        for no in range(1, draw(st.integers(0, 2)) + 1)
    ]
    ended = draw(st.none() | MOMENTS)
    return Life(
        section=WARD,
        received_at=draw(MOMENTS),
        due_at=draw(st.none() | MOMENTS),
        ended_at=ended,
        returned_at=None if ended is None else draw(st.none() | MOMENTS.map(lambda at: max(at, ended))),
        steps=draw(_rows()),
        parts=tuple(parts),
        pauses=tuple(pauses),
    )


@given(_lives(), MOMENTS)
def test_spans_part_the_whole_life(whole: Life, now: int) -> None:
    told = clocks_of(whole, now, hours)
    assert holes(told.spans, whole.received_at, whole.until(now)) == []
    if told.after:
        assert holes(told.after, whole.until(now), told.after[-1].until) == []
    calendar = hours("")
    assert told.total == calendar.between(whole.received_at, whole.until(now)) // (HOUR // 60)
    assert told.total == sum(told.minutes)
    assert told.total == told.applicant + told.transfer + sum(each.minutes for each in told.offices)


@given(_lives(), MOMENTS)
def test_the_applicant_has_it_just_when_the_clock_stands(whole: Life, now: int) -> None:
    end = whole.until(now)
    waiting = sum(
        max(0, (end if each.until is None else min(each.until, end)) - max(each.since, whole.received_at))
        for each in whole.pauses
    )
    told = partition(whole, now)
    assert sum(each.until - each.since for each in told if each.had is Had.APPLICANT) == waiting


@given(_lives(), MOMENTS)
def test_shares_add_to_a_hundred_or_are_nobodys(whole: Life, now: int) -> None:
    why = clocks_of(whole, now, hours).cause
    if why is not None:
        assert sum(each.percent for each in why.shares) == (100 if why.shares else 0)
        assert bool(why.shares) == (why.why == "offices")


def _who(spans: tuple[Held, ...]) -> list[tuple[str, str, str]]:
    """Holder, agency and hours of each span."""
    return [(each.had, each.agency, f"{(each.until - each.since) / HOUR:g}") for each in spans]


def test_a_plain_life() -> None:
    told = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 09:00", post="reception"),
        step(2, LAND, "2 09:00", "3 10:00", claimed="2 10:30"),
        step(3, LAND, "3 10:00", "3 11:00", post="agency_leader", claimed=""),
        step(4, WARD, "3 11:00", "3 15:00", post="reception"),
        ended_at="3 11:00",
        returned_at="3 15:00",
    )
    now = at("6 09:00")
    assert _who(partition(told, now)) == [
        ("office", WARD, "1"),
        ("transfer", LAND, "1.5"),
        ("office", LAND, "23.5"),
        ("office", LAND, "1"),
    ]
    assert _who(after_end(told, now)) == [("office", WARD, "4")]


def test_a_step_ended_unclaimed_was_no_transfer_and_one_that_waits_is() -> None:
    steps = step(1, WARD, "2 08:00", "2 09:00"), step(2, LAND, "2 09:00", "2 10:00", claimed="")
    ended = life("2 08:00", *steps, ended_at="2 10:00")
    assert _who(partition(ended, at("2 12:00")))[1] == ("office", LAND, "1")
    waiting = life("2 08:00", steps[0], step(2, LAND, "2 09:00", claimed=""))
    assert _who(partition(waiting, at("2 12:00")))[1] == ("transfer", LAND, "3")


def test_time_for_the_applicant_is_cut_out_of_whoever_had_it() -> None:
    told = life("2 08:00", step(1, LAND, "2 08:00"), pauses=(pause("2 09:00", "2 11:00"), pause("2 14:00")))
    assert _who(partition(told, at("2 16:00"))) == [
        ("office", LAND, "1"),
        ("applicant", "", "2"),
        ("office", LAND, "3"),
        ("applicant", "", "2"),
    ]


def test_of_parallel_branches_the_last_to_end_had_it() -> None:
    """Two branches from nine: land in two steps until four, the police in one until three."""
    told = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 09:00"),
        step(2, LAND, "2 09:00", "2 10:00"),
        step(3, POLICE, "2 09:00", "2 15:00"),
        step(4, LAND, "2 10:00", "2 16:00"),
        step(5, WARD, "2 16:00", "2 17:00"),
        ended_at="2 17:00",
    )
    assert _who(partition(told, at("9 08:00"))) == [
        ("office", WARD, "1"),
        ("office", LAND, "1"),
        ("office", LAND, "6"),
        ("office", WARD, "1"),
    ]


def test_of_branches_still_open_the_last_to_be_due_has_it() -> None:
    told = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 09:00"),
        step(2, LAND, "2 09:00", due="3 09:00"),
        step(3, POLICE, "2 09:00", due="4 09:00"),
        step(4, WARD, "2 09:00"),
    )
    assert _who(partition(told, at("2 11:00")))[-1] == ("office", POLICE, "2")


def test_the_inner_steps_of_a_part_are_its_agencys() -> None:
    """Sent to land and police at ten; land comes back at two, the police at four: the longer one had it."""
    told = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 17:00"),
        step(2, LAND, "2 10:00", "2 14:00", part=1),
        step(3, POLICE, "2 10:00", "2 11:00", part=2, claimed="2 10:30"),
        step(4, POLICE, "2 11:00", "2 16:00", part=2),
        parts=(part(1, LAND, "2 10:00", "2 14:00"), part(2, POLICE, "2 10:00", "2 16:00")),
        ended_at="2 17:00",
    )
    assert _who(partition(told, at("9 08:00"))) == [
        ("office", WARD, "2"),
        ("transfer", POLICE, "0.5"),
        ("office", POLICE, "0.5"),
        ("office", POLICE, "5"),
        ("office", WARD, "1"),
    ]


def test_parts_one_after_the_other_each_have_their_time() -> None:
    told = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 17:00", kind="call"),
        parts=(
            part(1, LAND, "2 09:00", "2 11:00", parent=1),
            part(2, POLICE, "2 13:00", "2 15:00", parent=1),
        ),
        ended_at="2 17:00",
    )
    assert _who(partition(told, at("9 08:00"))) == [
        ("office", WARD, "1"),
        ("office", LAND, "2"),
        ("office", WARD, "2"),
        ("office", POLICE, "2"),
        ("office", WARD, "2"),
    ]


def test_a_part_still_out_comes_back_after_one_that_is_back() -> None:
    told = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 12:00"),
        step(2, WARD, "2 12:00", post="agency_leader"),
        parts=(part(1, LAND, "2 09:00", due="2 10:00"), part(2, POLICE, "2 09:00", "2 14:00")),
    )
    assert _who(partition(told, at("2 16:00"))) == [("office", WARD, "1"), ("office", LAND, "7")]


def test_without_any_row_the_section_that_received_it_has_it() -> None:
    assert _who(partition(life("2 08:00"), at("2 10:00"))) == [("office", WARD, "2")]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_parallel_time_is_the_longest_branch(lengths: list[int]) -> None:
    """Branches that begin together: only the longest is on the way, and the rest of the way is its."""
    rows = [
        StepSpan(no=no, step=f"s{no}", agency=f"A{no}", opened_at=START, claimed_at=START, ended_at=START + n)
        for no, n in enumerate(lengths, start=1)
    ]
    join = START + max(lengths)
    end = StepSpan(no=99, step="z", agency=WARD, opened_at=join, claimed_at=join, ended_at=join + 5)
    told = partition(Life(section=WARD, received_at=START, ended_at=join + 5, steps=(*rows, end)), join + 9)
    assert [each.until - each.since for each in told] == [max(lengths), 5]
    assert lengths[int(told[0].agency[1:]) - 1] == max(lengths)
