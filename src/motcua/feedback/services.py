"""The commands of the room: the only writers."""

from motcua.feedback.clock_settings import set_clock
from motcua.feedback.filing import Filed, PetitionRequest, file_petition, read_petition
from motcua.feedback.following import supplement, withdraw
from motcua.feedback.handling import ACTIONS, open_file, open_petition, perform
from motcua.feedback.limits import (
    LooksLikeARobot,
    TooManyFilings,
    check_human,
    count_filing,
    opened_mark,
)
from motcua.feedback.rating import Proof, Rateable, questions_for, rate, rateable

__all__ = [
    "ACTIONS",
    "Filed",
    "LooksLikeARobot",
    "PetitionRequest",
    "Proof",
    "Rateable",
    "TooManyFilings",
    "check_human",
    "count_filing",
    "file_petition",
    "open_file",
    "open_petition",
    "opened_mark",
    "perform",
    "questions_for",
    "rate",
    "rateable",
    "read_petition",
    "set_clock",
    "supplement",
    "withdraw",
]
