"""The steps of the internal process and interlinked parts on the dossier's page, done by buttons."""

from __future__ import annotations

import pytest
from tests.desk.conftest import SignIn, act, receive, tree_of, words_of
from tests.dossiers.room import HANDLER, HANDLER_CODE, LEADER, OTHER_HANDLER_CODE, RECEPTION, WITH_PROCESS
from tests.support.statements import counting

from motcua.dossiers.models import Dossier
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.procedures.process_services import load_demo

PARTNER, PARTNER_LEADER = "tu.nnmt", "minh.nnmt"
"""Of Sở Nông nghiệp và Môi trường, H14.10."""


@pytest.fixture
def stepping(sign_in: SignIn) -> str:
    """A dossier on a process with the handling officer named for it."""
    load_demo()
    desk = sign_in(RECEPTION)
    code = receive(desk, procedure=WITH_PROCESS)
    assert act(desk, code, "transfer", to_officer=HANDLER_CODE).status_code == 302
    return code


@pytest.fixture
def sent(sign_in: SignIn, with_handler: str) -> str:
    """A dossier whose lead sent a part to a department."""
    desk = sign_in(HANDLER)
    answer = act(
        desk,
        with_handler,
        "send_parts",
        part_1_agency="H14.10",
        part_1_content="Xác minh hộ tịch",
        part_1_due_at=due_of(desk, with_handler),
    )
    assert answer.status_code == 302, words_of(answer)
    return with_handler


def due_of(desk: object, code: str) -> str:
    """The date that the form proposes."""
    page = tree_of(desk.get(f"/ho-so/{code}/lam/send_parts/"))  # type: ignore[attr-defined] # a test client
    return str(page.xpath("string(//input[@name='part_1_due_at']/@value)"))


def buttons(page: object) -> list[str]:
    """The outcomes that the page offers, as addresses."""
    return list(tree_of(page).xpath("//div[@class='nx']/a[contains(@href, 'complete_step')]/@href"))


def hidden(page: object) -> dict[str, str]:
    """What a form carries unasked."""
    found = tree_of(page).xpath("//form[@data-once]//input[@type='hidden']")
    return {one.get("name"): one.get("value") for one in found}


def test_who_has_the_open_step_is_on_the_page(sign_in: SignIn, stepping: str) -> None:
    words = words_of(sign_in(RECEPTION).get(f"/ho-so/{stepping}/"))
    assert "Bước đang mở" in words
    assert "Phạm Văn Sơn" in words or "Sơn" in words


def test_a_part_is_worked_by_its_agency_and_comes_back(sign_in: SignIn, sent: str) -> None:
    lead = sign_in(HANDLER)
    page = lead.get(f"/ho-so/{sent}/")
    assert "Phần việc liên thông" in words_of(page)
    assert "Thụ lý phần việc" in words_of(page)
    assert "propose_result" not in page.content.decode(), "not while a part is out"
    officer, leader = (
        sign_in(PARTNER),
        sign_in(PARTNER_LEADER),
    )
    page = officer.get(f"/ho-so/{sent}/")
    assert page.status_code == 200
    step = StepRow.objects.get(ended_at=None, part=1)
    claim = {"step_no": step.key, "claim": "1", "expected_seq": Dossier.objects.get(code=sent).seq}
    assert officer.post(f"/ho-so/{sent}/lam/assign_step/", claim).status_code == 302
    address = buttons(officer.get(f"/ho-so/{sent}/"))[0]
    assert officer.post(address, hidden(officer.get(address)) | {"note": "Đã xem"}).status_code == 302
    addresses = buttons(leader.get(f"/ho-so/{sent}/"))
    assert len(addresses) == 2, "agree or refuse"
    carried = hidden(leader.get(addresses[0]))
    assert carried["outcome"] == "granted"
    assert leader.post(addresses[0], carried).status_code == 302
    part = PartRow.objects.get()
    assert part.ended_at is not None
    assert part.result == "done"
    words = words_of(lead.get(f"/ho-so/{sent}/"))
    assert "Có kết quả lúc" in words
    assert "lam/propose_result" in lead.get(f"/ho-so/{sent}/").content.decode()


