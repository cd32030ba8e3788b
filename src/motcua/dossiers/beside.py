"""Dossiers shared out among processes beside each other, for checks that read all of them.

For the command line alone: it forks, which a server with threads must not.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from django.db import connection, connections

from motcua.dossiers.models import Dossier
from motcua.foundation.errors import DomainError, gettext_noop

_FORK: Final = multiprocessing.get_context("fork")
_BEYOND: Final = 2**62
MANY: Final = 20_000
Progress = Callable[[int, int], None]


class Part(NamedTuple):
    """Dossiers by their keys, from the first to before the second; whatever has such a key is looked at."""

    since: int
    until: int


ALL: Final = Part(-_BEYOND, _BEYOND)


class Found(Protocol):
    """What a process answers in the end: with how many dossiers it looked at."""

    dossiers: int


T = TypeVar("T", bound=Found)


def processes_for_all() -> int:
    """Two where there are so many dossiers that a second process is worth its start."""
    return 2 if Dossier.objects.count() >= MANY else 1


def parts(processes: int) -> list[Part]:
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
    return [Part(*pair) for pair in zip([ALL.since, *borders], [*borders, ALL.until], strict=True)]


def started(shares: Sequence[Part], work: Callable[[Part, Connection], None]) -> list[Connection]:
    """A process for each share; on its line `work` may send numbers of dossiers done, and in the end its
    answer."""
    # A connection must not be shared with a child.
    connections.close_all()
    lines = []
    for share in shares:
        ours, theirs = _FORK.Pipe()
        _FORK.Process(target=_worked, args=(work, share, theirs), daemon=True).start()
        theirs.close()
        lines.append(ours)
    return lines


def _worked(work: Callable[[Part, Connection], None], share: Part, line: Connection) -> None:
    # Nothing made by these checks runs in circles; to look for some again and again cost a fifth of the time.
    gc.freeze()
    gc.disable()
    work(share, line)


def heard(lines: Sequence[Connection], total: int, progress: Progress) -> list[Any]:
    """The answers, in the order of the lines. Raises: `DomainError` where a process ended without one."""
    done: dict[Connection, Any] = dict.fromkeys(lines, 0)
    while open_ones := [line for line, said in done.items() if isinstance(said, int)]:
        for line in wait(open_ones):
            assert isinstance(line, Connection), "only pipes are waited for"
            try:
                done[line] = line.recv()
            except EOFError:
                raise _no_answer() from None
        progress(sum(said if isinstance(said, int) else said.dossiers for said in done.values()), total)
    return [done[line] for line in lines]


def all_of(work: Callable[[Part, Progress], T], processes: int, progress: Progress | None) -> list[T]:
    """What `work` finds in each share, in their order; in this process where it is to be one."""
    progress = progress or (lambda done, total: None)
    if processes == 1:
        return [work(ALL, progress)]
    shares, total = parts(processes), Dossier.objects.count()

    def in_the_child(share: Part, line: Connection) -> None:
        line.send(work(share, lambda done, _: line.send(done)))

    return heard(started(shares, in_the_child), total, progress)


def _no_answer() -> DomainError:
    return DomainError(
        gettext_noop("Một tiến trình kiểm tra dừng giữa chừng nên chưa có kết luận."),
        gettext_noop("Chạy lại lệnh kiểm tra."),
        id="check_broken_off",
    )
