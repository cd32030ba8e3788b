"""The partner agency's page: parts, opinions, numbers; papers asked for through the section."""

from __future__ import annotations

import io

import pytest
from tests.desk.conftest import SignIn, act, tree_of, words_of
from tests.desk.test_counter_receives import PDF
from tests.desk.test_steps_on_the_page import PARTNER, PARTNER_LEADER, due_of, sent
from tests.dossiers.room import HANDLER, HEAD, INSPECTOR, LEADER, RECEPTION, STRANGE_LEADER, at

from motcua.dossiers.models import Attachment, Consultation, Dossier
from motcua.dossiers.queries.parts import part_numbers
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.clock import SystemClock
from motcua.organisation.queries import person_by_login, today

__all__ = ["sent"]

PAGE = "/lien-thong/"
ELSEWHERE = "quyet.tangiang"
LONG_AGO = at("2026-01-05T10:00")


def step_now() -> int:
    """The open step of the part."""
    return StepRow.objects.get(ended_at=None, part=1).key


def finish(sign_in: SignIn, code: str) -> None:
    """The partner works and signs its part."""
    act(sign_in(PARTNER), code, "complete_step", step_no=step_now(), outcome="")
    act(sign_in(PARTNER_LEADER), code, "complete_step", step_no=step_now(), outcome="granted")


def test_a_part_is_on_the_list_of_its_agency_alone(sign_in: SignIn, sent: str) -> None:
    words = words_of(sign_in(PARTNER).get(PAGE))
    assert sent in words
    assert "Xác minh hộ tịch" in words
    assert sent in words_of(sign_in(PARTNER_LEADER).get(f"{PAGE}?muc=new"))
    assert sent not in words_of(sign_in(PARTNER).get(f"{PAGE}?muc=done"))
    assert sent not in words_of(sign_in(STRANGE_LEADER).get(PAGE))
    assert sent in words_of(sign_in(INSPECTOR).get(PAGE)), "who watches the province"


def test_it_goes_from_new_over_working_to_done(sign_in: SignIn, sent: str) -> None:
    officer = sign_in(PARTNER)
    act(officer, sent, "assign_step", step_no=step_now(), claim="1")
    assert sent in words_of(officer.get(f"{PAGE}?muc=working"))
    finish(sign_in, sent)
    assert sent in words_of(officer.get(f"{PAGE}?muc=done"))
    person = person_by_login(PARTNER, SystemClock().now())
    numbers = part_numbers(person, today(), today())
    assert (numbers.received, numbers.dossiers, numbers.ended) == (1, 1, 1)
    assert numbers.early + numbers.on_time == 1
    lead = part_numbers(person_by_login(HANDLER, SystemClock().now()), today(), today())
    assert (lead.received, lead.ended) == (0, 0), "the lead counts its dossier, not the part"


def test_a_late_part_is_told_late(sign_in: SignIn, sent: str) -> None:
    PartRow.objects.update(due_at=LONG_AGO)
    page = tree_of(sign_in(PARTNER).get(f"{PAGE}?muc=late"))
    assert page.xpath("//td[contains(@class, 'c-late')]")
    finish(sign_in, sent)
    person = person_by_login(PARTNER, SystemClock().now())
    PartRow.objects.update(due_at=LONG_AGO)
    assert part_numbers(person, today(), today()).late == 1


def test_the_partner_asks_for_papers_through_the_section_alone(sign_in: SignIn, sent: str) -> None:
    officer = sign_in(PARTNER)
    page = officer.get(f"/ho-so/{sent}/")
    assert "lam/propose_supplement" in page.content.decode()
    answer = act(
        officer,
        sent,
        "propose_supplement",
        fault_1="unreadable",
        fault_1_words="Tờ khai, trang hai",
        reason="Không đọc được bản quét",
    )
    assert answer.status_code == 302, words_of(answer)
    dossier = Dossier.objects.get(code=sent)
    assert dossier.proposal == "supplement"
    assert officer.get(f"/ho-so/{sent}/lam/request_supplement/").status_code == 403, "never the applicant"
    section = sign_in(RECEPTION)
    assert act(section, sent, "request_supplement").status_code == 302
    words = words_of(section.get(f"/ho-so/{sent}/"))
    assert "Tờ khai, trang hai" in words
    assert "không đọc được" in words
    before = PartRow.objects.get().due_at
    assert act(section, sent, "receive_supplement", components="Tờ khai").status_code == 302
    part = PartRow.objects.get()
    assert part.ended_at is None
    assert part.due_at is not None
    assert before is not None
    assert part.due_at >= before, "the part's clock stood with the dossier's"
    assert Dossier.objects.get(code=sent).step == "resolve", "back with the lead"


