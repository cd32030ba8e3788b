"""Số nhập tay: what no register here knows of an index, entered with its source, and earlier entries."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.desk.asked import Typed, day_typed, whole, words_asked
from motcua.desk.refusals import status_of
from motcua.desk.report_asked import places
from motcua.figures.indices.entering import ACTION, SPLIT, enter, set_split, typed_parts
from motcua.figures.indices.nine import nine_indices
from motcua.figures.indices.scoring import index766
from motcua.figures.models import IndexEntry
from motcua.foundation.errors import DomainError, UsageError, gettext_noop
from motcua.organisation.queries import officer_names
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right

PART_NAMES: Final = {
    "numerator": _("Tử số"),
    "denominator": _("Mẫu số"),
    "reported": _("Số tiếp nhận theo Hệ thống báo cáo quốc gia"),
    "portal": _("Số tiếp nhận theo Cổng Dịch vụ công quốc gia"),
    "listed": _("Số thủ tục niêm yết ở Bộ phận Một cửa"),
    "whole_process": _("Trong đó làm trọn quy trình tại chỗ"),
    "at_section": _("Trong đó nhận và trả tại chỗ"),
    "posted": _("Niêm yết chính xác, đủ, kịp thời (1 là đạt, 0 là chưa)"),
    "maximum": _("Điểm tối đa"),
}


@right(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest) -> HttpResponse:
    """The form of one component and period with its earlier entries; a POST enters."""
    person, problem = person_on(request), None
    asked = request.GET
    index, component = words_asked(asked.get("bo"), 8), words_asked(asked.get("thanh-phan"), 8)
    split = index == "766" and component in SPLIT
    parts = SPLIT if split else typed_parts(index, component)
    first, last = day_typed(asked.get("tu")), day_typed(asked.get("den"))
    if first is None or last is None:
        raise UsageError(
            gettext_noop("Địa chỉ trang thiếu kỳ của số liệu."),
            gettext_noop("Mở lại trang chỉ số và chọn thành phần ghi “chưa có”."),
        )
    agency = whole(request.POST.get("agency") or asked.get("co-quan"))
    if request.method == "POST":
        try:
            _enter(person, request, (index, component), (first, last), agency)
        except DomainError as error:
            problem = error
        else:
            messages.success(request, gettext("Đã ghi số và nguồn."))
            return HttpResponseRedirect(request.get_full_path())
    context = {
        "index": index,
        "component": component,
        "name": _name(index, component),
        "split": split,
        "first": first,
        "last": last,
        "fields": [(part, part if split else _label(index, component, part)) for part in parts],
        "places": [each for each in places(person, last) if not each.value or each.value.isdecimal()],
        "agency": str(agency or ""),
        "typed": Typed(request.POST),
        "problem": problem,
        "rows": _rows(index, SPLIT if split else (component,), None if split else first, last),
    }
    return render(
        request, "desk/indices/entries.html", context, status=status_of(problem) if problem else 200
    )


def _label(index: str, component: str, part: str) -> str:
    """The part of a component, with what the index counts there."""
    if index != "766" or part not in {"numerator", "denominator"}:
        return str(PART_NAMES[part])
    told = index766().one(component)
    return f"{PART_NAMES[part]}: {gettext(told.numerator if part == 'numerator' else told.denominator)}"


def _enter(
    person: Person,
    request: HttpRequest,
    of: tuple[str, str],
    period: tuple[date, date],
    agency: int | None,
) -> None:
    values = {name: request.POST.get(name, "") for name in (*PART_NAMES, *SPLIT)}
    source, day = request.POST.get("source", ""), day_typed(request.POST.get("source_day"))
    if of[0] == "766" and of[1] in SPLIT:
        set_split(person, points=values, since=period[0], source=source, source_day=day)
    else:
        enter(
            person,
            index=of[0],
            component=of[1],
            values=values,
            period=period,
            agency=agency,
            source=source,
            source_day=day,
        )


def _name(index: str, component: str) -> str:
    if index == "766":
        return index766().one(component).name
    return next(each.name for each in nine_indices().index if str(each.number) == component)


def _rows(index: str, components: tuple[str, ...], first: date | None, last: date) -> list[dict[str, Any]]:
    """The newest entries first, replaced ones too."""
    found = IndexEntry.objects.filter(index=index, component__in=components).select_related("agency")
    found = found.filter(first=first, last=last) if first else found.filter(last=None)
    rows = list(found.order_by("-pk")[:50])
    names = officer_names(row.entered_by.removeprefix("officer:") for row in rows)
    return [
        {
            "row": row,
            "part": PART_NAMES.get(row.part, row.part),
            "agency": row.agency.short_name if row.agency else "",
            "by": names.get(row.entered_by.removeprefix("officer:"), row.entered_by),
        }
        for row in rows
    ]
