"""The first page: one question, one look-up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.news.queries import standing_announcements
from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.portal.forms import LookupForm
from motcua.procedures import queries as procedures

FIELDS_SHOWN = 12


@right(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search for a procedure, look up a dossier, choose by field."""
    fields = sorted(procedures.fields(on=today()), key=lambda field: -field[1])[:FIELDS_SHOWN]
    told = standing_announcements(today())
    return render(request, "portal/home.html", {"told": told, "form": LookupForm(), "fields": fields})
