"""Sổ theo dõi hồ sơ: a section's book for a period, on screen, as the form, as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.asked import page_number
from motcua.desk.lists import XLSX_TYPE
from motcua.dossiers.fields import BAD_MOMENT
from motcua.dossiers.papers import logbook_workbook
from motcua.dossiers.papers import render as print_paper
from motcua.dossiers.printing_books import logbook_data, logbook_row
from motcua.dossiers.queries import logbook as read_logbook
from motcua.dossiers.queries.logbook import MOST, logbook_lines, readable_sections
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.regimes import regime_on
from motcua.organisation.models import Agency
from motcua.organisation.queries import today
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right

SHOWN: Final = 200
LONGEST: Final = timedelta(days=5 * 366)


class Asked(NamedTuple):
    """Which book, from when to when."""

    sections: list[Agency]
    section: Agency | None
    first: date
    last: date


@right("export_logbook")
@require_safe
def logbook(request: HttpRequest) -> HttpResponse:
    """The book on screen, a page at a time."""
    person = person_on(request)
    problem, book = None, None
    number = page_number(request.GET.get("trang"))
    try:
        asked = _asked(request, person)
    except DomainError as error:
        asked, problem = _usual(request, person), error
    if asked.section and problem is None:
        book = read_logbook(person, asked.section.pk, asked.first, asked.last, page=number, limit=SHOWN)
    context = {
        "asked": asked,
        "book": book,
        "list": book,
        "problem": problem,
        "form": regime_on(asked.last).forms["logbook"],
    }
    return render(request, "desk/logbook.html", context)


@right("export_logbook")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The whole book: `pdf` is the legal form, `xlsx` a workbook."""
    person = person_on(request)
    asked = _asked(request, person)
    if asked.section is None or form not in ("pdf", "xlsx"):
        raise Http404
    book = read_logbook(person, asked.section.pk, asked.first, asked.last, limit=MOST if form == "pdf" else 1)
    if form == "pdf" and book.pages > 1:
        raise DomainError(
            gettext_noop("Khoảng ngày này có %(total)s hồ sơ, một bản in chỉ được %(most)s."),
            gettext_noop("Chia khoảng ngày thành từng quý hoặc từng tháng rồi in, hoặc tải bản Excel có đủ."),
            id="book_too_long",
            total=book.total,
            most=MOST,
        )
    name = f"so-theo-doi-{book.section_code}-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.{form}"
    kind = "application/pdf" if form == "pdf" else XLSX_TYPE
    headers = {"Content-Disposition": f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'}
    data = logbook_data(book, now=SystemClock().now())
    if form == "pdf":
        return HttpResponse(print_paper("logbook", data), content_type=kind, headers=headers)
    lines = logbook_lines(person, asked.section.pk, asked.first, asked.last)
    content = logbook_workbook(data, (logbook_row(line) for line in lines))
    return HttpResponse(content, content_type=kind, headers=headers)


def _asked(request: HttpRequest, person: Person) -> Asked:
    usual = _usual(request, person)
    first = _day(request.GET.get("tu"), usual.first)
    last = _day(request.GET.get("den"), usual.last)
    if last < first or last - first > LONGEST:
        raise DomainError(
            gettext_noop("Khoảng ngày không hợp lệ: ngày đầu phải trước ngày cuối, nhiều nhất năm năm."),
            gettext_noop("Chọn lại khoảng ngày."),
            id="period",
        )
    return usual._replace(first=first, last=last)


def _usual(request: HttpRequest, person: Person) -> Asked:
    """The person's own section and the current month, or the section that was chosen."""
    sections = readable_sections(person, today())
    chosen = request.GET.get("bo-phan", "")
    own = {post.agency_id for post in person.held}
    section = next((each for each in sections if str(each.pk) == chosen), None)
    if section is None:
        section = next((each for each in sections if each.pk in own), sections[0] if sections else None)
    return Asked(sections, section, today().replace(day=1), today())


def _day(text: str | None, usual: date) -> date:
    if not text:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DomainError(BAD_MOMENT, id="field") from None
