"""Whatever is changed in log, seals or private records, `log verify` names where (contracts, section 2)."""

from __future__ import annotations

import pytest
from tests.dossiers.room import RECEPTION, Room
from tests.dossiers.tampering import Link, harm

from motcua.dossiers.seal import seal_days
from motcua.dossiers.verify import verify
from motcua.foundation.clock import DAY


def two_finished(room: Room) -> tuple[str, str]:
    """Two dossiers with four events each; the second is the room's."""
    room.receive()
    room.transferred().proposed().finished()
    first = room.code
    room.receive()
    room.transferred().proposed().finished()
    return first, room.code


OF = "dossier_id = (SELECT id FROM dossiers_dossier WHERE code = %(code)s)"
pytestmark = pytest.mark.django_db(transaction=True)


def found(code: str, seq: int) -> str:
    """The reason of the first fault, which must lie there."""
    fault = verify().first_broken
    assert fault is not None
    assert (fault.dossier, fault.seq) == (code, seq)
    return fault.reason


def test_a_changed_body(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    assert verify().ok
    harm(owner, f"UPDATE dossiers_event SET body = replace(body, 'CB0015', 'CB0016') WHERE {OF}", code=first)
    assert "hash" in found(first, 2)


def test_a_deleted_event(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    harm(owner, f"DELETE FROM dossiers_event WHERE {OF} AND seq = 3", code=first)
    assert found(first, 3) == "event 3 is missing"


def test_a_cut_tail(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    harm(owner, f"DELETE FROM dossiers_event WHERE {OF} AND seq = 4", code=first)
    assert "head" in found(first, 3)


def test_a_deleted_log(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    harm(owner, f"DELETE FROM dossiers_event WHERE {OF}", code=first)
    assert found(first, 1) == "the dossier has no events"


def test_swapped_bodies(room: Room, owner: Link) -> None:
    _, second = two_finished(room)
    swap = f"""UPDATE dossiers_event e SET body = o.body, hash = o.hash FROM dossiers_event o
        WHERE e.{OF} AND o.dossier_id = e.dossier_id AND e.seq + o.seq = 5 AND e.seq IN (2, 3)"""
    harm(owner, swap, code=second)
    assert "hash" in found(second, 2)


def test_two_dossiers_exchanged_whole(room: Room, owner: Link) -> None:
    """Chain, head and row fit; only the name in the bodies tells."""
    first, second = two_finished(room)
    harm(
        owner,
        "UPDATE dossiers_dossier SET code = 'X' WHERE code = %(first)s",
        "UPDATE dossiers_dossier SET code = %(first)s WHERE code = %(second)s",
        "UPDATE dossiers_dossier SET code = %(second)s WHERE code = 'X'",
        first=first,
        second=second,
    )
    assert found(second, 1) == "the event belongs to another dossier"


def test_a_private_record_put_in_the_place_of_another(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    forged = """UPDATE dossiers_privaterecord SET body = '{"name":"Người Khác"}' WHERE kind = 'owner' AND """
    harm(owner, forged + OF, code=first)
    assert found(first, 1) == "a private record does not fit its commitment"


def test_a_private_record_taken_away(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    harm(owner, f"DELETE FROM dossiers_privaterecord WHERE kind = 'owner' AND {OF}", code=first)
    assert found(first, 1) == "a private record is gone without having been erased"


def test_a_log_forged_anew_shows_in_the_seal(room: Room, owner: Link) -> None:
    """Who owns the tables may compute every hash again; what was published he cannot."""
    first, _ = two_finished(room)
    room.clock.instant += DAY
    seal_days(room.clock)
    assert verify().ok
    harm(
        owner,
        f"DELETE FROM dossiers_event WHERE {OF} AND seq = 4",
        f"""UPDATE dossiers_dossier d SET seq = 3, head = e.hash FROM dossiers_event e
            WHERE e.{OF} AND e.seq = 3 AND d.id = e.dossier_id""",
        code=first,
    )
    assert found("", 0) == "seal of 2026-03-02: the heads of that day were changed"


def test_a_removed_dossier_shows_in_the_seal(room: Room, owner: Link) -> None:
    first, _ = two_finished(room)
    room.clock.instant += DAY
    seal_days(room.clock)
    rows = "dossiers_event", "dossiers_privaterecord", "dossiers_statusspan", "dossiers_workitem"
    more = "dossiers_duedate", "dossiers_componentrow", "dossiers_result", "dossiers_unheardevent"
    harm(
        owner,
        *(f"DELETE FROM {table} WHERE {OF}" for table in (*rows, *more, "dossiers_spell")),
        "DELETE FROM dossiers_dossier WHERE code = %(code)s",
        code=first,
    )
    assert found("", 0) == "seal of 2026-03-02: sealed over 2 dossiers, the log has 1"


@pytest.mark.parametrize(
    ("statement", "day", "reason"),
    [
        (
            "UPDATE dossiers_dailyseal SET root = sha256('x') WHERE day = '2026-03-02'",
            "2026-03-02",
            "changed",
        ),
        ("DELETE FROM dossiers_dailyseal WHERE day = '2026-03-02'", "2026-03-03", "follow"),
    ],
)
def test_a_touched_seal(room: Room, owner: Link, statement: str, day: str, reason: str) -> None:
    room.receive()
    room.do(RECEPTION, "transfer", room.on(1, "08:00"))
    room.clock.instant += DAY
    assert len(seal_days(room.clock)) == 2
    harm(owner, statement)
    told = found("", 0)
    assert told.startswith(f"seal of {day}")
    assert reason in told


def test_one_dossier_is_verified_by_its_code(room: Room, owner: Link) -> None:
    first, second = two_finished(room)
    harm(owner, f"DELETE FROM dossiers_event WHERE {OF} AND seq = 3", code=first)
    assert not verify(first).ok
    assert verify(second).ok
    assert (verify(second).dossiers, verify(second).events) == (1, 4)
