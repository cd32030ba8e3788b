"""A report as PDF/A, set by typst like every paper of the house; equal reports give equal bytes.

`python -m motcua.figures.exports.paper FONTS SECONDS` reads a sheet from standard input and writes the PDF to
standard output: long tables are set in a process of their own, whose memory goes back with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Final

import typst

from motcua.dossiers.papers.glyphs import drawable
from motcua.dossiers.papers.press import PressNotReadyError
from motcua.dossiers.papers.printable import printable
from motcua.figures.exports.export import Export
from motcua.figures.exports.laid import laid
from motcua.foundation.clock import SECOND
from motcua.foundation.errors import gettext_noop

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_FACE: Final = "400Regular/Tinos_400Regular.ttf"
_STANDARD: Final = "a-2b"
_APART_FROM: Final = 200
"""Rows: as with the logbook, more of them leave too much memory behind."""
_SECONDS: Final = 180
_TURN = Lock()
_warm: dict[str, Any] = {}


def write_pdf(export: Export, out: BinaryIO) -> None:
    """The paper into a file. Raises: `TooLongToPrint`, `PressNotReadyError`."""
    from django.conf import settings

    fonts = Path(settings.MOTCUA_FONTS)
    face = fonts / _FACE
    if not face.is_file():
        raise PressNotReadyError(
            gettext_noop("Chưa in được giấy tờ: thiếu phông chữ Tinos tại %(path)s."),
            gettext_noop("Quản trị hệ thống chạy `make setup` để cài phông chữ, rồi in lại."),
            path=str(face),
        )
    sheet = _drawn(laid(export), drawable(face), 10 if len(export.columns) > 12 else 16)
    seconds = export.scope.as_of // SECOND
    if len(sheet["rows"]) > _APART_FROM:
        out.write(_set_apart(fonts, sheet, seconds))
    else:
        out.write(_set(fonts, sheet, seconds))


def _drawn(value: Any, can_draw: frozenset[int], run: int) -> Any:
    """Every word as the face can draw it; long ones get places to break, the name of a row wider ones."""
    if isinstance(value, str):
        return printable(value, can_draw, run)
    if isinstance(value, dict):
        wide = {
            "title",
            "law",
            "unit",
            "place",
            "rules",
            "notes",
            "address",
            "proof",
            "period",
            "known",
            "later",
        }
        return {name: _drawn(item, can_draw, 60 if name in wide else run) for name, item in value.items()}
    if isinstance(value, list):
        return [_drawn(item, can_draw, run) for item in value]
    return value


def _set(fonts: Path, sheet: dict[str, Any], seconds: int) -> bytes:
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


def _set_apart(fonts: Path, sheet: dict[str, Any], seconds: int) -> bytes:
    child = subprocess.run(  # noqa: S603 - our own module, the sheet on standard input
        [sys.executable, "-m", __name__, str(fonts), str(seconds)],
        input=json.dumps(sheet).encode(),
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    )
    return child.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(_set(Path(sys.argv[1]), json.loads(sys.stdin.buffer.read()), int(sys.argv[2])))
