"""Lawful erasure: private records lose their words and salts, the chain of events stays whole.

Afterwards a commitment in the log stands for nothing that anybody could find again; `log verify` counts the
event as erased, and the owner's columns are empty wherever they were told from an erased record.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from motcua.dossiers import store
from motcua.dossiers.models import Dossier, PrivateRecord
from motcua.dossiers.projection import OWNER_COLUMNS
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import Clock, SystemClock


def erase_private(code: str, *, kinds: Collection[str] = (), clock: Clock | None = None) -> int:
    """Erase the private records of a dossier, only of `kinds` where given; how many. Safe to repeat.

    Kinds are those of the log's words: `owner`, `party`, `text`, `item`, `receiver`. Whether the law asks for
    it is the caller's to know. Raises: `NotFound`, `LogBroken`.
    """
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        locked = store.lock(code)
        if locked is None:
            raise unknown_dossier(code)
        records = PrivateRecord.objects.filter(dossier_id=locked.id, body__isnull=False)
        if kinds:
            records = records.filter(kind__in=kinds)
        owner = bytes.fromhex(locked.tracked.state.intake.owner)
        owner_goes = records.filter(commitment=owner).exists()
        erased = records.update(body=None, salt=None, erased_at=now)
        if owner_goes:
            Dossier.objects.filter(pk=locked.id).update(**dict.fromkeys(OWNER_COLUMNS, ""))
    return erased
