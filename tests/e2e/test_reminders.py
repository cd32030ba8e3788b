"""An officer is reminded at the bell until the work is done; the operator sends a letter again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.outbox.conftest import server
from tests.support.mail_server import MailServer
from tests.support.officer import Officer, in_process, play

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import HOUR, SystemClock
from motcua.outbox.sending import send_waiting
from motcua.reminders.services import remind
from motcua.site.mail import mail_settings

__all__ = ["server"]


def overdue(handler: str) -> str:
    code = in_process(handler)
    Dossier.objects.filter(code=code).update(due_at=SystemClock().now() - HOUR, step_due_at=None)
    remind()
    return code


@pytest.mark.parametrize("width", [1280, 360])
def test_reminded_until_it_is_done(officer: Callable[..., Officer], width: int) -> None:
    code = overdue("CB0015")
    son = officer("son.thucphan")
    page = son.page
    page.set_viewport_size({"width": width, "height": 800})
    son.go("/ban-lam-viec/")
    bell = page.get_by_role("link", name="Nhắc việc")
    before = int(bell.locator(".n").inner_text())
    bell.click()
    row = page.get_by_role("row").filter(has_text=code)
    expect(row).to_contain_text("đã quá ngày hẹn trả")
    son.look(page)
    row.get_by_role("button", name="Đã đọc").click()
    expect(page.get_by_role("status")).to_contain_text("đã đọc")
    expect(row.get_by_role("button", name="Đã đọc")).to_have_count(0)
    expect(bell.locator(".n")).to_have_count(1 if before > 1 else 0)
    row.get_by_role("link", name="Mở hồ sơ").click()
    expect(page.get_by_role("main")).to_contain_text(code)
    play("son.thucphan", code, "propose_result", granted="1")
    son.go("/nhac-viec/")
    expect(page.get_by_role("row").filter(has_text=code)).to_have_count(0)


def test_a_refused_letter_goes_again(
    officer: Callable[..., Officer], server: MailServer, settings: Any
) -> None:
    for name, value in mail_settings(server.url).items():
        setattr(settings, name, value)
    code = overdue("CB0016")
    server.answers["RCPT"] = "550 5.1.1 no such user"
    send_waiting()
    server.answers.clear()
    anh = officer("anh.quantri")
    page = anh.page
    anh.go("/quan-tri/")
    page.get_by_role("main").get_by_role("link", name="Hộp thư đi").click()
    page.get_by_label("Người nhận, địa chỉ, mã hồ sơ").fill(code)
    page.get_by_role("button", name="Xem").click()
    row = page.get_by_role("row").filter(has_text=code)
    expect(row).to_contain_text("550 5.1.1 no such user")
    anh.look(page)
    row.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_role("status")).to_contain_text("sẽ được gửi lại")
    send_waiting()
    anh.go(f"/quan-tri/hop-thu-di/?q={code}")
    expect(page.get_by_role("row").filter(has_text=code)).to_contain_text("đã gửi")
