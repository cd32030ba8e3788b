"""A procedure typed wrongly at the counter: put right with a look first, printed again, told to who came."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect
from tests.dossiers.room import INSTANT
from tests.support.officer import BIRTH_AGAIN, Officer, in_process, text_of

from motcua.dossiers import printing
from motcua.dossiers.models import Dossier
from motcua.foundation.clock import local_of
from motcua.organisation.queries import person_by_login

Seat = Callable[..., Officer]
Look = Callable[[Page], None]


def promised(code: str) -> datetime:
    """The promised moment as it stands, in local time."""
    due = Dossier.objects.get(code=code).due_at
    assert due is not None
    return local_of(due)


def shown(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"


def printed(moment: datetime) -> str:
    return f"{moment:%H} giờ {moment:%M} phút, ngày {moment:%d} tháng "


def receipt_of(code: str) -> str:
    return text_of(printing.paper(person_by_login("hanh.thucphan"), code, "receipt"))


def test_a_procedure_typed_wrongly(officer: Seat, new_page: Callable[..., Page], look: Look) -> None:
    code = in_process("CB0015")
    old = promised(code)
    given = receipt_of(code)
    secret = re.search(r"Mã bí mật để tra cứu tiến độ: (\w{10})", given)
    assert secret is not None
    assert printed(old) in given

    bac = officer("bac.thucphan")
    page = bac.page
    bac.scan(code)
    page.get_by_role("link", name=re.compile("^Đính chính")).first.click()
    expect(page.get_by_role("heading", name="Đính chính hồ sơ")).to_be_visible()
    bac.look(page)
    page.get_by_label("Nội dung yêu cầu giải quyết").fill("Chứng thực chữ ký trên giấy ủy quyền")
    page.get_by_label("Tìm thủ tục đúng").fill("chung thuc chu ky")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("radio", name=re.compile(re.escape(INSTANT))).check()
    page.get_by_label("Lý do đính chính").fill("Công dân báo nhầm thủ tục, cán bộ phát hiện khi kiểm tra")
    page.get_by_role("button", name="Xem trước thay đổi").click()
    expect(page.get_by_role("heading", name="Sẽ ghi như sau")).to_be_visible()
    expect(page.get_by_text("Ngày hẹn trả đổi từ")).to_contain_text(shown(old))
    bac.look(page)
    assert Dossier.objects.get(code=code).procedure_code == BIRTH_AGAIN, "looking writes nothing"
    page.get_by_role("button", name="Ghi đính chính").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đính chính")
    bac.look(page)
    assert Dossier.objects.get(code=code).procedure_code == INSTANT
    new = promised(code)
    assert new < old

    again = bac.paper("Giấy tiếp nhận")
    for words in (code, INSTANT, printed(new), shown(old), "đính chính"):
        assert words in again, words

    citizen = new_page(width=360, height=780)
    citizen.goto("/tra-cuu/")
    citizen.get_by_label("Mã hồ sơ").fill(code)
    citizen.get_by_label("Mã tra cứu").fill(secret[1])
    citizen.get_by_role("button", name="Xem hồ sơ").click()
    notice = citizen.get_by_text("Ngày hẹn trả đã được đính chính").locator("xpath=..")
    for moment, name in ((old, "Ngày hẹn cũ"), (new, "Ngày hẹn mới")):
        day = f"{moment.day}/{moment.month}/{moment.year}"
        expect(notice).to_contain_text(re.compile(rf"{name}: {moment:%H:%M}, [^.]+ {day}\."))
    look(citizen)


def test_who_may_not_correct_is_not_offered_it(officer: Seat) -> None:
    code = in_process("CB0015")
    bach = officer("bach.thanhtra")
    bach.scan(code)
    assert not bach.may("Đính chính")
    assert bach.page.request.get(f"/ho-so/{code}/dinh-chinh/").status == 403
