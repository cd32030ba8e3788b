"""What an inspector may look into: who opened what, whether the log holds; nothing can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from tests.desk.conftest import SignIn, receive, tree_of, words_of
from tests.dossiers.room import (
    CONTROLLER,
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    RECEPTION,
    STRANGE_LEADER,
)

from motcua.dossiers.checks import _tell, checks, run_check, start_check
from motcua.dossiers.inspection_tables import LogCheck, Opening
from motcua.dossiers.models import Dossier
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import Conflict
from motcua.organisation.queries import person_by_login

OPENINGS = "/nhat-ky/luot-mo/"
CHECK = "/nhat-ky/kiem-tra/"


def inspector() -> object:
    return person_by_login(INSPECTOR, SystemClock().now())


def test_each_way_of_opening_is_listed_newest_first(sign_in: SignIn, received: str) -> None:
    browser = sign_in(HANDLER)
    browser.get(f"/ho-so/{received}/")
    browser.get(f"/ho-so/{received}/so-dinh-danh/")
    words = words_of(sign_in(INSPECTOR).get(OPENINGS, {"ma": received}))
    assert "2 lượt mở" in words
    assert words.index("số định danh") < words.index("trang hồ sơ")


def test_filters_by_officer_and_day(sign_in: SignIn, received: str) -> None:
    sign_in(HANDLER).get(f"/ho-so/{received}/")
    sign_in(LEADER).get(f"/ho-so/{received}/")
    browser = sign_in(INSPECTOR)
    assert "1 lượt mở" in words_of(browser.get(OPENINGS, {"nguoi": "CB0015"}))
    assert "0 lượt mở" in words_of(browser.get(OPENINGS, {"nguoi": "không có ai"}))
    assert "0 lượt mở" in words_of(browser.get(OPENINGS, {"den": "2020-01-01"}))
    assert "2 lượt mở" in words_of(browser.get(OPENINGS, {"tu": "hôm qua", "den": "9999-99-99"}))


@pytest.mark.parametrize("text", ["\0", "%", "'; DROP TABLE x", "x" * 500, "\ud800"])
def test_hostile_filters_find_nothing(sign_in: SignIn, received: str, text: str) -> None:
    sign_in(HANDLER).get(f"/ho-so/{received}/")
    answer = sign_in(INSPECTOR).get(OPENINGS, {"nguoi": text.encode(errors="replace").decode()})
    assert answer.status_code == 200
    assert sign_in(INSPECTOR).get(OPENINGS, {"ma": "x" * 70}).status_code == 404


def test_a_head_sees_those_of_the_own_section_alone(sign_in: SignIn, received: str) -> None:
    sign_in(RECEPTION).get(f"/ho-so/{received}/")
    assert received in words_of(sign_in(HEAD).get(OPENINGS))
    strange = sign_in(STRANGE_LEADER)
    assert received not in words_of(strange.get(OPENINGS))
    assert strange.get(OPENINGS, {"ma": received}).status_code == 404


def test_pages_and_a_file_hold_all(sign_in: SignIn, received: str) -> None:
    pk = Dossier.objects.get(code=received).pk
    now = SystemClock().now()
    Opening.objects.bulk_create(
        Opening(dossier_id=pk, who="officer:CB0015", unit="", at=now - n, how="page") for n in range(250)
    )
    browser = sign_in(INSPECTOR)
    last = browser.get(OPENINGS, {"trang": "3"})
    assert len(tree_of(last).xpath("//table//tbody/tr")) == 50
    lines = browser.get(f"{OPENINGS}xuat/csv/").content.decode().strip().splitlines()
    assert len(lines) == 251


def test_the_check_of_everything_is_a_job_with_a_kept_result(sign_in: SignIn, received: str) -> None:
    browser = sign_in(INSPECTOR)
    answer = browser.post(CHECK, {"ma": ""})
    assert (answer.status_code, answer["Location"]) == (302, CHECK)
    check = LogCheck.objects.get()
    assert (check.asked_by, check.began_at) == ("officer:CB0028", None)
    assert "Đang chờ tiến trình nền." in words_of(browser.get(CHECK))
    run_check(check.pk)
    words = words_of(browser.get(CHECK))
    assert "Chuỗi khớp: 1 sự kiện của 1 hồ sơ." in words
    assert "Lương Văn Bách" in words


@pytest.mark.django_db(transaction=True)
def test_the_page_tells_how_far_the_check_is(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check reads in one unmoving view; what it tells is seen by another connection while it runs."""
    for _ in range(3):
        receive(sign_in(RECEPTION))
    browser = sign_in(INSPECTOR)
    browser.post(CHECK, {"ma": ""})
    monkeypatch.setattr("motcua.dossiers.verify.STRIDE", 1)
    seen: list[tuple[str, str]] = []

    def look() -> tuple[str, str]:
        try:
            page = browser.get(f"{CHECK}dang-chay/")
            words = words_of(page)
            (bar,) = tree_of(page).xpath("//progress/@value")
            return words[words.index("Đang kiểm tra") :].partition(".")[0], bar
        finally:
            connection.close()

    def told(number: int, done: int, total: int) -> None:
        _tell(number, done, total)
        seen.append(aside.submit(look).result())

    monkeypatch.setattr("motcua.dossiers.checks._tell", told)
    with ThreadPoolExecutor(1) as aside:
        run_check(LogCheck.objects.get().pk)
    assert seen == [
        ("Đang kiểm tra: 0 trên 3 hồ sơ", "0"),
        ("Đang kiểm tra: 1 trên 3 hồ sơ", "33"),
        ("Đang kiểm tra: 2 trên 3 hồ sơ", "66"),
        ("Đang kiểm tra: 3 trên 3 hồ sơ", "100"),
    ]
    ended = browser.get(f"{CHECK}dang-chay/")
    assert "Chuỗi khớp: 3 sự kiện của 3 hồ sơ." in words_of(ended)
    assert not tree_of(ended).xpath("//progress")


