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

from motcua.dossiers import queries as dossiers
from motcua.foundation.clock import SystemClock
from motcua.organisation.web import PUBLIC, right
from motcua.portal import opened, services
from motcua.portal.forms import LookupForm, read_code

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
    status = dossiers.public_status(clean, _hash(request))
    context: dict[str, Any] = {"code": clean, "paper": _paper(request, status.hash_known)}
    secret = opened.secret_of(request, clean, SystemClock().now())
    found = dossiers.public_timeline(clean, secret) if secret else None
    if found:
        return render(request, "portal/dossier.html", context | {"d": found})
    context |= {"status": status, "form": LookupForm(initial={"ma": clean})}
    return render(request, "portal/degree.html", context, status=200 if status.exists else 404)


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
    found = dossiers.public_timeline(code, secret)
    if not found:
        return left
    services.right_guess(address, code)
    opened.remember(request, code, secret, now)
    return None


def _hash(request: HttpRequest) -> str:
    """What a QR code carries of an event's hash; empty where it carries none that can be read."""
    given = request.GET.get("h", "").strip().lower()
    return given if _HASH.fullmatch(given) else ""


def _paper(request: HttpRequest, known: bool | None) -> str:
    """What a printed paper says of itself: `good`, `bad`, `unreadable`, or empty without a hash."""
    if "h" not in request.GET:
        return ""
    if not _hash(request):
        return "unreadable"
    return "good" if known else "bad"


def _address(code: str) -> str:
    return f"/tra-cuu/{quote(code, safe='.-')}"
