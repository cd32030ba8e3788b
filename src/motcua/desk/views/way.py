"""Quy trình của hồ sơ: the drawing of its process with where it is, and the same as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.desk.process_words import Drawing, Mark
from motcua.desk.words import days_words
from motcua.dossiers.openings import record_opening_of
from motcua.dossiers.queries.steps import outcome_names
from motcua.dossiers.queries.way import Way, WayStep, way_of
from motcua.organisation.web import person_on, right


@right("read_dossiers")
@require_safe
def way(request: HttpRequest, code: str) -> HttpResponse:
    """Where the dossier is in its process, which steps were late, how long each took."""
    person = person_on(request)
    found = way_of(person, code)
    record_opening_of(person, code, "page")
    named = outcome_names(found.version) if found.version else {}
    context = {
        "way": found,
        "rows": [(step, named.get((step.node, step.outcome), "")) for step in found.steps],
        "drawing": drawing_of(found) if found.version else None,
    }
    return render(request, "desk/dossier/way.html", context)


def drawing_of(found: Way) -> Drawing:
    """The drawing of the version that the dossier stays on, marked where it was and is."""
    last: dict[str, WayStep] = {}
    for step in found.steps:
        if not step.part:
            last[step.node] = step
    return Drawing(
        name=found.process,
        url=reverse("desk:process_drawn", args=[found.version]),
        marks=tuple(Mark(node, _words(step), _tone(step)) for node, step in last.items()),
    )


def _words(step: WayStep) -> str:
    took = days_words(step.minutes)
    if step.ended_at is not None:
        return gettext("quá hạn, %(took)s") % {"took": took} if step.late else took
    return gettext("đang ở đây, quá hạn") if step.late else gettext("đang ở đây, %(took)s") % {"took": took}


def _tone(step: WayStep) -> str:
    if step.late:
        return "late"
    return "in" if step.ended_at is None else "ok"
