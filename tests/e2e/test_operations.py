"""The administrator looks how the house stands."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from tests.support.officer import Officer

from motcua.site.models import BackupRun, ErasureRun

Seat = Callable[..., Officer]


def test_the_administrator_sees_what_needs_a_look(officer: Seat) -> None:
    BackupRun.objects.create(began_at=1, ended_at=2, place="/sao-luu", name="2026-03-02T013000", rows=12)
    BackupRun.objects.create(began_at=3, ended_at=4, place="/sao-luu", problem="Ổ đĩa không đủ chỗ.")
    ErasureRun.objects.create(at=1, rule="counter_slips", ground="x", actor="system", count=3)
    anh = officer("anh.quantri")
    anh.go("/quan-tri/")
    anh.page.get_by_role("main").get_by_role("link", name="Vận hành").click()
    expect(anh.page.get_by_role("heading", name="Cần xem lại")).to_be_visible()
    expect(anh.page.get_by_text("Không có tiến trình việc nền nào đang chạy.")).to_be_visible()
    expect(anh.page.get_by_text("Ổ đĩa không đủ chỗ.").first).to_be_visible()
    expect(anh.page.get_by_role("row").filter(has_text="Nội dung phiếu hướng dẫn")).to_contain_text("3")
    anh.look(anh.page)
