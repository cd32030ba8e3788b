"""One page of the form that a dossier is pinned to, with the answers given, to put right in a supplement."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.queries import Applicant
from motcua.citizens.web import signed_in_citizen
from motcua.filing import drafts, received, supplements
from motcua.filing.drafts import PageChanged
from motcua.filing.supplements import Preparing, prepare
from motcua.forms.definition.model import Definition, FileField, NoteField, Page
from motcua.forms.definition.reading import Fault, PageRead, read_page
from motcua.forms.definition.showing import Context, ShownFile, shown
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import today
from motcua.portal.declared import files_of_answers
from motcua.portal.kept_pages import applicant_on, onward
from motcua.portal.views.filing.files import take_in
from motcua.portal.views.filing.fill import DROP, differences, phrase_of
from motcua.portal.views.mine.supplement import number_in, shown_file, upload_address


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The page; sent, what was put right is kept with the supplement."""
    applicant = applicant_on(request)
    found = prepare(applicant, code)
    if found.form is None:
        return onward(request, _back(found))
    asked = found.form.page(name)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, found, name)
    try:
        return _saved(request, applicant, found, asked)
    except DomainError as refusal:
        return _shown(request, prepare(applicant, code), name, problem=refusal)


def _saved(request: HttpRequest, applicant: Applicant, found: Preparing, asked: Page) -> HttpResponse:
    draft = supplements.draft_for(applicant, found)
    if DROP in request.POST:
        received.drop(applicant.key, draft.key, request.POST[DROP])
    questions = [field.id for field in asked.fields if isinstance(field, FileField)]
    problems = take_in(request, applicant.key, draft.key, questions)
    found = prepare(applicant, found.dossier.code)
    read = read_page(_form(found), asked.id, request.POST, found.answers, today())
    plain = [field.id for field in asked.fields if not isinstance(field, FileField | NoteField)]
    answers = {field: read.answers.get(field) for field in plain}
    try:
        drafts.save_page(
            applicant.key, draft.key, asked.id, answers, seen=number_in(request, "seen", draft.seq)
        )
    except PageChanged as refusal:
        return _shown(request, found, asked.id, read=read, changed=refusal)
    faults = [fault for fault in read.faults if fault.field not in problems]
    faults += [Fault(field=field, name=field, message=phrase_of(error)) for field, error in problems.items()]
    stays = DROP in request.POST
    if faults or read.again or stays:
        told = () if stays and not problems else tuple(faults)
        found = prepare(applicant, found.dossier.code)
        return _shown(request, found, asked.id, read=read, faults=told)
    return onward(request, f"{_back(found)}#loi-khai")


def _shown(
    request: HttpRequest,
    found: Preparing,
    name: str,
    *,
    read: PageRead | None = None,
    faults: tuple[Fault, ...] = (),
    changed: PageChanged | None = None,
    problem: DomainError | None = None,
) -> HttpResponse:
    form = _form(found)
    answers = read.answers if read else found.answers
    context = Context(
        today=today(),
        files=_files(found),
        typed=read.typed if read else {},
        rows=read.rows if read else {},
        faults=faults,
    )
    told = {
        "m": found.dossier,
        "about": found.about,
        "shown": shown(form, name, answers, context),
        "seen": changed.seq if changed else found.draft.seq if found.draft else 1,
        "faults": faults,
        "appeared": read.appeared if read and not faults else (),
        "changed": changed,
        "differences": differences(form, name, found.answers, answers, changed) if changed else [],
        "problem": problem,
        **upload_address(found),
    }
    bad = bool(faults or changed or problem)
    return render(request, "portal/mine/supplement_page.html", told, status=422 if bad else 200)


def _files(found: Preparing) -> dict[str, list[ShownFile]]:
    """Files by question: what is sent now in the place of what was filed, which can only be looked at."""
    sent = files_of_answers(found.dossier, found.dossier.standing)
    before = {
        field: [ShownFile(key="", name=file.name, size=file.size, url=file.url) for file in files]
        for field, files in sent.items()
    }
    given = found.draft.files if found.draft else {}
    return before | {field: [shown_file(found, file) for file in files] for field, files in given.items()}


def _form(found: Preparing) -> Definition:
    assert found.form is not None, "pages are shown where the answers are asked for"
    return found.form


def _back(found: Preparing) -> str:
    return reverse("portal:my_supplement", args=[found.dossier.code])
