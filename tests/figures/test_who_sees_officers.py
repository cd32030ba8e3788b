"""Who sees whose figures: an officer the own, a head the group where enough is there; each look is noted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from tests.figures.test_officers import YEAR, officers

from motcua.dossiers.models import Dossier
from motcua.figures.models import FigureLook
from motcua.figures.officers import looks as looks_room
from motcua.figures.officers import sight
from motcua.figures.officers.counting import figures_of
from motcua.figures.officers.looks import looks, looks_at_me, record_looks
from motcua.foundation.errors import Forbidden
from motcua.law.roles import Role
from motcua.organisation.models import Officer, User
from motcua.organisation.queries import officers_at, person_by_login, today
from motcua.organisation.rights import directed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
ASKED = {"ky": "any", "tu": "2025-12-15", "den": "2026-12-14"}


@pytest.fixture
def heads(varied: None) -> dict[str, Client]:
    """Who signs in; the group of the leader is the two officers of the ward."""
    found = {}
    for login in ("cuong.thucphan", "bac.thucphan", "son.thucphan", "bach.thanhtra", "quyet.tangiang"):
        found[login] = Client()
        found[login].force_login(User.objects.get(login_name=login))
    return found


def test_a_head_sees_people_only_where_enough_is_there_and_every_look_is_noted(
    heads: dict[str, Client],
) -> None:
    leader, officer, inspector = heads["cuong.thucphan"], heads["son.thucphan"], heads["bach.thanhtra"]
    small = leader.get("/so-cua-nhom/", ASKED)
    assert "dưới mức 3 người" in small.content.decode()
    assert small.context["team"].whole is None
    with override_settings(MOTCUA_TEAM_LEAST_OFFICERS=2):
        few = leader.get("/so-cua-nhom/", ASKED)
        assert few.context["team"].held_back == 2
        assert leader.get("/so-cua-nhom/CB0015/", ASKED).status_code == 400
        assert not FigureLook.objects.exists()
        assert "Chưa ai xem" in officer.get("/so-cua-toi/", ASKED).content.decode()
        with override_settings(MOTCUA_TEAM_LEAST_DOSSIERS=0):
            page = leader.get("/so-cua-nhom/", ASKED)
            names = [each.name for each in page.context["team"].members]
            assert names == sorted(names, key=lambda name: name.split()[-1])
            assert leader.get("/so-cua-nhom/CB0015/", ASKED | {"mo": "received"}).status_code == 200
            assert leader.get("/so-cua-nhom/CB0017/", ASKED).status_code == 404, "not of the group"
            assert heads["quyet.tangiang"].get("/so-cua-nhom/CB0015/", ASKED).status_code == 404
    noted = sorted(FigureLook.objects.values_list("who", "whom", "how", "first", "last"))
    days = (YEAR.first, YEAR.last)
    assert noted == [
        ("officer:CB0017", "CB0015", "dossiers", *days),
        ("officer:CB0017", "CB0015", "team", *days),
        ("officer:CB0017", "CB0016", "team", *days),
    ]
    own = officer.get("/so-cua-toi/", ASKED)
    assert [each.row.how for each in own.context["looks"]] == ["dossiers", "team"]
    assert "Đàm Mạnh Cường" in own.content.decode()
    assert FigureLook.objects.count() == 3, "the own figures are nobody's look"
    assert len(inspector.get("/nhat-ky/luot-xem-so/").context["list"].rows) == 3


def test_what_is_noted_stays() -> None:
    look = FigureLook(at=1, who="officer:A", whom="B", first=YEAR.first, last=YEAR.last, how="page")
    look.save()
    for change in (lambda: FigureLook.objects.update(whom="C"), FigureLook.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert FigureLook.objects.get().whom == "B"


def test_each_actor_has_just_their_right(varied: None) -> None:
    people = {
        login: person_by_login(login)
        for login in ("son.thucphan", "cuong.thucphan", "bach.thanhtra", "mai.vanphong", "anh.quantri")
    }
    for login in ("bach.thanhtra", "mai.vanphong", "anh.quantri"):
        for asked in (sight.own, sight.team):
            with pytest.raises(Forbidden):
                asked(people[login], YEAR)
    with pytest.raises(Forbidden):
        sight.team(people["son.thucphan"], YEAR)
    with pytest.raises(Forbidden):
        sight.member(people["son.thucphan"], "CB0016", YEAR, FigureLook.How.PAGE)
    for login in ("son.thucphan", "cuong.thucphan", "mai.vanphong", "anh.quantri"):
        with pytest.raises(Forbidden):
            looks(people[login])
    with pytest.raises(Forbidden):
        looks_at_me(people["bach.thanhtra"])
    assert sight.own(people["son.thucphan"], YEAR).officer == "CB0015"


def test_only_dossiers_in_sight_are_listed_and_the_others_are_counted(
    heads: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = max(figures_of(YEAR, officers()).values(), key=lambda each: each.count("received"))
    officer = Client()
    officer.force_login(User.objects.get(officer__code=busy.officer))
    every = officer.get("/so-cua-toi/", ASKED | {"mo": "received"})
    assert len(every.context["seen"]) == every.context["lines"]["received"]["count"] > 0
    monkeypatch.setattr("motcua.desk.views.officer_figures.readable", lambda *_: frozenset())
    none = officer.get("/so-cua-toi/", ASKED | {"mo": "received"})
    assert none.context["seen"] == []
    assert none.context["unreadable"] == len(every.context["seen"])


def test_one_s_own_figures_are_in_no_group_and_no_look_at_them_is_noted(
    varied: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = person_by_login("cuong.thucphan")
    at = sight.officers_at

    def with_the_head(agencies: Any, day: date, roles: Any) -> list[Officer]:
        return [*at(agencies, day, roles), Officer.objects.get(code=head.officer_code)]

    monkeypatch.setattr(sight, "officers_at", with_the_head)
    with override_settings(MOTCUA_TEAM_LEAST_OFFICERS=2, MOTCUA_TEAM_LEAST_DOSSIERS=0):
        found = sight.team(head, YEAR)
    assert {each.code for each in found.members} == {"CB0015", "CB0016"}
    record_looks(head, [head.officer_code, "CB0015"], YEAR, FigureLook.How.PAGE)
    assert set(FigureLook.objects.values_list("whom", flat=True)) == {"CB0015", "CB0016"}


def test_an_inspector_of_one_place_sees_the_looks_at_who_works_there(
    varied: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector, head = person_by_login("bach.thanhtra"), person_by_login("cuong.thucphan")
    there = officers_at(directed(head).house, today(), [Role.HANDLING_OFFICER])
    elsewhere = person_by_login("quyet.tangiang").officer_code
    record_looks(head, [there[0].code, elsewhere], YEAR, FigureLook.How.PAGE)
    assert {each.row.whom for each in looks(inspector).rows} == {there[0].code, elsewhere}
    monkeypatch.setattr(looks_room, "reach_of", lambda *_: directed(head).house)
    page = looks(inspector)
    assert ({each.row.whom for each in page.rows}, page.total) == ({there[0].code}, 1)


def test_a_group_of_just_enough_is_told_of(varied: None) -> None:
    head = person_by_login("cuong.thucphan")
    for least, told in ((2, True), (3, False)):
        with override_settings(MOTCUA_TEAM_LEAST_OFFICERS=least, MOTCUA_TEAM_LEAST_DOSSIERS=0):
            assert (sight.team(head, YEAR).whole is not None) == told


def test_what_figures_let_open_is_what_its_own_page_shows(heads: dict[str, Client]) -> None:
    codes = dict(Dossier.objects.exclude(code=None).values_list("pk", "code"))
    found = sight.readable(person_by_login("son.thucphan"), codes)
    assert 0 < len(found) < len(codes)
    for inside, status in ((found, 200), (codes.keys() - found, 404)):
        for key in sorted(inside)[:3]:
            assert heads["son.thucphan"].get(f"/ho-so/{codes[key]}/").status_code == status


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ky": "any", "tu": "2026-02-02", "den": "2026-02-01"}, "Đổi hai ngày cho nhau"),
        ({"ky": "any", "tu": "x", "den": "2026-02-01"}, "không phải là một ngày"),
        ({"den-luc": "2999-01-01"}, "tương lai"),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_words(
    heads: dict[str, Client], asked: dict[str, str], said: str
) -> None:
    for login, page in (("son.thucphan", "/so-cua-toi/"), ("cuong.thucphan", "/so-cua-nhom/")):
        answer = heads[login].get(page, asked)
        assert answer.status_code == 400
        assert said in answer.content.decode()
