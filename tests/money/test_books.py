"""The books against the log: `motcua doctor` says so in đồng, and names the first place where they differ."""

from __future__ import annotations

from tests.dossiers.room import INSTANT, Room
from tests.support.purse import paid, refund, waive, withdraw

from motcua.money.books import compare
from motcua.site.keeping.money_books import books_check


def test_books_that_agree_say_what_is_kept(room: Room) -> None:
    receipt = paid(room, quantity_1="3")
    refund(room, receipt.number, amount="5000")
    room.receive(procedure=INSTANT)
    waive(room)
    withdraw(room)
    found = compare()
    assert (found.rows, found.taken, found.refunded) == (
        {"receipt": 1, "obligation": 0, "refund": 1, "waiver": 1, "withdrawal": 1},
        30_000,
        5_000,
    )
    check = books_check()
    assert check.ok
    assert "25.000" in check.message


def test_a_row_that_no_event_tells_of_is_found(room: Room) -> None:
    row = paid(room)
    row.pk, row.seq, row.no, row.till_no = None, 9, 2, 2
    row.number, row.key = "BL-0", "x"
    row.save(force_insert=True)
    (difference,) = compare().differences
    assert (difference.table, difference.seq, difference.log) == ("receipt", 9, "nothing")
    assert not books_check().ok
    assert books_check().next


def test_a_row_that_says_more_than_its_event_is_found(room: Room) -> None:
    """The log says 10.000; a row made by other hands says 10.001."""
    receipt = paid(room)
    copy = type(receipt).objects.get(pk=receipt.pk)
    copy.pk, copy.no, copy.till_no = None, 2, 2
    copy.number, copy.key, copy.amount = "BL-0", "x", copy.amount + 1
    copy.save(force_insert=True)
    assert {(each.column, each.books, each.log) for each in compare().differences} == {
        ("number", "BL-0", receipt.number),
        ("amount", "10001", "10000"),
    }
