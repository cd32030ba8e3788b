"""`log verify` over many chains, by more processes at once, all on one and the same view of the database.

For the command line alone: it forks, which a server with threads must not.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection, wait
from typing import Final

from django.db import connection, connections, transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.seal import check_seals
from motcua.dossiers.steady import steady_view
from motcua.dossiers.verify import Fault, Part, Progress, Verdict, check_part, role_warnings
from motcua.foundation.errors import DomainError, gettext_noop

_FORK: Final = multiprocessing.get_context("fork")
_BEYOND: Final = 2**62
MANY: Final = 20_000


def many() -> bool:
    """Whether there are so many dossiers that a second process is worth its start."""
    return Dossier.objects.count() >= MANY


def verify_beside(processes: int = 2, *, progress: Progress) -> Verdict:
    """Check all chains and all seals as they stand now, as `verify.verify` does.

    Raises: `DomainError` where a process ended without an answer.
    """
    parts = _parts(processes)
    # A connection must not be shared with a child.
    connections.close_all()
    lines = [_started(part) for part in parts]
    with steady_view():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot(), (SELECT count(*) FROM dossiers_dossier)")
            snapshot, total = cursor.fetchone() or ("", 0)
        for line in lines:
            line.send(snapshot)
        seal = check_seals()
        verdicts = _heard(lines, total, progress)
        verdict = Verdict(True, 0, 0, 0, warnings=role_warnings())
    for each in verdicts:
        verdict.dossiers += each.dossiers
        verdict.events += each.events
        verdict.erased += each.erased
        verdict.first_broken = verdict.first_broken or each.first_broken
    if verdict.first_broken is None and seal is not None:
        verdict.first_broken = Fault("", 0, f"seal of {seal.day.isoformat()}: {seal.reason}")
    verdict.ok = verdict.first_broken is None
    return verdict


def _parts(processes: int) -> list[Part]:
    """Keys shared out evenly; together they are all keys there can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_dossier")
        (count,) = cursor.fetchone() or (0,)
        borders = []
        for number in range(1, processes):
            cursor.execute(
                "SELECT id FROM dossiers_dossier ORDER BY id OFFSET %s LIMIT 1", [count * number // processes]
            )
            borders += [row[0] for row in cursor.fetchall()]
    return [Part(*pair) for pair in zip([-_BEYOND, *borders], [*borders, _BEYOND], strict=True)]


def _started(part: Part) -> Connection:
    ours, theirs = _FORK.Pipe()
    _FORK.Process(target=_check, args=(part, theirs), daemon=True).start()
    theirs.close()
    return ours


def _check(part: Part, line: Connection) -> None:
    """In the child: wait for the view, check the part, answer with counts on the way and the verdict."""
    snapshot = line.recv()
    verdict = Verdict(True, 0, 0, 0)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        verdict.first_broken = check_part(part, verdict, lambda done, total: line.send(done))
    line.send(verdict)


def _heard(lines: list[Connection], total: int, progress: Progress) -> list[Verdict]:
    done: dict[Connection, int | Verdict] = dict.fromkeys(lines, 0)
    while open_ones := [line for line, said in done.items() if isinstance(said, int)]:
        for line in wait(open_ones):
            assert isinstance(line, Connection), "only pipes are waited for"
            try:
                done[line] = line.recv()
            except EOFError:
                raise _no_answer() from None
        progress(sum(said if isinstance(said, int) else said.dossiers for said in done.values()), total)
    return [said for line in lines if isinstance(said := done[line], Verdict)]


def _no_answer() -> DomainError:
    return DomainError(
        gettext_noop("Một tiến trình kiểm tra dừng giữa chừng nên chưa có kết luận."),
        gettext_noop("Chạy lại lệnh kiểm tra."),
        id="check_broken_off",
    )
