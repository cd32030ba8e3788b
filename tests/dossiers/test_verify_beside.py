"""`log verify` by several processes: the verdict of one, and a broken chain is found in either half."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from motcua.dossiers.generate import generate
from motcua.dossiers.models import Dossier
from motcua.dossiers.verify import verify
from motcua.dossiers.verify_beside import verify_beside


@pytest.mark.django_db(transaction=True)
def test_two_processes_find_what_one_finds(province: None) -> None:
    generate(24, 5, first=date(2022, 8, 1), last=date(2022, 8, 31))
    heard: list[tuple[int, int]] = []
    verdict = verify_beside(2, progress=lambda done, total: heard.append((done, total)))
    assert verdict == verify()
    assert (verdict.ok, verdict.dossiers, heard[-1]) == (True, 24, (24, 24))
    for row in (Dossier.objects.order_by("pk")[3], Dossier.objects.order_by("pk")[20]):
        Dossier.objects.filter(pk=row.pk).update(seq=row.seq + 1)
        broken = verify_beside(2, progress=lambda done, total: None)
        assert not broken.ok
        assert broken.first_broken == verify().first_broken
        Dossier.objects.filter(pk=row.pk).update(seq=row.seq)
    connection.close()
