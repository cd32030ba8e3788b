"""Drafts whose time is nearly over are told of to their owner, each once after its last save (decision 0076).

A draft saved again is told of again before its new end. The words stand in the room of notices.
"""

from __future__ import annotations

from typing import Final

import structlog
from django.db import transaction

from motcua.filing.drafts import kept_for, told_before
from motcua.filing.models import FilingDraft
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.outbox.announcing import Announcement, announce
from motcua.outbox.queries import occasions_told
from motcua.procedures.queries import versions_in_force

logger = structlog.get_logger(__name__)
FILING: Final = "draft_ending"
SUPPLEMENT: Final = "supplement_draft_ending"
ANNOUNCED: Final = (FILING, SUPPLEMENT)
"""The events that this room announces."""
_BATCH: Final = 1000


def tell_of_ends(*, clock: Clock | None = None) -> int:
    """Announce the drafts that go soon; how many messages are new. Safe to repeat, to kill and to run beside
    itself: the outbox takes a draft with its last save once."""
    clock = clock or SystemClock()
    now = clock.now()
    saved_before = now - kept_for() + told_before()
    rows = list(
        FilingDraft.objects.filter(reference="", saved_at__gt=now - kept_for(), saved_at__lte=saved_before)
        .select_related("dossier")
        .defer("answers", "pages")
        .order_by("saved_at", "pk")[:_BATCH]
    )
    told = occasions_told(ANNOUNCED, [row.key for row in rows])
    rows = [row for row in rows if (row.key, str(row.saved_at)) not in told]
    in_force = versions_in_force({row.procedure_code for row in rows}, day_of(now)) if rows else {}
    made = 0
    for row in rows:
        found = in_force.get(row.procedure_code)
        name = found.content.name if found else row.procedure_code
        try:
            with transaction.atomic():
                made += announce([_announcement(row, name)], clock=clock)
        except Exception:
            # One draft that cannot be told of holds up no other; it is tried again in an hour.
            logger.exception("draft_end_not_told", draft=row.pk)
    return made


def _announcement(row: FilingDraft, procedure: str) -> Announcement:
    dossier = row.dossier
    code = (dossier.code or dossier.reference or "") if dossier else ""
    path = f"/cua-toi/ho-so/{code}/bo-sung/" if code else f"/nop-ho-so/ban-khai/{row.key}/"
    return Announcement(
        event=SUPPLEMENT if code else FILING,
        subject=row.key,
        key=str(row.saved_at),
        code=code or row.key,
        account=row.account,
        email="",
        phone="",
        path=path,
        account_path=path,
        site="/cua-toi/",
        values={"procedure": procedure},
        until=row.saved_at + kept_for(),
    )
