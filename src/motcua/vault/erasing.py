"""The end of a paper: its words and its file go, the fact that it was used stays."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from motcua.dossiers import citizen_files, erasure, files
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.vault.models import CorrectionWish, Paper

UPLOADS: Final = "store"
"""Where the register of files has what an account put into its store itself."""
NOTHING: Final[dict[str, object]] = {
    "owner": "",
    "account": "",
    "plain_name": "",
    "title": "",
    "number": "",
    "issued_by": "",
    "issued_on": None,
    "valid_from": None,
    "valid_until": None,
    "fields": {},
    "file_name": "",
    "revoke_reason": "",
}
"""What of a paper tells of people. `sha256` goes with the content, by `sweep`."""


def emptied(now: Instant) -> dict[str, object]:
    """The columns of a paper that was erased."""
    return {**NOTHING, "erased_at": now}


def empty(papers: QuerySet[Paper], *, clock: Clock | None = None) -> int:
    """Erase papers; how many. The content goes when the transaction commits, unless something else names
    it."""
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        keys = list(papers.filter(erased_at=None).values_list("pk", flat=True))
        CorrectionWish.objects.filter(paper__in=keys).delete()
        named = Paper.objects.filter(pk__in=keys).exclude(account="").values_list("account", "sha256")
        for account, sha256 in named:
            for file in citizen_files.own_files(account, UPLOADS):
                if file.sha256 == sha256:
                    citizen_files.drop_file(account, UPLOADS, file.pk)
        done = Paper.objects.filter(pk__in=keys).update(**emptied(now))
        transaction.on_commit(sweep)
    return done


def sweep() -> int:
    """Take away the content of erased papers that nothing else names; how many. Safe to repeat."""
    rows = list(Paper.objects.filter(erased_at__isnull=False).exclude(sha256="").values_list("pk", "sha256"))
    Paper.objects.filter(pk__in=[key for key, _ in rows]).update(sha256="")
    files.forget({sha256 for _, sha256 in rows})
    return len(rows)


def of_a_dossier(dossier_id: int) -> int:
    """Erase the papers that came from a dossier, with its lawful erasure."""
    return empty(Paper.objects.filter(dossier=dossier_id))


def take_part() -> None:
    """Let the lawful erasure of a dossier reach the store."""
    erasure.also_erase(of_a_dossier)
