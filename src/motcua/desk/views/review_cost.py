"""Chi phí tuân thủ: the compliance cost of the procedure of a proposal, typed in and reckoned."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.desk.refusals import status_of
from motcua.figures.reviewing import costing, proposals
from motcua.figures.reviewing.cost import FORMULAS, LAW, STAGES
from motcua.foundation.errors import DomainError
from motcua.organisation.web import person_on, right

_ROW = ("stage", "what", "hours", "hired", "fee")


@right("write_review")
@require_http_methods(["GET", "HEAD", "POST"])
def cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute it; what was typed stays when it is refused."""
    person, problem = person_on(request), None
    proposal = proposals.editable(person, pk)
    if request.method == "POST":
        typed = {name: value[:300] for name, value in request.POST.items() if isinstance(value, str)}
        try:
            costing.keep(person, pk, typed)
        except DomainError as error:
            problem = error
        else:
            messages.success(request, gettext("Đã lưu chi phí tuân thủ cùng đề xuất."))
            return HttpResponseRedirect(f"{reverse('desk:review', args=[pk])}#cp")
    else:
        known = costing.cost_of(proposal)
        typed = costing.prefilled(proposal) if known is None else costing.typed_of(known)
    context = {
        "proposal": proposal,
        "typed": typed,
        "sides": [(mark, name, _rows(typed, mark)) for mark, name in costing.SIDES.items()],
        "stages": STAGES.items(),
        "formulas": FORMULAS,
        "law": LAW,
        "problem": problem,
        "bad": str(problem.params.get("field", "")) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/reviewing/cost.html", context, status=status)


def _rows(typed: dict[str, str], side: str) -> list[dict[str, Any]]:
    """The rows of a side that hold anything, and some empty ones."""
    filled = [
        number
        for number in range(costing.MOST_ACTIVITIES)
        if any(typed.get(f"{side}_{name}_{number}", "").strip() for name in _ROW[1:])
    ]
    shown = min((filled[-1] + 1 if filled else 0) + costing.BLANK, costing.MOST_ACTIVITIES)
    return [
        {"no": number, **{name: typed.get(f"{side}_{name}_{number}", "") for name in _ROW}}
        for number in range(shown)
    ]
