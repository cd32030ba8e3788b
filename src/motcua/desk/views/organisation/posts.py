"""Vị trí công tác: the list, one post with who holds it, giving it, standing in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.admin_forms import DAY, REASON, SELECT, Done, Form, Item, answer
from motcua.desk.asked import page_number, whole, words_asked
from motcua.desk.change_words import told
from motcua.desk.seen import Seen
from motcua.desk.views.organisation.common import (
    ROLES,
    agencies_now,
    agency_url,
    day_words,
    post_url,
)
from motcua.law.roles import Role
from motcua.organisation import directory
from motcua.organisation.agencies import agency_by_id
from motcua.organisation.holders import post_by_code
from motcua.organisation.models import Assignment, Post, StandIn
from motcua.organisation.queries import today
from motcua.organisation.rights import WATCHING
from motcua.organisation.seen import Subject
from motcua.organisation.services import (
    add_post,
    appoint_stand_in,
    change_post,
    end_assignment,
    end_post,
    end_stand_in,
    give_post,
)
from motcua.organisation.web import person_on, right


@right("administer_organisation")
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Posts of today by agency, with who holds them."""
    asked = request.GET
    role = asked.get("vai-tro", "")
    chosen: dict[str, Any] = {
        "words": words_asked(asked.get("q"), 120),
        "agency": whole(asked.get("co-quan")),
        "role": role if role in dict(ROLES) else "",
        "empty": asked.get("trong") == "1",
    }
    number = page_number(asked.get("trang"))
    found = directory.post_list(person_on(request), today(), **chosen, page=number)
    context = {
        **chosen,
        "rows": found.rows,
        "roles": ROLES,
        "agencies": agencies_now(),
        "agency_value": str(chosen["agency"] or ""),
        "filtered": any(chosen.values()),
        "officer": asked.get("can-bo", "")[:20],
        "list": {"page": number, "pages": max(1, -(-found.total // directory.PAGE)), "total": found.total},
    }
    return render(request, "desk/admin/org/posts.html", context)


@right("administer_organisation")
@require_safe
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: facts, who held it when, who stood in, history."""
    found = post_by_code(code)
    context = {
        "post": found,
        "assignments": directory.assignments_of(post=found),
        "stand_ins": directory.stand_ins_of(post=found),
        "history": told(directory.history_of(person_on(request), post=code)),
        "today": today(),
        "is_open": found.valid_to is None or found.valid_to >= today(),
    }
    return render(request, "desk/admin/org/post.html", context)


def _scope(value: int | None = None) -> Item:
    return Item(
        name="scope",
        label=_("Phạm vi theo dõi"),
        kind=SELECT,
        needed=False,
        options=agencies_now(),
        blank=_("Chỉ cơ quan của vị trí"),
        hint=_("Chỉ cho thanh tra viên và cán bộ kiểm soát thủ tục: cơ quan và mọi cơ quan bên dưới."),
        value=str(value or ""),
    )


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new seat at an agency."""
    found = agency_by_id(pk)
    items = (
        Item(name="role", label=_("Vai trò"), kind=SELECT, options=ROLES),
        Item(name="title", label=_("Chức danh"), limit=120),
        _scope(),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = add_post(
            person_on(request),
            pk,
            role=values["role"],
            title=values["title"],
            scope=_id(values["scope"]),
            reason=values["reason"],
        )
        said = gettext("Đã thêm vị trí %(title)s, mã %(code)s.") % {"title": made.title, "code": made.code}
        return Done(said, post_url(made.code))

    title = _("Thêm vị trí công tác")
    return answer(request, Form(title, title, items, agency_url(pk), found.name, "briefcase"), run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Another title or scope."""
    seen = Seen(request, Subject("post", code))
    found = post_by_code(code)
    watches = Role(found.role) in WATCHING
    items = (
        Item(name="title", label=_("Chức danh"), limit=120, value=found.title),
        *((_scope(found.scope_id),) if watches else ()),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        scope = _id(values.get("scope", ""))
        change_post(person_on(request), code, title=values["title"], scope=scope, reason=values["reason"])
        return Done(gettext("Đã sửa vị trí công tác."), post_url(code))

    form = Form(_("Sửa vị trí công tác"), _("Lưu thay đổi"), items, post_url(code), _named(found))
    return answer(request, form, run, seen)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End a post, with who holds it."""
    seen = Seen(request, Subject("post", code))
    found = post_by_code(code)
    items = (Item(name="valid_to", label=_("Ngày cuối"), kind=DAY, value=today()), REASON)

    def run(values: dict[str, Any]) -> Done:
        ended = end_post(person_on(request), code, values["valid_to"], reason=values["reason"])
        said = gettext("Đã kết thúc vị trí sau ngày %(day)s, cùng %(ended)s phân công, làm thay.")
        return Done(said % {"day": day_words(values["valid_to"]), "ended": ended}, post_url(code))

    title = _("Kết thúc vị trí công tác")
    note = _("Phân công và làm thay của vị trí kết thúc cùng ngày.")
    form = Form(title, title, items, post_url(code), _named(found), "briefcase-off", (note,))
    return answer(request, form, run, seen)


def _officer(value: str) -> Item:
    return Item(
        name="officer",
        label=_("Cán bộ"),
        kind=SELECT,
        options=directory.officer_choices(today()),
        value=value,
    )


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Let an officer hold a post from a day on."""
    found = post_by_code(code)
    items = (
        _officer(request.GET.get("can-bo", "")[:20]),
        Item(name="valid_from", label=_("Từ ngày"), kind=DAY, value=max(today(), found.agency.valid_from)),
        Item(name="valid_to", label=_("Đến hết ngày"), kind=DAY, needed=False, value=found.valid_to or ""),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        given = give_post(
            person_on(request),
            officer_code=values["officer"],
            post_code=code,
            first=values["valid_from"],
            last=values["valid_to"],
            reason=values["reason"],
        )
        name = given.assignment.officer.full_name
        said = gettext("Đã giao vị trí cho %(name)s từ ngày %(day)s.") % {
            "name": name,
            "day": day_words(values["valid_from"]),
        }
        warning = ""
        if given.beside:
            warning = gettext("%(name)s giữ đồng thời vị trí khác: %(posts)s.") % {
                "name": name,
                "posts": "; ".join(_named(each) for each in given.beside),
            }
        return Done(said, post_url(code), warning)

    title = _("Giao vị trí")
    return answer(request, Form(title, title, items, post_url(code), _named(found), "user-check"), run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Let an officer act on this post for a period."""
    found = post_by_code(code)
    items = (
        _officer(request.GET.get("can-bo", "")[:20]),
        Item(name="valid_from", label=_("Từ ngày"), kind=DAY, value=today()),
        Item(name="valid_to", label=_("Đến hết ngày"), kind=DAY),
        Item(
            name="ground",
            label=_("Căn cứ (số, ngày của văn bản phân công)"),
            hint=_("Hiện trên hồ sơ bên cạnh tên người làm thay."),
        ),
    )

    def run(values: dict[str, Any]) -> Done:
        made = appoint_stand_in(
            person_on(request),
            post_code=code,
            officer_code=values["officer"],
            first=values["valid_from"],
            last=values["valid_to"],
            ground=values["ground"],
        )
        said = gettext("%(name)s làm thay từ ngày %(first)s đến hết ngày %(last)s.") % {
            "name": made.officer.full_name,
            "first": day_words(made.valid_from),
            "last": day_words(made.valid_to),
        }
        return Done(said, post_url(code))

    title = _("Cử người làm thay")
    return answer(request, Form(title, title, items, post_url(code), _named(found), "replace"), run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End that somebody holds a post."""
    seen = _seen(request, "assignment", directory.assignment_by_id(pk))
    row = directory.assignment_by_id(pk)

    def run(values: dict[str, Any]) -> Done:
        end_assignment(person_on(request), pk, values["valid_to"], reason=values["reason"])
        return Done(gettext("Đã kết thúc phân công."), post_url(row.post.code))

    return answer(request, _ending(_("Kết thúc phân công"), row), run, seen)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End that somebody stands in, or take it back."""
    seen = _seen(request, "stand_in", directory.stand_in_by_id(pk))
    row = directory.stand_in_by_id(pk)

    def run(values: dict[str, Any]) -> Done:
        end_stand_in(person_on(request), pk, values["valid_to"], reason=values["reason"])
        return Done(gettext("Đã kết thúc làm thay."), post_url(row.post.code))

    return answer(request, _ending(_("Kết thúc làm thay"), row), run, seen)


def _ending(title: Any, row: Any) -> Form:
    items = (
        Item(
            name="valid_to",
            label=_("Ngày cuối"),
            kind=DAY,
            value=today(),
            hint=_("Trước ngày đầu thì bỏ hẳn."),
        ),
        REASON,
    )
    period = gettext("từ %(first)s, %(last)s") % {
        "first": day_words(row.valid_from),
        "last": day_words(row.valid_to),
    }
    subject = f"{row.officer.full_name}: {_named(row.post)}, {period}"
    return Form(title, title, items, post_url(row.post.code), subject, "user-off")


def _seen(request: HttpRequest, kind: str, row: Assignment | StandIn) -> Seen:
    return Seen(request, Subject(kind, f"{row.officer.code} {row.post.code}"))


def _named(found: Post) -> str:
    return f"{found.title}, {found.agency.name}"


def _id(value: str) -> int | None:
    return int(value) if value else None
