"""Feedback about an officer, from a phone without scripts to the published answer, unseen by that officer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from motcua.feedback.limits import SOONEST
from motcua.foundation.clock import SECOND

Check = Callable[[Page], None]
NewPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
WORDS = "Tôi hỏi về giấy khai sinh thì bị bảo tự đọc trên mạng."


@pytest.fixture
def seen(new_page: NewPage, sign_in: SignIn) -> Callable[[str], Page]:
    """A page of an officer who is signed in."""

    def enter(login: str) -> Page:
        page = new_page()
        sign_in(page, login)
        return page

    return enter


def narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def sent_from_a_phone(page: Page) -> str:
    page.goto("/phan-anh/")
    page.get_by_role("link", name="Thái độ, hành vi của cán bộ").click()
    page.get_by_label("Cơ quan (không bắt buộc)").select_option(label="Ủy ban nhân dân phường Thục Phán")
    page.get_by_label("Cán bộ nào").fill("anh Sơn")
    page.get_by_label("Tóm tắt trong một câu").fill("Cán bộ trả lời thiếu kiên nhẫn")
    page.get_by_label("Chuyện gì đã xảy ra").fill(WORDS)
    page.get_by_label("Họ và tên").fill("Lục Thị Vân")
    page.get_by_label("Địa chỉ").fill("Tổ 3, phường Thục Phán")
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.wait_for_timeout(SOONEST // SECOND * 1000)
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.get_by_text("Đã nhận phản ánh của bạn").wait_for()
    return page.url.rstrip("/").rpartition("/")[2]


def do(page: Page, reference: str, action: str) -> None:
    page.goto(f"/phan-anh-kien-nghi/{reference}/")
    page.get_by_role("link", name=action, exact=True).click()


def press(page: Page, action: str, told: str) -> None:
    page.get_by_role("button", name=action, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(told)


def test_from_the_phone_to_the_published_answer(
    new_page: NewPage, seen: Callable[[str], Page], check_accessibility: Check
) -> None:
    reference = sent_from_a_phone(new_page(width=360, java_script_enabled=False))
    phone = new_page(width=360)
    for address in ("/phan-anh/", "/phan-anh/gui/can-bo/", "/phan-anh/tra-cuu/", "/hoi-dap/", "/danh-gia/"):
        phone.goto(address)
        narrow(phone)
        check_accessibility(phone)
    control = seen("mai.vanphong")
    do(control, reference, "Phân loại")
    control.get_by_label("Về hành vi của cán bộ").check()
    control.get_by_label("Triệu Văn Sơn").check()
    check_accessibility(control)
    press(control, "Phân loại", "Đã phân loại")
    do(control, reference, "Chuyển cơ quan")
    press(control, "Chuyển cơ quan", "Đã chuyển")
    check_accessibility(control)
    head = seen("cuong.thucphan")
    do(head, reference, "Nhận, giao trả lời")
    expect(head.get_by_role("option", name="Triệu Văn Sơn")).to_have_count(0)
    press(head, "Nhận, giao trả lời", "Đã nhận xử lý")
    do(head, reference, "Soạn trả lời")
    head.get_by_label("Câu trả lời cho người phản ánh").fill(
        "Chúng tôi đã nhắc nhở cán bộ và xin lỗi ông/bà."
    )
    press(head, "Trình lãnh đạo duyệt", "Đã trình")
    do(head, reference, "Duyệt trả lời")
    press(head, "Duyệt trả lời", "Đã duyệt")
    concerned = seen("son.thucphan")
    concerned.goto("/phan-anh-kien-nghi/?tat-ca=1")
    expect(concerned.get_by_text("Không có phản ánh nào")).to_be_visible()
    do(control, reference, "Công khai")
    control.get_by_label("Câu hỏi").fill("Cán bộ tại quầy có phải hướng dẫn đầy đủ không?")
    control.get_by_label("Tôi đã đọc lại").check()
    press(control, "Công khai", "Đã công khai")
    for page in ("/phan-anh-kien-nghi/", "/phan-anh-kien-nghi/so/", "/phan-anh-kien-nghi/thong-ke/"):
        control.goto(page)
        check_accessibility(control)
    phone.goto("/hoi-dap/?q=huong+dan+day+du")
    phone.get_by_role("link", name="Cán bộ tại quầy").click()
    expect(phone.get_by_text("xin lỗi ông/bà")).to_be_visible()
    narrow(phone)
    check_accessibility(phone)
