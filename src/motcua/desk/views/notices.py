"""Nhắc việc: what an officer owes and is reminded of, by kind, until it is done."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import whole
from motcua.organisation.queries import email_of
from motcua.organisation.web import person_on, right
from motcua.outbox import queries
from motcua.outbox.channels import mail_is_on
from motcua.outbox.services import mark_read


@right("work")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The person's own notices whose reason still is."""
    person = person_on(request)
    found = queries.notices(person)
    context = {
        "groups": queries.by_kind(found),
        "total": len(found),
        "unread": queries.unread(found),
        "mail": mail_is_on(),
        "address": email_of(person.officer_id),
        "hours": settings.MOTCUA_REMIND_HOURS,
    }
    return render(request, "desk/notices.html", context)


@right("work")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Note that one notice was read, or all."""
    key = request.POST.get("tin", "")
    number = whole(key)
    keys = None if not key else [number] if number is not None else []
    many = mark_read(person_on(request), keys)
    if many:
        said = ngettext("Đã đánh dấu %(n)s việc là đã đọc.", "Đã đánh dấu %(n)s việc là đã đọc.", many)
        messages.success(request, said % {"n": many})
    return HttpResponseRedirect(reverse("desk:notices"))
