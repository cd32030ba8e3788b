"""A day of a leader: sign, send back, stop and let go on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.support.officer import Officer, in_process, proposed

SON = "CB0015"


def test_the_day(officer: Callable[..., Officer]) -> None:
    granted = proposed(SON, "son.thucphan")
    refused = proposed(SON, "son.thucphan", granted=False)
    doubted = proposed(SON, "son.thucphan")
    stopped = in_process(SON)
    cuong = officer("cuong.thucphan")
    page = cuong.page
    cuong.go("/ban-lam-viec/?buoc=approve")
    for code in (granted, refused, doubted):
        expect(page.get_by_role("link", name=code)).to_be_visible()
    page.get_by_role("link", name=granted).click()
    cuong.do("Ký duyệt", "Đã ký duyệt kết quả.", {"Ký số": ""})
    assert cuong.status() == "Đã xử lý xong"

    cuong.scan(refused)
    expect(page.get_by_text("Đang trình: từ chối giải quyết. Không đủ điều kiện")).to_be_visible()
    cuong.do("Ký duyệt", "Đã ký duyệt kết quả.", {"Bản giấy ký tay, đã quét": ""})
    assert "Không đủ điều kiện" in cuong.paper("Phiếu từ chối")

    cuong.scan(doubted)
    dialog = cuong.ask("Trả lại người thụ lý")
    dialog.get_by_role("button", name=re.compile("^Trả lại người thụ lý")).click()
    expect(page.get_by_text("Chưa nhập mục này.")).to_be_visible()
    dialog.get_by_label("Lý do").fill("Thiếu biên bản xác minh")
    dialog.get_by_role("button", name=re.compile("^Trả lại người thụ lý")).click()
    expect(page.get_by_role("status")).to_contain_text("Đã trả lại.")
    expect(page.get_by_text("Thiếu biên bản xác minh").first).to_be_visible()

    cuong.scan(stopped)
    why = {"Tạm dừng, còn xử lý tiếp": "", "Lý do": "Chờ bản án", "Căn cứ pháp lý": "Bộ luật Tố tụng dân sự"}
    cuong.do("Dừng xử lý hồ sơ", "Đã dừng xử lý hồ sơ.", why)
    assert cuong.status() == "Dừng xử lý"
    assert "Chờ bản án" in cuong.paper("Thông báo dừng giải quyết")
    cuong.do("Tiếp tục xử lý", "Hồ sơ được xử lý tiếp.", {"Lý do": "Đã có bản án"})
    assert cuong.status() == "Đang xử lý"
    expect(page.get_by_text("Đã có bản án").first).to_be_visible()
    cuong.go("/bo-phan/")
