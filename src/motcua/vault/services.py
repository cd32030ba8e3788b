"""The writers of the personal store, for its owner. What officers do stands in `officers`, what joins by
itself in `feeding`, what is taken for a dossier in `lending`, what goes in `erasing`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import IO, Any, Final

from django.db import transaction
from django.db.models import F

from motcua.citizens.queries import Applicant
from motcua.dossiers import citizen_files
from motcua.dossiers.fields import LONG, Fields
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.vault.contents import content_of, is_signed
from motcua.vault.description import Described, described, kind_chosen
from motcua.vault.erasing import UPLOADS, empty
from motcua.vault.kinds import Kind, kind, plain
from motcua.vault.models import CorrectionWish, Paper
from motcua.vault.owners import owner_of
from motcua.vault.queries import no_paper

MOST_UPLOADS: Final = 200
"""How many papers one account may put into its store itself."""


def upload(
    applicant: Applicant,
    stream: IO[bytes],
    name: str,
    data: Mapping[str, Any],
    *,
    clock: Clock | None = None,
) -> Paper:
    """Put an own paper into the store: "uploaded, not verified". The same content again changes nothing.

    Raises: `FieldErrors`, `FileRefusedError`, `FileTooLargeError`; DomainError `store_full`.
    """
    now = (clock or SystemClock()).now()
    chosen = kind_chosen(data)
    fields = Fields(data)
    told = described(fields, chosen, "", day_of(now), titled=True)
    fields.check()
    owner = owner_of(applicant)
    mine = Paper.objects.filter(owner.theirs, erased_at=None)
    if mine.filter(source=Paper.Source.UPLOAD).count() >= MOST_UPLOADS:
        raise DomainError(
            gettext_noop("Kho của bạn đã có %(most)s giấy tờ tự tải lên; chưa nhận thêm tệp này."),
            gettext_noop("Gỡ giấy tờ không còn dùng, rồi tải lên lại."),
            id="store_full",
            most=MOST_UPLOADS,
        )
    # The register of files looks for viruses in it later too, and reads it again now and then.
    kept = citizen_files.keep_file(applicant.key, UPLOADS, stream, name, clock=clock)
    return put_in(applicant, kept, chosen, told, now)


def put_in(applicant: Applicant, kept: Attachment, chosen: Kind, told: Described, now: Instant) -> Paper:
    """A file of the account's uploads as a paper of its store; the same content again changes nothing."""
    owner = owner_of(applicant)
    mine = Paper.objects.filter(owner.theirs, erased_at=None)
    with transaction.atomic():
        there = mine.filter(sha256=kept.sha256).first()
        if there is not None:
            citizen_files.drop_file(applicant.key, UPLOADS, kept.pk)
            return there
        paper = Paper(
            **owner.columns,
            **told._asdict(),
            kind=chosen.code,
            plain_name=plain(told.title)[:300],
            source=Paper.Source.UPLOAD,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            file_name=kept.name,
            signature=Paper.Sign.UNCHECKED if is_signed(kept.sha256) else Paper.Sign.NONE,
            added_at=now,
            added_by=applicant.actor,
        )
        # Pressed twice at once: one of the two rows stands.
        Paper.objects.bulk_create([paper], ignore_conflicts=True)
    return mine.filter(sha256=kept.sha256).get()


def remove_own(applicant: Applicant, number: uuid.UUID, *, clock: Clock | None = None) -> None:
    """Take an own upload out of the store. Raises: `NotFound`; DomainError `verified_stays` for what an
    office has put there or seen, which its owner may have corrected, not removed."""
    with transaction.atomic():
        paper = _own(applicant, number)
        if paper.verified:
            raise DomainError(
                gettext_noop("Giấy tờ này do cơ quan cấp hoặc đã xác minh nên không gỡ khỏi kho ở đây được."),
                gettext_noop("Nếu thông tin sai, gửi đề nghị sửa; cơ quan đưa giấy tờ vào kho sẽ trả lời."),
                id="verified_stays",
            )
        empty(Paper.objects.filter(pk=paper.pk), clock=clock)


def change_own(
    applicant: Applicant, number: uuid.UUID, data: Mapping[str, Any], *, clock: Clock | None = None
) -> None:
    """Put right what one wrote of an own upload. Raises: `NotFound`, `FieldErrors`, DomainError
    `verified_stays`."""
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        paper = _own(applicant, number)
        if paper.verified:
            raise DomainError(
                gettext_noop("Thông tin của giấy tờ này do cơ quan nhập."),
                gettext_noop("Gửi đề nghị sửa; cơ quan đưa giấy tờ vào kho sẽ trả lời."),
                id="verified_stays",
            )
        fields = Fields(data)
        told = described(fields, kind(paper.kind), "", day_of(now), titled=True)
        fields.check()
        Paper.objects.filter(pk=paper.pk).update(
            **told._asdict(), plain_name=plain(told.title)[:300], version=F("version") + 1
        )


def wish_correction(
    applicant: Applicant, number: uuid.UUID, data: Mapping[str, Any], *, clock: Clock | None = None
) -> CorrectionWish:
    """Say what is wrong with a paper that an office put there; the words of a wish that waits are replaced.

    Raises: `NotFound`, `FieldErrors`.
    """
    fields = Fields(data)
    words = fields.text("words", required=True, limit=LONG)
    fields.check()
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        paper = _own(applicant, number)
        if paper.dossier_id is None:
            raise no_paper()
        found, _ = CorrectionWish.objects.update_or_create(
            paper=paper,
            answer="",
            defaults={"words": words, "asked_by": applicant.key, "asked_at": now},
        )
    return found


def open_own(applicant: Applicant, number: uuid.UUID) -> tuple[Paper, IO[bytes]]:
    """The file of an own paper. Raises: `NotFound`."""
    paper = Paper.objects.filter(owner_of(applicant).theirs, pk=number, erased_at=None).first()
    if paper is None:
        raise no_paper()
    return paper, content_of(paper)


def _own(applicant: Applicant, number: uuid.UUID) -> Paper:
    mine = Paper.objects.filter(owner_of(applicant).theirs, pk=number, erased_at=None)
    paper = mine.select_for_update().first()
    if paper is None:
        raise no_paper()
    return paper
