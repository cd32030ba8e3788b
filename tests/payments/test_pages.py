"""The payer's page and the gateway's door: who may open them, and what they write."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.dossiers.room import HEAD, INSTANT, OWNER, RECEPTION, WARD, Room, form
from tests.papers.reading import words_of
from tests.support.citizens import make_citizen, sign_in
from tests.support.payer import FEE, again, message, opened, owing, rows
from tests.support.purse import refund

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.verify import verify
from motcua.foundation import vietqr
from motcua.money.models import Receipt
from motcua.organisation.models import User
from motcua.payments import gateway, queries

CALLBACK = "/thanh-toan/cong/ket-qua/"
ONLINE, ONLINE_FEE = "2.000635", 8_000
"""Cấp bản sao trích lục hộ tịch: filed online, 8.000 đồng."""


@pytest.fixture(autouse=True)
def same_moment(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages live in the room's time."""
    monkeypatch.setattr("motcua.foundation.clock.SystemClock.now", lambda _self: room.clock.now())


def holder(room: Room) -> Client:
    """A browser that has opened the dossier with its secret."""
    client = Client()
    client.post("/tra-cuu/", {"ma": room.code, "bi_mat": lookup_secret(room.code)})
    return client


def page(room: Room) -> str:
    return reverse("portal:pay", args=[room.code])


def test_the_payer_sees_how_much_and_why_and_the_code_to_scan(room: Room) -> None:
    room.receive(procedure=INSTANT)
    client = holder(room)
    first = client.get(page(room)).content.decode()
    assert "10.000" in first
    assert "Nghị định 61/2018" in first
    assert rows() == (0, 0, 0), "to look writes nothing"
    assert client.post(page(room), {"viec": "lenh"}).status_code == 302
    shown = client.get(page(room))
    found = shown.context["p"]
    read = vietqr.parse(found.payload)
    assert (read.amount, read.purpose, read.bin) == (FEE, found.order.reference, "999999")
    assert "<svg" in shown.content.decode()
    assert client.post(page(room), {"viec": "lenh"}).status_code == 302
    assert rows()[2] == 1


def test_nobody_else_sees_it(room: Room) -> None:
    room.receive(procedure=INSTANT)
    answer = Client().get(page(room))
    assert (answer.status_code, answer["Location"]) == (302, f"/tra-cuu/?ma={room.code}")
    assert Client().post(page(room), {"viec": "lenh"}).status_code == 302
    other = holder(room)
    room.receive(procedure=INSTANT)
    assert other.get(page(room)).status_code == 302
    assert rows() == (0, 0, 0)


def test_what_the_browser_says_pays_nothing(room: Room) -> None:
    order = owing(room)
    client = holder(room)
    for query in ("?error=0", "?payment_status=1&MaTraCuuTT=" + order.lookup):
        assert client.get(page(room) + query).status_code == 200
    assert again(order).state == "open"
    assert not Receipt.objects.exists()


def test_the_receipt_and_what_went_back_are_shown(room: Room) -> None:
    order = owing(room)
    client = holder(room)
    Client().post(CALLBACK, message(room, order), content_type="application/json")
    shown = client.get(page(room)).content.decode()
    receipt = Receipt.objects.get()
    assert receipt.number in shown
    paper = client.get(reverse("portal:receipt", args=[room.code, receipt.number]))
    assert paper["Content-Type"] == "application/pdf"
    words = words_of(paper.content)
    assert "Ký và ghi rõ họ tên" not in words, "nobody stood there to sign"
    assert "người nộp và người thu không phải ký" in words
    head = Client()
    head.force_login(User.objects.get(login_name=HEAD))
    sums = head.get(reverse("desk:reconcile")).content.decode()
    assert ("+10.000" in sums, "−10.000" in sums, "−0" in sums) == (True, True, False)
    stranger = Client().get(reverse("portal:receipt", args=[room.code, receipt.number]))
    assert stranger.status_code == 302


