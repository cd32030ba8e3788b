"""Who is reminded of what and when, and that it ends with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    HEAD,
    LEADER,
    LEADER_CODE,
    OTHER_HANDLER_CODE,
    OWNER,
    RECEPTION,
    STRANGER,
    Room,
    at,
)
from tests.dossiers.test_online_filing import accept, file
from tests.support.mail_server import MailServer
from tests.support.statements import counting

from motcua.dossiers.lifecycle.types import Channel
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.clock import HOUR, MINUTE
from motcua.foundation.errors import DomainError
from motcua.organisation.models import Officer, StandIn
from motcua.organisation.queries import agency as agency_by_code
from motcua.outbox import queries
from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.outbox.services import withdraw_gone
from motcua.reminders.services import remind
from motcua.reminders.words import KINDS

pytestmark = pytest.mark.django_db


def run(room: Room, when: str = "") -> None:
    """The job, at a moment."""
    if when:
        room.clock.instant = at(when)
    remind(clock=room.clock)


def told(room: Room, *who: str) -> list[str]:
    """The kinds that the desks of these people show, sorted; of everybody where nobody is named."""
    if who:
        return sorted(
            each.kind.name for one in who for each in queries.notices(room.person(one), clock=room.clock)
        )
    rows = Message.objects.filter(channel="desk", state="sent")
    return sorted(each.kind for each in queries.still_standing(rows, room.clock.now()))


def test_nothing_is_said_while_there_is_time(room: Room) -> None:
    room.receive()
    room.transferred()
    run(room, room.on(1, "09:00"))
    assert told(room) == []


def test_the_promise_is_reminded_of_eight_hours_before_and_when_it_is_missed(room: Room) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    assert room.due == room.on(7, "09:00")
    run(room, room.on(4, "08:59"))
    assert told(room) == []
    run(room, room.on(4, "09:00"))
    assert told(room, HANDLER) == ["dossier_near"]
    assert told(room) == ["dossier_near"], "nobody else"
    run(room, room.on(7, "09:00"))
    assert told(room) == ["dossier_near"], "the minute of the promise is not late"
    run(room, room.on(7, "09:01"))
    assert told(room, HANDLER) == ["dossier_late"]
    assert Message.objects.get(kind="dossier_near").state == "withdrawn"


def test_the_words_say_which_dossier_and_nothing_of_the_applicant(room: Room) -> None:
    room.receive()
    room.transferred()
    run(room, room.on(7, "10:00"))
    (notice,) = queries.notices(room.person(HANDLER), clock=room.clock)
    name = Dossier.objects.values_list("version__name", flat=True).get()
    assert str(notice.what) == f"Hồ sơ {room.code} ({name}) đã quá ngày hẹn trả 09:00 9/3/2026"
    assert notice.path == f"/ho-so/{room.code}/"
    kept = str(list(Message.objects.values()))
    assert not [value for value in OWNER.values() if value in kept]


def test_short_steps_are_reminded_of_when_half_their_time_is_over(room: Room) -> None:
    room.receive()
    room.transferred()
    opened = room.clock.instant
    Dossier.objects.update(step_due_at=opened + 2 * HOUR)
    room.clock.instant = opened + HOUR - MINUTE
    run(room)
    assert told(room) == []
    room.clock.instant = opened + HOUR
    run(room)
    assert told(room, HANDLER) == ["step_near"]
    room.clock.instant = opened + 2 * HOUR + MINUTE
    run(room)
    assert told(room, HANDLER) == ["step_late"]


def test_a_step_that_ends_with_the_promise_is_not_told_twice(room: Room) -> None:
    room.receive()
    room.transferred()
    dossier = Dossier.objects.get()
    Dossier.objects.update(step_due_at=dossier.due_at)
    run(room, room.on(7, "10:00"))
    assert told(room) == ["dossier_late"]


def an_open_step(room: Room, key: int = 1, **columns: Any) -> StepRow:
    """A step of an internal process, four working hours long."""
    dossier = Dossier.objects.get(code=room.code)
    given = {
        "step": "tham_dinh",
        "kind": "task",
        "name": "Thẩm định",
        "post": "officer",
        "officer": "",
        "agency_id": dossier.holder_agency_id,
        "opened_at": at(room.on(1, "07:00")),
        "due_at": at(room.on(1, "11:00")),
    }
    return StepRow.objects.create(dossier=dossier, key=key, **{**given, **columns})


@pytest.mark.parametrize(
    ("post", "officer", "who"),
    [
        ("officer", HANDLER_CODE, HANDLER),
        ("officer", "", LEADER),
        ("clerk", "", LEADER),
        ("council", "", LEADER),
        ("agency_leader", "", LEADER),
        ("section_head", "", HEAD),
    ],
)
def test_each_open_step_of_a_process_is_its_holders(room: Room, post: str, officer: str, who: str) -> None:
    room.receive()
    room.transferred()
    step = an_open_step(room, post=post, officer=officer)
    Dossier.objects.update(step_since=step.opened_at, step_due_at=step.due_at)
    run(room, room.on(1, "08:59"))
    assert told(room) == []
    run(room, room.on(1, "09:00"))
    assert told(room, who) == told(room) == ["task_near"], "and the columns of the dossier say no more"
    notice = queries.notices(room.person(who), clock=room.clock)[0]
    assert "“Thẩm định”" in str(notice.what)
    run(room, room.on(1, "11:01"))
    assert told(room, who) == ["task_late"]
    StepRow.objects.filter(pk=step.pk).update(ended_at=room.clock.instant)
    assert told(room) == []


def test_steps_of_one_dossier_are_told_apart(room: Room) -> None:
    room.receive()
    room.transferred()
    an_open_step(room, officer=HANDLER_CODE)
    an_open_step(room, 2, officer=HANDLER_CODE, name="Xác minh")
    an_open_step(room, 3, kind="wait", name="Chờ bổ sung")
    an_open_step(room, 4, due_at=None)
    run(room, room.on(1, "10:00"))
    assert told(room, HANDLER) == told(room) == ["task_near", "task_near"]


def test_a_part_is_owed_by_the_leader_of_its_agency(room: Room) -> None:
    room.receive()
    room.transferred()
    an_open_step(room, due_at=None)
    agency = agency_by_code("H14.03", room.first.date())
    PartRow.objects.create(
        dossier=Dossier.objects.get(),
        key=1,
        agency=agency,
        place="above",
        process="part",
        process_version="x",
        name="Trích lục",
        sent_at=at(room.on(1, "07:00")),
        due_at=at(room.on(1, "11:00")),
    )
    run(room, room.on(1, "10:00"))
    assert told(room) == ["part_near"]
    run(room, room.on(1, "11:01"))
    assert told(room) == ["part_late"]
    (row,) = Message.objects.filter(channel="desk", state="sent")
    assert row.officer.assignments.filter(post__agency=agency, post__role="leader").exists()
    PartRow.objects.update(ended_at=room.clock.instant, result="done")
    assert told(room) == []


def test_where_nobody_is_named_the_head_is_told(room: Room) -> None:
    room.receive()
    run(room, room.on(7, "10:00"))
    assert told(room, RECEPTION) == ["dossier_late"], "who received it has it"
    room.do(RECEPTION, "transfer", room.on(7, "10:30"))
    Dossier.objects.update(step_due_at=None)
    run(room, room.on(7, "11:00"))
    assert told(room, LEADER) == ["dossier_late"]
    assert told(room, RECEPTION, HEAD) == []


def test_another_holder_is_told_instead(room: Room) -> None:
    room.receive()
    room.transferred()
    run(room, room.on(7, "10:00"))
    room.do(LEADER, "assign", room.on(7, "10:30"), to_officer=OTHER_HANDLER_CODE)
    assert told(room) == [], "before the job has run"
    Dossier.objects.update(step_due_at=None)
    run(room)
    holders = Message.objects.filter(channel="desk", state="sent").values_list("officer__code", flat=True)
    assert list(holders) == [OTHER_HANDLER_CODE]


def test_a_holder_who_left_is_replaced_by_the_head(room: Room) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    Officer.objects.filter(code=HANDLER_CODE).update(left_on="2026-03-08")
    run(room, room.on(7, "10:00"))
    assert told(room, LEADER) == ["dossier_late"]
    assert told(room, HANDLER) == []


def test_who_stands_in_for_the_head_is_told_too(room: Room) -> None:
    room.receive()
    room.do(RECEPTION, "transfer")
    Dossier.objects.update(step_due_at=None)
    leader = Officer.objects.get(code=LEADER_CODE).assignments.get(valid_to=None).post
    other = Officer.objects.get(code=OTHER_HANDLER_CODE)
    StandIn.objects.create(
        post=leader, officer=other, valid_from="2026-03-09", valid_to="2026-03-09", ground="QĐ 1"
    )
    run(room, room.on(7, "10:00"))
    codes = Message.objects.filter(channel="desk").values_list("officer__code", flat=True)
    assert sorted(codes) == sorted([LEADER_CODE, OTHER_HANDLER_CODE])
    run(room, room.on(8, "10:00"))
    assert told(room) == ["dossier_late"], "the day of standing in is over"


def test_nobody_owes_the_result_while_the_applicant_is_asked(room: Room) -> None:
    room.receive()
    room.transferred()
    room.do(
        HANDLER, "propose_supplement", reason="Thiếu", items="Giấy chứng sinh", deadline=room.on(3, "17:00")
    )
    room.do(RECEPTION, "request_supplement")
    run(room, room.on(2, "17:00"))
    assert told(room, RECEPTION, HEAD) == ["supplement_near"] * 2
    run(room, room.on(8, "10:00"))
    assert told(room) == ["supplement_late"] * len(told(room))
    assert told(room, RECEPTION, HEAD) == ["supplement_late"] * 2
    room.do(RECEPTION, "receive_supplement")
    assert told(room) == []


def test_an_answer_to_who_filed_online(room: Room) -> None:
    file(room)
    run(room, room.on(0, "14:00"))
    assert told(room) == []
    run(room, room.on(0, "15:00"))
    assert told(room, RECEPTION, HEAD) == ["answer_near"] * 2, "four of eight hours are over"
    assert told(room, HANDLER, LEADER, STRANGER) == []
    run(room, room.on(1, "09:01"))
    assert told(room, RECEPTION, HEAD) == ["answer_late"] * 2
    notice = queries.notices(room.person(HEAD), clock=room.clock)[0]
    assert room.code in notice.path
    accept(room)
    assert told(room) == []
    assert withdraw_gone(clock=room.clock) > 0


def test_an_opinion_owed_by_another_agency(room: Room) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    room.do(
        HANDLER,
        "request_consultation",
        consulted="H14.03",
        content="Xin ý kiến",
        deadline=room.on(2, "17:00"),
    )
    run(room, room.on(2, "09:00"))
    assert told(room) == ["opinion_near"]
    (row,) = Message.objects.filter(channel="desk")
    assert row.officer.assignments.filter(post__agency__code="H14.03", post__role="leader").exists()
    run(room, room.on(2, "17:01"))
    assert told(room) == ["opinion_late"]
    room.do(HANDLER, "answer_consultation", no="1", answer="Đồng ý", paper="12/STP")
    assert Consultation.objects.get().answered_at is not None
    assert told(room) == []


def test_a_moved_promise_is_a_new_reason(room: Room) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    run(room, room.on(4, "10:00"))
    later = {"new_due_at": room.on(9, "17:00"), "reason": "Chờ xác minh", "signed_by": LEADER_CODE}
    room.do(HEAD, "reschedule", room.on(4, "11:00"), **later)
    run(room)
    assert [kind for kind in told(room) if kind.startswith("dossier")] == []
    run(room, room.on(9, "10:00"))
    assert "dossier_near" in told(room)
    assert Message.objects.filter(kind="dossier_near", channel="desk").count() == 2


def test_what_has_long_been_late_is_left_to_the_lists(room: Room) -> None:
    room.receive()
    room.transferred()
    run(room, room.on(20, "10:00"))
    assert Message.objects.count() == 0


def test_what_was_told_stays_while_it_is_late(room: Room) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    run(room, room.on(7, "10:00"))
    run(room, room.on(60, "10:00"))
    assert told(room) == ["dossier_late"]
    room.proposed(room.on(60, "10:30")).finished()
    assert told(room) == []


def test_letters_follow(room: Room, mail: MailServer) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    run(room, room.on(7, "10:00"))
    run(room, room.on(7, "10:05"))
    assert send_waiting(clock=room.clock).sent == 1
    ((to, letter),) = mail.taken
    assert to == ["son.thucphan@caobang.example"]
    assert room.code in letter["Subject"]
    assert OWNER["owner_name"] not in letter.get_content()


def test_a_letter_is_taken_back_when_the_dossier_is_finished_first(room: Room, mail: MailServer) -> None:
    room.receive()
    room.transferred()
    Dossier.objects.update(step_due_at=None)
    run(room, room.on(7, "10:00"))
    room.proposed(room.on(7, "10:30")).finished()
    run_ = send_waiting(clock=room.clock)
    assert (run_.sent, run_.withdrawn, mail.taken) == (0, 1, [])


def test_as_many_statements_for_one_as_for_many(room: Room) -> None:
    def asked() -> int:
        with counting() as caught:
            remind(clock=room.clock)
        return len(caught.texts)

    room.receive()
    room.transferred()
    room.clock.instant = at(room.on(7, "10:00"))
    asked()
    one = asked()
    for _ in range(4):
        room.clock.instant = at(room.on(0, "09:00"))
        room.receive()
        room.transferred()
    room.clock.instant = at(room.on(7, "10:00"))
    assert asked() == one
    assert Message.objects.count() >= 5
    with counting() as caught:
        queries.notices(room.person(HANDLER), clock=room.clock)
    assert len(caught.texts) <= 12


def test_every_kind_has_its_reader() -> None:
    from motcua.reminders.owed import Stage
    from motcua.reminders.services import kind_name
    from motcua.reminders.sources import SOURCES

    assert sorted(kind.name for kind in KINDS) == sorted(
        kind_name(name, stage) for name in SOURCES for stage in Stage
    )
    assert Channel.ONLINE


MOVES = st.lists(
    st.one_of(
        st.just("remind"),
        st.just("send"),
        st.just("sweep"),
        st.tuples(st.just("hours"), st.integers(1, 30)),
        st.tuples(st.just("assign"), st.sampled_from([HANDLER_CODE, OTHER_HANDLER_CODE])),
        st.tuples(st.just("act"), st.sampled_from(["propose", "finish", "supplement", "supplemented"])),
    ),
    max_size=18,
)


@given(moves=MOVES)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_reason_is_told_twice_in_whatever_order_jobs_run(
    room: Room, mail: MailServer, moves: list[Any]
) -> None:
    with transaction.atomic():
        room.clock.instant = at(room.on(0, "09:00"))
        mail.taken.clear()
        room.receive()
        room.transferred()
        for move in moves:
            name, value = move if isinstance(move, tuple) else (move, None)
            try:
                with transaction.atomic():
                    _move(room, name, value)
            except DomainError:
                pass  # what the dossier does not allow now
        bodies = [letter.get_content() for _, letter in mail.taken]
        assert max(mail.ids().values(), default=0) <= 1
        for row in Message.objects.filter(channel="email").select_related("officer"):
            what = str(queries.told(row).what)
            mine = [
                body
                for (to, _), body in zip(mail.taken, bodies, strict=True)
                if to == [row.officer.email] and what in " ".join(body.split())
            ]
            assert len(mine) <= 1
            assert bool(mine) == (row.state == "sent")
        transaction.set_rollback(True)


def _move(room: Room, name: str, value: Any) -> None:
    if name == "remind":
        run(room)
    elif name == "send":
        send_waiting(clock=room.clock)
    elif name == "sweep":
        withdraw_gone(clock=room.clock)
    elif name == "hours":
        room.clock.instant += value * HOUR
    elif name == "assign":
        room.do(LEADER, "assign", to_officer=value)
    elif value == "propose":
        room.proposed()
    elif value == "finish":
        room.finished()
    elif value == "supplement":
        room.do(HANDLER, "propose_supplement", reason="Thiếu", items="Giấy chứng sinh")
        room.do(RECEPTION, "request_supplement")
    elif value == "supplemented":
        room.do(RECEPTION, "receive_supplement")
