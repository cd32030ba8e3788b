"""`motcua simulate`: a whole simulated year of a province, or of one commune."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Final

import msgspec

from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import UsageError, gettext_noop

if TYPE_CHECKING:
    from motcua.dossiers.simulation.year import Simulated

COMMUNE: Final = "H14.40.03"
"""The section whose year a commune's scale makes, where none is named."""
SCALES: Final = {"commune": 3_500, "province": 185_969}
"""Resolved dossiers where no number is given: a large commune; the article's province."""
NATION: Final = "nation"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--province", default="caobang", choices=["caobang"], help="the province")
    parser.add_argument("--year", type=int, default=2022, help="the year")
    parser.add_argument(
        "--dossiers", type=int, default=0, help="resolved by the last counted day (22/11/2022)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same year")
    parser.add_argument("--scale", default="province", choices=[*sorted(SCALES), NATION], help="how much")
    parser.add_argument("--agency", default="", help="code of the section whose year it is (commune)")
    parser.add_argument("--processes", type=int, default=2, help="how many play beside each other")


def check_scale(arguments: argparse.Namespace) -> None:
    """Raises: `UsageError` where many provinces are asked for: each runs a node of its own, and what is
    measured at that size are facts made in SQL."""
    if arguments.scale == NATION:
        raise UsageError(
            gettext_noop("Không mô phỏng cả nước theo từng hồ sơ; chưa ghi gì."),
            gettext_noop("Đo số liệu ở quy mô cả nước bằng lệnh: motcua bench nation (xem docs/scale.md)."),
            id="scale_is_measured",
        )


def simulated(arguments: argparse.Namespace) -> Simulated:
    """Make the dossiers of the year that is asked for, or go on with them, saying how far it is.

    Raises: `UsageError`, `Conflict`, as `simulation.year.simulate`.
    """
    from motcua.dossiers.simulation.ground import make_ready
    from motcua.dossiers.simulation.parameters import parameters
    from motcua.dossiers.simulation.processes import spread
    from motcua.dossiers.simulation.year import Asked, simulate

    check_scale(arguments)
    started = time.perf_counter()
    of = parameters()
    say("Chuẩn bị cơ quan, danh mục, cán bộ mô phỏng…")
    make_ready(of, arguments.seed)
    commune = arguments.scale == "commune"
    asked = Asked(
        arguments.year,
        arguments.dossiers or SCALES[arguments.scale],
        arguments.seed,
        (arguments.agency or COMMUNE) if commune else arguments.agency,
    )
    return simulate(
        asked,
        of,
        spread=spread,
        processes=arguments.processes,
        progress=lambda done, total: say(f"{done}/{total} hồ sơ, {time.perf_counter() - started:.0f} giây"),
    )


def _run(arguments: argparse.Namespace) -> int:
    made = simulated(arguments)
    emit({**msgspec.to_builtins(made), "simulated": True}, as_json=arguments.json, text=told(made))
    return 0


def told(made: Simulated) -> str:
    """What was made, for a person's eyes."""
    return (
        f"{made.dossiers} hồ sơ mô phỏng, {made.resolved} đã giải quyết, {made.late} quá hạn;"
        f" {made.played} hồ sơ ghi lần này"
    )


SIMULATE: Final = Command(
    "make a simulated year of a province through the pure core", _arguments, _run, needs_database=True
)
