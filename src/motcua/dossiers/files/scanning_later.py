"""Files taken in while no scanner answered, looked at later: whatever table names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from motcua.dossiers.files.scanning import scan, scanner_configured
from motcua.dossiers.files.store import exists, open_file
from motcua.foundation.clock import Clock, Instant, SystemClock


class Scannable(Protocol):
    """A row that names a stored file and keeps what the scanner said of it."""

    sha256: str
    scanned_at: Instant | None
    virus: str

    def save(self, *, update_fields: Collection[str] | None = None) -> None:
        """Write these columns."""


Row = TypeVar("Row", bound=Scannable)


def scan_later(rows: Iterable[Row], *, clock: Clock | None = None) -> list[Row]:
    """Look for viruses in the files of these rows; those with one, marked so that nobody opens them any more.

    Nothing where no scanner is configured; where it stops answering, the rest waits. Safe to repeat.
    """
    if not scanner_configured():
        return []
    now = (clock or SystemClock()).now()
    found = []
    for row in rows:
        if not exists(row.sha256):
            continue
        with open_file(row.sha256) as stream:
            verdict = scan(stream)
        if not verdict.scanned:
            break
        row.scanned_at, row.virus = now, verdict.virus
        row.save(update_fields=["scanned_at", "virus"])
        if verdict.virus:
            found.append(row)
    return found
