"""Who may hold which post on which days: what is refused, told before the database would refuse it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.law.roles import ROLE_NAMES, Role
from motcua.organisation import entered
from motcua.organisation.entered import overlaps, written
from motcua.organisation.models import Assignment, Officer, Post, StandIn
from motcua.organisation.rights import held_apart


def refuse_days(post: Post, officer: Officer, first: date, last: date | None) -> None:
    """Refuse days on which the post, its agency or section is not there, or the officer has left."""
    entered.covered(post.agency, first, last, post.agency.name)
    if post.section is not None:
        entered.covered(post.section, first, last, post.section.name)
    if post.valid_to is not None and (last or date.max) > post.valid_to:
        raise DomainError(
            gettext_noop("Vị trí này kết thúc vào hết ngày %(day)s."),
            gettext_noop("Chọn ngày cuối không sau ngày ấy, hoặc vị trí khác."),
            id="outside_period",
            field="valid_to",
            day=written(post.valid_to),
        )
    if officer.left_on is not None and (last or date.max) > officer.left_on:
        raise DomainError(
            gettext_noop("%(name)s thôi việc sau ngày %(day)s."),
            gettext_noop("Chọn người khác, hoặc ngày cuối không sau ngày ấy."),
            id="officer_left",
            field="officer",
            name=officer.full_name,
            day=written(officer.left_on),
        )


def refuse_taken(post: Post, officer: Officer, first: date, last: date | None) -> None:
    """A post is one seat: neither the same officer twice nor two officers on one day."""
    for held in Assignment.objects.filter(post=post).select_related("officer").order_by("valid_from"):
        if not overlaps(held, first, last):
            continue
        own = held.officer_id == officer.pk
        raise DomainError(
            gettext_noop("%(name)s đã giữ vị trí này từ ngày %(first)s%(until)s."),
            gettext_noop("Chọn ngày khác; không giao một vị trí hai lần cho cùng một người.")
            if own
            else gettext_noop("Kết thúc phân công ấy trước, hoặc ghi làm thay."),
            id="assignment_overlaps" if own else "post_taken",
            field="officer",
            name=held.officer.full_name,
            first=written(held.valid_from),
            until=_until(held.valid_to),
        )


def _until(last: date | None) -> Phrase | str:
    """` đến hết ngày 30/6/2025`, or nothing."""
    return Phrase(gettext_noop(" đến hết ngày %(day)s"), {"day": written(last)}) if last else ""


def refuse_own_seat(post: Post, officer: Officer, first: date, last: date) -> None:
    """Nobody stands in for the own seat; one stands in at a time."""
    for held in Assignment.objects.filter(post=post, officer=officer):
        if overlaps(held, first, last):
            raise DomainError(
                gettext_noop("%(name)s chính là người giữ vị trí này, không thể làm thay cho mình."),
                gettext_noop("Chọn người khác làm thay."),
                id="stand_in_for_oneself",
                field="officer",
                name=officer.full_name,
            )
    for stand_in in StandIn.objects.filter(post=post).select_related("officer"):
        if overlaps(stand_in, first, last):
            raise DomainError(
                gettext_noop("%(name)s đã làm thay vị trí này từ ngày %(first)s đến hết ngày %(last)s."),
                gettext_noop("Chọn thời gian khác, hoặc kết thúc lần làm thay ấy trước."),
                id="stand_in_period",
                field="valid_from",
                name=stand_in.officer.full_name,
                first=written(stand_in.valid_from),
                last=written(stand_in.valid_to),
            )


def posts_beside(officer: Officer, first: date, last: date | None) -> tuple[Post, ...]:
    """What the officer holds, or stands in for, on days of a period."""
    rows: list[Assignment | StandIn] = []
    for model in (Assignment, StandIn):
        rows += model.objects.filter(officer=officer).select_related("post__agency")
    return tuple({row.post_id: row.post for row in rows if overlaps(row, first, last)}.values())


def refuse_combination(officer: Officer, post: Post, beside: Iterable[Post]) -> None:
    """Refuse roles that one officer may not hold on the same day."""
    for other in beside:
        if held_apart(Role(post.role), Role(other.role)):
            raise DomainError(
                gettext_noop("%(name)s đang là %(held)s; không thể đồng thời là %(wanted)s."),
                gettext_noop(
                    "Người quản trị không xử lý hồ sơ; người kiểm tra, theo dõi không tự làm. "
                    "Kết thúc vị trí kia trước, hoặc chọn người khác."
                ),
                id="posts_held_apart",
                field="officer",
                name=officer.full_name,
                held=Phrase(ROLE_NAMES[Role(other.role)], {}),
                wanted=Phrase(ROLE_NAMES[Role(post.role)], {}),
            )
