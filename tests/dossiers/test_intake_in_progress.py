"""What is typed at the counter is kept per officer and tab until received, given up or seven days old."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dossiers.room import HANDLER, HEAD, OWNER, RECEPTION, Room, form

from motcua.dossiers.at_counter import receive_at_counter, slip_at_counter
from motcua.dossiers.counter_tables import IntakeDraft
from motcua.dossiers.drafts import (
    discard_draft,
    open_draft,
    open_drafts,
    remove_old_intakes,
    save_draft,
)
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.models import Dossier
from motcua.dossiers.services import receiving_post
from motcua.foundation.clock import DAY, MINUTE, Instant
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound


def saved(room: Room, *, tab: str = "t1", known: Instant | None = None, **changes: Any) -> Instant | None:
    room.clock.instant += MINUTE
    data = form(draft_key="d1", **changes)
    return save_draft(room.person(RECEPTION), data, draft_key="d1", tab=tab, known=known, clock=room.clock)


def test_what_was_typed_comes_back(room: Room) -> None:
    first = saved(room, step="look", csrfmiddlewaretoken="x")
    again = saved(room, known=first, content="Xin cấp lại 🙂\nhai bản")
    draft = open_draft(room.person(RECEPTION), "d1")
    assert draft.saved_at == again
    assert draft.begun_at == first
    assert draft.data["content"] == "Xin cấp lại 🙂\nhai bản"
    assert draft.data["owner_name"] == OWNER["owner_name"]
    assert not {"step", "csrfmiddlewaretoken", "draft_key"} & set(draft.data)


def test_an_empty_form_is_not_kept(room: Room) -> None:
    officer = room.person(RECEPTION)
    assert save_draft(officer, {"key": "k", "channel": "direct"}, draft_key="d1", tab="t1") is None
    assert save_draft(officer, form(), draft_key="", tab="t1") is None
    assert not IntakeDraft.objects.exists()


def test_a_lost_answer_is_no_quarrel(room: Room) -> None:
    """The server saved and died before it could say so: the same tab saves on."""
    saved(room)
    assert saved(room, content="thêm") is not None


def test_two_tabs_with_the_same_draft(room: Room) -> None:
    first = saved(room)
    second = saved(room, tab="t2", known=first, content="ở thẻ hai")
    assert second is not None
    with pytest.raises(Conflict, match="đang được nhập ở thẻ khác") as told:
        saved(room, tab="t1", known=first, content="ở thẻ một")
    assert told.value.next_step
    assert open_draft(room.person(RECEPTION), "d1").data["content"] == "ở thẻ hai"


def test_a_tab_left_open_after_reception(room: Room) -> None:
    first = saved(room)
    officer = room.person(RECEPTION)
    code = receive_at_counter(officer, form(draft_key="d1"), idempotency_key="k", clock=room.clock).code
    assert open_drafts(officer) == ()
    with pytest.raises(Conflict, match="đã được tiếp nhận hoặc bỏ"):
        saved(room, known=first)
    again = receive_at_counter(officer, form(draft_key="d1"), idempotency_key="k", clock=room.clock)
    assert (again.code, again.repeated) == (code, True)
    assert Dossier.objects.count() == 1


def test_a_slip_puts_the_draft_away_too(room: Room) -> None:
    saved(room)
    officer = room.person(RECEPTION)
    data = form(draft_key="d1", reason="Thiếu", items="Tờ khai")
    slip_at_counter(
        officer, receiving_post(officer), "supplement", data, idempotency_key="k", clock=room.clock
    )
    assert open_drafts(officer) == ()


def test_a_refused_reception_keeps_it(room: Room) -> None:
    saved(room)
    with pytest.raises(FieldErrors):
        receive_at_counter(
            room.person(RECEPTION), form(draft_key="d1", owner_name=""), idempotency_key="k", clock=room.clock
        )
    assert len(open_drafts(room.person(RECEPTION))) == 1


def test_another_s_draft_is_not_there(room: Room) -> None:
    saved(room)
    head = room.person(HEAD)
    assert open_drafts(head) == ()
    assert not discard_draft(head, "d1")
    with pytest.raises(NotFound) as theirs:
        open_draft(head, "d1")
    with pytest.raises(NotFound) as nobodys:
        open_draft(head, "d2")
    assert str(theirs.value) == str(nobodys.value)
    assert len(open_drafts(room.person(RECEPTION))) == 1


def test_who_does_not_receive_keeps_nothing(room: Room) -> None:
    with pytest.raises(Forbidden):
        save_draft(room.person(HANDLER), form(), draft_key="d1", tab="t1")


@pytest.mark.parametrize(
    "changes", [{"content": "x" * 100_001}, {f"paper_{number}": "on" for number in range(700)}]
)
def test_too_much_is_refused_and_the_last_save_stays(room: Room, changes: dict[str, str]) -> None:
    known = saved(room, content="ngắn")
    with pytest.raises(DomainError, match="dài quá mức"):
        saved(room, known=known, **changes)
    assert open_draft(room.person(RECEPTION), "d1").data["content"] == "ngắn"


@pytest.mark.parametrize("words", ["a\0b", "\ud800", "😀" * 200, "a\r\nb"])
def test_odd_text_is_kept_as_far_as_it_can_be(room: Room, words: str) -> None:
    assert saved(room, content=words, **{words: "1"}) is not None


def test_seven_days_after_the_last_save_it_goes(room: Room) -> None:
    saved(room)
    room.clock.instant += 7 * DAY - MINUTE
    assert remove_old_intakes(clock=room.clock) == 0
    room.clock.instant += 2 * MINUTE
    assert remove_old_intakes(clock=room.clock) == 1
    assert not IntakeDraft.objects.exists()
