"""Looking up a dossier: the code alone shows how far it is, code and secret show its way.

Circular 01/2018/TT-VPCP art. 16(2)d. The secret travels in the body of a request and stays in the server's
session for twenty minutes, so that it stands in no address, history or log.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError
from motcua.organisation.web import PUBLIC, right
from motcua.portal import opened, services
from motcua.portal.forms import LookupForm, read_code
from motcua.portal.public import dossiers

_HASH: Final = re.compile(r"[0-9a-f]{16,64}")


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent with a secret it opens the dossier, without one it leads to the degree of completion."""
    if request.method != "POST":
        return render(
            request,
            "portal/lookup.html",
            {"form": LookupForm(initial={"ma": request.GET.get("ma", "")[:80]})},
        )
    form = LookupForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/lookup.html", {"form": form}, status=422)
    code, secret = form.cleaned_data["ma"], form.cleaned_data["bi_mat"]
    if not secret:
        return redirect(_address(code))
    try:
        left = _try(request, code, secret)
    except services.TooManyGuesses as refusal:
        return render(request, "portal/lookup.html", {"form": form, "problem": refusal}, status=429)
    if left is None:
        return redirect(_address(code))
    return render(
        request, "portal/lookup.html", {"form": form, "wrong_secret": True, "left": left}, status=422
    )


@right(PUBLIC)
@never_cache
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: its way where this browser has given the secret, else the degree of completion alone."""
    clean, wrong = read_code(code)
    if wrong:
        form = LookupForm(initial={"ma": code[:80]})
        return render(request, "portal/lookup.html", {"form": form, "misread": wrong}, status=404)
    context: dict[str, Any] = {"code": clean, "paper": _paper(request, clean)}
    secret = opened.secret_of(request, clean, SystemClock().now())
    found = dossiers().public_timeline(clean, secret) if secret else None
    if found:
        return render(request, "portal/dossier.html", context | {"d": found})
    status = dossiers().public_status(clean)
    form = LookupForm(initial={"ma": clean})
    page = render(request, "portal/degree.html", context | {"status": status, "form": form})
    page.status_code = 200 if status.exists else 404
    return page


@right(PUBLIC)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget what was opened on this machine."""
    opened.forget(request)
    return redirect("portal:lookup")


def _try(request: HttpRequest, code: str, secret: str) -> int | None:
    """None when the secret opens the dossier, else how many tries are left. Raises: TooManyGuesses."""
    address, now = get_adapter().get_client_ip(request), SystemClock().now()
    left = services.count_guess(address, code, now)
    try:
        found = dossiers().public_timeline(code, secret)
    except DomainError:
        found = None
    if not found:
        return left
    services.right_guess(address, code)
    opened.remember(request, code, secret, now)
    return None


def _paper(request: HttpRequest, code: str) -> str:
    """What the hash of a printed paper says: `good`, `bad`, `unreadable`, or empty where none was given."""
    given = request.GET.get("h", "").strip().lower()
    if not given:
        return ""
    if not _HASH.fullmatch(given):
        return "unreadable"
    return "good" if dossiers().is_hash_of(code, given) else "bad"


def _address(code: str) -> str:
    return f"/tra-cuu/{quote(code, safe='.-')}"
