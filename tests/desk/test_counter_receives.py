"""The counter: from the procedure to the receipt, with everything kept when something is refused."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from tests.desk.conftest import SignIn, filled, receive, tree_of, words_of
from tests.dossiers.room import OWNER, RECEPTION
from tests.files.makers import pdf

from motcua.dossiers.models import Attachment, ComponentRow, CounterSlip, Dossier
from motcua.foundation.clock import SystemClock, local_of

PDF = pdf()


@pytest.mark.parametrize(
    ("query", "code"),
    [("dang ky lai khai sinh", "1.004884"), ("1.004884", "1.004884"), ("Đăng ký lại khai sinh", "1.004884")],
)
def test_a_procedure_is_found_without_accents_or_by_its_code(sign_in: SignIn, query: str, code: str) -> None:
    answer = sign_in(RECEPTION).get("/tiep-nhan/thu-tuc/", {"q": query})
    assert tree_of(answer).xpath("//button/@value")[0] == code


def test_a_procedure_is_found_by_its_field(sign_in: SignIn) -> None:
    answer = sign_in(RECEPTION).get("/tiep-nhan/thu-tuc/", {"q": "ho tich"})
    assert "Hộ tịch" in words_of(answer)


def test_choosing_a_procedure_keeps_what_was_typed(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/", {"choose": "1.004884", "owner_name": "Nông Văn Đạt"})
    tree = tree_of(page)
    assert tree.xpath("string(//input[@name='owner_name']/@value)") == "Nông Văn Đạt"
    assert "Thủ tục đăng ký lại khai sinh" in words_of(page)
    assert len(tree.xpath("//input[starts-with(@name,'paper_') and @type='checkbox']")) == 2
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("received", "start", "off"),
    [("2026-03-02T06:00", "07:00 ngày 2/3/2026", 0), ("2026-03-02T17:30", "07:00 ngày 3/3/2026", 2)],
)
def test_out_of_hours_the_page_says_once_from_when_time_runs(
    sign_in: SignIn, received: str, start: str, off: int
) -> None:
    typed = filled(received_at=received, past_reason="Mất mạng")
    words = words_of(sign_in(RECEPTION).post("/tiep-nhan/hen-tra/", typed))
    skipped = f"; bỏ qua {off} ngày nghỉ." if off else "."
    assert f"5 ngày làm việc là 40 giờ, tính từ {start}{skipped}" in words
    assert "Đang ngoài giờ làm việc: vẫn tiếp nhận được." in words
    assert words.count("tính từ") == 1


def test_the_promise_is_shown_before_confirming_with_its_ground(sign_in: SignIn) -> None:
    nobody = filled(
        owner_name="", owner_identifier="", received_at="2026-03-02T09:00", past_reason="Mất mạng"
    )
    words = words_of(sign_in(RECEPTION).post("/tiep-nhan/hen-tra/", nobody))
    assert "5 ngày làm việc là 40 giờ, tính từ lúc tiếp nhận; bỏ qua 2 ngày nghỉ." in words
    assert "Nghị định 118/2025/NĐ-CP" in words
    assert "Lịch làm việc: bản db-1" in words
    assert "Cấp mã hồ sơ H14.40.03-" in words


def test_skipped_days_are_shown_with_their_reason(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/hen-tra/", filled())
    gaps = tree_of(page).xpath("//div[@class='days']/div[@class='gap']")
    assert gaps
    assert all("Không tính" in gap.text_content() for gap in gaps)


def test_receiving_opens_the_page_with_code_promise_and_next_steps(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    code = receive(browser)
    page = browser.get(f"/tiep-nhan/xong/{code}/")
    tree = tree_of(page)
    assert code in words_of(page)
    assert tree.xpath("//a[@autofocus]/@href") == ["/tiep-nhan/"]
    assert tree.xpath(f"//a[@href='/ho-so/{code}/in/receipt/']")
    assert tree.xpath(f"//a[@href='/ho-so/{code}/lam/transfer/']")


def test_a_second_press_opens_the_same_dossier_and_says_when(sign_in: SignIn) -> None:
    browser, form = sign_in(RECEPTION), filled()
    first = browser.post("/tiep-nhan/", form)
    second = browser.post("/tiep-nhan/", form)
    assert second["Location"] == f"{first['Location']}?lai=1"
    assert Dossier.objects.count() == 1
    received = local_of(Dossier.objects.get().received_at or 0)
    assert f"Hồ sơ đã được tiếp nhận lúc {received:%H:%M}." in words_of(browser.get(second["Location"]))


def test_enter_in_a_field_never_receives(sign_in: SignIn) -> None:
    """The first button of a form is the one that Enter presses."""
    browser = sign_in(RECEPTION)
    form = tree_of(browser.get("/tiep-nhan/")).xpath("//form[@id='counter']")[0]
    first = form.xpath(".//button")[0]
    assert (first.get("name"), first.get("value")) == ("step", "look")
    assert browser.post("/tiep-nhan/", filled(step="look")).status_code == 200
    assert not Dossier.objects.exists()


def test_a_wrong_digit_is_told_and_everything_is_kept(sign_in: SignIn) -> None:
    form = filled(owner_identifier="00418800421", extra_name="Giấy xác nhận")
    page = sign_in(RECEPTION).post("/tiep-nhan/", form)
    tree, words = tree_of(page), words_of(page)
    assert page.status_code == 400
    assert "Số định danh phải đủ 12 chữ số, còn thiếu 1." in words
    for name in ("owner_identifier", "owner_name", "owner_phone", "owner_address", "key", "draft_key"):
        assert tree.xpath(f"string(//input[@name='{name}']/@value)") == form[name]
    assert tree.xpath("//input[@name='paper_1' and @checked]")
    assert tree.xpath("string(//textarea[@name='extra_name'])") == "Giấy xác nhận"
    assert tree.xpath("//input[@name='owner_identifier']/@aria-invalid") == ["true"]
    assert not Dossier.objects.exists()


def test_the_identifier_is_checked_as_soon_as_it_is_typed(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    short = browser.post("/tiep-nhan/nguoi-nop/", {"owner_identifier": "0041880042"})
    assert "còn thiếu 2" in words_of(short)
    good = words_of(browser.post("/tiep-nhan/nguoi-nop/", {"owner_identifier": "004188 004217"}))
    assert "Nữ, sinh 1988" in good


def test_earlier_dossiers_of_the_same_person_are_named(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    data = {"owner_identifier": OWNER["owner_identifier"], "procedure": "1.004884"}
    page = browser.post("/tiep-nhan/nguoi-nop/", data)
    assert "1 hồ sơ trước đây" in words_of(page)
    assert "Đang có hồ sơ cùng thủ tục chưa xong" in words_of(page)
    assert tree_of(page).xpath("string(//input[@name='owner_name']/@value)") == OWNER["owner_name"]
    stranger = words_of(sign_in("tham.tangiang").post("/tiep-nhan/nguoi-nop/", data))
    assert received not in stranger
    assert OWNER["owner_name"] not in stranger


def test_a_contradiction_blocks_with_its_sentence(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/", filled(procedure="1.012786", step="look"))
    assert "Chưa tiếp nhận được: thời hạn công bố chưa thống nhất. Quản trị cần chốt." in words_of(page)
    refused = sign_in(RECEPTION).post("/tiep-nhan/", filled(procedure="1.012786"))
    assert refused.status_code == 400
    assert "Chưa tiếp nhận được" in words_of(refused)
    assert not Dossier.objects.exists()


def test_an_unknown_procedure_suggests_known_ones(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/", filled(procedure="1.004885"))
    assert page.status_code == 404
    assert "Không có thủ tục mã 1.004885" in words_of(page)
    assert "Có phải là" in words_of(page)


def test_the_past_needs_a_reason_and_the_future_is_refused(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    moment = local_of(SystemClock().now())
    past, future = moment - timedelta(days=2), moment + timedelta(days=2)
    for when in (past, future):
        refused = browser.post("/tiep-nhan/", filled(received_at=f"{when:%Y-%m-%dT%H:%M}"))
        assert refused.status_code == 400
        assert tree_of(refused).xpath("string(//input[@name='received_at']/@value)")
    assert not Dossier.objects.exists()
    receive(browser, received_at=f"{past:%Y-%m-%dT%H:%M}", past_reason="Mất mạng hôm đó")
    assert local_of(Dossier.objects.get().received_at or 0).date() == past.date()


def test_missing_papers_are_told_and_do_not_block(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/hen-tra/", filled())
    assert "Còn 1 giấy tờ chưa đánh dấu." in words_of(page)
    assert receive(sign_in(RECEPTION))


def test_papers_keep_kind_number_and_names_of_their_own(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    code = receive(
        browser,
        paper_2="1",
        paper_2_kind="electronic",
        paper_2_quantity="3",
        extra_name="Biên bản\nẢnh chụp",
    )
    rows = ComponentRow.objects.order_by("key").values_list("code", "kind", "quantity")
    assert list(rows) == [
        ("#1", "original", 1),
        ("#2", "electronic", 3),
        ("", "original", 1),
        ("", "original", 1),
    ]
    cells = tree_of(browser.get(f"/ho-so/{code}/")).xpath("//table[@class='pt']//tr/td[2]/text()")
    assert cells[2:] == ["Biên bản", "Ảnh chụp"]


def test_a_file_is_kept_at_once_and_joins_the_dossier(sign_in: SignIn) -> None:
    browser, form = sign_in(RECEPTION), filled()
    scan = io.BytesIO(PDF)
    scan.name = "tờ khai.pdf"
    cell = browser.post(
        "/tiep-nhan/tep/", {"draft_key": form["draft_key"], "line": "1", "paper_1_upload": scan}
    )
    sha256 = tree_of(cell).xpath("string(//input[@name='paper_1_file']/@value)")
    assert re.fullmatch("[0-9a-f]{64}", sha256)
    code = receive(browser, draft_key=form["draft_key"], paper_1_file=sha256)
    kept = Attachment.objects.get()
    assert kept.dossier is not None
    assert kept.dossier.code == code
    page = tree_of(browser.get(f"/ho-so/{code}/"))
    assert page.xpath(f"//a[@href='/tep/{kept.id}/']")
    shown = browser.get(f"/tep/{kept.id}/")
    assert b"".join(shown.streaming_content) == PDF
    assert "sandbox" in shown["Content-Security-Policy"]
    assert sign_in("tham.tangiang").get(f"/tep/{kept.id}/").status_code == 404


def test_a_program_named_pdf_is_refused_in_its_cell(sign_in: SignIn) -> None:
    program = io.BytesIO(b"MZ\x90\x00" + b"\x00" * 200)
    program.name = "don.pdf"
    cell = sign_in(RECEPTION).post(
        "/tiep-nhan/tep/", {"draft_key": "k", "line": "1", "paper_1_upload": program}
    )
    assert cell.status_code == 200
    assert tree_of(cell).xpath("//*[@role='alert']")
    assert not Attachment.objects.exists()


def test_without_a_script_a_file_comes_with_the_form(sign_in: SignIn) -> None:
    scan = io.BytesIO(PDF)
    scan.name = "don.pdf"
    code = receive(sign_in(RECEPTION), paper_1_upload=scan)
    kept = Attachment.objects.get()
    assert kept.dossier is not None
    assert kept.dossier.code == code
    assert ComponentRow.objects.get(key=1).file == kept.sha256


@pytest.mark.parametrize(("step", "mark"), [("supplement", "PBS-"), ("refusal", "PTC-")])
def test_forms_02_and_03_at_the_counter(sign_in: SignIn, step: str, mark: str) -> None:
    browser = sign_in(RECEPTION)
    form = filled(step=step, items="Giấy chứng sinh", **{f"reason_{step}": "Chưa đủ giấy tờ"})
    done = browser.post("/tiep-nhan/", form)
    assert done.status_code == 302
    slip = CounterSlip.objects.get()
    assert slip.number.startswith(mark)
    assert browser.post("/tiep-nhan/", form)["Location"] == done["Location"]
    assert CounterSlip.objects.count() == 1
    assert not Dossier.objects.exists()
    assert "Chưa đủ giấy tờ" in words_of(browser.get(done["Location"]))
    paper = browser.get(f"{done['Location']}in/")
    assert paper.content.startswith(b"%PDF")
    assert sign_in("tham.tangiang").get(done["Location"]).status_code == 404


def test_a_slip_without_reason_opens_its_dialog_again(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/", filled(step="refusal", reason_refusal=""))
    assert page.status_code == 400
    assert tree_of(page).xpath("//dialog[@id='ask-refusal' and @open]")
    assert not CounterSlip.objects.exists()


def test_every_part_of_the_counter_has_its_key(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    start = set(tree_of(browser.get("/tiep-nhan/")).xpath("//@data-key"))
    assert start >= {"F2", "F4", "F8", "F9", "Alt B", "Alt T", "Alt G", "Ctrl Enter", "/", "?"}
    chosen = tree_of(browser.post("/tiep-nhan/", {"choose": "1.004884"}))
    assert set(chosen.xpath("//@data-key")) >= {"1", "2", "C", "S", "Đ", "Q", "F2"}
    assert {"Alt T", "Alt B", "Ctrl ↵"} <= set(chosen.xpath("//kbd/text()"))
