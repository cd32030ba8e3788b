"""T5 and contracts section 4: when the clock starts, and which dates of reception are accepted."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import RECEIVER, SECTION, Dossier, at, intake, rules, secret

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused
from motcua.dossiers.lifecycle.types import ClockState, Status, Step
from motcua.foundation.errors import DomainError

PAST = secret("mất điện, ghi sổ giấy")


@pytest.mark.parametrize(
    ("count", "due"), [("hours", "2022-05-05T14:00"), ("whole_days", "2022-05-05T17:00")]
)
def test_vector_1(count: str, due: str) -> None:
    """3 working days from Thursday 28/4/2022 14:00, over 30/4 to 3/5."""
    dossier = Dossier(rules(count=count), quantity="3").received("2022-04-28T14:00")
    assert (dossier.due, dossier.original_due) == (due, due)


@pytest.mark.parametrize(
    ("received", "starts"),
    [("2022-08-05T17:20", "2022-08-08T07:00"), ("2022-08-05T12:10", "2022-08-05T13:30")],
)
def test_vector_2_outside_hours_is_accepted_with_a_notice(received: str, starts: str) -> None:
    dossier = Dossier().received(received)
    assert dossier.state.clock_start == at(starts)
    assert dossier.last.notices == ("outside_hours",)


def test_vector_5_calendar_days_roll_off_holidays() -> None:
    dossier = Dossier(quantity="20", unit="calendar_day").received("2022-08-12T09:00")
    assert dossier.due == "2022-09-05T17:00"


def test_reception_starts_the_clock_and_the_section_holds_it() -> None:
    state = Dossier().received("2022-08-01T08:00").state
    assert (state.status, state.clock, state.seq) == (Status.RECEIVED, ClockState.RUNNING, 1)
    assert state.holder is not None
    assert (state.holder.agency, state.holder.step, state.holder.officer) == (SECTION, Step.RECEIVE, "tn01")


def test_the_future_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().received("2022-08-01T08:00", received_at=at("2022-08-01T08:01"))
    assert refusal.value.id == "future"


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_the_past_needs_a_reason(reason: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().received("2022-08-01T15:00", received_at=at("2022-08-01T08:00"), past_reason=reason)
    assert refusal.value.id == "past_without_reason"


def test_the_past_with_a_reason_counts_from_then() -> None:
    dossier = Dossier().received("2022-08-01T15:00", received_at=at("2022-08-01T08:00"), past_reason=PAST)
    assert dossier.due == "2022-08-08T08:00"
    assert dossier.last.notices == ("past_date",)
    assert dossier.events[0].occurred_at == at("2022-08-01T08:00")
    assert dossier.events[0].recorded_at == at("2022-08-01T15:00")


def test_the_minute_shown_on_the_screen_is_not_the_past() -> None:
    now = at("2022-08-01T08:00") + 59_000_000
    dossier = Dossier()
    dossier.do(now, c.Receive(by=RECEIVER, code="C", intake=intake(), received_at=at("2022-08-01T08:00")))
    assert dossier.last.notices == ()


def test_an_import_need_not_explain_the_past() -> None:
    dossier = Dossier(rules(origin="import")).received("2023-01-05T08:00", received_at=at("2022-08-01T08:00"))
    assert dossier.events[0].origin == "import"


def test_the_regime_follows_the_date_of_reception() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier(rules("R2025")).received("2022-08-01T08:00")
    assert refusal.value.id == "other_regime"


def test_another_regime_never_decides_a_received_dossier() -> None:
    dossier = Dossier().received()
    dossier.rules = rules("R2025")
    with pytest.raises(ValueError, match="R2021"):
        dossier.in_process()


def test_no_limit_no_due_date() -> None:
    dossier = Dossier(quantity=None, unit="other").received()
    assert (dossier.state.due_at, dossier.state.clock) == (None, ClockState.RUNNING)


def test_a_limit_that_is_no_limit_is_refused() -> None:
    with pytest.raises(DomainError):
        Dossier(quantity="-1").received()


def test_it_is_received_once() -> None:
    with pytest.raises(Refused) as refusal:
        Dossier().received().received()
    assert refusal.value.id == "already_received"


def test_no_event_before_the_last_one() -> None:
    dossier = Dossier().received("2022-08-01T08:00")
    with pytest.raises(Refused) as refusal:
        dossier.do(
            "2022-08-01T09:00",
            c.Transfer(by=RECEIVER, to=dossier.state.holder, at=at("2022-08-01T07:59")),  # type: ignore[arg-type]
        )
    assert refusal.value.id == "before_last"


def test_a_late_record_keeps_both_times() -> None:
    dossier = Dossier().received("2022-08-01T08:00")
    assert dossier.state.holder is not None
    dossier.do(
        "2022-08-01T16:00", c.Transfer(by=RECEIVER, to=dossier.state.holder, at=at("2022-08-01T08:30"))
    )
    event = dossier.events[-1]
    assert (event.occurred_at, event.recorded_at) == (at("2022-08-01T08:30"), at("2022-08-01T16:00"))
