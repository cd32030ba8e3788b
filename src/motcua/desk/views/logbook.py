"""Sổ theo dõi hồ sơ: a section's book for a period, on screen, as the form, as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.lists import XLSX_TYPE
from motcua.dossiers.fields import BAD_MOMENT
from motcua.dossiers.papers import logbook_workbook
from motcua.dossiers.papers import render as print_paper
from motcua.dossiers.printing_books import logbook_data
from motcua.dossiers.queries import logbook as read_logbook
from motcua.dossiers.queries.logbook import Logbook, readable_sections
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.regimes import regime_on
from motcua.organisation.models import Agency
from motcua.organisation.queries import today
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right

SHOWN: Final = 200
LONGEST: Final = timedelta(days=366)


class Asked(NamedTuple):
    """Which book, from when to when."""

    sections: list[Agency]
    section: Agency | None
    first: date
    last: date


@right("export_logbook")
@require_safe
def logbook(request: HttpRequest) -> HttpResponse:
    """The book on screen, cut at its first lines; the form and the workbook have all of them."""
    person = person_on(request)
    problem, book = None, None
    try:
        asked = _asked(request, person)
    except DomainError as error:
        asked, problem = _usual(request, person), error
    if asked.section and problem is None:
        book = read_logbook(person, asked.section.pk, asked.first, asked.last, limit=SHOWN)
    context = {
        "asked": asked,
        "book": book,
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
    book = read_logbook(person, asked.section.pk, asked.first, asked.last)
    name = f"so-theo-doi-{book.section_code}-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.{form}"
    kind = "application/pdf" if form == "pdf" else XLSX_TYPE
    headers = {"Content-Disposition": f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'}
    return HttpResponse(_content(book, form), content_type=kind, headers=headers)


def _content(book: Logbook, form: str) -> bytes:
    data = logbook_data(book, now=SystemClock().now())
    return print_paper("logbook", data) if form == "pdf" else logbook_workbook(data)


def _asked(request: HttpRequest, person: Person) -> Asked:
    usual = _usual(request, person)
    first = _day(request.GET.get("tu"), usual.first)
    last = _day(request.GET.get("den"), usual.last)
    if last < first or last - first > LONGEST:
        raise DomainError(
            gettext_noop("Khoảng ngày không hợp lệ: ngày đầu phải trước ngày cuối, nhiều nhất một năm."),
            gettext_noop("Sổ mở theo năm; chọn lại khoảng ngày."),
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
