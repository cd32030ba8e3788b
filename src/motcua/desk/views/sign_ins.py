"""Nhật ký đăng nhập: who signed in, failed to, or left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.desk.asked import day_typed, page_number, words_asked
from motcua.organisation.models import SignInRecord
from motcua.organisation.sign_ins import PAGE
from motcua.organisation.sign_ins import sign_ins as read_sign_ins
from motcua.organisation.web import person_on, right


@right("see_sign_ins")
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The audit, newest first."""
    number = page_number(request.GET.get("trang"))
    outcome = request.GET.get("ket-qua", "")
    outcome = outcome if outcome in SignInRecord.Outcome.values else ""
    asked: dict[str, Any] = {
        "who": words_asked(request.GET.get("ten"), 120),
        "outcome": outcome,
        "address": words_asked(request.GET.get("dia-chi"), 45),
        "first": day_typed(request.GET.get("tu")),
        "last": day_typed(request.GET.get("den")),
    }
    total, rows = read_sign_ins(person_on(request), **asked, page=number)
    context = {
        **asked,
        "filtered": any(asked.values()),
        "rows": rows,
        "outcomes": SignInRecord.Outcome.choices,
        "list": {"page": number, "pages": max(1, -(-total // PAGE)), "total": total},
    }
    return render(request, "desk/admin/sign_ins.html", context)
