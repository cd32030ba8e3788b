"""What the section asks for, given online: papers, and answers put right; kept until it is sent."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.citizens.queries import Applicant
from motcua.citizens.web import signed_in_citizen
from motcua.filing import received, supplement_papers, supplements
from motcua.filing.received import ReceivedFile
from motcua.filing.submitting import NotComplete
from motcua.filing.supplements import Preparing, prepare
from motcua.forms.definition.showing import ShownField, ShownFile, summary
from motcua.foundation.errors import DomainError
from motcua.foundation.phrase import Phrase
from motcua.organisation.queries import today
from motcua.portal.declared import compared, files_of_answers
from motcua.portal.kept_pages import applicant_on, onward
from motcua.portal.views.filing.files import announced, refused, take_in
from motcua.portal.views.filing.fill import DROP, LATER, TAKE, phrase_of, upload_context

SPARE: Final = "dung-tep"
"""Name of the button that lets a file sent for an earlier request answer what is asked now."""
MOST_SHEETS: Final = 6


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked, each paper with a field of its own; sent, it is offered to the section (T32)."""
    applicant = applicant_on(request)
    found = prepare(applicant, code)
    if request.method != "POST":
        return _shown(request, applicant, found)
    try:
        problems = _kept(request, applicant, found)
        if problems or any(name in request.POST for name in (DROP, TAKE, SPARE)):
            return _shown(request, applicant, prepare(applicant, code), problems=problems)
        if LATER in request.POST:
            return onward(request, f"{reverse('portal:my_dossier', args=[found.dossier.code])}?luu=1")
        seen = number_in(request, "yeu-cau", found.dossier.request)
        done = supplements.send(applicant, code, _draft_named(request), request=seen)
    except DomainError as refusal:
        return _shown(request, applicant, prepare(applicant, code), refusal=refusal)
    return onward(request, f"{reverse('portal:my_dossier', args=[done.code])}?gui=1")


@signed_in_citizen
@never_cache
@require_POST
def begin_file(request: HttpRequest, code: str) -> HttpResponse:
    """Announce a file for what is asked; its pieces follow as those of any draft."""
    applicant = applicant_on(request)
    try:
        draft = supplements.draft_for(applicant, prepare(applicant, code))
    except DomainError as refusal:
        return refused(refusal)
    return announced(request, draft.key)


def shown_file(found: Preparing, file: ReceivedFile) -> ShownFile:
    """A file of the supplement as its pages show it."""
    assert found.draft is not None, "files belong to a draft"
    return ShownFile(
        key=file.key,
        name=file.name,
        size=file.size,
        url=reverse("portal:draft_file", args=[found.draft.key, file.key]),
        note=Phrase(" ".join(note.text for note in file.notes)) if file.notes else "",
    )


def number_in(request: HttpRequest, name: str, otherwise: int) -> int:
    """A whole number of the form; `otherwise` for what is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def upload_address(found: Preparing) -> dict[str, Any]:
    """What the inputs for files of a supplement need."""
    return upload_context(reverse("portal:my_supplement_upload", args=[found.dossier.code]))


def _draft_named(request: HttpRequest) -> str:
    return request.POST.get("ban-khai", "")[:16]


def _kept(request: HttpRequest, applicant: Applicant, found: Preparing) -> dict[str, DomainError]:
    """Keep what came with the form: words, files, papers of the store; refusals by what is asked.

    Of what was sent already nothing is kept a second time.
    """
    if supplements.was_sent(applicant, _draft_named(request)):
        return {}
    supplements.keep_note(applicant, found, request.POST.get("ghi-chu", ""))
    problems: dict[str, DomainError] = {}
    keys = [item.key for item in found.items if request.FILES.getlist(item.key)]
    if keys:
        problems = take_in(request, applicant.key, supplements.draft_for(applicant, found).key, keys)
    if found.draft is not None and DROP in request.POST:
        received.drop(applicant.key, found.draft.key, request.POST[DROP])
    key, _, file = request.POST.get(SPARE, "").partition(":")
    if file:
        supplement_papers.use_spare(applicant, found, key, file)
    key, _, paper = request.POST.get(TAKE, "").partition(":")
    if paper:
        try:
            supplement_papers.take(applicant, found, key, paper, day=today())
        except DomainError as refusal:
            problems[key] = refusal
    return problems


def _shown(
    request: HttpRequest,
    applicant: Applicant,
    found: Preparing,
    *,
    refusal: DomainError | None = None,
    problems: dict[str, DomainError] | None = None,
) -> HttpResponse:
    dossier, faults = found.dossier, problems or {}
    old = {field: before for field, (before, _) in found.changes.items()}
    new = {field: after for field, (_, after) in found.changes.items()}
    files = files_of_answers(dossier, found.answers)
    incomplete = refusal if isinstance(refusal, NotComplete) else None
    context: dict[str, Any] = {
        "m": dossier,
        "s": found,
        "fields": [(_field(found, item, faults.get(item.key)), item.asked) for item in found.items],
        "spare": [shown_file(found, file) for file in found.spare],
        "changes": compared(dossier, dossier.form, old, new),
        "parts": summary(found.form, found.answers, today(), files) if found.form else (),
        "stored": supplement_papers.offered_papers(applicant, found, today()),
        "note": request.POST.get("ghi-chu", found.note)[: supplements.LONGEST_NOTE],
        "problem": None if incomplete else refusal,
        "left": incomplete.missing if incomplete else (),
        "problems": faults,
        **upload_address(found),
    }
    bad = bool(refusal or faults)
    return render(request, "portal/mine/supplement.html", context, status=422 if bad else 200)


def _field(found: Preparing, item: supplements.Item, problem: DomainError | None) -> ShownField:
    """What is asked, as a question for files."""
    return ShownField(
        id=f"f-{item.key}",
        name=item.key,
        kind="file",
        template="file",
        label=item.asked.name,
        help="",
        required=True,
        files=tuple(shown_file(found, file) for file in item.files),
        most_files=MOST_SHEETS,
        faults=(phrase_of(problem),) if problem else (),
    )
