"""The log of sign-ins is searched by person, outcome, address and days, as the other logs are."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.desk.conftest import SignIn, tree_of
from tests.dossiers.room import HANDLER, INSPECTOR, LEADER

from motcua.foundation.clock import instant_of
from motcua.organisation.models import Officer, SignInRecord

PAGE = "/quan-tri/dang-nhap/"
ROWS = (
    (HANDLER, "success", "10.0.4.7", "2026-03-01T07:00"),
    (HANDLER, "failure", "10.0.5.9", "2026-03-02T23:59"),
    (LEADER, "success", "10.0.4.8", "2026-03-03T00:00"),
    ("", "failure", None, "2026-03-04T12:00"),
)


@pytest.fixture(autouse=True)
def _log(province: None, db: None) -> None:
    for login, outcome, address, at in ROWS:
        moment = instant_of(datetime.fromisoformat(at))
        SignInRecord.objects.create(login_name=login, outcome=outcome, address=address, at=moment)


def shown(sign_in: SignIn, query: str) -> list[int]:
    """Which of `ROWS` the page lists."""
    rows = tree_of(sign_in(INSPECTOR).get(f"{PAGE}?den=2026-03-31&{query}")).xpath("//tbody/tr")
    times = ["1/3/2026 07:00", "2/3/2026 23:59", "3/3/2026 00:00", "4/3/2026 12:00"]
    return sorted(place for place, at in enumerate(times) for row in rows if at in row.text_content())


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 1, 2, 3]),
        ("ket-qua=failure", [1, 3]),
        ("dia-chi=10.0.4.", [0, 2]),
        ("dia-chi=10.0.4.7", [0]),
        ("dia-chi=%25", []),
        ("tu=2026-03-02", [1, 2, 3]),
        ("tu=2026-03-02&den=2026-03-02", [1]),
        (f"ten={HANDLER.upper()}", [0, 1]),
        ("ten=thucphan", [0, 1, 2]),
        (f"ten={HANDLER}&ket-qua=success&dia-chi=10&tu=2026-03-01&den=2026-03-01", [0]),
        ("ten=khong.co", []),
        ("tu=9999-99-99", [0, 1, 2, 3]),
        ("ten=%00&dia-chi=%00", [0, 1, 2, 3]),
    ],
)
def test_what_the_filter_finds(sign_in: SignIn, query: str, places: list[int]) -> None:
    assert shown(sign_in, query) == places


def test_by_the_name_of_the_officer(sign_in: SignIn) -> None:
    name = Officer.objects.get(user__login_name=LEADER).full_name
    assert shown(sign_in, f"ten={name}") == [2]


def test_what_was_asked_stays_in_the_form_and_may_be_dropped(sign_in: SignIn) -> None:
    page = tree_of(sign_in(INSPECTOR).get(f"{PAGE}?ten=x&dia-chi=10.&tu=2026-03-01&den=2026-03-02"))
    kept = {
        name: page.xpath(f"string(//input[@name='{name}']/@value)")
        for name in ("ten", "dia-chi", "tu", "den")
    }
    assert kept == {"ten": "x", "dia-chi": "10.", "tu": "2026-03-01", "den": "2026-03-02"}
    assert page.xpath(f"//form//a[@href='{PAGE}']")
    bare = tree_of(sign_in(INSPECTOR).get(PAGE))
    assert not bare.xpath(f"//form//a[@href='{PAGE}']")
