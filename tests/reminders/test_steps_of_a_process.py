"""Reminders along a real internal process: each open step in turn, and a part sent to another agency."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    LEADER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    WITH_PROCESS,
    Room,
)
from tests.dossiers.test_steps_in_the_tables import JUSTICE
from tests.reminders.test_what_is_owed import told

from motcua.dossiers.models import Dossier
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.clock import HOUR, MINUTE, local_text
from motcua.organisation.queries import officer_names
from motcua.outbox.models import Message
from motcua.outbox.queries import told as in_words
from motcua.procedures.process_services import load_demo
from motcua.reminders.services import remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def stepped(room: Room) -> Room:
    load_demo()
    room.receive(procedure=WITH_PROCESS)
    return room


def at_the_end_of_the_step(room: Room) -> StepRow:
    """The clock a minute before the open step is due, and the job run."""
    step = StepRow.objects.get(dossier__code=room.code, ended_at=None, kind="task", part=0)
    assert step.due_at is not None
    room.clock.instant = step.due_at - MINUTE
    remind(clock=room.clock)
    return step


def shown() -> list[tuple[str, str]]:
    """Who is told of which step by the desk."""
    rows = Message.objects.filter(channel="desk", state="sent", kind__startswith="task_")
    return [(row.officer.code, str(row.params["step"])) for row in rows.select_related("officer")]


def test_each_step_in_turn_is_told_to_who_has_it(stepped: Room) -> None:
    step = at_the_end_of_the_step(stepped)
    (reception,) = shown()
    assert reception == ("CB0013", step.name)
    assert told(stepped, RECEPTION) == ["task_near"]
    stepped.transferred(local_text(stepped.clock.instant))
    assert told(stepped) == [], "the step is done"
    step = at_the_end_of_the_step(stepped)
    assert (HANDLER_CODE, step.name) in shown()
    assert "task_near" in told(stepped, HANDLER)
    stepped.do(
        LEADER, "assign_step", local_text(stepped.clock.instant), step_no="2", to_officer=OTHER_HANDLER_CODE
    )
    remind(clock=stepped.clock)
    assert shown() == [(OTHER_HANDLER_CODE, step.name)]
    assert all(officer_names([code]) for code, _ in shown())


def test_a_part_sent_is_owed_by_its_agency(stepped: Room) -> None:
    stepped.transferred()
    due = stepped.clock.instant + 26 * HOUR
    stepped.do(
        HANDLER,
        "send_parts",
        part_1_agency=JUSTICE,
        part_1_content="Xác minh tình trạng hôn nhân trước đây",
        part_1_due_at=local_text(due),
    )
    part = PartRow.objects.get(dossier=Dossier.objects.get(code=stepped.code))
    assert part.due_at is not None
    stepped.clock.instant = part.due_at - 30 * MINUTE
    remind(clock=stepped.clock)
    rows = Message.objects.filter(channel="desk", state="sent", kind="part_near")
    assert rows
    for row in rows:
        assert row.officer.assignments.filter(post__agency__code=JUSTICE, post__role="leader").exists()
        said = str(in_words(row).what)
        assert "“”" not in said, said
        assert "Xác minh" not in said, "the task may name people; it is a private record"
