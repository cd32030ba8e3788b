"""What `motcua bench` does once the database is ready."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any, Final

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import search
from motcua.foundation.clock import MINUTE, FixedClock, SystemClock, day_of
from motcua.organisation.models import Officer
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import Person
from motcua.procedures.queries import find, offer
from motcua.site.bench_documents import counted
from motcua.site.settled import settle

SECTION_LOGIN: Final = "hanh.thucphan"
HANDLER_LOGIN: Final = "son.thucphan"
LEADER_LOGIN: Final = "cuong.thucphan"


Life = tuple[tuple[str, str, dict[str, Any]], ...]
"""Who does what to one dossier, in order: login, action, what is typed."""
LIFE: Final[Life] = (
    (SECTION_LOGIN, "transfer", {}),
    (HANDLER_LOGIN, "record_verification", {"content": "Đã kiểm tra thực địa."}),
    (HANDLER_LOGIN, "propose_result", {"granted": "1"}),
    (LEADER_LOGIN, "approve", {"signature": "digital"}),
    (SECTION_LOGIN, "return_result", {"receiver": "Người nộp hồ sơ"}),
)
WITH_STEPS: Final = "1.001653"
"""A procedure of the demonstration whose process has a clerk's step between signature and return."""
LIFE_WITH_STEPS: Final[Life] = (
    (SECTION_LOGIN, "transfer", {}),
    (HANDLER_LOGIN, "assign_step", {"step_no": "2", "claim": "on"}),
    (HANDLER_LOGIN, "propose_result", {"granted": "1"}),
    (LEADER_LOGIN, "approve", {"signature": "digital"}),
    (HANDLER_LOGIN, "complete_step", {"step_no": "4"}),
    (SECTION_LOGIN, "return_result", {"receiver": "Người nộp hồ sơ"}),
)


def transitions(runs: int, seed: int, *, with_steps: bool = False) -> tuple[list[float], float]:
    """Seconds of each of `runs` transitions over whole lives, and the statements of one.

    `with_steps` takes dossiers that an internal process carries.
    """
    clock = FixedClock(SystemClock().now())
    people = {
        login: person_by_login(login, clock.now()) for login in (SECTION_LOGIN, HANDLER_LOGIN, LEADER_LOGIN)
    }
    chance = Random(seed)  # noqa: S311
    life = LIFE_WITH_STEPS if with_steps else LIFE
    procedure = WITH_STEPS if with_steps else procedure_on(day_of(clock.now()))
    seconds: list[float] = []
    statements: list[int] = []
    while len(seconds) < runs + len(life):
        code = _receive(people[SECTION_LOGIN], procedure, chance, clock)
        for login, action, data in life:
            clock.instant += MINUTE
            with counted() as count:
                began = time.perf_counter()
                services.perform(people[login], code, action, data, clock=clock)
                seconds.append(time.perf_counter() - began)
            statements.append(count[0])
    return seconds[len(life) :], statistics.median(statements)


def _receive(person: Person, procedure: str, chance: Random, clock: FixedClock) -> str:
    data = {
        "procedure": procedure,
        "owner_name": "Hoàng Thị Bích Ngọc",
        "owner_identifier": f"0041880{chance.randint(0, 99999):05d}",
        "paper_1": "on",
        "paper_2": "on",
    }
    request = read_intake(data)
    return services.receive(person, request, idempotency_key=str(uuid.uuid4()), clock=clock).code


def procedure_on(day: date) -> str:
    """A procedure that communes receive on that day."""
    for hit in find("khai sinh", on=day, level="commune"):
        if hit.receivable:
            found = offer(hit.code, on=day)
            if not found.blocked:
                return hit.code
    raise LookupError("the demonstration catalogue has no birth registration")


Page = Callable[[], str]


def _one_code() -> str:
    return str(
        Dossier.objects.filter(section__code=_section_code(), returned_at__isnull=False)
        .order_by("-seq")
        .values_list("code", flat=True)[0]
    )


