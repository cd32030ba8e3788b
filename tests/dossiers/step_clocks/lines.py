"""Short ways to write the rows of one dossier; times are local moments of one week, in working hours 7-11:30
and 13:30-17 as the shipped calendar has them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.dossiers.step_clocks import Life, PartSpan, Pause, StepSpan
from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.worktime import WorkCalendar
from motcua.law.calendar import shipped_calendar

WARD, LAND, POLICE = "H14.40", "H14.10", "H14.20"
MONDAY = 2


def at(text: str) -> Instant:
    """`2 09:00`: the second of March 2026, a Monday, at nine."""
    day, _, time = text.partition(" ")
    return instant_of(datetime.fromisoformat(f"2026-03-{int(day):02d}T{time}"))


def hours(_agency: str) -> WorkCalendar:
    return shipped_calendar()


def step(no: int, agency: str, opened: str, ended: str = "", due: str = "", **more: Any) -> StepSpan:
    claimed = more.pop("claimed", opened)
    return StepSpan(
        no=no,
        step=more.pop("step", f"s{no}"),
        agency=agency,
        post=more.pop("post", "officer"),
        opened_at=at(opened),
        claimed_at=at(claimed) if claimed else None,
        due_at=at(due) if due else None,
        ended_at=at(ended) if ended else None,
        **more,
    )


def part(no: int, agency: str, sent: str, ended: str = "", due: str = "", parent: int = 0) -> PartSpan:
    return PartSpan(
        no=no,
        agency=agency,
        parent=parent,
        sent_at=at(sent),
        due_at=at(due) if due else None,
        ended_at=at(ended) if ended else None,
    )


def pause(since: str, until: str = "") -> Pause:
    return Pause(since=at(since), until=at(until) if until else None)


def life(received: str, *steps: StepSpan, **more: Any) -> Life:
    moments = {name: at(more.pop(name)) for name in ("due_at", "ended_at", "returned_at") if name in more}
    return Life(section=WARD, received_at=at(received), steps=steps, **moments, **more)
