"""The officer's pages in the demonstration province: who signs in, a dossier received through the counter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from lxml import html
from tests.dossiers.conftest import _fill
from tests.dossiers.room import HANDLER_CODE, OWNER, RECEPTION, WARD, Room
from tests.support.databases import Databases

from motcua.dossiers.models import Dossier
from motcua.dossiers.places import forget_agencies
from motcua.foundation.clock import SystemClock
from motcua.organisation.models import Assignment, Section, StandIn, Succession, User
from motcua.procedures import process_services
from motcua.procedures.models import ProcessVersion

CODE = re.compile(r"/(H14\.[0-9.]+-\d{6}-\d{4})/")


@pytest.fixture(scope="module")
def province(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Organisation and catalogue of the demonstration; loaded once a worker."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        forget_agencies()
        with databases.beside("province", _fill):
            yield
        forget_agencies()


@pytest.fixture
def sign_in(province: None, db: None) -> Callable[[str], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(login: str) -> Client:
        browser = Client()
        browser.force_login(User.objects.get(login_name=login))
        return browser

    return signed_in


SignIn = Callable[[str], Client]


def filled(**changes: Any) -> dict[str, Any]:
    """The counter's form, filled in; changes replace or add fields."""
    return {
        "step": "receive",
        "again": "1",
        "key": uuid4().hex,
        "draft_key": uuid4().hex,
        "procedure": "1.004884",
        "channel": "direct",
        "return_method": "counter",
        "sets": "1",
        "paper_1": "1",
        "paper_1_kind": "original",
        "paper_1_quantity": "1",
        **OWNER,
        **changes,
    }


def receive(browser: Client, **changes: Any) -> str:
    """Receive through the counter; the code."""
    answer = browser.post("/tiep-nhan/", filled(**changes))
    assert answer.status_code == 302, words_of(answer)
    found = CODE.search(answer["Location"])
    assert found
    return found[1]


def act(browser: Client, code: str, sheet: str, **data: Any) -> Any:
    """Open the form of an action and send it with what the page said it had seen."""
    page = browser.get(f"/ho-so/{code}/lam/{sheet}/")
    assert page.status_code == 200, words_of(page)
    seen = tree_of(page).xpath("string(//input[@name='expected_seq']/@value)")
    return browser.post(f"/ho-so/{code}/lam/{sheet}/", {"expected_seq": seen, **data})


def placed(address: str, code: str) -> str:
    """An address with the keys of a dossier, of a process and of the ward in the place of their names."""
    if "PROC" in address or "HASH" in address:
        process_services.load_demo()
        # It calls two other agencies: whatever pages ask of processes, they ask of this one.
        version = ProcessVersion.objects.get(process__code="0000/QĐ-UBND#9")
        return address.replace("PROC", str(version.process_id)).replace("HASH", version.hash)
    if re.search("WARD|BANK|DOOR|COUNTER|HELD|STANDS|HEIR", address) is None:
        return address.replace("CODE", code)
    section = Section.objects.get(agency__code=WARD, valid_to=None)
    keys = {
        "WARD": section.agency_id,
        "BANK": section.agency.accounts.values_list("pk", flat=True)[0],
        "DOOR": section.pk,
        "COUNTER": section.counters.values_list("pk", flat=True)[0],
        "HELD": Assignment.objects.filter(post__code="n01273-ld1").values_list("pk", flat=True)[0],
        "HEIR": Succession.objects.values_list("pk", flat=True)[0],
        "STANDS": StandIn.objects.values_list("pk", flat=True)[0],
    }
    for name, key in keys.items():
        address = address.replace(name, str(key))
    return address


def tree_of(answer: Any) -> Any:
    """The page as a tree."""
    return html.fromstring(answer.content.decode())


def words_of(answer: Any) -> str:
    """What the page says, spaces folded."""
    return " ".join(tree_of(answer).text_content().split())


@pytest.fixture
def received(sign_in: SignIn) -> str:
    """A dossier received this minute."""
    return receive(sign_in(RECEPTION))


@pytest.fixture
def with_handler(sign_in: SignIn, received: str) -> str:
    """The same, handed over to the handling officer by name."""
    act(sign_in(RECEPTION), received, "transfer", to_officer=HANDLER_CODE)
    return received


@pytest.fixture
def late(province: None, db: None) -> str:
    """A dossier of last March that nobody resolved."""
    room = Room("2026-03-02T09:00")
    room.receive()
    room.transferred()
    return room.code


def untouched(code: str) -> int:
    """The number of the last event of a dossier."""
    return Dossier.objects.values_list("seq", flat=True).get(code=code)


def now() -> int:
    return SystemClock().now()
