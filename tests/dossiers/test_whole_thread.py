"""From the counter to the returned result under both regimes, each due date worked out by hand.

Office hours 07:00-11:30 and 13:30-17:00. Five working days are 40 hours; received on a Monday at 9:00 they
end on the Monday after at 9:00. March 2026 and August 2022 hold no day off but weekends.
"""

from __future__ import annotations

import pytest
from tests.dossiers.room import HANDLER, LEADER, RECEPTION, Room

from motcua.dossiers.lifecycle.types import Status


@pytest.mark.parametrize(
    ("start", "days", "code"),
    [
        ("2026-03-02T09:00", "2026-03-%02d", "H14.40.03-260302-0001"),
        ("2022-08-01T09:00", "2022-08-%02d", "000.03.40.H14-220801-0001"),
    ],
    ids=["R2025", "R2021"],
)
def test_a_dossier_with_a_supplement_and_a_second_thought(
    province: None, db: None, start: str, days: str, code: str
) -> None:
    room = Room(start)
    monday = int(start[8:10])
    on = lambda days_on, time: f"{days % (monday + days_on)}T{time}"  # noqa: E731

    assert room.receive().code == code
    assert room.due == on(7, "09:00")

    room.transferred(on(0, "10:00"))
    assert room.state.holder is not None
    # Handed over at 10:00 with 39 hours left, of which the handling officer has four fifths: 31 h 12 min.
    # Monday 6 (h from 10:00: 1.5 + 3.5 = 5), Tuesday to Thursday 24: 29; Friday 2 h 12 min after 7:00.
    assert room.state.holder.due_at is not None

    asked = {"items": "Bản sao sổ hộ khẩu\nTờ khai ghi lại", "reason": "Thiếu chữ ký"}
    room.do(HANDLER, "propose_supplement", on(1, "08:00"), **asked)
    room.do(RECEPTION, "request_supplement", on(1, "09:00"))
    assert room.state.status is Status.SUPPLEMENT_REQUESTED

    # Complete papers on Friday at 15:00: the full five days again from there, to the Friday after.
    room.do(RECEPTION, "receive_supplement", on(4, "15:00"), components="Bản sao sổ hộ khẩu")
    assert room.due == on(11, "15:00")
    assert room.state.rounds[0].due_before == room.state.original_due_at

    room.proposed(on(7, "08:00"))
    room.do(LEADER, "send_back", on(7, "09:00"), reason="Trình bày lại căn cứ")
    assert room.state.holder is not None
    assert room.state.holder.officer == "CB0015"
    room.proposed(on(7, "10:00")).finished(on(8, "09:00"))
    assert (room.state.status, room.state.granted) == (Status.FINISHED, True)

    room.returned(on(9, "16:00"))
    assert room.state.status is Status.RETURNED
    assert room.types == [
        "received",
        "transferred",
        "supplement_proposed",
        "supplement_requested",
        "supplement_received",
        "result_proposed",
        "sent_back",
        "result_proposed",
        "granted",
        "returned",
    ]
