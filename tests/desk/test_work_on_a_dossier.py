"""The dossier's page: what may be done, doing it, and what a second officer is told."""

from __future__ import annotations

import io

import pytest
from tests.desk.conftest import SignIn, act, tree_of, untouched, words_of
from tests.desk.test_counter_receives import PDF
from tests.dossiers.room import (
    CONTROLLER,
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSPECTOR,
    LEADER,
    OWNER,
    RECEPTION,
    Room,
)

from motcua.desk.sheets import ASK, SHEETS
from motcua.dossiers.actions import BUILDERS
from motcua.dossiers.inspection_tables import Opening
from motcua.dossiers.models import Attachment, Dossier, Result


def actions_on(page: object) -> list[str]:
    """Names of the forms that a page offers."""
    links = tree_of(page).xpath("//div[@class='nx']/a/@href")
    return [link.split("/")[-2] for link in links]


def posts_on(page: object) -> set[str]:
    """Where the forms of a page would write."""
    return set(tree_of(page).xpath("//form[@method='post']/@action"))


def test_every_action_of_the_core_has_its_form() -> None:
    assert {sheet.action for sheet in SHEETS.values()} == set(BUILDERS) | {"receive", ASK}


def test_the_whole_day_of_a_dossier(sign_in: SignIn, received: str) -> None:
    desk = {who: sign_in(who) for who in (RECEPTION, HANDLER, LEADER)}
    assert act(desk[RECEPTION], received, "transfer", to_officer=HANDLER_CODE).status_code == 302
    assert act(desk[HANDLER], received, "record_verification", content="Đã tra sổ").status_code == 302
    scan = io.BytesIO(PDF)
    scan.name = "giay khai sinh.pdf"
    assert act(desk[HANDLER], received, "propose_result", reason="Đủ", documents=scan).status_code == 302
    assert act(desk[LEADER], received, "approve", signature="digital").status_code == 302
    assert act(desk[RECEPTION], received, "return_result", receiver="Hoàng Thị Bích Ngọc").status_code == 302
    page = desk[RECEPTION].get(f"/ho-so/{received}/")
    words = words_of(page)
    assert "Đã trả kết quả" in words
    assert "Chuỗi khớp, 6 sự kiện" in words
    assert "Đã tra sổ" in words
    assert actions_on(page) == [ASK], "only a correction may be asked for"
    assert Attachment.objects.get().purpose == "result"
    assert Result.objects.get().signature == "digital"


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        (RECEPTION, {"withdraw"}),
        (HEAD, {"withdraw", "correct", "reschedule"}),
        (HANDLER, {"propose_result", "propose_refusal", "propose_supplement", "assign"}),
        (LEADER, {"stop", "assign"}),
    ],
)
def test_only_what_may_be_done_is_offered_and_each_form_opens(
    sign_in: SignIn, with_handler: str, who: str, offered: set[str]
) -> None:
    browser = sign_in(who)
    found = actions_on(browser.get(f"/ho-so/{with_handler}/"))
    assert offered <= set(found)
    assert not {"approve", "return_result", "transfer"} & set(found)
    for name in found:
        form = browser.get(f"/ho-so/{with_handler}/lam/{name}/", follow=True)
        assert form.status_code == 200, name
        assert tree_of(form).xpath("//form//button[@data-key='Ctrl Enter']"), name
    for name in SHEETS.keys() - set(found):
        assert browser.get(f"/ho-so/{with_handler}/lam/{name}/", follow=True).status_code == 403, name


@pytest.mark.parametrize("who", [INSPECTOR, CONTROLLER])
def test_an_inspector_reads_all_and_is_offered_nothing(sign_in: SignIn, with_handler: str, who: str) -> None:
    browser = sign_in(who)
    page = browser.get(f"/ho-so/{with_handler}/")
    assert page.status_code == 200
    assert OWNER["owner_name"] in words_of(page)
    assert actions_on(page) == []
    assert posts_on(page) <= {"/dang-xuat/", "/ngon-ngu/"}
    before = untouched(with_handler)
    for name in SHEETS:
        assert browser.get(f"/ho-so/{with_handler}/lam/{name}/").status_code == 403
        answer = browser.post(f"/ho-so/{with_handler}/lam/{name}/", {"expected_seq": before, "reason": "x"})
        assert answer.status_code == 403
    upload = browser.post(f"/ho-so/{with_handler}/them-tep/", {"files": io.BytesIO(PDF)})
    assert upload.status_code == 403
    assert untouched(with_handler) == before
    assert not Attachment.objects.exists()


