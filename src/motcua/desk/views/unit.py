"""Việc của đơn vị: what lies with those whom a head directs, who has it, since when, by when."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk import words
from motcua.desk.asked import words_asked
from motcua.desk.rows import grouped
from motcua.dossiers.queries import unit_work
from motcua.dossiers.queries.views import WorkList
from motcua.dossiers.queries.work import ALL_GROUPS, UNASSIGNED, Choice, Filters, UnitWork
from motcua.organisation.web import person_on, right

PAGE: Final = 50
TABS: Final = {
    "late": ("c-late b", "alert-triangle", _("Quá hạn")),
    "near": ("c-near b", "alarm", _("Sắp đến hạn")),
    "within": ("", "clock", _("Trong hạn")),
    "paused": ("c-pause b", "player-pause", _("Tạm dừng")),
    "ended": ("c-ok b", "circle-check", _("Đã có kết quả")),
}


@right("direct_work")
@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """The list under its filters, from the place that the page before told."""
    chosen = chosen_in(request)
    found = unit_work(person_on(request), chosen, after=request.GET.get("sau", "")[:80], size=PAGE)
    context = {
        "list": found,
        "groups": grouped(shown(found)),
        "tabs": [(name, found.counts[name], *TABS[name]) for name in ALL_GROUPS],
        "all": sum(found.counts.values()),
        "chosen": chosen,
        "filtered": bool(chosen.officer or chosen.procedure or chosen.step or chosen.late_step),
        "unassigned": UNASSIGNED,
        "steps": [Choice(each.value, str(words.STEPS.get(each.value, each.word)), 0) for each in found.steps],
        "begun": "sau" in request.GET,
    }
    return render(request, "desk/unit/unit.html", context)


def chosen_in(request: HttpRequest) -> Filters:
    """The filters of an address; what none of them can be is nothing."""
    group = request.GET.get("nhom", "")
    return Filters(
        group=group if group in ALL_GROUPS else "",
        officer=words_asked(request.GET.get("nguoi"), 64),
        procedure=words_asked(request.GET.get("thu-tuc"), 32),
        step=words_asked(request.GET.get("buoc"), 200),
        late_step=request.GET.get("tre") == "1",
    )


def shown(found: UnitWork) -> WorkList:
    """The page as the drawing of groups takes it."""
    return WorkList(rows=found.rows, counts=found.counts, total=found.total, page=1, pages=1)
