"""Who had the dossier, drawn to scale of working time; the numbers in the pieces are those of the list
below."""

from __future__ import annotations

from typing import Final, NamedTuple

from motcua.dossiers.queries.held import HeldSpan, HeldView

SHADES: Final = 4
"""Fills that offices take in turn; the number in the piece says which one it is."""
ROOM_FOR_NUMBER: Final = 2.5
"""Percent of the bar that a number inside a piece needs."""


class HeldPiece(NamedTuple):
    """A piece of the bar; `kind` is its look, `words` are empty where they would not fit."""

    kind: str
    x: str
    width: str
    middle: str
    words: str


def held_bar(view: HeldView | None) -> tuple[HeldPiece, ...]:
    """The pieces from reception to the end or now; none while no working time has passed."""
    if view is None or not view.total:
        return ()
    pieces, passed = [], 0
    for span in view.spans:
        x, width = 100 * passed / view.total, 100 * span.minutes / view.total
        passed += span.minutes
        if span.minutes:
            words = str(span.row + 1) if span.row is not None and width >= ROOM_FOR_NUMBER else ""
            pieces.append(
                HeldPiece(_kind(span), f"{x:.2f}%", f"{width:.2f}%", f"{x + width / 2:.2f}%", words)
            )
    return tuple(pieces)


def _kind(span: HeldSpan) -> str:
    return span.had if span.row is None else f"o{span.row % SHADES}"
