"""Codes of a phone, passkeys, recovery codes, and the way back through the counter."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator as Kept
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from tests.desk.conftest import SignIn
from tests.dossiers.room import RECEPTION
from tests.support.authenticator import Authenticator
from tests.support.citizens import make_citizen

from motcua.citizens.models import AccountEvent, Citizen
from motcua.citizens.queries import Applicant
from motcua.organisation.models import Change, Session, User

PASSWORD, ADDRESS = "sông-Bằng-mùa-xuân", "hoa@nguoidan.example"
DOOR, MINE, COUNTER = "/dang-nhap-nguoi-dan/", "/cua-toi/tai-khoan/", "/nguoi-dan/"
NUMBER = "004190000123"
STEP, OWN = f"{DOOR}ma-xac-thuc/", {"password": PASSWORD}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def mine() -> Applicant:
    """An account whose identity is proven, with a password."""
    made = make_citizen(email=ADDRESS, password=PASSWORD, identifier=NUMBER)
    user = User.objects.get(citizen=made.pk)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    return made


def door(client: Client) -> Any:
    return client.post(DOOR, {"login": ADDRESS, "password": PASSWORD}, secure=True)


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str, later: int = 0) -> str:
    """The code that the phone shows; `later` steps from now."""
    counter = next(iter(yield_hotp_counters_from_time())) + later
    return str(format_hotp_value(hotp_value(secret, counter)))


def turn_on(client: Client) -> tuple[str, list[str]]:
    """Codes of a phone, turned on; the phone's secret and the recovery codes."""
    page = client.get(f"{MINE}lop-hai/", secure=True).content.decode()
    found = re.search(r"data-secret>([A-Z2-7 ]+)<", page)
    assert found
    secret = found[1].replace(" ", "")
    page = client.post(f"{MINE}lop-hai/", {**OWN, "code": code_of(secret)}, secure=True).content.decode()
    return secret, re.findall(r"<li>([\w-]{8,})</li>", page)


def options_on(page: str) -> dict[str, Any]:
    found = re.search(r'data-passkey-options="([^"]+)"', page)
    assert found
    return json.loads(html.unescape(found[1]))  # type: ignore[no-any-return]


def add_passkey(client: Client, machine: Authenticator) -> Any:
    options = options_on(client.get(f"{MINE}khoa/", secure=True).content.decode())
    form = {**OWN, "name": "Điện thoại", "credential": machine.make(options)}
    return client.post(f"{MINE}khoa/", form, secure=True)


def passwordless(client: Client, machine: Authenticator) -> Any:
    options = client.post(f"{DOOR}khoa/bat-dau/", secure=True).json()
    return client.post(f"{DOOR}khoa/", {"credential": machine.show(options)}, secure=True)


def test_the_code_of_the_phone_is_asked_after_the_password(client: Client, mine: Applicant) -> None:
    door(client)
    secret, codes = turn_on(client)
    assert len(codes) == 10
    assert secret not in str(Kept.objects.values_list("data", flat=True)), "kept encrypted"
    again = Client()
    assert door(again)["Location"] == STEP
    assert not inside(again)
    assert again.get(MINE, secure=True).status_code == 302
    assert "không đúng" in again.post(STEP, {"code": "000000"}, secure=True).content.decode()
    assert again.post(STEP, {"code": code_of(secret, 1)}, secure=True).status_code == 302
    assert inside(again)
    assert AccountEvent.objects.filter(account=mine.pk, kind="factor_added").exists()


def test_a_code_counts_once(client: Client, mine: Applicant) -> None:
    door(client)
    secret, codes = turn_on(client)
    for code in (code_of(secret, 1), codes[0]):
        first, second = Client(), Client()
        door(first)
        assert first.post(STEP, {"code": code}, secure=True).status_code == 302
        door(second)
        assert second.post(STEP, {"code": code}, secure=True).status_code == 200
        assert not inside(second)


def test_the_second_step_opens_only_after_the_password() -> None:
    assert Client().get(STEP, secure=True)["Location"] == DOOR
    assert Client().post(STEP, {"code": "123456"}, secure=True)["Location"] == DOOR


