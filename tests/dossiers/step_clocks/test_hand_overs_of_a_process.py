"""Hand-overs from the steps of a process and of its parts, as the control slip tells them."""

from __future__ import annotations

from tests.dossiers.step_clocks.lines import LAND, POLICE, WARD, at, life, part, step

from motcua.dossiers.step_clocks.hand_overs import BACK, SENT, WAITS, passings
from motcua.dossiers.step_clocks.rows import Life


def told(whole: Life) -> list[tuple[str, str, str, str]]:
    return [
        (
            each.giver.agency,
            each.receiver.agency if each.receiver else "",
            each.note,
            str(each.due_at or ""),
        )
        for each in passings(whole)
    ]


def test_step_to_step() -> None:
    whole = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 09:00", due="2 10:00"),
        step(2, LAND, "2 09:00", "2 11:00"),
        step(3, WARD, "2 11:00"),
    )
    assert told(whole) == [(WARD, LAND, "", str(at("2 10:00"))), (LAND, WARD, "", "")]


def test_at_a_join_every_branch_hands_over() -> None:
    whole = life(
        "2 08:00",
        step(1, LAND, "2 08:00", "2 10:00"),
        step(2, POLICE, "2 08:00", "2 10:00"),
        step(3, WARD, "2 10:00"),
    )
    assert told(whole) == [(LAND, WARD, "", ""), (POLICE, WARD, "", "")]


def test_a_branch_done_before_the_others_hands_over_to_nobody_yet() -> None:
    whole = life(
        "2 08:00",
        step(1, LAND, "2 08:00", "2 09:00", due="2 12:00"),
        step(2, POLICE, "2 08:00", "2 10:00"),
        step(3, WARD, "2 10:00", "2 11:00"),
    )
    assert told(whole) == [(LAND, "", WAITS, str(at("2 12:00"))), (POLICE, WARD, "", "")]


def test_out_to_a_part_through_its_inner_steps_and_back() -> None:
    whole = life(
        "2 08:00",
        step(1, WARD, "2 08:00", "2 17:00", kind="call", due="3 10:00"),
        step(2, LAND, "2 10:00", "2 11:00", part=1, due="2 12:00"),
        step(3, LAND, "2 11:00", "2 14:00", part=1, post="agency_leader"),
        parts=(part(1, LAND, "2 10:00", "2 14:00", due="2 15:00", parent=1),),
    )
    assert told(whole) == [
        (WARD, LAND, SENT, ""),
        (LAND, LAND, "", str(at("2 12:00"))),
        (LAND, WARD, BACK, str(at("2 15:00"))),
    ]


def test_a_part_whose_inner_steps_are_unknown_is_its_agency() -> None:
    whole = life(
        "2 08:00",
        step(1, WARD, "2 08:00"),
        parts=(part(1, POLICE, "2 10:00", "2 14:00"), part(2, LAND, "2 10:00")),
    )
    assert [each[:3] for each in told(whole)] == [
        (WARD, POLICE, SENT),
        (WARD, LAND, SENT),
        (POLICE, WARD, BACK),
    ]
