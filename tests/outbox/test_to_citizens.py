"""Messages to citizens: once for each recipient and channel, by letter and gateway, again, forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.dossiers.room import ADMINISTRATOR, Room
from tests.outbox.conftest import put, tell
from tests.outbox.gateway_process import Sandbox, connect, sandbox
from tests.support.mail_server import MailServer

from motcua.foundation.clock import HOUR, MINUTE, SECOND, FixedClock, SystemClock, instant_of
from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.models import Officer
from motcua.outbox import citizens, queries, services
from motcua.outbox.channels import is_quiet
from motcua.outbox.citizens import Notice
from motcua.outbox.gateway import gateway, international, signature
from motcua.outbox.gateway_line import GatewayLine, _judge
from motcua.outbox.models import Message, Wording
from motcua.outbox.outcomes import Never
from motcua.outbox.sending import put_right, send_waiting

pytestmark = pytest.mark.django_db
URL = "/tin-nhan/bao-phat/sms/"


@pytest.fixture(scope="module")
def process() -> Iterator[Sandbox]:
    with sandbox("--token", "token") as made:
        yield made


@pytest.fixture
def phone(process: Sandbox, settings: Any) -> Sandbox:
    connect(settings, process.url)
    return process


def moment(day: int, hour: int) -> int:
    return instant_of(datetime(2026, 11, day, hour))


def notice(channel: str = "sms", to: str = "0912345678", key: str = "3", account: str = "") -> Notice:
    to = "" if channel == "portal" else "dan@mail.example" if channel == "email" else to
    return Notice(
        kind="received", subject="7", key=key, account=account, channel=channel, address=to, language="vi",
        title="Hồ sơ H14-7 đã được tiếp nhận", text="Ho so H14-7 da tiep nhan.", path="/tra-cuu/H14-7",
        version=0, code="H14-7",
    )  # fmt: skip


def states() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("channel", "state"))


def test_each_is_put_in_once_with_its_words() -> None:
    many = [
        notice(channel, account=who) for channel in ("portal", "email", "sms") for who in ("", "cAn", "cBinh")
    ]
    assert citizens.tell(many) == 9
    assert citizens.tell(many) == 0
    assert Wording.objects.count() == 9
    row = Message.objects.select_related("wording").get(channel="portal", account="cAn")
    assert (row.state, row.wording.title) == ("sent", "Hồ sơ H14-7 đã được tiếp nhận")
    assert queries.recipient_kind(row) == "citizen"
    assert queries.recipient_kind(Message.objects.get(channel="sms", account="")) == "address"


def test_a_message_has_one_recipient(room: Room) -> None:
    put()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(account="cAn")


def test_a_letter_to_a_citizen_names_nobody(room: Room, mail: MailServer) -> None:
    citizens.tell([notice("email"), notice("email", account="cAn")])
    assert send_waiting().sent == 2, "what two people are told is two letters"
    to, letter = mail.taken[0]
    assert (to, letter["To"], letter["Subject"]) == (
        ["dan@mail.example"], "dan@mail.example", "Hồ sơ H14-7 đã được tiếp nhận",
    )  # fmt: skip
    assert "/tra-cuu/H14-7" in letter.get_content()
    assert "/nhac-viec/" not in letter.get_content()
    assert sorted(mail.ids().values()) == [1, 1]


def test_officers_and_citizens_do_not_share_a_letter(room: Room, mail: MailServer) -> None:
    put()
    citizens.tell([notice("email"), notice("email", key="4")])
    assert send_waiting().sent == 3


def test_a_short_message_reaches_the_gateway(phone: Sandbox) -> None:
    citizens.tell([notice(to="0912 000 111")])
    assert send_waiting("sms").sent == 1
    row = Message.objects.get()
    (got,) = [each for each in phone.taken() if each["key"] == str(row.letter)]
    assert (got["to"], got["text"], got["reference"]) == (
        "84912000111",
        "Ho so H14-7 da tiep nhan.",
        got["key"],
    )
    assert "Ho so H14-7 da tiep nhan." in phone.read("/")
    assert send_waiting("sms").sent == 0
    assert send_waiting("zalo").sent == 0, "each channel has its own"


@pytest.mark.parametrize(
    ("number", "then", "problem"),
    [("0912345600", "failed", "422 no such number"), ("0912345601", "waiting", "503 busy")],
)
def test_what_the_gateway_refuses(phone: Sandbox, number: str, then: str, problem: str) -> None:
    clock = FixedClock(SystemClock().now())
    citizens.tell([notice(to=number)], clock=clock)
    send_waiting("sms", clock=clock)
    row = Message.objects.get()
    assert (row.state, row.problem) == (then, problem)
    assert row.next_try_at == (clock.instant + MINUTE if then == "waiting" else None)


def test_a_wrong_token_is_no_messages_fault(process: Sandbox, settings: Any) -> None:
    connect(settings, process.url)
    settings.MOTCUA_GATEWAYS = {"sms": gateway(f"{process.url}/send", "other", "", "")}
    citizens.tell([notice(), notice(key="4")])
    assert send_waiting("sms").later == 1, "the others are not tried on this line"
    assert states() == [("sms", "waiting")] * 2


def test_nobody_at_the_address(settings: Any) -> None:
    connect(settings, "http://127.0.0.1:9")
    citizens.tell([notice()])
    assert "ConnectionRefused" in send_waiting("sms").unreachable
    assert Message.objects.get().tries == 0


def test_no_answer_goes_again_with_the_same_key_and_rings_once(
    phone: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GatewayLine.__init__, "__defaults__", (0.3,))
    clock = FixedClock(SystemClock().now())
    citizens.tell([notice(to="0912345602")], clock=clock)
    assert send_waiting("sms", clock=clock).later == 1
    clock.instant += HOUR
    assert send_waiting("sms", clock=clock).later == 1
    row = Message.objects.get()
    assert (row.state, row.tries) == ("waiting", 2)
    (got,) = [each for each in phone.taken() if each["key"] == str(row.letter)]
    assert got["times"] == 2, "one message, asked for twice"


def test_no_answer_of_a_gateway_that_forgets_is_a_doubt(
    phone: Sandbox, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "forgets.toml").write_text("again = false\n", encoding="utf-8")
    connect(settings, phone.url, shape=str(tmp_path / "forgets.toml"))
    monkeypatch.setattr(GatewayLine.__init__, "__defaults__", (0.3,))
    citizens.tell([notice(to="0912345602")])
    assert send_waiting("sms").doubtful == 1
    assert states() == [("sms", "doubtful")]


def test_who_was_killed_in_between(phone: Sandbox, room: Room) -> None:
    """A gateway knows the message again, a mail server does not."""
    citizens.tell([notice("sms"), notice("email")])
    Message.objects.update(state="handed", letter=uuid4())
    put_right("sms")
    put_right("email")
    assert states() == [("sms", "waiting"), ("email", "doubtful")]


def test_a_shape_of_another_provider(settings: Any, tmp_path: Any) -> None:
    shape = tmp_path / "other.toml"
    shape.write_text(
        'body = "form"\nphone = "+84"\nto = "msisdn"\ntext = "content"\nreference = ""\n'
        'result = "data.code"\n'
        'result_good = ["0"]\n[fixed]\nbrand = "MOTCUA"\n', encoding="utf-8",
    )  # fmt: skip
    made = gateway("https://gate.example/x", "t", "", str(shape))
    assert made is not None
    citizens.tell([notice()])
    line = GatewayLine.__new__(GatewayLine)
    line._gateway = made
    row = Message.objects.select_related("wording").get()
    body, kind = line._body(uuid4(), row)
    assert kind == "application/x-www-form-urlencoded"
    assert body == b"brand=MOTCUA&msisdn=%2B84912345678&content=Ho+so+H14-7+da+tiep+nhan."
    _judge(made.shape, 200, b'{"data": {"code": 0}}')
    with pytest.raises(Never, match="99"):
        _judge(made.shape, 200, b'{"data": {"code": 99}}')


@pytest.mark.parametrize("text", ['body = "xml"', "to = 3", "unknown = 1", "token = '{secret}'", "= ="])
def test_a_shape_that_cannot_be_read_is_refused(tmp_path: Any, text: str) -> None:
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DomainError) as refusal:
        gateway("https://x.example", "", "", str(tmp_path / "bad.toml"))
    assert refusal.value.id == "gateway_shape"
    with pytest.raises(DomainError):
        gateway("ftp://x.example", "", "", "")


def test_numbers_as_a_provider_wants_them() -> None:
    given = ("0912345678", "84912345678", "+84 912 345 678", "0912.345.678")
    assert {international(each, "84") for each in given} == {"84912345678"}
    assert international("0912345678", "0") == "0912345678"


def test_no_telephone_rings_at_night(phone: Sandbox, settings: Any) -> None:
    settings.MOTCUA_QUIET_HOURS = (time(21), time(7))
    night, morning = moment(26, 23), moment(27, 7)
    clock = FixedClock(night)
    citizens.tell([notice(), notice("email")], clock=clock)
    assert not any(send_waiting("sms", clock=clock))
    assert not is_quiet("email", night)
    assert is_quiet("zalo", night)
    clock.instant = morning
    assert send_waiting("sms", clock=clock).sent == 1


def signed(body: dict[str, Any], key: str = "report-key", ago: int = 0) -> dict[str, str]:
    moment = str(SystemClock().now() // SECOND - ago)
    text = json.dumps(body)
    return {"X-Timestamp": moment, "X-Signature": signature(key, moment, text.encode()), "body": text}


def send_report(client: Client, given: dict[str, str]) -> int:
    headers = {name: value for name, value in given.items() if name != "body"}
    return client.post(URL, given["body"], "application/json", headers=headers).status_code


def test_a_report_of_delivery(client: Client, phone: Sandbox) -> None:
    citizens.tell([notice()])
    send_waiting("sms")
    letter = str(Message.objects.get().letter)
    good = signed({"reference": letter, "state": "delivered"})
    bad = signed({"reference": letter, "state": "failed", "reason": "phone off"})
    assert send_report(client, bad) == 200
    row = Message.objects.get()
    assert (row.state, row.problem) == ("failed", "phone off")
    assert [send_report(client, good) for _ in range(3)] == [200, 200, 200]
    assert send_report(client, bad) == 200, "what arrived stays arrived"
    row = Message.objects.get()
    assert (row.state, row.problem) == ("sent", "")
    assert row.delivered_at is not None


def test_reports_that_are_not_the_gateways(client: Client, phone: Sandbox, settings: Any) -> None:
    citizens.tell([notice()])
    send_waiting("sms")
    told = {"reference": str(Message.objects.get().letter), "state": "delivered"}
    assert send_report(client, signed(told, key="guessed")) == 403
    assert send_report(client, signed(told, ago=3600)) == 403
    assert send_report(client, {**signed(told), "X-Timestamp": "9" * 40}) == 403
    assert send_report(client, {**signed(told), "X-Signature": "é"}) == 403
    changed = signed(told)
    assert send_report(client, {**changed, "body": changed["body"] + " "}) == 403
    assert send_report(client, signed({"reference": "x", "state": "delivered"})) == 400
    assert send_report(client, signed({"reference": str(uuid4()), "state": "delivered"})) == 404
    assert send_report(client, signed({**told, "state": "on its way"})) == 202
    assert client.get(URL).status_code == 405
    assert Message.objects.get().delivered_at is None
    connect(settings, phone.url, key="")
    assert send_report(client, signed(told, key="")) == 404, "without a key no report is taken"


def test_the_sandbox_reports_by_itself(settings: Any, live_server: Any) -> None:
    with sandbox("--report-url", live_server.url + URL, "--report-key", "report-key") as other:
        connect(settings, other.url)
        citizens.tell([notice()])
        assert send_waiting("sms").sent == 1
        assert len(other.taken()) == 1
        for _ in range(100):
            if Message.objects.get().delivered_at:
                break
            sleep(0.05)
        assert Message.objects.get().delivered_at is not None


def test_sent_again_to_a_corrected_address(phone: Sandbox) -> None:
    citizens.tell([notice(to="0912345600")])
    send_waiting("sms")
    first = Message.objects.get()
    made = citizens.send_to("7", first.pk, "0987654321", "CB0012")
    assert citizens.send_to("7", first.pk, "0987654321", "CB0012").pk == made.pk, "asked for twice"
    assert send_waiting("sms").sent == 1
    again = Message.objects.select_related("wording").get(pk=made.pk)
    assert (again.state, again.address, again.decided_by) == ("sent", "0987654321", "CB0012")
    assert again.wording.text == "Ho so H14-7 da tiep nhan."
    with pytest.raises(NotFound):
        citizens.send_to("8", first.pk, "0987654321", "CB0012")
    assert [row.pk for row in queries.told_about("7")] == [again.pk, first.pk]


def test_an_erasure_takes_address_and_words(phone: Sandbox) -> None:
    citizens.tell([notice(), notice("portal", account="cAn")])
    assert citizens.forget_subject("7") == 2
    assert list(Wording.objects.values_list("title", "text")) == [("", "")] * 2
    assert set(Message.objects.values_list("address", flat=True)) == {""}
    assert not any(send_waiting("sms"))
    assert states() == [("sms", "withdrawn"), ("portal", "sent")]
    with pytest.raises(DomainError) as refusal:
        citizens.send_to("7", Message.objects.get(channel="sms").pk, "0987654321", "CB0012")
    assert refusal.value.id == "words_are_gone"


def test_an_account_reads_its_own() -> None:
    citizens.tell([notice("portal", account="cAn"), notice("portal", account="cBinh"), notice("email")])
    mine = queries.inbox("cAn")
    assert (mine.total, mine.unread) == (1, 1)
    other = Message.objects.get(account="cBinh")
    assert queries.inbox_message("cAn", other.pk) is None
    assert citizens.mark_read("cAn", [other.pk]) == 0
    assert citizens.mark_read("cAn") == 1
    assert (queries.unread_of_account("cAn"), queries.unread_of_account("cBinh")) == (0, 1)
    assert queries.inbox("").total == 0
    assert citizens.mark_read("") == 0
    assert citizens.forget_account("") == 0


def test_the_operator_settles_and_resends(room: Room, phone: Sandbox, settings: Any) -> None:
    citizens.tell([notice(to="0912345600")])
    send_waiting("sms")
    row = Message.objects.get()
    operator = room.person(ADMINISTRATOR)
    found = queries.letters(operator)
    assert [(str(each.what), each.row.channel) for each in found.rows] == [
        ("Hồ sơ H14-7 đã được tiếp nhận", "sms")
    ]
    assert services.resend(operator, row.pk) == 1
    connect(settings, "")
    with pytest.raises(DomainError) as refusal:
        services.resend(operator, row.pk)
    assert refusal.value.id == "channel_is_off"


def test_reminders_taken_back_leave_citizens_alone(room: Room, mail: MailServer, settings: Any) -> None:
    citizens.tell([notice("email")])
    assert services.withdraw_gone() == 0
    tell(settings, "")
    assert Officer.objects.exists()
