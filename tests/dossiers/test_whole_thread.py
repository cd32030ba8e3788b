"""From the counter to the returned result under both regimes, each due date worked out by hand.

Office hours 07:00-11:30 and 13:30-17:00. Five working days are 40 hours; received on a Monday at 9:00 they
end on the Monday after at 9:00. March 2026 and August 2022 hold no day off but weekends.
"""

from __future__ import annotations

from tests.dossiers.room import HANDLER, HANDLER_CODE, LEADER, RECEPTION, Room

from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.clock import local_text


def test_the_code_follows_the_regime(office: Room) -> None:
    codes = {2026: "H14.40.03-260302-0001", 2022: "000.03.40.H14-220801-0001"}
    assert office.receive().code == codes[office.first.year]


def test_five_working_days_from_the_minute_of_reception(office: Room) -> None:
    office.receive()
    assert office.due == office.on(7, "09:00")


def test_the_handling_officer_has_four_fifths_of_what_is_left(office: Room) -> None:
    office.receive()
    office.transferred(office.on(0, "10:00"))
    # 39 hours are left at 10:00; four fifths are 31 h 12 min: 5 h on Monday, 24 h until Thursday, 2 h 12 min.
    holder = office.state.holder
    assert holder is not None
    assert (holder.officer, local_text(holder.due_at or 0)) == (HANDLER_CODE, office.on(4, "09:12"))


def test_a_supplement_begins_the_limit_again(office: Room) -> None:
    office.receive()
    office.transferred(office.on(0, "10:00"))
    office.do(
        HANDLER, "propose_supplement", office.on(1, "08:00"), items="Tờ khai ghi lại", reason="Thiếu chữ ký"
    )
    assert office.state.status is Status.IN_PROCESS
    office.do(RECEPTION, "request_supplement", office.on(1, "09:00"))
    assert office.state.status is Status.SUPPLEMENT_REQUESTED
    office.do(RECEPTION, "receive_supplement", office.on(4, "15:00"), components="Tờ khai ghi lại")
    assert office.due == office.on(11, "15:00")
    assert office.state.rounds[0].due_before == office.state.original_due_at
    assert office.state.holder is not None
    assert office.state.holder.officer == HANDLER_CODE


def test_from_reception_to_the_returned_result(office: Room) -> None:
    office.receive()
    office.transferred(office.on(0, "10:00"))
    office.proposed(office.on(2, "08:00"))
    office.do(LEADER, "send_back", office.on(2, "09:00"), reason="Trình bày lại căn cứ")
    assert office.state.holder is not None
    assert office.state.holder.officer == HANDLER_CODE
    office.proposed(office.on(2, "10:00")).finished(office.on(3, "09:00"))
    assert (office.state.status, office.state.granted) == (Status.FINISHED, True)
    office.returned(office.on(8, "16:00"))
    assert office.state.status is Status.RETURNED
    assert office.types == [
        "received",
        "transferred",
        "result_proposed",
        "sent_back",
        "result_proposed",
        "granted",
        "returned",
    ]


def test_an_event_names_actor_and_unit(office: Room) -> None:
    office.receive()
    office.transferred().proposed().finished()
    said = [(event.actor, event.unit) for event in office.locked.events]
    handling = "H14.40.03.02" if office.first.year == 2026 else "H14.40.03"
    assert said == [
        ("officer:CB0013", "H14.40.03"),
        ("officer:CB0013", "H14.40.03"),
        ("officer:CB0015", handling),
        ("officer:CB0017", "H14.40.03"),
    ]
