"""The queue of the day: numbers given, called and missed, the counter taken, the waiting room's screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.asked import whole, words_asked
from motcua.desk.refusals import sentence, status_of
from motcua.dossiers import queue
from motcua.dossiers.queries.waiting import my_place, queue_day, waiting_board
from motcua.foundation.errors import DomainError
from motcua.organisation.duties import leave_counter, take_counter
from motcua.organisation.queries import counters_today, today
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right
from motcua.procedures.queries import fields


@right("take_counter")
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest) -> HttpResponse:
    """Which counter the officer sits at today: taken, changed or left."""
    person = person_on(request)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            return _sit(request, person)
        except DomainError as error:
            problem = error
    section = next((post.section_id for post in person.held if post.section_id), None)
    context = {
        "counters": counters_today(section, today()) if section else [],
        "mine": person.officer_code,
        "problem": problem,
    }
    return render(request, "desk/queue/seat.html", context, status=status_of(problem) if problem else 200)


def _sit(request: HttpRequest, person: Person) -> HttpResponse:
    counter = whole(request.POST.get("counter"))
    if counter is None:
        leave_counter(person)
        messages.success(request, gettext("Bạn đã rời quầy."))
    else:
        duty = take_counter(person, counter)
        messages.success(request, gettext("Bạn đang ở quầy %(number)s.") % {"number": duty.counter.number})
    return HttpResponseRedirect(reverse("desk:counter"))


@right("run_queue")
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Today's queue: give the next number, see who waits, how many were served and how long they waited."""
    person = person_on(request)
    given = whole(request.GET.get("so"))
    context = {
        "queue": queue_day(person),
        "place": my_place(person),
        "given": f"{given:03d}" if given else "",
        "fields": [name for name, _ in fields(today())],
    }
    return render(request, "desk/queue/day.html", context)


@right("run_queue")
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Give the next number."""
    field = words_asked(request.POST.get("field"), queue.FIELD)
    ticket = queue.issue_ticket(person_on(request), field=field, priority=bool(request.POST.get("priority")))
    return HttpResponseRedirect(f"{reverse('desk:queue')}?so={ticket.number}")


@right("run_queue")
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call, call again, or end what is served at the own counter; back to the screen for the next intake."""
    try:
        told = _call(person_on(request), request)
    except DomainError as error:
        messages.warning(request, sentence(error))
        return HttpResponseRedirect(reverse("desk:seat" if error.id == "no_counter" else "desk:counter"))
    messages.success(request, told)
    return HttpResponseRedirect(reverse("desk:counter"))


def _call(person: Person, request: HttpRequest) -> str:
    """Do what the button says and tell it. Raises: as `dossiers.queue`."""
    seen, what = whole(request.POST.get("seen")), request.POST.get("what", "next")
    if what == "again":
        return gettext("Gọi lại số %(number)s.") % {"number": f"{queue.call_again(person).number:03d}"}
    if what in ("done", "absent"):
        queue.end_ticket(person, seen or 0, absent=what == "absent")
        return gettext("Đã ghi vắng mặt.") if what == "absent" else gettext("Đã phục vụ xong.")
    if what == "number":
        number = whole(request.POST.get("number")) or 0
        ticket = queue.call_number(person, number, seen=seen)
    else:
        field = words_asked(request.POST.get("field"), queue.FIELD)
        found = queue.call_next(person, seen=seen, field=field)
        if found is None and field:
            return gettext("Không có người chờ lĩnh vực %(field)s.") % {"field": field}
        if found is None:
            return gettext("Không có người chờ.")
        ticket = found
    return gettext("Mời số %(number)s.") % {"number": f"{ticket.number:03d}"}


@right("public")
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The screen for the waiting room: numbers and counters, no names; it renews itself without a script."""
    found = waiting_board(code)
    if found is None:
        raise Http404
    return render(request, "desk/queue/board.html", {"board": found})
