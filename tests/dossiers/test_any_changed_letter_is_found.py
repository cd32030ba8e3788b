"""Any letter changed in any body, hash or column of a log is found, and named by its event."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dossiers.room import Room

from motcua.dossiers.verify import _EVENTS, _End, check_chain

Rows = list[list[Any]]


@pytest.fixture
def chain(room: Room) -> tuple[Rows, _End]:
    """The rows of a finished dossier's log as they lie in the table, with its end."""
    room.receive()
    room.transferred().proposed().finished()
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS + " ORDER BY seq")
        rows = [list(row) for row in cursor.fetchall()]
    end = _End(room.code, frozenset({room.code}), len(rows), bytes(rows[-1][8]))
    assert check_chain(rows, end) is None
    return rows, end


def flipped(value: Any, place: int) -> Any:
    """The value with one letter, byte or unit changed."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        if not value:
            return "x"
        place %= len(value)
        return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
    content = bytearray(value)
    content[place % len(content)] ^= 1
    return bytes(content)


@given(data=st.data(), column=st.integers(1, 8), place=st.integers(0, 5000))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_letter_is_found_at_its_event(
    chain: tuple[Rows, _End], data: st.DataObject, column: int, place: int
) -> None:
    rows, end = chain
    victim = data.draw(st.integers(0, len(rows) - 1))
    changed = [list(row) for row in rows]
    changed[victim][column] = flipped(changed[victim][column], place)
    fault = check_chain(changed, end)
    assert fault is not None
    assert (fault.dossier, fault.seq) == (end.name, victim + 1)


@given(data=st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_other_order_is_found(chain: tuple[Rows, _End], data: st.DataObject) -> None:
    rows, end = chain
    order = data.draw(st.permutations(range(len(rows))))
    fault = check_chain([rows[place] for place in order], end)
    assert (fault is None) == (list(order) == list(range(len(rows))))
