"""Gửi phản ánh, kiến nghị: what it is about, then one form; no account is needed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.citizens.web import citizen_on
from motcua.dossiers import files
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.files import StoredFile
from motcua.feedback import queries, services
from motcua.feedback.filing import MOST_FILES
from motcua.feedback.petitions.types import About
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.audit import address_of
from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.portal import opened
from motcua.portal.feedback_forms import PetitionForm
from motcua.procedures import queries as procedures

WORDS: Final = {
    "thu-tuc": About.PROCEDURE,
    "ho-so": About.DOSSIER,
    "co-quan": About.AGENCY,
    "can-bo": About.OFFICER,
}
"""What an address calls each subject."""


@right(PUBLIC)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be sent here and what cannot; the four subjects."""
    clocks = queries.clocks_today()
    days = {each.key: each.days for each in clocks}
    context = {"clocks": clocks, "days": days, "body": queries.receiving_body(today())}
    return render(request, "portal/feedback/start.html", context)


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, about: str) -> HttpResponse:
    """The form; sent, it leads to the petition's page with its two codes."""
    subject = WORDS.get(about)
    if subject is None:
        raise Http404
    now = SystemClock().now()
    if request.method != "POST":
        form = PetitionForm(subject, initial=_first(request, subject, now))
        return _page(request, about, form)
    form = PetitionForm(subject, data=_again(request, now))
    try:
        services.check_human(request.POST.get("opened", ""), request.POST.get("website", ""), now)
        asked = services.read_petition({**request.POST.dict(), "about": subject.value}, day_of(now))
        done = services.file_petition(
            asked,
            key=request.POST.get("key", ""),
            address=address_of(request) or "",
            account=_account(request),
            attach=lambda: uploaded(request),
        )
    except FieldErrors as errors:
        form.blame(errors)
        return _page(request, about, form, status=422)
    except services.TooManyFilings as problem:
        return _page(request, about, form, problem, status=429)
    except DomainError as problem:
        return _page(request, about, form, problem, status=422)
    if not done.secret:
        return render(request, "portal/feedback/known.html", {"reference": done.reference})
    opened.remember(request, done.reference, done.secret, now)
    request.session["petition_sent"] = done.reference
    return HttpResponseRedirect(reverse("portal:petition", args=[done.reference]))


def uploaded(request: HttpRequest) -> list[StoredFile]:
    """The files of a request, stored. Raises: DomainError for too many or for one that is refused."""
    sent = request.FILES.getlist("files")
    if len(sent) > MOST_FILES:
        raise DomainError(
            gettext_noop("Nhiều nhất %(most)s tệp mỗi lần; phản ánh chưa được gửi."),
            gettext_noop("Chọn lại tệp. Những gì bạn đã gõ vẫn được giữ."),
            id="too_many_files",
            most=MOST_FILES,
        )
    return [files.store(each, each.name or "") for each in sent]


def _account(request: HttpRequest) -> str:
    citizen = citizen_on(request)
    return citizen.key if citizen else ""


def _first(request: HttpRequest, about: About, now: int) -> dict[str, Any]:
    """What is filled in already: from the address, and from the account of who is signed in."""
    citizen = citizen_on(request)
    known: dict[str, Any] = {"about": about.value, "key": uuid4().hex, "opened": services.opened_mark(now)}
    known["procedure"] = request.GET.get("thu-tuc", "")[:40]
    known["dossier"] = request.GET.get("ho-so", "")[:80]
    if citizen is not None:
        known |= {"name": citizen.name, "address": citizen.address}
        known |= {"phone": citizen.phone, "email": citizen.email}
    return known


def _again(request: HttpRequest, now: int) -> Any:
    """What was typed, with a mark of its opening where it came without one that can be read."""
    data = request.POST.copy()
    if not data.get("opened"):
        data["opened"] = services.opened_mark(now)
    if not data.get("key"):
        data["key"] = uuid4().hex
    return data


def _page(
    request: HttpRequest,
    about: str,
    form: PetitionForm,
    problem: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    code = str(form["procedure"].value() or "") if "procedure" in form.fields else ""
    named = ""
    if code:
        with suppress(NotFound, DomainError):
            named = procedures.offer(code, on=today()).name
    context = {
        "form": form,
        "about": WORDS[about],
        "problem": problem,
        "named": named,
        "most_files": MOST_FILES,
        "files_sent": bool(request.FILES) and status != 200,
        "signed_in": citizen_on(request) is not None,
    }
    return render(request, "portal/feedback/send.html", context, status=status)
