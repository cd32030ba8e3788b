"""Hộp thư đi: which messages left by which channel, which wait, which did not arrive and why; again."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import page_number, words_asked
from motcua.desk.refusals import sentence
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import may
from motcua.organisation.web import person_on, right
from motcua.outbox import queries
from motcua.outbox.channels import is_on, mail_is_on
from motcua.outbox.models import Message
from motcua.outbox.services import resend, take_for_delivered
from motcua.outbox.states import ICONS

State = Message.State


@right("see_operations")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The letters, newest first."""
    person = person_on(request)
    state = request.GET.get("tinh-trang", "")
    state = state if state in State.values else ""
    channel = request.GET.get("kenh", "")
    channel = channel if channel in Message.Channel.values else ""
    words = words_asked(request.GET.get("q"), 120)
    number = page_number(request.GET.get("trang"))
    found = queries.letters(person, state=state, channel=channel, words=words, page=number)
    context = {
        "rows": [(each, ICONS[each.row.state], is_on(each.row.channel)) for each in found.rows],
        "states": [(each.value, each.label, found.counts.get(each.value, 0)) for each in map(State, ICONS)],
        "state": state,
        "channels": [(each.value, each.label, is_on(each)) for each in Message.Channel],
        "channel": channel,
        "words": words,
        "filtered": bool(state or channel or words),
        "without_address": found.without_address,
        "mail": mail_is_on(),
        "server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if mail_is_on() else "",
        "sender": settings.MOTCUA_MAIL_FROM,
        "may_resend": may(person, "resend_messages"),
        "list": {
            "page": number,
            "pages": max(1, -(-found.total // queries.PAGE)),
            "total": found.total,
        },
    }
    return render(request, "desk/admin/outbox.html", context)


@right("resend_messages")
@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Send a letter again, or take one of which nobody knew for delivered."""
    settles = request.POST.get("quyet-dinh") == "da-toi"
    try:
        many = (take_for_delivered if settles else resend)(person_on(request), key)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        told = ngettext("%(n)s việc", "%(n)s việc", many) % {"n": many}
        said = (
            gettext("Đã ghi nhận lá thư đã tới (%(told)s).")
            if settles
            else gettext("Lá thư (%(told)s) sẽ được gửi lại trong vài phút.")
        )
        messages.success(request, said % {"told": told})
    return HttpResponseRedirect(reverse("desk:outbox"))
