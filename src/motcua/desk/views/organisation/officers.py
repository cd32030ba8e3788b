"""Cán bộ: the list, one officer with posts and history, joining and leaving."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.admin_forms import DAY, REASON, Done, Form, Item, answer
from motcua.desk.asked import page_number, whole, words_asked
from motcua.desk.change_words import told
from motcua.desk.seen import Seen
from motcua.desk.views.organisation.common import (
    ROLES,
    agencies_now,
    day_words,
    officer_url,
)
from motcua.dossiers.queries.open_work import held_by
from motcua.organisation import directory
from motcua.organisation.holders import officer_by_code
from motcua.organisation.models import Assignment
from motcua.organisation.queries import today
from motcua.organisation.seen import Subject
from motcua.organisation.services import add_officer, change_officer, come_back, leave
from motcua.organisation.web import person_on, right

MAIL_HINT = _("Địa chỉ công vụ; nhắc việc được gửi tới đây. Để trống: chỉ nhắc trên bàn làm việc.")
STATES = ((directory.HERE, _("đang làm việc")), (directory.LEFT, _("đã nghỉ")))


@right("administer_organisation")
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """Officers by name, with what they hold today."""
    asked = request.GET
    role, state = asked.get("vai-tro", ""), asked.get("tinh-trang", "")
    chosen: dict[str, Any] = {
        "words": words_asked(asked.get("q"), 120),
        "agency": whole(asked.get("co-quan")),
        "role": role if role in dict(ROLES) else "",
        "state": state if state in dict(STATES) else "",
    }
    number = page_number(asked.get("trang"))
    found = directory.officer_list(person_on(request), today(), **chosen, page=number)
    context = {
        **chosen,
        "rows": found.rows,
        "roles": ROLES,
        "states": STATES,
        "agencies": agencies_now(),
        "agency_value": str(chosen["agency"] or ""),
        "filtered": any(chosen.values()),
        "today": today(),
        "list": {"page": number, "pages": max(1, -(-found.total // directory.PAGE)), "total": found.total},
    }
    return render(request, "desk/admin/org/officers.html", context)


@right("administer_organisation")
@require_safe
def officer(request: HttpRequest, code: str) -> HttpResponse:
    """One officer: facts, posts and stand-ins of all times, open dossiers, history."""
    found = officer_by_code(code)
    assignments = directory.assignments_of(officer=found)
    context = {
        "officer": found,
        "assignments": assignments,
        "held_now": [each for each in assignments if _holds_today(each)],
        "stand_ins": directory.stand_ins_of(officer=found),
        "dossiers": held_by([code]).get(code, 0),
        "history": told(directory.history_of(person_on(request), officer=code)),
        "today": today(),
        "gone": found.left_on is not None and found.left_on < today(),
    }
    return render(request, "desk/admin/org/officer.html", context)


def _holds_today(row: Assignment) -> bool:
    return row.valid_from <= today() <= (row.valid_to or today())


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new officer."""
    items = (
        Item(name="full_name", label=_("Họ và tên"), limit=120),
        Item(name="phone", label=_("Điện thoại"), needed=False, limit=20),
        Item(name="email", label=_("Thư điện tử"), needed=False, limit=254, hint=MAIL_HINT),
        Item(
            name="code",
            label=_("Mã cán bộ"),
            needed=False,
            limit=20,
            hint=_("Để trống: hệ thống cấp mã tiếp theo. Mã không đổi về sau."),
        ),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = add_officer(person_on(request), **values)
        said = gettext("Đã thêm %(name)s, mã %(code)s.") % {"name": made.full_name, "code": made.code}
        return Done(said, officer_url(made.code))

    form = Form(_("Thêm cán bộ"), _("Thêm cán bộ"), items, reverse("desk:officers"), icon="user-plus")
    return answer(request, form, run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Another name, telephone or e-mail address."""
    seen = Seen(request, Subject("officer", code))
    found = officer_by_code(code)
    items = (
        Item(name="full_name", label=_("Họ và tên"), limit=120, value=found.full_name),
        Item(name="phone", label=_("Điện thoại"), needed=False, limit=20, value=found.phone),
        Item(
            name="email",
            label=_("Thư điện tử"),
            needed=False,
            limit=254,
            value=found.email,
            hint=MAIL_HINT,
        ),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        change_officer(person_on(request), code, **values)
        return Done(gettext("Đã sửa thông tin cán bộ."), officer_url(code))

    subject = f"{found.full_name}, {found.code}"
    return answer(
        request, Form(_("Sửa cán bộ"), _("Lưu thay đổi"), items, officer_url(code), subject), run, seen
    )


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, code: str) -> HttpResponse:
    """Record the last day of an officer's service."""
    seen = Seen(request, Subject("officer", code))
    found = officer_by_code(code)
    dossiers = held_by([code]).get(code, 0)
    items = (Item(name="valid_to", label=_("Ngày làm việc cuối"), kind=DAY, value=today()), REASON)

    def run(values: dict[str, Any]) -> Done:
        done = leave(person_on(request), code, values["valid_to"], reason=values["reason"])
        said = gettext("Đã ghi %(name)s thôi việc sau ngày %(day)s; %(ended)s phân công, làm thay kết thúc.")
        params = {
            "name": found.full_name,
            "day": day_words(values["valid_to"]),
            "ended": done.ended,
        }
        locked = gettext("Tài khoản đã khóa, mọi phiên đăng nhập đã hết.") if done.locked else ""
        return Done(" ".join(filter(None, (said % params, locked))), officer_url(code))

    notes = [
        gettext("Phân công và làm thay kết thúc cùng ngày; hết ngày ấy tài khoản bị khóa."),
        gettext("Đang giữ %(n)s hồ sơ chưa xong: lãnh đạo thấy ở “Việc của người đã nghỉ” và giao lại.")
        % {"n": dossiers},
    ]
    form = Form(
        _("Ghi thôi việc"), _("Ghi thôi việc"), items, officer_url(code),
        f"{found.full_name}, {found.code}", "user-off", notes,
    )  # fmt: skip
    return answer(request, form, run, seen)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def returning(request: HttpRequest, code: str) -> HttpResponse:
    """Take back that an officer left."""
    seen = Seen(request, Subject("officer", code))
    found = officer_by_code(code)

    def run(values: dict[str, Any]) -> Done:
        come_back(person_on(request), code, reason=values["reason"])
        said = gettext("Đã ghi %(name)s làm việc trở lại. Giao vị trí và mở khóa tài khoản nếu cần.")
        return Done(said % {"name": found.full_name}, officer_url(code))

    title = _("Ghi làm việc trở lại")
    form = Form(title, title, (REASON,), officer_url(code), f"{found.full_name}, {found.code}", "user-check")
    return answer(request, form, run, seen)
