"""The pages of a form, one question or small group at a time; each saved before the next is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens.queries import Applicant, by_key
from motcua.citizens.web import signed_in_citizen
from motcua.dossiers.files import size_words
from motcua.filing import drafts, lent, received
from motcua.filing.drafts import Draft, PageChanged
from motcua.filing.submitting import form_of, newer_form
from motcua.filing.supplements import dossier_of
from motcua.forms.definition.model import Definition, FileField, NoteField
from motcua.forms.definition.moving import move
from motcua.forms.definition.reading import Fault, PageRead, missing, read_page
from motcua.forms.definition.showing import Context, Line, ShownFile, next_page, shown, summary
from motcua.foundation.errors import DomainError
from motcua.foundation.phrase import Phrase
from motcua.organisation.queries import today
from motcua.portal.kept_pages import applicant_on, onward
from motcua.portal.views.filing.files import take_in
from motcua.procedures.queries import offer

LATER: Final = "luu-de-sau"
DROP: Final = "bo-tep"
TAKE: Final = "lay-tu-kho"


@signed_in_citizen
@never_cache
@require_safe
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Where the filing goes on: the first page that is not complete, or the answers to read over."""
    found = drafts.open_draft(applicant_on(request).key, key)
    if address := elsewhere(found):
        return HttpResponseRedirect(address)
    form = form_of(found).definition
    left = missing(form, found.answers, today())
    if not left:
        return HttpResponseRedirect(reverse("portal:draft_check", args=[found.key]))
    first = left[0].page if found.pages else next_page(form, "", found.answers, today())
    return HttpResponseRedirect(reverse("portal:draft_page", args=[found.key, first]))


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One page of the form; sent, it is saved and leads on."""
    applicant = applicant_on(request)
    found = drafts.open_draft(applicant.key, key)
    if address := elsewhere(found):
        return onward(request, address)
    form = form_of(found).definition
    if form.page(name) is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, applicant, found, form, name)
    return _saved(request, applicant, found, form, name)


def _saved(
    request: HttpRequest, applicant: Applicant, found: Draft, form: Definition, name: str
) -> HttpResponse:
    asked = form.page(name)
    assert asked is not None, "the caller has looked"
    file_fields = [field.id for field in asked.fields if isinstance(field, FileField)]
    if DROP in request.POST:
        received.drop(applicant.key, found.key, request.POST[DROP])
    problems = take_in(request, applicant.key, found.key, file_fields)
    problems |= _taken(request, applicant, found, form)
    if file_fields:
        found = drafts.open_draft(applicant.key, found.key)
    read = read_page(form, name, request.POST, found.answers, today())
    plain = [field.id for field in asked.fields if not isinstance(field, FileField | NoteField)]
    try:
        found = drafts.save_page(
            applicant.key,
            found.key,
            name,
            {field: read.answers.get(field) for field in plain},
            seen=seen_save(request, found),
        )
    except PageChanged as refusal:
        return _shown(request, applicant, found, form, name, read=read, changed=refusal)
    except DomainError as refusal:
        return _shown(request, applicant, found, form, name, read=read, problem=refusal)
    if LATER in request.POST:
        return onward(request, f"{reverse('portal:mine')}?giu={found.key}")
    faults = [fault for fault in read.faults if fault.field not in problems]
    faults += [Fault(field=field, name=field, message=phrase_of(error)) for field, error in problems.items()]
    stays = DROP in request.POST or TAKE in request.POST
    if faults or read.again or stays:
        told = () if stays and not problems else tuple(faults)
        return _shown(request, applicant, found, form, name, read=read, faults=told)
    following = next_page(form, name, found.answers, today())
    if request.POST.get("ve") == "kiem-tra" or not following:
        return onward(request, reverse("portal:draft_check", args=[found.key]))
    return onward(request, reverse("portal:draft_page", args=[found.key, following]))


def _taken(
    request: HttpRequest, applicant: Applicant, found: Draft, form: Definition
) -> dict[str, DomainError]:
    """Take the paper of the store that was pressed; a refusal stands at its question."""
    field, _, paper = request.POST.get(TAKE, "").partition(":")
    if not paper:
        return {}
    try:
        lent.take(applicant, found, form, field, paper, day=today())
    except DomainError as refusal:
        return {field: refusal}
    return {}


def _shown(
    request: HttpRequest,
    applicant: Applicant,
    found: Draft,
    form: Definition,
    name: str,
    *,
    read: PageRead | None = None,
    faults: tuple[Fault, ...] = (),
    changed: PageChanged | None = None,
    problem: DomainError | None = None,
) -> HttpResponse:
    account = (by_key(found.behalf_of) if found.behalf_of else None) or applicant
    context = Context(
        today=today(),
        # What the person emptied stays empty.
        prefill={} if name in found.pages else prefill_of(account),
        files=files_of(found),
        typed=read.typed if read else {},
        rows=read.rows if read else {},
        faults=faults,
    )
    answers = read.answers if read else found.answers
    page_shown = shown(form, name, answers, context)
    told: dict[str, Any] = {
        "shown": page_shown,
        "draft": found,
        "seen": changed.seq if changed else found.seq,
        "procedure": procedure_name(found),
        "faults": faults,
        "appeared": read.appeared if read and not faults else (),
        "changed": changed,
        "differences": differences(form, name, found.answers, answers, changed) if changed else [],
        "problem": problem,
        "newer": newer_form(found, today()) is not None,
        "back_to_check": request.GET.get("ve") == "kiem-tra" or request.POST.get("ve") == "kiem-tra",
        "stored": lent.papers_for(applicant, found, form, name, today()),
        **upload_context(reverse("portal:draft_upload", args=[found.key])),
    }
    bad = bool(faults or changed or problem)
    return render(request, "portal/filing/page.html", told, status=422 if bad else 200)


def upload_context(address: str) -> dict[str, Any]:
    """What inputs for files need: where to announce them, and how large they may be."""
    limit = settings.MOTCUA_UPLOAD_LIMIT
    return {"upload": address, "limit": limit, "limit_words": size_words(limit)}


@signed_in_citizen
@never_cache
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Delete a draft with its files."""
    drafts.discard(applicant_on(request).key, key)
    return HttpResponseRedirect(reverse("portal:mine"))


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_form(request: HttpRequest, key: str) -> HttpResponse:
    """The form was published anew since the draft began: what stays, goes, is new; then the move."""
    applicant = applicant_on(request)
    found = drafts.open_draft(applicant.key, key)
    newer = newer_form(found, today())
    if newer is None or elsewhere(found):
        return HttpResponseRedirect(reverse("portal:draft", args=[found.key]))
    written = {field: value for field, value in found.answers.items() if field not in found.files}
    moved = move(written, form_of(found).definition, newer.definition)
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            drafts.move(applicant.key, found.key, newer.revision, moved.kept, seen=seen_save(request, found))
            return HttpResponseRedirect(reverse("portal:draft", args=[found.key]))
        except DomainError as refusal:
            problem = refusal
    parts = summary(newer.definition, moved.kept, today())
    kept = [line for part in parts for line in part.lines if line.field in moved.kept]
    context = {
        "draft": found,
        "moved": moved,
        "kept": kept,
        "procedure": procedure_name(found),
        "problem": problem,
    }
    return render(request, "portal/filing/move.html", context, status=409 if problem else 200)


