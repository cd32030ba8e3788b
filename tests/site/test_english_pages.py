"""In English a page keeps Vietnamese only for data: names, published texts, citations of law."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.test import Client, override_settings
from django.urls import resolve, reverse
from lxml import html
from tests.conftest import PROJECT
from tests.support.databases import Databases

from motcua.citizens.demo import load as load_citizens
from motcua.dossiers.generate import generate
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.secret import lookup_secret
from motcua.figures.commune_map import commune_map, tiles_of
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.worktime import explain
from motcua.law.calendar import shipped_calendar
from motcua.law.petitions import petition_rules
from motcua.law.regimes import regimes
from motcua.organisation.map_places import areas
from motcua.organisation.models import Assignment, User
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import visible
from motcua.organisation.services import load_demo as load_organisation
from motcua.procedures.services import load_demo as load_procedures

PO = PROJECT / "src" / "motcua" / "locale" / "en" / "LC_MESSAGES" / "django.po"
LETTERS = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "data-key-words", "label")
SAMPLES = 1
"""How many pages of one address each reader reads; a dozen readers come to most of them."""
WORDS_OF_MESSAGES = re.compile(r"/quan-tri/tin-nhan/.+/vi/|desk:notice_template\b")
"""Where the administrator writes what citizens are told in Vietnamese: what is marked so there is data."""
COUNTER = "/tiep-nhan/?procedure=1.001193&owner_identifier=004188004217"
WRONG = {
    "procedure": "1.001193",
    "owner_name": "Nguyen",
    "owner_identifier": "12",
    "owner_phone": "1",
    "owner_email": "x",
    "sets": "many",
    "received_at": "yesterday",
    "paper_1": "1",
    "paper_1_quantity": "-3",
}
CITATIONS = (explain.HOURS_RULE, explain.DAYS_RULE, explain.ROLL_RULE, explain.WEEKEND_RULE)
OF_DATA = {"organisation", "citizens", "procedures", "forms", "dossiers", "feedback", "news"}
"""Rooms whose tables hold names and published texts."""
ALLOWED = tuple(
    re.compile(each)
    for each in (
        "Một Cửa",
        "Tiếng Việt",
        "Cao Bằng",
        "^TT Phục vụ HCC (tỉnh|phường|xã) .*",  # a unit's name, shortened for phones
        r"(?<=\d) đ\b",  # the sign of the dong
        "“[^”]*”",  # words searched for
        "^Đ$",  # a key
    )
)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The translations as they stand in the catalogue, whatever was compiled before."""
    folder = tmp_path_factory.mktemp("locale")
    compiled = folder / "en" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with PO.open("rb") as source, compiled.open("wb") as target:
        write_mo(target, read_po(source))
    with override_settings(LOCALE_PATHS=[folder]):
        yield


def _fill() -> None:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        load_organisation()
    load_procedures()
    load_citizens()
    today = day_of(SystemClock().now())
    generate(240, 7, first=today - timedelta(days=40), last=today)


