"""The pages of the catalogue: what was typed is kept, what differs is told, refusals in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, RECEPTION

from motcua.organisation.models import Change
from motcua.organisation.queries import today
from motcua.procedures.models import Procedure, SourceRecord
from motcua.procedures.queries import offer

NEW = "9.000001"
FORM = {
    "code": NEW,
    "name": "Cấp bản sao trích lục thử nghiệm",
    "field": "Hộ tịch",
    "level_commune": "1",
    "competent": "Ủy ban nhân dân cấp xã",
    "competent_kind": "commune",
    "channels-1-channel": "direct",
    "channels-1-quantity": "5",
    "channels-1-unit": "working_day",
    "components-1-name": "Tờ khai",
    "components-1-originals": "1",
    "fees-1-kind": "charge",
    "fees-1-amount": "8.000",
    "results-1-name": "Bản sao trích lục",
    "legal_bases-1-code": "60/2014/QH13",
    "document": "QĐ 77/QĐ-UBND",
    "reason": "Công bố mới",
}


def form(**changes: str) -> dict[str, str]:
    return {**FORM, "valid_from": today().isoformat(), "step": "save", **changes}


def test_a_procedure_from_nothing_is_looked_at_saved_and_received(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    look = browser.post("/quan-tri/danh-muc/moi/", form(step="look"))
    assert look.status_code == 200
    assert "Trực tiếp: 5 ngày làm việc" in words_of(look) or "5 ngày làm việc" in words_of(look)
    assert "Lệ phí: 8.000 đ" in words_of(look)
    assert not Procedure.objects.filter(code=NEW).exists()
    done = browser.post("/quan-tri/danh-muc/moi/", form())
    assert done["Location"] == f"/quan-tri/danh-muc/{NEW}/"
    made = offer(NEW, on=today())
    assert (made.limit.key, made.fees[0].amount, made.blocked) == ("5 working_day", 8000, None)
    assert "Cấp bản sao trích lục thử nghiệm" in words_of(
        sign_in(RECEPTION).get("/tiep-nhan/thu-tuc/?q=trich+luc+thu+nghiem")
    )
    assert "QĐ 77/QĐ-UBND" in words_of(browser.get("/quan-tri/thay-doi/?loai=procedure"))


def test_a_new_version_begins_from_the_one_in_force(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    page = tree_of(browser.get("/quan-tri/danh-muc/1.004884/phien-ban/"))
    filled = {
        field.get("name"): field.value or ""
        for field in page.xpath("//main//form//*[self::input or self::select or self::textarea][@name]")
        if field.get("type") not in ("checkbox", "hidden") or field.get("checked") is not None
    }
    assert filled["channels-1-quantity"] == "5"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    filled |= {"valid_from": tomorrow, "document": "QĐ 1", "reason": "Rút ngắn"}
    same = browser.post("/quan-tri/danh-muc/1.004884/phien-ban/", {**filled, "step": "look"})
    assert "Không có gì khác" in words_of(same)
    changed = {**filled, "step": "look"}
    changed |= {name: "4" for name in filled if name.startswith("channels-") and filled[name] == "5"}
    look = words_of(browser.post("/quan-tri/danh-muc/1.004884/phien-ban/", changed))
    assert "5 ngày làm việc" in look
    assert "4 ngày làm việc" in look
    assert (
        browser.post("/quan-tri/danh-muc/1.004884/phien-ban/", {**changed, "step": "save"}).status_code == 302
    )
    assert offer("1.004884", on=today()).limit.quantity == "5"
    assert offer("1.004884", on=today() + timedelta(days=1)).limit.quantity == "4"


def test_a_row_is_added_without_javascript_and_what_was_typed_is_kept(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    page = tree_of(browser.post("/quan-tri/danh-muc/moi/", {**form(add="components"), "step": ""}))
    assert page.xpath("string(//*[@name='components-1-name']/@value)") == "Tờ khai"
    assert page.xpath("//*[@name='components-5-name']")
    assert not Procedure.objects.filter(code=NEW).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fees-1-amount": "-1"}, "số nguyên từ 0 đến 1.000.000.000.000"),
        ({"fees-1-amount": str(10**15)}, "số nguyên từ 0 đến 1.000.000.000.000"),
        ({"fees-1-amount": "1.5"}, "số nguyên từ 0 đến 1.000.000.000.000"),
        ({"fees-1-amount": "miễn"}, "số nguyên từ 0 đến 1.000.000.000.000"),
        ({"code": "x"}, "Mã thủ tục không đúng dạng"),
        ({"code": "1.004884"}, "Danh mục đã có thủ tục mã 1.004884"),
        ({"name": ""}, "mục cần sửa"),
        ({"channels-1-quantity": "0"}, "không đọc được"),
        ({"channels-1-channel": "pigeon"}, "Chọn kênh nộp hồ sơ"),
        ({"channels-1-channel": "", "channels-1-quantity": ""}, "ít nhất một kênh"),
        ({"level_commune": ""}, "ít nhất một cấp"),
        ({"components-1-originals": "1000"}, "từ 0 đến 99"),
        ({"components-1-name": "x" * 1001}, "mục cần sửa"),
        ({"valid_from": "1900-01-01"}, "mục cần sửa"),
        ({"valid_from": "9999-01-01"}, "mục cần sửa"),
        ({"valid_from": "hôm nay"}, "mục cần sửa"),
        ({"document": ""}, "mục cần sửa"),
        ({"competent_kind": "planet"}, "mục cần sửa"),
    ],
)
def test_bad_input_is_told_kept_and_writes_nothing(
    sign_in: SignIn, changes: dict[str, str], said: str
) -> None:
    records = SourceRecord.objects.count()
    page = sign_in(ADMINISTRATOR).post("/quan-tri/danh-muc/moi/", form(**changes))
    assert page.status_code == 400
    assert said in words_of(page)
    assert tree_of(page).xpath("string(//*[@name='results-1-name']/@value)") == "Bản sao trích lục"
    assert SourceRecord.objects.count() == records
    assert not Change.objects.exists()


def test_sixty_thousand_rows_make_no_page_of_sixty_thousand(sign_in: SignIn) -> None:
    many = {f"components-{n}-name": "x" for n in range(1, 900)}
    page = sign_in(ADMINISTRATOR).post("/quan-tri/danh-muc/moi/", form(**many))
    assert page.status_code == 400
    assert len(tree_of(page).xpath("//*[starts-with(@name, 'components-')][contains(@name, '-name')]")) <= 62


def test_a_procedure_is_abolished_from_tomorrow(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    sent = {"valid_from": tomorrow, "document": "QĐ 9", "reason": "Thay thế"}
    assert browser.post("/quan-tri/danh-muc/1.004884/bai-bo/", {**sent, "reason": ""}).status_code == 400
    assert browser.post("/quan-tri/danh-muc/1.004884/bai-bo/", sent).status_code == 302
    assert offer("1.004884", on=today()).blocked is None
    assert "1.004884" in words_of(browser.get("/quan-tri/danh-muc/?xem=ended"))


@pytest.mark.parametrize(
    "address", ["/quan-tri/danh-muc/9.999999/", "/quan-tri/danh-muc/%00/", "/quan-tri/danh-muc/x/phien-ban/"]
)
def test_a_code_that_is_nobody_s(sign_in: SignIn, address: str) -> None:
    assert sign_in(ADMINISTRATOR).get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%27%3B--", "xem=x", "trang=-1", "trang=99999999999", "q=" + "a" * 5000]
)
def test_hostile_words_in_the_address(sign_in: SignIn, query: str) -> None:
    assert sign_in(ADMINISTRATOR).get(f"/quan-tri/danh-muc/?{query}").status_code == 200
