"""One act on many dossiers: a result for each, by everybody's own right, each once although the work dies."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSPECTOR,
    LEADER,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    STRANGE_LEADER,
    WITH_PROCESS,
    Room,
)

from motcua.dossiers import batching
from motcua.dossiers.batch_tables import BatchLine, BatchRun
from motcua.dossiers.batching import MOST, run_batch, start_batch
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries.batches import Batch, batch_of
from motcua.dossiers.step_tables import StepRow
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.procedures import process_services


def work(room: Room, count: int, *, officer: str = HANDLER_CODE) -> list[tuple[str, int]]:
    """Dossiers of a process that an officer has; their open steps."""
    process_services.load_demo()
    found = []
    for _ in range(count):
        room.receive(procedure=WITH_PROCESS)
        room.do(RECEPTION, "transfer", to_officer=officer)
        found.append((room.code, open_step(room.code)))
    return found


def open_step(code: str) -> int:
    return StepRow.objects.get(dossier__code=code, ended_at=None, kind="task").key


def ask(room: Room, who: str, action: str, picked: list[tuple[str, int]], officer: str = "") -> Batch:
    run = start_batch(room.person(who), action, picked, officer=officer, clock=room.clock)
    run_batch(run.pk, clock=room.clock)
    return batch_of(room.person(who), run.pk)


def holders(picked: list[tuple[str, int]]) -> list[str]:
    rows = dict(Dossier.objects.values_list("code", "holder_officer"))
    return [rows[code] for code, _ in picked]


def test_given_anew_without_asking_the_first_holder(room: Room) -> None:
    picked = work(room, 3)
    done = ask(room, LEADER, "assign", picked, OTHER_HANDLER_CODE)
    assert (done.done, done.refused, done.ended_at is not None) == (3, 0, True)
    assert holders(picked) == [OTHER_HANDLER_CODE] * 3


def test_taken_back_then_claimed(room: Room) -> None:
    picked = work(room, 2)
    assert ask(room, LEADER, "take_back", picked).done == 2
    assert holders(picked) == ["", ""]
    assert ask(room, OTHER_HANDLER, "claim", picked).done == 2
    assert holders(picked) == [OTHER_HANDLER_CODE] * 2
    again = ask(room, HANDLER, "claim", picked)
    assert (again.done, again.refused) == (0, 2)


def test_dossiers_without_a_process_too(room: Room) -> None:
    room.receive()
    room.transferred()
    assert ask(room, LEADER, "assign", [(room.code, 0)], OTHER_HANDLER_CODE).done == 1
    assert holders([(room.code, 0)]) == [OTHER_HANDLER_CODE]
    assert ask(room, LEADER, "take_back", [(room.code, 0)]).done == 1
    assert ask(room, HANDLER, "claim", [(room.code, 0)]).done == 1
    assert holders([(room.code, 0)]) == [HANDLER_CODE]
    none = ask(room, LEADER, "complete", [(room.code, 0)])
    assert none.refused == 1


def test_a_step_that_offers_one_way_is_completed_for_many(room: Room) -> None:
    process_services.load_demo()
    picked = []
    for _ in range(2):
        room.receive(procedure=WITH_PROCESS)
        picked.append((room.code, open_step(room.code)))
    done = ask(room, RECEPTION, "complete", picked)
    assert done.done == 2, [line.told for line in done.lines]
    assert set(Dossier.objects.values_list("status", flat=True)) == {4}


def test_a_refusal_stands_at_its_line_and_the_others_are_done(room: Room) -> None:
    picked = work(room, 3)
    room.code = picked[1][0]
    room.do(HANDLER, "propose_result", granted="1")
    done = ask(room, LEADER, "assign", picked, OTHER_HANDLER_CODE)
    assert (done.done, done.refused) == (2, 1)
    refused = done.lines[0]
    assert (refused.code, refused.state) == (picked[1][0], "refused")
    assert str(refused.told) == "Bước này đã hoàn thành hoặc không còn mở."
    assert refused.then is not None


def test_an_officer_of_another_house_is_refused_in_words(room: Room) -> None:
    picked = work(room, 1)
    done = ask(room, LEADER, "assign", picked, "CB0001")
    assert done.refused == 1
    assert "CB0001" in str(done.lines[0].told)
    assert holders(picked) == [HANDLER_CODE]


@pytest.mark.parametrize("who", [RECEPTION, HEAD, OTHER_HANDLER])
def test_who_does_not_direct_gives_nobody_else_s_work(room: Room, who: str) -> None:
    picked = work(room, 1)
    done = ask(room, who, "assign", picked, OTHER_HANDLER_CODE)
    assert (done.done, done.refused) == (0, 1)
    assert holders(picked) == [HANDLER_CODE]


def test_what_is_out_of_sight_is_left_out(room: Room) -> None:
    picked = work(room, 1)
    with pytest.raises(DomainError) as none:
        start_batch(room.person(STRANGE_LEADER), "assign", picked, officer="CB0001", clock=room.clock)
    assert none.value.id == "batch_none"
    assert not BatchRun.objects.exists()


@pytest.mark.parametrize("who", [INSPECTOR, CONTROLLER, ADMINISTRATOR])
def test_who_only_watches_asks_for_none(room: Room, who: str) -> None:
    with pytest.raises(Forbidden):
        start_batch(room.person(who), "claim", [("x", 1)], clock=room.clock)


@pytest.mark.parametrize(
    ("action", "officer", "count", "refusal"),
    [
        ("fly", "", 1, "batch_action"),
        ("assign", "", 1, "batch_officer"),
        ("claim", "", 0, "batch_none"),
        ("claim", "", MOST + 1, "batch_too_many"),
    ],
)
def test_bad_input_changes_nothing(room: Room, action: str, officer: str, count: int, refusal: str) -> None:
    room.receive()
    picked = [(room.code, number) for number in range(count)]
    with pytest.raises(DomainError) as refused:
        start_batch(room.person(LEADER), action, picked, officer=officer, clock=room.clock)
    assert refused.value.id == refusal
    assert not BatchRun.objects.exists()


def test_a_batch_is_seen_by_who_asked_for_it_alone(room: Room) -> None:
    picked = work(room, 1)
    run = start_batch(room.person(LEADER), "take_back", picked, clock=room.clock)
    with pytest.raises(NotFound):
        batch_of(room.person(HANDLER), run.pk)


def test_each_line_once_although_the_work_dies(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    picked = work(room, 4)
    run = start_batch(room.person(LEADER), "assign", picked, officer=OTHER_HANDLER_CODE, clock=room.clock)
    true, done = batching.perform, []

    def dies(*args: object, **more: object) -> object:
        answer = true(*args, **more)  # type: ignore[arg-type] # what it was given
        done.append(args[1])
        if len(done) == 3:
            raise RuntimeError("killed after the write, before the result")
        return answer

    monkeypatch.setattr(batching, "perform", dies)
    with pytest.raises(RuntimeError):
        run_batch(run.pk, clock=room.clock)
    assert BatchLine.objects.filter(state="done").count() == 2
    monkeypatch.setattr(batching, "perform", true)
    for _ in range(2):
        run_batch(run.pk, clock=room.clock)
    found = batch_of(room.person(LEADER), run.pk)
    assert (found.done, found.refused, found.ended_at is not None) == (4, 0, True)
    for code, _ in picked:
        assert Event.objects.filter(dossier__code=code, type="assigned").count() == 1


def test_a_right_lost_meanwhile_is_not_used(room: Room) -> None:
    picked = work(room, 1)
    run = start_batch(room.person(LEADER), "assign", picked, officer=OTHER_HANDLER_CODE, clock=room.clock)
    BatchRun.objects.filter(pk=run.pk).update(asked_by="officer:CB0000")
    run_batch(run.pk, clock=room.clock)
    assert holders(picked) == [HANDLER_CODE]
    assert BatchLine.objects.get().state == "refused"
