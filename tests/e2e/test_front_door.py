"""The first page a citizen meets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page


@pytest.mark.parametrize("width", [1280, 360])
def test_the_first_page_is_readable_by_all(
    width: int, new_page: Callable[..., Page], check_accessibility: Callable[[Page], None]
) -> None:
    page = new_page(width=width)
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    check_accessibility(page)
