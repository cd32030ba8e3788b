"""What an officer may take away to check by hand: the day-by-day count of a promise, the chain as lines."""

from __future__ import annotations

import orjson

from motcua.dossiers import store
from motcua.dossiers.log import GENESIS
from motcua.dossiers.queries.clocks import explanation
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.regime_of import regime_of
from motcua.foundation.worktime import Promise
from motcua.organisation.in_force import laws
from motcua.organisation.rights import Person, may_read


def explained(person: Person, code: str) -> Promise | None:
    """The present count told day by day; none without a limit. Raises: `NotFound` out of sight."""
    locked = _read(person, code)
    state = locked.tracked.state
    return explanation(state, locked.place.section_id, regime_of(laws(), state))


def log_lines(person: Person, code: str) -> bytes:
    """The chain as JSON lines `{"prev_hash","body","hash"}` (contracts, section 2). Raises: `NotFound`."""
    previous, lines = GENESIS, []
    for body, digest in _read(person, code).log:
        lines.append(orjson.dumps({"prev_hash": previous.hex(), "body": body, "hash": digest.hex()}))
        previous = digest
    return b"\n".join(lines) + b"\n"


def _read(person: Person, code: str) -> store.Locked:
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    return locked
