"""The book of petitions, the numbers of a period, and how an officer's own work was rated; as files too."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import day_typed, page_number
from motcua.desk.lists import moment, table_file
from motcua.feedback import queries
from motcua.feedback.queries.petitions import MOST, PAGE
from motcua.law.service_quality import rating_rules
from motcua.organisation.queries import today
from motcua.organisation.web import person_on, right

HEAD = (
    _("Số"), _("Năm"), _("Mã phản ánh"), _("Gửi lúc"), _("Nói về"), _("Tóm tắt"), _("Phân loại"),
    _("Trạng thái"), _("Cơ quan"), _("Hạn"), _("Đã trễ"), _("Xong lúc"),
)  # fmt: skip


@right("receive_petitions")
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Sổ tiếp nhận phản ánh (Decree 20/2008 art. 9), newest first."""
    first, last = _period(request)
    number = page_number(request.GET.get("trang"))
    found = queries.worklist(
        person_on(request), only_open=False, order="book", first=first, last=last, page=number
    )
    pages = {"page": number, "pages": max(1, -(-found.total // PAGE)), "total": found.total}
    context = {"rows": found.rows, "list": pages, "first": first, "last": last}
    return render(request, "desk/feedback/book.html", context)


@right("receive_petitions")
@require_safe
def book_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same rows as a file, at most `MOST`."""
    first, last = _period(request)
    found = queries.worklist(
        person_on(request), only_open=False, order="book", first=first, last=last, size=MOST
    )
    lines = [
        [
            str(row.book_no), str(row.year), row.reference, moment(row.filed_at), gettext(row.about),
            row.subject, gettext(row.sort_name) if row.sort_name else "", gettext(row.state_name), row.holder,
            moment(row.due_at), ", ".join(gettext(name) for name in row.missed), moment(row.closed_at),
        ]
        for row in found.rows
    ]  # fmt: skip
    return table_file(form, "so-phan-anh", HEAD, lines)


@right("receive_petitions")
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """How many came in a period, where they stand, which clocks were missed."""
    first, last = _period(request)
    context = {"f": queries.period_figures(person_on(request), first, last), "first": first, "last": last}
    return render(request, "desk/feedback/numbers.html", context)


@right("receive_petitions")
@require_safe
def numbers_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same numbers as a file."""
    first, last = _period(request)
    found = queries.period_figures(person_on(request), first, last)
    lines = [[gettext("Tiếp nhận"), str(found.received)]]
    lines += [[gettext(name), str(many)] for _state, name, many in found.states]
    lines += [
        [gettext("Đã trả lời"), str(found.answered)],
        [gettext("Trả lời đúng hạn"), str(found.answered_on_time)],
        [gettext("Đang quá hạn"), str(found.overdue_open)],
    ]
    lines += [[f"{gettext('Trễ')}: {gettext(name)}", str(many)] for name, many in found.missed]
    return table_file(
        form, f"phan-anh-{first:%Y%m%d}-{last:%Y%m%d}", (_("Chỉ tiêu"), _("Số phản ánh")), lines
    )


@right("see_own_ratings")
@require_safe
def own_ratings(request: HttpRequest) -> HttpResponse:
    """How the work of who is signed in was rated, in groups; nobody else sees this figure."""
    person = person_on(request)
    first, last = _period(request)
    rules = rating_rules()
    context = {
        "r": queries.of_officer(person, person.officer_code, first, last),
        "levels": {each.value: each.name for each in rules.levels},
        "first": first,
        "last": last,
    }
    return render(request, "desk/feedback/own_ratings.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    """The days asked for; without them this year until today."""
    day = today()
    first = day_typed(request.GET.get("tu")) or date(day.year, 1, 1)
    last = day_typed(request.GET.get("den")) or day
    return (first, last) if first <= last else (last, first)
