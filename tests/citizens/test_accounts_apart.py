"""An account of the citizen's door opens no page of the offices, and an officer's none of that door."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.dossiers.room import ADMINISTRATOR
from tests.support.citizens import make_citizen, sign_in

from motcua.citizens.models import Mandate
from motcua.citizens.queries import by_identifier, by_key, principals
from motcua.citizens.web import citizen_on, signed_in_citizen
from motcua.organisation.models import User

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "address", ["/ban-lam-viec/", "/tiep-nhan/", "/ho-so/", "/quan-tri/tai-khoan/", "/phien/"]
)
def test_a_citizen_opens_no_page_of_the_offices(client: Client, address: str) -> None:
    sign_in(client, make_citizen())
    assert client.get(address).status_code == 403


def test_an_administrator_sees_no_citizens_among_accounts(client: Client, province: None) -> None:
    key = make_citizen().key
    client.force_login(User.objects.get(login_name=ADMINISTRATOR))
    assert key not in client.get("/quan-tri/tai-khoan/").content.decode()
    assert client.get(f"/quan-tri/tai-khoan/{key}/").status_code == 404


@signed_in_citizen
def _page(request: HttpRequest) -> HttpResponse:
    found = citizen_on(request)
    return HttpResponse(found.key if found else "-")


def _asked(user: object, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/cua-toi/?a=1", headers=headers)
    request.user = user  # type: ignore[assignment]
    return _page(request)


def test_the_door_is_open_to_citizens_alone() -> None:
    someone = make_citizen()
    assert _asked(User.objects.get(citizen__key=someone.key)).content.decode() == someone.key
    for other in (AnonymousUser(), User.objects.create_user("can.bo", "mot-mat-khau")):
        answer = _asked(other)
        assert answer["Location"] == "/dang-nhap-nguoi-dan/?next=%2Fcua-toi%2F%3Fa%3D1"
        assert _asked(other, hx_request="true").status_code == 401


def test_a_mandate_holds_between_its_days_for_its_field() -> None:
    mother, son = make_citizen(), make_citizen(name="Nông Văn Con", identifier="004090000124")
    mandate = Mandate.objects.create(
        giver_id=mother.pk,
        holder_id=son.pk,
        scope="LV-HT",
        valid_from=date(2026, 3, 1),
        valid_until=DAY,
        made_at=1,
        accepted_at=1,
    )
    assert [each.applicant.key for each in principals(son, DAY)] == [mother.key]
    assert principals(mother, DAY) == []
    assert [each.mandate for each in principals(son, DAY, field="LV-HT")] == [mandate.pk]
    assert principals(son, DAY, field="LV-DD") == []
    assert principals(son, date(2026, 3, 3)) == principals(son, date(2026, 2, 28)) == []
    Mandate.objects.update(ended_at=2)
    assert principals(son, DAY) == []


def test_only_a_proven_number_is_its_owners() -> None:
    claimed = make_citizen(assurance=1)
    assert by_identifier(claimed.identifier) is None
    proven = make_citizen()
    assert by_identifier(proven.identifier) == proven == by_key(proven.key)
    assert by_identifier("") is None