def test_the_second_officer_is_told_what_changed_and_keeps_the_words(
    sign_in: SignIn, with_handler: str
) -> None:
    handler, leader = sign_in(HANDLER), sign_in(LEADER)
    seen = str(untouched(with_handler))
    assert act(handler, with_handler, "record_verification", content="Xong").status_code == 302
    late = leader.post(
        f"/ho-so/{with_handler}/lam/stop/",
        {"expected_seq": seen, "reason": "Chờ tòa án", "legal_ground": "Điều 5", "suspension": "1"},
    )
    tree = tree_of(late)
    assert late.status_code == 409
    assert "Hồ sơ đã thay đổi từ lúc bạn mở" in words_of(late)
    assert "Ghi chú của bạn đã được giữ." in words_of(late)
    assert tree.xpath("string(//textarea[@name='reason'])") == "Chờ tòa án"
    assert tree.xpath("string(//input[@name='legal_ground']/@value)") == "Điều 5"
    again = tree.xpath("string(//input[@name='expected_seq']/@value)")
    assert int(again) == untouched(with_handler)
    done = leader.post(
        f"/ho-so/{with_handler}/lam/stop/",
        {"expected_seq": again, "reason": "Chờ tòa án", "legal_ground": "Điều 5", "suspension": "1"},
    )
    assert done.status_code == 302


def test_a_double_press_is_one_deed(sign_in: SignIn, received: str) -> None:
    browser, data = sign_in(RECEPTION), {"expected_seq": "1", "to_officer": HANDLER_CODE}
    for _ in range(2):
        assert browser.post(f"/ho-so/{received}/lam/transfer/", data).status_code == 302
    assert untouched(received) == 2
    assert "Việc này đã được ghi trước đó." in words_of(browser.get(f"/ho-so/{received}/"))


def test_a_missing_reason_is_told_beside_its_field(sign_in: SignIn, with_handler: str) -> None:
    page = act(sign_in(HANDLER), with_handler, "propose_supplement", items="Trích lục", reason="")
    tree = tree_of(page)
    assert page.status_code == 400
    assert tree.xpath("//div[contains(@class,'bad')]//textarea/@name") == ["reason"]
    assert tree.xpath("string(//textarea[@name='items'])") == "Trích lục"


def test_in_a_dialog_the_refused_form_comes_back_in_its_place(sign_in: SignIn, with_handler: str) -> None:
    page = sign_in(HANDLER).post(
        f"/ho-so/{with_handler}/lam/propose_refusal/",
        {"expected_seq": untouched(with_handler), "reason": ""},
        headers={"HX-Request": "true"},
    )
    assert page.status_code == 200
    assert b"<html" not in page.content
    assert tree_of(page).xpath("//*[@role='alert']")
    done = sign_in(HANDLER).post(
        f"/ho-so/{with_handler}/lam/propose_refusal/",
        {"expected_seq": untouched(with_handler), "reason": "Không đủ điều kiện"},
        headers={"HX-Request": "true"},
    )
    assert done["HX-Redirect"] == f"/ho-so/{with_handler}/"


def test_a_supplement_goes_through_the_section_and_back(sign_in: SignIn, with_handler: str) -> None:
    desk, section = sign_in(HANDLER), sign_in(RECEPTION)
    act(desk, with_handler, "propose_supplement", items="Trích lục\nẢnh", reason="Thiếu")
    asked = section.get(f"/ho-so/{with_handler}/lam/request_supplement/")
    assert "Trích lục" in words_of(asked)
    assert act(section, with_handler, "request_supplement").status_code == 302
    page = section.get(f"/ho-so/{with_handler}/")
    assert "Tạm dừng tính" in words_of(page)
    assert "Yêu cầu bổ sung lần 1" in words_of(page)
    assert section.get(f"/ho-so/{with_handler}/in/supplement/").content.startswith(b"%PDF")
    assert act(section, with_handler, "receive_supplement", components="Trích lục").status_code == 302
    assert "Đang xử lý" in words_of(section.get(f"/ho-so/{with_handler}/"))


