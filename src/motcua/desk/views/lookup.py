"""Hồ sơ and the scan field: a code or a QR address opens its dossier, words list what is in sight."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.desk.asked import page_number, words_asked
from motcua.desk.lists import EXPORT_MOST, HEAD, table_file, work_lines
from motcua.desk.rows import waiting_words
from motcua.desk.scanned import code_advice
from motcua.dossiers.queries import find_code, search, wanted
from motcua.foundation.citizen_card import read_card
from motcua.organisation.web import person_on, right


@right("read_dossiers")
@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """What was scanned or typed: one dossier opens, anything else becomes a list."""
    text = words_asked(request.GET.get("q"))
    card = read_card(text)
    if card is not None:
        text = card.number
    code = find_code(person_on(request), text) if text else None
    if code:
        return HttpResponseRedirect(reverse("desk:dossier", args=[code]))
    return HttpResponseRedirect(f"{reverse('desk:dossiers')}?{urlencode({'q': text})}")


@right("read_dossiers")
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """Dossiers in sight that match; a mistyped code gets the form of a code, never a stranger's dossier."""
    text = words_asked(request.GET.get("q"))
    found = search(person_on(request), text, page=page_number(request.GET.get("trang")))
    context = {
        "asked": text,
        "list": found,
        "rows": [(row, waiting_words(row)) for row in found.rows],
        "advice": code_advice(text) if not found.total else None,
        "wanted": wanted(text),
    }
    return render(request, "desk/lookup/dossiers.html", context)


@right("read_dossiers")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The same list as CSV or a workbook."""
    found = search(person_on(request), words_asked(request.GET.get("q")), size=EXPORT_MOST)
    return table_file(form, "ho-so", HEAD, work_lines(found.rows))
