"""A real browser before a real server with the demonstration province, fresh for each test."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer
from tests.conftest import PROJECT
from tests.support.databases import Databases
from tests.support.officer import Officer

from motcua.organisation.models import User

RESULTS = PROJECT / "test-results"
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, and keep a file's tests on one worker: they share a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test failed, for the screenshot taken at its end."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call":
        item.stash[FAILED] = report.failed


FAILED = pytest.StashKey[bool]()
PATIENCE = 15_000
"""Milliseconds in which a page has to show what a test waits for."""


class Window:
    """Chromium of the system, kept while tests that need it follow each other."""

    def __init__(self, program: str) -> None:
        # Playwright's loop runs in this thread, where Django would refuse to touch the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        # ... and where Django sees other connections than before and after: none may stay open over it.
        connections.close_all()
        arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._playwright = sync_playwright().start()
        # What is waited for comes as late as the machine is busy; a file, for one, is looked at by a process.
        expect.set_options(timeout=PATIENCE)
        self.browser = self._playwright.chromium.launch(executable_path=program, args=arguments)

    def close(self) -> None:
        connections.close_all()
        self.browser.close()
        self._playwright.stop()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


_open: list[Window] = []


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close the browser where the next test has none: its loop would run on under that one."""
    follows = nextitem is not None and Path(__file__).parent in nextitem.path.parents
    if _open and not follows:
        _open.pop().close()


@pytest.fixture(scope="module")
def browser() -> Browser:
    """Chromium of the system; a test is skipped where there is none."""
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    if not _open:
        _open.append(Window(program))
    return _open[0].browser


@pytest.fixture(scope="module")
def emptied(databases: Databases) -> Iterator[list[str]]:
    """After a file's tests the empty template again; between them nobody would see it. Holds what its tests
    share: nothing, or that the province is there."""
    yield []
    databases.clone()


@pytest.fixture
def province(
    request: pytest.FixtureRequest, emptied: list[str], databases: Databases, django_db_blocker: Any
) -> Iterator[None]:
    """The demonstration province in this test's database, as nobody has touched it; where a file is marked
    `one_province`, as its tests before left it, for they disturb each other in nothing."""
    shared = request.node.get_closest_marker("one_province") is not None
    if not (shared and emptied):
        databases.clone(databases.demonstration())
        emptied[:] = ["province"] if shared else []
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def address(province: None) -> Iterator[str]:
    """Where the server of this test answers, without a slash at the end."""
    import motcua.site.wsgi  # noqa: F401 - it makes every type ready before threads serve

    server = LiveServer("localhost")
    before = settings.ALLOWED_HOSTS
    settings.ALLOWED_HOSTS = ["localhost"]
    yield server.url
    server.stop()
    settings.ALLOWED_HOSTS = before


# The print dialog is the browser's own; one without a window has none: here it is a list of what was printed.
PRINTER = """
window.printed = [];
Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get() {
  const frame = this;
  return { print() {
    if (sessionStorage.getItem("forbids")) throw new DOMException("cross-origin");
    window.printed.push(new URL(frame.src).pathname);
  } };
} });
"""


class Watch:
    """What a page complains of; a test that expects a complaint adds a pattern to `expected`."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.expected: list[str] = []

    def on_console(self, message: ConsoleMessage) -> None:
        # Chromium says so of every answer from 400 on; `on_response` knows which of them are meant.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def on_error(self, error: Exception) -> None:
        self.complaints.append(f"script: {error}")

    def on_response(self, response: Response) -> None:
        refusal = response.status < 500 and response.request.resource_type in {"document", "xhr", "fetch"}
        if response.status >= 400 and not refusal:
            self.complaints.append(f"{response.status} {response.url}")

    def surprises(self) -> list[str]:
        return [one for one in self.complaints if not any(re.search(each, one) for each in self.expected)]


@pytest.fixture
def watch() -> Watch:
    """Collects what the pages of this test complain of."""
    return Watch()


@pytest.fixture
def new_page(
    browser: Browser, address: str, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """`new_page(width=1280)`: a page with its own cookies; screenshots are kept on failure."""
    made: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(PRINTER)
        made.append(context)
        page = context.new_page()
        page.on("console", watch.on_console)
        page.on("pageerror", watch.on_error)
        page.on("response", watch.on_response)
        return page

    yield make
    if request.node.stash.get(FAILED, False):
        keep_pictures(made, request.node.name)
    for context in made:
        context.close()
    assert watch.surprises() == []


def keep_pictures(contexts: list[BrowserContext], name: str) -> None:
    """A screenshot of every open page in `test-results/`."""
    RESULTS.mkdir(exist_ok=True)
    safe = re.sub(r"[^\w.-]+", "_", name)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=RESULTS / f"{safe}-{number}.png", full_page=True)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page at 1280 pixels."""
    return new_page()


