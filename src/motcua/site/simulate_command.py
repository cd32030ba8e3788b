"""`motcua simulate`, whole: the dossiers, loaded without the indexes and foreign keys that a load needs not,
then what their applicants said of the service, and the seal of every day."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from motcua.dossiers.simulate_command import NATION, arguments, simulated, told
from motcua.foundation.command_line import Command, emit, say
from motcua.site.nation_command import nation_made


def _run(asked: argparse.Namespace) -> int:
    return nation_made(asked) if asked.scale == NATION else _year(asked)


def _year(asked: argparse.Namespace) -> int:
    from motcua.dossiers.simulation.parameters import parameters
    from motcua.dossiers.simulation.year import note_end
    from motcua.feedback.simulated.year import load
    from motcua.site.set_aside import set_aside

    started = time.perf_counter()
    with set_aside():
        made = simulated(asked)
    say(f"Đánh giá, phản ánh kiến nghị mô phỏng; niêm nhật ký… {time.perf_counter() - started:.0f} giây")
    sealing = _sealed if asked.processes == 1 else _beside(_sealed)
    said = load(made.year, parameters())
    sealed = sealing()
    if made.played or said.ratings or said.petitions or sealed:
        note_end(made.year)
    seconds = round(time.perf_counter() - started, 2)
    emit(
        {
            **msgspec.to_builtins(made),
            **msgspec.to_builtins(said),
            "sealed_days": sealed,
            "simulated": True,
            "seconds": seconds,
        },
        as_json=asked.json,
        text=f"{told(made)}; {said.ratings} đánh giá, {said.petitions} phản ánh, {sealed} ngày được niêm;"
        f" {seconds} giây.",
    )
    return 0


def _sealed() -> int:
    """Seal every finished day as the nightly job does; how many."""
    from motcua.dossiers.seal import seal_days

    return len(seal_days())


def _beside(work: Callable[[], int]) -> Callable[[], int]:
    """Begin the work in a thread with a connection of its own; asked for, what came of it."""
    from django.db import connection

    def alone() -> int:
        try:
            return work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    begun = pool.submit(alone)
    pool.shutdown(wait=False)
    return begun.result


SIMULATE: Final = Command(
    "make a simulated year: a province or a commune through the pure core, or a nation's facts",
    arguments,
    _run,
    needs_database=lambda asked: asked.scale != NATION,
)
