"""The queues of background work and what keeps them healthy.

A task lives in its app's `tasks.py` (procrastinate finds it there) and names one of these queues. Every job
is idempotent: a worker that dies in the middle leaves it to be done again.
"""

from __future__ import annotations

from typing import Final

# Queue -> what runs there. The worker of `motcua work` serves all of them.
QUEUES: Final[dict[str, str]] = {
    "daily": "the seal of the log and other work of the night",
    "checks": "checks of the whole log that somebody asked for",
    "promises": "promises counted anew, dossiers moved to another version of their process",
    "batches": "one act on many dossiers that somebody asked for",
    "uploads": "checks of uploaded files",
    "figures": "the dossiers counted for the public pages",
    "files": "long reports and lists that somebody asked for as a file",
    "messages": "reminders made, letters sent",
    "upkeep": "recovery of jobs whose worker died",
}
