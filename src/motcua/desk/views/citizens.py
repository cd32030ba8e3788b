"""Tài khoản người dân tại quầy: prove an identity with the card in hand, help who lost the second factor.

Numbers and codes are posted, never part of an address: addresses end up in logs and histories.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.citizens.counter import (
    of_code,
    of_number,
    prove_identity,
    restore_factor,
)
from motcua.citizens.factors import factors_of
from motcua.citizens.queries import Applicant, by_key, user_of
from motcua.desk.refusals import status_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.web import person_on, right


@right("prove_citizen_identity")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def citizens(request: HttpRequest) -> HttpResponse:
    """Find an account by the code its owner reads out, or by the number on the card."""
    if request.method != "POST":
        return _show(request)
    person, code, number = person_on(request), request.POST.get("code", ""), request.POST.get("number", "")
    try:
        if code.strip():
            return _show(request, found=of_code(person, code), code=code)
        return _show(request, found=of_number(person, number), by_number=True)
    except DomainError as error:
        return _show(request, problem=error)


@right("prove_citizen_identity")
@never_cache
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Record that the card was seen."""
    person, code = person_on(request), request.POST.get("code", "")
    try:
        prove_identity(
            person,
            code,
            number=request.POST.get("number", ""),
            name=request.POST.get("name", ""),
            born_on=_day(request.POST.get("born_on", "")),
            reason=request.POST.get("reason", ""),
        )
    except DomainError as error:
        found = _again(lambda: of_code(person, code))
        return _show(request, found=found, code=code, problem=error)
    messages.success(request, gettext("Đã xác thực danh tính của tài khoản."))
    return redirect("desk:citizens")


@right("restore_citizen_factor")
@never_cache
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Take the second factor from who lost it."""
    person, key = person_on(request), request.POST.get("key", "")
    try:
        restore_factor(
            person, key, number=request.POST.get("number", ""), reason=request.POST.get("reason", "")
        )
    except DomainError as error:
        return _show(request, found=by_key(key.replace("\0", "")), by_number=True, problem=error)
    messages.success(request, gettext("Đã gỡ lớp bảo vệ thứ hai; người dân đăng nhập lại rồi bật lại."))
    return redirect("desk:citizens")


def _show(
    request: HttpRequest,
    *,
    found: Applicant | None = None,
    code: str = "",
    by_number: bool = False,
    problem: DomainError | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found,
        "factors": factors_of(user_of(found)) if found else None,
        "code": code,
        "by_number": by_number,
        "problem": problem,
        "field": problem.params.get("field", "") if problem else "",
        "typed": request.POST,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/citizens/citizens.html", context, status=status)


def _again(find: Any) -> Applicant | None:
    try:
        return find()  # type: ignore[no-any-return]
    except DomainError:
        return None


def _day(text: str) -> date | None:
    """A day as the card has it. Raises: DomainError `day_unreadable`."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise DomainError(
            gettext_noop("Ngày sinh viết theo mẫu ngày/tháng/năm, ví dụ 14/03/1988."),
            id="day_unreadable",
            field="born_on",
        ) from None
