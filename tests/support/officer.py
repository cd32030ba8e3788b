"""An officer at a browser, as a story tells it: pages by address, everything on them by role and label."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.organisation.queries import person_by_login

CODE: Final = re.compile(r"H14(?:\.\d{2}){1,2}-\d{6}-\d{4}")
BIRTH_AGAIN: Final = "1.004884"
"""Đăng ký lại khai sinh: a commune resolves it within five working days."""
PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""The smallest picture: one black point."""
OWNER: Final = {
    "owner_name": "Hoàng Thị Bích Ngọc",
    "owner_identifier": "004188004217",
    "owner_phone": "0912345678",
    "owner_address": "Tổ 5, phường Thục Phán",
}


@dataclass
class Officer:
    """One person at a page of their own."""

    page: Page
    look: Callable[[Page], None]

    def go(self, address: str) -> None:
        """Open a page and look at it at both widths."""
        self.page.goto(address)
        self.look(self.page)

    def scan(self, code: str) -> None:
        """Hold a receipt under the scanner: its code arrives as keys, wherever the focus is.

        Keys that a busy machine hands over slowly are taken for a hand's, and a letter that is a key
        of the page is lost; then it is scanned again, as a person does.
        """
        for _ in range(6):
            self.page.locator("main").focus()
            self.page.keyboard.type(code)
            # A dossier's page may be open already: only a new one answers the scan.
            with self.page.expect_navigation(url=re.compile("/ho-so/([?]q=|H14)")):
                self.page.keyboard.press("Enter")
            if "?q=" not in self.page.url:
                break
        self.page.wait_for_url(f"**/ho-so/{code}/")

    def press(self, *keys: str) -> None:
        """Press keys as a hand does: what comes faster is taken for a scanner."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(80)

    def may(self, action: str) -> bool:
        """Whether the dossier's page offers the action."""
        return self.page.get_by_role("link", name=re.compile(f"^{action}")).count() > 0

    def ask(self, action: str) -> Locator:
        """The dialog of an action, opened from the page."""
        self.page.get_by_role("link", name=re.compile(f"^{action}")).first.click()
        dialog = self.page.get_by_role("dialog").filter(has=self.page.get_by_role("heading", name=action))
        expect(dialog).to_be_visible()
        return dialog

    def do(self, action: str, told: str, filled: Mapping[str, str] | None = None) -> None:
        """Do an action: fill its dialog by label and send; `told` is what the page says afterwards."""
        dialog = self.ask(action)
        self.look(self.page)
        fill(dialog, filled or {})
        dialog.get_by_role("button", name=re.compile(f"^{action}")).click()
        # A field for files has a status of its own: what was chosen.
        expect(self.page.get_by_role("status").filter(has_text=told)).to_be_visible()
        self.look(self.page)

    def paper(self, name: str) -> str:
        """The text of a form that the page links to, as the reader of the PDF sees it."""
        address = self.page.get_by_role("link", name=re.compile(name)).first.get_attribute("href")
        assert address
        return text_of(self.fetch(address))

    def fetch(self, address: str) -> bytes:
        """What an address gives to this person."""
        answer = self.page.request.get(address)
        assert answer.status == 200, f"{answer.status} {address}"
        return answer.body()

    def status(self) -> str:
        """The legal status that the dossier's page shows."""
        return self.page.locator(".st").first.inner_text()


def fill(place: Locator, filled: Mapping[str, str]) -> None:
    """Fill fields by their labels, as their kind asks for it."""
    for label, value in filled.items():
        exact = place.get_by_label(label, exact=True)
        field = (exact if exact.count() else place.get_by_label(label)).first
        kind = field.evaluate("one => one.tagName + ' ' + one.type")
        if kind.startswith("SELECT"):
            words = field.locator("option").filter(has_text=value).first.inner_text()
            field.select_option(label=words.strip())
        elif kind.endswith(("radio", "checkbox")):
            field.check()
        elif kind.endswith("file"):
            field.set_input_files(value)
        else:
            field.fill(value)


def text_of(pdf: bytes) -> str:
    """The words of a PDF in one line."""
    assert pdf.startswith(b"%PDF")
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def received(login: str = "hanh.thucphan", procedure: str = BIRTH_AGAIN, **changes: str) -> str:
    """A dossier that somebody received a moment ago; its code."""
    request = read_intake(OWNER | {"procedure": procedure, "owner_type": "citizen"} | changes)
    return services.receive(person_by_login(login), request, idempotency_key="").code


def in_process(handler: str = "", login: str = "hanh.thucphan", **changes: str) -> str:
    """A dossier that was received and handed to the office that resolves it; its code."""
    code = received(login, **changes)
    play(login, code, "transfer", to_officer=handler)
    return code


def proposed(handler_code: str, handler: str, *, granted: bool = True) -> str:
    """A dossier whose result waits for the leader's signature; its code."""
    code = in_process(handler_code)
    reason = "" if granted else "Không đủ điều kiện"
    play(handler, code, "propose_result", granted="1" if granted else "0", reason=reason)
    return code


def play(login: str, code: str, action: str, **data: Any) -> None:
    """What a colleague does meanwhile at another desk."""
    services.perform(person_by_login(login), code, action, data)