def test_turning_on_and_off_asks_for_the_password(client: Client, mine: Applicant) -> None:
    door(client)
    page = client.get(f"{MINE}lop-hai/", secure=True).content.decode()
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", page)
    assert secret
    form = {"code": code_of(secret[1].replace(" ", "")), "password": "sai"}
    assert (
        "Mật khẩu đang dùng chưa đúng" in client.post(f"{MINE}lop-hai/", form, secure=True).content.decode()
    )
    turn_on(client)
    assert client.post(f"{MINE}lop-hai/tat/", {"password": "sai"}, secure=True).status_code == 400
    assert Kept.objects.count() == 2
    assert client.post(f"{MINE}lop-hai/tat/", OWN, secure=True).status_code == 302
    assert not Kept.objects.exists(), "recovery codes of nothing are gone too"


def test_a_passkey_signs_in_by_itself(client: Client, mine: Applicant) -> None:
    door(client)
    machine = Authenticator()
    assert "Mã dự phòng" not in client.get(MINE, secure=True).content.decode()
    assert len(re.findall(r"<li>([\w-]{8,})</li>", add_passkey(client, machine).content.decode())) == 10
    assert Kept.objects.filter(type="webauthn").count() == 1
    again = Client()
    assert passwordless(again, machine).status_code == 302
    assert inside(again)
    assert again.get(MINE, secure=True).status_code == 200


def test_a_passkey_is_a_second_step_too(client: Client, mine: Applicant) -> None:
    door(client)
    machine = Authenticator()
    add_passkey(client, machine)
    again = Client()
    assert door(again)["Location"] == STEP
    options = options_on(again.get(STEP, secure=True).content.decode())
    assert again.post(STEP, {"credential": machine.show(options)}, secure=True).status_code == 302
    assert inside(again)


@pytest.mark.parametrize(
    "machine",
    [
        Authenticator("https://xau.example"),
        Authenticator(verified=False),
    ],
    ids=["of another house", "not unlocked"],
)
def test_a_passkey_that_does_not_fit_is_refused(
    client: Client, mine: Applicant, machine: Authenticator
) -> None:
    door(client)
    assert add_passkey(client, machine).status_code == 400
    assert not Kept.objects.exists()


def test_a_passkey_of_nobody_lets_nobody_in(client: Client, mine: Applicant) -> None:
    door(client)
    machine, stranger = Authenticator(), Authenticator()
    add_passkey(client, machine)
    stranger.user, stranger.id = machine.user, machine.id
    again = Client()
    assert passwordless(again, stranger).status_code == 400, "the key is another"
    assert not inside(again)
    signed = machine.show(again.post(f"{DOOR}khoa/bat-dau/", secure=True).json())
    other = Client()
    other.post(f"{DOOR}khoa/bat-dau/", secure=True)
    assert other.post(f"{DOOR}khoa/", {"credential": signed}, secure=True).status_code == 400, "replayed"
    for odd in ("", "{}", "[]", "null", "{", '{"response":{}}', "1", '"x"', "x" * 30_000):
        assert Client().post(f"{DOOR}khoa/", {"credential": odd}, secure=True).status_code == 400
        assert client.post(f"{MINE}khoa/", {**OWN, "credential": odd}, secure=True).status_code == 400


def test_a_passkey_of_an_officer_opens_no_citizens_door(client: Client, mine: Applicant) -> None:
    door(client)
    machine = Authenticator()
    add_passkey(client, machine)
    User.objects.filter(citizen=mine.pk).update(is_citizen=False)
    assert passwordless(Client(), machine).status_code == 400


def test_a_passkey_is_taken_away_by_its_owner_alone(client: Client, mine: Applicant) -> None:
    door(client)
    add_passkey(client, Authenticator())
    number = Kept.objects.get(type="webauthn").pk
    other = make_citizen(identifier="", assurance=1, email="x@y.example", password=PASSWORD)
    EmailAddress.objects.create(
        user=User.objects.get(citizen=other.pk), email="x@y.example", verified=True, primary=True
    )
    thief = Client()
    thief.post(DOOR, {"login": "x@y.example", "password": PASSWORD}, secure=True)
    assert thief.post(f"{MINE}khoa/{number}/bo/", OWN, secure=True).status_code == 404
    assert client.post(f"{MINE}khoa/{number}/bo/", {"password": "sai"}, secure=True).status_code == 400
    assert client.post(f"{MINE}khoa/{number}/bo/", OWN, secure=True).status_code == 302
    assert not Kept.objects.exists()


