"""One dossier of the account: its way with names, its papers, what is asked, the result, who opened it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.citizens.web import signed_in_citizen
from motcua.dossiers import applicants
from motcua.dossiers.queries.my_page import MyDossier, my_dossier, open_my_file
from motcua.foundation.errors import DomainError
from motcua.portal.declared import compared, declared
from motcua.portal.kept_pages import applicant_on, onward

INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})


@signed_in_citizen
@never_cache
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one dossier."""
    found = my_dossier(applicant_on(request), code)
    return _page(request, found)


def _page(
    request: HttpRequest, found: MyDossier, problem: DomainError | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "m": found,
        "d": found.public,
        "parts": declared(found),
        "changes": [(each.at, compared(found, each.form, each.old, each.new)) for each in found.changes],
        "new": request.GET.get("moi") == "1",
        "sent": request.GET.get("gui") == "1",
        "kept": request.GET.get("luu") == "1",
        "problem": problem,
    }
    return render(request, "portal/mine/dossier.html", context, status=status)


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take the dossier back, with a reason: at once where nobody received it, else the section does it."""
    applicant = applicant_on(request)
    found = my_dossier(applicant, code)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            applicants.ask_withdrawal(
                applicant, found.code, request.POST.get("ly-do", "")[:2000], expected_seq=_seen(request)
            )
        except DomainError as refusal:
            problem = refusal
        else:
            return onward(request, reverse("portal:my_dossier", args=[found.code]))
    context = {"m": found, "problem": problem, "reason": request.POST.get("ly-do", "")[:2000]}
    return render(request, "portal/mine/withdraw.html", context, status=422 if problem else 200)


@signed_in_citizen
@never_cache
@require_safe
def file(request: HttpRequest, code: str, file: UUID) -> HttpResponseBase:
    """A paper that the holder gave, or the result."""
    row, content = open_my_file(applicant_on(request), code, file)
    answer = FileResponse(
        content, as_attachment=row.media_type not in INLINE, filename=row.name, content_type=row.media_type
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
