"""The pages of accounts: made, handed over, used once, changed; locked and out at the next press."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    RECEPTION,
)

from motcua.organisation.models import Change, Officer, Session, User

LOGIN = "nu.tiepnhan"
OWN = "một câu dễ nhớ 2026"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def newcomer(province: None, db: None) -> Officer:
    return Officer.objects.create(code="N1", full_name="Bế Thị Nụ")


def made(browser: Client) -> str:
    """Create the account; the one-time password that the page shows."""
    answer = browser.post(
        "/quan-tri/tai-khoan-moi/", {"officer": "N1", "login_name": LOGIN, "reason": "Quyết định 15"}
    )
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found: str = tree_of(answer).xpath("string(//dd[@data-password])")
    assert found
    return found


def enter(login: str, password: str) -> Client:
    browser = Client()
    browser.post("/dang-nhap/", {"login": login, "password": password})
    return browser


def test_from_the_administrator_s_hand_to_the_first_own_password(sign_in: SignIn, newcomer: Officer) -> None:
    password = made(sign_in(ADMINISTRATOR))
    browser = enter(LOGIN, password)
    for page in ("/ban-lam-viec/", "/lich/", "/quan-tri/mau-thuan/"):
        assert browser.get(page)["Location"] == "/doi-mat-khau/"
    assert browser.get("/ho-so/", headers={"HX-Request": "true"}).status_code == 401
    assert "mật khẩu dùng một lần" in words_of(browser.get("/doi-mat-khau/"))
    same = {"oldpassword": password, "password1": password, "password2": password}
    assert "phải khác mật khẩu đang dùng" in words_of(browser.post("/doi-mat-khau/", same))
    own = {"oldpassword": password, "password1": OWN, "password2": OWN}
    assert browser.post("/doi-mat-khau/", own).status_code == 302
    assert browser.get("/phien/").status_code == 204
    assert not User.objects.get(login_name=LOGIN).must_change_password
    assert enter(LOGIN, password).get("/phien/").status_code == 302, "the one-time password has done its work"
    assert enter(LOGIN, OWN).get("/phien/").status_code == 204


def test_a_book_is_no_password(sign_in: SignIn, newcomer: Officer) -> None:
    password = made(sign_in(ADMINISTRATOR))
    browser, book = enter(LOGIN, password), "x" * 10_000
    answer = browser.post("/doi-mat-khau/", {"oldpassword": password, "password1": book, "password2": book})
    assert "nhiều nhất là 128" in words_of(answer)
    assert User.objects.get(login_name=LOGIN).check_password(password)
    assert enter(LOGIN, book).get("/phien/").status_code == 302


def test_the_form_keeps_what_was_typed(sign_in: SignIn, newcomer: Officer) -> None:
    browser = sign_in(ADMINISTRATOR)
    page = browser.post(
        "/quan-tri/tai-khoan-moi/", {"officer": "N1", "login_name": "nụ tiếp", "reason": "QĐ 15"}
    )
    assert page.status_code == 400
    tree = tree_of(page)
    assert tree.xpath("string(//input[@name='login_name']/@value)") == "nụ tiếp"
    assert tree.xpath("string(//input[@name='reason']/@value)") == "QĐ 15"
    assert tree.xpath("//option[@value='N1' and @selected]")
    taken = {"officer": "N1", "login_name": RECEPTION, "reason": "QĐ 15"}
    assert browser.post("/quan-tri/tai-khoan-moi/", taken).status_code == 409
    assert Officer.objects.get(code="N1").user is None


def test_who_is_locked_is_out_at_the_next_press(sign_in: SignIn) -> None:
    theirs, administrator = sign_in(HANDLER), sign_in(ADMINISTRATOR)
    assert theirs.get("/ban-lam-viec/").status_code == 200
    lock = f"/quan-tri/tai-khoan/{HANDLER}/khoa/"
    refused = administrator.post(lock, {"reason": ""})
    assert refused.status_code == 400
    assert "Thay đổi phải ghi lý do" in words_of(refused)
    assert theirs.get("/ban-lam-viec/").status_code == 200
    assert administrator.post(lock, {"reason": "nghỉ ốm dài ngày"}).status_code == 302
    assert theirs.get("/ban-lam-viec/")["Location"].startswith("/dang-nhap/")
    page = administrator.get(f"/quan-tri/tai-khoan/{HANDLER}/")
    assert "đang khóa" in words_of(page)
    assert "nghỉ ốm dài ngày" in words_of(page)
    administrator.post(f"/quan-tri/tai-khoan/{HANDLER}/mo-khoa/", {"reason": "đi làm lại"})
    assert User.objects.get(login_name=HANDLER).is_active


def test_a_reset_password_ends_what_was_open(sign_in: SignIn) -> None:
    theirs = sign_in(HANDLER)
    answer = sign_in(ADMINISTRATOR).post(
        f"/quan-tri/tai-khoan/{HANDLER}/dat-lai-mat-khau/", {"reason": "quên mật khẩu"}
    )
    password = tree_of(answer).xpath("string(//dd[@data-password])")
    assert theirs.get("/ban-lam-viec/")["Location"].startswith("/dang-nhap/")
    assert enter(HANDLER, password).get("/ban-lam-viec/")["Location"] == "/doi-mat-khau/"
    assert password not in str(list(Change.objects.values()))


def test_nothing_is_offered_on_the_own_account(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    page = browser.get(f"/quan-tri/tai-khoan/{ADMINISTRATOR}/")
    assert not tree_of(page).xpath("//main//form")
    answer = browser.post(f"/quan-tri/tai-khoan/{ADMINISTRATOR}/khoa/", {"reason": "thử"})
    assert answer.status_code == 400
    assert "Không tự khóa tài khoản của mình" in words_of(answer)
    assert User.objects.get(login_name=ADMINISTRATOR).is_active


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/quan-tri/tai-khoan/nobody.here/", 404),
        ("/quan-tri/tai-khoan/%00/", 404),
        ("/quan-tri/tai-khoan/?ten=%00%25&trang-thai=x&trang=99999", 200),
        ("/quan-tri/tai-khoan-moi/?can-bo=%00", 200),
    ],
)
def test_what_is_typed_into_addresses_does_no_harm(sign_in: SignIn, address: str, status: int) -> None:
    assert sign_in(ADMINISTRATOR).get(address).status_code == status


def test_what_is_typed_into_forms_does_no_harm(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    form = {"officer": "\0", "login_name": "\0abc", "reason": "\0"}
    assert browser.post("/quan-tri/tai-khoan-moi/", form).status_code == 400
    form |= {"login_name": LOGIN, "reason": "QĐ 15"}
    assert browser.post("/quan-tri/tai-khoan-moi/", form).status_code == 404
    assert browser.post("/quan-tri/tai-khoan/%00/khoa/", {"reason": "x"}).status_code == 404


def test_an_unknown_action(sign_in: SignIn) -> None:
    assert sign_in(ADMINISTRATOR).post(f"/quan-tri/tai-khoan/{HANDLER}/xoa/").status_code == 404


@pytest.mark.parametrize("who", [RECEPTION, HANDLER])
def test_nobody_else_acts(sign_in: SignIn, who: str) -> None:
    browser = sign_in(who)
    answer = browser.post(f"/quan-tri/tai-khoan/{ADMINISTRATOR}/khoa/", {"reason": "thử"})
    assert answer.status_code == 403
    form = {"officer": "N1", "login_name": LOGIN, "reason": "QĐ"}
    assert browser.post("/quan-tri/tai-khoan-moi/", form).status_code == 403
    assert User.objects.get(login_name=ADMINISTRATOR).is_active


def sessions_of(login: str) -> list[int]:
    return list(Session.objects.filter(user__login_name=login).order_by("pk").values_list("pk", flat=True))


def test_one_session_is_ended_and_the_others_go_on(sign_in: SignIn) -> None:
    stolen, own = sign_in(HANDLER), sign_in(HANDLER)
    first, second = sessions_of(HANDLER)
    administrator = sign_in(ADMINISTRATOR)
    page = tree_of(administrator.get(f"/quan-tri/tai-khoan/{HANDLER}/"))
    address = f"/quan-tri/tai-khoan/{HANDLER}/phien/{first}/"
    assert page.xpath("//form[@action=$address]", address=address)
    administrator.post(address, {"reason": "Mất máy tính bảng"})
    assert sessions_of(HANDLER) == [second]
    assert stolen.get("/ban-lam-viec/")["Location"].startswith("/dang-nhap/")
    assert own.get("/ban-lam-viec/").status_code == 200
    row = Change.objects.latest("pk")
    assert (row.subject, row.reason) == (HANDLER, "Mất máy tính bảng")
    assert (row.before, row.after) == ({"sessions": 2}, {"sessions": 1})


@pytest.mark.parametrize(("reason", "whose", "status"), [("", HANDLER, 400), ("Thử", RECEPTION, 404)])
def test_a_session_that_is_not_ended(sign_in: SignIn, reason: str, whose: str, status: int) -> None:
    sign_in(HANDLER), sign_in(RECEPTION)
    number = sessions_of(whose)[0]
    answer = sign_in(ADMINISTRATOR).post(f"/quan-tri/tai-khoan/{HANDLER}/phien/{number}/", {"reason": reason})
    assert answer.status_code == status
    assert sessions_of(HANDLER)
    assert sessions_of(RECEPTION)
    assert not Change.objects.exists()


def test_the_own_session_is_not_ended_here(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    (number,) = sessions_of(ADMINISTRATOR)
    answer = browser.post(f"/quan-tri/tai-khoan/{ADMINISTRATOR}/phien/{number}/", {"reason": "Thử"})
    assert answer.status_code == 400
    assert sessions_of(ADMINISTRATOR) == [number]


@pytest.mark.parametrize("who", [RECEPTION, HEAD, HANDLER, LEADER, INSPECTOR, CONTROLLER])
def test_nobody_else_ends_a_session(sign_in: SignIn, who: str) -> None:
    sign_in(RECEPTION)
    number = sessions_of(RECEPTION)[0]
    answer = sign_in(who).post(f"/quan-tri/tai-khoan/{RECEPTION}/phien/{number}/", {"reason": "Thử"})
    assert answer.status_code == 403
    assert number in sessions_of(RECEPTION)
