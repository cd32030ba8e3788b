"""Drafts: begun, saved page by page on any device, given up. Submission is in `submitting`.

Two tabs may fill in one draft. Each saves only the page that it shows, so that pages never write over each
other; where both change the same page, the second is told what the first has written and decides.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
import orjson
from django.conf import settings
from django.db import transaction

from motcua.dossiers import citizen_files
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.secret import ALPHABET
from motcua.filing import refusals
from motcua.filing.models import DraftFile, FilingDraft
from motcua.filing.received import ReceivedFile, by_field
from motcua.filing.uploads import give_up
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.text import storable

LETTERS: Final = 8
PREFIX: Final = "NHP-"
LONGEST: Final = 400_000
"""Bytes of the answers of one draft; the longest form of the demonstration is a hundredth of it."""
MOST_OPEN: Final = 50
START: Final = "_start"
"""The page that every filing has before those of its form; no page of a form is named so."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as others read it. `answers` are by field, those of file questions as lists of keys of
    `files`; `until` is when it goes if nobody saves again."""

    key: str
    account: str
    behalf_of: str
    dossier: int | None = None
    """Row of the dossier that it supplements; none for a filing."""
    procedure: str
    case: str
    section: str
    form: str
    revision: str
    answers: dict[str, Any]
    files: dict[str, list[ReceivedFile]]
    pages: dict[str, int]
    seq: int
    made_at: Instant
    saved_at: Instant
    until: Instant
    reference: str = ""
    submitted_at: Instant | None = None

    def ends_soon(self, now: Instant) -> bool:
        """Whether its owner should be told that it goes."""
        return not self.reference and self.until - now <= told_before()


class PageChanged(Conflict):
    """The page was saved elsewhere since: nothing was written. `saved` are the answers of the page now."""

    id = "draft_changed"

    def __init__(self, at: Instant, seq: int, saved: Mapping[str, Any]) -> None:
        self.saved = saved
        self.seq = seq
        super().__init__(
            gettext_noop("Trang này đã được sửa ở thẻ hoặc máy khác, lưu lúc %(at)s."),
            gettext_noop("So hai bản ở dưới, chọn nội dung đúng, rồi lưu lại."),
            kept=gettext_noop("Chưa ghi gì; cả hai bản đều được giữ."),
            at=moment_text(at),
        )


def begin(
    account: str,
    *,
    procedure: str,
    case: str,
    section: str,
    form: str,
    revision: str,
    behalf_of: str = "",
    answers: Mapping[str, Any] | None = None,
    clock: Clock | None = None,
) -> Draft:
    """A new draft; `answers` are what the account fills in beforehand. Rights are the caller's to ask.

    Raises: DomainError `too_many_drafts`.
    """
    if FilingDraft.objects.filter(account=account, reference="", dossier=None).count() >= MOST_OPEN:
        raise DomainError(
            gettext_noop("Tài khoản của bạn đang có %(most)s bản khai chưa nộp; không mở thêm được."),
            gettext_noop("Nộp hoặc xóa bớt bản khai ở Hồ sơ của tôi."),
            id="too_many_drafts",
            most=MOST_OPEN,
        )
    now = (clock or SystemClock()).now()
    row = FilingDraft.objects.create(
        key=PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LETTERS)),
        account=account,
        behalf_of=behalf_of,
        procedure_code=procedure,
        case=case,
        section=section,
        form=form,
        revision=revision,
        answers=_checked(answers or {}),
        made_at=now,
        saved_at=now,
    )
    return draft_of(row, ())


def open_draft(account: str, key: str) -> Draft:
    """A draft of the account, submitted or not, in two statements. Raises: `NotFound`."""
    row = FilingDraft.objects.filter(key=key[:16], account=account).first() if account else None
    if row is None:
        raise refusals.unknown_draft()
    return draft_of(row, row.received.all())


def open_drafts(account: str) -> list[Draft]:
    """The account's filings that are not submitted, the last saved first; without files. One statement."""
    rows = FilingDraft.objects.filter(account=account, reference="", dossier=None)
    rows = rows.order_by("-saved_at", "-pk")
    return [draft_of(row, ()) for row in rows[:MOST_OPEN]]


