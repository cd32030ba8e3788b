"""The own account: second factor on and off, codes that work once, sessions, the own sign-ins."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, CONTROLLER, HANDLER, HEAD, INSPECTOR, LEADER, RECEPTION
from tests.support.phone import code_of

from motcua.organisation.models import Change, Session, SignInRecord, User

EVERYBODY = (RECEPTION, HEAD, HANDLER, LEADER, INSPECTOR, CONTROLLER, ADMINISTRATOR)
PASSWORD = "sông-Bằng-mùa-xuân"
HASH = make_password(PASSWORD)
FACTOR = "/tai-khoan/lop-hai/"


@pytest.fixture(autouse=True)
def _known_password(province: None, db: None) -> None:
    cache.clear()
    User.objects.filter(login_name__in=[HANDLER, ADMINISTRATOR]).update(password=HASH)


def turned_on(browser: Client) -> tuple[str, list[str]]:
    """Turn the second factor on; the secret and the recovery codes."""
    secret = tree_of(browser.get(FACTOR)).xpath("string(//*[@data-secret])")
    page = browser.post(FACTOR, {"password": PASSWORD, "code": code_of(secret)})
    assert page.status_code == 200, words_of(page)
    codes = [each.text_content() for each in tree_of(page).xpath("//ul[@class='codes']/li")]
    assert len(codes) == len(set(codes)) == 10
    return secret, codes


def enter(login: str) -> Client:
    browser = Client()
    answer = browser.post("/dang-nhap/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def second_step(browser: Client, code: str) -> bool:
    """Type a code; whether it let in."""
    browser.post("/dang-nhap/ma-xac-thuc/", {"code": code})
    return "_auth_user_id" in browser.session


def outcomes(login: str) -> list[str]:
    return list(
        SignInRecord.objects.filter(login_name=login).order_by("pk").values_list("outcome", flat=True)
    )


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_has_the_page(sign_in: SignIn, who: str) -> None:
    page = sign_in(who).get("/tai-khoan/")
    assert page.status_code == 200
    assert "phiên này" in words_of(page)


@pytest.mark.parametrize("address", ["/tai-khoan/", FACTOR])
def test_nobody_without_signing_in(address: str) -> None:
    assert Client().get(address)["Location"].startswith("/dang-nhap/")


def test_the_code_is_asked_for_at_sign_in(sign_in: SignIn) -> None:
    secret, _ = turned_on(sign_in(HANDLER))
    browser = enter(HANDLER)
    assert browser.get("/ban-lam-viec/")["Location"].startswith("/dang-nhap/"), (
        "the password alone is not enough"
    )
    assert "Mã xác thực" in words_of(browser.get("/dang-nhap/ma-xac-thuc/"))
    assert second_step(browser, code_of(secret, steps=1))
    assert browser.get("/ban-lam-viec/").status_code == 200
    assert outcomes(HANDLER)[-1] == "success"


def test_with_another_key_of_the_server_the_step_says_what_to_do(sign_in: SignIn, settings: Any) -> None:
    secret, _ = turned_on(sign_in(HANDLER))
    settings.MOTCUA_SECOND_FACTOR_KEYS = ["x" * 43]
    browser = enter(HANDLER)
    answer = browser.post("/dang-nhap/ma-xac-thuc/", {"code": code_of(secret, steps=1)})
    assert answer.status_code == 400
    assert "khóa mã hóa của máy chủ đã khác" in words_of(answer)
    assert "_auth_user_id" not in browser.session


def test_the_secret_does_not_stand_in_the_session(sign_in: SignIn) -> None:
    browser = sign_in(HANDLER)
    secret = tree_of(browser.get(FACTOR)).xpath("string(//*[@data-secret])")
    assert secret
    assert secret.replace(" ", "") not in str(dict(browser.session))


def test_a_code_works_once(sign_in: SignIn) -> None:
    secret, _ = turned_on(sign_in(HANDLER))
    code = code_of(secret, steps=1)
    assert second_step(enter(HANDLER), code)
    cache.delete(f"allauth.mfa.totp.used?user={user_id()}&code={code}")
    again = enter(HANDLER)
    assert not second_step(again, code), "not even when allauth has forgotten it"
    assert not second_step(enter(HANDLER), f"{code[:3]} {code[3:]}")


def user_id() -> int:
    return User.objects.get(login_name=HANDLER).pk


def test_the_code_that_turned_it_on_is_used(sign_in: SignIn) -> None:
    browser = sign_in(HANDLER)
    secret = tree_of(browser.get(FACTOR)).xpath("string(//*[@data-secret])")
    code = code_of(secret)
    assert browser.post(FACTOR, {"password": PASSWORD, "code": code}).status_code == 200
    assert not second_step(enter(HANDLER), code)


@pytest.mark.parametrize("steps", [-2880, -20, 3])
def test_a_code_of_another_time(sign_in: SignIn, steps: int) -> None:
    secret, _ = turned_on(sign_in(HANDLER))
    browser = enter(HANDLER)
    assert not second_step(browser, code_of(secret, steps=steps))
    assert outcomes(HANDLER)[-1] == "second_failure"


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "\0", "9" * 10_000])
def test_what_is_no_code(sign_in: SignIn, code: str) -> None:
    turned_on(sign_in(HANDLER))
    assert not second_step(enter(HANDLER), code)


def test_guessing_codes_is_stopped(sign_in: SignIn) -> None:
    secret, _ = turned_on(sign_in(HANDLER))
    browser = enter(HANDLER)
    for _ in range(5):
        assert not second_step(browser, "000000")
    assert not second_step(browser, code_of(secret, steps=1)), "the right code comes too late"
    assert "Sai quá nhiều lần" in words_of(browser.post("/dang-nhap/ma-xac-thuc/", {"code": "1"}))


def test_the_step_needs_the_password_first(sign_in: SignIn) -> None:
    secret, _ = turned_on(sign_in(HANDLER))
    browser = Client()
    assert browser.get("/dang-nhap/ma-xac-thuc/")["Location"].startswith("/dang-nhap/")
    assert not second_step(browser, code_of(secret, steps=1))


def test_a_recovery_code_works_once(sign_in: SignIn) -> None:
    _, codes = turned_on(sign_in(HANDLER))
    assert second_step(enter(HANDLER), codes[3])
    assert not second_step(enter(HANDLER), codes[3])
    page = words_of(sign_in(HANDLER).get("/tai-khoan/"))
    assert "Còn 9 mã dự phòng" in page
    assert codes[4] not in page, "the codes are shown once"


def test_new_recovery_codes_put_the_old_ones_out(sign_in: SignIn) -> None:
    browser = sign_in(HANDLER)
    _, codes = turned_on(browser)
    wrong = browser.post("/tai-khoan/lop-hai/ma-du-phong/", {"password": "sai"})
    assert wrong.status_code == 400
    page = browser.post("/tai-khoan/lop-hai/ma-du-phong/", {"password": PASSWORD})
    fresh = [each.text_content() for each in tree_of(page).xpath("//ul[@class='codes']/li")]
    assert not set(fresh) & set(codes)
    assert not second_step(enter(HANDLER), codes[0])
    assert second_step(enter(HANDLER), fresh[0])


def test_a_wrong_code_or_password_turns_nothing_on(sign_in: SignIn) -> None:
    browser = sign_in(HANDLER)
    secret = tree_of(browser.get(FACTOR)).xpath("string(//*[@data-secret])")
    for form, told in (
        ({"password": PASSWORD, "code": "000000"}, "Mã không đúng"),
        ({"password": "sai", "code": code_of(secret)}, "Mật khẩu đang dùng chưa đúng"),
    ):
        page = browser.post(FACTOR, form)
        assert page.status_code == 400
        assert told in words_of(page)
        shown = tree_of(page).xpath("string(//*[@data-secret])")
        assert shown == secret, "the phone that scanned it still fits"
    assert "chưa bật" in words_of(browser.get("/tai-khoan/"))


def test_turning_it_off_needs_the_password(sign_in: SignIn) -> None:
    browser = sign_in(HANDLER)
    turned_on(browser)
    assert browser.post("/tai-khoan/lop-hai/tat/", {"password": "sai"}).status_code == 400
    assert "đang bật" in words_of(browser.get("/tai-khoan/"))
    assert browser.post("/tai-khoan/lop-hai/tat/", {"password": PASSWORD}).status_code == 302
    assert "_auth_user_id" in enter(HANDLER).session
    assert browser.post("/tai-khoan/lop-hai/tat/", {"password": PASSWORD}).status_code == 400


def test_guessing_the_own_password_is_stopped(sign_in: SignIn) -> None:
    browser = sign_in(HANDLER)
    turned_on(browser)
    for _ in range(5):
        browser.post("/tai-khoan/lop-hai/tat/", {"password": "sai"})
    page = browser.post("/tai-khoan/lop-hai/tat/", {"password": PASSWORD})
    assert "Sai quá nhiều lần" in words_of(page)
    assert "đang bật" in words_of(browser.get("/tai-khoan/"))


def test_a_lost_phone_is_reset_by_the_administrator(sign_in: SignIn) -> None:
    theirs, administrator = sign_in(HANDLER), sign_in(ADMINISTRATOR)
    address = f"/quan-tri/tai-khoan/{HANDLER}/dat-lai-lop-hai/"
    assert administrator.post(address, {"reason": "mất điện thoại"}).status_code == 400, "there is none yet"
    turned_on(theirs)
    assert administrator.post(address, {"reason": ""}).status_code == 400
    assert administrator.post(address, {"reason": "mất điện thoại"}).status_code == 302
    assert theirs.get("/phien/").status_code == 302
    assert "_auth_user_id" in enter(HANDLER).session
    row = Change.objects.latest("pk")
    assert (row.before, row.after, row.reason) == (
        {"second_factor": True},
        {"second_factor": False},
        "mất điện thoại",
    )
    assert sign_in(RECEPTION).post(address, {"reason": "thử"}).status_code == 403


def test_roles_that_must_have_one(sign_in: SignIn, settings: Any) -> None:
    settings.MOTCUA_SECOND_FACTOR_ROLES = frozenset({"administrator"})
    browser = sign_in(ADMINISTRATOR)
    assert browser.get("/quan-tri/")["Location"] == FACTOR
    assert browser.post(f"/quan-tri/tai-khoan/{HANDLER}/khoa/", {"reason": "thử"})["Location"] == FACTOR
    assert User.objects.get(login_name=HANDLER).is_active
    assert browser.get("/tai-khoan/").status_code == 200
    turned_on(browser)
    assert browser.get("/quan-tri/").status_code == 200
    assert sign_in(HANDLER).get("/ban-lam-viec/").status_code == 200


def test_an_administrator_is_reminded(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    assert "chưa bật xác thực hai lớp" in words_of(browser.get("/quan-tri/"))
    assert "chưa bật xác thực hai lớp" not in words_of(sign_in(INSPECTOR).get("/quan-tri/"))
    turned_on(browser)
    assert "chưa bật xác thực hai lớp" not in words_of(browser.get("/quan-tri/"))


def test_another_session_is_ended(sign_in: SignIn) -> None:
    here, there, theirs = sign_in(HANDLER), sign_in(HANDLER), sign_in(RECEPTION)
    ends = tree_of(here.get("/tai-khoan/")).xpath("//form[contains(@action, '/tai-khoan/phien/')]/@action")
    assert len(ends) == 1
    assert here.post(ends[0]).status_code == 302
    assert there.get("/ban-lam-viec/").status_code == 302
    assert here.post(ends[0]).status_code == 404, "it is gone"
    stranger = Session.objects.get(user__login_name=RECEPTION).pk
    assert here.post(f"/tai-khoan/phien/{stranger}/ket-thuc/").status_code == 404
    assert theirs.get("/ban-lam-viec/").status_code == 200
    assert here.post(f"/tai-khoan/phien/{10**30}/ket-thuc/").status_code == 404
    sign_in(HANDLER)
    here.post("/tai-khoan/phien-khac/ket-thuc/")
    assert Session.objects.filter(user__login_name=HANDLER).count() == 1


def test_a_new_password_ends_the_others_and_keeps_this(sign_in: SignIn) -> None:
    here, there = sign_in(HANDLER), sign_in(HANDLER)
    new = "mùa xuân trên sông Bằng"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/doi-mat-khau/", form).status_code == 302
    assert here.get("/ban-lam-viec/").status_code == 200
    assert there.get("/ban-lam-viec/").status_code == 302
    assert Session.objects.filter(user__login_name=HANDLER).count() == 1
    assert "password_changed" in outcomes(HANDLER)


def test_guessing_at_the_change_of_password_is_stopped(sign_in: SignIn) -> None:
    browser, new = sign_in(HANDLER), "mùa xuân trên sông Bằng"
    wrong = {"oldpassword": "sai", "password1": new, "password2": new}
    answers = [browser.post("/doi-mat-khau/", wrong).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert browser.post("/doi-mat-khau/", wrong | {"oldpassword": PASSWORD}).status_code == 429
    assert User.objects.get(login_name=HANDLER).check_password(PASSWORD)


def test_the_own_sign_ins_and_nobody_else_s(sign_in: SignIn) -> None:
    Client().post("/dang-nhap/", {"login": HANDLER, "password": "sai"}, REMOTE_ADDR="10.9.8.7")
    Client().post("/dang-nhap/", {"login": RECEPTION, "password": "sai"}, REMOTE_ADDR="10.1.1.1")
    page = words_of(sign_in(HANDLER).get("/tai-khoan/"))
    assert "10.9.8.7" in page
    assert "10.1.1.1" not in page


def test_the_log_tells_what_else_happened(sign_in: SignIn) -> None:
    turned_on(sign_in(HANDLER))
    second_step(enter(HANDLER), "000000")
    browser = sign_in(INSPECTOR)
    page = words_of(browser.get("/quan-tri/dang-nhap/?ket-qua=second_failure"))
    assert "sai mã xác thực" in page
    assert HANDLER in page
    assert "bật xác thực hai lớp" in words_of(browser.get(f"/quan-tri/dang-nhap/?ten={HANDLER}"))