@pytest.fixture
def sign_in(address: str) -> Callable[[Page, str], None]:
    """`sign_in(page, login)`: with a session of their own, at the page to which signing in leads.

    The form of signing in, and what its password costs, are tried in test_front_door.py and test_accounts.py.
    """

    def enter(page: Page, login: str) -> None:
        client = Client()
        client.force_login(User.objects.get(login_name=login), backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page.goto(settings.LOGIN_REDIRECT_URL)

    return enter


EVERYTHING = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
"""The tags of axe's rules that make up WCAG 2.2 AA."""


OF_LAYOUT = ("target-size", "link-name", "button-name", "scrollable-region-focusable")
"""What may differ at another width; every other rule of axe reads the same page again, and what only a
telephone shows (the bar below, cards instead of rows) has its contrast read in test_every_page.py."""
AXE_LOOKS = """async ([only, within, parts]) => {
  const some = (parts || []).map(each => window.shapesSeen.get(each)).filter(each => each.isConnected);
  // The third row built like two before it, of the same elements and classes, would only be read again;
  // it is taken out meanwhile: what axe leaves out or finds hidden costs it nearly as much.
  const shapes = {}, taken = [];
  for (const row of document.querySelectorAll("tbody > tr, li, option:not(:checked)")) {
    const whole = [row.parentElement, row, ...row.querySelectorAll("*")];
    const shape = whole.map(one => `${one.tagName}.${one.getAttribute("class")}.${one.hidden}`).join();
    shapes[shape] = (shapes[shape] || 0) + 1;
    if (shapes[shape] < 3 || row.contains(document.activeElement)) continue;
    if (!some.some(each => row.contains(each))) taken.push([row, new Comment()]);
  }
  for (const [row, place] of taken) row.replaceWith(place);
  try {
    // The one frame of ours is a paper on its way to the printer.
    const how = {iframes: false, resultTypes: ["violations"], runOnly: only};
    const found = (await axe.run(some.length ? {include: some} : within || document, how)).violations;
    return found.map(v => `${v.id}: ${v.help} -> ${v.nodes.map(n => n.target.join(" ")).join(", ")}`);
  } finally {
    for (const [row, place] of taken.reverse()) place.replaceWith(row);
  }
}"""


def found_by_axe(
    page: Page, only: Sequence[str] = EVERYTHING, within: str = "", shapes: Sequence[str] = ()
) -> list[str]:
    """What axe finds on the page, in one part of it, or in elements of shapes that `SHAPES` found, against
    rules with these tags or names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(AXE_LOOKS, [list(only), within, list(shapes)])
    return found


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    """`check_accessibility(page)`: axe finds no fault against WCAG 2.2 AA on the page as it stands."""

    def check(page: Page) -> None:
        found = found_by_axe(page)
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


FirstLook = Callable[[str, Sequence[str]], tuple[list[str], bool]]
PHONE = {"width": 360, "height": 780}


@pytest.fixture(scope="session")
def first_look(tmp_path_factory: pytest.TempPathFactory) -> FirstLook:
    """`first_look(place, signs)`: which signs no process of this run has yet seen there, and whether nothing
    was; they are seen then."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "looked_at"
    shared.mkdir(exist_ok=True)

    def first(place: str, signs: Sequence[str]) -> tuple[list[str], bool]:
        seen = shared / hashlib.sha256(place.encode()).hexdigest()
        known = set(json.loads(f"[{seen.read_text(encoding='utf-8')}null]")) if seen.exists() else set()
        fresh = [each for each in signs if each not in known]
        if fresh:
            with seen.open("a", encoding="utf-8") as file:
                file.write("".join(f"{json.dumps(each)}," for each in fresh))
        return fresh, not known

    return first


SHAPES = """() => {
  const shown = [...document.querySelectorAll("h1, h2, h3, h4")].filter(each => each.checkVisibility());
  const name = one => one ? `${one.tagName}.${one.getAttribute("class") || ""}.${one.hidden || ""}` : "";
  const found = window.shapesSeen = new Map();
  for (const one of document.body.querySelectorAll("*:not(svg *)")) {
    const with_ = [...one.attributes].map(each => /^data-|^(value|href|src|style)$/.test(each.name) ? ""
      : /^(id|for|name|title|alt|aria-label|placeholder|action|aria-.*by)$/.test(each.name) ? each.name
      : `${each.name}=${each.value}`).filter(Boolean).sort();
    const words = [...one.childNodes].some(each => each.nodeType === 3 && each.data.trim());
    const up = one.parentElement;
    const parts = [name(up.parentElement), name(up), name(one), with_, words, (one.labels || []).length];
    const shape = parts.join(">").replace(/[0-9]+/g, "");
    if (!found.has(shape)) found.set(shape, one);
  }
  return {
    headings: shown.map(each => each.textContent.replace(/[0-9]+/g, "").trim()).join(" "),
    shapes: [...found.keys()],
  };
}"""
"""What a page looks like to axe: each element with two above it, its attributes, whether it has words."""


@pytest.fixture
def look(first_look: FirstLook) -> Callable[[Page], None]:
    """`look(page)`: axe finds nothing, nothing scrolls sideways, at the page's width and at a phone's.

    Axe reads a view whole once; afterwards what is of a shape that it has not read there.
    """

    def both(page: Page) -> None:
        page.wait_for_load_state()
        wide = page.viewport_size
        assert wide is not None
        view = re.sub(r"[A-Z0-9.-]*-[0-9-]+|[0-9]+|[?].*", "", urlsplit(page.url).path)
        seen = page.evaluate(SHAPES)
        fresh, whole = first_look(f"{view} at {wide['width']}", seen["shapes"])
        worded, _ = first_look(f"words of {view} at {wide['width']}", [seen["headings"]])
        if not fresh and not worded:
            return
        for size in (wide, PHONE):
            if size != wide:
                page.set_viewport_size(size)
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{page.url} is {over} pixels wider than a window of {size['width']}"
            if fresh:
                rules = EVERYTHING if size == wide else OF_LAYOUT
                found = found_by_axe(page, rules, shapes=[] if whole else fresh)
                assert found == [], f"{page.url} at {size['width']}\n" + "\n".join(found)
        page.set_viewport_size(wide)

    return both


@pytest.fixture
def officer(
    new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], look: Callable[[Page], None]
) -> Callable[[str], Officer]:
    """`officer(login)`: that person, signed in, at a browser of their own."""

    def seat(login: str, **options: Any) -> Officer:
        page = new_page(**options)
        sign_in(page, login)
        return Officer(page, look)

    return seat
