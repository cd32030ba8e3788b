"""From the log to messages: what is told of a life, to whom, by which ways, each once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from tests.dossiers.lives import WORDS, long_life
from tests.dossiers.room import HEAD, LEADER, LEADER_CODE, OWNER, RECEPTION, WITH_PROCESS, Room
from tests.dossiers.test_online_filing import accept, file
from tests.notices.conftest import derived, text, told
from tests.outbox.conftest import tell
from tests.support.citizens import make_citizen
from tests.support.mail_server import MailServer
from tests.support.statements import counting

from motcua.dossiers.erasure import erase_dossier
from motcua.dossiers.following import count_unheard, next_unheard
from motcua.dossiers.generate import generate
from motcua.dossiers.holders import Filer, note
from motcua.dossiers.models import UnheardEvent
from motcua.foundation.clock import SystemClock, day_of
from motcua.notices import deriving
from motcua.notices.deriving import FOLLOWER, tell_citizens
from motcua.notices.models import NoticePreference
from motcua.outbox.models import Message, Wording
from motcua.outbox.sending import send_waiting

pytestmark = pytest.mark.django_db


def test_a_whole_life_is_told(telling: Room) -> None:
    long_life(telling)
    assert told() == [
        "received",
        "supplement_requested",
        "supplement_received",
        "obligation_requested",
        "obligation_met",
        "reappointed",
        "stopped",
        "resumed",
    ], "after the address was taken out nothing is written to it"
    urgent = [kind for kind in told() if kind != "obligation_met"]
    assert told("sms", address=OWNER["owner_phone"]) == urgent, "what asks nothing does not ring"
    assert told("sms", address=WORDS["representative_phone"]) == ["result_refused"], "who can be called then"
    assert told("portal") == [], "nobody has an account"


def test_each_says_what_until_when_what_to_do(telling: Room) -> None:
    room = long_life(telling)
    words = text("supplement_requested")
    assert room.code in words
    assert WORDS["item"] in words
    assert WORDS["reason"] in words
    assert "trang hồ sơ" in words
    sorry = text("reappointed")
    assert "xin lỗi bạn" in sorry
    assert "Lỗi thuộc về UBND phường Thục Phán" in sorry
    assert "Ngày hẹn mới: 09:00, thứ Hai 16/3/2026" in sorry
    assert "26.000 đồng" in text("obligation_requested")
    assert "Nộp trước" not in text("obligation_requested"), "no end was set"


def test_no_name_and_no_free_word_in_a_short_message(telling: Room) -> None:
    long_life(telling)
    private = [*WORDS.values(), OWNER["owner_name"], OWNER["owner_identifier"], OWNER["owner_address"]]
    for channel in ("sms", "zalo", "email"):
        for words in Wording.objects.filter(message__channel=channel).values_list("title", "text"):
            said = "\n".join(words)
            assert OWNER["owner_name"] not in said
            assert OWNER["owner_identifier"] not in said
            if channel != "email":
                assert [word for word in private if word in said] == []
                assert said.isascii() or channel == "zalo"


def test_filed_online_then_accepted(room: Room, channels: None) -> None:
    file(room)
    reference = room.code
    room.do(RECEPTION, "notice_registration", items="Tờ khai", reason="Thiếu chữ ký")
    accept(room)
    derived(room)
    assert told() == ["registered", "to_fix", "received"]
    assert reference in text("registered")
    assert "trước 09:00, thứ Ba 3/3/2026" in text("registered")
    assert "Tờ khai" in text("to_fix")
    assert room.code in text("received")


def test_not_received(room: Room, channels: None) -> None:
    file(room)
    room.do(RECEPTION, "decline_registration", reason="Không thuộc thẩm quyền")
    derived(room)
    assert told() == ["registered", "not_received"]
    assert "Không thuộc thẩm quyền" in text("not_received")


@pytest.mark.parametrize("granted", [True, False])
def test_the_result(room: Room, channels: None, granted: bool) -> None:
    room.receive()
    room.transferred().proposed(granted=granted).finished().returned()
    derived(room)
    result = "result_ready" if granted else "result_refused"
    assert told() == ["received", result, "returned", "rating_asked"]
    assert "Nhận tại UBND phường Thục Phán" in text(result)
    assert "mang giay hen" in text(result, "sms")


def test_withdrawn(room: Room, channels: None) -> None:
    room.receive()
    room.transferred()
    room.do(RECEPTION, "withdraw", reason="Đổi ý")
    derived(room)
    assert told() == ["received", "withdrawn"]


def test_work_inside_the_offices_is_not_told(room: Room, channels: None) -> None:
    room.receive(procedure=WITH_PROCESS)
    room.transferred()
    room.do("son.thucphan", "record_verification", content="Đã xem")
    derived(room)
    assert told() == ["received"]
    assert count_unheard(FOLLOWER) == 0


def test_an_account_is_told_in_the_portal_and_by_its_own_ways(room: Room, channels: None) -> None:
    mine = make_citizen(identifier=OWNER["owner_identifier"], email="toi@mail.example", phone="0977000111")
    room.receive()
    derived(room)
    ways = Message.objects.filter(officer=None).values_list("account", "channel", "address")
    assert set(ways) == {
        (mine.key, "portal", ""),
        (mine.key, "email", "toi@mail.example"),
        (mine.key, "sms", "0977000111"),
        ("", "email", OWNER["owner_email"]),
        ("", "sms", OWNER["owner_phone"]),
    }


def test_who_filed_is_told_and_for_whom_while_the_mandate_holds(room: Room, channels: None) -> None:
    filer = make_citizen(identifier="004190000777", phone="0977000222")
    room.receive()
    row = room.locked.id
    note(row, Filer(key=filer.key), room.clock.now())
    ended = make_citizen(identifier="004190000888", phone="0977000333")
    note(row, Filer(key=ended.key, mandate=4711), room.clock.now())
    derived(room)
    assert told("portal", account=filer.key) == ["received"]
    assert told("sms", account=filer.key) == ["received"]
    assert not Message.objects.filter(account=ended.key).exists()


def test_an_address_of_the_account_is_not_told_twice(room: Room, channels: None) -> None:
    mine = make_citizen(
        identifier=OWNER["owner_identifier"], email=OWNER["owner_email"], phone="+84 912 345 678"
    )
    NoticePreference.objects.create(account=mine.key, email="none", sms="none", zalo="all", changed_at=1)
    room.receive()
    derived(room)
    ways = Message.objects.filter(officer=None).values_list("account", "channel")
    assert set(ways) == {(mine.key, "portal"), (mine.key, "zalo")}, "what was switched off stays off"


def test_in_the_language_of_the_account(room: Room, channels: None) -> None:
    mine = make_citizen(identifier=OWNER["owner_identifier"], email="me@mail.example")
    NoticePreference.objects.create(account=mine.key, language="en", changed_at=1)
    room.receive()
    derived(room)
    row = Message.objects.select_related("wording").get(account=mine.key, channel="email")
    assert "The result is promised for" in row.wording.text
    assert "Monday 9/3/2026" in row.wording.text


def test_an_unconfirmed_address_is_not_written_to(room: Room, channels: None) -> None:
    """An account whose address nobody confirmed holds no dossier by its identifier either."""
    make_citizen(identifier=OWNER["owner_identifier"], email="x@mail.example", assurance=0)
    room.receive()
    derived(room)
    assert not Message.objects.exclude(account="").exists()


def test_what_is_not_set_up_is_not_used(room: Room) -> None:
    room.receive()
    assert derived(room).events == 1
    assert Message.objects.count() == 0


def test_heard_once_however_often_it_runs(room: Room, channels: None) -> None:
    room.receive()
    assert [derived(room).messages for _ in range(3)] == [2, 0, 0]
    UnheardEvent.objects.create(follower=FOLLOWER, dossier_id=room.locked.id, seq=1)
    assert derived(room).messages == 0, "and where the line came back, the reason is known"
    assert Message.objects.count() == 2


def test_a_generated_past_tells_nobody(room: Room, channels: None) -> None:
    generate(3, 7, first=day_of(room.clock.now()), clock=SystemClock())
    assert UnheardEvent.objects.count() == 0
    assert tell_citizens().events == 0


def test_an_event_that_was_rolled_back_is_not_told(room: Room, channels: None) -> None:
    with transaction.atomic():
        room.receive()
        transaction.set_rollback(True)
    assert next_unheard(FOLLOWER) == []


def test_one_that_cannot_be_told_holds_up_no_other(
    room: Room, channels: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.receive()
    bad = room.locked.id
    room.receive(owner_name="Người khác")
    kept = deriving.facts_of

    def broken(locked: Any, *rest: Any) -> Any:
        if locked.id == bad:
            raise ValueError("spoilt")
        return kept(locked, *rest)

    monkeypatch.setattr(deriving, "facts_of", broken)
    assert derived(room)[:] == (1, 2, 1)
    monkeypatch.undo()
    assert derived(room)[:] == (1, 2, 0), "its line stayed"


def test_an_erasure_takes_what_was_told(room: Room, channels: None) -> None:
    room.receive()
    derived(room)
    erase_dossier(room.code)
    assert set(Wording.objects.values_list("title", "text")) == {("", "")}
    assert set(Message.objects.values_list("address", "state")) == {("", "withdrawn")}


def test_an_event_after_an_erasure_has_nobody_to_tell(room: Room, channels: None) -> None:
    room.receive()
    derived(room)
    erase_dossier(room.code)
    room.do(HEAD, "reschedule", new_due_at=room.on(14, "09:00"), reason="Chờ", signed_by=LEADER_CODE)
    assert derived(room)[1:] == (0, 0)


def test_told_of_a_past_reception(room: Room, channels: None) -> None:
    """A reception recorded late is real, and told; the words have its own promise."""
    room.receive(received_at=room.on(-3, "09:00"), past_reason="Mất điện")
    derived(room)
    assert "6/3/2026" in text("received")


def test_a_letter_leaves(room: Room, mail: MailServer, settings: Any) -> None:
    room.receive()
    derived(room)
    assert send_waiting(clock=room.clock).sent == 1
    ((to, letter),) = mail.taken
    assert to == [OWNER["owner_email"]]
    assert letter["Subject"] == f"Hồ sơ {room.code}: đã được tiếp nhận"
    assert f"/tra-cuu/{room.code}" in letter.get_content()
    tell(settings, "")


def test_statements_for_one_event(room: Room, channels: None) -> None:
    room.receive()
    derived(room)
    room.receive(owner_name="Người khác")
    with counting() as statements:
        assert derived(room).messages == 2
    assert len(statements.texts) <= 12, statements.texts


def test_the_transition_takes_no_more_statements(room: Room) -> None:
    """The line that an event is unheard stands in the statement that writes the event."""
    room.receive()
    room.transferred()
    with counting() as statements:
        room.do(LEADER, "stop", reason="Có đơn", legal_ground="Điều 1")
    assert len(statements.inside) == 2, statements.inside
    assert UnheardEvent.objects.filter(follower=FOLLOWER).count() == 2
