"""Each page of accounts for nobody, an officer, its owner; none of allauth's own pages is there."""

from __future__ import annotations

import pytest
from allauth.urls import urlpatterns as of_allauth
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from tests.desk.conftest import SignIn
from tests.dossiers.room import RECEPTION
from tests.support.citizens import make_citizen
from tests.support.citizens import sign_in as enter

from motcua.citizens.demo import demo_accounts, demo_citizens, load
from motcua.citizens.models import Citizen
from motcua.citizens.queries import by_identifier, principals
from motcua.organisation.models import User
from motcua.organisation.queries import today

OPEN = ("/dang-nhap-nguoi-dan/", "/dang-ky/", "/quen-mat-khau/")
MINE = "/cua-toi/tai-khoan/"
OWN = (
    MINE,
    f"{MINE}thong-tin/",
    f"{MINE}thu/",
    f"{MINE}mat-khau/",
    f"{MINE}lop-hai/",
    f"{MINE}khoa/",
    f"{MINE}dong/",
    "/cua-toi/uy-quyen/",
    "/cua-toi/uy-quyen/moi/",
)
PRESSED = (
    f"{MINE}dinh-danh/",
    f"{MINE}tai-quay/",
    f"{MINE}lop-hai/tat/",
    f"{MINE}ma-du-phong/",
    f"{MINE}khoa/1/bo/",
    f"{MINE}phien/1/ket-thuc/",
    f"{MINE}phien-khac/ket-thuc/",
    "/cua-toi/dang-xuat/",
    "/cua-toi/uy-quyen/1/nhan/",
    "/cua-toi/uy-quyen/1/cham-dut/",
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def test_nobody_is_sent_to_the_citizens_door(client: Client) -> None:
    for path in OPEN:
        assert client.get(path).status_code == 200
    for path in OWN:
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/dang-nhap-nguoi-dan/?next={path.replace('/', '%2F')}",
        )
    for path in PRESSED:
        assert client.post(path)["Location"].startswith("/dang-nhap-nguoi-dan/")


def test_an_officer_is_no_citizen(sign_in: SignIn) -> None:
    desk = sign_in(RECEPTION)
    for path in OWN:
        assert desk.get(path)["Location"].startswith("/dang-nhap-nguoi-dan/")
    for path in PRESSED:
        assert desk.post(path)["Location"].startswith("/dang-nhap-nguoi-dan/")
    assert desk.get("/ban-lam-viec/").status_code == 200, "and stays signed in"


def test_a_citizen_opens_the_own_pages_in_few_statements(client: Client) -> None:
    made = make_citizen(name="Nông Thị Hoa", email="hoa@nguoidan.example", password="x")
    enter(client, made)
    for path in OWN:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200, path
        assert len(asked) <= 10, (path, [each["sql"] for each in asked])
    for path in ("/nguoi-dan/", "/ban-lam-viec/", "/tai-khoan/", "/doi-mat-khau/"):
        assert client.get(path).status_code == 403


def test_the_menu_knows_who_is_there(client: Client) -> None:
    assert 'href="/dang-nhap-nguoi-dan/"' in client.get("/").content.decode()
    enter(client, make_citizen(name="Hoàng Hoài Phương"))
    page = client.get("/").content.decode()
    assert "Hoài Phương" in page
    for path in ("/cua-toi/", MINE, "/cua-toi/uy-quyen/"):
        assert page.count(f'href="{path}"') >= 2, "in the bar and in the fold of phones"
    assert 'class="mine"' not in Client().get("/").content.decode()
    assert client.get("/dang-nhap-nguoi-dan/")["Location"].startswith("/cua-toi/")


def test_of_allauths_own_pages_only_those_of_the_house_are_there(client: Client) -> None:
    ours = {
        "account_login",
        "account_logout",
        "account_change_password",
        "account_inactive",
        "mfa_authenticate",
    }
    names = set()

    def walk(patterns: object) -> None:
        for each in patterns:  # type: ignore[attr-defined]
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns)
            elif each.name:
                names.add(each.name)

    walk(of_allauth)
    assert len(names) > 20
    found = set()
    for name in names:
        for arguments in ((), (1,), ("x",), ("x", "y")):
            try:
                reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            found.add(name)
    assert found <= ours
    for path in (
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/3rdparty/",
        "/accounts/oidc/dinh-danh/login/",
    ):
        assert client.get(path).status_code == 404


def test_the_demonstration_has_citizens_who_can_sign_in(client: Client, settings: object) -> None:
    assert load() == 5
    assert load() == 0, "a second run makes nothing"
    assert Citizen.objects.count() == 5
    told = "\n".join(demo_accounts())
    page = client.get("/dang-nhap-nguoi-dan/").content.decode()
    for each in demo_citizens():
        assert each.email in told
        assert each.email in page
    assert "Bản trình diễn này không nối với cổng định danh" in page
    dung = by_identifier("004075900025")
    assert dung is not None
    assert [each.applicant.name for each in principals(dung, today())] == ["Hợp tác xã Nà Lừa"]
    form = {"login": "phuong@nguoidan.example", "password": "mot-cua-demo"}
    assert client.post("/dang-nhap-nguoi-dan/", form).status_code == 302
    assert User.objects.filter(is_citizen=True).count() == 5
