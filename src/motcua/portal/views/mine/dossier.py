"""One dossier of the account: its way with names, its papers, what is asked, the result, who opened it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.citizens.queries import Applicant
from motcua.citizens.web import signed_in_citizen
from motcua.dossiers import applicants, citizen_files
from motcua.dossiers.applicants import GivenPaper, Supplement
from motcua.dossiers.intake import ComponentEntry
from motcua.dossiers.lifecycle.types import CopyKind
from motcua.dossiers.queries.my_page import MyDossier, my_dossier, open_my_file
from motcua.dossiers.queries.views import File
from motcua.forms.definition.showing import Part, ShownFile, summary
from motcua.forms.queries import by_name
from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.queries import today
from motcua.portal.kept_pages import applicant_on, onward

INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
MOST_FILES: Final = 20


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
        "parts": _declared(found),
        "new": request.GET.get("moi") == "1",
        "sent": request.GET.get("gui") == "1",
        "problem": problem,
    }
    return render(request, "portal/mine/dossier.html", context, status=status)


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked, each paper with a field of its own; sent, it is offered to the section (T32)."""
    applicant = applicant_on(request)
    found = my_dossier(applicant, code)
    draft = _draft_of(found)
    problems: dict[int, DomainError] = {}
    problem: DomainError | None = None
    if request.method == "POST":
        problems = _take_in(request, applicant, found, draft)
        if not problems:
            try:
                applicants.offer_supplement(
                    applicant,
                    found.code,
                    _given(request, applicant, found, draft),
                    expected_seq=_seen(request),
                )
            except DomainError as refusal:
                problem = refusal
            else:
                return onward(request, f"{reverse('portal:my_dossier', args=[found.code])}?gui=1")
    kept = citizen_files.own_files(applicant.key, draft)
    rows = [
        {
            "asked": one,
            "files": [file for file in kept if file.purpose == _purpose(one.place)],
            "problem": problems.get(one.place),
        }
        for one in found.asked
    ]
    context = {
        "m": found,
        "rows": rows,
        "note": request.POST.get("ghi-chu", "")[:2000],
        "problem": problem,
        "problems": problems,
    }
    bad = bool(problem or problems)
    return render(request, "portal/mine/supplement.html", context, status=422 if bad else 200)


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


def _declared(found: MyDossier) -> tuple[Part, ...]:
    """The answers of the form, in words; nothing where there was none or it is not known any more."""
    if not (found.form and found.declaration):
        return ()
    try:
        return summary(by_name(found.form).definition, found.declaration, today(), _files(found))
    except NotFound:
        return ()


def _files(found: MyDossier) -> dict[str, list[ShownFile]]:
    """The files of each question, by what the declaration says of them."""
    by_content = {file.sha256: file for file in found.files}
    return {
        field: [_shown_file(found, by_content[each]) for each in value if each in by_content]
        for field, value in found.declaration.items()
        if isinstance(value, list) and all(isinstance(each, str) for each in value)
    }


def _shown_file(found: MyDossier, file: File) -> ShownFile:
    address = reverse("portal:my_file", args=[found.code, file.id])
    return ShownFile(key=file.id, name=file.name, size=file.size, url=address)


def _draft_of(found: MyDossier) -> str:
    """Under which key files of this request wait: another for each request."""
    return f"bs-{found.reference or found.code}-{len(found.public.timeline)}"[:50]


def _purpose(place: int) -> str:
    return f"asked-{place}"


def _take_in(
    request: HttpRequest, applicant: Applicant, found: MyDossier, draft: str
) -> dict[int, DomainError]:
    problems: dict[int, DomainError] = {}
    for one in found.asked:
        for sent in request.FILES.getlist(f"giay-{one.place}")[:MOST_FILES]:
            if not isinstance(sent, UploadedFile) or sent.file is None or not sent.size:
                continue
            try:
                citizen_files.keep_file(
                    applicant.key, draft, sent.file, sent.name or "", purpose=_purpose(one.place)
                )
            except DomainError as refusal:
                problems[one.place] = refusal
    return problems


def _given(request: HttpRequest, applicant: Applicant, found: MyDossier, draft: str) -> Supplement:
    kept = citizen_files.own_files(applicant.key, draft)
    papers = []
    for one in found.asked:
        files = [file for file in kept if file.purpose == _purpose(one.place)]
        if files:
            entry = ComponentEntry(name=one.name, kind=CopyKind.ELECTRONIC, file=files[-1].sha256)
            papers.append(GivenPaper(entry=entry, no=one.no))
    return Supplement(papers=tuple(papers), note=request.POST.get("ghi-chu", "")[:2000], draft_key=draft)


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
