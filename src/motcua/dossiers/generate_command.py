"""`motcua generate --dossiers N --seed S`."""

from __future__ import annotations

import argparse
import time
from datetime import date
from typing import Final

import msgspec

from motcua.foundation.command_line import Command, emit, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dossiers", type=int, required=True, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same past")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day of reception")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day of reception")
    parser.add_argument("--agency", default="", help="code of one section's agency")
    parser.add_argument("--online", type=int, default=0, metavar="SHARE", help="percent filed online")


def _run(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.generate import generate

    started = time.perf_counter()
    made = generate(
        arguments.dossiers,
        arguments.seed,
        first=arguments.first,
        last=arguments.last,
        agency=arguments.agency,
        online=arguments.online,
        progress=lambda done, total: say(f"{done}/{total} hồ sơ"),
    )
    seconds = round(time.perf_counter() - started, 2)
    emit(
        {**msgspec.to_builtins(made), "seconds": seconds},
        as_json=arguments.json,
        text=f"{made.dossiers} hồ sơ, {made.events} sự kiện, {seconds} giây.",
    )
    return 0


GENERATE: Final = Command(
    "make a past of dossiers through the pure core", _arguments, _run, needs_database=True
)
