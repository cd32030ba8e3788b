"""One dossier among the fixed people of the demonstration, with a clock that stands until it is moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from motcua.dossiers import services, store
from motcua.dossiers.intake import read_intake
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import type_of
from motcua.dossiers.services import Outcome, Reception
from motcua.foundation.clock import MINUTE, FixedClock, Instant, instant_of, local_text
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import Person

RECEPTION = "hanh.thucphan"
HEAD = "bac.thucphan"
HANDLER, HANDLER_CODE = "son.thucphan", "CB0015"
OTHER_HANDLER, OTHER_HANDLER_CODE = "yen.thucphan", "CB0016"
LEADER, LEADER_CODE = "cuong.thucphan", "CB0017"
STRANGER = "tham.tangiang"
STRANGE_LEADER = "quyet.tangiang"
INSPECTOR = "bach.thanhtra"
CONTROLLER = "mai.vanphong"
ADMINISTRATOR = "anh.quantri"

WARD = "H14.40.03"
"""Phường Thục Phán since July 2025; the code that phường Hợp Giang carried before."""

FIVE_DAYS = "1.004884"
"""Đăng ký lại khai sinh: five working days, no cases, resolved by the commune."""
INSTANT = "2.000884"
"""Chứng thực chữ ký: one working day, resolved at the counter, 10.000 đồng."""

WITH_PROCESS = "1.004873"
"""Giấy xác nhận tình trạng hôn nhân: three working days; the demonstration has an internal process of it:
reception, officer, leader, reception."""

OWNER = {
    "owner_name": "Hoàng Thị Bích Ngọc",
    "owner_identifier": "004188004217",
    "owner_phone": "0912345678",
    "owner_address": "Tổ 5, phường Thục Phán",
    "owner_email": "ngoc@vidu.vn",
}
PRIVATE = tuple(OWNER.values())


def at(text: str) -> Instant:
    """A local moment such as `2026-03-02T09:00`."""
    return instant_of(datetime.fromisoformat(text))


def person(login: str, now: Instant) -> Person:
    return person_by_login(login, now)


def form(**changes: Any) -> dict[str, Any]:
    """A complete counter form; changes replace or add fields."""
    filled = {"procedure": FIVE_DAYS, "paper_1": "on", "paper_2": "on", "paper_2_kind": "copy"}
    return {**filled, **OWNER, **changes}


class Room:
    """A ward's office. `do` moves the clock to a moment, or half an hour on."""

    def __init__(self, start: str) -> None:
        self.first = datetime.fromisoformat(start)
        self.clock = FixedClock(at(start))
        self.code = ""

    def on(self, days: int, time: str) -> str:
        """A time of day so many days after the first one."""
        return f"{self.first + timedelta(days=days):%Y-%m-%d}T{time}"

    def person(self, login: str) -> Person:
        return person(login, self.clock.now())

    def receive(self, who: str = RECEPTION, *, key: str = "", **changes: Any) -> Reception:
        """Receive a dossier; it becomes the room's own."""
        got = services.receive(
            self.person(who),
            read_intake(form(**changes)),
            idempotency_key=key or uuid4().hex,
            clock=self.clock,
        )
        self.code = got.code
        return got

    def do(self, who: str, action: str, when: str = "", *, seq: int | None = None, **data: Any) -> Outcome:
        """An action on the room's dossier."""
        self.clock.instant = at(when) if when else self.clock.instant + 30 * MINUTE
        return services.perform(self.person(who), self.code, action, data, expected_seq=seq, clock=self.clock)

    def transferred(self, when: str = "") -> Room:
        """Handed over to the handling officer by name."""
        self.do(RECEPTION, "transfer", when, to_officer=HANDLER_CODE)
        return self

    def proposed(self, when: str = "", *, granted: bool = True) -> Room:
        """With the leader for a signature."""
        reason = "" if granted else "Không đủ điều kiện."
        self.do(HANDLER, "propose_result", when, granted=str(int(granted)), reason=reason)
        return self

    def finished(self, when: str = "") -> Room:
        """Signed, waiting for the applicant."""
        self.do(LEADER, "approve", when)
        return self

    def returned(self, when: str = "") -> Room:
        """In the applicant's hands."""
        self.do(RECEPTION, "return_result", when, receiver=OWNER["owner_name"])
        return self

    @property
    def locked(self) -> store.Locked:
        found = store.read(self.code)
        assert found is not None
        return found

    @property
    def state(self) -> State:
        return self.locked.tracked.state

    @property
    def due(self) -> str:
        """The present promise as local text."""
        return local_text(self.state.due_at) if self.state.due_at is not None else ""

    @property
    def types(self) -> list[str]:
        """The types of the events so far."""
        return [type_of(event.payload) for event in self.locked.events]


def bodies(rooms: Iterable[Room]) -> list[str]:
    """The bodies of the rooms' logs."""
    return [body for room in rooms for body, _ in room.locked.log]
