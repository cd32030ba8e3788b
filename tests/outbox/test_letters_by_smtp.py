"""Letters through a real mail server: what arrives, what is tried again, what is given up."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dossiers.room import ADMINISTRATOR, HANDLER_CODE, Room
from tests.outbox.conftest import put, states, tell, wanted
from tests.support.mail_server import MailServer

from motcua.foundation.clock import HOUR, MINUTE, FixedClock, SystemClock
from motcua.foundation.errors import DomainError
from motcua.organisation import entered
from motcua.organisation.models import Officer
from motcua.outbox import carrier, queries, sending, services
from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.site.mail import mail_from, mail_language

pytestmark = pytest.mark.django_db


def only() -> Message:
    return Message.objects.get(channel="email")


def test_a_letter_says_what_until_when_what_to_do_and_where(room: Room, mail: MailServer) -> None:
    put()
    assert send_waiting().sent == 1
    ((to, letter),) = mail.taken
    assert to == ["son.thucphan@caobang.example"]
    assert letter["Subject"] == "Việc H14-1 đến hạn lúc 08:06 3/3/2026"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    for words in ("Nông Văn Sơn", "đến hạn lúc 08:06 3/3/2026", "Làm ngay.", "/ho-so/H14-1/", "/nhac-viec/"):
        assert words in body or words == "Nông Văn Sơn"
    assert Officer.objects.get(code=HANDLER_CODE).full_name in body
    row = only()
    assert letter["Message-ID"] == f"<{row.letter}@localhost>"
    assert (row.state, row.tries, row.address) == ("sent", 1, to[0])
    assert row.sent_at is not None
    assert send_waiting().sent == 0


def test_one_officer_gets_one_letter_for_all_that_waits(room: Room, mail: MailServer) -> None:
    put(wanted(subject="1"), wanted(subject="2"), wanted("CB0016", subject="1"))
    assert send_waiting().sent == 2
    subjects = sorted(str(letter["Subject"]) for _, letter in mail.taken)
    assert subjects == ["Nhắc việc: 2 việc sắp đến hạn", "Việc H14-1 đến hạn lúc 08:06 3/3/2026"]
    assert max(mail.ids().values()) == 1


def test_letters_in_english_where_the_office_wants_them(room: Room, mail: MailServer, settings: Any) -> None:
    settings.MOTCUA_MAIL_LANGUAGE = "en"
    put(wanted(subject="1"), wanted(subject="2"))
    send_waiting()
    ((_, letter),) = mail.taken
    assert letter["Subject"] == "Reminders: 2 tasks nearly due"


def test_a_refusal_for_good_is_told_and_not_tried_again(room: Room, mail: MailServer) -> None:
    put()
    mail.answers["RCPT"] = "550 5.1.1 no such user"
    assert send_waiting().failed == 1
    row = only()
    assert (row.state, row.problem, row.next_try_at) == ("failed", "550 5.1.1 no such user", None)
    mail.answers.clear()
    assert send_waiting().sent == 0
    letter = row.letter
    assert services.resend(room.person(ADMINISTRATOR), row.pk) == 1
    assert send_waiting().sent == 1
    row = only()
    assert (row.state, row.letter, row.problem) == ("sent", letter, "")
    assert row.decided_by == room.person(ADMINISTRATOR).officer_code


def test_a_refusal_for_now_is_tried_later_and_later(room: Room, mail: MailServer) -> None:
    put(wanted(), wanted("CB0016"))
    mail.answers["RCPT"] = "450 4.7.1 greylisted"
    clock = FixedClock(SystemClock().now())
    run = send_waiting(clock=clock)
    assert run.later == 2, "one that must wait does not hold up the others"
    row = Message.objects.filter(channel="email").order_by("pk")[0]
    assert (row.state, row.problem) == ("waiting", "450 4.7.1 greylisted")
    assert row.next_try_at == clock.instant + MINUTE
    assert send_waiting(clock=clock).later == 0, "not before its time"
    for _ in range(len(sending.WAITS)):
        clock.instant += 9 * HOUR
        send_waiting(clock=clock)
    assert states() == ["failed", "failed"]
    assert mail.taken == []


def test_a_run_that_takes_long_leaves_the_rest_to_the_next(
    room: Room, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(wanted(), wanted("CB0016"), wanted("CB0017"))
    monkeypatch.setattr(sending, "LONGEST_RUN", 0.0)
    assert [send_waiting().sent for _ in range(4)] == [1, 1, 1, 0]
    assert sorted(mail.ids().values()) == [1, 1, 1]


def test_a_refused_sender_is_no_letters_fault(room: Room, mail: MailServer) -> None:
    put(wanted(), wanted("CB0016"))
    mail.answers["MAIL"] = "553 sender not allowed"
    assert send_waiting().later == 1
    assert sorted(states()) == ["waiting", "waiting"]


def test_no_server_there_counts_no_try_and_is_told(room: Room, mail: MailServer) -> None:
    put(wanted(), wanted("CB0016"))
    mail.stop()
    clock = FixedClock(SystemClock().now())
    run = send_waiting(clock=clock)
    assert "ConnectionRefusedError" in run.unreachable
    rows = Message.objects.filter(channel="email")
    assert {row.tries for row in rows} == {0}
    health = queries.health()
    assert (health.waiting, health.held_up) == (2, 2)
    assert "ConnectionRefusedError" in health.problem


def test_refused_after_the_text_is_not_taken(room: Room, mail: MailServer) -> None:
    put()
    mail.answers["DATA"] = "554 looks like spam"
    assert send_waiting().failed == 1
    assert only().state == "failed"
    mail.answers["DATA"] = "451 try again"
    services.resend(room.person(ADMINISTRATOR), only().pk)
    assert send_waiting().later == 1
    assert only().state == "waiting"


def test_a_server_that_goes_away_with_the_text_leaves_a_doubt(room: Room, mail: MailServer) -> None:
    put()
    mail.answers["DATA"] = "421 closing"  # aiosmtpd closes the line after 421
    send_waiting()
    assert only().state == "waiting", "a negative answer is an answer"


def test_whoever_left_gets_no_letter(room: Room, mail: MailServer) -> None:
    put(wanted(), wanted("CB0016"))
    Officer.objects.filter(code=HANDLER_CODE).update(left_on="2026-01-31")
    Officer.objects.get(code="CB0016").user.__class__.objects.filter(officer__code="CB0016").update(
        is_active=False
    )
    run = send_waiting()
    assert (run.sent, run.withdrawn) == (0, 2)
    assert states() == ["withdrawn", "withdrawn"]


def test_a_changed_address_is_used(room: Room, mail: MailServer) -> None:
    put()
    Officer.objects.filter(code=HANDLER_CODE).update(email="moi@caobang.example")
    send_waiting()
    assert mail.taken[0][0] == ["moi@caobang.example"]


@pytest.mark.parametrize(
    "code", ["A\r\nBcc: thief@evil.example", "A\nX: y", "A\u2028B", "A\x00B", ".\r\n.\r\nQUIT", "x" * 5000]
)
def test_nothing_in_a_message_becomes_a_header_or_an_end(room: Room, mail: MailServer, code: str) -> None:
    put(wanted(subject="1", code=code.replace("\0", "")))
    assert send_waiting().sent == 1
    ((to, letter),) = mail.taken
    assert to == ["son.thucphan@caobang.example"]
    assert letter["Bcc"] is None
    assert letter["X"] is None
    assert len(letter.get_all("To")) == 1
    assert "/nhac-viec/" in letter.get_content(), "the text went on to its end"


def test_a_line_of_dots_does_not_end_the_text() -> None:
    assert carrier._dotted(b"a\n.\n..b\r\nc\n") == b"a\r\n..\r\n...b\r\nc\r\n.\r\n"
    assert carrier._dotted(b"a") == b"a\r\n.\r\n"


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<x@y.example>",
        "a b@c.example",
        "a@b",
        "<a@b.example>",
        "á@b.example",
        "a@b.example,c@d.example",
        ".a@b.example",
        "a..b@c.example",
        "a@-b.example",
        '"a b"@c.example',
        "a@" + "b" * 250 + ".example",
        "@b.example",
    ],
)
def test_addresses_that_no_header_should_carry_are_refused(address: str) -> None:
    with pytest.raises(DomainError):
        entered.email(address)


@pytest.mark.parametrize(
    "address", ["", "son.thucphan@caobang.gov.vn", "a+b_c%d-e@x-1.example", " a@b.example "]
)
def test_addresses_of_officers_are_taken(address: str) -> None:
    assert entered.email(address) == address.strip()


def test_settings_of_letters_are_checked(settings: Any) -> None:
    assert mail_from("", "https://motcua.caobang.gov.vn") == "mot-cua@motcua.caobang.gov.vn"
    assert mail_from("a@b.vn", "") == "a@b.vn"
    for wrong in ("a", "a@", "@b", "a b@c", "a@b\n", "ă@b"):
        with pytest.raises(DomainError):
            mail_from(wrong, "")
    with pytest.raises(DomainError):
        mail_language("fr")


def test_mail_that_is_off_sends_nothing(room: Room, mail: MailServer, settings: Any) -> None:
    put()
    tell(settings, "")
    assert not any(send_waiting())
    with pytest.raises(DomainError) as refusal:
        services.resend(room.person(ADMINISTRATOR), only().pk)
    assert refusal.value.id == "mail_is_off"
