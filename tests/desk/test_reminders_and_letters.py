"""The officer's reminders and the operator's outbox, as pages."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import SignIn, act, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HANDLER_CODE, LEADER, RECEPTION
from tests.outbox.conftest import mail, server, tell
from tests.support.mail_server import MailServer
from tests.support.statements import counting

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import HOUR, SystemClock
from motcua.organisation.models import Officer
from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.reminders.services import remind
from motcua.site.keeping.doctor import examine

__all__ = ["mail", "server"]
PAGE, OUTBOX = "/nhac-viec/", "/quan-tri/hop-thu-di/"


@pytest.fixture
def overdue(with_handler: str) -> str:
    """A dossier whose handling officer is reminded."""
    Dossier.objects.update(due_at=SystemClock().now() - HOUR, step_due_at=None)
    remind()
    return with_handler


@pytest.fixture
def refused(mail: MailServer, with_handler: str) -> str:
    """The same, and the letter was refused for good."""
    Dossier.objects.update(due_at=SystemClock().now() - HOUR, step_due_at=None)
    remind()
    mail.answers["RCPT"] = "550 no such user"
    send_waiting()
    mail.answers.clear()
    return with_handler


def bell(page: Any) -> str:
    return str(tree_of(page).xpath("string(//a[contains(@class,'bell')]/span[contains(@class,'n')])"))


def test_the_bell_counts_on_every_page_without_a_statement(sign_in: SignIn, with_handler: str) -> None:
    browser = sign_in(HANDLER)
    browser.get("/lich/")
    with counting() as before:
        assert bell(browser.get("/lich/")) == ""
    Dossier.objects.update(due_at=SystemClock().now() - HOUR, step_due_at=None)
    remind()
    with counting() as after:
        assert bell(browser.get("/lich/")) == "1"
    assert len(after.texts) == len(before.texts)
    page = sign_in(ADMINISTRATOR).get("/lich/")
    assert not tree_of(page).xpath("//a[contains(@class,'bell')]"), "nobody reminds an administrator"


def test_a_reminder_says_what_and_leads_there(sign_in: SignIn, overdue: str) -> None:
    browser = sign_in(HANDLER)
    page = browser.get(PAGE)
    assert f"Hồ sơ {overdue}" in words_of(page)
    assert "đã quá ngày hẹn trả" in words_of(page)
    assert "1 chưa đọc" in words_of(page)
    (link,) = set(tree_of(page).xpath("//table//a/@href"))
    assert browser.get(link).status_code == 200
    assert "Không có việc nào phải nhắc" in words_of(sign_in(RECEPTION).get(PAGE))


def test_read_one_then_all(sign_in: SignIn, overdue: str) -> None:
    browser = sign_in(HANDLER)
    key = tree_of(browser.get(PAGE)).xpath("//button[@name='tin']/@value")[0]
    sign_in(LEADER).post(f"{PAGE}da-doc/", {"tin": key})
    assert bell(browser.get(PAGE)) == "1", "another officer's press does nothing"
    for junk in ("x", "-1", "99999999999999999999", "0"):
        assert browser.post(f"{PAGE}da-doc/", {"tin": junk}).status_code == 302
    assert bell(browser.get(PAGE)) == "1"
    page = browser.post(f"{PAGE}da-doc/", {"tin": key}, follow=True)
    assert "Đã đánh dấu 1 việc" in words_of(page)
    assert (bell(page), f"Hồ sơ {overdue}" in words_of(page)) == ("", True)
    Message.objects.update(read_at=None)
    assert bell(browser.post(f"{PAGE}da-doc/", follow=True)) == ""


def test_what_is_done_does_not_show(sign_in: SignIn, overdue: str) -> None:
    act(sign_in(HANDLER), overdue, "propose_result", granted="1")
    assert "Không có việc nào phải nhắc" in words_of(sign_in(HANDLER).get(PAGE))


def test_the_page_says_where_letters_go(
    sign_in: SignIn, overdue: str, mail: MailServer, settings: Any
) -> None:
    browser = sign_in(HANDLER)
    assert "son.thucphan@caobang.example" in words_of(browser.get(PAGE))
    Officer.objects.filter(code=HANDLER_CODE).update(email="")
    assert "chưa có địa chỉ thư" in words_of(browser.get(PAGE))
    tell(settings, "")
    assert "chưa gửi thư" in words_of(browser.get(PAGE))


def test_the_outbox_says_why_and_sends_again(sign_in: SignIn, refused: str, mail: MailServer) -> None:
    browser = sign_in(ADMINISTRATOR)
    page = browser.get(OUTBOX)
    assert "550 no such user" in words_of(page)
    assert "không gửi được" in words_of(page)
    assert "Gửi lại" in words_of(page)
    assert "Coi như đã tới" not in words_of(page)
    key = Message.objects.get(channel="email").pk
    page = browser.post(f"{OUTBOX}{key}/", follow=True)
    assert "sẽ được gửi lại" in words_of(page)
    assert "chờ gửi" in words_of(page)
    send_waiting()
    assert "đã gửi" in words_of(browser.get(OUTBOX))
    assert len(mail.taken) == 1
    page = browser.post(f"{OUTBOX}{key}/", follow=True)
    assert "không có gì để làm lại" in words_of(page)
    assert len(mail.taken) == 1


def test_a_doubt_is_settled_by_a_person(sign_in: SignIn, refused: str, mail: MailServer) -> None:
    Message.objects.filter(channel="email").update(state="doubtful")
    browser = sign_in(ADMINISTRATOR)
    assert "không rõ đã tới chưa" in words_of(browser.get(OUTBOX))
    key = Message.objects.get(channel="email").pk
    page = browser.post(f"{OUTBOX}{key}/", {"quyet-dinh": "da-toi"}, follow=True)
    assert "đã tới" in words_of(page)
    row = Message.objects.get(channel="email")
    assert (row.state, bool(row.decided_by)) == ("sent", True)
    assert send_waiting().sent == 0


def test_the_outbox_is_searched(sign_in: SignIn, refused: str) -> None:
    browser = sign_in(ADMINISTRATOR)
    for asked, there in (
        ("", True),
        ("?tinh-trang=failed", True),
        ("?tinh-trang=sent", False),
        ("?tinh-trang=nothing", True),
        (f"?q={refused}", True),
        ("?q=son.thuc", True),
        ("?q=%25", False),
        ("?trang=99", False),
    ):
        assert ("550 no such user" in words_of(browser.get(f"{OUTBOX}{asked}"))) is there, asked


@pytest.mark.parametrize("who", [HANDLER, LEADER, RECEPTION])
def test_nobody_else_sends_again(sign_in: SignIn, refused: str, who: str) -> None:
    key = Message.objects.get(channel="email").pk
    assert sign_in(who).post(f"{OUTBOX}{key}/").status_code == 403
    assert Message.objects.get(channel="email").state == "failed"


def test_operations_and_doctor_say_how_letters_stand(sign_in: SignIn, refused: str, settings: Any) -> None:
    browser = sign_in(ADMINISTRATOR)
    assert "1 việc nhắc không gửi thư được" in words_of(browser.get("/quan-tri/van-hanh/"))
    found = {check.id: check for check in examine()}
    assert not found["letters"].ok
    assert found["mail"].ok
    tell(settings, "")
    settings.MOTCUA_MAIL_URL = ""
    page = words_of(browser.get("/quan-tri/van-hanh/"))
    assert "nhắc việc chỉ hiện trên bàn làm việc, không gửi thư" in page
    assert "Chưa có máy chủ thư" in words_of(browser.get(OUTBOX))
