"""HEIC photographs of telephones: a JPEG is kept in their place, which every office can open and print.

The copy carries no EXIF record: where and with what a paper was photographed is nobody's business.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import pillow_heif
from PIL import Image, ImageOps

from motcua.dossiers.inspection.findings import Finding, refused
from motcua.dossiers.inspection.images import PIXELS, too_many_points
from motcua.dossiers.inspection.results import Note
from motcua.foundation.errors import gettext_noop

# Letters of a photographed A4 sheet stay sharp; the file is about as large as the HEIC was.
QUALITY: Final = 85


def jpeg_of(path: Path, cleaned: Path) -> Finding:
    """Write the photograph at `path` to `cleaned` as a JPEG, upright. Raises `FileRefusedError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pillow_heif.open_heif(path, convert_hdr_to_8bit=True)
            width, height = found.size
            if width * height > PIXELS:
                raise too_many_points()
            picture = found.to_pillow()
            upright = ImageOps.exif_transpose(picture) or picture
            upright.convert("RGB").save(cleaned, "JPEG", quality=QUALITY, optimize=True)
    except Image.DecompressionBombError as bomb:
        raise too_many_points() from bomb
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError, MemoryError, IndexError) as broken:
        raise refused(
            "broken",
            gettext_noop("Ảnh bị hỏng, không đọc được."),
            gettext_noop("Chụp lại giấy tờ, hoặc đổi cỡ ảnh trong điện thoại thành JPEG, rồi tải lên."),
        ) from broken
    note = Note(gettext_noop("Ảnh HEIC của điện thoại đã được đổi thành JPEG."))
    return Finding(kind="jpeg", pages=1, notes=(note,), cleaned=True, sent_as="heic")
