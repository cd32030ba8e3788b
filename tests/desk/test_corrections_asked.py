"""A reception officer asks for a correction (decision 0032); who may correct confirms it or not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, act, tree_of, words_of
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSPECTOR,
    INSTANT,
    LEADER,
    OWNER,
    RECEPTION,
    STRANGER,
    form,
)

from motcua.dossiers.correction_tables import CorrectionRequest
from motcua.dossiers.erasure import erase_dossier
from motcua.dossiers.intake import read_intake
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.services import register
from motcua.dossiers.store import read
from motcua.organisation.queries import person_by_login

PHONE = "0987654321"


def filled(page: Any, **typed: str) -> dict[str, str]:
    form = tree_of(page).get_element_by_id("correct")
    return {**{name: value or "" for name, value in form.form_values()}, **typed}


def address(code: str, *, asks: bool) -> str:
    return f"/ho-so/{code}/{'de-nghi-dinh-chinh' if asks else 'dinh-chinh'}/"


def asked(browser: Client, code: str, **typed: str) -> Any:
    """Look at what would change and send the request; the answer of the last step."""
    where = address(code, asks=True)
    look = browser.post(where, filled(browser.get(where), buoc="xem", reason="Gõ nhầm số", **typed))
    assert look.status_code == 200
    return browser.post(where, filled(look, buoc="ghi"))


def corrected() -> int:
    return Event.objects.filter(type="corrected").count()


def waiting() -> CorrectionRequest:
    return CorrectionRequest.objects.get(answer="")


def test_asked_and_confirmed_with_one_press(sign_in: SignIn, received: str) -> None:
    officer, head = sign_in(RECEPTION), sign_in(HEAD)
    assert asked(officer, received, owner_phone=PHONE).status_code == 302
    assert Dossier.objects.get(code=received).owner_phone == OWNER["owner_phone"], "nothing changed yet"
    assert corrected() == 0
    assert "đề nghị đính chính" in words_of(head.get(f"/ho-so/{received}/"))
    section = tree_of(head.get("/bo-phan/"))
    assert section.xpath(f"//a[@href='{address(received, asks=False)}']")
    page = head.get(address(received, asks=False))
    assert "Gõ nhầm số" in words_of(page)
    assert PHONE in words_of(page)
    assert tree_of(page).xpath("//button[@value='ghi'][@aria-keyshortcuts]")
    done = head.post(address(received, asks=False), filled(page, buoc="ghi"))
    assert (done.status_code, done["Location"]) == (302, f"/ho-so/{received}/")
    assert Dossier.objects.get(code=received).owner_phone == PHONE
    row = CorrectionRequest.objects.get()
    assert (row.answer, row.typed) == ("done", None)
    locked = read(received)
    assert locked is not None
    assert locked.events[-1].actor == row.answered_by != row.asked_by
    assert "Đề nghị đính chính chờ xác nhận" not in words_of(head.get("/bo-phan/"))


def test_only_what_differs_is_kept(sign_in: SignIn, received: str) -> None:
    asked(sign_in(RECEPTION), received, owner_phone=PHONE)
    assert waiting().typed == {"owner_phone": PHONE, "reason": "Gõ nhầm số"}


def test_papers_and_procedure_are_asked_for_too(sign_in: SignIn, received: str) -> None:
    officer, head = sign_in(RECEPTION), sign_in(HEAD)
    where = address(received, asks=True)
    typed = filled(officer.get(where), buoc="xem", reason="Nhầm thủ tục", extra_name="Giấy ra viện")
    lines = sorted(name for name in typed if name.startswith("line_") and name.count("_") == 1)
    del typed[lines[0]]
    officer.post(where, filled(officer.post(where, typed), buoc="ghi"))
    page = head.get(address(received, asks=False))
    form = filled(page)
    assert form["extra_name"] == "Giấy ra viện"
    assert lines[0] not in form
    assert set(lines[1:]) <= set(form)
    assert head.post(address(received, asks=False), filled(page, buoc="ghi")).status_code == 302
    asked(officer, received, procedure=INSTANT)
    page = head.get(address(received, asks=False))
    assert "Ngày hẹn trả đổi từ" in words_of(page)
    assert head.post(address(received, asks=False), filled(page, buoc="ghi")).status_code == 302
    assert Dossier.objects.get(code=received).procedure_code == INSTANT


def test_what_was_corrected_meanwhile_is_not_turned_back(sign_in: SignIn, received: str) -> None:
    asked(sign_in(RECEPTION), received, owner_phone=PHONE)
    head, leader = sign_in(HEAD), sign_in(LEADER)
    where = address(received, asks=False)
    # Another field is put right by itself, through the same page without the request.
    plain = filled(leader.get(where), sets="3", reason="Thiếu bộ", owner_phone=OWNER["owner_phone"])
    del plain["de_nghi"]
    leader.post(where, filled(leader.post(where, plain | {"buoc": "xem"}), buoc="ghi", de_nghi=""))
    assert corrected() == 1
    assert head.post(where, filled(head.get(where), buoc="ghi")).status_code == 302
    state = read(received)
    assert state is not None
    assert state.tracked.state.intake.sets == 3
    assert Dossier.objects.get(code=received).owner_phone == PHONE


def test_declined_with_a_reason(sign_in: SignIn, received: str) -> None:
    asked(sign_in(RECEPTION), received, owner_phone=PHONE)
    head, where = sign_in(HEAD), address(received, asks=False)
    form = filled(head.get(where), buoc="tra-lai")
    silent = head.post(where, form)
    assert silent.status_code == 400
    assert waiting().typed
    assert head.post(where, form | {"tra_loi": "Số máy đúng rồi"}).status_code == 302
    row = CorrectionRequest.objects.get()
    assert (row.answer, row.typed, row.note) == ("declined", None, "Số máy đúng rồi")
    assert corrected() == 0


def test_a_new_request_takes_the_place_of_the_one_that_waits(sign_in: SignIn, received: str) -> None:
    officer, head, where = sign_in(RECEPTION), sign_in(HEAD), address(received, asks=False)
    asked(officer, received, owner_phone=PHONE)
    old = head.get(where)
    assert "đang chờ xác nhận" in words_of(officer.get(address(received, asks=True)))
    asked(officer, received, owner_phone="0977000111")
    assert CorrectionRequest.objects.filter(answer="replaced").count() == 1
    late = head.post(where, filled(old, buoc="ghi"))
    assert late.status_code == 409
    assert "thay bằng đề nghị khác" in words_of(late)
    assert corrected() == 0
    assert Dossier.objects.get(code=received).owner_phone == OWNER["owner_phone"]


def test_nothing_is_sent_that_nobody_could_correct(sign_in: SignIn, received: str) -> None:
    browser, where = sign_in(RECEPTION), address(received, asks=True)
    for typed in ({}, {"owner_identifier": "12"}, {"sets": "99"}, {"received_at": "2031-01-01T08:00"}):
        form = filled(browser.get(where), buoc="ghi", reason="Thử", **typed)
        assert browser.post(where, form).status_code == 400
    silent = filled(browser.get(where), buoc="ghi", sets="2")
    assert browser.post(where, silent).status_code == 400
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (RECEPTION, 200), (HEAD, 403), (HANDLER, 403), (LEADER, 403), (INSPECTOR, 403), (CONTROLLER, 403),
        (ADMINISTRATOR, 403), (STRANGER, 404),
    ],
)  # fmt: skip
def test_who_may_ask(sign_in: SignIn, with_handler: str, who: str, status: int) -> None:
    page = sign_in(RECEPTION).get(address(with_handler, asks=True))
    form = filled(page, buoc="ghi", sets="2", reason="Thử")
    browser = sign_in(who)
    assert browser.get(address(with_handler, asks=True)).status_code == status
    browser.post(address(with_handler, asks=True), form)
    looked = browser.post(address(with_handler, asks=True), form | {"buoc": "xem"})
    assert looked.status_code == status
    assert not CorrectionRequest.objects.exists(), "nothing is sent that was not seen first"
    dossier = str(browser.get(f"/ho-so/{with_handler}/").content)
    offered = f"/ho-so/{with_handler}/lam/ask_correction/" in dossier
    assert offered == (who == RECEPTION)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (RECEPTION, 403), (HEAD, 302), (HANDLER, 403), (LEADER, 302), (INSPECTOR, 403), (CONTROLLER, 403),
        (ADMINISTRATOR, 403), (STRANGER, 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", ["ghi", "tra-lai"])
def test_who_may_answer(sign_in: SignIn, with_handler: str, step: str, who: str, status: int) -> None:
    asked(sign_in(RECEPTION), with_handler, owner_phone=PHONE)
    form = filled(sign_in(HEAD).get(address(with_handler, asks=False)), buoc=step, tra_loi="Không sai")
    answer = sign_in(who).post(address(with_handler, asks=False), form)
    assert answer.status_code == status
    assert CorrectionRequest.objects.filter(answer="").exists() == (status != 302)


def test_a_receiving_officer_asks_after_the_hand_over_too(sign_in: SignIn, received: str) -> None:
    act(sign_in(RECEPTION), received, "transfer", to_officer=HANDLER_CODE)
    assert asked(sign_in(RECEPTION), received, owner_phone=PHONE).status_code == 302


def test_erasure_takes_what_waits(sign_in: SignIn, received: str) -> None:
    asked(sign_in(RECEPTION), received, owner_phone=PHONE)
    erase_dossier(received)
    assert not CorrectionRequest.objects.exists()


def test_what_waits_online_is_the_applicant_s_own_statement(sign_in: SignIn) -> None:
    section = person_by_login(RECEPTION).held[0].agency_code
    filed = register(read_intake(form(section=section)), idempotency_key="nguoi-nop")
    answer = sign_in(RECEPTION).get(address(filed.reference, asks=True))
    assert answer.status_code == 400
    assert "chưa được tiếp nhận" in words_of(answer)
    assert "ask_correction" not in str(sign_in(RECEPTION).get(f"/ho-so/{filed.reference}/").content)
