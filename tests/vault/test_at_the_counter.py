"""What the store has is not asked for again at the counter, unless a legal ground says why (Decree
107/2021)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.desk.conftest import CODE, filled, tree_of, words_of
from tests.dossiers.room import HANDLER, HEAD, LEADER, RECEPTION, Room
from tests.vault.conftest import NUMBER, OTHER_NUMBER

from motcua.dossiers.models import ComponentRow, Dossier
from motcua.organisation.models import User
from motcua.vault.models import Paper, PaperUse

COUNTER = "/tiep-nhan/"


def desk(login: str) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(login_name=login))
    return browser


@pytest.fixture
def counter(certificate: Paper) -> Client:
    return desk(RECEPTION)


def looked(browser: Client, **data: str) -> Any:
    return browser.post(COUNTER, filled(**{"step": "look", **data}))


def received(browser: Client, **data: str) -> str:
    answer = browser.post(COUNTER, filled(paper_2="1", paper_2_kind="original", **data))
    assert answer.status_code == 302, words_of(answer)
    found = CODE.search(answer["Location"])
    assert found
    return found[1]


def test_the_screen_says_that_it_is_there(counter: Client, certificate: Paper) -> None:
    page = looked(counter)
    assert "Đã có trong kho: Giấy khai sinh" in words_of(page)
    tree = tree_of(page)
    assert tree.xpath("//input[@name='paper_2_store']/@value") == [str(certificate.pk)]
    assert tree.xpath("//input[@name='paper_2_store']/@data-key") == ["K"]
    assert not tree.xpath("//input[@name='paper_1_store']")
    assert not tree.xpath("//div[@class='instore']//a"), "the file is for who works on a dossier"
    seen = PaperUse.objects.get()
    assert (seen.what, seen.by, seen.procedure_code) == ("seen", "officer:CB0013", "1.004884")


def test_looking_again_is_written_once_a_day(counter: Client) -> None:
    for _ in range(3):
        looked(counter)
    assert PaperUse.objects.count() == 1


def test_it_comes_with_the_number_of_the_applicant(counter: Client, certificate: Paper) -> None:
    part = counter.post(f"{COUNTER}nguoi-nop/", filled(owner_identifier=NUMBER))
    cell = tree_of(part).xpath("//div[@id='store_2' and @hx-swap-oob]")[0]
    assert str(certificate.pk) in cell.xpath(".//input[@name='paper_2_store']/@value")


def test_of_another_number_nothing_is_told(counter: Client) -> None:
    for number in (OTHER_NUMBER, "004188004218", "123", ""):
        assert "Đã có trong kho" not in words_of(looked(counter, owner_identifier=number))
    assert not PaperUse.objects.exists()


def test_taken_from_the_store(counter: Client, certificate: Paper) -> None:
    code = received(counter, paper_2_store=str(certificate.pk))
    row = ComponentRow.objects.get(dossier__code=code, key=2)
    assert (row.from_store, row.file) == (True, certificate.sha256)
    assert PaperUse.objects.filter(what="reused").count() == 1


def test_asked_for_again_without_a_ground_is_refused(counter: Client) -> None:
    before = Dossier.objects.count()
    answer = counter.post(COUNTER, filled(paper_2="1", paper_2_kind="original"))
    assert answer.status_code == 400
    assert "đã có trong kho của chủ hồ sơ" in words_of(answer)
    assert tree_of(answer).xpath("//input[@name='paper_2_ground' and @aria-invalid]")
    assert Dossier.objects.count() == before


def test_the_ground_stands_in_the_event_and_with_the_paper(counter: Client, certificate: Paper) -> None:
    ground = "Điều 16 Nghị định 123/2015/NĐ-CP: nộp bản chính"
    code = received(counter, paper_2_ground=ground)
    event = Dossier.objects.get(code=code).events.get(type="received")
    assert f'"asked_again":"{ground}"' in event.body
    use = PaperUse.objects.get(what="asked_again")
    assert (use.paper, use.ground, use.line) == (certificate, ground, 2)


def test_what_is_only_shown_needs_no_ground(counter: Client) -> None:
    answer = counter.post(COUNTER, filled(paper_2="1", paper_2_kind="shown"))
    assert answer.status_code == 302


@pytest.mark.parametrize("login", [HANDLER, LEADER, "anh.quantri", "bach.thanhtra"])
def test_who_does_not_receive_is_told_nothing(certificate: Paper, login: str) -> None:
    browser = desk(login)
    assert looked(browser).status_code == 403
    assert browser.post(f"{COUNTER}nguoi-nop/", filled()).status_code == 403
    assert not PaperUse.objects.exists()


def test_the_head_of_the_section_receives_too(certificate: Paper) -> None:
    assert "Đã có trong kho" in words_of(looked(desk(HEAD)))


def test_a_revoked_paper_is_not_shown(counter: Client, room: Room) -> None:
    Paper.objects.update(revoked_at=room.clock.instant)
    assert "Đã có trong kho" not in words_of(looked(counter))
