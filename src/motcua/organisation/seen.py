"""Two administrators at one subject: who saves second is told what the first changed before overwriting it.

A form carries the newest change in the register that it was filled from. There every change of rules, rights,
organisation, calendar and catalogue leaves its row, so nothing else has to be versioned.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet

from motcua.foundation.errors import Conflict, gettext_noop
from motcua.organisation.models import Change

_LOCK: Final = 0x7365656E
MOST: Final = 10


class Subject(NamedTuple):
    """What a form is about, as `record_change` names it; without `code` every subject of the kind."""

    kind: str
    code: str = ""


class ChangedMeanwhile(Conflict):
    """Somebody changed the subject after it was shown; `changes` are what was done, oldest first."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        super().__init__(
            gettext_noop("Trong lúc bạn nhập, mục này đã có thay đổi khác; nội dung của bạn chưa lưu."),
            gettext_noop("Xem thay đổi ấy ở dưới, sửa lại nếu cần rồi lưu lần nữa."),
            kept=gettext_noop("Những gì bạn gõ vẫn còn."),
            id="changed_meanwhile",
        )


def newest_change(*subjects: Subject) -> int:
    """The mark of what a form shows; read it before what is shown. 0 where nothing changed. One query."""
    return _changes(subjects).aggregate(newest=Max("pk"))["newest"] or 0


@contextmanager
def unchanged_since(seen: int | None, *subjects: Subject) -> Iterator[None]:
    """Do what stands inside only where nobody changed the subjects after the mark `seen`, in one transaction.

    Forms about one subject wait for each other here, so that the check still holds at the writing.
    None checks nothing: for who shows nothing and overwrites nothing, as a form that adds.

    Raises: `ChangedMeanwhile`; then nothing was done.
    """
    with transaction.atomic():
        if seen is not None and subjects:
            _one_at_a_time(subjects)
            newer = _changes(subjects).filter(pk__gt=seen).select_related("officer").order_by("-pk")[:MOST]
            if newer:
                raise ChangedMeanwhile(list(reversed(newer)))
        yield


def _changes(subjects: Sequence[Subject]) -> QuerySet[Change]:
    about = Q(pk__in=[])
    for kind, code in subjects:
        about |= Q(kind=kind, subject=code.replace("\0", "")) if code else Q(kind=kind)
    return Change.objects.filter(about)


def _one_at_a_time(subjects: Sequence[Subject]) -> None:
    # In one order, so that two forms about the same subjects cannot wait for each other in a ring.
    keys = sorted({zlib.crc32(f"{kind} {code}".encode()) - 2**31 for kind, code in subjects})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, key])
