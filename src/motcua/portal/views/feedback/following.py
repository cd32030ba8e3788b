"""Following a petition: by its two codes, which this machine forgets after twenty minutes, or signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens.web import citizen_on, signed_in_citizen
from motcua.dossiers.fields import FieldErrors
from motcua.feedback import queries
from motcua.feedback import services as feedback
from motcua.feedback.following import Followed, wrong_secret
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.audit import address_of
from motcua.organisation.web import PUBLIC, right
from motcua.portal import opened, services
from motcua.portal.feedback_forms import FollowForm, SupplementForm
from motcua.portal.views.feedback.filing import uploaded


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Reference and secret; right ones lead to the petition."""
    if request.method != "POST":
        return _form(request, FollowForm(initial={"ma": request.GET.get("ma", "")[:24]}))
    form = FollowForm(request.POST)
    code = " ".join(request.POST.get("ma", "").replace("‑", "-").upper().split())[:24]
    secret = request.POST.get("bi_mat", "").strip()[:40]
    now = SystemClock().now()
    try:
        services.count_guess(address_of(request) or "", code, now)
        if not secret or queries.followed(code, secret=secret) is None:
            raise wrong_secret()
    except services.TooManyGuesses as problem:
        return _form(request, form, problem, 429)
    except NotFound as problem:
        return _form(request, form, problem, 422)
    services.right_guess(address_of(request) or "", code)
    opened.remember(request, code, secret, now)
    return HttpResponseRedirect(reverse("portal:petition", args=[code]))


@right(PUBLIC)
@never_cache
@require_safe
def petition(request: HttpRequest, reference: str) -> HttpResponse:
    """The petition, where this browser has its secret; else the form, with nothing told."""
    found, secret = _found(request, reference)
    if found is None:
        return _form(request, FollowForm(initial={"ma": reference[:24]}), status=200)
    return _shown(request, found, secret)


@signed_in_citizen
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the signed-in account has sent."""
    return render(request, "portal/feedback/mine.html", {"rows": queries.sent_by(_account(request))})


@signed_in_citizen
@never_cache
@require_safe
def my_petition(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them."""
    found = queries.followed(reference, account=_account(request))
    if found is None:
        raise Http404
    return _shown(request, found, "", own=True)


@right(PUBLIC)
@require_POST
def supplement(request: HttpRequest, reference: str) -> HttpResponse:
    """Give what was asked."""
    found, secret = _found(request, reference)
    if found is None:
        return HttpResponseRedirect(reverse("portal:petition", args=[reference]))
    try:
        feedback.supplement(
            reference,
            request.POST.dict(),
            secret=secret,
            account=_account(request),
            attached=uploaded(request),
        )
    except FieldErrors as errors:
        form = SupplementForm(request.POST)
        form.blame(errors)
        return _shown(request, found, secret, form=form, status=422)
    except DomainError as problem:
        return _shown(request, found, secret, problem=problem, form=SupplementForm(request.POST), status=422)
    messages.success(request, gettext("Đã nhận phần bổ sung. Thời hạn của cơ quan chạy tiếp từ bây giờ."))
    return HttpResponseRedirect(_back(request, reference))


@right(PUBLIC)
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take it back, after a tick that says so."""
    found, secret = _found(request, reference)
    if found is None:
        return HttpResponseRedirect(reverse("portal:petition", args=[reference]))
    if request.POST.get("sure") != "1":
        messages.warning(request, gettext("Phản ánh chưa rút. Đánh dấu ô “Tôi muốn rút” rồi bấm lại."))
        return HttpResponseRedirect(_back(request, reference))
    try:
        feedback.withdraw(reference, secret=secret, account=_account(request))
    except DomainError as problem:
        return _shown(request, found, secret, problem=problem, status=422)
    messages.success(request, gettext("Đã rút phản ánh."))
    return HttpResponseRedirect(_back(request, reference))


def _account(request: HttpRequest) -> str:
    citizen = citizen_on(request)
    return citizen.key if citizen else ""


def _found(request: HttpRequest, reference: str) -> tuple[Followed | None, str]:
    secret = opened.secret_of(request, reference, SystemClock().now())
    account = _account(request)
    if not secret and not account:
        return None, ""
    return queries.followed(reference, secret=secret, account=account), secret


def _back(request: HttpRequest, reference: str) -> str:
    own = not opened.secret_of(request, reference, SystemClock().now())
    return reverse("portal:my_petition" if own else "portal:petition", args=[reference])


def _form(
    request: HttpRequest, form: FollowForm, problem: DomainError | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "problem": problem}
    return render(request, "portal/feedback/follow.html", context, status=status)


def _shown(
    request: HttpRequest,
    found: Followed,
    secret: str,
    *,
    own: bool = False,
    problem: DomainError | None = None,
    form: SupplementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    just_sent = request.session.get("petition_sent") == found.reference
    context: dict[str, Any] = {
        "p": found,
        "own": own,
        "secret": secret if just_sent else "",
        "problem": problem,
        "form": form or SupplementForm(),
    }
    return render(request, "portal/feedback/petition.html", context, status=status)
