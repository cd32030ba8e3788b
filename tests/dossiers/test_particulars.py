"""What further figures count of a dossier: each change makes a version, told from the log alone."""

from __future__ import annotations

from itertools import pairwise

from tests.dossiers.lives import long_life
from tests.dossiers.room import RECEPTION, Room
from tests.support.purse import take

from motcua.dossiers.particular_tables import Particulars
from motcua.dossiers.particulars import Fee, ResultKind
from motcua.dossiers.projection import project
from motcua.foundation.clock import MINUTE, Instant


def as_of(room: Room, moment: Instant) -> Particulars:
    """The version that was known at a moment."""
    found = [
        each
        for each in Particulars.objects.filter(dossier__code=room.code)
        if each.known_from <= moment and (each.known_until is None or each.known_until > moment)
    ]
    assert len(found) == 1, found
    return found[0]


def test_a_long_life_counts_what_happened_in_it(room: Room) -> None:
    long_life(room)
    events = room.locked.events
    last = as_of(room, events[-1].recorded_at)
    tags = [type(event.payload).__struct_config__.tag for event in events]
    assert (last.consulted, last.agencies) == (1, 1)
    assert last.apologies == tags.count("rescheduled") == 1
    assert (last.obligations, last.obligations_paid, last.obligations_online) == (1, 1, 0)
    assert last.asked_untold + last.asked_missing + last.asked_other == 1
    assert last.components == len(room.state.intake.components)
    assert last.result == ResultKind.NONE if room.state.granted is None else last.result > 0


def test_each_version_ends_where_the_next_begins(room: Room) -> None:
    long_life(room)
    rows = list(Particulars.objects.filter(dossier__code=room.code).order_by("key"))
    assert len(rows) > 5
    assert [row.known_until for row in rows] == [*(row.known_from for row in rows[1:]), None]
    before, asked = as_of(room, rows[0].known_from), next(row for row in rows if row.obligations)
    assert (before.obligations, before.consulted, before.apologies) == (0, 0, 0)
    assert as_of(room, asked.known_from - 1).obligations == 0
    assert as_of(room, asked.known_from).obligations == 1


def test_a_version_only_where_something_changed(room: Room) -> None:
    long_life(room)
    inserted = project(None, room.locked.events)[1].inserted["particulars"]
    told = [
        {name: value for name, value in row.items() if not name.startswith("known") and name != "occurred_at"}
        for _key, row in sorted(inserted.items())
    ]
    assert all(one != other for one, other in pairwise(told))


def test_money_by_how_it_was_taken(room: Room) -> None:
    room.receive(procedure="2.000884")
    at_reception = as_of(room, room.clock.now())
    assert (at_reception.fee, at_reception.fee_due, at_reception.paid_cash) == (Fee.UNPAID, 10_000, 0)
    room.clock.instant += 30 * MINUTE
    take(room, RECEPTION, quantity_1="2", payer="Người nộp thay")
    paid = as_of(room, room.clock.now())
    assert (paid.fee, paid.paid_cash, paid.paid_online, paid.paid_transfer) == (Fee.PAID, 20_000, 0, 0)
    assert as_of(room, at_reception.known_from) == at_reception
