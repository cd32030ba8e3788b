"""Posts, who holds them, who stands in, and officers who leave; what does not fit changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.organisation.tree import LAST_OF_OLD, NOW, Province, noon

from motcua.foundation.clock import FixedClock
from motcua.foundation.errors import DomainError, Forbidden
from motcua.law.roles import Role
from motcua.organisation.models import Assignment, Change, Officer, Post, StandIn, User
from motcua.organisation.rights import Person
from motcua.organisation.services import (
    add_officer,
    add_post,
    appoint_stand_in,
    change_officer,
    change_post,
    come_back,
    end_assignment,
    end_post,
    end_stand_in,
    give_post,
    leave,
    lock_leavers,
)

ONE = timedelta(days=1)
FAR = date(9999, 12, 31)
CLOCK = FixedClock(noon(NOW))


@pytest.fixture
def admin(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


def counted() -> tuple[Any, ...]:
    rows = [
        list(model.objects.order_by("pk").values_list()) for model in (Assignment, StandIn, Post, Officer)
    ]
    return (*map(tuple, rows), Change.objects.count(), User.objects.filter(is_active=True).count())


def refused(error: str, call: Callable[[], object]) -> DomainError:
    before = counted()
    with pytest.raises(DomainError) as refusal:
        call()
    assert refusal.value.id == error
    assert counted() == before, "what is refused changes nothing"
    return refusal.value


def give(admin: Person, officer: Officer, post: Post, first: date = NOW, last: date | None = None) -> Any:
    return give_post(
        admin, officer_code=officer.code, post_code=post.code, first=first, last=last, reason="QĐ 1"
    )


def stand_in(admin: Person, officer: Officer, post: Post, first: date, last: date) -> StandIn:
    return appoint_stand_in(
        admin, post_code=post.code, officer_code=officer.code, first=first, last=last, ground="QĐ 2"
    )


def test_an_officer_gets_a_code_and_a_name(admin: Person) -> None:
    first = add_officer(admin, full_name="  Nông   Thị Mới ", reason="Tuyển dụng")
    second = add_officer(admin, full_name="Lý Văn Hai", phone="0912 345 678", reason="Tuyển dụng")
    assert (first.code, second.code, first.full_name) == ("CB0001", "CB0002", "Nông Thị Mới")
    typed = add_officer(admin, full_name="Đàm Văn Ba", code="tp.003", reason="Mã cũ")
    assert typed.code == "TP.003"
    for changes, error in (
        ({"full_name": ""}, "missing"),
        ({"full_name": "x" * 10_000}, "text_too_long"),
        ({"full_name": "Lê", "code": "cb0001"}, "officer_code_taken"),
        ({"full_name": "Lê", "code": "mã có dấu"}, "officer_code_invalid"),
        ({"full_name": "Lê", "code": "A" * 21}, "officer_code_invalid"),
        ({"full_name": "Lê", "phone": "<b>"}, "phone_invalid"),
        ({"full_name": "Lê", "email": "a@b.vn\nBcc: c@d.vn"}, "email_invalid"),
    ):
        refused(error, lambda c=changes: add_officer(admin, reason="Thử", **c))


def test_the_register_keeps_no_telephone(admin: Person) -> None:
    officer = add_officer(admin, full_name="Lý Văn Hai", phone="0912345678", reason="Tuyển dụng")
    change_officer(admin, officer.code, full_name="Lý Văn Hai", phone="0987654321", reason="Đổi số")
    kept = str(list(Change.objects.values_list("before", "after", "named")))
    assert "phone_changed" in kept
    assert "0912345678" not in kept
    assert "0987654321" not in kept
    refused(
        "nothing_changed",
        lambda: change_officer(admin, officer.code, full_name="Lý Văn Hai", phone="0987654321", reason="Thử"),
    )


def test_the_register_keeps_no_address(admin: Person) -> None:
    officer = add_officer(admin, full_name="Lý Văn Hai", email="hai@caobang.example", reason="Tuyển dụng")
    changed = {"full_name": "Lý Văn Hai", "email": "lyhai@caobang.example"}
    change_officer(admin, officer.code, **changed, reason="Đổi địa chỉ")
    officer.refresh_from_db()
    assert officer.email == "lyhai@caobang.example"
    kept = str(list(Change.objects.values_list("before", "after", "named")))
    assert "email_changed" in kept
    assert "phone_changed" not in kept
    assert "@" not in kept
    refused("nothing_changed", lambda: change_officer(admin, officer.code, **changed, reason="Thử"))


def test_a_post_says_where_it_sits(province: Province, admin: Person) -> None:
    post = add_post(
        admin, province.id("new-1"), role="receiving_officer", title="Chuyên viên", reason="Đề án"
    )
    assert (post.code, post.section) == ("h14.40.01-tn1", province.sections["new-1"])
    more = add_post(admin, province.id("new-1"), role="leader", title="Chủ tịch", reason="Đề án")
    assert (more.code, more.section) == ("h14.40.01-ld1", None)
    watch = add_post(
        admin, province.id("office"), role="inspector", title="Thanh tra", scope=province.id("province"),
        reason="Đề án",
    )  # fmt: skip
    assert watch.scope_id == province.id("province")
    for place, role, scope, error in (
        ("justice", "receiving_officer", None, "post_needs_section"),
        ("justice", "king", None, "unknown_choice"),
        ("justice", "applicant", None, "unknown_choice"),
        ("justice", "leader", province.id("province"), "scope_is_for_watchers"),
        ("justice", "inspector", 10**9, "not_found"),
        ("old-1", "leader", None, "agency_ended"),
    ):
        refused(
            error,
            lambda p=place, r=role, s=scope: add_post(
                admin, province.id(p), role=r, title="X", scope=s, reason="Thử"
            ),
        )


def test_one_seat_one_officer_at_a_time(province: Province, admin: Person) -> None:
    post, one, two = province.post(Role.LEADER, "justice"), province.officer(), province.officer()
    give(admin, one, post, NOW, NOW + 9 * ONE)
    told = refused("assignment_overlaps", lambda: give(admin, one, post, NOW + 9 * ONE))
    assert "đến hết ngày 13/3/2026" in told.message
    refused("post_taken", lambda: give(admin, two, post, NOW + 5 * ONE, NOW + 6 * ONE))
    refused("post_taken", lambda: give(admin, two, post, NOW - ONE, None))
    assert give(admin, two, post, NOW + 10 * ONE).beside == ()
    assert province.as_person(one, NOW).roles == {Role.LEADER}


def test_an_officer_in_two_posts_is_told_of(province: Province, admin: Person) -> None:
    """The law lets an officer of a commune receive and handle; the screen says it plainly."""
    officer = province.officer()
    receives, handles = (
        province.post(Role.RECEIVING_OFFICER, "new-1"), province.post(Role.HANDLING_OFFICER, "new-1"),
    )  # fmt: skip
    give(admin, officer, receives)
    assert give(admin, officer, handles).beside == (receives,)
    assert province.as_person(officer).roles == {Role.RECEIVING_OFFICER, Role.HANDLING_OFFICER}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Role.ADMINISTRATOR, Role.LEADER),
        (Role.ADMINISTRATOR, Role.INSPECTOR),
        (Role.INSPECTOR, Role.HANDLING_OFFICER),
        (Role.RECEIVING_OFFICER, Role.CONTROLLER),
    ],
)
def test_roles_held_apart(province: Province, admin: Person, one: Role, other: Role) -> None:
    officer = province.officer()
    for first, second in ((one, other), (other, one)):
        posts = [province.post(role, "centre") for role in (first, second)]
        given = give(admin, officer, posts[0]).assignment
        refused("posts_held_apart", lambda p=posts[1]: give(admin, officer, p, NOW + ONE))
        refused("posts_held_apart", lambda p=posts[1]: stand_in(admin, officer, p, NOW + ONE, NOW + 2 * ONE))
        end_assignment(admin, given.pk, NOW, reason="Thôi giữ")
        assert give(admin, officer, posts[1], NOW + ONE, NOW + ONE).assignment.pk, "on other days it may be"
        Assignment.objects.filter(officer=officer).delete()


def test_days_of_an_assignment(province: Province, admin: Person) -> None:
    post, officer = province.post(Role.LEADER, "justice"), province.officer()
    old = province.post(Role.LEADER, "old-1")
    short = province.post(Role.LEADER, "justice")
    end_post(admin, short.code, NOW + ONE, reason="Đề án")
    for target, first, last, error in (
        (post, NOW, NOW - ONE, "period_reversed"),
        (post, FAR, None, "day_out_of_range"),
        (post, NOW, FAR, "day_out_of_range"),
        (post, date(2019, 1, 1), None, "outside_period"),
        (old, NOW, None, "outside_period"),
        (old, LAST_OF_OLD, None, "outside_period"),
        (short, NOW, None, "outside_period"),
    ):
        refused(error, lambda t=target, f=first, u=last: give(admin, officer, t, f, u))
    refused(
        "not_found", lambda: give_post(admin, officer_code="?", post_code=post.code, first=NOW, reason="x")
    )
    assert give(admin, officer, old, date(2021, 1, 1), LAST_OF_OLD)


def test_standing_in(province: Province, admin: Person) -> None:
    post = province.post(Role.LEADER, "justice")
    holder, deputy, other = province.holder(post), province.officer(), province.officer()
    refused("stand_in_for_oneself", lambda: stand_in(admin, holder, post, NOW, NOW + ONE))
    found = stand_in(admin, deputy, post, NOW, NOW + 5 * ONE)
    for officer, first, last, error in (
        (deputy, NOW + 5 * ONE, NOW + 6 * ONE, "stand_in_period"),
        (other, NOW - ONE, NOW, "stand_in_period"),
        (other, NOW + 9 * ONE, NOW + 8 * ONE, "stand_in_period"),
        (other, NOW + 9 * ONE, FAR, "day_out_of_range"),
    ):
        refused(error, lambda o=officer, f=first, u=last: stand_in(admin, o, post, f, u))
    assert province.as_person(deputy).held[0].stand_in_for == "QĐ 2"
    end_stand_in(admin, found.pk, NOW, reason="Người giữ vị trí về sớm")
    assert not province.as_person(deputy, NOW + ONE).held
    coming = stand_in(admin, other, post, NOW + 9 * ONE, NOW + 10 * ONE)
    end_stand_in(admin, coming.pk, NOW, reason="Không cần nữa")
    assert not StandIn.objects.filter(pk=coming.pk).exists()
    assert Change.objects.filter(kind="stand_in").count() == 4


def test_a_post_changes_and_ends(province: Province, admin: Person) -> None:
    post = province.post(Role.HANDLING_OFFICER, "justice")
    officer = province.holder(post)
    change_post(admin, post.code, title="Chuyên viên chính", reason="Nâng ngạch")
    refused("nothing_changed", lambda: change_post(admin, post.code, title="Chuyên viên chính", reason="x"))
    assert end_post(admin, post.code, NOW, reason="Đề án") == 1
    assert province.as_person(officer, NOW).held
    assert not province.as_person(officer, NOW + ONE).held
    refused("ended_already", lambda: end_post(admin, post.code, NOW, reason="Lại"))


def test_somebody_must_be_able_to_administer(province: Province, admin: Person) -> None:
    own = Assignment.objects.get(officer=admin.officer_id)
    last = NOW + 9 * ONE
    refused("no_administrator_left", lambda: end_assignment(admin, own.pk, last, reason="Nghỉ", clock=CLOCK))
    refused("no_administrator_left", lambda: end_post(admin, own.post.code, last, reason="Bỏ", clock=CLOCK))
    refused(
        "no_administrator_left", lambda: leave(admin, admin.officer_code, last, reason="Nghỉ", clock=CLOCK)
    )
    province.person(Role.ADMINISTRATOR, "office")
    assert leave(admin, admin.officer_code, last, reason="Nghỉ hưu", clock=CLOCK).ended == 1


def test_an_officer_leaves(province: Province, admin: Person) -> None:
    post, later = province.post(Role.LEADER, "justice"), province.post(Role.LEADER, "building")
    officer = province.holder(post)
    give(admin, officer, later, NOW + 20 * ONE)
    other = province.holder(province.post(Role.HANDLING_OFFICER, "justice"))
    stands = stand_in(admin, officer, province.post(Role.HANDLING_OFFICER, "building"), NOW, NOW + 9 * ONE)
    last = NOW + 2 * ONE
    done = leave(admin, officer.code, last, reason="Chuyển công tác", clock=CLOCK)
    assert (done.ended, done.locked) == (3, False)
    assert list(Assignment.objects.filter(officer=officer).values_list("valid_to", flat=True)) == [last]
    stands.refresh_from_db()
    assert stands.valid_to == last
    assert province.as_person(officer, last).roles == {Role.LEADER, Role.HANDLING_OFFICER}
    assert not province.as_person(officer, last + ONE).held
    refused("officer_left", lambda: give(admin, officer, later, last, last + ONE))
    refused("left_already", lambda: leave(admin, officer.code, last, reason="Lại"))

    assert lock_leavers(FixedClock(noon(last))) == [], "the last day is still a day of work"
    assert lock_leavers(FixedClock(noon(last + ONE))) == [officer.user.login_name]
    assert lock_leavers(FixedClock(noon(last + ONE))) == []
    assert not User.objects.get(pk=officer.user_id).is_active
    assert User.objects.get(pk=other.user_id).is_active
    assert Change.objects.get(kind="account").officer_id is None
    come_back(admin, officer.code, reason="Nhầm người")
    refused("has_not_left", lambda: come_back(admin, officer.code, reason="Lại"))


def test_who_left_already_is_locked_at_once(province: Province, admin: Person) -> None:
    officer = province.holder(province.post(Role.LEADER, "justice"))
    assert leave(admin, officer.code, NOW - ONE, reason="Nghỉ hưu", clock=CLOCK).locked
    assert not User.objects.get(pk=officer.user_id).is_active
    refused("day_out_of_range", lambda: leave(admin, officer.code, FAR, reason="Thử"))


ASKED: tuple[Callable[[Person, Province], object], ...] = (
    lambda who, _: add_officer(who, full_name="X", reason="x"),
    lambda who, _: change_officer(who, "T1", full_name="X", reason="x"),
    lambda who, _: leave(who, "T1", NOW, reason="x"),
    lambda who, _: come_back(who, "T1", reason="x"),
    lambda who, all_: add_post(who, all_.id("new-1"), role="leader", title="X", reason="x"),
    lambda who, _: change_post(who, "p", title="X", reason="x"),
    lambda who, _: end_post(who, "p", NOW, reason="x"),
    lambda who, _: give_post(who, officer_code="T1", post_code="p", first=NOW, reason="x"),
    lambda who, _: end_assignment(who, 1, NOW, reason="x"),
    lambda who, _: end_stand_in(who, 1, NOW, reason="x"),
)


@pytest.mark.parametrize("role", [Role.RECEIVING_OFFICER, Role.SECTION_HEAD, Role.HANDLING_OFFICER,
                                  Role.LEADER, Role.INSPECTOR, Role.CONTROLLER])  # fmt: skip
def test_only_an_administrator(province: Province, role: Role) -> None:
    person = province.person(role, "centre")
    before = counted()
    for call in ASKED:
        with pytest.raises(Forbidden):
            call(person, province)
    assert counted() == before
