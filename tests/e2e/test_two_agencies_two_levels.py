"""Work that crosses offices in Chromium: a day of two agencies at one level, and one of two levels."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.support.officer import Officer, in_process

from motcua.dossiers.models import Dossier
from motcua.dossiers.step_tables import PartRow

SON = "CB0015"
WARD, DEPARTMENT = "Ủy ban nhân dân phường Tân Giang", "Sở Nông nghiệp và Môi trường"


def send_part(lead: Officer, agency: str, task: str) -> None:
    """Send one part by its form; the date stands there already."""
    dialog = lead.ask("Chuyển xử lý liên thông")
    row = dialog.get_by_role("group", name="Cơ quan 1")
    row.get_by_label("Cơ quan phối hợp").select_option(label=agency)
    assert row.get_by_label("Hạn phần việc").input_value(), "a date inside the promise"
    row.get_by_label("Nội dung đề nghị giải quyết").fill(task)
    lead.look(lead.page)
    dialog.get_by_role("button", name=re.compile("^Chuyển xử lý liên thông")).click()
    expect(lead.page.get_by_role("status")).to_contain_text("Đã chuyển phần việc liên thông.")


def works(who: Officer, code: str, button: str) -> None:
    """Open the dossier from the agency's own list and press one outcome of its step."""
    who.go("/lien-thong/")
    who.page.get_by_role("link", name=code).first.click()
    who.page.wait_for_url(f"**/ho-so/{code}/")
    who.page.get_by_role("link", name=re.compile(f"^{button}")).first.click()
    dialog = who.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=re.compile(f"^{button}")).click()
    expect(who.page.get_by_role("status")).to_contain_text("Đã ghi kết quả của bước.")


def numbers(who: Officer) -> list[int]:
    """Received, of dossiers, done: as the page of the agency counts."""
    who.page.goto("/lien-thong/")
    return [int(text) for text in who.page.locator(".kpi .v").all_inner_texts()[:3]]


def one_more(before: list[int]) -> list[int]:
    return [number + 1 for number in before]


def finished(leader: Officer, section: Officer, handler: Officer, code: str) -> None:
    """Proposed, signed, returned."""
    handler.page.goto(f"/ho-so/{code}/")
    handler.do("Trình phê duyệt", "Đã trình kết quả.")
    leader.go(f"/ho-so/{code}/")
    leader.do("Ký duyệt", "Đã ký duyệt kết quả.")
    section.go(f"/ho-so/{code}/")
    section.do("Trả kết quả", "Đã trả kết quả.")


def test_a_day_of_two_agencies(officer: Callable[..., Officer]) -> None:
    code = in_process(SON)
    lead, partner = officer("son.thucphan"), officer("hieu.tangiang")
    theirs, ours = numbers(partner), numbers(lead)
    lead.go(f"/ho-so/{code}/")
    lead.do(
        "Lấy ý kiến",
        "Đã gửi lấy ý kiến.",
        {
            "Cơ quan được hỏi 1": WARD,
            "Nội dung hỏi": "Có đăng ký trước đó không?",
            "Trả lời trước": soon(code),
        },
    )
    partner.go("/lien-thong/")
    expect(partner.page.get_by_text("Có đăng ký trước đó không?")).to_be_visible()
    asked = partner.page.get_by_role("row").filter(has_text=code)
    asked.get_by_role("link", name="Trả lời").click()
    partner.page.get_by_label("Ý kiến", exact=True).fill("Chưa đăng ký")
    partner.page.get_by_role("button", name=re.compile("^Ghi ý kiến trả lời")).click()
    expect(partner.page.get_by_role("status")).to_contain_text("Đã ghi ý kiến trả lời.")

    lead.page.goto(f"/ho-so/{code}/")
    expect(lead.page.get_by_text("Chưa đăng ký").first).to_be_visible()
    send_part(lead, WARD, "Trích lục sổ hộ tịch")
    assert not lead.may("Trình phê duyệt"), "not while the part is out"
    works(partner, code, "Hoàn thành bước")
    works(officer("quyet.tangiang"), code, "Đồng ý")

    section = officer("hanh.thucphan")
    finished(officer("cuong.thucphan"), section, lead, code)
    assert numbers(partner) == one_more(theirs), "the partner counts its part"
    assert numbers(lead) == ours, "the lead counts its dossier, no part"
    assert Dossier.objects.get(code=code).returned_at is not None
    assert code in section.paper("Giấy tiếp nhận")


def test_a_day_of_two_levels(officer: Callable[..., Officer]) -> None:
    code = in_process(SON)
    lead, upper, section = officer("son.thucphan"), officer("tu.nnmt"), officer("hanh.thucphan")
    theirs = numbers(upper)
    lead.go(f"/ho-so/{code}/")
    send_part(lead, DEPARTMENT, "Xác nhận hiện trạng")
    assert PartRow.objects.get(dossier__code=code).place == "above", "by the level of the agency"

    upper.go("/lien-thong/")
    upper.page.get_by_role("link", name=code).first.click()
    upper.do(
        "Đề nghị bổ sung qua Một cửa",
        "Đã gửi đề nghị bổ sung",
        {"Giấy tờ, nội dung cần bổ sung": "Sơ đồ thửa đất", "Lý do": "Thiếu sơ đồ"},
    )
    assert not upper.may("Lập phiếu yêu cầu bổ sung"), "the applicant hears it from the section alone"
    section.go(f"/ho-so/{code}/")
    section.do("Lập phiếu yêu cầu bổ sung", "Đã lập phiếu yêu cầu bổ sung")
    section.do("Nhận đủ giấy tờ bổ sung", "Đã nhận đủ giấy tờ bổ sung.", {"Giấy tờ nhận thêm": "Sơ đồ"})

    works(upper, code, "Hoàn thành bước")
    works(officer("minh.nnmt"), code, "Đồng ý")
    lead.page.goto(f"/ho-so/{code}/")
    expect(lead.page.get_by_text("Đã có kết quả của mọi phần")).to_be_visible()
    finished(officer("cuong.thucphan"), section, lead, code)
    assert numbers(upper) == one_more(theirs), "the upper agency counts its part"
    row = Dossier.objects.get(code=code)
    assert row.section.code == "H14.40.03", "one dossier, at the section that received it"
    assert code in section.paper("Giấy tiếp nhận")


def soon(code: str) -> str:
    """A moment inside the promise, as the field takes it."""
    from motcua.foundation.clock import local_of

    due = Dossier.objects.get(code=code).due_at
    assert due is not None
    return f"{local_of(due):%Y-%m-%dT%H:%M}"
