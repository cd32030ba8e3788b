"""The press: legal forms as PDF/A-2b by typst, from records passed as JSON.

The compiler and the face stay loaded: the first sheet of a process takes some tens of milliseconds, each
further one a few. Nothing typed by a person is ever part of a template's source.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import msgspec
import typst

from motcua.dossiers.papers.apart import print_apart
from motcua.dossiers.papers.data import PAPERS, LogbookData, Paper
from motcua.dossiers.papers.glyphs import drawable
from motcua.dossiers.papers.sheet import sheet_of
from motcua.foundation.clock import SECOND
from motcua.foundation.errors import DomainError, gettext_noop

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_FACE: Final = "400Regular/Tinos_400Regular.ttf"
_STANDARD: Final = "a-2b"
LOGBOOK_LIMIT: Final = 3_000
# Measured: 1,000 lines leave 160 MB behind in the process that set them.
_LONG_LOGBOOK: Final = 200


class PressNotReadyError(DomainError):
    """The face that papers are set in is not installed."""

    id = "press_not_ready"


class PaperTooLongError(DomainError):
    """More lines than one printed book takes."""

    id = "paper_too_long"


class Press:
    """A warm compiler over one folder of fonts; safe for the threads of a worker, which print in turn."""

    def __init__(self, fonts: Path) -> None:
        face = fonts / _FACE
        if not face.is_file():
            raise PressNotReadyError(
                gettext_noop("Chưa in được giấy tờ: thiếu phông chữ Tinos tại %(path)s."),
                gettext_noop("Quản trị hệ thống chạy `make setup` để cài phông chữ, rồi in lại."),
                path=str(face),
            )
        self._fonts = fonts
        self._can_draw = drawable(face)
        loaded = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        )
        self._compiler = typst.Compiler(root=str(TEMPLATES), font_paths=loaded)
        # typst's compiler object may not be entered twice ("Already borrowed").
        self._turn = Lock()

    def print(self, paper: Paper, *, here: bool = False) -> bytes:
        """The paper as PDF/A-2b; equal records give equal bytes.

        A logbook of more than 200 lines is set in a process of its own (`here` forbids that). Raises
        `PaperTooLongError` for one of more than 3,000.
        """
        lines = len(paper.rows) if isinstance(paper, LogbookData) else 0
        if lines > LOGBOOK_LIMIT:
            raise PaperTooLongError(
                gettext_noop("Sổ có %(lines)s hồ sơ, bản in nhận tối đa %(limit)s."),
                gettext_noop("Chọn kỳ ngắn hơn, hoặc xuất sổ dạng bảng tính Excel."),
                lines=lines,
                limit=LOGBOOK_LIMIT,
            )
        if lines > _LONG_LOGBOOK and not here:
            return print_apart(self._fonts, paper)
        return self._compile(paper, format="pdf", pdf_standards=_STANDARD)[0]

    def pictures(self, paper: Paper, *, ppi: float = 144) -> list[bytes]:
        """The pages as PNG, for a preview on the screen and for tests that read the QR code."""
        return self._compile(paper, format="png", ppi=ppi)

    def _compile(self, paper: Paper, **options: Any) -> list[bytes]:
        key = str(paper.__struct_config__.tag)
        sheet = msgspec.json.encode(sheet_of(paper, self._can_draw)).decode()
        with self._turn:
            done = self._compiler.compile(
                input=str(TEMPLATES / f"{key}.typ"),
                sys_inputs={"sheet": sheet},
                timestamp=paper.frame.issued_at // SECOND,
                **options,
            )
        return list(done) if isinstance(done, list) else [done or b""]


@lru_cache(maxsize=1)
def press() -> Press:
    """The process's own press, made at the first paper; fonts come from the setting `MOTCUA_FONTS`."""
    from django.conf import settings

    return Press(Path(settings.MOTCUA_FONTS))


def render(key: str, data: Paper | dict[str, Any]) -> bytes:
    """Print the form `key` of `law.regimes` as PDF.

    `data` is the form's record (`PAPERS[key]`) or its JSON object. Raises `PressNotReadyError` without the
    face, `KeyError` for an unknown form, `msgspec.ValidationError` where the data are not the form's.
    """
    return press().print(_record(key, data))


def _record(key: str, data: Paper | dict[str, Any]) -> Paper:
    kind = PAPERS[key]
    if isinstance(data, dict):
        return msgspec.convert({**data, "type": key}, type=kind)
    if not isinstance(data, kind):
        raise msgspec.ValidationError(f"form {key} takes {kind.__name__}, not {type(data).__name__}")
    return data