@pytest.fixture(scope="module")
def province(databases: Databases, english: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration province with some weeks of dossiers."""
    with django_db_blocker.unblock(), databases.beside("english", _fill):
        yield


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from value.splitlines()
        if value[:1] in ("{", "[", '"'):
            with contextlib.suppress(ValueError):
                yield from _leaves(json.loads(value))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _data() -> set[str]:
    """Every text of the database, of the law's citations and of the calendar."""
    texts: set[str] = {*CITATIONS, *(area.name for area in areas())}
    for model in apps.get_models():
        if model._meta.app_label in OF_DATA:
            for row in model._default_manager.values():
                texts.update(_leaves(row))
    for law in regimes():
        texts.add(law.citation)
        texts.update(said for each in law.sources.values() for said in (each.citation, each.note))
        texts.update(each.source.citation for each in (*law.forms.values(), *law.transitions))
    for rules in petition_rules():
        sources = [*rules.sources.values(), *(clock.source for clock in rules.clocks.values())]
        texts.update(said for each in sources for said in (each.citation, each.note))
    first = date(2022, 1, 1)
    texts |= {tile.name for tile in tiles_of(commune_map(first, day_of(SystemClock().now())))}
    for day in (first + timedelta(days=number) for number in range(366 * 7)):
        fact = shipped_calendar().reason(day)
        if fact is not None:
            texts |= {fact.reason, fact.source}
    return {_plain(text) for text in texts if LETTERS.search(text)}


class Data:
    """What may stand in Vietnamese, to be taken out of the words of a page."""

    def __init__(self) -> None:
        self.whole = _data()
        self.parts = sorted((text for text in self.whole if len(text) >= 5), key=len, reverse=True)
        self.known: dict[str, str] = {}

    def left(self, text: str) -> str:
        """What is Vietnamese in a text of a page and no data; empty where nothing is. Each text is read once:
        most of what a page says, the page before has said."""
        if text not in self.known:
            self.known[text] = self._left(text)
        return self.known[text]

    def _left(self, text: str) -> str:
        text = _plain(text)
        if text in self.whole:
            return ""
        bare = _without_allowed(text)
        if not LETTERS.search(bare) or bare.strip("– -•+*.") in self.whole:
            return ""
        if text.endswith("…") and any(one.startswith(text[:-1]) for one in self.whole):
            return ""
        for part in self.parts:
            # Out of the text as it stands: what is allowed may be the end of a name.
            if part in text:
                text = text.replace(part, "")
                if not LETTERS.search(_without_allowed(text)):
                    return ""
        pieces = re.split(r"[;,·:()]", _without_allowed(text))
        return text if any(LETTERS.search(one) and _plain(one) not in self.whole for one in pieces) else ""


def _without_allowed(text: str) -> str:
    for allowed in ALLOWED:
        text = allowed.sub("", text)
    return text


def _name(address: str) -> str:
    """What an address shows: its view, and which action on a dossier."""
    found = resolve(urlsplit(address).path)
    return f"{found.view_name} {found.kwargs.get('action', '')}".strip()


@dataclass
class Reader:
    """Follows the links of a page as one person, and notes what is Vietnamese and no data."""

    client: Client
    data: Data
    seen: Counter[str] = field(default_factory=Counter)
    found: dict[str, str] = field(default_factory=dict)

    def read(self, *starts: str) -> None:
        waiting, known = deque(starts), set(starts)
        while waiting:
            address = waiting.popleft()
            name = _name(address)
            if self.seen[name] >= SAMPLES and address not in starts:
                continue
            self.seen[name] += 1
            answer = self.client.get(address, follow=True)
            assert answer.status_code < 500, address
            if "text/html" not in answer.get("Content-Type", "") or not answer.content.strip():
                continue
            tree = html.fromstring(answer.content.decode())
            self.look(address, tree)
            for form in tree.xpath("//form[@method='post']"):
                self.press(address, form)
            for link in tree.xpath("//a/@href | //form[@method='get']/@action | //@hx-get"):
                there = urljoin(address, link).partition("#")[0]
                if there.startswith("/") and there not in known and "dang-xuat" not in there:
                    known.add(there)
                    waiting.append(there)

    def press(self, page: str, form: Any) -> None:
        """Send a form as it stands, mostly empty: what answers are refusals, hints and what was done."""
        address = urljoin(page, form.get("action") or page)
        name = f"POST {_name(address)}"
        if address in {reverse("account_logout"), reverse("set_language")} or self.seen[name] >= SAMPLES:
            return
        self.send(address, dict(form.form_values()))

    def send(self, address: str, values: dict[str, str]) -> None:
        name = f"POST {_name(address)}"
        self.seen[name] += 1
        answer = self.client.post(address, values, follow=True)
        assert answer.status_code < 500, address
        if "text/html" in answer.get("Content-Type", "") and answer.content.strip():
            self.look(name, html.fromstring(answer.content.decode()))

    def look(self, address: str, tree: Any) -> None:
        if WORDS_OF_MESSAGES.search(address):
            for written in tree.xpath("//form//*[@lang='vi'] | //section//*[@lang='vi']"):
                written.drop_tree()
        texts = [str(text) for text in tree.xpath("//text()[not(parent::script or parent::style)]")]
        for name in ATTRIBUTES:
            texts += [str(text) for text in tree.xpath(f"//@{name}")]
        texts += [str(text) for text in tree.xpath("//input[@type='submit' or @type='button']/@value")]
        for text in texts:
            if left := self.data.left(text):
                self.found.setdefault(left, address)


def _reader(data: Data, login: str = "") -> Reader:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if login:
        client.force_login(User.objects.get(login_name=login))
    return Reader(client, data)


def _logins() -> dict[str, str]:
    """One person for each role that a post may carry, at each level."""
    found: dict[str, str] = {}
    held = Assignment.objects.filter(valid_to=None, officer__user__isnull=False, post__agency__valid_to=None)
    for one in held.select_related("post__agency", "officer__user").order_by("pk"):
        found.setdefault(f"{one.post.role} {one.post.agency.level}", one.officer.user.login_name)
    return found


def _one_of_each_status(login: str) -> list[str]:
    """The pages of a dossier in each status: one that the person may read, where there is one."""
    mine = Dossier.objects.filter(visible(person_by_login(login)))
    rows = (mine.filter(status=one).first() or Dossier.objects.filter(status=one).first() for one in Status)
    return [f"/ho-so/{row.code}/" for row in rows if row is not None and row.code]


def _told(found: dict[str, str]) -> str:
    return "\n".join(f"{address}: {text!r}" for text, address in sorted(found.items()))


@pytest.fixture
def data(province: None, db: None) -> Data:
    return Data()


def test_citizens(data: Data) -> None:
    reader = _reader(data)
    reader.read("/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/?q=zzzz", "/thu-tuc/9.999999/", "/dang-nhap/")
    for status in Status:
        row = Dossier.objects.filter(status=status).first()
        if row is not None:
            reader.client.post("/tra-cuu/", {"ma": row.code, "bi_mat": lookup_secret(row.code)})
            reader.seen.clear()
            reader.read(f"/tra-cuu/{row.code}")
    assert not reader.found, _told(reader.found)


def test_officers_of_every_role(data: Data) -> None:
    logins = _logins()
    assert len({key.split()[0] for key in logins}) == 7
    found: dict[str, str] = {}
    for role, login in logins.items():
        reader = _reader(data, login)
        reader.read("/ban-lam-viec/", "/ho-so/", "/tim/?q=zzzz", COUNTER, *_one_of_each_status(login))
        for step in ("receive", "supplement", "refusal"):
            reader.send("/tiep-nhan/", {"step": step})
            reader.send("/tiep-nhan/", WRONG | {"step": step})
        found |= {text: f"{role} {address}" for text, address in reader.found.items()}
    assert not found, _told(found)
