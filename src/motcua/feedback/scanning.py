"""Files of petitions taken in while no scanner answered are looked at later, as those of dossiers are."""

from __future__ import annotations

from motcua.dossiers import files
from motcua.feedback.models import PetitionFile
from motcua.foundation.clock import Clock, SystemClock


def scan_files(*, most: int = 200, clock: Clock | None = None) -> list[PetitionFile]:
    """Look for viruses in files not looked at; those with one, marked so that nobody opens them any more.
    Nothing where no scanner is configured. Safe to repeat."""
    if not files.scanner_configured():
        return []
    now = (clock or SystemClock()).now()
    found = []
    rows = PetitionFile.objects.filter(scanned_at__isnull=True).exclude(sha256="")
    for row in rows.order_by("-petition__filed_at", "pk")[:most]:
        if not files.exists(row.sha256):
            continue
        with files.open_file(row.sha256) as stream:
            verdict = files.scan(stream)
        if not verdict.scanned:
            break
        row.scanned_at, row.virus = now, verdict.virus
        row.save(update_fields=["scanned_at", "virus"])
        if verdict.virus:
            found.append(row)
    return found
