"""Việc của đơn vị: what lies with those whom a head directs, who has it, since when, by when."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from motcua.desk import words
from motcua.desk.asked import whole, words_asked
from motcua.desk.refusals import sentence
from motcua.desk.rows import grouped
from motcua.dossiers.batching import AT_ONCE, MOST, run_batch, start_batch
from motcua.dossiers.queries import unit_work
from motcua.dossiers.queries.batches import batch_of
from motcua.dossiers.queries.views import WorkList
from motcua.dossiers.queries.work import ALL_GROUPS, UNASSIGNED, Choice, Filters, UnitWork
from motcua.dossiers.tasks import do_batch
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import officers_at, today
from motcua.organisation.rights import ACTING, AT_A_SECTION, directed, may
from motcua.organisation.web import person_on, right

PAGE: Final = 50
TABS: Final = {
    "late": ("c-late b", "alert-triangle", _("Quá hạn")),
    "near": ("c-near b", "alarm", _("Sắp đến hạn")),
    "within": ("", "clock", _("Trong hạn")),
    "paused": ("c-pause b", "player-pause", _("Tạm dừng")),
    "ended": ("c-ok b", "circle-check", _("Đã có kết quả")),
}
ACTIONS: Final = {
    "assign": _("Giao cho cán bộ"),
    "take_back": _("Thu về đơn vị"),
    "claim": _("Nhận về mình"),
    "complete": _("Hoàn thành bước"),
}


@right("direct_work")
@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """The list under its filters, from the place that the page before told."""
    chosen = chosen_in(request)
    person = person_on(request)
    many = request.GET.get("nhieu") == "1"
    found = unit_work(person, chosen, after=request.GET.get("sau", "")[:80], size=MOST if many else PAGE)
    there = directed(person)
    roles = (AT_A_SECTION if there.received else set()) | (ACTING - AT_A_SECTION if there.house else set())
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
        "many": many,
        "most": MOST,
        "staff": officers_at(there.every, today(), roles),
        "may_appoint": may(person, "appoint_stand_in_own"),
    }
    return render(request, "desk/unit/unit.html", context)


@right("work")
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One act on the ticked rows. Few are done at once, many are left to a job; either way a page tells each
    result."""
    person = person_on(request)
    action, _between, row = request.POST.get("lam", "").partition("|")
    picked = [row] if row else request.POST.getlist("viec")
    pieces = [each.rpartition("|") for each in picked[: MOST + 1]]
    lines = [(code[:64], no) for code, _, text in pieces if (no := whole(text)) is not None]
    try:
        run = start_batch(person, action, lines, officer=request.POST.get("can-bo", ""))
    except DomainError as error:
        messages.warning(request, sentence(error))
        return HttpResponseRedirect(_back(request))
    if len(lines) <= AT_ONCE:
        run_batch(run.pk)
    else:
        do_batch.defer(number=run.pk)
    return HttpResponseRedirect(reverse("desk:work_batch", args=[run.pk]))


def _back(request: HttpRequest) -> str:
    back = request.POST.get("ve", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("desk:unit")


@right("work")
@require_safe
def work_batch(request: HttpRequest, number: int) -> HttpResponse:
    """What came of a batch, line by line; while it runs, how far it is."""
    person = person_on(request)
    batch = batch_of(person, number)
    context = {"batch": batch, "word": ACTIONS[batch.action], "directs": may(person, "direct_work")}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "desk/unit/results.html" if part else "desk/unit/batch.html", context)


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
