"""What all measuring of `motcua bench` shares: the database to measure, the documents, counted statements."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from motcua.foundation.command_line import emit, say

DOSSIERS: Final = 20_000
FOLDER: Final = "bench"


def arguments_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dossiers", type=int, default=DOSSIERS, help="make the database hold at least so many"
    )
    parser.add_argument("--runs", type=int, default=300, help="counted runs")
    parser.add_argument("--seed", type=int, default=1)


def ready(arguments: argparse.Namespace) -> int:
    """Django on the measuring database with enough dossiers; how many it holds."""
    from motcua.site.home import home

    if not os.environ.get("DATABASE_URL"):
        folder = home() / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["MOTCUA_HOME"] = str(folder)
    from motcua.site.cli import prepare_django

    prepare_django()
    from motcua.dossiers.generate import generate
    from motcua.dossiers.models import Dossier
    from motcua.organisation.services import load_demo as load_organisation
    from motcua.procedures.models import InternalProcess, Procedure
    from motcua.procedures.process_services import load_demo as load_processes
    from motcua.procedures.services import load_demo as load_catalogue

    if not Procedure.objects.exists():
        say("Nạp tỉnh trình diễn…")
        load_organisation(lambda _: None)
        load_catalogue()
    if not InternalProcess.objects.exists():
        load_processes()
    missing = arguments.dossiers - Dossier.objects.count()
    if missing > 0:
        say(f"Tạo thêm {missing} hồ sơ…")
        generate(
            max(missing * 102 // 100, 50), arguments.seed, progress=lambda done, all_: say(f"{done}/{all_}")
        )
        _analyse()
    return Dossier.objects.count()


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def report(
    name: str, seconds: list[float], *, dossiers: int, statements: float, door: str, **more: Any
) -> dict[str, Any]:
    """The document of contracts, section 1, for a list of run times."""
    ordered = sorted(seconds)
    return {
        "name": name,
        "machine": _machine(),
        "data": {"dossiers": dossiers},
        "runs": len(ordered),
        "median_ms": round(1000 * statistics.median(ordered), 3),
        "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        "min_ms": round(1000 * ordered[0], 3),
        "max_ms": round(1000 * ordered[-1], 3),
        "per_second": round(len(ordered) / sum(ordered), 1),
        "statements": statements,
        "door": door,
        **more,
    }


def _machine() -> str:
    parts = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{parts}, {platform.system()}"


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts the statements sent while open, through Django and past it."""
    import psycopg
    from django.db import connection

    count = [0]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        count[0] += 1
        return execute(sql, params, many, context)

    original = psycopg.Cursor.execute

    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        if type(self) in (psycopg.Cursor, psycopg.RawCursor):
            count[0] += 1
        return original(self, *args, **kwargs)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(wrapper):
            yield count
    finally:
        psycopg.Cursor.execute = original  # type: ignore[method-assign]


def memory_mb() -> float:
    """Resident memory of this process in MB, where the system tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def tell(documents: list[dict[str, Any]], arguments: argparse.Namespace) -> int:
    for document in documents:
        document["memory_mb"] = memory_mb()
    lines = [
        f"{each['name']:<28} median {each['median_ms']:>8} ms   p95 {each['p95_ms']:>8} ms   "
        f"{each['per_second']:>8}/s   {each['statements']} câu lệnh"
        for each in documents
    ]
    emit(documents[0] if len(documents) == 1 else documents, as_json=arguments.json, text="\n".join(lines))
    return 0
