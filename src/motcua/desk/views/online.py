"""Nộp trực tuyến: what came online and must be answered, with the clock of the answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.online import online_work
from motcua.organisation.web import person_on, right


@right("receive")
@require_safe
def online(request: HttpRequest) -> HttpResponse:
    """Filings, papers given and withdrawals asked for, the first due first, late ones in red."""
    rows = online_work(person_on(request))
    context = {
        "rows": [row for row in rows if not row.noticed],
        "noticed": [row for row in rows if row.noticed],
        "late": sum(row.late for row in rows),
    }
    return render(request, "desk/online.html", context)