def test_a_step_pressed_twice_counts_once(sign_in: SignIn, sent: str) -> None:
    officer = sign_in(PARTNER)
    step = StepRow.objects.get(ended_at=None, part=1)
    seen = Dossier.objects.get(code=sent).seq
    press = {"step_no": step.key, "outcome": "", "expected_seq": seen}
    assert officer.post(f"/ho-so/{sent}/lam/complete_step/", press).status_code == 302
    answer = officer.post(f"/ho-so/{sent}/lam/complete_step/", press, follow=True)
    assert "đã được ghi trước đó" in words_of(answer)
    assert StepRow.objects.filter(part=1).count() == 2


def test_a_stale_page_is_told_who_went_on(sign_in: SignIn, sent: str) -> None:
    step = StepRow.objects.get(ended_at=None, part=1)
    stale = {"step_no": step.key, "outcome": "", "expected_seq": Dossier.objects.get(code=sent).seq}
    assert act(sign_in(HANDLER), sent, "record_verification", content="Đã tra").status_code == 302
    officer = sign_in(PARTNER)
    answer = officer.post(f"/ho-so/{sent}/lam/complete_step/", stale)
    assert answer.status_code == 409
    assert StepRow.objects.get(key=step.key).ended_at is None


def test_the_lead_recalls_a_part_with_a_reason(sign_in: SignIn, sent: str) -> None:
    lead = sign_in(HANDLER)
    assert "recall_part" in lead.get(f"/ho-so/{sent}/").content.decode()
    assert act(lead, sent, "recall_part", part_no="1").status_code == 400, "a reason is needed"
    assert act(lead, sent, "recall_part", part_no="1", reason="Không cần nữa").status_code == 302
    assert "Thu hồi hoặc dừng lúc" in words_of(lead.get(f"/ho-so/{sent}/"))


def test_a_form_of_parts_comes_back_with_what_was_typed(sign_in: SignIn, with_handler: str) -> None:
    lead = sign_in(HANDLER)
    typed = {"part_1_agency": "H14.10", "part_1_content": "Việc một", "part_1_due_at": "2020-01-01T10:00"}
    answer = act(lead, with_handler, "send_parts", **typed)
    assert answer.status_code == 400
    page = tree_of(answer)
    assert page.xpath("string(//textarea[@name='part_1_content'])").strip() == "Việc một"
    assert page.xpath("string(//select[@name='part_1_agency']/option[@selected]/@value)") == "H14.10"
    assert not PartRow.objects.exists()


def test_the_leader_gives_a_step_to_somebody_else(sign_in: SignIn, stepping: str) -> None:
    step = StepRow.objects.get(ended_at=None, officer=HANDLER_CODE)
    leader = sign_in(LEADER)
    form = leader.get(f"/ho-so/{stepping}/lam/assign_step/?buoc={step.key}")
    offered = tree_of(form).xpath("//select[@name='to_officer']/option/@value")
    assert OTHER_HANDLER_CODE in offered
    assert HANDLER_CODE not in offered, "who has it already"
    answer = act(leader, stepping, "assign_step", step_no=step.key, to_officer=OTHER_HANDLER_CODE)
    assert answer.status_code == 302
    step.refresh_from_db()
    assert step.officer == OTHER_HANDLER_CODE


def test_the_way_is_drawn_and_told_as_a_table(sign_in: SignIn, stepping: str) -> None:
    browser = sign_in(HANDLER)
    page = browser.get(f"/ho-so/{stepping}/quy-trinh/")
    assert page.status_code == 200
    marks = tree_of(page).xpath("string(//*[@data-drawing]/@data-marks)")
    assert "đang ở đây" in marks
    rows = tree_of(page).xpath("//table[@class='stp']/tbody/tr")
    assert len(rows) == StepRow.objects.count()
    with counting() as caught:
        browser.get(f"/ho-so/{stepping}/quy-trinh/")
    assert len(caught.texts) <= 10


def test_a_dossier_without_a_process_has_no_way(sign_in: SignIn, with_handler: str) -> None:
    browser = sign_in(HANDLER)
    assert browser.get(f"/ho-so/{with_handler}/quy-trinh/").status_code == 404
    assert "Bước đang mở" not in words_of(browser.get(f"/ho-so/{with_handler}/"))


def test_opening_a_dossier_with_parts_asks_few_questions(sign_in: SignIn, sent: str) -> None:
    browser = sign_in(HANDLER)
    browser.get(f"/ho-so/{sent}/")
    with counting() as caught:
        browser.get(f"/ho-so/{sent}/")
    assert len(caught.texts) <= 10