def test_the_gateway_is_answered_signed_and_a_forger_is_not(room: Room) -> None:
    order = owing(room)
    client = Client(enforce_csrf_checks=True)
    body = message(room, order)
    forged = body.replace(b'"trans_amount":10000', b'"trans_amount":10001')
    assert forged != body
    before = rows()
    answer = client.post(CALLBACK, forged, content_type="application/json")
    assert (answer.status_code, rows()) == (403, before)
    assert "check_sum" not in json.loads(answer.content)
    senseless = message(room, order, amount=0)
    assert client.post(CALLBACK, senseless, content_type="application/json").status_code == 422
    for _ in range(3):
        answer = client.post(CALLBACK, body, content_type="application/json")
        assert answer.status_code == 200
    read = gateway.read_signed(
        answer.content, gateway.names(), settings.MOTCUA_GATEWAY_SECRET, room.clock.now()
    )
    assert read["error_code"] == 0
    assert not answer.cookies
    assert Receipt.objects.count() == 1
    other = json.loads(body)["transaction_id"]
    clash = client.post(
        CALLBACK, message(room, order, transaction=other, amount=5), content_type="application/json"
    )
    assert clash.status_code == 409
    assert client.get(CALLBACK).status_code == 405


def test_the_platform_asks_over_the_wire(room: Room) -> None:
    room.receive(procedure=INSTANT)
    answer = Client().post(
        reverse("portal:gateway_lookup"), message(room, lookup="x"), content_type="application/json"
    )
    assert json.loads(answer.content)["trans_amount"] == FEE
    assert opened(room).lookup == json.loads(answer.content)["MaTraCuuTT"]


def test_queries_of_the_payers_page(room: Room, django_assert_max_num_queries: object) -> None:
    owing(room)
    client = holder(room)
    client.get(page(room))
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get(page(room)).status_code == 200


def test_the_account_of_the_owner_pays_and_another_does_not(room: Room) -> None:
    room.receive(procedure=INSTANT)
    owner = make_citizen(name=OWNER["owner_name"], identifier=OWNER["owner_identifier"], assurance=2)
    other = make_citizen(name="Người khác", identifier="004188004225", assurance=2)
    client, stranger = Client(), Client()
    sign_in(client, owner)
    sign_in(stranger, other)
    assert client.get(page(room)).status_code == 200
    assert client.post(page(room), {"viec": "lenh"}).status_code == 302
    assert client.get(page(room)).context["p"].left == FEE
    assert stranger.get(page(room)).status_code == 302
    assert stranger.post(page(room), {"viec": "cong"}).status_code == 302
    assert rows()[2] == 1


def filed_online(room: Room) -> tuple[str, Client]:
    """A dossier that waits for its acceptance, and the browser of the account that filed it."""
    account = make_citizen(name=OWNER["owner_name"], identifier=OWNER["owner_identifier"], assurance=2)
    filed = services.register(
        read_intake(form(procedure=ONLINE, channel="online", section=WARD)),
        idempotency_key="key-of-the-applicant",
        filer=account,
        clock=room.clock,
    )
    room.code = filed.reference
    client = Client()
    sign_in(client, account)
    return filed.reference, client


def test_before_acceptance_is_paid_under_the_reference(room: Room) -> None:
    """Paid when it is filed, told in the log of the filing, there still once it has its code."""
    reference, client = filed_online(room)
    order = opened(room)
    Client().post(CALLBACK, message(room, order), content_type="application/json")
    assert room.types == ["registered", "fee_paid"]
    receipt = Receipt.objects.get()
    paper = client.get(reverse("portal:receipt", args=[room.code, receipt.number]))
    assert paper.content.startswith(b"%PDF")
    got = services.accept_registration(room.person(RECEPTION), reference, clock=room.clock)
    room.code = got.code
    assert (room.state.fee_kept, room.state.fee_owed) == (ONLINE_FEE, 0)
    assert verify(room.code).ok
    assert rebuild().ok


def test_a_filing_that_is_declined_gets_its_money_back(room: Room) -> None:
    _, client = filed_online(room)
    order = opened(room)
    Client().post(CALLBACK, message(room, order), content_type="application/json")
    room.do(RECEPTION, "decline_registration", reason="Không thuộc thẩm quyền")
    head = room.person(HEAD)
    assert [left for _, left in queries.waiting_money(head, order.section_id).refunds] == [ONLINE_FEE]
    refund(room, Receipt.objects.get().number, amount=str(ONLINE_FEE), method="online", reference="HT-1")
    assert queries.waiting_money(head, order.section_id).refunds == ()
    assert "Đã hoàn trả" in client.get(page(room)).content.decode()
