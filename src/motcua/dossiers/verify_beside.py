"""`log verify` over many chains, by more processes at once, all on one and the same view of the database.

For the command line alone: it forks, which a server with threads must not.
"""

from __future__ import annotations

from multiprocessing.connection import Connection

from django.db import connection, transaction

from motcua.dossiers.beside import Part, Progress, heard, parts, started
from motcua.dossiers.seal import check_seals
from motcua.dossiers.steady import steady_view
from motcua.dossiers.verify import Fault, Verdict, check_part, role_warnings


def verify_beside(processes: int = 2, *, progress: Progress) -> Verdict:
    """Check all chains and all seals as they stand now, as `verify.verify` does.

    Raises: `DomainError` where a process ended without an answer.
    """
    lines = started(parts(processes), _check)
    with steady_view():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot(), (SELECT count(*) FROM dossiers_dossier)")
            snapshot, total = cursor.fetchone() or ("", 0)
        for line in lines:
            line.send(snapshot)
        seal = check_seals()
        verdicts = heard(lines, total, progress)
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
