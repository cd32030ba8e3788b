"""What the applicants of a simulated year said, loaded after its dossiers. What was broken off goes on."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from motcua.dossiers.simulation.parameters import Parameters
from motcua.dossiers.simulation.year import borders_of
from motcua.dossiers.simulation_tables import SimulatedYear
from motcua.feedback.simulated.petitions import Petitions
from motcua.feedback.simulated.ratings import BLOCK, Rater

Progress = Callable[[int, int], None]


class Said(msgspec.Struct, frozen=True):
    """What came in this run."""

    ratings: int
    petitions: int


def load(year: int, of: Parameters, progress: Progress = lambda done, total: None) -> Said:
    """Rate and write petitions about the dossiers of a year that is loaded; `progress` hears of dossiers.

    Raises: SimulatedYear.DoesNotExist.
    """
    made = SimulatedYear.objects.get(year=year)
    present, last = borders_of(of).present, made.first_id + made.total
    rater = Rater(of.ratings, made.seed, made.first_id, present)
    ratings = 0
    for start in range(made.first_id, last, BLOCK):
        end = min(start + BLOCK, last)
        ratings += rater.block(start, end)
        progress(end - made.first_id, made.total)
    return Said(ratings, Petitions(of, made.seed, present).load(made.first_id, made.total))
