"""Cử người làm thay: a head names who acts for an absent officer of the own house, from when to when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.desk.admin_forms import DAY, SELECT, Done, Form, Item, answer
from motcua.desk.views.organisation.common import day_words
from motcua.law.roles import Role
from motcua.organisation.queries import officers_at, today
from motcua.organisation.rights import directed
from motcua.organisation.services import appoint_stand_in_own
from motcua.organisation.web import person_on, right


@right("appoint_stand_in_own")
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in_own(request: HttpRequest) -> HttpResponse:
    """The form; what is named to the absent officer is the other's to do on those days, and on no other."""
    person = person_on(request)
    house = directed(person).house

    def choices(*roles: Role) -> list[tuple[str, str]]:
        return [(each.code, each.full_name) for each in officers_at(house, today(), roles)]

    items = (
        Item(
            name="absent",
            label=_("Người vắng mặt"),
            kind=SELECT,
            options=choices(Role.HANDLING_OFFICER),
            value=request.GET.get("vang", "")[:20],
        ),
        Item(
            name="officer",
            label=_("Người làm thay"),
            kind=SELECT,
            options=choices(Role.HANDLING_OFFICER, Role.LEADER),
        ),
        Item(name="valid_from", label=_("Từ ngày"), kind=DAY, value=today()),
        Item(name="valid_to", label=_("Đến hết ngày"), kind=DAY),
        Item(
            name="ground",
            label=_("Căn cứ (số, ngày của văn bản phân công)"),
            hint=_("Hiện trên hồ sơ bên cạnh tên người làm thay."),
        ),
    )

    def run(values: dict[str, Any]) -> Done:
        made = appoint_stand_in_own(
            person,
            absent_code=values["absent"],
            officer_code=values["officer"],
            first=values["valid_from"],
            last=values["valid_to"],
            ground=values["ground"],
        )
        said = gettext("%(name)s làm thay từ ngày %(first)s đến hết ngày %(last)s.") % {
            "name": made[0].officer.full_name,
            "first": day_words(made[0].valid_from),
            "last": day_words(made[0].valid_to),
        }
        return Done(said, reverse("desk:unit"))

    title = _("Cử người làm thay")
    notes = (
        _(
            "Trong thời gian ấy người làm thay xử lý được việc đang mang tên người vắng mặt; "
            "hết ngày thì thôi."
        ),
        _("Nhật ký hồ sơ ghi tên người trực tiếp làm."),
    )
    return answer(request, Form(title, title, items, reverse("desk:unit"), "", "replace", notes), run)
