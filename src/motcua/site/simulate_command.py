"""`motcua simulate`, whole: the dossiers, loaded without the indexes and foreign keys that a load needs not,
then what their applicants said of the service, and the seal of every day."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from motcua.dossiers.simulate_command import SIMULATE as PLAIN
from motcua.dossiers.simulate_command import check_scale, simulated, told
from motcua.foundation.command_line import Command, emit, say


def _run(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.simulation.parameters import parameters
    from motcua.dossiers.simulation.year import note_end
    from motcua.feedback.simulated.year import load
    from motcua.site.set_aside import set_aside

    check_scale(arguments)
    started = time.perf_counter()
    with set_aside():
        made = simulated(arguments)
    say(f"Đánh giá, phản ánh kiến nghị mô phỏng; niêm nhật ký… {time.perf_counter() - started:.0f} giây")
    sealing = _sealed if arguments.processes == 1 else _beside(_sealed)
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
        as_json=arguments.json,
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


SIMULATE: Final = Command(PLAIN.help, PLAIN.arguments, _run, PLAIN.needs_database)
