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
from motcua.dossiers.correction_draft import (
    CorrectionDraft,
    CorrectionForm,
    correction_draft,
    correction_form,
)
from motcua.foundation.errors import DomainError
from motcua.organisation.web import person_on, right
from motcua.procedures.queries import find

STEP, SEEN = "buoc", "da_xem"
LOOK, WRITE, SEARCH = "xem", "ghi", "tim"
HITS: Final = 8


@right("work")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """The form with the present values. A POST looks for a procedure, shows what would change, or does it;
    nothing is written that was not seen first."""
    data = request.POST
    form = correction_form(person_on(request), code, data)
    if request.method != "POST" or data.get(STEP) == SEARCH:
        return _page(request, form, data)
    seen = whole(data.get("expected_seq"))
    try:
        if seen == form.seq:
            draft = correction_draft(person_on(request), code, data)
            if data.get(STEP) != WRITE or data.get(SEEN) != _seal(draft):
                return _page(request, form, data, draft=draft)
        # A page that grew old writes nothing: it is this same press a moment ago, or another was first.
        outcome = services.perform(person_on(request), code, "correct", data, expected_seq=seen or 0)
    except DomainError as error:
        return _page(request, form, data, problem=error)
    return _done(request, outcome)


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
        self.ticked = key in data if data else True
        self.kind = data.get(f"{key}_kind", paper.kind)
        self.quantity = data.get(f"{key}_quantity", str(paper.quantity))[:6]
