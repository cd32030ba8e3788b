"""Readers are counted without cookies, without robots and without knowing who; IPv6 is seen, not claimed."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.dossiers.room import at

from motcua.foundation.clock import FixedClock
from motcua.news import reach, visitors
from motcua.news.models import Visit, VisitDay
from motcua.site import visitors as foot

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile"
DAY = date(2026, 3, 2)


def seen(when: str, address: str = "192.0.2.1", agent: str = BROWSER) -> bool:
    return visitors.note(address, agent, clock=FixedClock(at(when)), noted=visitors.Noted())


def test_one_reader_is_one_however_often() -> None:
    noted = visitors.Noted()
    clock = FixedClock(at("2026-03-02T09:00"))
    assert visitors.note("192.0.2.1", BROWSER, clock=clock, noted=noted)
    assert not visitors.note("192.0.2.1", BROWSER, clock=clock, noted=noted)
    assert seen("2026-03-02T09:04")
    assert seen("2026-03-02T09:04", "192.0.2.2")
    assert visitors.present(clock=FixedClock(at("2026-03-02T09:05"))) == 2
    assert visitors.present(clock=FixedClock(at("2026-03-02T09:10"))) == 0
    assert visitors.visitors_on(DAY) == 2


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.0", "HeadlessChrome/120"])
def test_robots_are_no_readers(agent: str) -> None:
    assert not seen("2026-03-02T09:00", agent=agent)
    assert not Visit.objects.exists()


def test_a_day_that_is_over_is_a_number_and_nothing_else() -> None:
    seen("2026-03-02T09:00")
    seen("2026-03-02T23:59", "192.0.2.2")
    seen("2026-03-03T00:01")
    visitors.add_up(clock=FixedClock(at("2026-03-03T00:20")))
    assert list(VisitDay.objects.values_list("day", "visitors")) == [(DAY, 2)]
    assert Visit.objects.count() == 1
    visitors.add_up(clock=FixedClock(at("2026-03-03T00:30")))
    assert visitors.visitors_on(DAY) == 2


def test_two_days_of_one_reader_never_meet() -> None:
    keys = {bytes(visitors.key_of(day, "192.0.2.1", BROWSER)) for day in (DAY, date(2026, 3, 3))}
    assert len(keys) == 2


def test_reading_sets_no_cookie_and_is_counted(client: Client, settings: Any) -> None:
    settings.MOTCUA_COUNT_VISITORS = True
    foot.forget()
    page = client.get("/tra-cuu/", headers={"User-Agent": BROWSER}, REMOTE_ADDR="192.0.2.77")
    foot.forget()
    assert "Đang truy cập: 1" in page.content.decode()
    assert page.cookies.get("sessionid") is None
    assert Visit.objects.count() == 1
    client.get("/tra-cuu/", headers={"User-Agent": "Googlebot/2.1"}, REMOTE_ADDR="192.0.2.78")
    client.get("/khong-co/", headers={"User-Agent": BROWSER}, REMOTE_ADDR="192.0.2.79")
    assert Visit.objects.count() == 1


class _V6(http.server.HTTPServer):
    address_family = socket.AF_INET6


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def over_ipv6() -> Iterator[str]:
    try:
        server = _V6(("::1", 0), _Answer)
    except OSError:
        pytest.skip("this machine has no IPv6")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://[::1]:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_badge_is_shown_for_a_day_after_it_answered(over_ipv6: str) -> None:
    clock = FixedClock(at("2026-03-02T09:00"))
    assert not reach.badge(clock=clock)
    assert reach.check(url=over_ipv6, clock=clock).ok
    assert reach.badge(clock=clock)
    assert not reach.badge(clock=FixedClock(at("2026-03-03T12:00")))


def test_no_answer_is_no_badge() -> None:
    clock = FixedClock(at("2026-03-02T09:00"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    found = reach.check(url=f"http://127.0.0.1:{port}", clock=clock)
    assert not found.ok
    assert found.detail
    assert not reach.badge(clock=clock)
