"""Files of petitions taken in while no scanner answered are looked at later, as those of dossiers are."""

from __future__ import annotations

from motcua.dossiers import files
from motcua.feedback.models import PetitionFile
from motcua.foundation.clock import Clock


def scan_files(*, most: int = 200, clock: Clock | None = None) -> list[PetitionFile]:
    """Look for viruses in files of petitions not looked at; those with one."""
    rows = PetitionFile.objects.filter(scanned_at__isnull=True).exclude(sha256="")
    return files.scan_later(rows.order_by("-petition__filed_at", "pk")[:most], clock=clock)
