"""Steps that nobody can end and dossiers that no step carries on: what `motcua doctor` looks for."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Dossier
from motcua.dossiers.step_tables import PartRow, StepRow


class StrayFound(NamedTuple):
    """Open steps in all, how many dossiers are wrong, and the first of them by code."""

    open_steps: int
    without_step: int
    left_open: int
    first: str


def stray_steps() -> StrayFound:
    """Dossiers on a process that are not ended and have no open step; dossiers that are over, returned or
    without a result, and have an open step or part still. Three statements."""
    steps = StepRow.objects.filter(dossier=OuterRef("pk"), ended_at=None)
    parts = PartRow.objects.filter(dossier=OuterRef("pk"), ended_at=None)
    carried = Dossier.objects.exclude(process="")
    without = carried.filter(~Exists(steps), ended_at=None).order_by("code")
    over = Q(returned_at__isnull=False) | Q(ended_at__isnull=False, granted=None)
    left = Dossier.objects.filter(over).filter(Exists(steps) | Exists(parts)).order_by("code")
    lacking = list(without.values_list("code", flat=True))
    holding = list(left.values_list("code", flat=True))
    first = (lacking or holding or [""])[0] or ""
    return StrayFound(StepRow.objects.filter(ended_at=None).count(), len(lacking), len(holding), first)
