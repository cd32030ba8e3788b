"""Renew the pictures of the README: a short walk through a fresh demonstration, in a real browser.

Works in a home of its own that is thrown away, so nobody's demonstration is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1280, 860
# What the counter asks of an applicant, invented.
APPLICANT = {
    "owner_identifier": "004188000127",
    "owner_name": "Hoàng Thị Bích Ngọc",
    "owner_phone": "0912345678",
    "owner_address": "Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
}
PICTURED = {
    "overview": "/tong-quan/",
    "form": "/bao-cao/ii-06a/",
    "index766": "/bao-cao/chi-so-766/",
}
"""Pages of figures by the name of their picture."""


def say(line: str) -> None:
    sys.stderr.write(line.rstrip("\n") + "\n")


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration in a home of its own; its address."""
    home = Path(tempfile.mkdtemp(prefix="mc-tour-"))
    home.chmod(0o711)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ |= {"MOTCUA_HOME": str(home), "MOTCUA_PORT": str(port)}
    command = [sys.executable, "-m", "motcua.site.cli", "demo"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            say(line)
            if "Ctrl-C" in line:
                break
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        shutil.rmtree(home, ignore_errors=True)


def sign_in(page: Page, login: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(os.environ.get("MOTCUA_DEMO_PASSWORD", "mot-cua-demo"))
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)


def keep(page: Page, name: str) -> None:
    """The picture, of the part that a person sees first."""
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    say(f"{path}: {path.stat().st_size // 1024} kB")


def counter(page: Page) -> None:
    """Reception: the procedure chosen, the applicant written, the due date explained."""
    sign_in(page, "hanh.thucphan")
    page.goto("/tiep-nhan/")
    page.keyboard.press("F2")
    page.keyboard.type("dang ky lai khai sinh")
    page.get_by_role("button", name="khai sinh").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Số định danh cá nhân")).to_be_focused()
    for name, value in APPLICANT.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("checkbox", name="Tờ khai").first.check()
    keep(page, "counter")


def dossier(page: Page) -> str:
    """The first dossier of a handling officer's list; its code."""
    sign_in(page, "son.thucphan")
    page.get_by_role("main").get_by_role("link", name="H14.").first.click()
    page.wait_for_url("**/ho-so/H14*/")
    keep(page, "dossier")
    return page.url.rstrip("/").rpartition("/")[2]


def citizen(page: Page, code: str) -> None:
    """What the owner of that dossier sees with code and secret."""
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_label("Mã tra cứu").fill(secret_of(code))
    page.get_by_role("button", name="Xem hồ sơ").click()
    page.get_by_role("heading", name="Hồ sơ đã đi qua đâu").wait_for()
    keep(page, "track")


def figures(page: Page) -> None:
    """What a control officer has of the year: the overview, form II.06a, index 766."""
    sign_in(page, "mai.vanphong")
    for name, address in PICTURED.items():
        page.goto(address)
        keep(page, name)


def secret_of(code: str) -> str:
    """As printed on the receipt; asked of a child, for this process has a browser's loop running."""
    program = (
        "import sys; from motcua.site.cli import prepare_django; prepare_django();"
        "from motcua.dossiers.secret import lookup_secret; from motcua.dossiers.models import Dossier;"
        "row = Dossier.objects.get(code=sys.argv[1]); print(lookup_secret(row.code, row.secret_version))"
    )
    answer = subprocess.run([sys.executable, "-c", program, code], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def main() -> int:
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if program is None:
        say("No Chromium on this machine: install it, then run make tour again.")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)

        def fresh() -> Page:
            context = browser.new_context(
                base_url=address,
                viewport={"width": WIDTH, "height": HEIGHT},
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
            )
            return context.new_page()

        counter(fresh())
        code = dossier(fresh())
        citizen(fresh(), code)
        figures(fresh())
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
