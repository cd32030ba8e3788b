"""An applicant's acts on a filing and on a dossier, through the services: whose, with which files, once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from tests.dossiers.room import RECEPTION, WARD, Room
from tests.files import makers
from tests.support.citizens import make_citizen

from motcua.citizens.models import Mandate
from motcua.citizens.queries import Applicant, principals
from motcua.dossiers import applicants, citizen_files, services
from motcua.dossiers.applicants import GivenPaper, Supplement
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.holders import held_by, held_dossier
from motcua.dossiers.intake import ComponentEntry, IntakeRequest, Party
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import Channel, IdentityProof, OwnerType, ReturnMethod
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.queries.dossier import dossier_page
from motcua.foundation.clock import day_of
from motcua.foundation.errors import Conflict, NotFound

pytestmark = pytest.mark.django_db
OWNER = "004190000123"
Filed = Callable[..., str]


def request(**changes: Any) -> IntakeRequest:
    known: dict[str, Any] = {
        "procedure": "1.004884",
        "case": None,
        "channel": Channel.ONLINE,
        "owner": Party(name="Nông Thị Thử", identifier=OWNER, phone="0912345678"),
        "owner_type": OwnerType.CITIZEN,
        "identity_proof": IdentityProof.NONE,
        "return_method": ReturnMethod.COUNTER,
        "section": WARD,
    }
    return IntakeRequest(**{**known, **changes})


def keep(applicant: Applicant, draft: str = "d1") -> str:
    return citizen_files.keep_file(applicant.key, draft, io.BytesIO(makers.pdf()), "to-khai.pdf").sha256


def test_the_filing_with_its_files_and_answers_is_the_accounts(room: Room) -> None:
    citizen = make_citizen()
    sha = keep(citizen)
    asked = request(
        components=(ComponentEntry(line=1, file=sha),),
        draft_key="d1",
        form="khai-sinh@1",
        declaration={"child": "Nông Văn Bé"},
    )
    made = services.register(asked, idempotency_key="k", filer=citizen, clock=room.clock)
    again = services.register(asked, idempotency_key="k", filer=citizen, clock=room.clock)
    assert (again.reference, again.repeated) == (made.reference, True)
    assert held_dossier(citizen, made.reference, room.clock.now()).code == made.reference
    assert Attachment.objects.get(sha256=sha).dossier is not None
    view = dossier_page(room.person(RECEPTION), made.reference, clock=room.clock)
    assert (view.form, view.declaration) == ("khai-sinh@1", {"child": "Nông Văn Bé"})


def test_a_file_of_somebody_else_is_not_taken(room: Room) -> None:
    other = make_citizen(identifier="004190000999")
    sha = keep(other)
    asked = request(components=(ComponentEntry(line=1, file=sha),), draft_key="d1")
    for filer in (make_citizen(), None):
        with pytest.raises(FieldErrors):
            services.register(asked, idempotency_key="k", filer=filer, clock=room.clock)
    assert not Dossier.objects.exists()


def test_a_dossier_of_the_counter_is_its_proven_owners(room: Room) -> None:
    room.receive()
    owner = Dossier.objects.get(code=room.code).owner_identifier
    proven, claimed = make_citizen(identifier=owner), make_citizen(identifier=owner, assurance=1)
    assert held_dossier(proven, room.code, room.clock.now()).relation == "owner"
    for stranger in (claimed, make_citizen(identifier="004190000999")):
        with pytest.raises(NotFound):
            held_dossier(stranger, room.code, room.clock.now())
        assert not Dossier.objects.filter(held_by(stranger, room.clock.now())).exists()


def test_who_filed_for_another_follows_while_the_mandate_holds(room: Room) -> None:
    mother, son = make_citizen(), make_citizen(name="Con", identifier="004190000999")
    mandate = Mandate.objects.create(
        giver_id=mother.pk, holder_id=son.pk, valid_from=day_of(room.clock.now()), made_at=1, accepted_at=1
    )
    (principal,) = principals(son, day_of(room.clock.now()))
    made = services.register(request(), idempotency_key="k", filer=son, principal=principal, clock=room.clock)
    assert held_dossier(son, made.reference, room.clock.now()).relation == "filer"
    assert held_dossier(mother, made.reference, room.clock.now()).relation == "owner"
    mandate.ended_at = room.clock.now()
    mandate.save()
    with pytest.raises(NotFound):
        held_dossier(son, made.reference, room.clock.now())
    with pytest.raises(NotFound):
        applicants.ask_withdrawal(son, made.reference, "đổi ý", clock=room.clock)


def _asked_for_papers(room: Room, citizen: Applicant) -> str:
    reference = services.register(request(), idempotency_key="k", filer=citizen, clock=room.clock).reference
    services.perform(
        room.person(RECEPTION),
        reference,
        "notice_registration",
        {"reason": "thiếu", "items": "Giấy chứng sinh"},
        clock=room.clock,
    )
    return reference


def test_papers_are_given_once_and_shown_to_the_section(room: Room) -> None:
    citizen = make_citizen()
    reference = _asked_for_papers(room, citizen)
    given = Supplement(
        papers=(GivenPaper(entry=ComponentEntry(name="Giấy chứng sinh", file=keep(citizen, "d2"))),),
        draft_key="d2",
        note="xin gửi",
    )
    seq = Dossier.objects.get(reference=reference).seq
    done = applicants.offer_supplement(citizen, reference, given, expected_seq=seq, clock=room.clock)
    assert done.seq == seq + 1
    assert Dossier.objects.get(reference=reference).offered_at == room.clock.now()
    view = dossier_page(room.person(RECEPTION), reference, clock=room.clock)
    assert view.offered is not None
    assert view.offered.note == "xin gửi"
    assert len(view.papers) == 1
    services.accept_registration(room.person(RECEPTION), reference, clock=room.clock)


def test_files_of_others_are_not_given(room: Room) -> None:
    citizen, other = make_citizen(), make_citizen(identifier="004190000999")
    reference = _asked_for_papers(room, citizen)
    given = Supplement(
        papers=(GivenPaper(entry=ComponentEntry(name="Giấy", file=keep(other, "d2"))),), draft_key="d2"
    )
    with pytest.raises(FieldErrors):
        applicants.offer_supplement(citizen, reference, given, clock=room.clock)
    with pytest.raises(NotFound):
        applicants.offer_supplement(other, reference, given, clock=room.clock)


def test_a_filing_is_taken_back_and_nothing_more_can_be_done(room: Room) -> None:
    citizen = make_citizen()
    reference = services.register(request(), idempotency_key="k", filer=citizen, clock=room.clock).reference
    seq = Dossier.objects.get(reference=reference).seq
    done = applicants.ask_withdrawal(citizen, reference, "đổi ý", expected_seq=seq, clock=room.clock)
    again = applicants.ask_withdrawal(citizen, reference, "đổi ý", expected_seq=seq, clock=room.clock)
    assert (again.seq, again.repeated) == (done.seq, True)
    with pytest.raises(Conflict):
        applicants.ask_withdrawal(citizen, reference, "lý do khác", expected_seq=seq, clock=room.clock)
    with pytest.raises(Refused):
        services.accept_registration(room.person(RECEPTION), reference, clock=room.clock)
