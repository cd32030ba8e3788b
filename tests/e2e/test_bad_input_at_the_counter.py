"""What goes wrong at a counter: each gets its answer, keeps what was typed, leaves everything as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.e2e.conftest import Watch
from tests.support.officer import BIRTH_AGAIN, OWNER, Officer, fill, received

from motcua.dossiers.models import Attachment, Dossier
from motcua.foundation.clock import SystemClock, local_of

Seat = Callable[..., Officer]
HOSTILE = "<script>alert('x')</script>'; DROP TABLE dossiers_dossier; --"


@pytest.fixture
def hanh(officer: Seat) -> Officer:
    return officer("hanh.thucphan")


def ready(page: Page, **changes: str) -> None:
    """The counter filled in, one press from receiving."""
    page.goto(f"/tiep-nhan/?procedure={BIRTH_AGAIN}")
    owner = OWNER | changes
    fill(
        page.get_by_role("main"),
        {
            "Số định danh cá nhân": owner["owner_identifier"],
            "Họ và tên": owner["owner_name"],
            "Điện thoại": owner["owner_phone"],
            "Nơi cư trú": owner["owner_address"],
        },
    )
    page.get_by_label("Nơi cư trú").press("Enter")
    page.wait_for_load_state("networkidle")


def receive(page: Page) -> None:
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()


def test_two_presses_back_and_reload_make_one_dossier(hanh: Officer, watch: Watch) -> None:
    watch.expected.append("status of 400")
    page, before = hanh.page, Dossier.objects.count()
    ready(page)
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").dblclick()
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    assert Dossier.objects.count() == before + 1
    page.reload()
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Tiếp nhận hồ sơ", exact=True)).to_be_visible()
    receive(page)
    expect(
        page.get_by_role("alert").or_(page.get_by_role("heading", name="Hồ sơ đã được")).first
    ).to_be_visible()
    assert Dossier.objects.count() == before + 1


def test_the_receipt_is_printed_without_a_tab_that_would_be_stopped(hanh: Officer) -> None:
    page = hanh.page
    hint = page.get_by_text("Trình duyệt không tự in được.")
    shown: list[str] = []

    def viewer(route: Route) -> None:
        """Stands in for the viewer of PDF, which a browser without a window has not."""
        paper = route.fetch()
        path = route.request.url.removeprefix(page.url.split("/tiep-nhan")[0])
        shown.append(f"{path} {paper.headers['content-type']} {paper.status}")
        route.fulfill(status=200, content_type="text/html", body="<p>the paper")

    page.context.route("**/in/receipt/", viewer)
    ready(page)
    receive(page)
    page.wait_for_url("**/tiep-nhan/xong/**")
    for _ in range(100):
        # Not `wait_for_function`: it evaluates a text in the page again and again, which the policy forbids.
        if printed := page.evaluate("window.printed"):
            break
        page.wait_for_timeout(50)
    assert [f"{address} application/pdf 200" for address in printed] == shown
    assert len(page.context.pages) == 1
    expect(hint).to_be_hidden()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("iframe").count() == 0, "shown again, it prints nothing"

    # A browser that does not print a PDF from a frame says so, and the key opens the paper.
    page.evaluate("sessionStorage.setItem('forbids', '1')")
    ready(page, owner_name="Nông Văn Đạt", owner_identifier="004090000123")
    receive(page)
    expect(hint).to_be_visible()
    hanh.look(page)
    with page.context.expect_page() as opened:
        hanh.press("p")
    opened.value.wait_for_url("**/in/receipt/")


def test_the_same_form_again_tells_when_it_was_received(hanh: Officer) -> None:
    page, before = hanh.page, Dossier.objects.count()
    ready(page)
    form = page.locator("form").filter(has=page.get_by_role("button", name="Tiếp nhận và in giấy hẹn"))
    sent = form.evaluate(
        "one => Array.from(new FormData(one)).filter(([, value]) => typeof value === 'string')"
    )
    typed = dict(sent) | {"step": "receive"}
    for words in ("Đã tiếp nhận hồ sơ", "Hồ sơ đã được tiếp nhận lúc"):
        answer = page.request.post("/tiep-nhan/", form=typed)
        assert words in answer.text()
    assert Dossier.objects.count() == before + 1


def test_identifier_with_a_digit_missing(hanh: Officer, watch: Watch) -> None:
    watch.expected.append("status of 400")
    page, before = hanh.page, Dossier.objects.count()
    ready(page, owner_identifier="00418800421")
    sentence = "Số định danh phải đủ 12 chữ số, còn thiếu 1."
    expect(page.get_by_text(sentence).first).to_be_visible()
    receive(page)
    expect(page.get_by_role("alert")).to_contain_text(f"Số định danh cá nhân: {sentence}")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Họ và tên", exact=True)).to_have_value(OWNER["owner_name"])
    hanh.look(page)
    page.get_by_label("Số định danh cá nhân").fill(OWNER["owner_identifier"])
    receive(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    assert Dossier.objects.count() == before + 1


def test_reception_in_the_future_or_in_the_past_without_reason(hanh: Officer, watch: Watch) -> None:
    watch.expected.append("status of 400")
    page, before = hanh.page, Dossier.objects.count()
    now = local_of(SystemClock().now())
    for shift, sentence in (
        (timedelta(days=1), "ở trong tương lai"),
        (timedelta(days=-3), "mà chưa có lý do"),
    ):
        ready(page)
        page.get_by_text("Nội dung yêu cầu, loại người nộp").click()
        page.get_by_label("Tiếp nhận lúc").fill(f"{now + shift:%Y-%m-%dT%H:%M}")
        receive(page)
        expect(page.get_by_role("alert").first).to_contain_text(sentence)
        expect(page.get_by_label("Nơi cư trú")).to_have_value(OWNER["owner_address"])
        hanh.look(page)
    assert Dossier.objects.count() == before
    page.get_by_label("Lý do ghi thời điểm đã qua").fill("Mất điện, đã nhận giấy tờ tại quầy")
    receive(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()


def test_markup_and_sql_stay_words(hanh: Officer) -> None:
    page = hanh.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    ready(page, owner_name=HOSTILE, owner_address=HOSTILE)
    page.get_by_text("Nội dung yêu cầu, loại người nộp").click()
    page.get_by_label("Nội dung yêu cầu giải quyết").fill(HOSTILE)
    page.get_by_text("Thêm giấy tờ ngoài danh mục").click()
    page.get_by_label("Mỗi dòng một giấy tờ").fill(HOSTILE)
    receive(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Mở hồ sơ")).click()
    hanh.do("Ghi nhận rút hồ sơ", "Đã", {"Lý do": HOSTILE}) if hanh.may("Ghi nhận rút") else None
    assert page.get_by_text(HOSTILE).count() >= 3
    hanh.look(page)
    page.get_by_role("textbox", name="Quét mã hoặc tìm hồ sơ").fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hồ sơ", exact=True)).to_be_visible()
    expect(page.get_by_text(f"“{HOSTILE}”").first).to_be_visible()
    assert asked == []
    assert Dossier.objects.filter(owner_name=HOSTILE).count() == 1


def test_text_without_end_is_refused_and_kept_short(hanh: Officer, watch: Watch) -> None:
    watch.expected.append("status of 400")
    page, before = hanh.page, Dossier.objects.count()
    ready(page)
    page.get_by_text("Nội dung yêu cầu, loại người nộp").click()
    page.get_by_label("Nội dung yêu cầu giải quyết").fill("x" * 100_000)
    receive(page)
    expect(page.get_by_role("alert").first).to_contain_text(re.compile("dài|ký tự"))
    expect(page.get_by_label("Họ và tên", exact=True)).to_have_value(OWNER["owner_name"])
    assert Dossier.objects.count() == before


def pdf_with_script() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    out = io.BytesIO()
    writer.write(out)
    assert b"/JavaScript" in out.getvalue()
    return out.getvalue()


def test_files_that_are_not_what_they_say(hanh: Officer, tmp_path: Path) -> None:
    page = hanh.page
    ready(page)
    cell = page.get_by_label("Tải tệp cho giấy tờ 1")
    row = page.get_by_role("row").filter(has=cell)
    program = tmp_path / "don.pdf"
    program.write_bytes(b"MZ\x90\x00" + bytes(2000))
    cell.set_input_files(program)
    expect(row.get_by_role("alert")).to_be_visible()
    program_words = row.get_by_role("alert").inner_text()
    hanh.look(page)
    large = tmp_path / "lon.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(60 * 1024 * 1024)
    cell.set_input_files(large)
    expect(row.get_by_role("alert")).to_contain_text("50 MB")
    assert row.get_by_role("alert").inner_text() != program_words
    scripted = tmp_path / "co-ma.pdf"
    scripted.write_bytes(pdf_with_script())
    cell.set_input_files(scripted)
    expect(row.get_by_role("alert").or_(row.get_by_text("co-ma.pdf")).first).to_be_visible()
    kept = Attachment.objects.filter(name="co-ma.pdf").first()
    if kept is not None:
        receive(page)
        page.get_by_role("link", name=re.compile("^Mở hồ sơ")).click()
        address = page.get_by_role("link", name="co-ma.pdf").get_attribute("href")
        assert b"/JavaScript" not in hanh.fetch(address or "")
        hanh.look(page)
    assert Attachment.objects.filter(name__in=["don.pdf", "lon.pdf"]).count() == 0


LATE_ANSWER = "new CustomEvent('htmx:responseError', { detail: { xhr: { status: 401 } } })"


def test_an_ended_session_loses_nothing(hanh: Officer, watch: Watch) -> None:
    watch.expected += ["status of 401", "Response Status Error Code 401"]
    page, before = hanh.page, Dossier.objects.count()
    ready(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Nơi cư trú").fill("Tổ 6, phường Thục Phán")
    page.get_by_label("Nơi cư trú").press("Enter")
    told = page.get_by_role("alert").filter(has_text="Phiên làm việc đã hết")
    expect(told).to_be_visible()
    receive(page)
    expect(told).to_be_focused()
    # On a slow machine an answer to what was asked before comes only now, and says the same once more.
    page.evaluate(f"document.body.dispatchEvent({LATE_ANSWER})")
    expect(told).to_be_focused()
    hanh.look(page)
    assert Dossier.objects.count() == before
    with page.context.expect_page() as opened:
        told.get_by_role("link", name="Đăng nhập lại").click()
    again = opened.value
    again.get_by_label("Tên đăng nhập").fill("hanh.thucphan")
    again.get_by_label("Mật khẩu", exact=True).fill("mot-cua-demo")
    again.get_by_role("button", name="Đăng nhập").click()
    again.wait_for_url("**/ban-lam-viec/")
    receive(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    row = Dossier.objects.order_by("-pk").first()
    assert row is not None
    page.get_by_role("link", name=re.compile("^Mở hồ sơ")).click()
    expect(page.get_by_text("Tổ 6, phường Thục Phán")).to_be_visible()


def test_a_lost_connection_loses_nothing(hanh: Officer, watch: Watch) -> None:
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "console: htmx:"]
    page, before = hanh.page, Dossier.objects.count()
    ready(page)
    page.context.set_offline(True)
    receive(page)
    expect(page.get_by_role("alert").filter(has_text="Mất kết nối")).to_be_visible()
    page.context.set_offline(False)
    receive(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    assert Dossier.objects.count() == before + 1


def test_codes_that_nobody_has_open_nobodys_dossier(hanh: Officer) -> None:
    page, foreign = hanh.page, received("tham.tangiang")
    for typed in (foreign, f"{foreign[:-1]}X", "H14.40.03-991399-0001", "khong-co"):
        page.get_by_role("textbox", name="Quét mã hoặc tìm hồ sơ").fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_url("**/ho-so/?q=**")
        expect(page.get_by_role("heading", name="Hồ sơ", exact=True)).to_be_visible()
        assert page.get_by_role("main").get_by_text("Hoàng Thị Bích Ngọc").count() == 0
        hanh.look(page)
    expect(page.get_by_role("main")).to_contain_text(re.compile("không có|Không có|không phải"))


def test_without_a_script_the_counter_still_receives(officer: Seat) -> None:
    hanh = officer("hanh.thucphan", java_script_enabled=False)
    page = hanh.page
    received(procedure="1.004873")
    before = Dossier.objects.count()
    page.goto("/tiep-nhan/")
    expect(page.get_by_text("Thủ tục vừa dùng")).to_be_visible()
    page.get_by_label("Tên thủ tục").fill("dang ky lai khai sinh")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=BIRTH_AGAIN).click()
    fill_plain(page)
    page.get_by_role("checkbox", name="Tờ khai").check()
    receive(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Chuyển cơ quan giải quyết")).click()
    page.get_by_role("button", name=re.compile("^Chuyển cơ quan giải quyết")).click()
    expect(page.get_by_role("status")).to_contain_text("Đã chuyển hồ sơ.")
    assert Dossier.objects.count() == before + 1


def fill_plain(page: Page) -> None:
    """By label where no script runs: the page cannot be asked what kind its fields are."""
    page.get_by_label("Số định danh cá nhân").fill(OWNER["owner_identifier"])
    page.get_by_label("Họ và tên", exact=True).fill(OWNER["owner_name"])
    page.get_by_label("Điện thoại", exact=True).fill(OWNER["owner_phone"])
