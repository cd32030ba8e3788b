"""A day at the provincial centre: a department's procedure, a representative, scans, what is not received."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from tests.support.officer import CODE, PNG, Officer, fill

from motcua.dossiers.models import Dossier

ADOPTION = "1.003179"
"""Đăng ký lại việc nuôi con nuôi có yếu tố nước ngoài: Sở Tư pháp, five working days."""


def test_the_day(officer: Callable[..., Officer], tmp_path: Path) -> None:
    duyen = officer("duyen.trungtam")
    page = duyen.page
    duyen.go("/tiep-nhan/")
    page.get_by_label("Tên thủ tục").fill("nuoi con nuoi")
    expect(page.get_by_role("button", name=ADOPTION)).to_be_visible()
    duyen.look(page)
    page.get_by_role("button", name=ADOPTION).click()
    expect(page.get_by_text("Sau đó chuyển Sở Tư pháp giải quyết")).to_be_visible()
    page.get_by_label("Nộp thay, có ủy quyền").check()
    fill(
        page.get_by_role("main"),
        {
            "Số định danh cá nhân": "004188004217",
            "Họ và tên": "Hoàng Thị Bích Ngọc",
            "Điện thoại": "0912345678",
            "Nơi cư trú": "Tổ 5, phường Thục Phán",
            "Số định danh": "004088001234",
            "Họ và tên người nộp thay": "Nông Văn Thành",
            "Văn bản ủy quyền": "Giấy ủy quyền 12/2026",
        },
    )
    scan = tmp_path / "to-khai.png"
    scan.write_bytes(PNG)
    page.get_by_role("checkbox", name="Tờ khai").check()
    page.get_by_label("Tải tệp cho giấy tờ 1").set_input_files(scan)
    expect(page.get_by_text("to-khai.png")).to_be_visible()
    page.get_by_label("Qua bưu chính công ích").check()
    duyen.look(page)
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    found = CODE.search(page.get_by_role("main").inner_text())
    assert found is not None
    code = found[0]
    assert code.startswith("H14.01.01-")
    receipt = duyen.paper("^In giấy")
    assert "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng" in receipt
    duyen.do("Chuyển cơ quan giải quyết", "Đã chuyển hồ sơ.", {"Giao cho": "Đàm Thị Nga"})
    expect(page.get_by_text("Nông Văn Thành")).to_be_visible()
    page.get_by_role("link", name="Xem", exact=True).first.wait_for()

    nga = officer("nga.tuphap")
    nga.page.goto("/ban-lam-viec/")
    nga.page.get_by_role("link", name=code).click()
    expect(nga.page.get_by_text("Đàm Thị Nga").first).to_be_visible()
    image = nga.page.get_by_role("link", name="to-khai.png").get_attribute("href")
    assert image
    assert nga.fetch(image).startswith(b"\x89PNG")
    hanh = officer("hanh.thucphan")
    assert hanh.page.request.get(image).status == 404, "another section must not see the scan"
    assert hanh.page.request.get(f"/ho-so/{code}/").status == 404


def test_what_the_centre_does_not_receive(officer: Callable[..., Officer]) -> None:
    duyen = officer("duyen.trungtam")
    page = duyen.page
    before = Dossier.objects.count()
    for procedure, words in (
        ("1.004884", "Thủ tục này do cấp xã giải quyết"),
        ("2.000488", "không còn hiệu lực"),
        ("9.999999", "9.999999"),
    ):
        page.goto(f"/tiep-nhan/?procedure={procedure}")
        expect(page.get_by_role("alert").first).to_contain_text(re.compile(words))
        duyen.look(page)
    page.get_by_label("Tên thủ tục").fill("khong co thu tuc nao nhu vay xyz")
    expect(page.get_by_text("Không có thủ tục khớp.")).to_be_visible()
    assert Dossier.objects.count() == before
