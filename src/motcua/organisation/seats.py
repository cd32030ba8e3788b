"""Posts: added, renamed, ended; who holds them is in `holders`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q

from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.roles import Role
from motcua.organisation import entered
from motcua.organisation.changes import record_change
from motcua.organisation.entered import changing, written
from motcua.organisation.holders import end_rows, keep_an_administrator, post_by_code, today_of
from motcua.organisation.models import Agency, Post, Section
from motcua.organisation.models.people import POST_ROLES, SECTION_ROLES
from motcua.organisation.rights import WATCHING, Person

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
        today = today_of(clock)
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
