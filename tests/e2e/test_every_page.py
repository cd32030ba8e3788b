"""Every page of the citizen's door, and of the desk what came with it: axe, 320 pixels, targets, the console.

320 pixels is what a window of 1280 shows at 400 % zoom (WCAG 2.2, 1.4.10).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from tests.e2e.conftest import AXE, OF_LAYOUT, Watch, found_by_axe
from tests.e2e.pages_of_all import (
    ANSWERS_ONLY,
    Visit,
    for_anybody,
    for_officers,
    for_the_citizen,
    names_of,
)
from tests.support.citizen_life import live
from tests.support.databases import Databases
from tests.support.phone import code_of

from motcua.dossiers.inspection.look import look
from motcua.dossiers.secret import lookup_secret

Faults = list[str]
ROOMY = 44
"""Least height in pixels of what is touched on the portal; at the desk axe asks for the 24 of WCAG 2.2."""
SMALL = """least => {
  const shown = one => one.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, summary, input, select, textarea")) {
    if (one.type === "hidden" || one.disabled || !shown(one)) continue;
    if (one.closest("[aria-hidden=true]")) continue;
    // A tick, a dot and a file are touched by their label too.
    const parts = [one, ...(one.labels || [])].filter(shown).map(each => each.getBoundingClientRect());
    const up = Math.min(...parts.map(each => each.top)), down = Math.max(...parts.map(each => each.bottom));
    if (parts[0].right <= 0 || parts[0].bottom <= 0 || parts[0].width <= 1) continue;
    // A link in a sentence is as tall as its line.
    const words = one.parentElement.textContent.replace(/\\s+/g, "");
    const inline = getComputedStyle(one).display === "inline";
    if (inline && words !== one.textContent.replace(/\\s+/g, "")) continue;
    if (down - up < least - 0.5)
      found.push(`${Math.round(down - up)} px tall: ${one.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""

NO_WAY_TO_SEND = """() => [...document.forms]
  .filter(form => !form.closest("[hidden]"))
  .filter(form => form.querySelector("input:not([type=hidden]), select, textarea"))
  .filter(form => !form.querySelector("[type=submit]:not([disabled])"))
  .map(form => `no button sends ${form.outerHTML.slice(0, 120)}`)"""
"""Forms that only a script could send."""
PRESS = """() => {
  const forms = [...document.querySelectorAll("main form")];
  const form = forms.find(each => !each.closest("[hidden]"));
  // Past the browser's own checks and the page's script: as from a telephone that runs none.
  HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture(scope="module")
def life(databases: Databases, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The demonstration province with the life of one citizen in it."""
    databases.clone(databases.demonstration())
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        # The process of its own that inspects files is tried elsewhere.
        patched.setattr(sys.modules["motcua.dossiers.files.store"], "look_apart", look)
        yield live()
    databases.clone()


@pytest.fixture(scope="module")
def house(life: SimpleNamespace) -> Iterator[str]:
    import motcua.site.wsgi  # noqa: F401 - it makes every type ready before threads serve

    server = LiveServer("localhost")
    # With a mail server set up, though none answers, the pages that send a link show their form.
    with override_settings(ALLOWED_HOSTS=["localhost"], EMAIL_HOST="127.0.0.1"):
        yield server.url
        server.stop()


class Walk:
    """One person's browser going from page to page; what is wrong is collected and told at the end."""

    def __init__(self, context: BrowserContext, least: int) -> None:
        self.page, self.least = context.new_page(), least
        self.watch, self.faults = Watch(), Faults()
        self.seen: set[str] = set()
        for name in ("console", "error", "response"):
            self.page.on("pageerror" if name == "error" else name, getattr(self.watch, f"on_{name}"))

    def go(self, visits: list[Visit]) -> Faults:
        for visit in visits:
            self.page.goto(visit.address)
            if visit.press:
                with self.page.expect_navigation():
                    self.page.evaluate(PRESS)
            self.look(f"{visit.address}{' pressed' if visit.press else ''}")
        return [*self.faults, *self.watch.surprises()]

    def look(self, name: str) -> None:
        """At 320 pixels all, at 1280 the layout of one page of each view; head and foot on the first page."""
        kind, part = self.kind_of(name), "main" if self.seen else ""
        first = kind not in self.seen
        self.seen.add(kind)
        self.page.set_viewport_size({"width": 320, "height": 900})
        found = [*self.too_wide(), *found_by_axe(self.page, within=part)]
        # The desk's search answers to the key Enter, which sends a form of one field without a button.
        if self.least:
            found += self.page.evaluate(SMALL, self.least) + self.page.evaluate(NO_WAY_TO_SEND)
        # A part alone is not asked whether the page has a title.
        if not re.search(r"\w", self.page.title().partition("–")[0]):
            found.append("no title")
        self.faults += [f"{name} at 320: {each}" for each in found]
        if first:
            self.page.set_viewport_size({"width": 1280, "height": 900})
            found = [*self.too_wide(), *found_by_axe(self.page, OF_LAYOUT, part)]
            self.faults += [f"{name} at 1280: {each}" for each in found]

    def kind_of(self, name: str) -> str:
        """The view that answers, and whether its form was sent or opened."""
        path, _, how = name.partition(" ")
        try:
            return f"{resolve(path.partition('?')[0]).view_name} {how}"
        except Resolver404:
            return name

    def too_wide(self) -> Faults:
        over = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return [f"{over} pixels too wide"] if over > 0 else []


@pytest.fixture
def walk(browser: Browser, house: str) -> Iterator[Callable[[int], Walk]]:
    made: list[BrowserContext] = []

    def begin(least: int) -> Walk:
        context = browser.new_context(base_url=house, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        context.set_default_timeout(15_000)
        context.add_init_script(path=AXE)
        made.append(context)
        return Walk(context, least)

    yield begin
    for context in made:
        context.close()


def enter(page: Page, address: str, login: str) -> None:
    page.goto(address)
    page.locator("main input:not([type=hidden]):not([type=password]):not([type=checkbox])").first.fill(login)
    page.locator("input[type=password]").fill(settings.MOTCUA_DEMO_PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(lambda url: not url.endswith(address))


def told(faults: Faults) -> None:
    assert not faults, "\n".join(faults)


def test_of_anybody(walk: Callable[[int], Walk], life: SimpleNamespace) -> None:
    anybody = walk(ROOMY)
    for code, address in ((life.done, "/tra-cuu/"), (life.petition, "/phan-anh/tra-cuu/")):
        anybody.page.goto(address)
        anybody.page.locator("[name=ma]").fill(code)
        anybody.page.locator("[name=bi_mat]").fill(lookup_secret(code))
        anybody.page.locator("[name=bi_mat]").press("Enter")
        anybody.page.wait_for_url(re.compile(code))
        anybody.look(f"{address} opened with its secret")
    told(anybody.go(for_anybody(life)))


def test_of_the_citizen(walk: Callable[[int], Walk], life: SimpleNamespace) -> None:
    phuong = walk(ROOMY)
    enter(phuong.page, "/dang-nhap-nguoi-dan/", "phuong@nguoidan.example")
    told(phuong.go(for_the_citizen(life)))


def test_of_officers(walk: Callable[[int], Walk], life: SimpleNamespace) -> None:
    faults = Faults()
    for login, visits in for_officers(life).items():
        officer = walk(0)
        enter(officer.page, "/dang-nhap/", login)
        faults += officer.go(visits)
    told(faults)


def test_the_second_step_of_who_has_a_phone(walk: Callable[[int], Walk], life: SimpleNamespace) -> None:
    dung = walk(ROOMY)
    enter(dung.page, "/dang-nhap-nguoi-dan/", "dung@nguoidan.example")
    dung.look("the second step")
    dung.page.locator("[name=code]").fill(code_of(life.phone, steps=1))
    dung.page.locator("[name=code]").press("Enter")
    dung.page.wait_for_url(lambda url: "/dang-nhap" not in url)
    told(dung.go([Visit("/cua-toi/tai-khoan/")]))


def test_no_page_of_the_portal_is_left_out(life: SimpleNamespace) -> None:
    visited = names_of([*for_anybody(life), *for_the_citizen(life)]) | {"portal:second_step"}
    resolver = next(each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "portal")
    names = {f"portal:{each.name}" for each in resolver.url_patterns}
    assert names - visited == set(ANSWERS_ONLY)
