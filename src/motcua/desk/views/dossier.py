"""Hồ sơ: one dossier with its clocks, papers, log, and the few things that may be done now."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.clock_bar import clock_bar
from motcua.desk.declared import corrected, declared, declared_in
from motcua.desk.held_bar import held_bar
from motcua.desk.papers import paper_answer
from motcua.desk.sheets import ASK, sheets_of
from motcua.desk.step_moves import moves_of
from motcua.desk.words import day_lines, promise_sentence
from motcua.dossiers import printing
from motcua.dossiers.openings import record_opening, record_opening_of
from motcua.dossiers.queries import dossier_page, explained, log_lines
from motcua.dossiers.queries.corrections_asked import asked_correction
from motcua.dossiers.queries.lists import next_action
from motcua.money.queries import money_of
from motcua.organisation.calendars import calendar_for
from motcua.organisation.rights import may
from motcua.organisation.web import person_on, right

_DIGITS: Final = 4


@right("read_dossiers")
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier's page; that it was opened is noted."""
    person = person_on(request)
    view = dossier_page(person, code)
    record_opening(person, view.id)
    step = view.holder.step if view.holder else ""
    sheets = sheets_of((*view.actions, ASK) if view.may_ask else view.actions)
    corrects = view.may_ask or "correct" in view.actions
    first = next_action(view.status, step, view.proposal, person.roles)
    moves = moves_of(view)
    offered = first if any(sheet.action == first for sheet in sheets) else ""
    context = {
        "view": view,
        "bar": clock_bar(view, calendar_for),
        "held_bar": held_bar(view.held),
        "sheets": sorted(sheets, key=lambda sheet: sheet.action != first),
        "first": offered,
        "moves": moves,
        # One button stands out: the step's, unless a transition of the law is what comes next.
        "leading": next((move.step.no for move in moves if move.buttons), 0) if not offered else 0,
        "may_verify": may(person, "verify_log"),
        "may_see_openings": may(person, "see_openings"),
        "may_upload": bool(view.actions),
        "money": money_of(view.id, taken=view.money_taken, waived=view.waiver_stands),
        "asked": asked_correction(view.id) if corrects and view.correction_waits else None,
        "declared": declared(view),
        "given": declared_in(view, view.offered.form, view.offered.declaration)
        if view.offered and not view.declaration_changes
        else [],
        "corrected": corrected(view),
        "printed": request.GET.get("bien-lai", ""),
    }
    return render(request, "desk/dossier/dossier.html", context)


@right("read_dossiers")
@require_safe
def explanation(request: HttpRequest, code: str) -> HttpResponse:
    """How the promised date was counted, day by day, with the ground of each line."""
    person = person_on(request)
    view = dossier_page(person, code)
    promised = explained(person, code)
    context = {
        "view": view,
        "promised": promised,
        "lines": day_lines(promised) if promised else (),
        "minutes": sum(line.minutes for line in promised.explanation) if promised else 0,
        "sentence": promise_sentence(promised, view.limit, view.limit_unit) if promised else "",
        "calendar_days": view.limit_unit in ("calendar_day", "month"),
    }
    return render(request, "desk/dossier/explanation.html", context)


@right("read_dossiers")
@require_safe
def paper(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A legal form as PDF; `lan` picks one of several (supplement, opinion), the last without it."""
    person = person_on(request)
    which = request.GET.get("lan", "")
    number = int(which) if which.isdecimal() and len(which) < _DIGITS else None
    content = printing.paper(person, code, form, number=number)
    record_opening_of(person, code, "paper")
    return paper_answer(content, f"{code}-{form}")


@right("read_dossiers")
@require_safe
def log(request: HttpRequest, code: str) -> HttpResponse:
    """The chain of the dossier as JSON lines, to verify elsewhere."""
    person = person_on(request)
    content = log_lines(person, code)
    record_opening_of(person, code, "log")
    headers = {"Content-Disposition": f'attachment; filename="{code}.jsonl"'}
    return HttpResponse(content, content_type="application/x-ndjson", headers=headers)


@right("read_dossiers")
@require_safe
def identifier(request: HttpRequest, code: str) -> HttpResponse:
    """The whole identifier of the owner, on request; that it was asked for is noted."""
    person = person_on(request)
    view = dossier_page(person, code)
    record_opening(person, view.id, "identifier")
    return render(request, "desk/dossier/identifier.html", {"view": view})
