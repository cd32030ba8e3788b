"""`motcua process`: the catalogue's side of it, and what only the dossiers can tell."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.replay_command import REPLAY
from motcua.foundation.command_line import Command
from motcua.procedures.process_command import PROCESS as OF_PROCEDURES

PROCESS: Final[dict[str, Command]] = {**OF_PROCEDURES, "replay": REPLAY}
