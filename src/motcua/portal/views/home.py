"""The first page: one question, one look-up, events of a life, three figures (one hurts), the news."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.figures import queries as figures
from motcua.news.queries import latest_news, standing_announcements
from motcua.organisation.queries import today
from motcua.organisation.web import PUBLIC, right
from motcua.portal.forms import LookupForm
from motcua.procedures import queries as procedures

ASKED_FOR_SHOWN = 5
LONGEST_NAME = 60
"""Of a procedure on a button of the first page: longer names stand in the lists."""
EVENTS_SHOWN = 8


@right(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search for a procedure, look up a dossier, choose by what happened, see how well it goes."""
    day = today()
    counted = figures.province()
    often = procedures.most_asked_for(day, 6 * ASKED_FOR_SHOWN)
    context = {
        "told": standing_announcements(day),
        "news": latest_news(),
        "form": LookupForm(),
        "asked_for": [each for each in often if len(each.name) <= LONGEST_NAME][:ASKED_FOR_SHOWN],
        "events": procedures.events(day)[:EVENTS_SHOWN],
        "period": counted[0] if counted else None,
        "total": counted[1] if counted else None,
    }
    return render(request, "portal/home.html", context)
