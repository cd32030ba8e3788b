"""Decree 107/2021: what the store has is used again; a dossier says so, the paper says for what."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.dossiers.room import OWNER, WARD, Room
from tests.files.makers import pdf
from tests.support.citizens import make_citizen
from tests.vault.conftest import BIRTH_AGAIN, NUMBER, OTHER_NUMBER

from motcua.citizens.models import Citizen, Mandate
from motcua.citizens.queries import Applicant, principals
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import IntakeRequest, read_intake
from motcua.dossiers.models import Attachment, ComponentRow, Dossier
from motcua.dossiers.registration import register
from motcua.foundation.clock import day_of
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer as offer_of
from motcua.vault import services
from motcua.vault.lending import use
from motcua.vault.models import Paper, PaperUse
from motcua.vault.owners import Owner
from motcua.vault.queries import digitised, offered, offered_for, usable_for

LINE = 2


@pytest.fixture
def offer(room: Room) -> Offer:
    return offer_of(BIRTH_AGAIN, on=day_of(room.clock.instant), channel="online", case=None)


def today(room: Room) -> date:
    return day_of(room.clock.instant)


def lines(code: str) -> dict[int, ComponentRow]:
    return {row.key: row for row in ComponentRow.objects.filter(dossier__code=code)}


def test_the_counter_takes_it_from_the_store(room: Room, certificate: Paper) -> None:
    room.receive(paper_2_store=str(certificate.pk))
    row = lines(room.code)[LINE]
    assert (row.from_store, row.reused, row.digitised) == (True, True, True)
    assert (row.file, row.replaced_by, row.kind) == (certificate.sha256, certificate.sha256, "electronic")
    assert Attachment.objects.get(dossier__code=room.code).sha256 == certificate.sha256
    use_ = PaperUse.objects.get()
    assert (use_.what, use_.dossier_id, use_.line) == ("reused", Dossier.objects.get(code=room.code).pk, LINE)
    assert (use_.by, use_.unit, use_.version) == ("officer:CB0013", WARD, 1)
    assert digitised(use_.dossier_id or 0)[:4] == (2, 1, 1, 1)


def test_pressed_twice_it_is_used_once(room: Room, certificate: Paper) -> None:
    key = uuid4().hex
    first = room.receive(key=key, paper_2_store=str(certificate.pk))
    again = room.receive(key=key, paper_2_store=str(certificate.pk))
    assert (first.code, again.repeated) == (again.code, True)
    assert PaperUse.objects.count() == 1


def test_the_same_use_is_written_once(room: Room, certificate: Paper) -> None:
    dossier = certificate.dossier_id or 0
    for _ in range(2):
        use(certificate, by="citizen:c1", dossier_id=dossier, line=1, procedure_code=BIRTH_AGAIN, at=5)
    assert PaperUse.objects.count() == 1


def refused(room: Room, **changes: Any) -> None:
    before = Dossier.objects.count()
    with pytest.raises(FieldErrors) as error:
        room.receive(**changes)
    assert list(error.value.faults) == ["paper_2_store"]
    assert Dossier.objects.count() == before
    assert not PaperUse.objects.exists()


def test_another_persons_paper_is_not_taken(room: Room, certificate: Paper) -> None:
    refused(room, paper_2_store=str(certificate.pk), owner_identifier=OTHER_NUMBER)


@pytest.mark.parametrize("number", ["efa7cafc-dd89-4642-95a3-2dae92d40a31", "x", "' OR 1=1 --"])
def test_a_paper_that_is_none(room: Room, certificate: Paper, number: str) -> None:
    refused(room, paper_2_store=number)


def test_a_paper_of_another_kind_does_not_stand_for_it(room: Room, certificate: Paper) -> None:
    Paper.objects.update(kind="diploma", plain_name="van bang")
    refused(room, paper_2_store=str(certificate.pk))


@pytest.mark.parametrize("change", ["expired", "revoked", "replaced", "erased", "not_yet"])
def test_what_is_no_longer_good_is_neither_offered_nor_taken(
    room: Room, certificate: Paper, offer: Offer, change: str
) -> None:
    day = today(room)
    owner = Owner(NUMBER)
    assert list(offered(owner, offer.components, offer.field_name, day)) == [LINE]
    newer = Paper.objects.get()
    newer.pk, newer.sha256, newer.kind = uuid4(), "0" * 64, "diploma"
    newer.save(force_insert=True)
    values: dict[str, dict[str, Any]] = {
        "expired": {"valid_until": day - timedelta(days=1)},
        "revoked": {"revoked_at": room.clock.instant},
        "replaced": {"replaced_by": newer},
        "erased": {"erased_at": 1, "owner": "", "title": "", "file_name": ""},
        "not_yet": {"valid_from": day + timedelta(days=1)},
    }
    Paper.objects.filter(pk=certificate.pk).update(**values[change])
    assert offered(owner, offer.components, offer.field_name, day) == {}
    refused(room, paper_2_store=str(certificate.pk))


def test_valid_to_the_end_of_its_last_day(room: Room, certificate: Paper, offer: Offer) -> None:
    Paper.objects.update(valid_until=today(room))
    assert offered(Owner(NUMBER), offer.components, offer.field_name, today(room))


def uploaded(applicant: Applicant, pages: int = 3) -> Paper:
    return services.upload(applicant, io.BytesIO(pdf(pages=pages)), "a.pdf", {"kind": "birth_certificate"})


def test_a_counter_takes_nothing_that_nobody_has_seen(room: Room, offer: Offer) -> None:
    owner = make_citizen(identifier=NUMBER)
    paper = uploaded(owner)
    refused(room, paper_2_store=str(paper.pk))
    assert not offered(Owner(NUMBER), offer.components, offer.field_name, today(room), verified=True)


# Online.


def filing(paper: Paper, **changes: str) -> IntakeRequest:
    data = {
        "procedure": BIRTH_AGAIN,
        "channel": "online",
        "section": WARD,
        "identity_proof": "online_account",
    }
    return read_intake(
        {**data, **OWNER, "paper_1": "on", "paper_2": "on", "paper_2_store": str(paper.pk), **changes}
    )


def filed(room: Room, paper: Paper, filer: Applicant, principal: Any = None, **changes: str) -> str:
    return register(
        filing(paper, **changes),
        idempotency_key=uuid4().hex,
        filer=filer,
        principal=principal,
        clock=room.clock,
    ).reference


def test_who_files_uses_the_own_paper(room: Room, certificate: Paper, offer: Offer) -> None:
    me = make_citizen(identifier=NUMBER)
    day = today(room)
    assert usable_for(me, "", offer, LINE, day) == (certificate,)
    assert offered_for(me, "", offer, day) == {LINE: (certificate,)}
    reference = filed(room, certificate, me)
    row = ComponentRow.objects.get(dossier__reference=reference, key=LINE)
    assert (row.from_store, row.file) == (True, certificate.sha256)
    assert PaperUse.objects.get().by == f"citizen:{me.key}"


def test_an_own_upload_may_be_used_online(room: Room, offer: Offer) -> None:
    me = make_citizen(identifier="", assurance=Citizen.Assurance.EMAIL)
    paper = uploaded(me)
    assert usable_for(me, "", offer, LINE, today(room)) == (paper,)
    filed(room, paper, me)
    assert PaperUse.objects.count() == 1


@pytest.mark.parametrize("account", ["another", "claims_only", "nobody"])
def test_typing_somebodys_number_takes_nobodys_paper(room: Room, certificate: Paper, account: str) -> None:
    filer = {
        "another": lambda: make_citizen(identifier=OTHER_NUMBER),
        "claims_only": lambda: make_citizen(identifier=NUMBER, assurance=1),
        "nobody": lambda: None,
    }[account]()
    with pytest.raises(FieldErrors):
        register(filing(certificate), idempotency_key=uuid4().hex, filer=filer, clock=room.clock)
    assert not PaperUse.objects.exists()


@pytest.fixture
def helper(room: Room, certificate: Paper) -> Applicant:
    """Somebody who holds a mandate of the paper's owner."""
    giver = make_citizen(identifier=NUMBER)
    holder = make_citizen(identifier=OTHER_NUMBER, name="Người Được Ủy Quyền")
    Mandate.objects.create(
        giver_id=giver.pk,
        holder_id=holder.pk,
        scope="",
        valid_from=today(room),
        valid_until=today(room) + timedelta(days=10),
        made_at=1,
        accepted_at=1,
    )
    return holder


