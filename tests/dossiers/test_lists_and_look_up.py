"""What waits for whom, found by any fragment; what the citizen sees of it."""

from __future__ import annotations

import pytest
from tests.dossiers.lives import long_life
from tests.dossiers.room import (
    ADMINISTRATOR,
    HANDLER,
    INSPECTOR,
    LEADER,
    OTHER_HANDLER,
    OWNER,
    RECEPTION,
    Room,
)

from motcua.dossiers.openings import record_opening
from motcua.dossiers.queries import find_code, public_status, public_timeline, search, worklist
from motcua.dossiers.queries.public import _INNER
from motcua.dossiers.secret import lookup_secret


def waiting(room: Room, who: str) -> list[str]:
    return [row.code for row in worklist(room.person(who), clock=room.clock).rows]


def test_it_waits_for_one_after_the_other(room: Room) -> None:
    room.receive()
    assert waiting(room, RECEPTION) == [room.code]
    room.transferred()
    assert (waiting(room, RECEPTION), waiting(room, HANDLER)) == ([], [room.code])
    assert waiting(room, OTHER_HANDLER) == []
    room.proposed()
    assert (waiting(room, HANDLER), waiting(room, LEADER)) == ([], [room.code])
    room.finished()
    assert (waiting(room, LEADER), waiting(room, RECEPTION)) == ([], [room.code])
    room.returned()
    assert waiting(room, RECEPTION) == []


def test_late_first_then_nearly_late_then_the_rest(room: Room) -> None:
    codes = {}
    for name, limit in (("within", "9"), ("late", "1"), ("near", "3")):
        codes[name] = room.receive().code
        room.do(
            "bac.thucphan",
            "correct",
            room.on(0, "10:00"),
            limit_quantity=limit,
            limit_unit="working_day",
            reason="Đúng hạn",
        )
    # On Wednesday at 9:30 one day has passed since the shortest promise; the middle one has under two left.
    room.clock.instant += 2 * 86_400_000_000
    found = worklist(room.person(RECEPTION), clock=room.clock)
    assert [row.code for row in found.rows] == [codes["late"], codes["near"], codes["within"]]
    assert dict(found.counts) == {"late": 1, "near": 1, "within": 1, "paused": 0, "ended": 0}
    only = worklist(room.person(RECEPTION), group="near", clock=room.clock)
    assert [row.code for row in only.rows] == [codes["near"]]


@pytest.mark.parametrize(
    "text", ["bich ngoc", "BÍCH NGỌC", "hoang thi", "004188004217", "880042", "0912345678", "260302-0001", ""]
)
def test_search_by_any_fragment(room: Room, text: str) -> None:
    room.receive()
    assert [row.code for row in search(room.person(RECEPTION), text).rows] == [room.code]


@pytest.mark.parametrize("text", ["bich nga", "%", "_", "\\", "'", "0041880042170"])
def test_search_takes_signs_for_what_they_are(room: Room, text: str) -> None:
    room.receive()
    assert search(room.person(RECEPTION), text).total == 0


def test_an_administrator_reads_no_dossier(room: Room) -> None:
    room.receive()
    assert search(room.person(ADMINISTRATOR), "").total == 0


def test_a_corrected_owner_is_found_by_the_new_name_alone(room: Room) -> None:
    long_life(room)
    inspector = room.person(INSPECTOR)
    assert search(inspector, "ngoc bich").total == 1
    assert search(inspector, OWNER["owner_phone"]).total == 0


@pytest.mark.parametrize("form", ["{}", " {} ", "https://example.vn/tra-cuu/{}?h=0123456789abcdef"])
def test_a_scanned_code_finds_its_dossier(room: Room, form: str) -> None:
    room.receive()
    assert find_code(room.person(RECEPTION), form.format(room.code)) == room.code
    assert find_code(room.person(RECEPTION), form.format(room.code.lower())) == room.code


def test_a_code_alone_tells_only_the_degree(room: Room) -> None:
    room.receive()
    told = public_status(room.code)
    assert (told.code, told.degree, told.hash_known) == (room.code, 20, None)


def test_the_secret_opens_the_way_without_inner_moves(room: Room) -> None:
    long_life(room)
    record_opening(room.person(INSPECTOR), room.locked.id, clock=room.clock)
    found = public_timeline(room.code, lookup_secret(room.code), clock=room.clock)
    assert found is not None
    assert {line.type for line in found.timeline}.isdisjoint(_INNER)
    assert {"received", "supplement_requested", "rescheduled", "refused", "returned"} <= {
        line.type for line in found.timeline
    }
    assert found.openings == ((room.clock.now(), "Thanh tra tỉnh"),)
    assert found.chain_ok


@pytest.mark.parametrize("secret", ["", "AAAAAAAAAA", "lookup"])
def test_another_secret_opens_nothing(room: Room, secret: str) -> None:
    room.receive()
    assert public_timeline(room.code, secret) is None


def test_the_secret_may_be_typed_as_one_likes(room: Room) -> None:
    room.receive()
    secret = lookup_secret(room.code)
    assert public_timeline(room.code, f" {secret[:5].lower()}-{secret[5:]} ") is not None
    assert len(secret) == 10


def test_secrets_of_two_dossiers_differ(room: Room) -> None:
    first, second = (lookup_secret(room.receive().code) for _ in range(2))
    assert first != second
    assert lookup_secret(room.code, 2) != second
