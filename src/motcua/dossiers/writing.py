"""Events of one command to the tables: log lines, private records and projections in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from motcua.dossiers import store
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import GENESIS, lines_of
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import Tracked, dossier_row, owner_row, project
from motcua.dossiers.sealing import Seals


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
    store.write(
        row_id,
        new=locked is None,
        row=row,
        lines=lines,
        sealed=seals.records,
        changes=changes,
        agencies=agency_key,
    )
    return tracked
