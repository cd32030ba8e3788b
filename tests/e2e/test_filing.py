"""Filing from a phone: begun without scripts, gone on with them, over a network that breaks, to the code."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect
from tests.files.makers import pdf, picture

from motcua.dossiers import services
from motcua.dossiers.attachments import upload
from motcua.dossiers.models import Attachment
from motcua.organisation.queries import person_by_login

Check = Callable[[Page], None]
NewPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
NEXT = "Lưu và tiếp tục"
# Each file is inspected in a process of its own.
PATIENCE = 30_000
SCAN = pdf() + b"\n%" + b"x" * 1_500_000


def enter(page: Page) -> None:
    page.goto("/dang-nhap-nguoi-dan/")
    page.locator("input[name=login]").fill("phuong@nguoidan.example")
    page.locator("input[type=password]").fill("mot-cua-demo")
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def go_on(page: Page, to: str) -> None:
    page.locator("button.b.p", has_text=NEXT).click()
    page.wait_for_url(re.compile(to))


def narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def begun_without_scripts(page: Page) -> str:
    """From the search to the second page of the form."""
    enter(page)
    page.goto("/thu-tuc/?q=khai+sinh")
    page.goto("/thu-tuc/1.001193/")
    page.get_by_role("link", name="Nộp trực tuyến").click()
    page.get_by_label("Nộp ở xã, phường nào?").select_option("H14.40.03")
    page.get_by_role("button", name="Bắt đầu khai").click()
    page.wait_for_url(re.compile("/trang/owner/"))
    go_on(page, "/trang/relation/")
    page.get_by_label("Mẹ", exact=True).check()
    page.get_by_role("button", name="Lưu và làm tiếp sau").click()
    expect(page.get_by_text("Đã lưu bản khai")).to_be_visible()
    found = re.search(r"NHP-\w+", page.content())
    assert found
    return found[0]


def child_and_parents(page: Page) -> None:
    page.get_by_label("Họ, chữ đệm, tên").fill("<script>alert(1)</script>")
    page.get_by_label("Ngày, tháng, năm sinh").fill("05/11/2025")
    page.get_by_label("Nữ", exact=True).check()
    page.get_by_label("Dân tộc").fill("Tày")
    page.get_by_label("Việt Nam", exact=True).check()
    go_on(page, "/trang/place/")
    page.get_by_label("Tại nhà, trên đường").check()
    page.get_by_label("Quê quán: xã, phường").fill("phường Thục Phán")
    page.locator("button.b.p", has_text=NEXT).click()
    page.get_by_label("Nơi sinh: xã, phường").fill("phường Thục Phán")
    go_on(page, "/trang/mother/")
    page.get_by_label("Không: trẻ bị bỏ rơi").check()
    go_on(page, "/trang/father/")
    page.get_by_label("Không", exact=True).check()


def saved_when_the_network_is_back(page: Page) -> None:
    """A page that met a dead network keeps its content and sends itself."""
    page.context.set_offline(True)
    page.locator("button.b.p", has_text=NEXT).click()
    expect(page.get_by_text("Chưa gửi được: mất mạng")).to_be_visible()
    assert page.get_by_label("Không", exact=True).is_checked()
    page.context.set_offline(False)
    page.wait_for_url(re.compile("/trang/papers/"))


def sent_in_spite_of_breaks(page: Page, folder: Path) -> None:
    """The second piece is lost on its way: the file goes on from the first, nothing is sent twice."""
    scan = folder / "chung-sinh.pdf"
    scan.write_bytes(SCAN)
    offsets: list[str] = []

    def break_off(route: Route) -> None:
        offsets.append(route.request.headers["upload-offset"])
        if len(offsets) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/dang-tai/**", break_off)
    page.locator("input[name=birth_proof]").set_input_files(scan)
    expect(page.get_by_role("link", name="chung-sinh.pdf")).to_be_visible(timeout=PATIENCE)
    assert offsets == ["0", "524288", "524288", "1048576"][: len(offsets)]
    assert len(offsets) == 4 - (len(SCAN) <= 1048576)
    photo = folder / "anh.png"
    photo.write_bytes(picture("PNG", (3200, 2400), compress_level=0))
    page.unroute("**/dang-tai/**")
    page.locator("input[name=birth_proof]").set_input_files(photo)
    expect(page.get_by_role("link", name="anh.jpg")).to_be_visible(timeout=PATIENCE)
    kept = {row.name: row.size for row in Attachment.objects.filter(dossier=None)}
    assert kept["chung-sinh.pdf"] == len(SCAN)
    assert kept["anh.jpg"] < photo.stat().st_size / 10


def read_over_and_submitted(page: Page, check: Check) -> str:
    page.get_by_label("Không", exact=True).check()
    go_on(page, "/trang/result/")
    page.get_by_label("Bản điện tử").check()
    go_on(page, "/trang/declare/")
    page.get_by_label("Tôi cam đoan").check()
    go_on(page, "/kiem-tra/")
    expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
    narrow(page)
    check(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url(re.compile("/cua-toi/ho-so/NTT-"))
    found = re.search(r"NTT-[\w-]+", page.url)
    assert found
    return found[0]


def supplemented(page: Page, folder: Path, check: Check) -> None:
    """A new photograph through a network that breaks, and the child's name put right."""
    breaks: list[str] = []

    def break_off(route: Route) -> None:
        breaks.append(route.request.headers["upload-offset"])
        route.abort("connectionreset") if len(breaks) == 1 else route.continue_()

    scan = folder / "ban-ro.pdf"
    scan.write_bytes(SCAN + b"2")
    page.route("**/dang-tai/**", break_off)
    page.get_by_label("Giấy chứng sinh rõ hơn").set_input_files(scan)
    expect(page.get_by_role("link", name="ban-ro.pdf")).to_be_visible(timeout=PATIENCE)
    assert breaks[:2] == ["0", "0"], "it went on after the break"
    page.unroute("**/dang-tai/**")
    page.get_by_label("Lời nhắn cho cán bộ").fill("Đã chụp lại")
    narrow(page)
    check(page)
    page.get_by_role("button", name="Lưu và làm tiếp sau").click()
    expect(page.get_by_text("Đã lưu bản bổ sung, chưa gửi")).to_be_visible()
    page.get_by_role("link", name="Bổ sung ngay").click()
    expect(page.get_by_role("link", name="ban-ro.pdf")).to_be_visible()
    page.locator("#loi-khai a[href$='/khai/child/']").click()
    page.get_by_label("Họ, chữ đệm, tên").fill("Nông Bảo An")
    narrow(page)
    check(page)
    page.get_by_role("button", name="Lưu phần sửa").click()
    expect(page.get_by_role("cell", name="<script>alert(1)</script>")).to_be_visible()
    narrow(page)
    check(page)
    page.get_by_role("button", name="Gửi bổ sung").click()
    expect(page.get_by_text("Đã gửi bổ sung. Bộ phận Một cửa")).to_be_visible()


