"""Bàn trưởng bộ phận: the section's day in figures, what waits, what is late and with whom."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import page_number, whole, words_asked
from motcua.desk.refusals import sentence
from motcua.desk.rows import waiting_words
from motcua.dossiers.queries import section_day
from motcua.dossiers.queries.corrections_asked import asked_at_section
from motcua.dossiers.queries.late_work import late_work
from motcua.dossiers.queries.logbook import sections_in_sight
from motcua.dossiers.queries.section_late import late_steps, unkept_promises
from motcua.dossiers.queries.section_work import section_list, section_work
from motcua.dossiers.queries.waiting import waits_at
from motcua.dossiers.step_clocks.words import POST_NAMES
from motcua.foundation.errors import DomainError
from motcua.law.roles import Role
from motcua.money.queries import day_taken
from motcua.organisation.duties import free_counter, set_counter
from motcua.organisation.models import Section
from motcua.organisation.queries import counters_today, officers_of, today
from motcua.organisation.rights import AT_A_SECTION, Person, may
from motcua.organisation.web import person_on, right

LISTS: Final = {
    "received_today": _("Tiếp nhận hôm nay"),
    "returned_today": _("Trả hôm nay"),
    "finished_today": _("Xong hôm nay"),
    "open": _("Đang giải quyết"),
    "late": _("Quá hạn"),
    "near": _("Sắp đến hạn"),
    "within": _("Trong hạn"),
    "paused": _("Dừng tính"),
    "to_transfer": _("Chờ chuyển cơ quan giải quyết"),
    "to_supplement": _("Chờ lập phiếu hoặc nhận giấy tờ bổ sung"),
    "to_return": _("Chờ trả kết quả"),
}


@right("export_logbook")
@require_safe
def section(request: HttpRequest) -> HttpResponse:
    """One section; those who look over several choose."""
    person = person_on(request)
    doors, door = _chosen(request, person)
    if door is None:
        return render(request, "desk/section/none.html")
    place = door.agency
    found, loads = section_work(person, place.pk)
    context = {
        "sections": [each.agency for each in doors],
        "place": place,
        "queue": waits_at(door),
        "money": day_taken(person, place.pk),
        "day": section_day(person, place.pk),
        "loads": loads,
        "counts": found.counts,
        "rows": [(row, waiting_words(row)) for row in found.rows],
        "works_here": _works_at(person, place.pk),
        "may_receive": may(person, "receive"),
        "corrections": asked_at_section(place.pk),
        "may_correct": _heads(person, place.pk),
        **_counters(person, door),
    }
    return render(request, "desk/section/section.html", context)


def _works_at(person: Person, place: int) -> bool:
    return any(post.role in AT_A_SECTION and place in post.received for post in person.held)


def _heads(person: Person, place: int) -> bool:
    return any(post.role is Role.SECTION_HEAD and place in post.received for post in person.held)


def _chosen(request: HttpRequest, person: Person) -> tuple[list[Section], Section | None]:
    """The sections in sight, and the one asked for; else the own one, else the first."""
    doors = sections_in_sight(person, today())
    chosen = request.GET.get("bo-phan", "")
    own = {post.agency_id for post in person.held}
    door = next((each for each in doors if str(each.agency_id) == chosen), None)
    door = door or next((each for each in doors if each.agency_id in own), doors[0] if doors else None)
    return doors, door


def _counters(person: Person, door: Section) -> dict[str, object]:
    """Who is at which counter; with the officers to choose from for who may set them."""
    sets = may(person, "set_counters") and any(post.section_id == door.pk for post in person.held)
    return {
        "counters": counters_today(door.pk, today()),
        "staff": officers_of(door.agency_id, today(), AT_A_SECTION) if sets else [],
    }


@right("export_logbook")
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure of the day."""
    person = person_on(request)
    _doors, door = _chosen(request, person)
    if door is None:
        return render(request, "desk/section/none.html")
    place = door.agency
    what = request.GET.get("muc", "")
    found = section_list(
        person,
        place.pk,
        what,
        agency=whole(request.GET.get("co-quan")),
        officer=words_asked(request.GET["nguoi"], 20) if "nguoi" in request.GET else None,
        page=page_number(request.GET.get("trang")),
    )
    context = {
        "place": place,
        "title": LISTS[what],
        "list": found,
        "rows": [(row, waiting_words(row)) for row in found.rows],
    }
    return render(request, "desk/section/dossiers.html", context)


@right("export_logbook")
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Steps and parts over their time by office and person, and promises that cannot be kept any more."""
    person = person_on(request)
    _doors, door = _chosen(request, person)
    if door is None:
        return render(request, "desk/section/none.html")
    place = door.agency
    context = {
        "place": place,
        "late_steps": late_steps(person, place.pk),
        "unkept": unkept_promises(person, place.pk),
        "caused": late_work(person, place.pk),
        "posts": POST_NAMES,
        "works_here": _works_at(person, place.pk),
    }
    return render(request, "desk/section/late.html", context)


@right("set_counters")
@require_POST
def counter(request: HttpRequest, number: int) -> HttpResponse:
    """Let an officer sit at a counter, or free it where nobody was chosen."""
    person = person_on(request)
    officer = words_asked(request.POST.get("can-bo"), 20)
    try:
        if officer:
            set_counter(person, number, officer)
            messages.success(request, gettext("Đã phân quầy."))
        else:
            free_counter(person, number)
            messages.success(request, gettext("Quầy để trống."))
    except DomainError as error:
        messages.error(request, sentence(error))
    return HttpResponseRedirect(f"{reverse('desk:section')}#quay")
