"""A long paper set in a process of its own, so that the memory of some hundred pages goes back with it.

`python -m motcua.dossiers.papers.apart FONTS` reads the record of `data.encode` from standard input and
writes the PDF to standard output.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from motcua.dossiers.papers.data import Paper, encode

_SECONDS: Final = 120


def print_apart(fonts: Path, paper: Paper) -> bytes:
    """The PDF of the paper; raises `subprocess.CalledProcessError` with the child's words when it fails."""
    child = subprocess.run(  # noqa: S603 - our own module, the record on standard input
        [sys.executable, "-m", __name__, str(fonts)],
        input=encode(paper),
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    )
    return child.stdout


def _main() -> None:
    from motcua.dossiers.papers.data import decode
    from motcua.dossiers.papers.press import Press

    paper = decode(sys.stdin.buffer.read())
    sys.stdout.buffer.write(Press(Path(sys.argv[1])).print(paper, here=True))


if __name__ == "__main__":
    _main()
