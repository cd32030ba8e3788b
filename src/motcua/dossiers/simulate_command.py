"""The dossiers of `motcua simulate`: a whole simulated year of a province, or of one commune."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Final

from motcua.foundation.command_line import say

if TYPE_CHECKING:
    from motcua.dossiers.simulation.year import Simulated

COMMUNE: Final = "H14.40.03"
"""The section whose year a commune's scale makes, where none is named."""
SCALES: Final = {"commune": 3_500, "province": 185_969}
"""Resolved dossiers where no number is given: a large commune; the article's province."""
NATION: Final = "nation"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for; the scale of a nation is made elsewhere (`site.nation`)."""
    parser.add_argument("--province", default="caobang", choices=["caobang"], help="the province")
    parser.add_argument("--year", type=int, default=2022, help="the year")
    parser.add_argument(
        "--dossiers",
        type=int,
        default=0,
        help="resolved by the last counted day (22/11/2022); of a nation: received in the year",
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same year")
    parser.add_argument(
        "--scale",
        default="province",
        choices=[*sorted(SCALES), NATION],
        help="how much; of a nation facts alone",
    )
    parser.add_argument("--agency", default="", help="code of the section whose year it is (commune)")
    parser.add_argument("--processes", type=int, default=2, help="how many play beside each other")


def simulated(asked_for: argparse.Namespace) -> Simulated:
    """Make the dossiers of the year that is asked for, or go on with them, saying how far it is.

    Raises: `UsageError`, `Conflict`, as `simulation.year.simulate`.
    """
    from motcua.dossiers.simulation.ground import make_ready
    from motcua.dossiers.simulation.parameters import parameters
    from motcua.dossiers.simulation.processes import spread
    from motcua.dossiers.simulation.year import Asked, simulate

    started = time.perf_counter()
    of = parameters()
    say("Chuẩn bị cơ quan, danh mục, cán bộ mô phỏng…")
    make_ready(of, asked_for.seed)
    commune = asked_for.scale == "commune"
    asked = Asked(
        asked_for.year,
        asked_for.dossiers or SCALES[asked_for.scale],
        asked_for.seed,
        (asked_for.agency or COMMUNE) if commune else asked_for.agency,
    )
    return simulate(
        asked,
        of,
        spread=spread,
        processes=asked_for.processes,
        progress=lambda done, total: say(f"{done}/{total} hồ sơ, {time.perf_counter() - started:.0f} giây"),
    )


def told(made: Simulated) -> str:
    """What was made, for a person's eyes."""
    return (
        f"{made.dossiers} hồ sơ mô phỏng, {made.resolved} đã giải quyết, {made.late} quá hạn;"
        f" {made.played} hồ sơ ghi lần này"
    )
