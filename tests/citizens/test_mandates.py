"""Mandates: both sides see them, either ends them, each ends on its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.support.citizens import make_citizen, sign_in

from motcua.citizens import mandates
from motcua.citizens.local import close
from motcua.citizens.models import AccountEvent, Mandate
from motcua.citizens.queries import Applicant, principals
from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import today

DAY = date(2026, 11, 2)
CLOCK = FixedClock(instant_of(datetime(2026, 11, 2, 9)))
LIST = "/cua-toi/uy-quyen/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def giver() -> Applicant:
    return make_citizen(name="Hợp tác xã Nà Lừa", kind="business", identifier="4809999907")


@pytest.fixture
def holder() -> Applicant:
    return make_citizen(name="Nông Văn Dũng", identifier="004075900025")


def given(giver: Applicant, **more: object) -> int:
    known = {"number": "004075 900025", "name": "nông  văn dũng", "valid_from": DAY, "clock": CLOCK}
    return mandates.give(giver, **{**known, **more})  # type: ignore[arg-type]


def for_whom(holder: Applicant, on: date, field: str = "") -> list[str]:
    return [each.applicant.key for each in principals(holder, on, field)]


def test_a_mandate_counts_once_it_is_accepted_and_ends_on_its_day(
    giver: Applicant, holder: Applicant
) -> None:
    number = given(giver, valid_until=date(2026, 12, 31), paper="Giấy số 01/UQ")
    assert for_whom(holder, DAY) == []
    mandates.accept(holder, number, clock=CLOCK)
    assert for_whom(holder, DAY) == [giver.key]
    assert for_whom(holder, date(2026, 12, 31)) == [giver.key], "its last day is included"
    assert for_whom(holder, date(2027, 1, 1)) == []
    assert for_whom(holder, date(2026, 11, 1)) == []
    assert for_whom(giver, DAY) == [], "it goes one way"


def test_without_a_last_day_it_lasts_a_year(giver: Applicant, holder: Applicant) -> None:
    given(giver)
    assert Mandate.objects.get().valid_until == date(2027, 11, 2)
    assert mandates._year_later(date(2028, 2, 29)) == date(2029, 2, 28)


def test_it_may_be_for_one_field(giver: Applicant, holder: Applicant) -> None:
    mandates.accept(holder, given(giver, scope="HT"), clock=CLOCK)
    assert for_whom(holder, DAY, "HT") == [giver.key]
    assert for_whom(holder, DAY, "DD") == []
    with pytest.raises(DomainError, match="đã ủy quyền"):
        given(giver, scope="HT")
    given(giver, scope="DD")


@pytest.mark.parametrize("side", ["giver", "holder"])
def test_either_side_ends_it_at_once(giver: Applicant, holder: Applicant, side: str) -> None:
    number = given(giver)
    mandates.accept(holder, number, clock=CLOCK)
    mandates.end(giver if side == "giver" else holder, number, clock=CLOCK)
    assert for_whom(holder, DAY) == []
    with pytest.raises(DomainError, match="chấm dứt"):
        mandates.end(giver, number, clock=CLOCK)
    with pytest.raises(DomainError, match="chấm dứt"):
        mandates.accept(holder, number, clock=CLOCK)
    kinds = AccountEvent.objects.filter(kind="mandate_ended").values_list("account", flat=True)
    assert set(kinds) == {giver.pk, holder.pk}, "both are told"


def test_an_account_that_closes_ends_its_mandates(giver: Applicant, holder: Applicant) -> None:
    mandates.accept(holder, given(giver), clock=CLOCK)
    close(giver, clock=CLOCK)
    assert for_whom(holder, DAY) == []
    assert Mandate.objects.get().ended_at is not None


def test_nobody_else_touches_it(giver: Applicant, holder: Applicant) -> None:
    number = given(giver)
    stranger = make_citizen(identifier="004190000999")
    for act in (mandates.accept, mandates.end):
        with pytest.raises(DomainError, match="không phải của bạn"):
            act(stranger, number, clock=CLOCK)
    with pytest.raises(DomainError, match="không phải của bạn"):
        mandates.accept(giver, number, clock=CLOCK)
    assert Mandate.objects.get().accepted_at is None


def test_number_and_name_must_both_fit_a_proven_account(giver: Applicant, holder: Applicant) -> None:
    make_citizen(name="Lý Thị Mai", identifier="004190000777", assurance=1)
    told = set()
    for number, name in (
        ("004075900025", "Nông Văn Khác"),
        ("004075900026", "Nông Văn Dũng"),
        ("004190000777", "Lý Thị Mai"),
        ("", "Nông Văn Dũng"),
    ):
        with pytest.raises(DomainError) as refusal:
            given(giver, number=number, name=name)
        told.add(refusal.value.message)
    assert len(told) == 1, "who guesses learns nothing"


@pytest.mark.parametrize(
    ("first", "last"),
    [(DAY, date(2026, 11, 1)), (date(2026, 1, 1), date(2026, 2, 1)), (DAY, date(2222, 1, 1))],
)
def test_days_that_cannot_be(giver: Applicant, holder: Applicant, first: date, last: date) -> None:
    with pytest.raises(DomainError, match="Thời hạn"):
        given(giver, valid_from=first, valid_until=last)
    assert not Mandate.objects.exists()


def test_only_proven_accounts_give_and_nobody_to_themselves(giver: Applicant, holder: Applicant) -> None:
    with pytest.raises(DomainError, match="đã xác thực"):
        given(make_citizen(identifier="", assurance=1))
    with pytest.raises(DomainError, match="chính mình"):
        given(holder)


def test_the_pages_of_both_sides(client: Client, giver: Applicant, holder: Applicant) -> None:
    sign_in(client, giver)
    form = {"number": "004075900025", "name": "Nông Văn Dũng", "valid_from": today().strftime("%d/%m/%Y")}
    assert client.post(f"{LIST}moi/", {**form, "valid_from": "hôm nay"}).status_code == 200
    assert client.post(f"{LIST}moi/", {**form, "scope": "không-có"}).status_code == 200
    assert not Mandate.objects.exists()
    assert client.post(f"{LIST}moi/", form).status_code == 302
    number = Mandate.objects.get().pk
    assert "Nông Văn Dũng" in client.get(LIST).content.decode()
    other = Client()
    sign_in(other, holder)
    assert "Đồng ý nhận" in other.get(LIST).content.decode()
    assert client.post(f"{LIST}{number}/nhan/").status_code == 404
    assert other.post(f"{LIST}{number}/nhan/").status_code == 302
    assert for_whom(holder, today()) == [giver.key]
    assert "đang có hiệu lực" in client.get(LIST).content.decode()
    assert for_whom(holder, today() + timedelta(days=400)) == []
    assert other.post(f"{LIST}{number}/cham-dut/").status_code == 302
    assert "đã chấm dứt" in client.get(LIST).content.decode()


def test_names_are_not_tried_by_the_hundred(client: Client, giver: Applicant, settings: object) -> None:
    sign_in(client, giver)
    form = {"number": "004075900025", "name": "Ai Đó", "valid_from": "02/11/2030"}
    answers = [client.post(f"{LIST}moi/", form).status_code for _ in range(22)]
    assert answers[:20] == [200] * 20
    assert answers[20:] == [429, 429]
