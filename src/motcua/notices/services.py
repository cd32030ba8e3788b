"""The writers of notices: the words of templates, what an account wants, and sending again.

What is derived from the log is written by `deriving`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from motcua.citizens.queries import Applicant
from motcua.dossiers import store
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.identifiers import check_phone
from motcua.foundation.text import clean_text
from motcua.notices.events import BY_NAME, CHANNELS, LANGUAGES, SHORT, Channel, NoticeEvent
from motcua.notices.models import NoticePreference, NoticeTemplate
from motcua.notices.samples import sample
from motcua.notices.templates import Templates
from motcua.notices.wording import MOST_SEGMENTS, Words, check, fill, plain, segments
from motcua.organisation import entered
from motcua.organisation.changes import record_change
from motcua.organisation.rights import Person, may_read, require
from motcua.outbox.channels import BY_PHONE
from motcua.outbox.citizens import send_to
from motcua.outbox.gateway import international
from motcua.outbox.models import Message

__all__ = ["checked", "choose", "place_of", "revert", "save_template", "send_again"]
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4000
Wish = NoticePreference.Wish


def place_of(event: str, channel: str, language: str) -> NoticeEvent:
    """The event of a template's place. Raises: `NotFound` where there is no such place."""
    found = BY_NAME.get(event)
    if found is None or channel not in CHANNELS or language not in LANGUAGES:
        raise NotFound(gettext_noop("Không có mẫu tin này."))
    return found


def checked(event: NoticeEvent, channel: str, language: str, title: str, body: str) -> Words:
    """The words as they would be kept. A short channel has no title; what goes by SMS loses its marks.

    Raises: DomainError `text_missing`, `text_too_long`, `placeholder_*`, `message_too_long`.
    """
    short = channel in SHORT
    words = Words(
        "" if short else " ".join(clean_text(title, LONGEST_TITLE).split()),
        clean_text(body, LONGEST_TEXT, lines=True),
    )
    if not words.body or not (short or words.title):
        raise DomainError(
            gettext_noop("Mẫu tin phải có nội dung; trên cổng và thư điện tử phải có cả tiêu đề."),
            gettext_noop("Nhập phần còn thiếu rồi lưu lại."),
            id="text_missing",
            field="body" if not words.body else "title",
        )
    check(words, event.allowed_by(channel), () if short else event.needs)
    if channel == Channel.SMS:
        many = segments(plain(fill(words.body, sample(event, language, short=True))))
        if many > MOST_SEGMENTS:
            raise DomainError(
                gettext_noop(
                    "Tin nhắn dài %(many)s phần, nhiều nhất là %(most)s: mỗi phần trả tiền một lần."
                ),
                gettext_noop("Rút gọn nội dung; chi tiết để ở trang hồ sơ."),
                id="message_too_long",
                field="body",
                many=many,
                most=MOST_SEGMENTS,
            )
    return words


def save_template(
    actor: Person,
    event: str,
    channel: str,
    language: str,
    *,
    title: str,
    body: str,
    reason: str,
    clock: Clock | None = None,
) -> NoticeTemplate:
    """Use other words from now on. Messages that were told stay as they were.

    Raises: `Forbidden`, `NotFound`; as `checked`; DomainError `nothing_changed`, `reason_needed`.
    """
    require(actor, "administer_notices")
    words = checked(place_of(event, channel, language), channel, language, title, body)
    return _next(actor, (event, channel, language), words, reason, clock)


def revert(
    actor: Person, event: str, channel: str, language: str, *, reason: str, clock: Clock | None = None
) -> NoticeTemplate:
    """Use the words that ship again, those of later releases too. Raises: as `save_template`."""
    require(actor, "administer_notices")
    place_of(event, channel, language)
    return _next(actor, (event, channel, language), None, reason, clock)


def _next(
    actor: Person, place: tuple[str, str, str], words: Words | None, reason: str, clock: Clock | None
) -> NoticeTemplate:
    event, channel, language = place
    assert actor.officer_id is not None, "the right comes with a post"
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        rows = NoticeTemplate.objects.filter(event=event, channel=channel, language=language)
        last = rows.order_by("-version").first()
        before = Templates(now).of(*place).words
        templates_before = {
            "title": before.title,
            "body": before.body,
            "shipped": last is None or last.shipped,
        }
        after = words or Words("", "")
        row = NoticeTemplate.objects.create(
            event=event,
            channel=channel,
            language=language,
            version=(last.version if last else 0) + 1,
            subject=after.title,
            body=after.body,
            shipped=words is None,
            valid_from=now,
            made_by_id=actor.officer_id,
        )
        now_said = Templates(now).of(*place).words
        record_change(
            actor,
            kind="notice_template",
            subject=f"{event}/{channel}/{language}",
            before=templates_before,
            after={"title": now_said.title, "body": now_said.body, "shipped": words is None},
            reason=reason,
            clock=clock,
        )
    return row


def choose(
    applicant: Applicant, chosen: Mapping[str, str], *, clock: Clock | None = None
) -> NoticePreference:
    """What the account wants: `language`, `email`, `sms`, `zalo`; the portal always tells.

    Raises: DomainError `choice_unknown`; nothing is changed then.
    """
    given = {name: chosen.get(name, "") for name in ("email", "sms", "zalo")}
    language = chosen.get("language", "")
    if language not in LANGUAGES or any(value not in Wish.values for value in given.values()):
        raise DomainError(
            gettext_noop("Lựa chọn không có trong danh sách. Lựa chọn cũ vẫn giữ."),
            gettext_noop("Chọn lại trên trang rồi lưu."),
            id="choice_unknown",
        )
    row, _ = NoticePreference.objects.update_or_create(
        account=applicant.key,
        defaults={**given, "language": language, "changed_at": (clock or SystemClock()).now()},
    )
    return row


def send_again(person: Person, code: str, key: int, address: str, *, clock: Clock | None = None) -> Message:
    """Send what the applicant was told once more, to the address that the applicant gives now.

    Raises: `Forbidden`, `NotFound`; DomainError `address_missing`, `email_invalid`, `phone_invalid`, and
    those of `outbox.citizens.send_to`.
    """
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    require(person, "send_notices_again", locked.place)
    subject = str(locked.id)
    channel = Message.objects.filter(pk=key, subject=subject).values_list("channel", flat=True).first()
    written = address.strip()
    if not written:
        raise DomainError(
            gettext_noop("Chưa có địa chỉ để gửi lại."),
            gettext_noop("Nhập số điện thoại hoặc thư điện tử người nộp vừa cho."),
            id="address_missing",
            field="address",
        )
    if channel in BY_PHONE:
        written = international(check_phone(written).number, "0")
    else:
        written = entered.email(written)
    return send_to(subject, key, written, person.officer_code, clock=clock)
