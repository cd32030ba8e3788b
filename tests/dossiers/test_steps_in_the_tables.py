"""A dossier with an internal process, in the tables: rows of steps and parts, who has what, what it costs."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    LEADER,
    LEADER_CODE,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    WITH_PROCESS,
    Room,
)
from tests.dossiers.threads import together
from tests.support.statements import counting

from motcua.dossiers import services
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.lifecycle.types import Status, Step
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_page, search
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.clock import MINUTE, local_text
from motcua.foundation.errors import DomainError, NotFound
from motcua.procedures.process_services import load_demo

CALLING = "1.012753"
"""Đăng ký đất đai lần đầu: between levels, the land registry of the province does a part."""
JUSTICE, JUSTICE_HANDLER = "H14.03", "nga.tuphap"


@pytest.fixture
def stepped(room: Room) -> Room:
    """Received Monday 8:00 under a process of four steps."""
    load_demo()
    room.receive(procedure=WITH_PROCESS)
    return room


def steps(room: Room) -> list[tuple[str, str, str, bool]]:
    """Step, agency, officer and whether it is open, in the order of their numbers."""
    rows = StepRow.objects.filter(dossier__code=room.code).order_by("key").select_related("agency")
    return [(row.step, row.agency.code, row.officer, row.ended_at is None) for row in rows]


def test_the_whole_way_leaves_a_row_a_step(stepped: Room) -> None:
    stepped.transferred().proposed().finished().returned()
    ward = stepped.state.intake.section
    assert steps(stepped) == [
        ("step_1", ward, "CB0013", False),
        ("step_2", ward, HANDLER_CODE, False),
        ("step_3", ward, "", False),
        ("step_4", ward, "", False),
    ]
    assert stepped.state.status is Status.RETURNED
    row = Dossier.objects.get(code=stepped.code)
    assert row.process
    assert len(row.process_version) == 64
    assert rebuild().ok


def test_the_holder_of_the_law_is_who_has_the_step(stepped: Room) -> None:
    stepped.transferred()
    row = Dossier.objects.get(code=stepped.code)
    step = StepRow.objects.get(dossier=row, ended_at=None)
    assert (row.holder_officer, row.step, row.step_due_at) == (HANDLER_CODE, Step.RESOLVE, step.due_at)


def test_a_step_taken_is_taken_at_that_time(stepped: Room) -> None:
    stepped.do(RECEPTION, "transfer")
    stepped.do(OTHER_HANDLER, "assign_step", step_no="2", claim="1")
    row = StepRow.objects.get(dossier__code=stepped.code, key=2)
    assert (row.officer, row.claimed_at) == (OTHER_HANDLER_CODE, stepped.clock.instant)
    assert rebuild().ok


def test_the_leader_gives_it_to_another_without_asking_for_it_back(stepped: Room) -> None:
    stepped.transferred()
    stepped.do(LEADER, "assign_step", step_no="2", to_officer=OTHER_HANDLER_CODE)
    assert StepRow.objects.get(dossier__code=stepped.code, key=2).officer == OTHER_HANDLER_CODE
    with pytest.raises(DomainError):
        stepped.do(HANDLER, "propose_result")
    stepped.do(OTHER_HANDLER, "propose_result")


def test_it_is_given_only_to_who_could_do_it(stepped: Room) -> None:
    stepped.transferred()
    with pytest.raises(FieldErrors) as refusal:
        stepped.do(LEADER, "assign_step", step_no="2", to_officer=LEADER_CODE)
    assert set(refusal.value.faults) == {"to_officer"}


def test_a_part_is_seen_by_its_agency_alone_and_comes_back(stepped: Room) -> None:
    with pytest.raises(NotFound):
        dossier_page(stepped.person(JUSTICE_HANDLER), stepped.code, clock=stepped.clock)
    stepped.transferred()
    due = local_text(stepped.clock.instant + 24 * 60 * MINUTE)
    stepped.do(
        HANDLER,
        "send_parts",
        part_1_agency=JUSTICE,
        part_1_content="Xác minh tình trạng hôn nhân trước đây",
        part_1_due_at=due,
    )
    part = PartRow.objects.get(dossier__code=stepped.code)
    assert (part.agency.code, part.ended_at, len(part.content)) == (JUSTICE, None, 64)
    justice = stepped.person(JUSTICE_HANDLER)
    assert dossier_page(justice, stepped.code, clock=stepped.clock).actions == (
        "propose_supplement",
        "complete_step",
        "assign_step",
    )
    found = search(justice, stepped.code, clock=stepped.clock)
    assert [row.code for row in found.rows] == [stepped.code]
    with pytest.raises(DomainError) as refusal:
        stepped.do(HANDLER, "propose_result")
    assert refusal.value.id == "parts_out"
    assert rebuild().ok


def test_a_call_of_the_process_sends_the_part(stepped: Room) -> None:
    stepped.receive(procedure=CALLING)
    stepped.transferred()
    stepped.do(HANDLER, "complete_step", step_no="2", outcome="done")
    part = PartRow.objects.get(dossier__code=stepped.code)
    assert (part.agency.code, part.place) == ("H14.10.01", "above")
    inner = StepRow.objects.filter(dossier__code=stepped.code, part=1)
    assert {row.agency.code for row in inner} == {"H14.10.01"}
    assert rebuild().ok


@pytest.mark.django_db(transaction=True)
def test_a_step_completed_twice_at_once_is_completed_once(room: Room) -> None:
    load_demo()
    room.receive(procedure=CALLING)
    room.transferred()
    seq = room.state.seq
    person = room.person(HANDLER)

    def press() -> object:
        data = {"step_no": "2", "outcome": "done"}
        return services.perform(person, room.code, "complete_step", data, clock=room.clock)

    results = together([press, press])
    refused = [each for each in results if isinstance(each, DomainError)]
    assert [each.id for each in refused] == ["step_already_ended"]
    assert len(room.locked.log) == seq + 1


def test_a_step_costs_no_statement_more(stepped: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    stepped.transferred()
    person = stepped.person(LEADER)
    data = {"step_no": "2", "to_officer": OTHER_HANDLER_CODE}
    with counting(monkeypatch) as count:
        services.perform(person, stepped.code, "assign_step", data, clock=stepped.clock)
    assert len(count.inside) == 2, count.inside
    assert len(count.texts) <= 8, count.texts


def test_receiving_under_a_process_asks_nothing_more_inside(
    stepped: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counting(monkeypatch) as count:
        stepped.receive(procedure=WITH_PROCESS)
    assert len(count.inside) == 2, count.inside
    assert len(count.texts) <= 14, count.texts


def test_without_a_process_in_force_there_are_no_steps(room: Room) -> None:
    room.receive(procedure=WITH_PROCESS)
    assert not StepRow.objects.filter(dossier__code=room.code).exists()
