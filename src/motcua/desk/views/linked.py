"""Việc liên thông: what other agencies sent here, opinions that are owed, and the agency's own numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import day_typed, page_number
from motcua.dossiers.queries.parts import STATES, asked_opinions, part_list, part_numbers
from motcua.organisation.queries import today
from motcua.organisation.web import person_on, right

STATE_WORDS: Final = {
    "late": _("Quá hạn"),
    "new": _("Mới nhận"),
    "working": _("Đang làm"),
    "done": _("Đã xong"),
}
PERIOD: Final = timedelta(days=30)


@right("see_linked_work")
@require_safe
def linked(request: HttpRequest) -> HttpResponse:
    """The parts of the person's agency by state, its numbers over a period, opinions asked of it."""
    person = person_on(request)
    state = request.GET.get("muc", "")
    state = state if state in STATES else ""
    last = day_typed(request.GET.get("den")) or today()
    first = min(day_typed(request.GET.get("tu")) or last - PERIOD, last)
    found = part_list(person, state, page=page_number(request.GET.get("trang")))
    opinions = asked_opinions(person)
    context = {
        "list": found,
        "state": state,
        "tabs": [(name, words, found.counts[name]) for name, words in STATE_WORDS.items()],
        "all": sum(found.counts.values()),
        "words": STATE_WORDS,
        "opinions": opinions,
        "owed": sum(1 for each in opinions if each.answered_at is None),
        "numbers": part_numbers(person, first, last),
        "first": first,
        "last": last,
    }
    return render(request, "desk/linked.html", context)
