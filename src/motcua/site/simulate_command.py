"""`motcua simulate`, loaded without the indexes and foreign keys that a load needs not."""

from __future__ import annotations

import argparse
from typing import Final

from motcua.dossiers.simulate_command import SIMULATE as PLAIN
from motcua.dossiers.simulate_command import check_scale
from motcua.foundation.command_line import Command


def _run(arguments: argparse.Namespace) -> int:
    from motcua.site.set_aside import set_aside

    check_scale(arguments)
    with set_aside():
        return PLAIN.run(arguments)


SIMULATE: Final = Command(PLAIN.help, PLAIN.arguments, _run, PLAIN.needs_database)
