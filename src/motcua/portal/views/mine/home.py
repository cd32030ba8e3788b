"""Hồ sơ của tôi: drafts, filings that wait for an answer, open dossiers, finished ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.web import signed_in_citizen
from motcua.dossiers.queries.mine import AWAITING, FINISHED, OPEN, my_dossiers
from motcua.filing.drafts import Draft, open_drafts
from motcua.filing.supplements import open_supplements
from motcua.foundation.clock import SystemClock
from motcua.organisation.queries import today
from motcua.portal.kept_pages import applicant_on
from motcua.procedures.queries import versions_in_force


@signed_in_citizen
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the account has begun, filed and received, each with the one thing to do."""
    applicant = applicant_on(request)
    asked = request.GET.get("ma", "").strip().upper()[:40]
    if asked:
        return HttpResponseRedirect(reverse("portal:my_dossier", args=[asked]))
    now = SystemClock().now()
    drafts = open_drafts(applicant.key)
    supplements = open_supplements(applicant.key)
    begun = [*drafts, *(each.draft for each in supplements)]
    names = versions_in_force([draft.procedure for draft in begun], today()) if begun else {}

    def row_of(draft: Draft, code: str = "") -> dict[str, Any]:
        name = names[draft.procedure].content.name if draft.procedure in names else draft.procedure
        return {"draft": draft, "name": name, "code": code, "ends_soon": draft.ends_soon(now)}

    rows = my_dossiers(applicant)
    context: dict[str, Any] = {
        "drafts": [*map(row_of, drafts), *(row_of(each.draft, each.code) for each in supplements)],
        "awaiting": [row for row in rows if row.group == AWAITING],
        "open": [row for row in rows if row.group == OPEN],
        "finished": [row for row in rows if row.group == FINISHED],
        "kept": request.GET.get("giu", "")[:16],
        "applicant": applicant,
    }
    return render(request, "portal/mine/home.html", context)
