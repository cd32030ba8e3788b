"""Events of one command to the tables: log lines, private records and projections in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import psycopg

from motcua.dossiers import store
from motcua.dossiers.following import unheard_by
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import GENESIS, lines_of
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import Tracked, dossier_row, owner_row, project
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import local_of
from motcua.foundation.errors import DomainError, gettext_noop

SEALED_DAY: Final = "MC001"
"""What the database answers where an event would go into a sealed day (migration 0004)."""


def append(
    row_id: int,
    locked: store.Locked | None,
    events: Iterable[Event],
    seals: Seals,
    extra: Mapping[str, Any] | None = None,
) -> Tracked:
    """Write the events of one command upon `locked` (none for a new dossier); the state after.

    `extra` are columns of the dossier that the log does not tell. One statement, inside the caller's
    transaction.
    Raises: DomainError `day_sealed` where the clock stands in a day whose seal is published.
    """
    events = tuple(events)
    lines = lines_of(events, locked.head if locked else GENESIS)
    tracked, changes = project(locked.tracked if locked else None, events)
    row = {**dossier_row(tracked), "head": lines[-1].hash, **(extra or {})}
    opened = seals.opened()
    if tracked.state.intake.owner in opened:
        row |= owner_row(tracked.state, opened)
    if locked is None:
        row.setdefault("secret_version", 1)
        row.setdefault("origin", "")
    try:
        store.write(
            row_id,
            new=locked is None,
            row=row,
            lines=lines,
            sealed=seals.records,
            changes=changes,
            agencies=agency_key,
            unheard=unheard_by(events),
        )
    except psycopg.DatabaseError as error:
        if error.sqlstate != SEALED_DAY:
            raise
        raise _day_is_sealed(events[0]) from error
    return tracked


def _day_is_sealed(event: Event) -> DomainError:
    return DomainError(
        gettext_noop(
            "Nhật ký của ngày %(day)s đã niêm và công bố, nên không ghi thêm vào ngày đó được; "
            "có thể đồng hồ máy chủ bị vặn lùi. Chưa ghi gì."
        ),
        gettext_noop("Báo quản trị hệ thống chỉnh lại đồng hồ máy chủ, rồi làm lại."),
        id="day_sealed",
        day=f"{local_of(event.recorded_at):%d/%m/%Y}",
    )
