"""What goes with a dossier that is lawfully erased: the words of its ratings; the levels stay as figures.
And the content of files of petitions whose time is over."""

from __future__ import annotations

from motcua.dossiers import files
from motcua.feedback.models import PetitionFile, Rating


def of_a_dossier(dossier_id: int) -> int:
    """Empty the comments of a dossier's ratings; how many."""
    return Rating.objects.filter(dossier=dossier_id).exclude(comment="").update(comment="")


def sweep() -> int:
    """Take away the content of files that retention has emptied, unless something else names it; how many.
    Safe to repeat."""
    rows = list(PetitionFile.objects.filter(name="").exclude(sha256="").values_list("pk", "sha256"))
    PetitionFile.objects.filter(pk__in=[key for key, _ in rows]).update(sha256="")
    files.forget({sha256 for _, sha256 in rows})
    return len(rows)
