"""Many papers at once: today's intakes, and the receipts of those that were ticked as one PDF."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import page_number
from motcua.desk.refusals import sentence
from motcua.desk.rows import waiting_words
from motcua.dossiers.openings import record_opening_of
from motcua.dossiers.printing_batch import batch
from motcua.dossiers.queries import taken_in
from motcua.foundation.errors import DomainError
from motcua.law.regimes import regime_on
from motcua.organisation.queries import today as this_day
from motcua.organisation.web import person_on, right

FORMS: Final = ("receipt", "control_slip", "supplement", "refusal", "apology", "stop_notice")
"""Forms of one dossier, as `law.regimes` keys them."""


@right("receive")
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What the section received today; `cua=toi` what the officer received."""
    own = request.GET.get("cua") == "toi"
    found = taken_in(person_on(request), own=own, page=page_number(request.GET.get("trang")))
    law = regime_on(this_day())
    context = {
        "list": found,
        "rows": [(row, waiting_words(row)) for row in found.rows],
        "own": own,
        "forms": [(key, law.forms[key].title) for key in FORMS if key in law.forms],
    }
    return render(request, "desk/counter/today.html", context)


@right("read_dossiers")
@require_POST
def prints(request: HttpRequest) -> HttpResponse:
    """One kind of paper of every ticked dossier as one PDF."""
    person = person_on(request)
    form = request.POST.get("mau", "receipt")
    try:
        made = batch(person, request.POST.getlist("ho-so"), form)
    except DomainError as error:
        messages.warning(request, sentence(error))
        back = request.POST.get("ve", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("desk:taken_in")
        return HttpResponseRedirect(back)
    for code in made.printed:
        record_opening_of(person, code, "paper")
    headers = {"Content-Disposition": 'inline; filename="giay-to.pdf"'}
    return HttpResponse(made.content, content_type="application/pdf", headers=headers)
