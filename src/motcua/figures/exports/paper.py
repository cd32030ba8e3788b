"""A report as PDF/A, set by typst like every paper of the house; equal reports give equal bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO, Final

from motcua.dossiers.papers.glyphs import drawable
from motcua.dossiers.papers.press import PressNotReadyError
from motcua.dossiers.papers.printable import printable
from motcua.figures.exports.export import Export
from motcua.figures.exports.laid import laid
from motcua.figures.typesetting import set_apart, set_here
from motcua.foundation.clock import SECOND
from motcua.foundation.errors import gettext_noop

_FACE: Final = "400Regular/Tinos_400Regular.ttf"
_APART_FROM: Final = 200
"""Rows: as with the logbook, more of them leave too much memory behind."""


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
        out.write(set_apart(fonts, sheet, seconds))
    else:
        out.write(set_here(fonts, sheet, seconds))


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
