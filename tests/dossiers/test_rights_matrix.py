"""Each action by each person on one dossier, against a table written by hand from reference 10.3.

The table reads no regime: who changes the law's data must change it too, knowingly. X does it, f is refused
as having the wrong role, a dot is told that there is no such dossier.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.db import transaction
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSPECTOR,
    INSTANT,
    LEADER,
    LEADER_CODE,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    STRANGE_LEADER,
    STRANGER,
    WARD,
    WITH_PROCESS,
    Room,
    form,
)
from tests.support.citizens import make_citizen

from motcua.dossiers import applicants, services
from motcua.dossiers.actions import BUILDERS
from motcua.dossiers.applicants import Supplement
from motcua.dossiers.intake import read_intake
from motcua.dossiers.lifecycle.core import WrongRole
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_page
from motcua.foundation.errors import Forbidden, NotFound
from motcua.organisation.rights import NOBODY
from motcua.procedures.process_services import load_demo as load_processes

PEOPLE = (
    RECEPTION,
    HEAD,
    HANDLER,  # holds it by name
    OTHER_HANDLER,  # of the same ward
    LEADER,
    STRANGER,  # receives at another ward
    "hieu.tangiang",  # handles there
    STRANGE_LEADER,  # leads there
    "phuc.ubndtinh",  # leads the province
    INSPECTOR,
    CONTROLLER,
    ADMINISTRATOR,
)


class Case(NamedTuple):
    """An action, who may do it, what is said with it, and how the dossier comes to where it is possible."""

    action: str
    who: str
    data: dict[str, str]
    before: Callable[[Room], object]


def held(room: Room) -> Room:
    room.receive()
    return room.transferred()


def filed(room: Room) -> None:
    request = read_intake(form(section=WARD))
    room.code = services.register(request, idempotency_key="k", clock=room.clock).reference


def asked(room: Room) -> None:
    held(room).do(HANDLER, "propose_supplement", items="Tờ khai", reason="Thiếu")


def waiting(room: Room, **data: str) -> None:
    asked(room)
    room.do(RECEPTION, "request_supplement", **data)


def given(room: Room) -> None:
    """The owner, whose identity is proven, has given online what was asked for."""
    waiting(room)
    owner = make_citizen(identifier=Dossier.objects.get(code=room.code).owner_identifier)
    applicants.offer_supplement(owner, room.code, Supplement(declaration={"a": "b"}), clock=room.clock)


def expired(room: Room) -> None:
    waiting(room, deadline="2026-03-03T09:00")
    room.clock.instant += 172_800_000_000


def consulted(room: Room) -> None:
    held(room).do(HANDLER, "request_consultation", consulted="H14.03", content="Hỏi", deadline="2026-03-05")


def owing(room: Room) -> None:
    held(room).do(HANDLER, "request_obligation", content="Lệ phí")


def stepping(room: Room) -> Room:
    """A dossier whose procedure has an internal process in force."""
    load_processes()
    room.receive(procedure=WITH_PROCESS)
    return room


def parted(room: Room) -> None:
    held(room).do(
        HANDLER, "send_parts", part_1_agency="H14.10", part_1_content="Hỏi", part_1_due_at="2026-03-03T17:00"
    )


def stopped(room: Room) -> None:
    held(room).do(LEADER, "stop", reason="Tranh chấp", legal_ground="Điều 1")


WHY = {"reason": "Lý do"}
ON_PAPER = {"no": "1", "answer": "Đồng ý", "paper": "12/STP"}
CASES = [
    #                            R S H O L  x x x p  I C A
    Case("notice_registration", "Xfff f...  f f f .", {**WHY, "items": "Tờ khai"}, filed),
    Case("decline_registration", "Xfff f...  f f f .", WHY, filed),
    Case("resolve_at_counter", "Xfff f...  f f f .", {}, lambda room: room.receive(procedure=INSTANT)),
    Case("transfer", "Xfff f...  f f f .", {}, lambda room: room.receive()),
    Case("assign", "ffXf X...  f f f .", {"to_officer": HANDLER_CODE}, held),
    Case("record_verification", "ffXf X...  f f f .", {"content": "Đã xem"}, held),
    Case(
        "request_consultation",
        "ffXf X...  f f f .",
        {"consulted": "H14.10", "content": "Hỏi", "deadline": "2026-03-05"},
        held,
    ),
    Case(
        "answer_consultation",
        "ffXf X...  f f f .",
        {"no": "1", "answer": "Đồng ý", "paper": "12/STP"},
        consulted,
    ),
    Case("propose_supplement", "ffXf f...  f f f .", {**WHY, "items": "Tờ khai"}, held),
    Case("reject_supplement", "Xfff f...  f f f .", WHY, asked),
    Case("request_supplement", "Xfff f...  f f f .", {}, asked),
    Case("receive_supplement", "Xfff f...  f f f .", {}, waiting),
    Case("return_offer", "Xfff f...  f f f .", WHY, given),
    # While the applicant is awaited nobody is named, so either handling officer of the ward may end it.
    Case("expire_supplement", "XfXX f...  f f f .", {}, expired),
    Case("request_obligation", "ffXf f...  f f f .", {"content": "Lệ phí"}, held),
    Case("fulfil_obligation", "Xfff f...  f f f .", {}, owing),
    Case("withdraw", "XXff f...  f f f .", WHY, held),
    Case("stop", "ffff X...  f f f .", {**WHY, "legal_ground": "Điều 1"}, held),
    Case("resume", "ffff X...  f f f .", WHY, stopped),
    Case("propose_result", "ffXf f...  f f f .", {}, held),
    Case("send_back", "ffff X...  f f f .", WHY, lambda room: held(room).proposed()),
    Case("approve", "ffff X...  f f f .", {}, lambda room: held(room).proposed()),
    Case(
        "return_result",
        "Xfff f...  f f f .",
        {"receiver": "Bích Ngọc"},
        lambda room: held(room).proposed().finished(),
    ),
    Case(
        "reschedule",
        "XXff f...  f f f .",
        {**WHY, "new_due_at": "2026-03-16T09:00", "signed_by": LEADER_CODE},
        held,
    ),
    Case("complete_step", "Xfff f...  f f f .", {"step_no": "1"}, stepping),
    Case(
        "assign_step",
        "ffXf X...  f f f .",
        {"step_no": "2", "to_officer": OTHER_HANDLER_CODE},
        lambda room: stepping(room).transferred(),
    ),
    Case(
        "send_parts",
        "XXXf X...  f f f .",
        {
            "part_1_agency": "H14.03",
            "part_1_content": "Xác minh",
            "part_1_due_at": "2026-03-03T17:00",
        },
        held,
    ),
    Case("urge", "fXff f...  f f f .", {"agency": WARD}, held),
    Case("recall_part", "fXXf X...  f f f .", {"part_no": "1", **WHY}, parted),
    Case("correct", "fXff X...  f f f .", {**WHY, "content": "Nội dung đúng"}, held),
]


def outcome(room: Room, who: str, case: Case) -> str:
    """What becomes of the attempt; nothing of it stays."""
    person = room.person(who)
    with transaction.atomic():
        try:
            services.perform(person, room.code, case.action, case.data, clock=room.clock)
        except NotFound:
            return "."
        except WrongRole:
            return "f"
        finally:
            transaction.set_rollback(True)
    return "X"


@pytest.mark.parametrize("case", CASES, ids=[case.action for case in CASES])
def test_who_may(room: Room, case: Case) -> None:
    case.before(room)
    done = {who: outcome(room, who, case) for who in PEOPLE}
    assert done == dict(zip(PEOPLE, case.who.replace(" ", ""), strict=True))


@pytest.mark.parametrize("case", CASES, ids=[case.action for case in CASES])
def test_the_page_offers_what_would_be_done_and_no_more(room: Room, case: Case) -> None:
    case.before(room)
    for who, may in zip(PEOPLE, case.who.replace(" ", ""), strict=True):
        if may == ".":
            with pytest.raises(NotFound):
                dossier_page(room.person(who), room.code, clock=room.clock)
        else:
            actions = dossier_page(room.person(who), room.code, clock=room.clock).actions
            assert (case.action in actions) == (may == "X"), who


def test_every_action_stands_in_the_table() -> None:
    assert {case.action for case in CASES} == set(BUILDERS)


def test_nobody_does_nothing(room: Room) -> None:
    held(room)
    for case in CASES:
        with pytest.raises(NotFound):
            services.perform(NOBODY, room.code, case.action, case.data, clock=room.clock)


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in {RECEPTION, STRANGER}])
def test_only_who_receives_receives(room: Room, who: str) -> None:
    with pytest.raises((Forbidden, WrongRole)):
        room.receive(who)


def test_with_nobody_named_any_handling_officer_of_the_ward_takes_it(room: Room) -> None:
    room.receive()
    room.do(RECEPTION, "transfer")
    room.do(OTHER_HANDLER, "record_verification", content="Đã xem")
    with pytest.raises(NotFound):
        room.do("hieu.tangiang", "record_verification", content="Đã xem")


STAND_IN = "tien.trungkhanh"
"""Handles at Trùng Khánh; stands in for its receiving officer from 1/7/2025 to 31/12/2027."""


def test_a_stand_in_receives_in_the_place_of_the_post(room: Room) -> None:
    room.receive(STAND_IN)
    assert room.code.startswith("H14.47.08-")
    room.do(STAND_IN, "transfer", to_officer="CB0025")
    room.do(STAND_IN, "propose_result", granted="1")
    units = [event.unit for event in room.locked.events]
    assert units == ["H14.47.08", "H14.47.08", "H14.47.08.02"]


def test_after_the_period_the_stand_in_does_not(province: None, db: None) -> None:
    later = Room("2028-01-04T09:00")
    with pytest.raises(Forbidden):
        later.receive(STAND_IN)


def test_a_stand_in_of_ten_days_at_the_centre(province: None, db: None) -> None:
    """CB0001 stood in for a colleague at the provincial centre in May 2022 beside the own post there."""
    centre = Room("2022-05-05T09:00")
    assert centre.receive("duyen.trungtam", procedure="2.000908", paper_2="").code.startswith(
        "000.01.01.H14-"
    )
