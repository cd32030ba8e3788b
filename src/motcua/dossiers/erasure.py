"""Lawful erasure: private records lose their words and salts, the chain of events stays whole.

Afterwards a commitment in the log stands for nothing that anybody could find again; `log verify` counts the
event as erased, and the owner's columns are empty wherever they were told from an erased record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from django.db import transaction

from motcua.dossiers import files, store
from motcua.dossiers.correction_tables import CorrectionRequest
from motcua.dossiers.models import Attachment, Dossier, PrivateRecord
from motcua.dossiers.projection import OWNER_COLUMNS
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import Clock, SystemClock
from motcua.outbox.citizens import forget_subject


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
        CorrectionRequest.objects.filter(dossier_id=locked.id, answer="").delete()
        erased = records.update(body=None, salt=None, erased_at=now)
        if owner_goes:
            Dossier.objects.filter(pk=locked.id).update(**dict.fromkeys(OWNER_COLUMNS, ""))
        # What the applicant was told has the words of the same records, and the address.
        forget_subject(str(locked.id))
    return erased


class Erased(NamedTuple):
    """What a lawful erasure took: private records, and files of the dossier."""

    records: int
    files: int


def what_would_go(code: str) -> Erased:
    """What `erase_dossier` would take; changes nothing. Raises: `NotFound`."""
    row = Dossier.objects.filter(code=code).first()
    if row is None:
        raise unknown_dossier(code)
    return Erased(
        PrivateRecord.objects.filter(dossier=row, body__isnull=False).count(),
        Attachment.objects.filter(dossier=row).count(),
    )


def erase_dossier(code: str, *, clock: Clock | None = None) -> Erased:
    """Erase what one dossier holds of people: private records, owner columns, files. The chain stays whole.

    Content that another dossier attaches too stays with that one. Call it inside the transaction of its
    report; content goes when that commits. Raises: `NotFound`, `LogBroken`.
    """
    with transaction.atomic():
        records = erase_private(code, clock=clock)
        dossier_id = Dossier.objects.values_list("pk", flat=True).get(code=code)
        rows = Attachment.objects.filter(dossier=dossier_id)
        contents = set(rows.values_list("sha256", flat=True))
        count = rows.delete()[0]
        for also in _ALSO:
            also(dossier_id)
        transaction.on_commit(lambda: files.forget(contents))
    return Erased(records, count)


_ALSO: Final[list[Callable[[int], object]]] = []


def also_erase(erase: Callable[[int], object]) -> None:
    """What another room keeps of a dossier's people goes with it: `erase` takes the dossier's key and
    runs in the same transaction. Call it in `ready`."""
    if erase not in _ALSO:
        _ALSO.append(erase)
