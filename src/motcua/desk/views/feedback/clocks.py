"""Thời hạn xử lý phản ánh: what is counted, on which source, what the office sets where no law was seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.desk.asked import Typed, day_typed
from motcua.desk.refusals import status_of
from motcua.feedback import services
from motcua.feedback.models import ClockSetting
from motcua.feedback.queries import is_receiver
from motcua.feedback.store import rules_on
from motcua.foundation.errors import DomainError
from motcua.law.petitions import CLOCK_NAMES, petition_rules_of
from motcua.organisation.queries import today
from motcua.organisation.rights import may
from motcua.organisation.web import person_on, right


@right("see_regime")
@require_http_methods(["GET", "HEAD", "POST"])
def clocks(request: HttpRequest) -> HttpResponse:
    """Each clock with its days and source; a POST sets another number for days to come."""
    person, problem = person_on(request), None
    if request.method == "POST":
        try:
            services.set_clock(
                person,
                clock_name=request.POST.get("clock", ""),
                days=request.POST.get("days", ""),
                valid_from=day_typed(request.POST.get("valid_from")),
                source=request.POST.get("source", ""),
                reason=request.POST.get("reason", ""),
            )
        except DomainError as error:
            problem = error
        else:
            messages.success(request, gettext("Đã ghi thời hạn mới."))
            return HttpResponseRedirect(reverse("desk:petition_clocks"))
    context = _context(may(person, "administer_regime"), problem)
    context |= {"typed": Typed(request.POST), "receives": is_receiver(person)}
    return render(
        request, "desk/feedback/clocks.html", context, status=status_of(problem) if problem else 200
    )


def _context(may_set: bool, problem: DomainError | None) -> dict[str, Any]:
    rules = rules_on(today())
    shipped = petition_rules_of(rules.id)
    rows = [
        (name, CLOCK_NAMES[name], clock, shipped.clocks[name].days, _mark(clock.source.mark))
        for name, clock in rules.clocks.items()
    ]
    chosen = ClockSetting.objects.filter(rules=rules.id).order_by("-pk")[:50]
    return {
        "rules": rules,
        "rows": rows,
        "open": [(name, CLOCK_NAMES[name]) for name, clock in rules.clocks.items() if clock.open],
        "chosen": [(row, CLOCK_NAMES.get(row.clock, row.clock)) for row in chosen],
        "may_set": may_set,
        "problem": problem,
    }


def _mark(mark: str) -> str:
    words = {
        "seen": gettext("đã xem văn bản"),
        "memory": gettext("theo trí nhớ, chưa đối chiếu"),
        "proposal": gettext("lựa chọn của hệ thống"),
    }
    return words[mark]
