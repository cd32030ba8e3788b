"""`motcua due` with the province's own calendar and settings behind `--calendar db`."""

from __future__ import annotations

from typing import Final

from motcua.foundation.command_line import Command
from motcua.law.due_command import Terms, due_command


def _database_terms() -> Terms:
    """The calendar for all agencies and the regimes as the office set them; read only when they are asked
    for: `due` needs no server else."""
    from motcua.site.cli import prepare_django

    prepare_django()
    from motcua.organisation.in_force import in_force

    hours, laws = in_force()
    return Terms(hours(None), laws.on)


DUE: Final[Command] = due_command(_database_terms)
