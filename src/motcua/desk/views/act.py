"""One action on a dossier: its small form, and doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.desk.about import about_of, given_in
from motcua.desk.asked import CUT, whole
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.options import Options, options_for
from motcua.desk.part_rows import PaperLine, PartLine, rows_of
from motcua.desk.refusals import status_of
from motcua.desk.sheet import Ask, Entry, Sheet
from motcua.desk.sheets import SHEETS
from motcua.desk.views.uploads import MOST_FILES, keep
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.queries.views import DossierView
from motcua.foundation.errors import DomainError, Forbidden, NotFound, gettext_noop
from motcua.organisation.web import person_on, right

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "expected_seq"})


class Shown(NamedTuple):
    """A field with what stands in it; `kept` are files that came with a refused try."""

    entry: Entry
    ask: str
    value: str
    options: Options
    fault: str
    kept: list[str]
    rows: Sequence[PartLine | PaperLine | str]


class Attempt(NamedTuple):
    """An action as it was tried: what was typed, with the files that were kept, and why it was refused."""

    data: QueryDict
    problem: DomainError | None = None


@right("work")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """The form of an action; a POST does it, or shows the form again with everything typed."""
    sheet = SHEETS.get(action)
    if sheet is None:
        raise Http404
    if sheet.page:
        return _to(request, reverse(sheet.page, args=[code]))
    if request.method != "POST":
        return _form(request, code, sheet, Attempt(QueryDict()))
    data = request.POST.copy()
    try:
        return _do(request, code, sheet, data)
    except DomainError as error:
        return _form(request, code, sheet, Attempt(data, error))


def _do(request: HttpRequest, code: str, sheet: Sheet, data: QueryDict) -> HttpResponse:
    person = person_on(request)
    for name, value in sheet.fixed.items():
        data[name] = value
    _keep_files(request, code, sheet, data)
    if sheet.action == "receive":
        done = services.accept_registration(person, code, expected_seq=whole(data.get("expected_seq")))
        return _to(request, reverse("desk:received", args=[done.code]))
    outcome = services.perform(person, code, sheet.action, data, expected_seq=whole(data.get("expected_seq")))
    words = gettext("Việc này đã được ghi trước đó.") if outcome.repeated else str(sheet.done)
    messages.success(request, words)
    return _to(request, _after(request, sheet, outcome.code))


def _after(request: HttpRequest, sheet: Sheet, code: str) -> str:
    """The dossier's page; the work list where the dossier left the person's sight with the step."""
    if sheet.of == "step":
        try:
            dossier_page(person_on(request), code)
        except NotFound:
            return reverse("desk:home")
    return reverse("desk:dossier", args=[code])


def _keep_files(request: HttpRequest, code: str, sheet: Sheet, data: QueryDict) -> None:
    """Keep what was sent with the form beside the dossier; the form carries its SHA-256 from then on."""
    for entry in sheet.entries:
        if entry.ask is not Ask.FILES:
            continue
        for file in request.FILES.getlist(entry.name)[:MOST_FILES]:
            if isinstance(file, UploadedFile):
                kept = keep(person_on(request), file, purpose=sheet.purpose, code=code)
                data.appendlist(entry.name, kept.sha256)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _form(request: HttpRequest, code: str, sheet: Sheet, attempt: Attempt) -> HttpResponse:
    data, problem = attempt
    view = dossier_page(person_on(request), code)
    if problem is None and sheet.action not in view.actions:
        raise Forbidden(
            gettext_noop("Hồ sơ đang ở bước mà bạn không làm được việc này."),
            gettext_noop("Mở lại hồ sơ để xem những việc bạn có thể làm."),
        )
    faults = fault_sentences(problem)
    given = given_in(sheet, view, data, request.GET)
    about = about_of(sheet, view, given)
    context = {
        "view": view,
        "sheet": sheet,
        "about": about,
        "label": about.label if about and about.label else sheet.label,
        "fields": [_shown(entry, view, data, faults, given) for entry in sheet.entries],
        "problem": problem,
        "kept": any(value for name, value in data.items() if name not in NOT_TYPED),
    }
    in_dialog = request.headers.get("HX-Request") == "true"
    template = "desk/dossier/act_form.html" if in_dialog else "desk/dossier/act.html"
    # htmx shows only answers that went well; the form says itself that it was refused.
    status = 200 if in_dialog or problem is None else status_of(problem)
    return render(request, template, context, status=status)


def _shown(
    entry: Entry, view: DossierView, data: QueryDict, faults: Mapping[str, str], given: Mapping[str, str]
) -> Shown:
    options: Options = []
    if not isinstance(entry.options, str):
        options = [(value, str(word)) for value, word in entry.options.items()]
    elif entry.options:
        options = options_for(entry.options, view, given)
    value: Any = data.get(entry.name, "")[:CUT] if data else _first(entry, view, options)
    value = given.get(entry.name, value)
    kept = data.getlist(entry.name) if entry.ask is Ask.FILES else []
    rows = rows_of(entry, view, data, faults)
    return Shown(entry, entry.ask.value, value, options, faults.get(entry.name, ""), kept, rows)


def _first(entry: Entry, view: DossierView, options: Options) -> str:
    """What stands in a field before anything was typed."""
    if entry.ask is Ask.HIDDEN:
        return ""
    if entry.initial == "receiver_first":
        return view.representative.name if view.representative else view.owner.name
    if entry.initial:
        return str(getattr(view, entry.initial))
    return options[0][0] if entry.ask is Ask.CHOICE and options else ""
