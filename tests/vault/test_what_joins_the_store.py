"""Decree 107/2021: what a section had to digitise, and every result, joins the store of its owner by
itself."""

from __future__ import annotations

import io

import pytest
from tests.dossiers.room import HEAD, OWNER, Room
from tests.files.makers import pdf
from tests.support.citizens import make_citizen
from tests.vault.conftest import NUMBER, OTHER_NUMBER, received_with_scan, returned_with_result, scan

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import MINUTE, day_of
from motcua.vault import feeding, services
from motcua.vault.erasing import empty
from motcua.vault.models import FedUntil, Paper


def test_a_result_that_was_signed_and_returned(room: Room) -> None:
    returned_with_result(room)
    paper = Paper.objects.get()
    assert (paper.owner, paper.kind, paper.title) == (NUMBER, "birth_certificate", "Giấy khai sinh")
    assert (paper.source, paper.verified, paper.issued_on) == ("result", True, day_of(room.clock.instant))
    assert paper.issued_by.startswith("Ủy ban nhân dân phường")
    assert paper.dossier_id == Dossier.objects.get(code=room.code).pk


def test_a_result_that_nobody_took_yet_is_not_there(room: Room) -> None:
    room.receive()
    room.transferred().proposed().finished()
    assert feeding.feed_dossier(room.code) == 0


def test_an_original_that_was_scanned(room: Room) -> None:
    received_with_scan(room)
    paper = Paper.objects.get()
    assert (paper.source, paper.kind, paper.line, paper.pages) == ("scan", "birth_certificate", 2, 1)
    assert paper.added_by.startswith("officer:")


@pytest.mark.parametrize("copy", ["copy", "shown"])
def test_photocopies_and_what_is_only_shown_are_left_out(room: Room, copy: str) -> None:
    """Circular 01/2023."""
    received_with_scan(room, paper_2_kind=copy)
    assert not Paper.objects.exists()


def test_a_declaration_is_left_out(room: Room) -> None:
    sha256 = scan(room, pdf(), "d1")
    room.receive(paper_1_file=sha256, paper_1_kind="original", draft_key="d1")
    assert feeding.feed_dossier(room.code) == 0


def test_nobody_without_proof_of_identity_gets_papers(room: Room) -> None:
    received_with_scan(room, identity_proof="none")
    assert not Paper.objects.exists()


def test_the_same_scan_twice_joins_once(room: Room) -> None:
    content = pdf(pages=3)
    first = received_with_scan(room, content).code
    room.clock.instant += MINUTE
    received_with_scan(room, content)
    assert first != room.code
    assert Paper.objects.count() == 1
    assert feeding.feed_dossier(first) == feeding.feed_dossier(room.code) == 0


def test_the_job_reads_on_from_where_it_was(room: Room) -> None:
    received_with_scan(room)
    Paper.objects.all().delete()
    assert feeding.feed(clock=room.clock) == 1
    assert FedUntil.objects.get().at == room.clock.instant
    Paper.objects.all().delete()
    room.clock.instant += 60 * MINUTE
    assert feeding.feed(clock=room.clock) == 1, "within the overlap it is read again"
    Paper.objects.all().delete()
    room.clock.instant += 60 * MINUTE
    assert feeding.feed(clock=room.clock) == 0
    assert feeding.feed_again() == 1


def test_small_batches_come_to_an_end(room: Room) -> None:
    for number in range(3):
        room.clock.instant += MINUTE
        received_with_scan(room, pdf(pages=number + 1))
    Paper.objects.all().delete()
    assert feeding.feed(most=1, clock=room.clock) == 3


def test_what_was_erased_stays_away(room: Room) -> None:
    received_with_scan(room)
    empty(Paper.objects.all())
    assert feeding.feed_again() == 0
    assert not Paper.objects.filter(erased_at=None).exists()


def test_an_upload_is_proven_by_the_counter_that_scans_the_same(room: Room) -> None:
    applicant = make_citizen(identifier=NUMBER)
    content = pdf(pages=4)
    mine = services.upload(applicant, io.BytesIO(content), "a.pdf", {"kind": "birth_certificate"})
    assert not mine.verified
    received_with_scan(room, content)
    proven = Paper.objects.get()
    assert (proven.pk, proven.verified, proven.source, proven.version) == (mine.pk, True, "scan", 2)


def test_an_identifier_put_right_moves_the_papers(room: Room) -> None:
    """T20: what joined under a mistyped number must not stay in a stranger's store."""
    received_with_scan(room, owner_identifier=OTHER_NUMBER)
    assert Paper.objects.get().owner == OTHER_NUMBER
    room.do(
        HEAD,
        "correct",
        field="owner",
        reason="Gõ nhầm số",
        **OWNER,
    )
    feeding.feed_dossier(room.code)
    assert Paper.objects.get().owner == NUMBER
