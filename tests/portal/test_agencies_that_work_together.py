"""The applicant sees which other agencies work on the dossier, since when, by when; no officer or task."""

from __future__ import annotations

from django.test import Client
from tests.portal.conftest import Handed

from motcua.dossiers import services, store
from motcua.organisation.queries import person_by_login

TASK = "Xác minh tình trạng hôn nhân"


def send(code: str) -> None:
    """The ward hands it to its officer, who sends a part to a department."""
    officer = person_by_login("hanh.thucphan")
    services.perform(officer, code, "transfer", {"to_officer": "CB0015"})
    locked = store.read(code)
    assert locked is not None
    due = locked.tracked.state.due_at
    assert due is not None
    part = {"part_1_agency": "H14.10", "part_1_content": TASK, "part_1_due_at": _text(due)}
    services.perform(person_by_login("son.thucphan"), code, "send_parts", part)


def _text(at: int) -> str:
    from motcua.foundation.clock import local_of

    return f"{local_of(at):%Y-%m-%dT%H:%M}"


def finish(code: str) -> None:
    for who, outcome in (("tu.nnmt", ""), ("minh.nnmt", "granted")):
        locked = store.read(code)
        assert locked is not None
        step = locked.tracked.state.running.steps_of(1)[0]
        data = {"step_no": str(step.no), "outcome": outcome}
        services.perform(person_by_login(who), code, "complete_step", data)


def opened(client: Client, handed: Handed) -> str:
    sent = client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    return client.get(sent["Location"]).content.decode()


def test_the_agency_and_its_dates_are_told_without_officer_or_task(client: Client, handed: Handed) -> None:
    send(handed.code)
    page = opened(client, handed)
    assert "Cơ quan phối hợp giải quyết" in page
    assert "Sở Nông nghiệp và Môi trường đang phối hợp giải quyết hồ sơ" in page
    assert "Đang làm" in page
    finish(handed.code)
    page = opened(client, handed)
    assert "Sở Nông nghiệp và Môi trường đã gửi kết quả phối hợp" in page
    for name in ("Sầm Văn Tú", "Phan Đức Minh", TASK, "CB0010"):
        assert name not in page


def test_the_code_alone_says_nothing_of_them(client: Client, handed: Handed) -> None:
    send(handed.code)
    page = client.get(f"/tra-cuu/{handed.code}").content.decode()
    assert "Sở Nông nghiệp" not in page
    assert "phối hợp" not in page


def test_a_dossier_of_one_agency_says_nothing_of_others(client: Client, handed: Handed) -> None:
    assert "Cơ quan phối hợp giải quyết" not in opened(client, handed)
