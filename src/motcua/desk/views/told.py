"""Đã báo người nộp: what the applicant of a dossier was told, by which way, and whether it arrived."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.refusals import sentence
from motcua.foundation.errors import DomainError
from motcua.notices.queries import told_of_dossier
from motcua.notices.services import send_again
from motcua.organisation.web import person_on, right
from motcua.outbox.channels import OUTSIDE, is_on
from motcua.outbox.states import ICONS


@right("read_dossiers")
@require_safe
def told(request: HttpRequest, code: str) -> HttpResponse:
    """The messages of one dossier, newest first."""
    found = told_of_dossier(person_on(request), code)
    context = {
        "found": found,
        "rows": [
            (row, ICONS[row.state], row.channel in OUTSIDE and is_on(row.channel)) for row in found.rows
        ],
    }
    return render(request, "desk/told/told.html", context)


@right("send_notices_again")
@require_POST
def again(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Send one of them again, to the address that the applicant gives now."""
    try:
        send_again(person_on(request), code, key, request.POST.get("address", "")[:254])
    except DomainError as refusal:
        if refusal.id == "not_found":
            raise
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("Tin sẽ được gửi tới địa chỉ vừa nhập trong vài phút."))
    return HttpResponseRedirect(reverse("desk:told", args=[code]))
