"""Hỏi đáp: answers to petitions that were published, without anybody's data."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.feedback import queries
from motcua.organisation.web import PUBLIC, right

PER_PAGE = 20


@right(PUBLIC)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By words with marks or without; without words the newest."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    procedure = request.GET.get("thu-tuc", "").replace("\x00", "")[:40]
    hits = queries.find_answers(asked, procedure=procedure)
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("trang"))
    return render(
        request, "portal/feedback/answers.html", {"asked": asked, "procedure": procedure, "page": page}
    )


@right(PUBLIC)
@require_safe
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """One question and its answer."""
    found = queries.answer_page(slug)
    if found is None:
        raise Http404
    return render(request, "portal/feedback/answer.html", {"a": found})
