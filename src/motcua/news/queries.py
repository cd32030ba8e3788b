"""What others read of articles: published ones for everybody, the rest for who writes and approves."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from motcua.foundation.errors import NotFound, gettext_noop
from motcua.news.models import Article
from motcua.organisation.rights import ACTIONS, Held, Person, require

PUBLISHED = Article.State.PUBLISHED


def published(kind: str = "") -> QuerySet[Article]:
    """Published articles, newest first."""
    rows = Article.objects.filter(state=PUBLISHED).select_related("agency").order_by("-published_at", "-pk")
    return rows.filter(kind=kind) if kind in Article.Kind.values else rows


def standing_announcements(on: date, most: int = 3) -> list[Article]:
    """Announcements that the first page shows on that day, newest first."""
    rows = published(Article.Kind.ANNOUNCEMENT).filter(shown_until__gte=on)
    return list(rows[:most])


def latest_news(most: int = 3) -> list[Article]:
    """News for the first page, newest first; announcements stand there by themselves."""
    return list(published(Article.Kind.NEWS)[:most])


def published_article(pk: int) -> Article:
    """One published article. Raises: `NotFound`, also for one that is a draft or was taken down."""
    found = published().filter(pk=pk).first()
    if found is None:
        raise NotFound(
            gettext_noop("Không có tin này, hoặc tin đã được gỡ."),
            gettext_noop("Xem các tin khác ở trang Tin tức."),
        )
    return found


def covers(person: Person, action: str, agency_id: int) -> bool:
    """Whether the person may do `action` (`write_news`, `approve_news`) for that agency."""
    return any(post.whole or agency_id in post.reach | {post.agency_id} for post in _posts(person, action))


def own_articles(person: Person) -> QuerySet[Article]:
    """Articles of the agencies for which the person writes or approves, newest first.

    Raises: `Forbidden`.
    """
    require(person, "write_news")
    posts = [*_posts(person, "write_news"), *_posts(person, "approve_news")]
    rows = Article.objects.select_related("agency").order_by("-written_at", "-pk")
    if any(post.whole for post in posts):
        return rows
    return rows.filter(agency__in=frozenset[int]().union(*(post.reach | {post.agency_id} for post in posts)))


def _posts(person: Person, action: str) -> list[Held]:
    return [post for post in person.held if post.role in ACTIONS[action]]


def own_article(person: Person, pk: int) -> Article:
    """One of them. Raises: `Forbidden`, `NotFound`."""
    found = own_articles(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(gettext_noop("Không có tin này trong phạm vi của bạn."))
    return found
