"""Báo cáo như bài báo: the sentences and figures of the article, live, each opening the rows behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import whole, words_asked
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import agencies_asked, asked
from motcua.desk.views.reports import STANDINGS
from motcua.figures.article import DOSSIERS, LABELS, RULES, Article, condition_of, of_period, scope_of
from motcua.figures.article import article as figures
from motcua.figures.article_sentences import Language, sentences, written
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Scope
from motcua.figures.periods import moment_asked
from motcua.foundation.clock import Instant, SystemClock, local_of
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right
from motcua.procedures.service_queries import services_behind

PLACES = {"same_level": _("cùng cấp"), "cross_level": _("giữa các cấp")}
_ASKED = ("ky", "tu", "den", "pham-vi", "den-luc")


@right("see_reports")
@require_safe
def article(request: HttpRequest) -> HttpResponse:
    """All figures as known at a moment, and the rows behind the one that is open."""
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {"typed": words_asked(request.GET.get("den-luc"), 30)}
    try:
        found = figures(_scope(request, person, now))
        context |= _told(found, request) | _opened(found, request)
    except DomainError as error:
        context["refused"] = sentence(error)
        return render(request, "desk/reports/article.html", context, status=status_of(error))
    return render(request, "desk/reports/article.html", context)


def _scope(request: HttpRequest, person: Person, now: Instant) -> Scope:
    """The year up to the moment; up to the last day of a period where the address names one, as its files do.

    Dossiers are those in the person's reach; services are everybody's to see.
    """
    if request.GET.get("ky"):
        return of_period(asked(request, person, now).scope)
    moment = moment_asked(words_asked(request.GET.get("den-luc"), 30), now)
    return scope_of(moment, agencies_asked(person, whole(request.GET.get("pham-vi"))))


def _told(found: Article, request: HttpRequest) -> dict[str, Any]:
    language: Language = "en" if get_language() == "en" else "vi"
    return {
        "found": found,
        "rules": RULES,
        "whole": not (found.scope.agencies or found.scope.level),
        "fixed": _files(found, request),
        "sentences": [line for text in sentences(found, language) for line in text.split("\n")],
        "rows": [(each, written(each, language), _query(request, each.id)) for each in found.figures],
    }


def _files(found: Article, request: HttpRequest) -> str:
    """The query of the same figures as a file."""
    query = QueryDict(mutable=True)
    scope = found.scope
    if place := words_asked(request.GET.get("pham-vi"), 20):
        query["pham-vi"] = place
    days = {"tu": scope.first.isoformat(), "den": scope.last.isoformat()}
    query.update({"ky": "any", "den-luc": local_of(scope.as_of).isoformat(), "theo": "figure"} | days)
    return query.urlencode()


def _opened(found: Article, request: HttpRequest) -> dict[str, Any]:
    """The rows behind the figure that is asked for; nothing for one that has none."""
    wanted = words_asked(request.GET.get("mo"), 30)
    text = request.GET.get("sau", "")
    after = int(text) if text.isdecimal() and len(text) < 18 else 0
    if wanted not in LABELS or not found.one(wanted).evidence_rows:
        return {}
    opened = found.one(wanted)
    more: dict[str, Any]
    if wanted in DOSSIERS:
        dossiers = behind(found.scope, RULES, condition_of(wanted), after)
        more = {"seen": [(each, str(STANDINGS[each.standing])) for each in dossiers.rows]}
        following = dossiers.after
    else:
        services = services_behind(wanted, found.scope.last, after)
        more = {"services": [(each, PLACES.get(each.place, "")) for each in services.rows]}
        following = services.after
    return {
        **more,
        "opened": opened,
        "next": _query(request, wanted, following) if following else "",
        "back": _query(request, wanted) if after else "",
    }


def _query(request: HttpRequest, figure: str, after: int = 0) -> str:
    query = QueryDict(mutable=True)
    kept = {name: request.GET[name][:30] for name in _ASKED if name in request.GET}
    query.update(kept | {"mo": figure} | ({"sau": str(after)} if after else {}))
    return query.urlencode()
