"""The writers of articles. Each step leaves a trace in the register of changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden, gettext_noop
from motcua.news.models import Article
from motcua.news.queries import covers, own_article
from motcua.organisation.changes import record_change
from motcua.organisation.rights import ACTIONS, Person, require

BODY: Final = 50_000
"""Characters of one article."""
State = Article.State


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What an article says, cleaned by the caller; `picture` is the SHA-256 of a kept file."""

    kind: str
    title: str
    summary: str
    body: str
    author: str
    source: str = ""
    picture: str = ""
    picture_type: str = ""
    picture_words: str = ""
    caption: str = ""
    picture_source: str = ""
    shown_until: date | None = None


def write(person: Person, words: Words, *, pk: int | None = None, clock: Clock | None = None) -> Article:
    """A new article of the person's own agency, or other words for one that is not published.

    Raises: `Forbidden`, `NotFound`; DomainError `article_incomplete`, `article_published`.
    """
    require(person, "write_news")
    now = (clock or SystemClock()).now()
    _complete(words, day_of(now))
    values = {**msgspec.structs.asdict(words), "written_by": person.officer_code, "written_at": now}
    with transaction.atomic():
        if pk is None:
            row = Article(agency_id=_own_agency(person))
            before: dict[str, Any] | None = None
        else:
            row = _unpublished(person, pk)
            before = _told(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.state, row.approved_by = State.DRAFT, ""
        row.save()
        if before != _told(row):
            _note(person, row, before)
    return row


def submit(person: Person, pk: int, *, clock: Clock | None = None) -> Article:
    """Ask for approval. Raises: `Forbidden`, `NotFound`; DomainError `article_state`."""
    return _step(person, pk, State.DRAFT, {"state": State.SUBMITTED})


def approve(person: Person, pk: int, *, clock: Clock | None = None) -> Article:
    """Publish what somebody else wrote (four eyes).

    Raises: `Forbidden`, `NotFound`; DomainError `article_state`, `article_own`.
    """
    require(person, "approve_news")
    row = own_article(person, pk)
    if not covers(person, "approve_news", row.agency_id):
        raise Forbidden(gettext_noop("Tin này của cơ quan mà bạn không có quyền duyệt."))
    if row.written_by == person.officer_code:
        raise DomainError(
            gettext_noop("Bạn soạn tin này nên không tự duyệt được."),
            gettext_noop("Nhờ người khác có quyền duyệt tin xem và đăng."),
            id="article_own",
        )
    now = (clock or SystemClock()).now()
    return _step(
        person,
        pk,
        State.SUBMITTED,
        {"state": State.PUBLISHED, "approved_by": person.officer_code, "published_at": now},
    )


def send_back(person: Person, pk: int, reason: str) -> Article:
    """Not approved, with what to change. Raises: `Forbidden`, `NotFound`; DomainError `article_state`."""
    require(person, "approve_news")
    return _step(person, pk, State.SUBMITTED, {"state": State.DRAFT, "reason": _reason(reason)})


def take_down(person: Person, pk: int, reason: str, *, clock: Clock | None = None) -> Article:
    """No longer shown; the article and its reason stay on record.

    Raises: `Forbidden`, `NotFound`; DomainError `article_state`, `reason_needed`.
    """
    require(person, "approve_news")
    now = (clock or SystemClock()).now()
    return _step(
        person,
        pk,
        State.PUBLISHED,
        {"state": State.TAKEN_DOWN, "taken_down_at": now, "reason": _reason(reason)},
    )


def _step(person: Person, pk: int, from_state: str, values: Mapping[str, Any]) -> Article:
    require(person, "write_news")
    with transaction.atomic():
        row = own_article(person, pk)
        row = Article.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.pk)
        if row.state != from_state:
            raise DomainError(
                gettext_noop("Tin đang ở tình trạng “%(state)s”, không làm việc này được."),
                gettext_noop("Tải lại trang để xem tình trạng mới nhất."),
                id="article_state",
                state=str(State(row.state).label),
            )
        before = _told(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        _note(person, row, before)
    return row


def _unpublished(person: Person, pk: int) -> Article:
    row = own_article(person, pk)
    row = Article.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.pk)
    if row.state in (State.PUBLISHED, State.TAKEN_DOWN):
        raise DomainError(
            gettext_noop("Tin đã đăng thì không sửa lời được nữa."),
            gettext_noop("Gỡ tin, nêu lý do, rồi soạn tin mới."),
            id="article_published",
        )
    return row


def _own_agency(person: Person) -> int:
    return next(post.agency_id for post in person.held if post.role in ACTIONS["write_news"])


def _complete(words: Words, today: date) -> None:
    missing = []
    if not (words.title and words.summary and words.body and words.author):
        missing.append(gettext_noop("Tin cần tiêu đề, tóm tắt, nội dung và tác giả."))
    if words.picture and not (words.picture_words and words.caption and words.picture_source):
        missing.append(gettext_noop("Ảnh cần lời tả, chú thích và nguồn."))
    if words.kind == Article.Kind.ANNOUNCEMENT and (words.shown_until is None or words.shown_until < today):
        missing.append(gettext_noop("Thông báo cần ngày hiện đến, từ hôm nay trở đi."))
    if missing:
        raise DomainError(
            missing[0], gettext_noop("Điền phần còn thiếu rồi lưu lại."), id="article_incomplete"
        )


def _reason(words: str) -> str:
    if not words.strip():
        raise DomainError(
            gettext_noop("Chưa nêu lý do."), gettext_noop("Ghi lý do rồi làm lại."), id="reason_needed"
        )
    return words.strip()[:300]


def _told(row: Article) -> dict[str, Any]:
    """What the register of changes shows; the body by its length, for it stands in the article itself."""
    return {
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "author": row.author,
        "length": len(row.body),
        "shown_until": row.shown_until,
    }


def _note(person: Person, row: Article, before: dict[str, Any] | None) -> None:
    record_change(
        person,
        kind="article",
        subject=str(row.pk),
        before=before,
        after=_told(row),
        reason=row.reason or row.summary,
        named=row.title,
    )
