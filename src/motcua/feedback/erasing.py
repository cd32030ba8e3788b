"""What goes with a dossier that is lawfully erased: the words of its ratings; the levels stay as figures."""

from __future__ import annotations

from motcua.feedback.models import Rating


def of_a_dossier(dossier_id: int) -> int:
    """Empty the comments of a dossier's ratings; how many."""
    return Rating.objects.filter(dossier=dossier_id).exclude(comment="").update(comment="")
