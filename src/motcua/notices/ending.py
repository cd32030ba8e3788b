"""A supplement that is asked for and whose time is nearly over is told of once more (decision 0076)."""

from __future__ import annotations

from typing import Final

import structlog
from django.conf import settings
from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.models import Supplement
from motcua.foundation.clock import DAY, Clock, SystemClock
from motcua.notices.deriving import tell_of
from motcua.notices.facts import supplement_ending
from motcua.notices.templates import Templates
from motcua.outbox.queries import occasions_told

logger = structlog.get_logger(__name__)
EVENT: Final = "supplement_ending"


def tell_of_deadlines(*, clock: Clock | None = None) -> int:
    """Tell of the supplements whose time is nearly over; how many messages are new. Safe to repeat, to kill
    and to run beside itself: the outbox takes a round of a dossier once.

    Nothing is told before half of the time is over, nor while papers given online wait for the section.
    """
    clock = clock or SystemClock()
    now = clock.now()
    near = now + settings.MOTCUA_TELL_ENDING_DAYS * DAY
    rows = Supplement.objects.filter(
        ended="", completed_at=None, deadline__gt=now, deadline__lte=near, dossier__offered_at=None
    ).select_related("dossier")
    half = [row for row in rows if now - row.requested_at >= (row.deadline or now) - now]
    told = occasions_told([EVENT], [str(row.dossier_id) for row in half])
    templates = Templates(now) if half else None
    made = 0
    for row in half:
        if (str(row.dossier_id), str(row.key)) in told or templates is None:
            continue
        try:
            made += _tell(row, templates, clock)
        except Exception:
            # One dossier that cannot be told of holds up no other; it is tried again in an hour.
            logger.exception("deadline_not_told", dossier=row.dossier_id, round=row.key)
    return made


@transaction.atomic
def _tell(row: Supplement, templates: Templates, clock: Clock) -> int:
    locked = store.read(row.dossier.code or row.dossier.reference or "")
    if locked is None:
        return 0
    opened = store.open_private(locked.id)
    facts = supplement_ending(locked, row.key, opened)
    return tell_of(locked, facts, str(row.key), opened, templates=templates, clock=clock)
