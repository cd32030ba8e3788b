"""Tin tức: articles of the own agency, written by one, approved by another, taken down with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import words_asked
from motcua.desk.refusals import status_of
from motcua.dossiers import files
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import clean_text
from motcua.news import queries, services
from motcua.news.models import Article
from motcua.news.services import BODY, Words
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right

SHOWN: Final = 100
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
_SHORT: Final = {
    "title": 200,
    "summary": 400,
    "author": 120,
    "source": 200,
    "picture_words": 300,
    "caption": 300,
    "picture_source": 200,
}
_STEPS: Final[dict[str, Callable[[Person, int, str], Article]]] = {
    "submit": lambda person, pk, reason: services.submit(person, pk),
    "approve": lambda person, pk, reason: services.approve(person, pk),
    "send_back": services.send_back,
    "take_down": services.take_down,
}


@right("write_news")
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """The articles of the own agencies, newest first."""
    person = person_on(request)
    rows = list(queries.own_articles(person)[:SHOWN])
    return render(request, "desk/news/articles.html", {"articles": rows})


@right("write_news")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new article, or change one that is not published; what was typed stays when it is refused."""
    person = person_on(request)
    known = queries.own_article(person, pk) if pk is not None else None
    if request.method != "POST":
        return _form(request, _values(known), pk)
    typed = {name: request.POST.get(name, "") for name in (*_SHORT, "body", "kind", "shown_until")}
    try:
        row = services.write(person, _words(request, known), pk=pk)
    except DomainError as error:
        return _form(request, typed, pk, problem=error)
    messages.success(request, gettext("Đã lưu bản soạn “%(title)s”.") % {"title": row.title})
    return HttpResponseRedirect(reverse("desk:article", args=[row.pk]))


@right("write_news")
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """The article as readers will see it, and what may be done with it now."""
    person = person_on(request)
    problem = None
    if request.method == "POST":
        step = _STEPS.get(request.POST.get("step", ""))
        try:
            if step is None:
                raise DomainError(gettext_noop("Không có việc này."), gettext_noop("Tải lại trang."))
            step(person, pk, words_asked(request.POST.get("reason"), 300))
        except DomainError as error:
            problem = error
        else:
            return HttpResponseRedirect(reverse("desk:article", args=[pk]))
    found = queries.own_article(person, pk)
    context = {
        "article": found,
        "parts": [part for part in found.body.split("\n\n") if part.strip()],
        "may_approve": may(person, "approve_news")
        and queries.covers(person, "approve_news", found.agency_id)
        and found.written_by != person.officer_code,
        "own": found.written_by == person.officer_code,
        "problem": problem,
    }
    return render(request, "desk/news/article.html", context, status=status_of(problem) if problem else 200)


def _form(
    request: HttpRequest, values: dict[str, Any], pk: int | None, *, problem: DomainError | None = None
) -> HttpResponse:
    context = {"values": values, "pk": pk, "problem": problem, "kinds": Article.Kind.choices}
    return render(request, "desk/news/write.html", context, status=status_of(problem) if problem else 200)


def _values(row: Article | None) -> dict[str, Any]:
    if row is None:
        return {"kind": Article.Kind.NEWS}
    values = {name: getattr(row, name) for name in (*_SHORT, "body", "kind", "picture")}
    return {**values, "shown_until": row.shown_until.isoformat() if row.shown_until else ""}


def _words(request: HttpRequest, known: Article | None) -> Words:
    """What was typed, cleaned, with the picture kept. Raises: DomainError, `FileRefusedError`."""
    post = request.POST
    short = {name: clean_text(post.get(name, ""), limit) for name, limit in _SHORT.items()}
    kind = post.get("kind", "")
    picture, media_type = (known.picture, known.picture_type) if known else ("", "")
    sent = request.FILES.get("picture")
    if isinstance(sent, UploadedFile):
        picture, media_type = _kept(sent)
    return Words(
        **short,
        kind=kind if kind in Article.Kind.values else Article.Kind.NEWS,
        body=clean_text(post.get("body", ""), BODY, lines=True),
        picture=picture,
        picture_type=media_type,
        shown_until=_day(post.get("shown_until", "")),
    )


def _kept(sent: UploadedFile[Any]) -> tuple[str, str]:
    kept = files.store(sent, sent.name or "anh")
    if kept.media_type not in PICTURES:
        raise DomainError(
            gettext_noop("Tệp này không phải ảnh JPEG, PNG hay WebP; bài đã gõ vẫn được giữ."),
            gettext_noop("Chọn ảnh khác, hoặc lưu bài không có ảnh."),
            id="not_a_picture",
        )
    return kept.sha256, kept.media_type


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DomainError(
            gettext_noop("Không đọc được ngày “%(text)s”."),
            gettext_noop("Chọn ngày trong lịch, hoặc gõ năm-tháng-ngày: 2026-12-31."),
            id="day_unreadable",
            text=text[:20],
        ) from None
