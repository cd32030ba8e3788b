"""The first page of a filing: what is needed, how long, how much; then for whom and where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.web import signed_in_citizen
from motcua.filing import starting
from motcua.filing.drafts import open_drafts
from motcua.foundation.errors import DomainError
from motcua.portal.kept_pages import applicant_on, onward


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """What the person needs to know before beginning; sent, it begins a draft."""
    applicant = applicant_on(request)
    asked = request.POST if request.method == "POST" else request.GET
    case = asked.get("truong-hop", "")[:64]
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            draft = starting.start(
                applicant,
                code[:40],
                section=request.POST.get("noi-nop", "")[:64],
                case=case,
                behalf_of=request.POST.get("nop-cho", "")[:16],
            )
        except DomainError as refusal:
            problem = refusal
        else:
            return onward(request, reverse("portal:draft", args=[draft.key]))
    try:
        begun = starting.beginning(applicant, code[:40], case=case)
    except DomainError as refusal:
        page = {"code": code[:40], "problem": refusal}
        return render(request, "portal/filing/not_online.html", page, status=404)
    context = {
        "begun": begun,
        "p": begun.offer,
        "pages": len(begun.form.definition.pages),
        "open": [each for each in open_drafts(applicant.key) if each.procedure == begun.offer.code],
        "case": case,
        "place": asked.get("noi-nop", "")[:64],
        "behalf": asked.get("nop-cho", "")[:16],
        "problem": problem,
    }
    return render(request, "portal/filing/start.html", context, status=422 if problem else 200)
