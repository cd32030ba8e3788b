"""Language, refusals and rail: what every page stands in."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.rights import ACTIONS, Held, Person
from motcua.organisation.web import SIGNED_IN
from motcua.site import navigation
from motcua.site.refusals import Refusals


class TestLanguage:
    def test_browser_in_english_reads_vietnamese(self, client: Client, db: None) -> None:
        answer = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
        assert '<html lang="vi">' in answer.content.decode()
        assert answer["Content-Language"] == "vi"

    def test_switch_is_remembered(self, client: Client, db: None) -> None:
        client.post("/ngon-ngu/", {"language": "en", "next": "/tra-cuu/"})
        assert '<html lang="en">' in client.get("/").content.decode()

    def test_unknown_language_is_vietnamese(self, client: Client, db: None) -> None:
        client.cookies["django_language"] = "../../etc"
        assert '<html lang="vi">' in client.get("/").content.decode()


class TestRefusals:
    @pytest.mark.parametrize(
        ("kind", "status"), [(Forbidden, 403), (NotFound, 404), (Conflict, 409), (DomainError, 400)]
    )
    def test_refusal_becomes_a_page(self, kind: type[DomainError], status: int, db: None) -> None:
        page = _refused(kind("Không được %(what)s.", "Làm cách khác.", kept="Đã giữ.", what="<b>"))
        assert page is not None
        assert page.status_code == status
        for words in ("Không được &lt;b&gt;.", "Đã giữ.", "Làm cách khác."):
            assert words in page.content.decode()

    def test_unexpected_error_is_not_swallowed(self) -> None:
        assert _refused(ValueError("x")) is None


def _refused(error: Exception) -> HttpResponse | None:
    request = _request()
    return Refusals(lambda _: HttpResponse()).process_exception(request, error)


def _request(person: Person | None = None, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.person = person or Person()  # type: ignore[attr-defined]
    return request


def holder(role: Role) -> Person:
    return Person(user_id=1, held=(Held(1, role, "x", 1, "H14", "x"),))


class TestRail:
    def test_no_item_leads_to_a_page_that_asks_for_more(self) -> None:
        assert navigation.RAIL
        for item in navigation.RAIL:
            asked = str(getattr(resolve(reverse(item.view)).func, "motcua_right", None))
            assert asked == SIGNED_IN or ACTIONS[item.right] <= ACTIONS[asked], item.view

    def test_nobody_is_shown_a_closed_door(self) -> None:
        shown = {item.view for item in navigation.rail_for(_request(holder(Role.INSPECTOR)))}
        assert "desk:counter" not in shown
        assert "desk:dossiers" in shown

    def test_current_place_is_marked(self) -> None:
        rail = navigation.rail_for(_request(holder(Role.RECEIVING_OFFICER), reverse("desk:counter")))
        assert [item.view for item in rail if item.current] == ["desk:counter"]

    def test_counts_stand_on_their_item(self) -> None:
        rail = navigation.rail_for(_request(holder(Role.RECEIVING_OFFICER)), {"desk:home": 7})
        assert {item.view: item.count for item in rail}["desk:home"] == 7

    def test_phone_has_a_bar_of_four(self) -> None:
        for role in Role:
            rail = navigation.rail_for(_request(holder(role)))
            assert len([item for item in rail if item.on_phone]) <= 4, role


class TestEntrance:
    def test_wrong_password_keeps_the_name_and_says_so(self, client: Client, db: None) -> None:
        page = client.post("/dang-nhap/", {"login": "ai.do", "password": "khong dung"}).content.decode()
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in page
        assert 'value="ai.do"' in page

    def test_nobody_signs_up(self, client: Client, db: None) -> None:
        assert "signup" not in client.get("/dang-nhap/").content.decode()

    def test_demonstration_people_are_listed_only_where_data_are_simulated(
        self, client: Client, db: None, settings: object
    ) -> None:
        assert "hanh.thucphan" in client.get("/dang-nhap/").content.decode()
        settings.MOTCUA_SIMULATED = False  # type: ignore[attr-defined]
        page = client.get("/dang-nhap/").content.decode()
        assert "hanh.thucphan" not in page
        assert "mot-cua-demo" not in page
