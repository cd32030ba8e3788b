"""The answers to read over, the submission, and what happens next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.queries import Applicant, by_key
from motcua.citizens.web import signed_in_citizen
from motcua.filing import drafts
from motcua.filing.drafts import Draft
from motcua.filing.starting import offer_online, places
from motcua.filing.submitting import NotComplete, form_of, newer_form, submit
from motcua.forms.definition.reading import missing
from motcua.forms.definition.showing import summary
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import today
from motcua.portal.kept_pages import applicant_on, onward
from motcua.portal.views.filing.fill import elsewhere, files_of


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Every answer with a link to change it; sent, the draft is filed."""
    applicant = applicant_on(request)
    found = drafts.open_draft(applicant.key, key)
    if request.method != "POST":
        if address := elsewhere(found):
            return HttpResponseRedirect(address)
        return _check(request, applicant, found)
    try:
        done = submit(applicant, key, seen=_seen(request, found))
    except DomainError as refusal:
        return _check(request, applicant, drafts.open_draft(applicant.key, key), refusal)
    return onward(request, f"{reverse('portal:my_dossier', args=[done.reference])}?moi=1")


def _check(
    request: HttpRequest, applicant: Applicant, found: Draft, problem: DomainError | None = None
) -> HttpResponse:
    day = today()
    form = form_of(found).definition
    left = missing(form, found.answers, day)
    by_page: dict[str, list[Any]] = {}
    for one in left:
        by_page.setdefault(one.page, []).append(one)
    offer = offer_online(found.procedure, found.case, day)
    place = next((each.name for each in places(offer, day) if each.code == found.section), found.section)
    principal = by_key(found.behalf_of) if found.behalf_of else None
    context = {
        "draft": found,
        "parts": summary(form, found.answers, day, files_of(found)),
        "left": left,
        "left_pages": set(by_page),
        "offer": offer,
        "procedure": offer.name,
        "place": place,
        "filer": applicant,
        "principal": principal,
        "problem": None if isinstance(problem, NotComplete) else problem,
        "refused": isinstance(problem, NotComplete),
        "newer": newer_form(found, day) is not None,
    }
    return render(request, "portal/filing/check.html", context, status=422 if problem else 200)


def _seen(request: HttpRequest, found: Draft) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else found.seq
