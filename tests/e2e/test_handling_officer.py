"""A day of a handling officer: what is due first, verify, ask, propose."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.support.officer import CODE, Officer, in_process, play

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import SystemClock, day_of
from motcua.law.calendar import shipped_calendar

SON = "CB0015"
GROUPS = ("Quá hạn", "Sắp đến hạn, còn dưới 2 ngày làm việc", "Trong hạn", "Tạm dừng tính")


def test_the_day(officer: Callable[..., Officer], tmp_path: Path) -> None:
    granted, refused, passed_on, taxed = (in_process(SON) for _ in range(4))
    son = officer("son.thucphan")
    page = son.page
    son.go("/ban-lam-viec/")
    in_order_of_promises(page)
    son.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ho-so/H14*/")
    son.look(page)

    investigated(son, granted)
    asks_through_the_section(son, granted)
    paper = tmp_path / "giay-khai-sinh.pdf"
    page.goto(f"/ho-so/{granted}/")
    paper.write_bytes(son.fetch(f"/ho-so/{granted}/in/receipt/"))
    son.do(
        "Trình phê duyệt",
        "Đã trình kết quả.",
        {"Trình lãnh đạo": "Đàm Mạnh Cường", "Ý kiến": "Đủ điều kiện", "Tệp kết quả": str(paper)},
    )
    expect(page.get_by_text("Đang trình: đồng ý giải quyết.")).to_be_visible()
    expect(page.get_by_role("link", name="giay-khai-sinh.pdf")).to_be_visible()
    assert not son.may("Trình phê duyệt")

    son.scan(refused)
    dialog = son.ask("Đề nghị từ chối giải quyết")
    dialog.get_by_role("button", name=re.compile("^Đề nghị từ chối")).click()
    expect(page.get_by_text("Chưa nhập mục này.")).to_be_visible()
    dialog.get_by_label("Lý do").fill("Bản chính vẫn còn lưu tại huyện khác")
    dialog.get_by_role("button", name=re.compile("^Đề nghị từ chối")).click()
    expect(page.get_by_text("Đang trình: từ chối giải quyết.")).to_be_visible()

    son.scan(taxed)
    son.do("Yêu cầu nghĩa vụ tài chính", "Đã ghi", {"Khoản phải nộp": "Lệ phí", "Số tiền": "10.000"})
    assert son.status() == "Yêu cầu thực hiện nghĩa vụ tài chính"
    son.scan(passed_on)
    son.do("Chuyển người thụ lý", "Đã chuyển người thụ lý.", {"Giao cho": "Mông Thị Yến"})
    expect(page.get_by_text("Không có việc của bạn ở bước này; Mông Thị Yến đang giữ hồ sơ.")).to_be_visible()


def in_order_of_promises(page: Page) -> None:
    lines = page.get_by_role("row").all_inner_texts()
    shown = [group for line in lines for group in GROUPS if line.startswith(f"{group} ·")]
    assert shown == [group for group in GROUPS if group in shown]
    due = dict(Dossier.objects.exclude(due_at=None).values_list("code", "due_at"))
    promises: list[int] = []
    for line in lines:
        code = CODE.search(line)
        if code is None:
            promises = []
        elif code[0] in due:
            promises.append(due[code[0]])
        assert promises == sorted(promises)
    assert any(CODE.search(line) for line in lines)


def investigated(son: Officer, code: str) -> None:
    page = son.page
    son.scan(code)
    son.do("Ghi kết quả", "Đã ghi", {"Thời gian, địa điểm": "Đã xác minh tại tổ 5"})
    expect(page.get_by_text("Đã xác minh tại tổ 5")).to_be_visible()
    day = shipped_calendar().roll_forward(day_of(SystemClock().now()) + timedelta(days=1))
    question = {
        "Cơ quan được hỏi": "Sở Tư pháp",
        "Nội dung hỏi": "Còn lưu sổ năm 1988 không?",
        "Trả lời trước": f"{day.isoformat()}T16:00",
    }
    son.do("Lấy ý kiến", "Đã gửi lấy ý kiến.", question)
    expect(page.get_by_text("Lấy ý kiến Sở Tư pháp (lần 1)", exact=True)).to_be_visible()
    answer = {"Lần lấy ý kiến": "Sở Tư pháp", "Ý kiến": "Sổ không còn lưu", "Văn bản trả lời": "12/STP"}
    son.do("Ghi ý kiến trả lời", "Đã ghi ý kiến trả lời.", answer)


def asks_through_the_section(son: Officer, code: str) -> None:
    page = son.page
    wanted = {"Giấy tờ, nội dung cần bổ sung": "Bản cam đoan", "Lý do": "Thiếu bản cam đoan"}
    son.do("Đề nghị bổ sung qua Một cửa", "Đã gửi đề nghị bổ sung", wanted)
    assert son.status() == "Đang xử lý", "only the section asks the citizen"
    before = Dossier.objects.get(code=code).due_at
    play("hanh.thucphan", code, "request_supplement")
    page.reload()
    assert son.status() == "Yêu cầu bổ sung giấy tờ"
    expect(page.get_by_text("Đang chờ người nộp").first).to_be_visible()
    son.look(page)
    play("hanh.thucphan", code, "receive_supplement", components=["Bản cam đoan"])
    page.reload()
    after = Dossier.objects.get(code=code).due_at
    assert before is not None
    assert after is not None
    assert after >= before
    expect(page.get_by_text(re.compile("^Đủ lúc"))).to_be_visible()
