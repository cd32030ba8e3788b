"""An administrator imports a decision's processes, decides doubts, puts one in force and redraws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from tests.procedures.processes.decisions import Table, write_text
from tests.support.officer import Officer, fill

from motcua.procedures.models import ProcessPeriod, ProcessVersion

Seat = Callable[..., Officer]
PATIENCE = 30_000
DOUBTFUL = Table(total=("Tổng thời gian giải quyết TTHC", "7 ngày làm việc"))
CODE = "7001/QĐ-UBND#1"


def main_of(admin: Officer) -> Locator:
    return admin.page.get_by_role("main")


def told(admin: Officer, words: str) -> None:
    expect(admin.page.get_by_role("status")).to_contain_text(words, timeout=PATIENCE)


def shape(page: Page, node: str) -> Locator:
    return page.locator(f"g.djs-shape[data-element-id={node}]")


def test_from_a_decision_to_a_process_in_force(officer: Seat, tmp_path: Path) -> None:
    admin = officer("anh.quantri")
    bring_in(admin, write_text(tmp_path, DOUBTFUL))
    decide(admin)
    put_in_force(admin, 1)
    redraw(admin)
    put_in_force(admin, 2)
    assert list(ProcessPeriod.objects.filter(process__code=CODE).values_list("version__number")) == [(2,)]


def bring_in(admin: Officer, file: Path) -> None:
    """Looked at first, with the drawing; then kept."""
    admin.go("/quan-tri/quy-trinh/")
    main_of(admin).get_by_role("link", name="Nhập quyết định hoặc BPMN").click()
    fill(main_of(admin), {"Quyết định có bảng các bước, hoặc sơ đồ BPMN 2.0": str(file)})
    main_of(admin).get_by_role("button", name="Xem trước").click()
    expect(main_of(admin)).to_contain_text("Chưa lưu gì", timeout=PATIENCE)
    expect(main_of(admin)).to_contain_text("Quyết định ghi 7 ngày làm việc")
    main_of(admin).get_by_text("Xem hình và các bước").click()
    expect(shape(admin.page, "step_3")).to_be_visible(timeout=PATIENCE)
    admin.look(admin.page)
    assert not ProcessVersion.objects.filter(process__code=CODE).exists()
    main_of(admin).get_by_role("button", name=re.compile("^Lưu 1 quy trình")).click()
    told(admin, "quy trình mới 1")
    main_of(admin).get_by_role("link", name="Cấp phép cải tạo mái hiên").click()


def decide(admin: Officer) -> None:
    """The sum that differs is seen in words, at the drawing and in the list, and accepted with a reason."""
    expect(shape(admin.page, "step_1")).to_be_visible(timeout=PATIENCE)
    expect(admin.page.locator(".draw-mark").first).to_contain_text("nghi vấn")
    expect(main_of(admin)).to_contain_text("6,5 ngày làm việc")
    admin.look(admin.page)
    for box in main_of(admin).locator("input[name=doubt]").all():
        box.check()
    fill(main_of(admin), {"chấp nhận như vậy": "1"})
    main_of(admin).locator("#reason-decide").fill("Đã hỏi cơ quan ban hành: tổng in sai")
    main_of(admin).get_by_role("button", name="Ghi quyết định").click()
    told(admin, "Đã quyết định")


def put_in_force(admin: Officer, number: int) -> None:
    main_of(admin).locator("#reason-force").fill("Quyết định 7001")
    main_of(admin).get_by_role("button", name="Áp dụng", exact=True).click()
    told(admin, f"Đã áp dụng phiên bản {number}")
    expect(main_of(admin)).to_contain_text("Đang áp dụng từ")


def redraw(admin: Officer) -> None:
    """Half a day more for one step mends the sum; what the check refuses stays drawn."""
    page = admin.page
    main_of(admin).get_by_role("link", name="Sửa sơ đồ").click()
    shape(page, "step_2").click(timeout=PATIENCE)
    expect(page.locator("#p-quantity")).to_have_value("0,5")
    page.locator("#p-quantity").fill("không biết")
    page.locator("#p-quantity").blur()
    main_of(admin).get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("alert").filter(has_text="thời gian không đọc được")).to_be_visible(
        timeout=PATIENCE
    )
    expect(shape(page, "step_2")).to_be_visible()
    page.locator("#p-quantity").fill("1")
    page.locator("#p-quantity").blur()
    main_of(admin).get_by_role("button", name="Kiểm tra").click()
    expect(main_of(admin)).to_contain_text("Sơ đồ chạy được", timeout=PATIENCE)
    admin.look(page)
    page.locator("#reason").fill("Bước phân công cần một ngày")
    main_of(admin).get_by_role("button", name="Lưu bản nháp").click()
    told(admin, "phiên bản 2")
    expect(main_of(admin)).to_contain_text("Đường dài nhất: 7 ngày làm việc")


def test_only_what_a_process_may_hold_can_be_drawn(officer: Seat) -> None:
    admin = officer("anh.quantri")
    admin.go("/quan-tri/quy-trinh/?q=khai+sinh")
    main_of(admin).get_by_role("link", name="Đăng ký khai sinh").click()
    main_of(admin).get_by_role("link", name="Sửa sơ đồ").click()
    page = admin.page
    tools = page.locator(".djs-palette .entry")
    expect(tools).to_have_count(10, timeout=PATIENCE)
    shape(page, "step_1").click()
    pad = page.locator(".djs-context-pad .entry")
    expect(pad).to_have_count(8)
    kinds = ("task", "choice", "parallel", "catch", "call", "end")
    offered = {each.get_attribute("data-action") for each in pad.all()}
    assert offered == {"connect", "remove", *(f"append-{kind}" for kind in kinds)}
    page.locator(".djs-context-pad .entry[data-action=append-catch]").click()
    main_of(admin).get_by_role("button", name="Kiểm tra").click()
    expect(page.locator("[data-editor-list]")).to_contain_text("không có đường đi tiếp", timeout=PATIENCE)
    expect(page.locator(".draw-mark").first).to_be_visible()
