"""The inbox of a citizen, the choices, the officer's page of a dossier, the administrator's of templates."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, sign_in
from tests.dossiers.room import ADMINISTRATOR, HANDLER, OWNER, RECEPTION, Room
from tests.notices.conftest import derived
from tests.support.citizens import make_citizen
from tests.support.citizens import sign_in as sign_in_citizen
from tests.support.statements import counting

from motcua.citizens.queries import Applicant
from motcua.notices.models import NoticePreference, NoticeTemplate
from motcua.outbox.models import Message

__all__ = ["sign_in"]
pytestmark = pytest.mark.django_db
INBOX = "/cua-toi/tin-nhan/"


@pytest.fixture
def mine(room: Room, channels: None) -> Applicant:
    account = make_citizen(identifier=OWNER["owner_identifier"], email="toi@mail.example", phone="0977000111")
    room.receive()
    derived(room)
    return account


def test_the_inbox_of_an_account(room: Room, mine: Applicant, client: Client) -> None:
    sign_in_citizen(client, mine)
    with counting() as statements:
        page = client.get(INBOX).content.decode()
    assert len(statements.texts) <= 10
    assert f"Hồ sơ {room.code}: đã được tiếp nhận" in page
    assert "Tin nhắn (1)" in page, "the header tells how many are unread"
    row = Message.objects.get(channel="portal")
    one = client.get(f"{INBOX}{row.pk}/").content.decode()
    assert "Hẹn trả kết quả" in one
    assert f"/cua-toi/ho-so/{room.code}" in one
    assert "Tin nhắn (1)" not in client.get(INBOX).content.decode()
    row.refresh_from_db()
    assert row.read_at is not None


def test_all_are_read_at_once(mine: Applicant, client: Client) -> None:
    sign_in_citizen(client, mine)
    assert client.post(f"{INBOX}da-doc/").status_code == 302
    assert Message.objects.filter(channel="portal", read_at=None).count() == 0


def test_other_peoples_messages_are_not_found(mine: Applicant, client: Client, sign_in: SignIn) -> None:
    row = Message.objects.get(channel="portal")
    assert client.get(INBOX).status_code == 302
    other = make_citizen(identifier="004190000999", name="Người khác")
    sign_in_citizen(client, other)
    assert client.get(f"{INBOX}{row.pk}/").status_code == 404
    assert "đã được tiếp nhận" not in client.get(INBOX).content.decode()
    client.post(f"{INBOX}da-doc/")
    row.refresh_from_db()
    assert row.read_at is None
    letter = Message.objects.filter(channel="email").first()
    assert letter is not None
    sign_in_citizen(client, mine)
    assert client.get(f"{INBOX}{letter.pk}/").status_code == 404, "a letter is not a message of the portal"
    officer = sign_in(RECEPTION)
    assert officer.get(INBOX).status_code == 302
    assert officer.get(f"{INBOX}{row.pk}/").status_code == 302


def test_choices_are_kept(mine: Applicant, client: Client) -> None:
    sign_in_citizen(client, mine)
    page = client.get(f"{INBOX}cach-nhan/").content.decode()
    assert "toi@mail.example" in page
    chosen = {"language": "en", "email": "none", "sms": "all", "zalo": "none"}
    assert client.post(f"{INBOX}cach-nhan/", chosen).status_code == 302
    row = NoticePreference.objects.get(account=mine.key)
    assert (row.language, row.email, row.sms) == ("en", "none", "all")
    assert client.post(f"{INBOX}cach-nhan/", {**chosen, "email": "x"}).status_code == 400
    assert client.get(f"{INBOX}?trang=99").status_code == 200
    assert client.get(f"{INBOX}?trang=²").status_code == 200


def test_script_in_a_message_stays_text(room: Room, mine: Applicant, client: Client) -> None:
    row = Message.objects.get(channel="portal")
    row.wording.text = "<script>x</script>"
    row.wording.save()
    sign_in_citizen(client, mine)
    assert "<script>x" not in client.get(f"{INBOX}{row.pk}/").content.decode()


def test_the_officer_sees_what_was_told(room: Room, mine: Applicant, sign_in: SignIn) -> None:
    desk = sign_in(RECEPTION)
    page = desk.get(f"/ho-so/{room.code}/tin-nhan/").content.decode()
    assert "toi@mail.example" in page
    assert "Gửi tới địa chỉ khác" in page
    row = Message.objects.get(channel="email", address="toi@mail.example")
    url = f"/ho-so/{room.code}/tin-nhan/{row.pk}/gui-lai/"
    assert desk.post(url, {"address": "moi@mail.example"}).status_code == 302
    assert Message.objects.filter(address="moi@mail.example", state="waiting").count() == 1
    assert "không đúng dạng" in desk.post(url, {"address": "x"}, follow=True).content.decode()
    handler = sign_in(HANDLER)
    assert "Gửi tới địa chỉ khác" not in handler.get(f"/ho-so/{room.code}/tin-nhan/").content.decode()
    assert handler.post(url, {"address": "y@mail.example"}).status_code == 403


def test_templates_are_tried_then_changed(room: Room, sign_in: SignIn) -> None:
    desk = sign_in(ADMINISTRATOR)
    assert "Xin lỗi và hẹn lại" in desk.get("/quan-tri/tin-nhan/").content.decode()
    url = "/quan-tri/tin-nhan/received/sms/vi/"
    assert "1 tin" in desk.get(url).content.decode()
    tried = desk.post(url, {"body": "Thử {code}", "lam": "xem"}).content.decode()
    assert "Thu 000.32.40.H14-261126-0007" in tried
    assert not NoticeTemplate.objects.exists()
    refused = desk.post(url, {"body": "Thử {name}", "lam": "luu", "reason": "x"})
    assert refused.status_code in (400, 422)
    assert "{name}" in refused.content.decode()
    assert desk.post(url, {"body": "Moi {code}", "lam": "luu", "reason": "Ngắn"}).status_code == 302
    page = desk.get(url).content.decode()
    assert "Moi {code}" in page
    assert "Trở lại mẫu có sẵn" in page
    assert "đã sửa" in desk.get("/quan-tri/tin-nhan/").content.decode()
    assert desk.post(url, {"body": "Moi {code}", "lam": "tro-lai", "reason": "Thôi"}).status_code == 302
    assert NoticeTemplate.objects.latest("version").shipped
