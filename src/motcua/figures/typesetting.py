"""Setting a sheet of a report by typst, here or in a process of its own.

`python -m motcua.figures.typesetting FONTS SECONDS` reads a sheet from standard input and writes the PDF to
standard output: long tables are set so, and their memory goes back with the process. It stands apart from
`exports` because such a process has no settings, and nothing that it imports may need any.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

_TEMPLATES: Final = Path(__file__).resolve().parent / "exports" / "templates"
_STANDARD: Final = "a-2b"
_LONGEST_SECONDS: Final = 180
_TURN = Lock()
_warm: dict[str, Any] = {}


def set_here(fonts: Path, sheet: dict[str, Any], seconds: int) -> bytes:
    """The PDF of a sheet, dated `seconds` after 1970."""
    # typst's compiler object may not be entered twice ("Already borrowed").
    with _TURN:
        if str(fonts) not in _warm:
            loaded = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
            )
            _warm[str(fonts)] = typst.Compiler(root=str(_TEMPLATES), font_paths=loaded)
        done = _warm[str(fonts)].compile(
            input=str(_TEMPLATES / "table.typ"),
            sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
            timestamp=seconds,
            format="pdf",
            pdf_standards=_STANDARD,
        )
    return bytes(done[0] if isinstance(done, list) else done or b"")


def set_apart(fonts: Path, sheet: dict[str, Any], seconds: int) -> bytes:
    """The same by a process of its own. Raises: `subprocess.CalledProcessError`."""
    child = subprocess.run(  # noqa: S603 - our own module, the sheet on standard input
        [sys.executable, "-m", __name__, str(fonts), str(seconds)],
        input=json.dumps(sheet).encode(),
        capture_output=True,
        timeout=_LONGEST_SECONDS,
        check=True,
    )
    return child.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(
        set_here(Path(sys.argv[1]), json.loads(sys.stdin.buffer.read()), int(sys.argv[2]))
    )
