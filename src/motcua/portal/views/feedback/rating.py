"""Đánh giá: how the service was, by who holds the receipt, is signed in, or stands at the device."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.web import citizen_on
from motcua.dossiers.holders import held_dossier
from motcua.feedback import services as feedback
from motcua.feedback.rating import Proof, Rateable, changeable_until
from motcua.foundation.clock import SystemClock
from motcua.foundation.codes import clean_code
from motcua.foundation.errors import DomainError, NotFound
from motcua.law.service_quality import rating_rules
from motcua.organisation.audit import address_of
from motcua.organisation.models import Section
from motcua.organisation.queries import sections_on, today
from motcua.organisation.web import PUBLIC, right
from motcua.portal import opened, services
from motcua.portal.feedback_forms import RatingProofForm

_HASH: Final = re.compile(r"[0-9a-f]{16,64}")


class Question(NamedTuple):
    """A criterion with the answer it has."""

    key: str
    name: str
    value: int


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Code and secret of the receipt; right ones lead to the questions."""
    if request.method != "POST":
        initial = {"ma": request.GET.get("ma", "")[:80]}
        return render(request, "portal/feedback/rate_ask.html", {"form": RatingProofForm(initial=initial)})
    code, secret = clean_code(request.POST.get("ma", "")[:80]), request.POST.get("bi_mat", "").strip()[:40]
    try:
        _tried(request, code, Proof(secret=secret))
    except DomainError as problem:
        context = {"form": RatingProofForm(request.POST), "problem": problem}
        status = 429 if isinstance(problem, services.TooManyGuesses) else 422
        return render(request, "portal/feedback/rate_ask.html", context, status=status)
    opened.remember(request, code, secret, SystemClock().now())
    return HttpResponseRedirect(reverse("portal:rate", args=[code]))


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Five levels, the criteria of the set, a comment; once, changeable for some days."""
    proof = _proof(request, code)
    try:
        found = feedback.rateable(code, proof)
    except NotFound:
        return HttpResponseRedirect(f"{reverse('portal:rate_ask')}?ma={code[:64]}")
    except DomainError as problem:
        return render(
            request, "portal/feedback/rated.html", {"code": code[:64], "problem": problem}, status=409
        )
    if request.method != "POST":
        given = found.given
        shown = {"level": given.level, "comment": given.comment, **given.criteria} if given else {}
        return _questions(request, found, shown)
    try:
        feedback.rate(code, proof, request.POST.dict())
    except DomainError as problem:
        return _questions(request, found, request.POST.dict(), problem)
    return render(request, "portal/feedback/rated.html", {"code": found.code, "done": True})


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest, section: str) -> HttpResponse:
    """The device at a counter: scan the paper, press one of five; nothing of anybody is shown here."""
    place = _section(section)
    if request.method != "POST":
        return _device(request, place)
    code, proof = _scanned(request.POST.get("ma", ""), request.POST.get("bi_mat", ""))
    try:
        _tried(request, code, proof)
        if "level" in request.POST:
            feedback.rate(code, proof, request.POST.dict(), way="device")
            return _device(request, place, done=True)
    except DomainError as problem:
        return _device(request, place, problem=problem, status=422)
    return _device(request, place, scanned=(code, proof))


def _tried(request: HttpRequest, code: str, proof: Proof) -> Rateable:
    """The dossier, every wrong proof counted as a guess. Raises: DomainError."""
    address, now = address_of(request) or "", SystemClock().now()
    services.count_guess(address, code, now)
    found = feedback.rateable(code, proof)
    services.right_guess(address, code)
    return found


def _proof(request: HttpRequest, code: str) -> Proof:
    now = SystemClock().now()
    secret = opened.secret_of(request, code, now)
    citizen = citizen_on(request)
    held = False
    if citizen is not None and not secret:
        with suppress(DomainError):
            held_dossier(citizen, code, now)
            held = True
    return Proof(secret=secret, held=held)


def _scanned(typed: str, secret: str) -> tuple[str, Proof]:
    """What a scanner reads off a paper (its address with a hash), or a code and its secret typed in."""
    words = typed.strip()[:400]
    paper = ""
    if "/tra-cuu/" in words:
        parts = urlsplit(words)
        words = unquote(parts.path.rpartition("/")[2])
        given = parse_qs(parts.query).get("h", [""])[0].lower()
        paper = given if _HASH.fullmatch(given) else ""
    elif "#" in words:
        words, _, paper = words.partition("#")
    return clean_code(words[:80]), Proof(secret=secret.strip()[:40], paper=paper)


def _section(code: str) -> Section:
    found = next((each for each in sections_on(today()) if each.agency.code == code), None)
    if found is None:
        raise Http404
    return found


def _device(
    request: HttpRequest,
    place: Section,
    *,
    scanned: tuple[str, Proof] | None = None,
    done: bool = False,
    problem: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "place": place,
        "done": done,
        "problem": problem,
        "levels": rating_rules().levels,
    }
    if scanned:
        code, proof = scanned
        context |= {"code": f"{code}#{proof.paper}" if proof.paper else code, "secret": proof.secret}
    return render(request, "portal/feedback/device.html", context, status=status)


def _questions(
    request: HttpRequest, found: Rateable, shown: Mapping[str, Any], problem: DomainError | None = None
) -> HttpResponse:
    rules = rating_rules()
    given = found.given
    asked = feedback.questions_for(given, SystemClock().now())
    context = {
        "r": found,
        "levels": rules.levels,
        "level": _number(shown.get("level")),
        "questions": [Question(each.key, each.name, _number(shown.get(each.key))) for each in asked.criteria],
        "comment": str(shown.get("comment") or ""),
        "given": given,
        "until": changeable_until(given) if given else None,
        "fixed": given is not None and SystemClock().now() >= changeable_until(given),
        "least": rules.minimum_group,
        "problem": problem,
    }
    return render(request, "portal/feedback/rate.html", context, status=422 if problem else 200)


def _number(value: Any) -> int:
    text = str(value or "")
    return int(text) if text in {"1", "2", "3", "4", "5"} else 0