def save_page(
    account: str,
    key: str,
    page: str,
    answers: Mapping[str, Any],
    *,
    seen: int,
    clock: Clock | None = None,
) -> Draft:
    """Keep the answers of one page; `seen` is the save that the tab began from.

    What stands there already is saved again without a question. Raises: `NotFound`, `Conflict`
    `draft_submitted`, `PageChanged`, DomainError `draft_too_long`.
    """
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        row = _locked(account, key)
        old = {name: row.answers.get(name) for name in answers}
        if row.pages.get(page, 0) > seen and old != dict(answers):
            raise PageChanged(row.saved_at, row.seq, old)
        row.answers = _checked({**row.answers, **answers})
        _saved(row, page, now)
    return draft_of(row, row.received.all())


def move(
    account: str,
    key: str,
    revision: str,
    answers: Mapping[str, Any],
    *,
    seen: int,
    clock: Clock | None = None,
) -> Draft:
    """Take a draft over to another revision of its form with the answers that stay.

    Raises: `NotFound`, `Conflict` `draft_submitted`, `PageChanged` where somebody saved since.
    """
    with transaction.atomic():
        row = _locked(account, key)
        if row.seq != seen:
            raise PageChanged(row.saved_at, row.seq, row.answers)
        row.revision = revision
        row.answers = _checked(answers)
        row.pages = {}
        _saved(row, START, (clock or SystemClock()).now())
    return draft_of(row, row.received.all())


def discard(account: str, key: str) -> bool:
    """Delete a draft with its files; whether there was one. Raises: `Conflict` `draft_submitted`."""
    row = FilingDraft.objects.filter(key=key[:16], account=account).first() if account else None
    if row is None:
        return False
    if row.reference:
        raise refusals.already_submitted(row.reference)
    _remove(row)
    return True


def remove_old_drafts(*, clock: Clock | None = None) -> int:
    """Delete drafts that nobody saved within the period of `MOTCUA_KEEP_DRAFTS_DAYS`; how many."""
    before = (clock or SystemClock()).now() - kept_for()
    rows = list(FilingDraft.objects.filter(reference="", saved_at__lt=before))
    for row in rows:
        _remove(row)
    return len(rows)


def kept_for() -> Instant:
    """How long a draft stays after its last save."""
    return int(settings.MOTCUA_KEEP_DRAFTS_DAYS) * DAY


def told_before() -> Instant:
    """How long before its end a draft's owner is told, never before half of the time is over."""
    return min(int(settings.MOTCUA_TELL_ENDING_DAYS) * DAY, kept_for() // 2)


def draft_of(row: FilingDraft, received: Iterable[DraftFile]) -> Draft:
    """A row with its files as others read it."""
    files = by_field(received)
    return Draft(
        key=row.key,
        account=row.account,
        behalf_of=row.behalf_of,
        dossier=row.dossier_id,
        procedure=row.procedure_code,
        case=row.case,
        section=row.section,
        form=row.form,
        revision=row.revision,
        answers={**row.answers, **{field: [file.key for file in found] for field, found in files.items()}},
        files=files,
        pages=row.pages,
        seq=row.seq,
        made_at=row.made_at,
        saved_at=row.saved_at,
        until=row.saved_at + kept_for(),
        reference=row.reference,
        submitted_at=row.submitted_at,
    )


def _locked(account: str, key: str) -> FilingDraft:
    rows = FilingDraft.objects.select_for_update().filter(key=key[:16], account=account)
    row = rows.first() if account else None
    if row is None:
        raise refusals.unknown_draft()
    if row.reference:
        raise refusals.already_submitted(row.reference)
    return row


def _saved(row: FilingDraft, page: str, now: Instant) -> None:
    row.seq += 1
    row.pages = {**row.pages, page: row.seq}
    row.saved_at = now
    row.save()


def _checked(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the table takes them. Raises: DomainError `draft_too_long`."""
    kept = {name: _storable(value) for name, value in answers.items() if value is not None}
    if len(orjson.dumps(kept)) > LONGEST:
        raise DomainError(
            gettext_noop("Bản khai dài quá mức lưu được; lần lưu trước vẫn còn."),
            gettext_noop("Rút ngắn nội dung, hoặc gửi thành tệp."),
            id="draft_too_long",
        )
    return kept


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(name)): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list | tuple) else value


def _remove(row: FilingDraft) -> None:
    for upload in row.uploads.all():
        give_up(row.account, upload.key)
    citizen_files.drop_files(row.account, row.key)
    row.delete()
