"""Who holds a post from when to when, and who stands in; nothing here looks at dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Q

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.roles import Role
from motcua.organisation import entered
from motcua.organisation.changes import record_change
from motcua.organisation.entered import changing, written
from motcua.organisation.models import Assignment, Officer, Post, StandIn
from motcua.organisation.models.dated import holds
from motcua.organisation.rights import Person, directed
from motcua.organisation.seat_rules import (
    posts_beside,
    refuse_combination,
    refuse_days,
    refuse_own_seat,
    refuse_taken,
)


class Given(NamedTuple):
    """An assignment with the other posts that the officer holds on days of it."""

    assignment: Assignment
    beside: tuple[Post, ...]


def post_by_code(code: str) -> Post:
    """A post with its agency, section and scope. Raises: `NotFound`."""
    found = Post.objects.select_related("agency", "section", "scope").filter(code=entered.key(code)).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có vị trí công tác này."))
    return found


def officer_by_code(code: str) -> Officer:
    """An officer with the account. Raises: `NotFound`."""
    found = Officer.objects.select_related("user").filter(code=entered.key(code)).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có cán bộ này."))
    return found


def give_post(
    actor: Person,
    *,
    officer_code: str,
    post_code: str,
    first: date,
    last: date | None = None,
    reason: str,
    clock: Clock | None = None,
) -> Given:
    """Let an officer hold a post from `first` on, to the end of `last` where it is known.

    Raises: `Forbidden`, `NotFound`; DomainError `period_reversed`, `day_out_of_range`, `outside_period`,
    `officer_left`, `assignment_overlaps`, `post_taken`, `posts_held_apart`.
    """
    with changing(actor):
        entered.period(first, last)
        post, officer = post_by_code(post_code), officer_by_code(officer_code)
        refuse_days(post, officer, first, last)
        refuse_taken(post, officer, first, last)
        beside = posts_beside(officer, first, last)
        refuse_combination(officer, post, [each for each in beside if each.pk != post.pk])
        given = Assignment.objects.create(officer=officer, post=post, valid_from=first, valid_to=last)
        record_held(actor, "assignment", given, before=False, reason=reason, clock=clock)
        return Given(given, beside)


def end_assignment(
    actor: Person, assignment_id: int, last: date, *, reason: str, clock: Clock | None = None
) -> None:
    """End who holds a post on the last day; one that had not begun by then is taken back.

    Raises: `Forbidden`, `NotFound`; DomainError `ended_already`, `no_administrator_left`.
    """
    with changing(actor):
        found = Assignment.objects.select_related("officer", "post").filter(pk=assignment_id).first()
        if found is None:
            raise entered.unknown(gettext_noop("Không có phân công này."))
        _end_row(actor, "assignment", found, last, reason=reason, clock=clock)
        keep_an_administrator([found.post], last, clock)


def appoint_stand_in(
    actor: Person,
    *,
    post_code: str,
    officer_code: str,
    first: date,
    last: date,
    ground: str,
    clock: Clock | None = None,
) -> StandIn:
    """Let an officer act on another's post from `first` to `last`, both included (Decree 61 art. 12(8)).

    Raises: `Forbidden`, `NotFound`; DomainError `stand_in_ground`, `stand_in_period`,
    `stand_in_for_oneself`, `outside_period`, `officer_left`, `posts_held_apart`.
    """
    with changing(actor):
        return _appointed(actor, post_by_code(post_code), _Terms(officer_code, first, last, ground), clock)


def appoint_stand_in_own(
    actor: Person,
    *,
    absent_code: str,
    officer_code: str,
    first: date,
    last: date,
    ground: str,
    clock: Clock | None = None,
) -> list[StandIn]:
    """Let an officer of the own house act for an absent one of it, on all posts of a handling officer that
    the absent one holds there on `first` (Decree 61 art. 12(8)); the head decides, not the administrator.

    Raises: `Forbidden`, `NotFound`; DomainError `not_of_the_house`, and what `appoint_stand_in` refuses.
    """
    with changing(actor, "appoint_stand_in_own"):
        house = directed(actor).house
        held = Assignment.objects.filter(
            holds(first), officer__code=entered.key(absent_code), post__role=Role.HANDLING_OFFICER.value
        )
        posts = [row.post for row in held.select_related("post__agency", "post__section", "post__scope")]
        own = [post for post in posts if post.agency_id in house]
        acting = Assignment.objects.filter(
            holds(first), officer__code=entered.key(officer_code), post__agency__in=house
        )
        if not own or not acting.filter(post__role__in=[role.value for role in _HELPING]).exists():
            raise DomainError(
                gettext_noop("Cả hai người phải là cán bộ của đơn vị bạn phụ trách vào ngày bắt đầu."),
                gettext_noop("Chọn người khác; ngoài đơn vị thì đề nghị quản trị hệ thống."),
                id="not_of_the_house",
                field="officer",
            )
        return [_appointed(actor, post, _Terms(officer_code, first, last, ground), clock) for post in own]


_HELPING: Final = (Role.HANDLING_OFFICER, Role.LEADER)


class _Terms(NamedTuple):
    """Who acts, from when to when, on what ground."""

    officer: str
    first: date
    last: date
    ground: str


def _appointed(actor: Person, post: Post, terms: _Terms, clock: Clock | None) -> StandIn:
    officer_code, first, last, ground = terms
    if not ground.strip():
        raise DomainError(
            gettext_noop("Làm thay phải có căn cứ."),
            gettext_noop("Ghi số và ngày của văn bản phân công."),
            id="stand_in_ground",
            field="ground",
        )
    ground = entered.text(ground, "ground", 255)
    officer = officer_by_code(officer_code)
    entered.period(first, last, error="stand_in_period")
    refuse_days(post, officer, first, last)
    refuse_own_seat(post, officer, first, last)
    refuse_combination(officer, post, posts_beside(officer, first, last))
    found = StandIn.objects.create(post=post, officer=officer, valid_from=first, valid_to=last, ground=ground)
    record_held(actor, "stand_in", found, before=False, reason=ground, clock=clock)
    return found


def end_stand_in(
    actor: Person, stand_in_id: int, last: date, *, reason: str, clock: Clock | None = None
) -> None:
    """End standing in earlier; what had not begun by then is taken back.

    Raises: `Forbidden`, `NotFound`; DomainError `ended_already`.
    """
    with changing(actor):
        found = StandIn.objects.select_related("officer", "post").filter(pk=stand_in_id).first()
        if found is None:
            raise entered.unknown(gettext_noop("Không có lần làm thay này."))
        _end_row(actor, "stand_in", found, last, reason=reason, clock=clock)


def end_rows(actor: Person, whose: dict[str, Any], last: date, reason: str, clock: Clock | None) -> int:
    """End the assignments and stand-ins that match and go on after a day; how many."""
    ended = 0
    for kind, model in (("assignment", Assignment), ("stand_in", StandIn)):
        going = model.objects.filter(**whose).filter(Q(valid_to=None) | Q(valid_to__gt=last))
        for row in going.select_related("officer", "post"):
            _end_row(actor, kind, row, last, reason=reason, clock=clock)
            ended += 1
    return ended


def record_held(
    actor: Person,
    kind: str,
    row: Assignment | StandIn,
    *,
    before: dict[str, Any] | bool,
    reason: str,
    clock: Clock | None,
    after: bool = True,
) -> None:
    """Write down who holds a post, or stands in; `before` is False for what is new."""
    record_change(
        actor,
        kind=kind,
        subject=f"{row.officer.code} {row.post.code}",
        named=f"{row.officer.full_name}: {row.post.title}",
        before=before if isinstance(before, dict) else None,
        after=told_held(row) if after else None,
        reason=reason,
        clock=clock,
    )


def told_held(row: Assignment | StandIn) -> dict[str, Any]:
    """What the register of changes keeps of who holds a post or stands in."""
    kept = {
        "officer": f"{row.officer.full_name}, {row.officer.code}",
        "post": f"{row.post.title}, {row.post.code}",
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
    return kept | ({"ground": row.ground} if isinstance(row, StandIn) else {})


def keep_an_administrator(posts: Iterable[Post], last: date, clock: Clock | None) -> None:
    """Refuse what leaves nobody who may administer: nobody could put it right again.

    Raises: DomainError `no_administrator_left`.
    """
    if all(post.role != Role.ADMINISTRATOR.value for post in posts):
        return
    after = max(last + entered.ONE_DAY, today_of(clock))
    left = Assignment.objects.filter(holds(after), post__role=Role.ADMINISTRATOR.value)
    if not left.filter(officer__user__is_active=True).exists():
        raise DomainError(
            gettext_noop("Sau ngày %(day)s sẽ không còn ai giữ vị trí quản trị hệ thống."),
            gettext_noop("Giao vị trí quản trị cho một cán bộ khác có tài khoản trước."),
            id="no_administrator_left",
            field="valid_to",
            day=written(last),
        )


def _end_row(
    actor: Person, kind: str, row: Assignment | StandIn, last: date, *, reason: str, clock: Clock | None
) -> None:
    before = told_held(row)
    entered.day(last, "valid_to")
    if row.valid_from > last:
        record_held(actor, kind, row, before=before, after=False, reason=reason, clock=clock)
        row.delete()
        return
    entered.last_day_of(row, last)
    row.valid_to = last
    row.save(update_fields=["valid_to"])
    record_held(actor, kind, row, before=before, reason=reason, clock=clock)


def today_of(clock: Clock | None) -> date:
    """The day of the change."""
    return day_of((clock or SystemClock()).now())
