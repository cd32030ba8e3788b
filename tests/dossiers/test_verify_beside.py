"""`log verify` by several processes: the verdict of one, and a broken chain is found in either half."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from motcua.dossiers.generate import generate
from motcua.dossiers.models import Dossier
from motcua.dossiers.rebuild import rebuild, rebuild_all
from motcua.dossiers.verify import verify
from motcua.dossiers.verify_beside import verify_beside
from motcua.figures import verify as figures


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
    _told_again_by_two()
    connection.close()


def _told_again_by_two() -> None:
    """Projections and figures: two find, put in place and count what one does."""
    before = rebuild()
    assert before.ok
    assert rebuild_all(processes=2) == before
    assert figures.verify(processes=2) == figures.verify()
    dossiers = list(Dossier.objects.order_by("pk").values())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_spell WHERE dossier_id = %s", [dossiers[5]["id"]])
        cursor.execute(
            "UPDATE dossiers_workitem SET ended_by = 'x' WHERE dossier_id = %s", [dossiers[20]["id"]]
        )
        cursor.execute("UPDATE dossiers_dossier SET status = 1 WHERE id = %s", [dossiers[3]["id"]])
    found = rebuild_all(processes=2)
    assert not found.ok
    assert not figures.verify(processes=2).ok
    assert {each.table for each in found.differences} == {"dossier", "spell", "work_item"}
    written = rebuild_all(write=True, processes=2)
    assert written.written
    assert rebuild() == before
    assert list(Dossier.objects.order_by("pk").values()) == dossiers
