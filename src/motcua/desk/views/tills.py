"""Tiền trong ngày: an officer's till and its close; the section's money; the quarter's settlement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.asked import whole
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.lists import XLSX_TYPE
from motcua.desk.refusals import status_of
from motcua.desk.section_period import chosen_section, one_of, period_of
from motcua.foundation.errors import DomainError
from motcua.money import queries, services
from motcua.money.papers import close_paper, section_paper, settlement_paper
from motcua.money.settling import Quarter, quarter_of
from motcua.money.workbook import section_workbook
from motcua.organisation.queries import sections_on, today
from motcua.organisation.rights import may
from motcua.organisation.web import person_on, right


@right("take_money")
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """The officer's own money that is in no close yet, and the form to close it."""
    return _day(request)


def _day(
    request: HttpRequest, *, problem: DomainError | None = None, till: int | None = None, status: int = 200
) -> HttpResponse:
    person = person_on(request)
    views = list(queries.own_tills(person))
    if till is not None and all(view.till.pk != till for view in views):
        views = [queries.till_view(person, till)]
    context = {
        "views": views,
        "problem": problem,
        "at_till": till,
        "faults": fault_sentences(problem),
        "typed": request.POST if problem else {},
        "sees_section": may(person, "see_section_money"),
        "sees_settlements": may(person, "see_settlements"),
    }
    return render(request, "desk/money/day.html", context, status=status)


@right("take_money")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, till: int) -> HttpResponse:
    """Close a till for today; the head may open another officer's to close it."""
    if request.method != "POST":
        return _day(request, till=till)
    try:
        done = services.close_day(person_on(request), till, request.POST)
    except DomainError as error:
        return _day(request, problem=error, till=till, status=status_of(error))
    messages.success(request, gettext("Đã chốt tiền; in biên bản ở mục Các lần chốt."))
    own = done.till.officer == person_on(request).actor
    return HttpResponseRedirect(reverse("desk:money_day" if own else "desk:money_section"))


@right("read_dossiers")
@require_safe
def close_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """A close as PDF."""
    done = queries.close_by(person_on(request), number)
    return _pdf(close_paper(done), f"chot-tien-{done.day:%Y%m%d}-{done.pk}")


@right("see_section_money")
@require_safe
def section(request: HttpRequest) -> HttpResponse:
    """The money of all officers of a section in a period, and the tills that are open."""
    person = person_on(request)
    sections, place = chosen_section(request, person)
    if place is None:
        return render(request, "desk/section/none.html")
    problem: DomainError | None = None
    try:
        first, last = period_of(request)
    except DomainError as error:
        problem, first, last = error, today(), today()
    context = {
        "sections": sections,
        "place": place,
        "problem": problem,
        "money": queries.section_money(person, place.pk, first, last),
        "may_close": may(person, "close_any_till"),
        "sees_settlements": may(person, "see_settlements"),
        "takes": may(person, "take_money"),
    }
    return render(request, "desk/money/section.html", context)


@right("see_section_money")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The same period as PDF or workbook, with every line."""
    person = person_on(request)
    _, place = chosen_section(request, person)
    if place is None or form not in ("pdf", "xlsx"):
        raise Http404
    first, last = period_of(request)
    money = queries.section_money(person, place.pk, first, last, limit=None)
    name = f"tien-{place.code}-{first:%Y%m%d}-{last:%Y%m%d}"
    if form == "pdf":
        return _pdf(section_paper(money), name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(section_workbook(money), content_type=XLSX_TYPE, headers=headers)


@right("see_settlements")
@require_safe
def settlements(request: HttpRequest) -> HttpResponse:
    """What a section collected in a quarter for each agency; settled and confirmed here."""
    return _settlements(request)


def _settlements(
    request: HttpRequest, *, problem: DomainError | None = None, status: int = 200
) -> HttpResponse:
    person = person_on(request)
    asked = request.POST if request.method == "POST" else request.GET
    sections = queries.settling_sections(person, [each.agency for each in sections_on(today())])
    place = one_of(asked.get("bo-phan", ""), sections, person)
    if place is None:
        return render(request, "desk/section/none.html")
    usual = quarter_of(today().replace(day=1) - timedelta(days=92))
    quarter = Quarter(whole(asked.get("nam")) or usual.year, whole(asked.get("quy")) or usual.number)
    if not (1 <= quarter.number <= 4 and 2000 <= quarter.year <= 2100):
        quarter = usual
    heads = any(post.role.value == "section_head" and place.pk in post.received for post in person.held)
    context: dict[str, Any] = {
        "sections": sections,
        "place": place,
        "quarter": quarter,
        "over": today() >= quarter.end,
        "rows": queries.settlement_rows(person, place.pk, quarter),
        "problem": problem,
        "may_settle": heads and may(person, "settle_money"),
        "led": {agency for post in person.held if post.role.value == "leader" for agency in post.house},
        "numbers": (1, 2, 3, 4),
        "takes": may(person, "take_money"),
        "sees_section": may(person, "see_section_money"),
    }
    return render(request, "desk/money/settlements.html", context, status=status)


@right("settle_money")
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Settle a quarter with one agency."""
    data = request.POST
    numbers = [whole(data.get(name)) or 0 for name in ("bo-phan", "co-quan", "nam", "quy")]
    section_id, competent_id, year, number = numbers
    try:
        services.settle(person_on(request), section_id, competent_id, Quarter(year, number))
    except DomainError as error:
        return _settlements(request, problem=error, status=status_of(error))
    messages.success(request, gettext("Đã lập quyết toán."))
    return _back(section_id, year, number)


@right("confirm_settlement")
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The agency confirms what it got."""
    try:
        done = services.confirm_settlement(person_on(request), number, request.POST)
    except DomainError as error:
        return _settlements(request, problem=error, status=status_of(error))
    messages.success(request, gettext("Đã xác nhận quyết toán."))
    settled = done.settlement
    return _back(settled.section_id, settled.year, settled.quarter)


@right("see_settlements")
@require_safe
def settlement_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """A settlement as PDF."""
    found = queries.settlement_by(person_on(request), number)
    return _pdf(settlement_paper(found), found.number)


def _back(section_id: int, year: int, quarter: int) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('desk:settlements')}?bo-phan={section_id}&nam={year}&quy={quarter}"
    )


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
