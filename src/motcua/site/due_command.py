"""`motcua due` with the province's own calendar behind `--calendar db`."""

from __future__ import annotations

from typing import Final

from motcua.foundation.command_line import Command
from motcua.foundation.worktime import WorkCalendar
from motcua.law.due_command import due_command


def _database_calendar() -> WorkCalendar:
    """The calendar in force for all agencies, read only when it is asked for: `due` needs no server else."""
    from motcua.site.cli import prepare_django

    prepare_django()
    from motcua.organisation.calendars import calendar_for

    return calendar_for(None)


DUE: Final[Command] = due_command(_database_calendar)
