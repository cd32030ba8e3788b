"""Images: readable, and not larger unpacked than a sheet scanned at the finest setting."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

from PIL import Image

from motcua.dossiers.inspection.findings import Finding, refused
from motcua.dossiers.inspection.results import FileRefusedError
from motcua.foundation.errors import gettext_noop

# A3 at 600 dpi is 70 million points; the rest is room. Circular 02/2019/TT-BNV asks for 200 dpi and more.
PIXELS: Final = 150_000_000
FRAMES: Final = 1_000
_FORMATS: Final = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "webp": "WEBP"}


def inspect_image(path: Path, kind: str) -> Finding:
    """The number of frames. Reads headers only: no picture is unpacked here."""
    try:
        with warnings.catch_warnings():
            # What Pillow warns of is either refused below or harmless to keep.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[_FORMATS[kind]]) as image:
                return Finding(kind=kind, pages=_frames(image))
    except Image.DecompressionBombError as bomb:
        raise too_many_points() from bomb
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as broken:
        raise refused(
            "broken",
            gettext_noop("Ảnh bị hỏng, không đọc được."),
            gettext_noop("Quét hoặc chụp lại giấy tờ rồi tải lên."),
        ) from broken


def _frames(image: Image.Image) -> int:
    frames = int(getattr(image, "n_frames", 1))
    if frames > FRAMES:
        raise refused(
            "frames",
            gettext_noop("Ảnh có %(frames)s trang, quá %(limit)s."),
            gettext_noop("Tách thành nhiều tệp rồi tải lên."),
            frames=frames,
            limit=FRAMES,
        )
    for number in range(frames):
        image.seek(number)
        if image.width * image.height > PIXELS:
            raise too_many_points()
    return frames


def too_many_points() -> FileRefusedError:
    """The refusal of a picture that is too large unpacked."""
    return refused(
        "pixels",
        gettext_noop("Ảnh có quá nhiều điểm ảnh (giới hạn %(limit)s triệu)."),
        gettext_noop("Quét lại ở 200–300 dpi rồi tải lên."),
        limit=PIXELS // 1_000_000,
    )
