"""Backups are remembered in the database that they save, for doctor, figures and the page of operations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.db import DatabaseError

from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError
from motcua.site.keeping.backup import Backup
from motcua.site.models import BackupRun

log = structlog.get_logger(__name__)


class Run:
    """One backup on its way."""

    def __init__(self, row: BackupRun) -> None:
        self._row = row

    def done(self, made: Backup) -> None:
        """It is whole."""
        self._row.name = made.folder.name
        self._row.seal = made.seal
        self._row.rows = sum(table.rows for table in made.manifest.tables)
        self._row.files = made.manifest.files
        if made.manifest.missing:
            self._row.problem = f"{len(made.manifest.missing)} tệp thiếu hoặc hỏng trong kho"
        if not made.manifest.chain.equal:
            self._row.problem = "đầu chuỗi không khớp nhật ký"

    def failed(self, why: str) -> None:
        """It came to nothing."""
        self._row.problem = why[:500]

    def keep(self) -> None:
        """Write it down. A database that is older than this code has no such table; the backup is good all
        the same."""
        self._row.ended_at = SystemClock().now()
        try:
            self._row.save(force_insert=True)
        except DatabaseError as error:
            log.warning("backup_not_recorded", reason=type(error).__name__)


@contextmanager
def recorded(place: Path) -> Iterator[Run]:
    """Remember how a backup into `place` went."""
    run = Run(BackupRun(began_at=SystemClock().now(), place=str(place)[:500]))
    try:
        yield run
    except DomainError as refusal:
        run.failed(refusal.message)
        raise
    except Exception as error:
        run.failed(type(error).__name__)
        raise
    finally:
        run.keep()


def last_good() -> BackupRun | None:
    """The newest backup without a problem."""
    return BackupRun.objects.filter(problem="", ended_at__isnull=False).order_by("-ended_at").first()
