"""Writing what search keeps; called by the writers of the catalogue and by who counts dossiers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, aware_of

from .search_tables import CatalogueState, UseCount

ONLY: Final = 1
"""Key of the one row of the state."""


def mark_changed(clock: Clock | None = None) -> None:
    """The catalogue or the counts changed: every index built before is old. In the caller's transaction."""
    CatalogueState.objects.update_or_create(
        pk=ONLY, defaults={"mark": uuid.uuid4(), "changed_at": _now(clock)}
    )


def record_use(dossiers: Mapping[str, int], *, clock: Clock | None = None) -> None:
    """Keep how many dossiers each procedure had lately; those that are not named had none."""
    now = _now(clock)
    rows = [
        UseCount(procedure_code=code, dossiers=n, counted_at=now) for code, n in dossiers.items() if n > 0
    ]
    with transaction.atomic():
        before = dict(UseCount.objects.values_list("procedure_code", "dossiers"))
        if before == {row.procedure_code: row.dossiers for row in rows}:
            return
        UseCount.objects.exclude(procedure_code__in=list(dossiers)).delete()
        UseCount.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["procedure_code"],
            update_fields=["dossiers", "counted_at"],
        )
        mark_changed(clock)


def _now(clock: Clock | None) -> datetime:
    return aware_of((clock or SystemClock()).now())
