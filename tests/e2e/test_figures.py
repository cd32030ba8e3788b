"""A head reads the overview down to a dossier by keyboard and by telephone; a citizen the public figures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.support.officer import Officer

COURSE = re.compile("^Diễn biến theo")
STILL = re.compile("^Biểu đồ cột: hồ sơ đã giải quyết và trễ hạn")
SAYS = re.compile(r"^(\S+): ([\d.]+) đã giải quyết, ([\d.]+) trễ hạn$")


def numbers(says: str | None) -> tuple[str, int, int]:
    """Days, resolved and late of a part of the course, as it is told."""
    found = SAYS.match(says or "")
    assert found, says
    return found[1], int(found[2].replace(".", "")), int(found[3].replace(".", ""))


def test_the_overview_opens_downward(officer: Callable[..., Officer]) -> None:
    cuong = officer("cuong.thucphan")
    page = cuong.page
    cuong.go("/tong-quan/")
    course = page.get_by_role("region", name=COURSE).get_by_role("table")
    course.scroll_into_view_if_needed()
    chart = page.get_by_role("slider", name=re.compile("từng phần của kỳ"))
    expect(chart).to_be_visible()
    expect(page.get_by_role("group", name=STILL)).to_be_hidden()
    early_and_late(page)
    cuong.look(page)

    chart.focus()
    page.keyboard.press("Home")
    first = numbers(chart.get_attribute("aria-valuetext"))
    page.keyboard.press("End")
    days, resolved, late = numbers(chart.get_attribute("aria-valuetext"))
    assert first[0] != days
    assert resolved > 0
    row = course.get_by_role("row").filter(has_text=days)
    expect(row.get_by_role("cell").nth(1)).to_have_text(f"{resolved}")
    expect(row.get_by_role("cell").nth(2)).to_have_text(f"{late}")
    page.keyboard.press("ArrowLeft")
    assert numbers(chart.get_attribute("aria-valuetext"))[0] != days
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bao-cao/ii-06a/?*")
    page.get_by_role("link", name=f"Tổng số, cột 7 Đã giải quyết: {resolved} hồ sơ").click()
    page.get_by_role("link", name=re.compile("^H14")).first.click()
    page.wait_for_url("**/ho-so/H14*/")

    paper_and_telephone(page, days)
    months_of_the_index(cuong, page)


def early_and_late(page: Page) -> None:
    """The distribution tells by keyboard what stands in its table; a group without dossiers opens nothing."""
    card = page.get_by_role("region", name="Xong sớm hay muộn so với ngày hẹn")
    card.scroll_into_view_if_needed()
    groups = card.get_by_role("slider", name=re.compile("^Biểu đồ"))
    groups.focus()
    page.keyboard.press("Home")
    for row in card.get_by_role("table").get_by_role("row").all()[1:]:
        name, count = (row.get_by_role("cell").nth(number).inner_text() for number in (0, 1))
        expect(groups).to_have_attribute("aria-valuetext", f"{name}: {count} hồ sơ")
        expect(card.get_by_role("link", name=f"{name}: {count} hồ sơ")).to_have_count(
            0 if count == "0" else 1
        )
        page.keyboard.press("ArrowRight")


def months_of_the_index(cuong: Officer, page: Page) -> None:
    """The points of each month, drawn and told, each opening its month."""
    page.set_viewport_size({"width": 1280, "height": 800})
    cuong.go("/bao-cao/chi-so-766/?xem=thang")
    card = page.get_by_role("region", name="Điểm theo tháng")
    card.scroll_into_view_if_needed()
    chart = card.get_by_role("slider")
    chart.focus()
    page.keyboard.press("End")
    last = card.get_by_role("table").get_by_role("row").last
    cuong.look(page)
    month, points = last.get_by_role("link").inner_text(), last.get_by_role("cell").last.inner_text()
    expect(chart).to_have_attribute("aria-valuetext", re.compile(f"^{month}: {re.escape(points)} điểm"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/bao-cao/chi-so-766/?*#tp")


def paper_and_telephone(page: Page, days: str) -> None:
    """The drawing of the server is what is printed, and what a telephone shows; its columns are links."""
    page.goto("/tong-quan/")
    still = page.get_by_role("group", name=STILL)
    printed = "".join(each.extract_text() for each in PdfReader(io.BytesIO(page.pdf())).pages)
    assert days.partition("–")[0] in printed
    page.emulate_media(media="print")
    expect(still).to_be_visible()
    expect(page.get_by_role("slider").first).to_be_hidden()
    page.emulate_media(media="screen")

    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/tong-quan/")
    still.scroll_into_view_if_needed()
    expect(page.get_by_role("slider")).to_have_count(0)
    column = still.get_by_role("link").last
    column.focus()
    assert numbers(column.get_attribute("aria-label"))[0] == days
    page.keyboard.press("Enter")
    page.wait_for_url("**/bao-cao/ii-06a/?*")
    expect(page.get_by_role("main")).to_contain_text(days)


def test_a_citizen_reads_the_public_figures(
    new_page: Callable[..., Page], look: Callable[[Page], None]
) -> None:
    page = new_page()
    page.goto("/minh-bach/")
    look(page)
    page.set_viewport_size({"width": 360, "height": 780})
    table = page.get_by_role("region", name="Hồ sơ tiếp nhận và giải quyết")
    name = table.get_by_role("rowheader").nth(1)
    before = name.bounding_box()
    table.evaluate("one => { one.scrollLeft = 200 }")
    assert table.evaluate("one => one.scrollLeft") == 200
    # The name of the agency stays in sight while its numbers are scrolled.
    assert before == name.bounding_box()
    name.get_by_role("link").click()
    expect(page.get_by_role("region", name="Hồ sơ tiếp nhận và giải quyết")).to_be_visible()