def test_two_checks_at_once_are_one(sign_in: SignIn, received: str) -> None:
    sign_in(INSPECTOR).post(CHECK, {"ma": ""})
    words = words_of(sign_in(CONTROLLER).post(CHECK, {"ma": ""}))
    assert "Đang có một lần kiểm tra toàn bộ nhật ký chưa xong." in words
    assert LogCheck.objects.count() == 1


def test_a_job_that_runs_twice_does_it_once(received: str) -> None:
    number = start_check(inspector())  # type: ignore[arg-type]
    run_check(number)
    ended = LogCheck.objects.get().ended_at
    run_check(number)
    assert LogCheck.objects.get().ended_at == ended
    with pytest.raises(Conflict):
        [start_check(inspector()) for _ in range(2)]  # type: ignore[arg-type]


def test_a_broken_chain_is_named_in_the_kept_result(received: str) -> None:
    number = start_check(inspector())  # type: ignore[arg-type]
    Dossier.objects.filter(code=received).update(head=bytes(32))
    run_check(number)
    (shown,) = checks(inspector())  # type: ignore[arg-type]
    assert shown.verdict is not None
    assert not shown.verdict.ok
    assert shown.verdict.first_broken is not None
    assert shown.verdict.first_broken.dossier == received


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif isinstance(each, URLPattern):
            yield path


TRACES = frozenset({"LookupGuesses", "SignInRecord", "Opening", "Session"})
OPEN = (CHECK, "/dang-xuat/", "/doi-mat-khau/", "/ngon-ngu/")
"""What anybody may send of the own account, and the check."""


def test_whatever_an_inspector_sends_changes_nothing(sign_in: SignIn, received: str) -> None:
    """Every address of the site, with a form that would be a good one."""
    typed = {
        "reason": "x",
        "content": "x",
        "step": "receive",
        "key": "k",
        "procedure": "1.004884",
        "buoc": "ghi",
    }
    before = rows()
    tried = 0
    for pattern in addresses(get_resolver()):
        path = pattern.replace("<str:code>", received).replace("<str:action>", "correct")
        path = path.replace("<str:form>", "receipt").replace("<int:number>", "1")
        if "<" in path or "^" in path or path.startswith(OPEN):
            continue
        assert sign_in(INSPECTOR).post(path, typed).status_code < 500, path
        tried += 1
    assert tried > 40
    assert rows() == before


def rows() -> dict[str, int]:
    """How many rows each table of the house has; what the citizen's look-up counts against guessing apart."""
    models = (model for model in apps.get_models() if model.__module__.startswith("motcua"))
    return {model.__name__: model.objects.count() for model in models if model.__name__ not in TRACES}
