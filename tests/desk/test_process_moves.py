"""The administrator moves running dossiers to a version on the page, sees each result, takes it back."""

from __future__ import annotations

import pytest
from tests.desk.conftest import SignIn, words_of
from tests.dossiers.room import ADMINISTRATOR, RECEPTION, WITH_PROCESS, form
from tests.dossiers.test_moved_in_one_decision import CODE, changed

from motcua.dossiers.intake import read_intake
from motcua.dossiers.models import Dossier
from motcua.dossiers.process_move_tables import ProcessMoveRun
from motcua.dossiers.process_moving import run_move
from motcua.dossiers.services import perform, receive
from motcua.foundation.clock import SystemClock, day_of
from motcua.organisation.models import Change
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import OPERATOR
from motcua.procedures.models import InternalProcess
from motcua.procedures.process_queries import by_version, version_of_code
from motcua.procedures.process_services import load_demo, save_graph

WHY = "Quyết định 12/QĐ-UBND sửa quy trình"


@pytest.fixture
def page(sign_in: SignIn) -> str:
    """The page of version 2, with one dossier on version 1 that is with the officer."""
    if not InternalProcess.objects.exists():
        load_demo()
    reception = person_by_login(RECEPTION)
    code = receive(reception, read_intake(form(procedure=WITH_PROCESS)), idempotency_key="1").code
    perform(reception, code, "transfer", {})
    old = by_version(version_of_code(CODE, 1, day_of(SystemClock().now())).hash).process
    save_graph(OPERATOR, CODE, 1, changed(old), WHY)
    return f"/quan-tri/quy-trinh/{InternalProcess.objects.get(code=CODE).pk}/2/chuyen/"


def test_decided_done_by_a_job_and_taken_back(sign_in: SignIn, page: str) -> None:
    browser = sign_in(ADMINISTRATOR)
    dossier = Dossier.objects.get(process=CODE)
    shown = words_of(browser.get(page))
    assert "1 hồ sơ đang chạy theo phiên bản khác" in shown
    assert str(dossier.code) in shown
    assert dossier.owner_name not in shown, "no content of a dossier"
    assert page in browser.get(page.replace("2/chuyen/", "?ban=2")).content.decode()
    browser.post(page, {"ho-so": [dossier.code], "reason": WHY})
    run = ProcessMoveRun.objects.get()
    assert "Đang chuyển: 0 trên 1 hồ sơ." in words_of(browser.get(f"{page}dang-chay/"))
    run_move(run.pk)
    shown = words_of(browser.get(page))
    assert "0 hồ sơ đang chạy theo phiên bản khác" in shown
    assert "sang phiên bản 2: 1 trên 1 hồ sơ" in shown
    browser.post(f"{page}{run.pk}/hoan-tac/", {"reason": "Sai văn bản"})
    run_move(ProcessMoveRun.objects.get(undoes=run).pk)
    shown = words_of(browser.get(page))
    assert "đưa về từ phiên bản 2: 1 trên 1 hồ sơ" in shown
    assert "(đã hoàn tác)" in shown
    dossier.refresh_from_db()
    assert dossier.process_version != run.version
    assert Change.objects.filter(kind="process", subject=CODE, reason=WHY).count() == 2
    assert "Chuyển hồ sơ đang chạy sang phiên bản" in words_of(browser.get("/quan-tri/thay-doi/"))


def test_without_a_reason_nothing_moves(sign_in: SignIn, page: str) -> None:
    browser = sign_in(ADMINISTRATOR)
    answer = browser.post(page, {"ho-so": [Dossier.objects.get(process=CODE).code], "reason": " "})
    assert "Chưa ghi lý do chuyển phiên bản; không có gì thay đổi." in words_of(answer)
    assert not ProcessMoveRun.objects.exists()
