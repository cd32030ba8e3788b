"""The papers of the demonstration's people are whole files in their own stores."""

from __future__ import annotations

from motcua.citizens.demo import demo_applicants, load
from motcua.vault.demo import load_demo
from motcua.vault.models import Paper
from motcua.vault.owners import owner_of
from motcua.vault.services import open_own


def test_each_has_papers_that_open(province: None, db: None) -> None:
    load()
    made = load_demo()
    assert made == Paper.objects.count() > 5
    for applicant in demo_applicants().values():
        for paper in Paper.objects.filter(owner_of(applicant).theirs):
            with open_own(applicant, paper.pk)[1] as file:
                assert file.read(5) == b"%PDF-"
        assert Paper.objects.filter(owner_of(applicant).theirs).exists()
    assert load_demo() == 0
