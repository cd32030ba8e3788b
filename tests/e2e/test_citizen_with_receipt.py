"""A citizen with the paper in hand: the two codes as printed, the QR code, what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Watch
from tests.support.officer import in_process, play, text_of

from motcua.dossiers import printing
from motcua.dossiers.models import Dossier
from motcua.dossiers.papers import qr_url
from motcua.organisation.queries import person_by_login

Look = Callable[[Page], None]
PRIVATE = ("Hoàng Thị Bích Ngọc", "004188004217", "0912345678", "Triệu Văn Sơn", "khai sinh")


@pytest.fixture
def paper(province: None) -> tuple[str, str]:
    """Code and secret, read from the printed receipt of a dossier that waits for a supplement."""
    code = in_process("CB0015")
    play("son.thucphan", code, "propose_supplement", items=["Bản cam đoan"], reason="Thiếu bản cam đoan")
    play("hanh.thucphan", code, "request_supplement")
    receipt = text_of(printing.paper(person_by_login("hanh.thucphan"), code, "receipt"))
    found = re.search(r"Mã hồ sơ: (\S+).*?Mã bí mật để tra cứu tiến độ: (\w{10})", receipt)
    assert found is not None
    return found[1], found[2]


def test_the_code_alone_tells_how_far_and_nothing_else(
    page: Page, paper: tuple[str, str], look: Look
) -> None:
    code, _ = paper
    page.goto("/")
    page.get_by_label("Mã hồ sơ").fill(code.lower().replace("-", " - "))
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_role("heading", name="Mức độ hoàn thành")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    look(page)
    assert [words for words in PRIVATE if words in page.content()] == []


def test_the_qr_code_knows_its_paper(page: Page, paper: tuple[str, str], look: Look, address: str) -> None:
    code, _ = paper
    head = bytes(Dossier.objects.get(code=code).head).hex()
    page.goto(qr_url(address, code, head))
    expect(page.get_by_text("khớp").first).to_be_visible()
    look(page)
    page.goto(qr_url(address, code, "0" * 64))
    look(page)
    assert [words for words in PRIVATE if words in page.content()] == []


def test_both_codes_tell_the_way_and_what_is_asked(page: Page, paper: tuple[str, str], look: Look) -> None:
    code, secret = paper
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_label("Mã tra cứu").fill(secret.lower())
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_role("heading", name="Hồ sơ đã đi qua đâu")).to_be_visible()
    for words in ("Bổ sung giấy tờ", "• Bản cam đoan", "Đang tạm dừng tính", "Ngày hẹn trước đó"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"Vừa kiểm tra: \d+ sự kiện khớp chuỗi"))).to_be_visible()
    assert "004188004217" not in page.content(), "the identifier is not for the public page"
    look(page)
    play("hanh.thucphan", code, "receive_supplement", components=["Bản cam đoan"])
    page.reload()
    expect(page.get_by_text("Chưa phải làm gì")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Đóng hồ sơ trên máy này").click()
    page.goto(f"/tra-cuu/{code}")
    expect(page.get_by_role("heading", name="Mức độ hoàn thành")).to_be_visible()


def test_a_mistyped_code_is_explained_and_opens_nothing(
    page: Page, paper: tuple[str, str], look: Look, watch: Watch
) -> None:
    watch.expected.append("status of 422")
    code, secret = paper
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(f"{code}9Z")
    page.get_by_label("Mã tra cứu").fill(secret)
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_label("Mã hồ sơ")).to_have_value(f"{code}9Z")
    expect(page.get_by_text("Mã có dạng H14.7.21-261123-0042").first).to_be_visible()
    look(page)
    assert [words for words in PRIVATE if words in page.content()] == []
