"""Tin nhắn: what the account was told of its dossiers, and by which ways it wants to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens.web import signed_in_citizen
from motcua.foundation.errors import DomainError
from motcua.notices.events import LANGUAGES
from motcua.notices.models import NoticePreference
from motcua.notices.queries import preference_of
from motcua.notices.services import choose
from motcua.outbox import queries
from motcua.outbox.channels import Channel, is_on
from motcua.outbox.citizens import mark_read
from motcua.portal.kept_pages import applicant_on

_WAYS = (
    ("email", Channel.EMAIL, _("Qua thư điện tử")),
    ("sms", Channel.SMS, _("Qua tin nhắn điện thoại")),
    ("zalo", Channel.ZALO, _("Qua Zalo")),
)


@signed_in_citizen
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The messages, newest first."""
    asked = request.GET.get("trang", "")
    page = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    found = queries.inbox(applicant_on(request).key, page=page)
    context = {"found": found, "page": page, "pages": max(1, -(-found.total // queries.PAGE))}
    return render(request, "portal/mine/messages.html", context)


@signed_in_citizen
@never_cache
@require_safe
def message(request: HttpRequest, key: int) -> HttpResponse:
    """One message in full; it counts as read. Somebody else's is not there."""
    account = applicant_on(request).key
    row = queries.inbox_message(account, key)
    if row is None:
        raise Http404
    mark_read(account, [key])
    return render(request, "portal/mine/message.html", {"row": row})


@signed_in_citizen
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All of them count as read."""
    mark_read(applicant_on(request).key)
    return HttpResponseRedirect(reverse("portal:my_messages"))


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """By which ways the account is told, and in which language."""
    applicant = applicant_on(request)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            choose(
                applicant, {name: request.POST.get(name, "") for name in ("language", "email", "sms", "zalo")}
            )
        except DomainError as error:
            problem = error
        else:
            messages.success(request, gettext("Đã lưu lựa chọn nhận tin."))
            return HttpResponseRedirect(reverse("portal:my_messages"))
    row = preference_of(applicant.key)
    context = {
        "row": row,
        "applicant": applicant,
        "ways": [
            (
                name,
                label,
                is_on(channel),
                applicant.email if name == "email" else applicant.phone,
                getattr(row, name),
            )
            for name, channel, label in _WAYS
        ],
        "wishes": NoticePreference.Wish.choices,
        "languages": LANGUAGES,
        "problem": problem,
    }
    return render(request, "portal/mine/preferences.html", context, status=400 if problem else 200)
