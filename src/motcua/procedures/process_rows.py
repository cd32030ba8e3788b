"""What the writers of internal processes share: who may, one at a time, the rows they write to."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Max

from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.rights import OPERATOR, Person, require

from .models import InternalProcess, ProcessVersion

CODE_LIMIT: Final = 120
_LOCK: Final = 0x70726F63
"""Advisory lock: two writers at once would number versions twice, or run two processes for one procedure."""


class Use(NamedTuple):
    """A procedure that a process serves; empty `case` and `level` mean all of them."""

    procedure_code: str
    case: str = ""
    level: str = ""


def ensure_may(actor: Person) -> None:
    """Raise Forbidden without the right; the machine's own rights let the operator of a command in."""
    if actor is not OPERATOR:
        require(actor, "administer_processes")


def one_at_a_time() -> None:
    """Wait for whoever writes processes now; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def process_of(code: str) -> InternalProcess:
    """The process by its code. Raises: NotFound."""
    row = InternalProcess.objects.filter(code=code).first()
    if row is None:
        raise NotFound(
            gettext_noop("Không có quy trình %(code)s."),
            gettext_noop("Xem danh sách quy trình nội bộ."),
            id="process_unknown",
            code="".join(sign for sign in code if sign.isprintable())[:CODE_LIMIT],
        )
    return row


def version_numbered(code: str, number: int) -> ProcessVersion:
    """A version with its process and decision. Raises: NotFound."""
    found = (
        ProcessVersion.objects.filter(process__code=code, number=number)
        .select_related("process__decision")
        .first()
    )
    if found is None:
        raise NotFound(
            gettext_noop("Không có phiên bản %(number)d của quy trình %(code)s."),
            gettext_noop("Tải lại trang để xem các phiên bản đang có."),
            id="process_version_unknown",
            code=code[:CODE_LIMIT],
            number=number,
        )
    return found


def next_number(row: InternalProcess) -> int:
    """The number of the next version of a process."""
    last = row.versions.aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def said_day(day: date) -> str:
    """A day as sentences say it."""
    return f"{day.day}/{day.month}/{day.year}"
