"""Posts, who holds them from when to when, and who stands in; nothing here looks at dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Q

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.roles import Role
from motcua.organisation import entered
from motcua.organisation.changes import record_change
from motcua.organisation.entered import changing, written
from motcua.organisation.models import Agency, Assignment, Officer, Post, Section, StandIn
from motcua.organisation.models.dated import holds
from motcua.organisation.models.people import POST_ROLES, SECTION_ROLES
from motcua.organisation.rights import WATCHING, Person
from motcua.organisation.seat_rules import (
    posts_beside,
    refuse_combination,
    refuse_days,
    refuse_own_seat,
    refuse_taken,
)

_ABBREVIATIONS: Final = {
    Role.RECEIVING_OFFICER: "tn",
    Role.SECTION_HEAD: "tbp",
    Role.HANDLING_OFFICER: "tl",
    Role.LEADER: "ld",
    Role.INSPECTOR: "tt",
    Role.CONTROLLER: "ks",
    Role.ADMINISTRATOR: "qt",
}
"""How codes of posts tell the role."""


class Given(NamedTuple):
    """An assignment with the other posts that the officer holds on days of it."""

    assignment: Assignment
    beside: tuple[Post, ...]


def add_post(
    actor: Person,
    agency_id: int,
    *,
    role: str,
    title: str,
    scope: int | None = None,
    reason: str,
    clock: Clock | None = None,
) -> Post:
    """A new seat; the system gives its code. Section roles sit at the section of the agency.

    Raises: `Forbidden`, `NotFound`; DomainError `unknown_choice`, `post_needs_section`,
    `scope_is_for_watchers`, `agency_ended`, and what `entered` refuses.
    """
    with changing(actor):
        agency = _agency(agency_id)
        kind = _role(role)
        today = _today(clock)
        if agency.valid_to is not None and agency.valid_to < today:
            raise DomainError(
                gettext_noop("%(name)s đã kết thúc vào hết ngày %(day)s."),
                gettext_noop("Thêm vị trí ở cơ quan kế thừa."),
                id="agency_ended",
                name=agency.name,
                day=written(agency.valid_to),
            )
        post = Post(
            code=_new_code(agency, kind),
            agency=agency,
            section=_section(agency, today) if role in SECTION_ROLES else None,
            role=kind.value,
            title=entered.text(title, "title", 120),
            scope=_scope(kind, scope),
        )
        post.save(force_insert=True)
        _record(actor, post, None, reason, clock)
        return post


def change_post(
    actor: Person,
    post_code: str,
    *,
    title: str,
    scope: int | None = None,
    reason: str,
    clock: Clock | None = None,
) -> Post:
    """Another title or scope. The role stays: what was done in it stays readable; a new role is a new post.

    Raises: `Forbidden`, `NotFound`; DomainError `nothing_changed`, `scope_is_for_watchers`.
    """
    with changing(actor):
        post = post_by_code(post_code)
        before = told_post(post)
        post.title = entered.text(title, "title", 120)
        post.scope = _scope(Role(post.role), scope)
        post.save()
        _record(actor, post, before, reason, clock)
        return post


def end_post(actor: Person, post_code: str, last: date, *, reason: str, clock: Clock | None = None) -> int:
    """End a post on its last day, with who holds it and who stands in; how many of these ended.

    Raises: `Forbidden`, `NotFound`; DomainError `ended_already`, `no_administrator_left`.
    """
    with changing(actor):
        post = post_by_code(post_code)
        entered.day(last, "valid_to")
        if post.valid_to is not None and post.valid_to <= last:
            raise DomainError(
                gettext_noop("Vị trí này đã kết thúc vào hết ngày %(day)s."),
                gettext_noop("Chỉ rút ngắn được; chọn ngày sớm hơn."),
                id="ended_already",
                field="valid_to",
                day=written(post.valid_to),
            )
        return end_posts_of(actor, [post], last, reason, clock)


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
        if not ground.strip():
            raise DomainError(
                gettext_noop("Làm thay phải có căn cứ."),
                gettext_noop("Ghi số và ngày của văn bản phân công."),
                id="stand_in_ground",
                field="ground",
            )
        ground = entered.text(ground, "ground", 255)
        post, officer = post_by_code(post_code), officer_by_code(officer_code)
        entered.period(first, last, error="stand_in_period")
        refuse_days(post, officer, first, last)
        refuse_own_seat(post, officer, first, last)
        beside = posts_beside(officer, first, last)
        refuse_combination(officer, post, beside)
        found = StandIn.objects.create(
            post=post, officer=officer, valid_from=first, valid_to=last, ground=ground
        )
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


def open_posts(agency_id: int, last: date) -> list[Post]:
    """The posts of an agency that go on after a day."""
    found = Post.objects.filter(agency=agency_id).filter(Q(valid_to=None) | Q(valid_to__gt=last))
    return list(found.select_related("agency", "section", "scope").order_by("code"))


def end_posts_of(actor: Person, posts: Sequence[Post], last: date, reason: str, clock: Clock | None) -> int:
    """End posts with all who hold them or stand in; how many of these ended. Inside a change already open.

    Raises: DomainError `no_administrator_left`.
    """
    ended = 0
    for post in posts:
        ended += end_rows(actor, {"post": post}, last, reason, clock)
        before = told_post(post)
        post.valid_to = last
        post.save(update_fields=["valid_to"])
        _record(actor, post, before, reason, clock)
    keep_an_administrator(posts, last, clock)
    return ended


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


def told_post(post: Post) -> dict[str, Any]:
    """What the register of changes keeps of a post."""
    return {
        "code": post.code,
        "agency": post.agency.name,
        "section": post.section.name if post.section else "",
        "role": post.role,
        "title": post.title,
        "scope": post.scope.name if post.scope else "",
        "valid_to": post.valid_to,
    }


def keep_an_administrator(posts: Iterable[Post], last: date, clock: Clock | None) -> None:
    """Refuse what leaves nobody who may administer: nobody could put it right again.

    Raises: DomainError `no_administrator_left`.
    """
    if all(post.role != Role.ADMINISTRATOR.value for post in posts):
        return
    after = max(last + entered.ONE_DAY, _today(clock))
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


def _record(
    actor: Person, post: Post, before: dict[str, Any] | None, reason: str, clock: Clock | None
) -> None:
    record_change(
        actor,
        kind="post",
        subject=post.code,
        named=f"{post.title}, {post.agency.short_name}"[:255],
        before=before,
        after=told_post(post),
        reason=reason,
        clock=clock,
    )


def _today(clock: Clock | None) -> date:
    return day_of((clock or SystemClock()).now())


def _agency(agency_id: int) -> Agency:
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có cơ quan này."))
    return found


def _role(role: str) -> Role:
    if role not in {each.value for each in POST_ROLES}:
        raise DomainError(
            gettext_noop("Lựa chọn này không có trong danh sách."), id="unknown_choice", field="role"
        )
    return Role(role)


def _section(agency: Agency, today: date) -> Section:
    """The section of an agency that is open, or that opens next."""
    found = Section.objects.filter(agency=agency).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    section = found.order_by("valid_from").first() or Section.objects.filter(agency=agency).last()
    if section is None:
        raise DomainError(
            gettext_noop("%(name)s chưa có Bộ phận Một cửa; vai trò này làm việc tại đó."),
            gettext_noop("Mở Bộ phận Một cửa của cơ quan trước, rồi thêm vị trí."),
            id="post_needs_section",
            field="role",
            name=agency.name,
        )
    return section


def _scope(role: Role, scope: int | None) -> Agency | None:
    if scope is None:
        return None
    if role not in WATCHING:
        raise DomainError(
            gettext_noop("Phạm vi theo dõi chỉ dành cho thanh tra viên và cán bộ kiểm soát thủ tục."),
            gettext_noop("Bỏ phạm vi, hoặc chọn vai trò khác."),
            id="scope_is_for_watchers",
            field="scope",
        )
    return _agency(scope)


def _new_code(agency: Agency, role: Role) -> str:
    stem = f"{agency.code.lower()}-{_ABBREVIATIONS[role]}"[:34]
    taken = set(Post.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = next(n for n in range(1, 100_000) if f"{stem}{n}" not in taken)
    return f"{stem}{number}"
