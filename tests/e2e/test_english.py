"""English is complete where it is chosen: one page of each face, no Vietnamese word of the house left."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.support.officer import Officer

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
NAMES = re.compile(r"Tiếng Việt|Một Cửa|Cao Bằng|Thục Phán|Nông Thị Hạnh")


def left_over(text: str) -> list[str]:
    """Lines that still hold Vietnamese letters, names aside."""
    return [line for line in text.splitlines() if VIETNAMESE.search(NAMES.sub("", line))]


def test_a_citizens_page(page: Page, look: Callable[[Page], None]) -> None:
    page.goto("/tra-cuu/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert left_over(page.locator("body").inner_text()) == []
    look(page)
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ của bạn đến đâu rồi?")


def test_an_officers_page(officer: Callable[..., Officer]) -> None:
    hanh = officer("hanh.thucphan")
    page = hanh.page
    page.goto("/tiep-nhan/")
    page.get_by_text("Tài khoản của Nông Thị Hạnh").click(force=True)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/tiep-nhan/$"))
    words = page.get_by_role("main").inner_text() + page.get_by_role("navigation").first.inner_text()
    assert left_over(words) == []
    hanh.look(page)