def resolved(code: str) -> None:
    """Handed over, proposed and signed, as the offices' own stories show it."""
    reception, handler, leader = (
        person_by_login(name) for name in ("hanh.thucphan", "son.thucphan", "cuong.thucphan")
    )
    services.perform(reception, code, "transfer", {})
    kept = upload(handler, io.BytesIO(pdf()), "giay-khai-sinh.pdf", code=code, purpose="result")
    services.perform(handler, code, "propose_result", {"granted": "1", "documents": [kept.sha256]})
    services.perform(leader, code, "approve", {"signature": "digital"})


def received_and_rated(page: Page, code: str, check: Check) -> None:
    """The result checked against its hash, who opened the dossier, and the service rated."""
    page.goto(f"/cua-toi/ho-so/{code}")
    expect(page.get_by_role("heading", name="Kết quả điện tử")).to_be_visible()
    told = page.locator("#ket-qua ~ ul code.hash").inner_text()
    link = page.get_by_role("link", name="giay-khai-sinh.pdf").get_attribute("href")
    assert hashlib.sha256(page.request.get(str(link)).body()).hexdigest() == told
    expect(page.get_by_text("sự kiện khớp chuỗi")).to_be_visible()
    expect(page.get_by_role("heading", name="Ai đã mở hồ sơ của tôi")).to_be_visible()
    expect(page.get_by_text("Nông Thị Hạnh").first).to_be_visible()
    narrow(page)
    check(page)
    page.goto(f"/danh-gia/{code}/")
    page.locator("input[name=level][value='5']").check()
    check(page)
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_role("heading", name="Cảm ơn")).to_be_visible()


def test_filing_from_a_phone_through_a_weak_network(
    new_page: NewPage, sign_in: SignIn, check_accessibility: Check, tmp_path: Path
) -> None:
    key = begun_without_scripts(new_page(width=360, java_script_enabled=False))
    page = new_page(width=360)
    enter(page)
    page.goto(f"/nop-ho-so/ban-khai/{key}/")
    page.wait_for_url(re.compile("/trang/child/"))
    narrow(page)
    check_accessibility(page)
    child_and_parents(page)
    saved_when_the_network_is_back(page)
    sent_in_spite_of_breaks(page, tmp_path)
    narrow(page)
    check_accessibility(page)
    go_on(page, "/trang/copies/")
    reference = read_over_and_submitted(page, check_accessibility)
    expect(page.get_by_text("8 giờ làm việc", exact=False).first).to_be_visible()
    narrow(page)
    check_accessibility(page)

    desk = new_page()
    sign_in(desk, "hanh.thucphan")
    desk.goto("/truc-tuyen/")
    desk.get_by_role("link", name=reference).click()
    expect(desk.get_by_role("heading", name="Khai trực tuyến")).to_be_visible()
    check_accessibility(desk)
    desk.goto(f"/ho-so/{reference}/lam/notice_registration/")
    desk.get_by_label("Lỗi của Nội dung đã khai trực tuyến").select_option("content_wrong")
    desk.get_by_label("Giấy tờ, nội dung cần bổ sung").fill("Giấy chứng sinh rõ hơn")
    desk.get_by_label("Lý do").fill("Ảnh mờ")
    desk.locator("button.btn-primary").click()
    desk.wait_for_url(re.compile(f"/ho-so/{reference}/$"))

    page.goto("/cua-toi/")
    narrow(page)
    check_accessibility(page)
    page.get_by_role("link", name=f"Bổ sung {reference}").click()
    supplemented(page, tmp_path, check_accessibility)

    desk.goto(f"/ho-so/{reference}/")
    expect(desk.get_by_text("Người nộp sửa lời khai lúc")).to_be_visible()
    expect(desk.get_by_role("cell", name="Nông Bảo An")).to_be_visible()
    check_accessibility(desk)
    desk.goto(f"/ho-so/{reference}/lam/receive/")
    desk.locator("button.btn-primary").click()
    desk.wait_for_url(re.compile("/tiep-nhan/xong/"))
    page.reload()
    expect(page.locator(".dh .code", has_text="H14.40.03-")).to_be_visible()
    code = page.locator(".dh .code").first.inner_text()
    resolved(code)
    received_and_rated(page, code, check_accessibility)
