"""Khóa truy cập: keys of other systems, issued and revoked by the administrator; a key is shown this once."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.asked import whole, words_asked
from motcua.desk.refusals import status_of
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError
from motcua.organisation.models import ApiToken
from motcua.organisation.tokens import LONGEST_DAYS, Issued, issue, revoke, tokens
from motcua.organisation.web import person_on, right

_FIELDS: Final = ("officer", "name", "days", "reason")


@right("administer_tokens")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, and the form for a new one."""
    if request.method != "POST":
        return _show(request)
    asked = {name: words_asked(request.POST.get(name), 600) for name in _FIELDS}
    try:
        made = issue(
            person_on(request),
            officer_code=asked["officer"],
            name=asked["name"],
            scopes=request.POST.getlist("scopes"),
            days=whole(asked["days"]) or 0,
            reason=asked["reason"],
        )
    except DomainError as error:
        return _show(request, problem=error)
    return _show(request, made=made)


@right("administer_tokens")
@require_POST
def revoke_key(request: HttpRequest, number: int) -> HttpResponse:
    """End a key at once."""
    try:
        token = revoke(person_on(request), number, reason=request.POST.get("reason", ""))
    except DomainError as error:
        return _show(request, problem=error, number=number)
    messages.success(request, gettext("Đã thu hồi khóa %(prefix)s….") % {"prefix": token.prefix})
    return HttpResponseRedirect(reverse("desk:tokens"))


def _show(
    request: HttpRequest, *, problem: DomainError | None = None, made: Issued | None = None, number: int = 0
) -> HttpResponse:
    typed = request.POST if problem and not number else {}
    context = {
        "tokens": [(each, _state(each), _scopes(each)) for each in tokens(person_on(request))],
        "problem": problem,
        "field": str(problem.params.get("field", "")) if problem and not number else "",
        "typed": typed,
        "number": number,
        "made": made,
        "scopes": [
            (value, label, value in (request.POST.getlist("scopes") if typed else ()))
            for value, label in ApiToken.Scope.choices
        ],
        "longest": LONGEST_DAYS,
    }
    return render(request, "desk/admin/tokens.html", context, status=status_of(problem) if problem else 200)


def _state(token: ApiToken) -> str:
    """`revoked`, `expired` or `good`."""
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at <= SystemClock().now() else "good"


def _scopes(token: ApiToken) -> str:
    return ", ".join(str(ApiToken.Scope(each).label) for each in token.scopes)
