"""One action on a dossier: its small form, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.desk.counter_screen import CUT, fault_sentences
from motcua.desk.options import Options, options_for
from motcua.desk.refusals import status_of
from motcua.desk.sheets import SHEETS, Ask, Entry, Sheet
from motcua.dossiers import attachments, services
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.queries.views import DossierView
from motcua.foundation.errors import DomainError, Forbidden, gettext_noop
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right


class Shown(NamedTuple):
    """A field with what stands in it."""

    entry: Entry
    ask: str
    value: str
    options: Options
    fault: str


@right("work")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """The form of an action; a POST does it, or shows the form again with everything typed."""
    sheet = SHEETS.get(action)
    if sheet is None:
        raise Http404
    person = person_on(request)
    if request.method == "POST":
        try:
            return _do(request, person, code, sheet)
        except DomainError as error:
            return _form(request, person, code, sheet, request.POST, error)
    return _form(request, person, code, sheet, {}, None)


def _do(request: HttpRequest, person: Person, code: str, sheet: Sheet) -> HttpResponse:
    data = _with_files(request, person, code, sheet)
    expected = data.get("expected_seq", "")
    outcome = services.perform(
        person, code, sheet.action, data, expected_seq=int(expected) if expected.isdigit() else None
    )
    words = gettext("Việc này đã được ghi trước đó.") if outcome.repeated else str(sheet.done)
    messages.success(request, words)
    return _to(request, reverse("desk:dossier", args=[outcome.code]))


def _with_files(request: HttpRequest, person: Person, code: str, sheet: Sheet) -> QueryDict:
    """What was typed with the fixed answers of the form, and the files kept beside the dossier."""
    data = request.POST.copy()
    for name, value in sheet.fixed.items():
        data[name] = value
    for entry in sheet.entries:
        if entry.ask is not Ask.FILES:
            continue
        for file in request.FILES.getlist(entry.name):
            assert isinstance(file, UploadedFile), "Django gives uploads"
            assert file.file is not None, "Django gives every upload a stream"
            kept = attachments.upload(person, file.file, file.name or "", purpose=sheet.purpose, code=code)
            data.appendlist(entry.name, kept.sha256)
    return data


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _form(
    request: HttpRequest,
    person: Person,
    code: str,
    sheet: Sheet,
    data: Mapping[str, Any],
    problem: DomainError | None,
) -> HttpResponse:
    view = dossier_page(person, code)
    if problem is None and sheet.action not in view.actions:
        raise Forbidden(
            gettext_noop("Hồ sơ đang ở bước mà bạn không làm được việc này."),
            gettext_noop("Mở lại hồ sơ để xem những việc bạn có thể làm."),
        )
    faults = fault_sentences(problem)
    context = {
        "view": view,
        "sheet": sheet,
        "fields": [_shown(entry, view, data, faults) for entry in sheet.entries],
        "problem": problem,
        "kept": any(
            value for name, value in data.items() if name not in ("csrfmiddlewaretoken", "expected_seq")
        ),
    }
    in_dialog = request.headers.get("HX-Request") == "true"
    template = "desk/dossier/act_form.html" if in_dialog else "desk/dossier/act.html"
    # htmx shows only answers that went well; the form says itself that it was refused.
    status = 200 if in_dialog or problem is None else status_of(problem)
    return render(request, template, context, status=status)


def _shown(entry: Entry, view: DossierView, data: Mapping[str, Any], faults: Mapping[str, str]) -> Shown:
    options: Options = []
    if isinstance(entry.options, dict):
        options = [(value, str(word)) for value, word in entry.options.items()]
    elif entry.options:
        options = options_for(entry.options, view)
    value = str(data.get(entry.name) or "")[:CUT] if data else _first(entry, view, options)
    return Shown(entry, entry.ask.value, value, options, faults.get(entry.name, ""))


def _first(entry: Entry, view: DossierView, options: Options) -> str:
    """What stands in a field before anything was typed."""
    if entry.initial == "receiver_first":
        return view.representative.name if view.representative else view.owner.name
    if entry.initial:
        return str(getattr(view, entry.initial))
    return options[0][0] if entry.ask is Ask.CHOICE and options else ""
