"""An administrator, and processes of our own making, for the tests of processes as they are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.procedures.processes.decisions import Table, write_text
from tests.procedures.support import clock

from motcua.law.roles import Role
from motcua.organisation.rights import Held, Person
from motcua.procedures import process_services
from motcua.procedures.models import ProcessVersion
from motcua.procedures.process_checking import checked
from motcua.procedures.process_rows import version_numbered

NOW = clock(2026, 3, 10)
ADMIN = Person(
    user_id=1,
    officer_code="CB0030",
    name="Quản trị",
    held=(Held(1, Role.ADMINISTRATOR, "Quản trị hệ thống", 1, "H14.01", "Văn phòng UBND tỉnh"),),
)
NOW_DAY = date(2026, 3, 10)
CODE = "7001/QĐ-UBND#1"


def imported(folder: Path, *tables: Table, name: str = "decision.md") -> process_services.Imported:
    """The tables as one decision, kept."""
    path = write_text(folder, *(tables or (Table(),)))
    return process_services.import_file(ADMIN, path, name=name, clock=NOW)


def settled(code: str = CODE, number: int = 1) -> ProcessVersion:
    """The version with everything that may be accepted accepted."""
    version = version_numbered(code, number)
    keys = [question.key for question in checked(version, NOW_DAY).undecided]
    if keys:
        process_services.decide(
            ADMIN, code, number, keys, answer="accepted", reason="Đúng như quyết định in", clock=NOW
        )
    return version


def in_force(day: date, code: str = CODE, number: int = 1, **more: object) -> None:
    """The version settled and put in force."""
    settled(code, number)
    process_services.put_in_force(ADMIN, code, number, day, "Theo quyết định", clock=NOW, **more)  # type: ignore[arg-type]
