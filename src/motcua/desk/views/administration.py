"""Quản trị: the home of administration, and the register of changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.administration import cards_for
from motcua.desk.asked import day_typed, page_number, words_asked
from motcua.desk.change_words import KINDS, differences, kind_word
from motcua.organisation.changes import PAGE
from motcua.organisation.changes import changes as read_changes
from motcua.organisation.queries import figures, today
from motcua.organisation.rights import may
from motcua.organisation.second_factor import has_second_factor
from motcua.organisation.web import person_on, right


@right("see_changes")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the person may administer or look into, one card a subject."""
    person = person_on(request)
    bare = may(person, "administer_accounts") and not has_second_factor(person.user_id or 0)
    context = {"groups": cards_for(person, figures(today())), "without_second_factor": bare}
    return render(request, "desk/admin/home.html", context)


@right("see_changes")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The register, newest first."""
    asked = request.GET
    kind = asked.get("loai", "")
    filters = {
        "kind": kind if kind in KINDS else "",
        "subject": words_asked(asked.get("doi-tuong"), 120),
        "who": words_asked(asked.get("nguoi"), 120),
    }
    first, last = day_typed(asked.get("tu")), day_typed(asked.get("den"))
    number = page_number(asked.get("trang"))
    total, rows = read_changes(person_on(request), **filters, first=first, last=last, page=number)
    context = {
        **filters,
        "first": first,
        "last": last,
        "filtered": any(filters.values()) or first or last,
        "kinds": KINDS.items(),
        "rows": [(row, kind_word(row.kind), differences(row)) for row in rows],
        "list": {"page": number, "pages": max(1, -(-total // PAGE)), "total": total},
    }
    return render(request, "desk/admin/changes.html", context)
