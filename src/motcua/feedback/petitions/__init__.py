"""The life of a petition as a function without I/O: `decide(state, command, …)`, `evolve`, `fold`."""

from motcua.feedback.petitions.core import NextAct, Refused, allowed, decide, evolve, fold, next_due
from motcua.feedback.petitions.state import PetitionView
from motcua.feedback.petitions.types import (
    FINAL,
    About,
    PetitionState,
    Refusal,
    Side,
    Sort,
)

__all__ = [
    "FINAL",
    "About",
    "NextAct",
    "PetitionState",
    "PetitionView",
    "Refusal",
    "Refused",
    "Side",
    "Sort",
    "allowed",
    "decide",
    "evolve",
    "fold",
    "next_due",
]
