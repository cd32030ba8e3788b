"""The shares of a simulated year played beside each other, each by a process with a connection of its own."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Final

from django.db import connections

from motcua.dossiers.simulation.year import Progress, Share, Work, played
from motcua.foundation.errors import DomainError, gettext_noop

_FORK: Final = multiprocessing.get_context("fork")


def spread(work: Work, shares: Sequence[Share], progress: Progress) -> None:
    """Play every share; `progress` hears of each chunk. Raises: `DomainError` where a process ended early."""
    # A connection must not be shared with a child.
    connections.close_all()
    mouths: dict[Any, Any] = {}
    """Processes by the ear that hears them."""
    for share in shares:
        ear, mouth = _FORK.Pipe(duplex=False)
        child = _FORK.Process(target=_play, args=(work, share, mouth), daemon=True)
        child.start()
        mouth.close()
        mouths[ear] = child
    done = 0
    while mouths:
        heard: Any
        for heard in wait(list(mouths)):
            try:
                done += heard.recv()
            except EOFError:
                child = mouths.pop(heard)
                child.join()
                if child.exitcode:
                    raise _broken_off() from None
            else:
                progress(done, work.total)


def _play(work: Work, share: Share, mouth: Connection) -> None:
    parent = os.getppid()
    # Nothing made here runs in circles; looking for them again and again costs a tenth of the time.
    gc.freeze()
    gc.disable()
    for count in played(work, share):
        if os.getppid() != parent:
            # Whoever started the run is gone: what is loaded stays, and the next run goes on from here.
            return
        mouth.send(count)
    mouth.close()


def _broken_off() -> DomainError:
    return DomainError(
        gettext_noop("Việc mô phỏng dừng giữa chừng; phần đã ghi được giữ nguyên."),
        gettext_noop("Chạy lại đúng lệnh này để làm tiếp."),
        id="broken_off",
    )
