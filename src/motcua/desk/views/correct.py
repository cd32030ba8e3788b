"""Đính chính: one or several fields of a dossier put right at once, seen old beside new before it is done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.desk.asked import CUT, whole, words_asked
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.refusals import status_of
from motcua.desk.words import (
    CHANNELS,
    COPY_KINDS,
    OWNER_TYPES,
    RETURN_METHODS,
    UNITS,
    day_lines,
    field_words,
    promise_sentence,
)
from motcua.dossiers import services
from motcua.dossiers.asking import ask_correction, confirm_correction, decline_correction
from motcua.dossiers.correction_draft import (
    CorrectionDraft,
    CorrectionForm,
    correction_draft,
    correction_form,
)
from motcua.dossiers.queries.corrections_asked import AskedCorrection, asked_correction
from motcua.foundation.errors import DomainError
from motcua.organisation.web import person_on, right
from motcua.procedures.queries import find

STEP, SEEN = "buoc", "da_xem"
LOOK, WRITE, SEARCH, DECLINE = "xem", "ghi", "tim", "tra-lai"
HITS: Final = 8


@right("work")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """The form with the present values, or with what a reception officer asks for. A POST looks for a
    procedure, shows what would change, or does it; nothing is written that was not seen first."""
    person, data = person_on(request), request.POST
    form = correction_form(person, code, data)
    asked = asked_correction(form.id)
    if request.method != "POST":
        return _asked_page(request, code, asked) if asked else _page(request, form, data)
    if data.get(STEP) == SEARCH:
        return _page(request, form, data, asked=asked)
    seen, number = whole(data.get("expected_seq")), whole(data.get("de_nghi"))
    try:
        if data.get(STEP) == DECLINE:
            decline_correction(person, code, number or 0, data.get("tra_loi", ""))
            messages.success(request, gettext("Đã trả lời đề nghị đính chính; hồ sơ không đổi."))
            return HttpResponseRedirect(reverse("desk:dossier", args=[code]))
        if seen == form.seq:
            draft = correction_draft(person, code, data)
            if data.get(STEP) != WRITE or data.get(SEEN) != _seal(draft):
                return _page(request, form, data, draft=draft, asked=asked)
        # A page that grew old writes nothing: it is this same press a moment ago, or another was first.
        if number:
            outcome = confirm_correction(person, code, data, number, expected_seq=seen or 0)
        else:
            outcome = services.perform(person, code, "correct", data, expected_seq=seen or 0)
    except DomainError as error:
        return _page(request, form, data, problem=error, asked=asked)
    return _done(request, outcome)


def _asked_page(request: HttpRequest, code: str, asked: AskedCorrection) -> HttpResponse:
    """What was asked for, old beside new, to be confirmed with one key, changed first, or declined."""
    person, data = person_on(request), QueryDict(mutable=True)
    data.update(asked.typed)
    form = correction_form(person, code, data)
    try:
        draft = correction_draft(person, code, data)
    except DomainError as error:
        return _page(request, form, data, problem=error, asked=asked)
    return _page(request, form, data, draft=draft, asked=asked)


@right("ask_correction")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for the reception officer, who may not correct: it waits for the section head."""
    person, data = person_on(request), request.POST
    form = correction_form(person, code, data, asked=True)
    if request.method != "POST" or data.get(STEP) == SEARCH:
        return _page(request, form, data, asks=True)
    try:
        draft = correction_draft(person, code, data, asked=True)
        if data.get(STEP) != WRITE or data.get(SEEN) != _seal(draft):
            return _page(request, form, data, draft=draft, asks=True)
        ask_correction(person, code, data)
    except DomainError as error:
        return _page(request, form, data, problem=error, asks=True)
    messages.success(request, gettext("Đã gửi đề nghị; hồ sơ đổi khi người đứng đầu bộ phận xác nhận."))
    return HttpResponseRedirect(reverse("desk:dossier", args=[code]))


def _done(request: HttpRequest, outcome: services.Outcome) -> HttpResponse:
    words = (
        gettext("Việc này đã được ghi trước đó.")
        if outcome.repeated
        else gettext(
            "Đã đính chính; nội dung cũ còn trong nhật ký. In lại giấy cho người nộp ở mục Biểu mẫu."
        )
    )
    messages.success(request, words)
    return HttpResponseRedirect(reverse("desk:dossier", args=[outcome.code]))


def _seal(draft: CorrectionDraft) -> str:
    """What stands for everything that was shown, so that only what was seen is written."""
    shown = [(each.field, each.old, each.new) for each in draft.changes]
    whole = (shown, draft.before, draft.after, draft.holder_after)
    return hashlib.sha256(repr(whole).encode(errors="replace")).hexdigest()[:32]


def _page(
    request: HttpRequest,
    form: CorrectionForm,
    data: QueryDict,
    *,
    draft: CorrectionDraft | None = None,
    problem: DomainError | None = None,
    asked: AskedCorrection | None = None,
    asks: bool = False,
) -> HttpResponse:
    faults = fault_sentences(problem)
    search = words_asked(data.get("tim_thu_tuc"))
    values = _Values(form.present, data)
    context: dict[str, Any] = {
        "form": form,
        "values": values,
        "papers": [_PaperRow(paper.no, paper, data) for paper in form.papers],
        "listed": [(place, each, f"paper_{place}" in data) for place, each in form.listed],
        "search": search,
        "hits": find(search, limit=HITS) if search else [],
        "draft": draft,
        "seal": _seal(draft) if draft else "",
        "problem": problem,
        "faults": faults,
        "listed_faults": [(name, f"{field_words(name)}: {fault}") for name, fault in faults.items()],
        "owner_types": OWNER_TYPES.items(),
        "return_methods": RETURN_METHODS.items(),
        "channels": CHANNELS.items(),
        "copy_kinds": COPY_KINDS.items(),
        "units": UNITS.items(),
        "typed": bool(data),
        "asked": asked,
        "asks": asks,
        "waiting": asked_correction(form.id) if asks else None,
    }
    if draft is not None and draft.promised is not None:
        promised = draft.promised
        context |= {
            "lines": day_lines(promised),
            "minutes": sum(line.minutes for line in promised.explanation),
            "sentence": promise_sentence(promised, *draft.limit),
            "calendar_days": draft.limit[1] in ("calendar_day", "month"),
        }
    return render(
        request, "desk/dossier/correct.html", context, status=status_of(problem) if problem else 200
    )


class _Values(dict[str, str]):
    """What stands in each field: as typed, else as it is."""

    def __init__(self, present: Mapping[str, str], data: QueryDict) -> None:
        super().__init__({**present, **{name: str(data.get(name) or "")[:CUT] for name in data}})

    def __missing__(self, name: str) -> str:
        return ""


class _PaperRow:
    """A paper of the dossier as ticked, with its kind and number of copies."""

    def __init__(self, no: int, paper: Any, data: QueryDict) -> None:
        key = f"line_{no}"
        self.no, self.name = no, paper.name
        self.ticked = key in data if "papers" in data else True
        self.kind = data.get(f"{key}_kind", paper.kind)
        self.quantity = data.get(f"{key}_quantity", str(paper.quantity))[:6]