def _section_code() -> str:
    person = person_by_login(SECTION_LOGIN)
    return person.held[0].agency_code


PAGES: Final[dict[str, tuple[str, Page]]] = {
    "dossier": (SECTION_LOGIN, lambda: f"/ho-so/{_one_code()}/"),
    "worklist": (SECTION_LOGIN, lambda: "/ban-lam-viec/"),
    "handler": (HANDLER_LOGIN, lambda: "/ban-lam-viec/"),
    "list100": (SECTION_LOGIN, lambda: "/ho-so/?q=thi"),
    "counter": (SECTION_LOGIN, lambda: "/tiep-nhan/"),
    "section": (SECTION_LOGIN, lambda: "/bo-phan/"),
    "home": ("", lambda: "/"),
    "status": ("", lambda: f"/tra-cuu/{_one_code()}"),
}


def page(name: str, runs: int) -> tuple[list[float], float, int, float]:
    """Seconds of each request, the statements of one, the bytes of its answer, and the processor seconds that
    this process spends on one: the figure to compare where others use the machine too."""
    from django.test import Client

    login, address_of = PAGES[name]
    client = Client(SERVER_NAME="localhost")
    if login:
        user = Officer.objects.select_related("user").get(user__login_name=login).user
        assert user is not None
        client.force_login(user)
    address = address_of()
    settle()
    seconds: list[float] = []
    worked: list[float] = []
    statements: list[int] = []
    size = 0
    for number in range(runs + 3):
        with counted() as count:
            began, at_work = time.perf_counter(), time.thread_time()
            answer = client.get(address, follow=True)
            elapsed = time.perf_counter() - began
            worked.append(time.thread_time() - at_work)
        if answer.status_code != 200:
            raise LookupError(f"{address} answers {answer.status_code}")
        size = len(answer.content)
        if number >= 3:
            seconds.append(elapsed)
            statements.append(count[0])
    return seconds, statistics.median(statements), size, statistics.median(worked[3:])


INSPECTOR_LOGIN: Final = "bach.thanhtra"
"""Sees every dossier of the province: the widest look-up there is."""


def lookups(runs: int, seed: int) -> Iterator[tuple[str, list[float], float]]:
    """For each kind of fragment its name, the seconds of `runs` look-ups, and the statements of one.

    Fragments are cut from names, phones, identifiers and codes that are there, at the place that chance says.
    """
    person = person_by_login(INSPECTOR_LOGIN)
    chance = Random(seed)  # noqa: S311
    rows = list(
        Dossier.objects.filter(code__isnull=False)
        .order_by("pk")
        .values_list("owner_name", "owner_phone", "owner_identifier", "code")
    )
    for name, cut in FRAGMENTS.items():
        seconds: list[float] = []
        statements: list[int] = []
        for number in range(runs + 3):
            text = cut(chance, chance.choice(rows))
            with counted() as count:
                began = time.perf_counter()
                search(person, text)
                elapsed = time.perf_counter() - began
            if number >= 3:
                seconds.append(elapsed)
                statements.append(count[0])
        yield name, seconds, statistics.median(statements)


def _piece(chance: Random, text: str, length: int) -> str:
    start = chance.randint(0, max(0, len(text) - length))
    return text[start : start + length]


Cut = Callable[[Random, tuple[Any, ...]], str]
FRAGMENTS: Final[dict[str, Cut]] = {
    "name": lambda chance, row: row[0],
    "word of a name": lambda chance, row: chance.choice(row[0].split()),
    "middle of a name": lambda chance, row: _piece(chance, row[0], 5).strip(),
    "two letters": lambda chance, row: chance.choice(row[0].split())[:2],
    "phone": lambda chance, row: _piece(chance, row[1] or row[2], 5),
    "identifier": lambda chance, row: _piece(chance, row[2], 6),
    "code": lambda chance, row: row[3][-11:],
}
