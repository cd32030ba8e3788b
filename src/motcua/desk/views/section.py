"""Bàn trưởng bộ phận: the section's day in figures, what waits, what is late and with whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.rows import waiting_words
from motcua.dossiers.queries import section_day
from motcua.dossiers.queries.logbook import readable_sections
from motcua.dossiers.queries.section_work import section_work
from motcua.organisation.queries import today
from motcua.organisation.rights import AT_A_SECTION, may
from motcua.organisation.web import person_on, right


@right("export_logbook")
@require_safe
def section(request: HttpRequest) -> HttpResponse:
    """One section; those who look over several choose."""
    person = person_on(request)
    sections = readable_sections(person, today())
    chosen = request.GET.get("bo-phan", "")
    own = {post.agency_id for post in person.held}
    place = next((each for each in sections if str(each.pk) == chosen), None)
    place = place or next((each for each in sections if each.pk in own), sections[0] if sections else None)
    if place is None:
        return render(request, "desk/section/none.html")
    found, loads = section_work(person, place.pk)
    context = {
        "sections": sections,
        "place": place,
        "day": section_day(person, place.pk),
        "loads": loads,
        "counts": found.counts,
        "rows": [(row, waiting_words(row)) for row in found.rows],
        "works_here": any(post.role in AT_A_SECTION and place.pk in post.received for post in person.held),
        "may_receive": may(person, "receive"),
    }
    return render(request, "desk/section/section.html", context)
