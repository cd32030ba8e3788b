"""Two officers on one dossier: the second is told what changed and keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.support.officer import Officer, in_process

from motcua.dossiers.models import Dossier


def test_the_second_is_told_and_keeps_the_note(officer: Callable[..., Officer]) -> None:
    code = in_process()
    son, yen = officer("son.thucphan"), officer("yen.thucphan")
    for each in (son, yen):
        each.scan(code)
    first = son.ask("Ghi kết quả")
    first.get_by_label("Thời gian, địa điểm").fill("Đã gặp tổ trưởng tổ 5")
    wanted = {"Giấy tờ, nội dung cần bổ sung": "Bản cam đoan", "Lý do": "Thiếu bản cam đoan"}
    yen.do("Đề nghị bổ sung qua Một cửa", "Đã gửi đề nghị bổ sung", wanted)

    seq = Dossier.objects.get(code=code).seq
    first.get_by_role("button", name=re.compile("^Ghi kết quả")).click()
    told = first.get_by_role("alert")
    expect(told).to_contain_text("Hồ sơ đã thay đổi từ lúc bạn mở")
    expect(told).to_contain_text("Mông Thị Yến")
    expect(told).to_be_focused()
    expect(first.get_by_label("Thời gian, địa điểm")).to_have_value("Đã gặp tổ trưởng tổ 5")
    son.look(son.page)
    assert Dossier.objects.get(code=code).seq == seq, "nothing was written"

    first.get_by_role("button", name=re.compile("^Ghi kết quả")).click()
    expect(son.page.get_by_role("status")).to_contain_text("Đã ghi")
    expect(son.page.get_by_text("Đã gặp tổ trưởng tổ 5")).to_be_visible()
    assert Dossier.objects.get(code=code).seq == seq + 1
