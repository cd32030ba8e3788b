"""`python -m motcua.dossiers.inspection FILE CLEANED`: writes an `Answer` as JSON to standard output.

What was sent may be made to eat memory or time, so the process limits itself before it opens the file.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Final

import msgspec

from motcua.dossiers.inspection.findings import Answer, Refusal
from motcua.dossiers.inspection.look import look
from motcua.dossiers.inspection.results import FileRefusedError

MEMORY: Final = 1024**3
SECONDS: Final = 30


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = Answer(finding=look(Path(sys.argv[1]), Path(sys.argv[2])))
    except FileRefusedError as error:
        refusal = Refusal(
            id=error.id, message=error.template, next_step=error.next_template, params=error.params
        )
        answer = Answer(refusal=refusal)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
