"""The list of a head and acting on many rows of it, in the browser's terms."""

from __future__ import annotations

import pytest
from tests.desk.conftest import SignIn, act, receive, tree_of, words_of
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    LEADER,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    Room,
)
from tests.support.statements import counting

from motcua.desk.views import unit
from motcua.dossiers.batch_tables import BatchRun
from motcua.dossiers.batching import run_batch
from motcua.dossiers.models import Dossier, Event
from motcua.organisation.queries import today


@pytest.fixture
def three(province: None, db: None) -> list[str]:
    """Dossiers that one officer has, received last March."""
    room, codes = Room("2026-03-02T09:00"), []
    for _ in range(3):
        room.receive()
        room.transferred()
        codes.append(room.code)
    return codes


def test_a_head_gives_ticked_rows_to_another(sign_in: SignIn, three: list[str]) -> None:
    browser = sign_in(LEADER)
    page = browser.get("/don-vi/")
    ticks = tree_of(page).xpath("//input[@name='viec']/@value")
    assert sorted(ticks) == sorted(f"{code}|0" for code in three)
    asked = {"lam": "assign", "viec": ticks[:2], "can-bo": OTHER_HANDLER_CODE}
    answer = browser.post("/don-vi/lam/", asked, follow=True)
    assert "Đã làm 2 trên 2 việc." in words_of(answer)
    moved = Dossier.objects.filter(holder_officer=OTHER_HANDLER_CODE).values_list("code", flat=True)
    assert sorted(moved) == sorted(tick.partition("|")[0] for tick in ticks[:2])


def test_one_row_alone(sign_in: SignIn, three: list[str]) -> None:
    sign_in(LEADER).post("/don-vi/lam/", {"lam": f"take_back|{three[0]}|0"})
    assert Dossier.objects.get(code=three[0]).holder_officer == ""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"lam": "assign", "can-bo": HANDLER_CODE}, "Chưa chọn việc nào"),
        ({"lam": "assign", "viec": "x|0"}, "Chưa chọn người được giao"),
        ({"lam": "bay", "viec": "x|0"}, "Không có việc này"),
        ({}, "Không có việc này"),
        ({"lam": "claim", "viec": ["x", "|", "x|-1", "\0|1"]}, "Chưa chọn việc nào"),
    ],
)
def test_bad_input_is_told_on_the_list(
    sign_in: SignIn, three: list[str], asked: dict[str, str], told: str
) -> None:
    answer = sign_in(LEADER).post("/don-vi/lam/", {**asked, "ve": "//evil.example/"}, follow=True)
    assert answer.redirect_chain == [("/don-vi/", 302)]
    assert told in words_of(answer)


def test_many_are_left_to_a_job_and_the_page_asks_again(
    sign_in: SignIn, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit, "AT_ONCE", 2)
    browser = sign_in(LEADER)
    asked = {"lam": "assign", "viec": [f"{code}|0" for code in three], "can-bo": OTHER_HANDLER_CODE}
    answer = browser.post("/don-vi/lam/", asked, follow=True)
    assert "Đang làm: 0 trên 3 việc." in words_of(answer)
    run = BatchRun.objects.get()
    assert tree_of(answer).xpath("//section[@hx-get]/@hx-get") == [f"/don-vi/lo/{run.pk}/"]
    run_batch(run.pk)
    part = browser.get(f"/don-vi/lo/{run.pk}/", headers={"HX-Request": "true"})
    assert "Đã làm 3 trên 3 việc." in words_of(part)
    assert b"hx-get" not in part.content
    with counting() as caught:
        browser.get(f"/don-vi/lo/{run.pk}/")
    assert len(caught.texts) <= 10, caught.texts


def test_an_officer_sees_nobody_else_s_list(sign_in: SignIn, three: list[str]) -> None:
    assert "Việc của đơn vị" not in words_of(sign_in(HANDLER).get("/ban-lam-viec/"))
    assert "Việc của đơn vị" in words_of(sign_in(LEADER).get("/ban-lam-viec/"))


def test_as_many_questions_for_one_row_as_for_many(sign_in: SignIn, three: list[str]) -> None:
    browser = sign_in(LEADER)
    browser.get("/don-vi/")
    with counting() as few:
        browser.get("/don-vi/")
    counter = sign_in(RECEPTION)
    for _ in range(5):
        receive(counter)
    with counting() as many:
        browser.get("/don-vi/")
    assert len(few.texts) == len(many.texts) <= 12, many.texts


def test_a_head_appoints_who_stands_in_and_the_work_is_theirs(sign_in: SignIn, three: list[str]) -> None:
    day = today()
    asked = {"absent": HANDLER_CODE, "officer": OTHER_HANDLER_CODE, "ground": "Giấy số 5"}
    days = {"valid_from": day.isoformat(), "valid_to": day.isoformat()}
    assert three[0] not in words_of(sign_in(OTHER_HANDLER).get("/ban-lam-viec/"))
    answer = sign_in(LEADER).post("/don-vi/lam-thay/", {**asked, **days}, follow=True)
    assert "làm thay từ ngày" in words_of(answer)
    browser = sign_in(OTHER_HANDLER)
    assert three[0] in words_of(browser.get("/ban-lam-viec/"))
    act(browser, three[0], "propose_result")
    event = Event.objects.filter(dossier__code=three[0]).order_by("-seq")[0]
    assert event.actor == f"officer:{OTHER_HANDLER_CODE}"
    assert Dossier.objects.get(code=three[0]).step == "approve"
