"""An intake in progress outlives the server, the browser and a sign-out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Watch
from tests.support.officer import OWNER, Officer

from motcua.dossiers.counter_tables import IntakeDraft
from motcua.dossiers.models import Dossier

HANH = "hanh.thucphan"


class Machine:
    """A server of this test's own, as a process: killed outright, started again at the same address."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        """Up again; returns when it answers."""
        changes = {"MOTCUA_BIND": f"127.0.0.1:{self.port}", "MOTCUA_WORKERS": "1"}
        command = [sys.executable, "-m", "gunicorn", "-c", "python:motcua.site.gunicorn_conf"]
        self.process = subprocess.Popen(command, env=os.environ | changes, start_new_session=True)
        for _ in range(300):
            try:
                with urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise AssertionError("the server did not come up")

    def stop(self) -> None:
        """Down in peace: its sessions leave the database, which is dropped after the test."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def kill(self) -> None:
        """SIGKILL to the master and its workers: nobody says goodbye."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def machine(province: None) -> Iterator[Machine]:
    made = Machine()
    yield made
    made.stop()


@pytest.fixture
def address(machine: Machine) -> str:
    return machine.url


@pytest.fixture
def hanh(officer: Callable[..., Officer], watch: Watch) -> Officer:
    watch.expected.append("ERR_CONNECTION|Failed to fetch|told|htmx:sendError|htmx:afterRequest")
    return officer(HANH)


def typed(officer: Officer) -> Page:
    """An intake half done: procedure, person, one paper."""
    page = officer.page
    page.goto("/tiep-nhan/")
    page.keyboard.press("F2")
    page.keyboard.type("dang ky lai khai sinh")
    expect(page.locator("[data-hit]").first).to_be_visible()
    officer.press("ArrowDown", "Enter")
    expect(page.get_by_label("Số định danh cá nhân")).to_be_focused()
    for name in ("owner_identifier", "owner_name", "owner_phone", "owner_address"):
        page.keyboard.type(OWNER[name])
        page.keyboard.press("Enter")
    officer.press("1")
    return page


def kept(page: Page) -> None:
    """Everything that was typed stands there again."""
    for name in ("owner_identifier", "owner_name", "owner_phone", "owner_address"):
        expect(page.locator(f"[name={name}]")).to_have_value(OWNER[name])
    expect(page.locator("[name=paper_1]")).to_be_checked()
    expect(page.get_by_text("Thủ tục đăng ký lại khai sinh").locator("visible=true").first).to_be_visible()


def test_the_server_is_killed_and_comes_back(hanh: Officer, machine: Machine) -> None:
    page = typed(hanh)
    expect(page.locator("#kept")).to_contain_text("Đã lưu lúc")
    machine.kill()
    hanh.press("F9", "2")
    expect(page.locator("#kept")).to_contain_text("đang giữ trong trình duyệt")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Mất kết nối tới máy chủ")).to_be_visible()
    assert not Dossier.objects.filter(owner_identifier=OWNER["owner_identifier"]).exists()
    machine.start()
    expect(page.locator("#kept")).to_contain_text("Đã lưu lúc")
    assert '"paper_2"' in IntakeDraft.objects.get().body
    kept(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/xong/**")
    assert Dossier.objects.filter(owner_identifier=OWNER["owner_identifier"]).count() == 1
    assert not IntakeDraft.objects.exists()


def test_the_page_is_loaded_again_before_the_server_had_it(hanh: Officer, machine: Machine) -> None:
    page = typed(hanh)
    expect(page.locator("#kept")).to_contain_text("Đã lưu lúc")
    machine.kill()
    hanh.press("2")
    expect(page.locator("#kept")).to_contain_text("đang giữ trong trình duyệt")
    page.goto("about:blank")
    machine.start()
    page.goto("/tiep-nhan/")
    page.wait_for_url("**/tiep-nhan/?phieu=*")
    kept(page)
    expect(page.locator("[name=paper_2]")).to_be_checked()


def test_the_browser_is_closed(hanh: Officer, officer: Callable[..., Officer]) -> None:
    page = typed(hanh)
    expect(page.locator("#kept")).to_contain_text("Đã lưu lúc")
    page.context.close()
    again = officer(HANH)
    again.go("/tiep-nhan/")
    banner = again.page.get_by_role("status").filter(has_text="Có phiếu đang nhập dở lúc")
    expect(banner).to_contain_text(OWNER["owner_name"])
    again.press("Alt+k")
    again.page.wait_for_url("**/tiep-nhan/?phieu=*")
    kept(again.page)
    again.look(again.page)
    again.page.keyboard.press("Control+Enter")
    again.page.wait_for_url("**/xong/**")
    again.page.goto("/tiep-nhan/")
    expect(again.page.get_by_text("đang nhập dở")).to_have_count(0)


def test_signing_out_saves_the_last_keys(hanh: Officer, sign_in: Callable[[Page, str], None]) -> None:
    page = typed(hanh)
    page.locator("details.user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda url: "/tiep-nhan/" not in url)
    sign_in(page, HANH)
    page.goto("/tiep-nhan/")
    expect(page.get_by_text("Có phiếu đang nhập dở lúc")).to_be_visible()
    assert "paper_1" in IntakeDraft.objects.get().body


def test_giving_up_a_draft(hanh: Officer) -> None:
    page = typed(hanh)
    expect(page.locator("#kept")).to_contain_text("Đã lưu lúc")
    page.goto("/tiep-nhan/")
    hanh.press("Alt+x")
    expect(page.get_by_text("Đã bỏ phiếu đang nhập.")).to_be_visible()
    assert not IntakeDraft.objects.exists()