def elsewhere(found: Draft) -> str:
    """Where a draft goes on that is no open filing: what was filed, or a supplement; empty for a filing."""
    if found.reference:
        return reverse("portal:my_dossier", args=[found.reference])
    return reverse("portal:my_supplement", args=[dossier_of(found)]) if found.dossier is not None else ""


def prefill_of(account: Applicant) -> Mapping[str, str]:
    """What an account fills in beforehand, by the names that forms have for it."""
    found = {
        "account.name": account.name,
        "account.identifier": account.identifier,
        "account.born_on": account.born_on.isoformat() if account.born_on else "",
        "account.phone": account.phone,
        "account.email": account.email,
        "account.address": account.address,
    }
    return {name: value for name, value in found.items() if value}


def files_of(found: Draft) -> dict[str, list[ShownFile]]:
    """The received files of a draft by question, as its pages show them."""
    return {
        field: [
            ShownFile(
                key=file.key,
                name=file.name,
                size=file.size,
                url=reverse("portal:draft_file", args=[found.key, file.key]),
                note=Phrase(" ".join(note.text for note in file.notes)) if file.notes else "",
            )
            for file in files
        ]
        for field, files in found.files.items()
    }


def procedure_name(found: Draft) -> str:
    """The name of the draft's procedure as it is published today; its code where it is not any more."""
    try:
        return offer(found.procedure, on=today(), channel="online", case=found.case or None).name
    except DomainError:
        return found.procedure


def differences(
    form: Definition, name: str, kept: Mapping[str, Any], answers: Mapping[str, Any], changed: PageChanged
) -> list[tuple[str, Line, Line]]:
    """The answers of the page that differ: label, as typed here, as saved elsewhere."""
    saved = {**kept, **changed.saved}
    here, there = _lines(form, name, answers), _lines(form, name, saved)
    return [
        (line.label, line, there[field])
        for field, line in here.items()
        if field in there and line != there[field]
    ]


def _lines(form: Definition, name: str, answers: Mapping[str, Any]) -> dict[str, Line]:
    parts = summary(form, answers, today())
    return {line.field: line for part in parts if part.page == name for line in part.lines}


def seen_save(request: HttpRequest, found: Draft) -> int:
    """The save that the page was read at; the present one where it does not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else found.seq


def phrase_of(error: DomainError) -> Phrase:
    """A refusal as it stands at a question."""
    return Phrase(" ".join(part for part in (error.template, error.next_template) if part), error.params)
