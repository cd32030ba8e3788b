"""Nội dung chưa thống nhất: what sources say differently; the administrator decides, with reason."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import page_number, words_asked
from motcua.desk.refusals import status_of
from motcua.desk.words import in_words, limit_words
from motcua.foundation.errors import DomainError
from motcua.foundation.money import dong
from motcua.organisation.rights import may
from motcua.organisation.web import person_on, right
from motcua.procedures.offers import read_limit
from motcua.procedures.queries import OpenContradiction, open_contradictions
from motcua.procedures.services import decide_contradiction

PAGE: Final = 50
KINDS: Final = {
    "channel_time_vs_case_time": _("Thời hạn của kênh khác thời hạn của trường hợp"),
    "channel_times_differ": _("Một kênh có nhiều thời hạn"),
    "sources_differ_on_time": _("Các nguồn ghi thời hạn khác nhau"),
    "sources_differ_on_name": _("Các nguồn ghi tên khác nhau"),
    "unknown_unit": _("Đơn vị thời gian không đọc được"),
    "fee_without_unit": _("Phí, lệ phí không ghi đơn vị tiền"),
    "fee_without_value": _("Phí, lệ phí không ghi mức"),
    "case_code_repeated": _("Mã trường hợp bị trùng"),
}


@right("see_contradictions")
@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """Those that wait for a decision, or that have one."""
    return _show(request)


@right("decide_contradiction")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Settle one. What was typed is shown again where it does not fit."""
    choice = request.POST.get("choice", "")
    decision = request.POST.get("own", "").strip()[:60] if choice in ("", "own") else choice[:200]
    try:
        decide_contradiction(person_on(request), number, decision, request.POST.get("reason", ""))
    except DomainError as error:
        return _show(request, problem=error, number=number)
    messages.success(
        request, gettext("Đã chốt; thủ tục tiếp nhận được khi không còn nội dung nào chưa thống nhất.")
    )
    return HttpResponseRedirect(reverse("desk:contradictions"))


def _show(request: HttpRequest, *, problem: DomainError | None = None, number: int = 0) -> HttpResponse:
    place = page_number(request.GET.get("trang"))
    code = words_asked(request.GET.get("ma"), 20)
    decided = request.GET.get("xem") == "da-chot"
    rows = open_contradictions(code=code or None, decided=decided, limit=PAGE + 1, offset=(place - 1) * PAGE)
    context: dict[str, Any] = {
        "rows": [_row(row) for row in rows[:PAGE]],
        "code": code,
        "decided": decided,
        "may_decide": may(person_on(request), "decide_contradiction"),
        "problem": problem,
        "number": number,
        "typed": request.POST,
        "page": place,
        "more": len(rows) > PAGE,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/admin/contradictions.html", context, status=status)


def _row(row: OpenContradiction) -> dict[str, Any]:
    return {
        "row": row,
        "where": in_words(row.where),
        "detail": in_words(row.detail),
        "kind": KINDS.get(row.kind, row.kind),
        "options": [(key, decision_words(key)) for key in row.options],
        "decision": decision_words(row.decision) if row.decision else "",
    }


def decision_words(key: str) -> str:
    """The key of a decision in words: a limit, an amount, or what the source wrote."""
    if key.isdigit():
        return dong(int(key), "," if get_language() == "en" else ".")
    if key == "as_text":
        return gettext("Theo lời văn công bố")
    limit = read_limit(key)
    return limit_words(limit.quantity, limit.unit) if limit else key
