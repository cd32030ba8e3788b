"""The check of the whole log as a job: asked for, watched while it runs, its result kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec
import structlog
from django.db import IntegrityError, connection, transaction

from motcua.dossiers.inspection_tables import LogCheck
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.views import View
from motcua.dossiers.verify import Verdict, verify
from motcua.foundation.clock import SECOND, Clock, Instant, SystemClock
from motcua.foundation.errors import Conflict, gettext_noop
from motcua.organisation.rights import Person, require

log = structlog.get_logger(__name__)
GIVEN_UP: Final = int(timedelta(hours=6).total_seconds()) * SECOND
"""A check that did not end by then has no worker any more; another may be asked for."""
KEPT_SHOWN: Final = 10


class CheckView(View, frozen=True, kw_only=True):
    """One check as a page shows it."""

    asked_at: Instant
    asked_by: str
    began_at: Instant | None
    ended_at: Instant | None
    done: int
    total: int
    verdict: Verdict | None
    failure: str

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def seconds(self) -> float:
        """How long it took, or has been running for nothing."""
        return ((self.ended_at or 0) - self.began_at) / SECOND if self.began_at and self.ended_at else 0.0


def start_check(person: Person, *, clock: Clock | None = None) -> int:
    """Ask for a check of everything; its number. Raises: `Forbidden`; `Conflict` where one is running."""
    require(person, "verify_log")
    now = (clock or SystemClock()).now()
    stale = LogCheck.objects.filter(ended_at=None, asked_at__lt=now - GIVEN_UP)
    stale.update(ended_at=now, failure=gettext_noop("Không chạy xong trong sáu giờ."))
    try:
        with transaction.atomic():
            check = LogCheck.objects.create(asked_at=now, asked_by=person.actor)
    except IntegrityError as error:
        raise Conflict(
            gettext_noop("Đang có một lần kiểm tra toàn bộ nhật ký chưa xong."),
            gettext_noop("Đợi lần đó xong; kết quả hiện ở trang này."),
        ) from error
    return check.pk


def run_check(number: int, *, clock: Clock | None = None) -> None:
    """Do a check that was asked for; one that ended stays as it is. Safe to repeat."""
    clock = clock or SystemClock()
    found = LogCheck.objects.filter(pk=number, ended_at=None)
    if not found.update(began_at=clock.now(), done=0, failure=""):
        return
    try:
        verdict = verify(progress=lambda done, total: _tell(number, done, total))
    except Exception as error:
        found.update(ended_at=clock.now(), failure=gettext_noop("Việc kiểm tra bị lỗi; xem nhật ký máy chủ."))
        log.error("log_check_failed", check=number, error=repr(error))
        raise
    found.update(
        ended_at=clock.now(),
        done=verdict.dossiers,
        total=verdict.dossiers,
        verdict=msgspec.to_builtins(verdict),
    )


def _tell(number: int, done: int, total: int) -> None:
    """Progress goes by a connection of its own: the check reads in one unmoving view that writes nothing."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_logcheck SET done = %s, total = %s WHERE id = %s", [done, total, number]
            )
    finally:
        beside.close()


def checks(person: Person) -> list[CheckView]:
    """The last checks, newest first. Two statements. Raises: `Forbidden`."""
    require(person, "verify_log")
    rows = list(LogCheck.objects.order_by("-asked_at", "-pk")[:KEPT_SHOWN])
    names = Names(actors=[row.asked_by for row in rows])
    return [
        CheckView(
            asked_at=row.asked_at,
            asked_by=names.actor(row.asked_by),
            began_at=row.began_at,
            ended_at=row.ended_at,
            done=row.done,
            total=row.total,
            verdict=None if row.verdict is None else msgspec.convert(row.verdict, Verdict),
            failure=row.failure,
        )
        for row in rows
    ]