def test_a_mandate_opens_the_papers_that_the_filing_asks_for(
    room: Room, certificate: Paper, helper: Applicant, offer: Offer
) -> None:
    giver = principals(helper, today(room))[0]
    another = Paper.objects.get()
    another.pk, another.sha256, another.kind = uuid4(), "0" * 64, "land_certificate"
    another.plain_name = ""
    another.save(force_insert=True)
    assert offered_for(helper, giver.applicant.key, offer, today(room)) == {LINE: (certificate,)}
    filed(room, certificate, helper, giver)
    assert PaperUse.objects.get().by == f"citizen:{helper.key}"


@pytest.mark.parametrize("why", ["other_field", "ended", "over", "not_accepted", "no_mandate"])
def test_without_a_mandate_for_it_nothing_is_seen(
    room: Room, certificate: Paper, helper: Applicant, offer: Offer, why: str
) -> None:
    day = today(room)
    giver = principals(helper, day)[0]
    changes: dict[str, dict[str, Any]] = {
        "other_field": {"scope": "G15-XX99"},
        "ended": {"ended_at": 1},
        "over": {"valid_from": day - timedelta(days=9), "valid_until": day - timedelta(days=1)},
        "not_accepted": {"accepted_at": None},
    }
    if why == "no_mandate":
        Mandate.objects.all().delete()
    else:
        Mandate.objects.update(**changes[why])
    assert offered_for(helper, giver.applicant.key, offer, day) == {}
    with pytest.raises(FieldErrors):
        filed(room, certificate, helper, giver)
    assert not PaperUse.objects.exists()


def test_a_mandate_for_the_field_is_enough(
    room: Room, certificate: Paper, helper: Applicant, offer: Offer
) -> None:
    giver = principals(helper, today(room))[0]
    Mandate.objects.update(scope=offer.field_code)
    assert offered_for(helper, giver.applicant.key, offer, today(room))