def test_a_late_dossier_is_red_and_says_by_how_much(sign_in: SignIn, late: str) -> None:
    page = sign_in(RECEPTION).get(f"/ho-so/{late}/")
    pill = tree_of(page).xpath("//span[@class='st st-late']")[0].text_content()
    assert pill.startswith("Quá ")
    assert tree_of(page).xpath("//*[local-name()='line' and @class='due late']")


def test_the_bar_of_a_paused_clock_is_to_scale(sign_in: SignIn, province: None) -> None:
    room = Room("2026-03-02T09:00")
    room.receive()
    room.transferred("2026-03-02T10:00")
    room.do(HANDLER, "request_obligation", "2026-03-04T09:00", content="Nộp thuế", amount="100000")
    room.do(RECEPTION, "fulfil_obligation", "2026-03-09T09:00")
    room.proposed("2026-03-10T09:00")
    room.finished("2026-03-11T09:00")
    tree = tree_of(sign_in(RECEPTION).get(f"/ho-so/{room.code}/"))
    (legal,) = tree.xpath("//*[@aria-labelledby='clk-title']")
    pieces = legal.xpath(".//*[local-name()='rect' and starts-with(@class,'p-')]")
    assert [piece.get("class") for piece in pieces] == ["p-counted", "p-paused", "p-counted"]
    # 2 days, 3 days, 2 days of 8 hours.
    assert [round(float(piece.get("width").rstrip("%"))) for piece in pieces] == [29, 43, 29]
    assert "Đã tính 4 ngày" in words_of(sign_in(RECEPTION).get(f"/ho-so/{room.code}/"))


def test_opening_a_page_and_an_identifier_is_noted(sign_in: SignIn, received: str) -> None:
    browser = sign_in(INSPECTOR)
    page = browser.get(f"/ho-so/{received}/")
    assert OWNER["owner_identifier"] not in page.content.decode()
    assert "004188 ••• 217" in words_of(page)
    assert OWNER["owner_identifier"] in words_of(browser.get(f"/ho-so/{received}/so-dinh-danh/"))
    assert list(Opening.objects.order_by("pk").values_list("how", flat=True)) == ["page", "identifier"]


def test_the_explanation_names_day_rule_and_calendar(sign_in: SignIn, received: str) -> None:
    words = words_of(sign_in(HANDLER).get(f"/ho-so/{received}/cach-tinh/"))
    assert "Bộ luật Dân sự 2015, Điều 147" in words
    assert "Cộng40 giờ" in words
    assert "Lịch làm việc: bản db-1" in words


def test_the_log_leaves_as_lines_that_anybody_can_verify(sign_in: SignIn, with_handler: str) -> None:
    import hashlib
    import json

    answer = sign_in(INSPECTOR).get(f"/ho-so/{with_handler}/nhat-ky/")
    lines = [json.loads(line) for line in answer.content.splitlines()]
    previous = bytes(32)
    for line in lines:
        assert line["prev_hash"] == previous.hex()
        previous = hashlib.sha256(previous + line["body"].encode()).digest()
        assert line["hash"] == previous.hex()
    assert len(lines) == 2
    assert bytes(Dossier.objects.get().head) == previous


def test_further_files_and_a_refused_one(sign_in: SignIn, with_handler: str) -> None:
    browser = sign_in(HANDLER)
    good, bad = io.BytesIO(PDF), io.BytesIO(b"MZ" + b"\x00" * 300)
    good.name, bad.name = "bien ban.pdf", "la.pdf"
    answer = browser.post(
        f"/ho-so/{with_handler}/them-tep/", {"files": [good, bad], "purpose": "other"}, follow=True
    )
    words = words_of(answer)
    assert "Đã nhận tệp bien ban.pdf" in words
    assert "la.pdf" in words
    assert Attachment.objects.count() == 1


def test_keys_of_the_dossier(sign_in: SignIn, with_handler: str) -> None:
    tree = tree_of(sign_in(HANDLER).get(f"/ho-so/{with_handler}/"))
    assert {"T", "Y", "B", "R", "C"} <= set(tree.xpath("//div[@class='nx']/a/@data-key"))
    keys = tree.xpath("//div[@class='nx']/a/@data-key")
    assert len(keys) == len(set(keys)), "one key, one action"