def test_sessions_are_ended_by_their_owner(client: Client, mine: Applicant) -> None:
    door(client)
    elsewhere, third = Client(), Client()
    door(elsewhere)
    door(third)
    numbers = list(Session.objects.order_by("pk").values_list("pk", flat=True))
    assert client.post(f"{MINE}phien/{numbers[1]}/ket-thuc/", secure=True).status_code == 302
    assert elsewhere.get(MINE, secure=True).status_code == 302
    assert client.post(f"{MINE}phien/{numbers[0]}/ket-thuc/", secure=True).status_code == 400, "this one"
    client.post(f"{MINE}phien-khac/ket-thuc/", secure=True)
    assert third.get(MINE, secure=True).status_code == 302
    assert client.get(MINE, secure=True).status_code == 200
    client.post("/cua-toi/dang-xuat/", secure=True)
    assert not Session.objects.exclude(user=None).exists()


def test_the_counter_takes_the_factor_from_who_lost_it(
    client: Client, mine: Applicant, sign_in: SignIn
) -> None:
    door(client)
    turn_on(client)
    desk = sign_in(RECEPTION)
    page = desk.post(COUNTER, {"number": NUMBER}).content.decode()
    assert mine.key in page
    assert AccountEvent.objects.filter(account=mine.pk, kind="seen_at_counter").exists()
    form = {"key": mine.key, "number": "004190999999", "reason": "Đã xem thẻ căn cước"}
    assert desk.post(f"{COUNTER}go-lop-hai/", form).status_code == 400, "another card"
    assert desk.post(f"{COUNTER}go-lop-hai/", {**form, "number": NUMBER, "reason": ""}).status_code == 400
    assert Kept.objects.exists()
    assert desk.post(f"{COUNTER}go-lop-hai/", {**form, "number": NUMBER}).status_code == 302
    assert not Kept.objects.exists()
    assert client.get(MINE, secure=True).status_code == 302, "sessions ended"
    door(client)
    assert inside(client)
    told = client.get(MINE, secure=True).content.decode()
    assert "Cán bộ gỡ lớp bảo vệ thứ hai tại quầy" in told
    assert "Đã xem thẻ căn cước" in told
    change = Change.objects.get(kind="citizen_account")
    assert (change.subject, change.after) == (mine.key, {"second_factor": False})
    assert NUMBER not in str(Change.objects.values().get()), "the register knows the key alone"


def test_the_counter_proves_who_stands_there(client: Client, sign_in: SignIn) -> None:
    made = make_citizen(name="Hoa", identifier="", assurance=1, email=ADDRESS, password=PASSWORD)
    user = User.objects.get(citizen=made.pk)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    door(client)
    page = client.post(f"{MINE}tai-quay/", secure=True).content.decode()
    found = re.search(r'class="bigcode">(\w{4} \w{4})<', page)
    assert found
    desk, code = sign_in(RECEPTION), found[1]
    assert desk.post(COUNTER, {"code": "2222 2222"}).status_code == 404
    assert "Hoa" in desk.post(COUNTER, {"code": code.upper()}).content.decode()
    form = {
        "code": code,
        "number": NUMBER,
        "name": "Nông Thị Hoa",
        "born_on": "14/03/1990",
        "reason": "Thẻ căn cước",
    }
    for wrong in ({"number": "123"}, {"name": ""}, {"born_on": "hôm qua"}, {"reason": ""}, {"code": "x"}):
        assert desk.post(f"{COUNTER}xac-thuc/", {**form, **wrong}).status_code in {400, 404}
    assert Citizen.objects.get().assurance == 1
    assert desk.post(f"{COUNTER}xac-thuc/", form).status_code == 302
    row = Citizen.objects.get()
    assert (row.assurance, row.identifier, row.name) == (2, NUMBER, "Nông Thị Hoa")
    assert desk.post(f"{COUNTER}xac-thuc/", form).status_code == 404, "a code proves once"


def test_a_number_is_proven_for_one_account(client: Client, mine: Applicant, sign_in: SignIn) -> None:
    from motcua.citizens.counter import code_for_counter

    second = make_citizen(identifier="", assurance=1)
    form = {"code": code_for_counter(second), "number": NUMBER, "name": "Kẻ Khác", "reason": "Thẻ"}
    assert sign_in(RECEPTION).post(f"{COUNTER}xac-thuc/", form).status_code == 409
    assert Citizen.objects.get(pk=second.pk).assurance == 1
