"""Bộ phận Một cửa, quầy, giờ làm việc riêng: the forms of one agency's door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.desk.admin_forms import DAY, HOURS, NUMBER, REASON, TICK, Done, Form, Item, answer
from motcua.desk.seen import Seen
from motcua.desk.views.organisation.common import agency_url, day_words
from motcua.dossiers.queries.open_work import open_dossiers
from motcua.organisation import directory
from motcua.organisation.agencies import agency_by_id
from motcua.organisation.calendars import current_calendar_version, snapshot
from motcua.organisation.queries import today
from motcua.organisation.sections import own_hours, section_by_id
from motcua.organisation.seen import Subject
from motcua.organisation.services import (
    add_counter,
    change_counter,
    change_section,
    close_section,
    open_section,
    set_hours,
)
from motcua.organisation.web import person_on, right


def _section_items(name: str = "", address: str = "", phone: str = "") -> tuple[Item, ...]:
    return (
        Item(name="name", label=_("Tên Bộ phận Một cửa"), value=name),
        Item(name="address", label=_("Địa chỉ"), needed=False, value=address),
        Item(name="phone", label=_("Điện thoại"), needed=False, limit=20, value=phone),
    )


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def section_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the section of an agency."""
    found = agency_by_id(pk)
    items = (
        *_section_items(),
        Item(name="valid_from", label=_("Mở từ ngày"), kind=DAY, value=max(today(), found.valid_from)),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = open_section(
            person_on(request),
            pk,
            name=values["name"],
            address=values["address"],
            phone=values["phone"],
            since=values["valid_from"],
            reason=values["reason"],
        )
        return Done(gettext("Đã mở %(name)s.") % {"name": made.name}, agency_url(pk))

    title = _("Mở Bộ phận Một cửa")
    return answer(request, Form(title, title, items, agency_url(pk), found.name, "door"), run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def section_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, address or telephone of a section."""
    seen = Seen(request, Subject("section", section_by_id(pk).agency.code))
    found = section_by_id(pk)

    def run(values: dict[str, Any]) -> Done:
        reason = values.pop("reason")
        change_section(person_on(request), pk, **values, reason=reason)
        return Done(gettext("Đã sửa Bộ phận Một cửa."), agency_url(found.agency_id))

    items = (*_section_items(found.name, found.address, found.phone), REASON)
    form = Form(
        _("Sửa Bộ phận Một cửa"), _("Lưu thay đổi"), items, agency_url(found.agency_id), found.agency.name
    )
    return answer(request, form, run, seen)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def section_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a section whose work is done."""
    seen = Seen(request, Subject("section", section_by_id(pk).agency.code))
    found = section_by_id(pk)
    waiting = open_dossiers(found.agency_id)
    items = (
        Item(name="valid_to", label=_("Ngày cuối"), kind=DAY, value=today()),
        Item(name="end_posts", label=_("Kết thúc cùng ngày các vị trí tại bộ phận"), kind=TICK),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        posts = close_section(
            person_on(request),
            pk,
            values["valid_to"],
            end_posts=values["end_posts"],
            reason=values["reason"],
            open_dossiers=open_dossiers,
        )
        said = gettext("Đã đóng sau ngày %(day)s, cùng %(posts)s vị trí công tác.")
        return Done(
            said % {"day": day_words(values["valid_to"]), "posts": posts}, agency_url(found.agency_id)
        )

    note = gettext("Còn %(n)s hồ sơ chưa xong tại đây.") % {"n": waiting}
    title = _("Đóng Bộ phận Một cửa")
    form = Form(title, title, items, agency_url(found.agency_id), found.name, "door-off", (note,))
    return answer(request, form, run, seen)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def counter_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A counter of a section."""
    found = section_by_id(pk)
    items = (
        Item(
            name="number",
            label=_("Số quầy"),
            kind=NUMBER,
            needed=False,
            hint=_("Để trống: số tiếp theo."),
        ),
        Item(name="name", label=_("Tên quầy, lĩnh vực"), limit=120),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = add_counter(person_on(request), pk, **values)
        said = gettext("Đã thêm quầy %(number)s.") % {"number": made.number}
        return Done(said, agency_url(found.agency_id))

    form = Form(_("Thêm quầy"), _("Thêm quầy"), items, agency_url(found.agency_id), found.name, "circle-plus")
    return answer(request, form, run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def counter_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a counter, stop using it, use it again."""
    seen = Seen(request, Subject("counter", directory.counter_by_id(pk).section.agency.code))
    found = directory.counter_by_id(pk)
    back = agency_url(found.section.agency_id)
    items = (
        Item(name="name", label=_("Tên quầy, lĩnh vực"), limit=120, value=found.name),
        Item(name="active", label=_("Đang dùng"), kind=TICK, value=found.active),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        change_counter(person_on(request), pk, **values)
        return Done(gettext("Đã sửa quầy %(number)s.") % {"number": found.number}, back)

    subject = f"{found.section.name}: {gettext('quầy %(number)s') % {'number': found.number}}"
    return answer(request, Form(_("Sửa quầy"), _("Lưu thay đổi"), items, back, subject), run, seen)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Office hours of an agency's own, or those of all others again."""
    seen = Seen(request, Subject("agency", agency_by_id(pk).code), Subject("calendar"))
    found = agency_by_id(pk)
    common = snapshot(current_calendar_version()).windows[None]
    items = (
        Item(
            name="windows",
            label=_("Giờ làm việc"),
            kind=HOURS,
            hint=_("Để trống cả buổi nếu không làm việc."),
            value=own_hours(found) or common,
        ),
        Item(name="as_all", label=_("Bỏ giờ riêng, theo giờ chung của tỉnh"), kind=TICK),
        Item(name="source", label=_("Văn bản căn cứ (số, ngày)")),
        replace(REASON, label=_("Lý do")),
    )

    def run(values: dict[str, Any]) -> Done:
        version = set_hours(
            person_on(request),
            pk,
            () if values["as_all"] else values["windows"],
            source=values["source"],
            reason=values["reason"],
        )
        said = gettext("Đã lập lịch làm việc bản %(version)s; ngày đã hẹn không đổi.")
        return Done(said % {"version": version}, agency_url(pk))

    note = _("Ngày đã hẹn với người dân không đổi khi giờ làm việc đổi.")
    form = Form(
        _("Giờ làm việc riêng"), _("Lưu giờ làm việc"), items, agency_url(pk), found.name, "clock", (note,)
    )
    return answer(request, form, run, seen)
