"""News and announcements: the list, an article, its picture, and the feed."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.dossiers import files
from motcua.foundation.clock import local_of
from motcua.foundation.errors import NotFound
from motcua.news import queries
from motcua.news.models import Article
from motcua.organisation.web import PUBLIC, right

PER_PAGE: Final = 20
IN_FEED: Final = 30


@right(PUBLIC)
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """All that is published, newest first; announcements or news alone where asked."""
    kind = request.GET.get("loai", "")
    page = Paginator(queries.published(kind), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "portal/news/articles.html", {"page": page, "kind": kind})


@right(PUBLIC)
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article, with who wrote it, where from, and when."""
    found = _found(pk)
    return render(request, "portal/news/article.html", {"article": found, "parts": parts_of(found)})


@right(PUBLIC)
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of a published article."""
    found = _found(pk)
    if not found.picture:
        raise Http404
    answer = FileResponse(files.open_file(found.picture), content_type=found.picture_type)
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def parts_of(found: Article) -> list[str]:
    """The paragraphs."""
    return [part.strip() for part in found.body.split("\n\n") if part.strip()]


def _found(pk: int) -> Article:
    try:
        return queries.published_article(pk)
    except NotFound as error:
        raise Http404 from error


class NewsFeed(Feed):  # type: ignore[type-arg]
    """The feed of news: the newest thirty, at the public address of the portal."""

    def title(self) -> str:
        """What a reader of feeds calls it."""
        return gettext("Tin tức – Một Cửa Cao Bằng")

    def description(self) -> str:
        """One line of what it is."""
        return gettext("Tin và thông báo của Cổng dịch vụ công tỉnh Cao Bằng.")

    def link(self) -> str:
        """The page that shows the same."""
        return f"{settings.MOTCUA_PUBLIC_URL}{reverse('portal:news')}"

    def feed_url(self) -> str:
        """Its own address."""
        return f"{settings.MOTCUA_PUBLIC_URL}{reverse('portal:news_feed')}"

    def items(self) -> Any:
        """The newest."""
        return queries.published()[:IN_FEED]

    def item_title(self, item: Article) -> str:
        """Its title."""
        return item.title

    def item_description(self, item: Article) -> str:
        """Its summary."""
        return item.summary

    def item_link(self, item: Article) -> str:
        """Where it stands."""
        return f"{settings.MOTCUA_PUBLIC_URL}{reverse('portal:article', args=[item.pk])}"

    def item_pubdate(self, item: Article) -> Any:
        """When it was published, in Vietnam."""
        return local_of(item.published_at or 0)

    def item_author_name(self, item: Article) -> str:
        """Who wrote it."""
        return item.author


feed = right(PUBLIC)(require_safe(NewsFeed()))
