"""An administrator enters, corrects, renames and ends agencies; what does not fit changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.organisation.tree import FIRST_OF_NEW, NOW, Province, noon

from motcua.foundation.clock import FixedClock
from motcua.foundation.errors import DomainError, Forbidden
from motcua.foundation.worktime import Window
from motcua.law.roles import Role
from motcua.organisation.models import (
    Agency,
    Assignment,
    Change,
    CounterDuty,
    Post,
    Section,
    StandIn,
    Succession,
)
from motcua.organisation.rights import Person
from motcua.organisation.sections import own_hours
from motcua.organisation.services import (
    AgencyFacts,
    add_agency,
    add_counter,
    add_succession,
    change_counter,
    change_section,
    correct_agency,
    end_agency,
    open_section,
    renew_agency,
    seed_calendar,
    set_hours,
    take_back_succession,
)

ONE = timedelta(days=1)
DAY = NOW + timedelta(days=30)


@pytest.fixture
def admin(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


def facts(province: Province, **changes: Any) -> AgencyFacts:
    new: dict[str, Any] = {
        "code": "H14.40.77",
        "name": "Ủy ban nhân dân xã Mới",
        "short_name": "UBND xã Mới",
        "kind": "commune",
        "level": "commune",
        "parent": province.id("province"),
    }
    return AgencyFacts(**new | changes)


def like(agency: Agency, **changes: Any) -> AgencyFacts:
    same = ("code", "name", "short_name", "kind", "level", "code_qcvn", "code_is_invented", "gso_code")
    return AgencyFacts(**{n: getattr(agency, n) for n in same} | {"parent": agency.parent_id} | changes)


def counted() -> tuple[int, ...]:
    models = (Agency, Section, Post, Assignment, StandIn, Succession, Change)
    return tuple(model.objects.count() for model in models)


def refused(error: str, call: Callable[[], object], field: str = "") -> DomainError:
    before = counted()
    with pytest.raises(DomainError) as refusal:
        call()
    assert refusal.value.id == error
    if field:
        assert refusal.value.params["field"] == field
    assert counted() == before, "what is refused changes nothing"
    return refusal.value


def test_a_new_agency_from_a_day_with_its_trace(province: Province, admin: Person) -> None:
    agency = add_agency(admin, facts(province), since=NOW, reason="Nghị quyết 12")
    assert (agency.code, agency.parent_id, agency.valid_to) == ("H14.40.77", province.id("province"), None)
    change = Change.objects.get()
    assert (change.kind, change.subject, change.officer_id) == ("agency", "H14.40.77", admin.officer_id)
    assert change.before is None
    assert change.after["parent"] == "province"


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"code": "H14..3"}, "agency_code_invalid", "code"),
        ({"code": "000.03.40.H14"}, "agency_code_invalid", "code"),
        ({"code": "<script>"}, "agency_code_invalid", "code"),
        ({"code": "A" * 10_000}, "text_too_long", "code"),
        ({"code": "h14.40.03"}, "code_taken", "code"),
        ({"code_qcvn": "H14.40.77"}, "agency_code_invalid", "code_qcvn"),
        ({"name": "  "}, "missing", "name"),
        ({"name": "ấ" * 10_000}, "text_too_long", "name"),
        ({"short_name": "x" * 121}, "text_too_long", "short_name"),
        ({"kind": "kingdom"}, "unknown_choice", "kind"),
        ({"level": ""}, "unknown_choice", "level"),
        ({"level": "province"}, "level_of_kind", "level"),
        ({"kind": "district", "level": "district"}, "districts_ended", "level"),
        ({"parent": None}, "agency_needs_parent", "parent"),
        ({"parent": 10**9}, "not_found", ""),
        ({"gso_code": "12a"}, "agency_invalid", "gso_code"),
        ({"gso_code": "123456"}, "agency_invalid", "gso_code"),
    ],
)
def test_what_does_not_fit(
    province: Province, admin: Person, changes: dict[str, Any], error: str, field: str
) -> None:
    refused(error, lambda: add_agency(admin, facts(province, **changes), since=NOW, reason="Thử"), field)


def test_days_that_do_not_fit(province: Province, admin: Person) -> None:
    new = facts(province)
    for since, until, error in (
        (NOW, NOW - ONE, "period_reversed"),
        (date(9999, 12, 31), None, "day_out_of_range"),
        (NOW, date(9999, 12, 31), "day_out_of_range"),
        (date(1, 1, 1), None, "day_out_of_range"),
        (date(2019, 1, 1), None, "outside_period"),
    ):
        refused(error, lambda s=since, u=until: add_agency(admin, new, since=s, until=u, reason="Thử"))
    refused("reason_needed", lambda: add_agency(admin, new, since=NOW, reason=" "), "reason")


def test_a_code_is_free_again_on_other_days(province: Province, admin: Person) -> None:
    """The old ward number 2 bore H14.40.02 until 30 June 2025 (decision 2)."""
    agency = add_agency(admin, facts(province, code="H14.40.02"), since=FIRST_OF_NEW, reason="Nghị quyết")
    assert agency.code == "H14.40.02"


def test_a_district_of_the_past_can_be_entered(province: Province, admin: Person) -> None:
    past = facts(province, code="H14.45", kind="district", level="district")
    made = add_agency(admin, past, since=date(2020, 3, 1), until=date(2025, 6, 30), reason="Nhập lại")
    assert made.level == "district"


def test_a_circle_of_agencies(province: Province, admin: Person) -> None:
    justice, below = province.agencies["justice"], province.agencies["justice-a"]
    for parent in (justice.pk, below.pk):
        wrong = like(justice, parent=parent)
        refusal = refused(
            "agency_circle", lambda w=wrong: correct_agency(admin, justice.pk, w, reason="Thử"), "parent"
        )
        refused(
            "agency_circle",
            lambda w=wrong: renew_agency(admin, justice.pk, w, since=DAY, reason="Thử"),
            "parent",
        )
    assert "justice-a" in refusal.message


def test_a_mistake_is_corrected_in_place(province: Province, admin: Person) -> None:
    agency = province.agencies["new-2"]
    correct_agency(admin, agency.pk, like(agency, name="UBND phường Hai"), reason="Gõ thiếu dấu")
    agency.refresh_from_db()
    assert agency.name == "UBND phường Hai"
    change = Change.objects.get()
    assert (change.before["name"], change.after["name"]) == ("new-2", "UBND phường Hai")
    same = like(agency)
    refused("nothing_changed", lambda: correct_agency(admin, agency.pk, same, reason="Thử"))
    other = like(agency, code="H14.40.04")
    refused("code_stays", lambda: correct_agency(admin, agency.pk, other, reason="Thử"), "code")


def test_a_new_name_from_a_day_takes_everything_along(province: Province, admin: Person) -> None:
    ward, division = province.agencies["new-1"], province.agencies["new-1-a"]
    head = province.post(Role.SECTION_HEAD, "new-1")
    desk = province.post(Role.HANDLING_OFFICER, "new-1-a")
    watch = province.post(Role.INSPECTOR, "office", "new-1")
    who, handler, watcher = (province.holder(post) for post in (head, desk, watch))
    deputy = province.officer()
    StandIn.objects.create(post=head, officer=deputy, valid_from=DAY - ONE, valid_to=DAY + ONE, ground="QĐ 3")
    province.sections["new-1"].counters.create(number=1, name="Hộ tịch")

    done = renew_agency(
        admin, ward.pk, like(ward, name="UBND phường Mới tên"), since=DAY, reason="Nghị quyết 20"
    )

    assert (done.agencies, done.posts) == (2, 3)
    ward.refresh_from_db()
    assert ward.valid_to == DAY - ONE
    on_day = Agency.objects.get(code="H14.40.01", valid_from=DAY)
    assert on_day == done.agency
    assert on_day.children.get().code == division.code
    assert on_day.sections.get().counters.get().name == "Hộ tịch"
    for day, name, house in ((DAY - ONE, "new-1", ward), (DAY, "UBND phường Mới tên", on_day)):
        held = {
            officer.pk: province.as_person(officer, day).held for officer in (who, handler, watcher, deputy)
        }
        assert [len(posts) for posts in held.values()] == [1, 1, 1, 1], day
        assert held[who.pk][0].agency_name == name
        assert held[deputy.pk][0].stand_in_for == "QĐ 3"
        assert house.pk in held[handler.pk][0].house
        assert house.pk in held[watcher.pk][0].reach
    after = province.as_person(handler, DAY).held[0]
    assert {ward.pk, division.pk} <= after.house, "the dossiers of both follow"
    assert not province.as_person(deputy, DAY + 2 * ONE).held


def test_a_renewal_on_a_day_that_does_not_fit(province: Province, admin: Person) -> None:
    ward, old = province.agencies["new-1"], province.agencies["old-1"]
    changed = like(ward, name="Khác")
    for since in (ward.valid_from, date(2020, 1, 1)):
        refused("renewal_day", lambda s=since: renew_agency(admin, ward.pk, changed, since=s, reason="Thử"))
    refused(
        "renewal_day",
        lambda: renew_agency(admin, old.pk, like(old, name="Khác"), since=DAY, reason="Thử"),
    )
    refused("nothing_changed", lambda: renew_agency(admin, ward.pk, like(ward), since=DAY, reason="Thử"))
    taken = like(ward, code="H14.40.03")
    refused("code_taken", lambda: renew_agency(admin, ward.pk, taken, since=DAY, reason="Thử"))


def ending(admin: Person, agency: Agency, **changes: Any) -> Callable[[], Any]:
    told: dict[str, Any] = {
        "successor": None, "end_posts": False, "reason": "Nghị quyết", "open_dossiers": lambda _: 0,
    }  # fmt: skip
    return lambda: end_agency(admin, agency.pk, NOW, **told | changes)


def test_an_agency_ends_only_when_somebody_has_its_work(province: Province, admin: Person) -> None:
    ward = province.agencies["new-2"]
    post = province.post(Role.LEADER, "new-2")
    officer = province.holder(post)
    many = {"open_dossiers": lambda key: 12 if key == ward.pk else 0}

    told = refused("agency_has_dossiers", ending(admin, ward, **many), "successor")
    assert "12 hồ sơ" in told.message
    heir = {"successor": province.id("new-1")}
    told = refused("agency_has_posts", ending(admin, ward, **many, **heir), "end_posts")
    assert "1 vị trí" in told.message

    done = ending(admin, ward, **many, **heir, end_posts=True)()
    assert done == (1, 1, 12)
    ward.refresh_from_db()
    assert ward.valid_to == NOW
    assert Section.objects.get(agency=ward).valid_to == NOW
    assert province.as_person(officer, NOW).roles == {Role.LEADER}
    assert province.as_person(officer, NOW + ONE).roles == frozenset()
    takes = Succession.objects.get(predecessor=ward)
    assert (takes.successor_id, takes.day, takes.takes_dossiers) == (province.id("new-1"), NOW + ONE, True)
    kinds = set(Change.objects.values_list("kind", flat=True))
    assert kinds == {"agency", "post", "assignment"}
    refused("ended_already", ending(admin, ward))


def test_an_agency_with_others_below_does_not_end(province: Province, admin: Person) -> None:
    told = refused("agency_has_children", ending(admin, province.agencies["justice"]))
    assert "justice-a, justice-b" in told.message


def test_a_successor_that_is_none(province: Province, admin: Person) -> None:
    ward = province.agencies["new-2"]
    for key in ("new-2", "old-1"):
        refused("successor_invalid", ending(admin, ward, successor=province.id(key)), "successor")


def test_who_follows_whom(province: Province, admin: Person) -> None:
    old, new, other = (province.id(key) for key in ("old-1", "new-2", "city"))
    day = FIRST_OF_NEW

    def follow(predecessor: int, successor: int, since: date = day) -> Callable[[], Succession]:
        return lambda: add_succession(
            admin, predecessor, successor, day=since, takes_dossiers=True, reason="Nghị quyết"
        )

    made = follow(old, new)()
    assert Change.objects.get().kind == "succession"
    refused("succession_twice", follow(old, new), "successor")
    refused("successor_invalid", follow(old, old), "successor")
    refused("successor_invalid", follow(old, other), "successor")
    refused("still_there", follow(new, province.id("new-1")), "day")
    refused("still_there", follow(old, province.id("justice"), date(2025, 6, 30)), "day")
    refused("day_out_of_range", follow(old, new, date(9999, 12, 31)), "day")

    many = {"reason": "Nhầm", "open_dossiers": lambda key: 3 if key == old else 0}
    take_back_succession(admin, made.pk, **many)
    last = Succession.objects.get(predecessor=old)
    refused("agency_has_dossiers", lambda: take_back_succession(admin, last.pk, **many))
    refused("not_found", lambda: take_back_succession(admin, made.pk, **many))


def test_two_agencies_do_not_follow_each_other(province: Province, admin: Person) -> None:
    ward, heir = province.agencies["new-2"], province.id("new-1")
    ending(admin, ward, successor=heir, end_posts=True)()
    ending(admin, province.agencies["new-1-a"], end_posts=True)()
    end_agency(
        admin, heir, NOW + 9 * ONE, successor=None, end_posts=True, reason="NQ", open_dossiers=lambda _: 0
    )
    back = add_agency(admin, facts(province, code=ward.code), since=NOW + 10 * ONE, reason="Lập lại")
    Succession.objects.create(predecessor=back, successor=ward, day=NOW)
    refused(
        "succession_circle",
        lambda: add_succession(admin, heir, back.pk, day=NOW + 10 * ONE, takes_dossiers=True, reason="NQ"),
        "successor",
    )


def test_a_section_opens_once(province: Province, admin: Person) -> None:
    agency = add_agency(admin, facts(province), since=NOW, reason="Nghị quyết")
    new = {"name": "Bộ phận Một cửa xã Mới", "reason": "Quyết định 5"}
    refused("outside_period", lambda: open_section(admin, agency.pk, since=NOW - ONE, **new))
    section = open_section(admin, agency.pk, since=NOW, phone="0206 385 1234", **new)
    assert section.phone == "0206 385 1234"
    refused("section_open_already", lambda: open_section(admin, agency.pk, since=DAY, **new))
    wrong = new | {"phone": "gọi tôi"}
    refused("phone_invalid", lambda: change_section(admin, section.pk, **wrong), "phone")
    refused("nothing_changed", lambda: change_section(admin, section.pk, phone=section.phone, **new))


def test_hours_of_its_own_go_along(province: Province, admin: Person) -> None:
    seed_calendar()
    ward = province.agencies["new-1"]
    early = [Window(weekday=day, opens=7 * 60, closes=15 * 60) for day in range(5)]
    set_hours(admin, ward.pk, early, source="Quyết định 8", reason="Vùng cao mở sớm")
    assert Change.objects.get(kind="agency").after["hours"][0] == "T2 07:00–15:00"
    done = renew_agency(admin, ward.pk, like(ward, name="Tên khác"), since=DAY, reason="Nghị quyết")
    assert own_hours(done.agency) == own_hours(ward) == tuple(early)
    set_hours(admin, done.agency.pk, [], source="Quyết định 9", reason="Theo giờ chung")
    assert own_hours(done.agency) == ()


@pytest.mark.parametrize(("opens", "closes"), [(600, 600), (700, 600), (0, 25 * 60), (-1, 60)])
def test_hours_that_are_none(province: Province, admin: Person, opens: int, closes: int) -> None:
    seed_calendar()
    wrong = [Window(weekday=0, opens=opens, closes=closes)]
    with pytest.raises(DomainError):
        set_hours(admin, province.id("new-1"), wrong, source="QĐ", reason="Thử")
    assert not Change.objects.exists()
    assert own_hours(province.agencies["new-1"]) == ()


def test_counters(province: Province, admin: Person) -> None:
    section = province.sections["new-1"]
    first = add_counter(admin, section.pk, name="Hộ tịch", reason="QĐ 1")
    assert add_counter(admin, section.pk, name="Đất đai", reason="QĐ 1").number == 2
    wrong = (
        (1, "Khác", "counter_number_taken"),
        (0, "Khác", "counter_number"),
        (100, "Khác", "counter_number"),
        (None, "x" * 10_000, "text_too_long"),
    )
    for number, name, error in wrong:
        refused(
            error, lambda n=number, w=name: add_counter(admin, section.pk, number=n, name=w, reason="Thử")
        )
    officer = province.holder(province.post(Role.RECEIVING_OFFICER, "new-1"))
    sits = CounterDuty.objects.create(counter=first, officer=officer, day=NOW, begins=noon(NOW))
    clock = FixedClock(noon(NOW) + 1)
    change_counter(admin, first.pk, name="Hộ tịch", active=False, reason="Sửa nhà", clock=clock)
    sits.refresh_from_db()
    assert sits.ends == noon(NOW) + 1


@pytest.mark.parametrize("role", [role for role in Role if role not in {"applicant", "system"}])
def test_only_an_administrator(province: Province, role: Role) -> None:
    place = "centre" if role in {Role.RECEIVING_OFFICER, Role.SECTION_HEAD} else "office"
    person = province.person(role, place)
    call = lambda: add_agency(person, facts(province), since=NOW, reason="Nghị quyết")  # noqa: E731
    if role is Role.ADMINISTRATOR:
        assert call().pk
        return
    before = counted()
    with pytest.raises(Forbidden):
        call()
    assert counted() == before