@pytest.mark.parametrize("who", [PARTNER_LEADER, STRANGE_LEADER, HEAD])
def test_nobody_else_asks_for_papers(sign_in: SignIn, sent: str, who: str) -> None:
    assert sign_in(who).get(f"/ho-so/{sent}/lam/propose_supplement/").status_code in (403, 404)


def test_the_partner_attaches_the_result_of_its_part(sign_in: SignIn, sent: str) -> None:
    scan = io.BytesIO(PDF)
    scan.name = "ket qua.pdf"
    officer = sign_in(PARTNER)
    done = act(officer, sent, "complete_step", step_no=step_now(), outcome="", documents=scan)
    assert done.status_code == 302, words_of(done)
    file = Attachment.objects.get()
    assert file.purpose == "result"
    assert sign_in(HANDLER).get(f"/tep/{file.pk}/").status_code == 200, "the lead opens it"
    inner = tree_of(sign_in(HANDLER).get(f"/ho-so/{sent}/")).xpath("//ul[@class='inner']//a/@href")
    assert f"/tep/{file.pk}/" in inner, "it stands with its part"
    assert officer.get(f"/tep/{file.pk}/").status_code == 200
    assert sign_in(STRANGE_LEADER).get(f"/tep/{file.pk}/").status_code == 404


def test_several_agencies_are_asked_at_once_and_answer_for_themselves(
    sign_in: SignIn, with_handler: str
) -> None:
    lead = sign_in(HANDLER)
    due = due_of(lead, with_handler)
    asked = {"consulted": ["H14.10", "H14.40.08"], "content": "Đất có tranh chấp không?", "deadline": due}
    assert act(lead, with_handler, "request_consultation", **asked).status_code == 302
    rows = Consultation.objects.order_by("key")
    assert list(rows.values_list("consulted", flat=True)) == asked["consulted"]
    ward = sign_in(ELSEWHERE)
    listed = words_of(ward.get(PAGE))
    assert with_handler in listed
    assert "Đất có tranh chấp không?" in listed
    form = tree_of(ward.get(f"/ho-so/{with_handler}/lam/answer_consultation/"))
    assert form.xpath("//select[@name='no']/option[@value!='']/@value") == ["2"], "theirs alone"
    other = {"no": "1", "answer": "Không", "paper": "1/UBND"}
    assert act(ward, with_handler, "answer_consultation", **other).status_code == 403
    assert Consultation.objects.get(key=1).answered_at is None, "nobody answers for another agency"
    assert act(ward, with_handler, "answer_consultation", no="2", answer="Không").status_code == 302
    assert Consultation.objects.get(key=2).answered_at is not None


def test_the_lead_records_only_what_came_on_paper(sign_in: SignIn, with_handler: str) -> None:
    lead = sign_in(HANDLER)
    asked = {"consulted": "H14.10", "content": "Hỏi", "deadline": due_of(lead, with_handler)}
    assert act(lead, with_handler, "request_consultation", **asked).status_code == 302
    assert act(lead, with_handler, "answer_consultation", no="1", answer="Có").status_code == 400
    said = {"no": "1", "answer": "Có", "paper": "12/SNN ngày 3/3/2026"}
    assert act(lead, with_handler, "answer_consultation", **said).status_code == 302
    assert "12/SNN ngày 3/3/2026" in words_of(lead.get(f"/ho-so/{with_handler}/"))


def test_an_agency_that_does_not_exist_is_not_asked(sign_in: SignIn, with_handler: str) -> None:
    lead = sign_in(HANDLER)
    asked = {"consulted": ["H14.10", "X"], "content": "Hỏi", "deadline": due_of(lead, with_handler)}
    answer = act(lead, with_handler, "request_consultation", **asked)
    assert answer.status_code == 400
    assert not Consultation.objects.exists()
    chosen = tree_of(answer).xpath("//select[@name='consulted']/option[@selected]/@value")
    assert "H14.10" in chosen, "what was chosen stands there"


def test_the_leader_of_the_lead_sees_who_owes_what(sign_in: SignIn, sent: str) -> None:
    words = words_of(sign_in(LEADER).get(f"/ho-so/{sent}/"))
    assert "1 trong 1 phần chưa có kết quả" in words
