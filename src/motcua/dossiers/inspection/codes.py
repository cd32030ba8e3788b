"""`python -m motcua.dossiers.inspection.codes FILE`: texts of the QR codes on a photograph or PDF, as JSON.

Anybody may send anything to be read, so the process limits its memory and time before it opens the file, and
unpacks no picture that is larger than a photograph or a scan of one sheet.
"""

from __future__ import annotations

import resource
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pillow_heif
import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

MEMORY: Final = 1536 * 1024**2
SECONDS: Final = 15
PIXELS: Final = 60_000_000
"""A telephone takes fifty million; a sheet of A4 at 600 dpi has thirty-five."""
PAGES: Final = 6
"""The code of a paper of ours stands on its first page; a scan may begin with others."""
_SCALE: Final = 2.5
"""Of 72 dots an inch: a QR code of 22 mm has about 150 dots then."""
_SIDE: Final = 2200
"""Where nothing is found in the whole picture: with fewer dots its noise goes too."""
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
_MOST_TEXTS: Final = 8
_LONGEST: Final = 2000


def texts_on(path: Path) -> list[str]:
    """What the QR codes say, without doubles. Raises whatever a broken file makes its reader raise."""
    found: dict[str, None] = {}
    for picture in _pictures(path):
        for text in _read(picture):
            found[text[:_LONGEST]] = None
        if found:
            break
    return list(found)[:_MOST_TEXTS]


def _pictures(path: Path) -> Iterator[Image.Image]:
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(b"%PDF"):
        yield from _pages(path)
    elif start[4:8] == b"ftyp":
        heif = pillow_heif.open_heif(path, convert_hdr_to_8bit=True)
        _check(heif.size)
        yield heif.to_pillow()
    else:
        with Image.open(path, formats=_FORMATS) as image:
            _check(image.size)
            # Photographs lie on their side; what tells which way is up stands beside the picture.
            yield ImageOps.exif_transpose(image) or image


def _pages(path: Path) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    for number in range(min(len(document), PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(_SCALE, (PIXELS / max(width * height, 1)) ** 0.5)
        yield page.render(scale=scale, may_draw_forms=False).to_pil()


def _check(size: tuple[int, int]) -> None:
    if size[0] * size[1] > PIXELS:
        raise ValueError("too many pixels")


def _read(picture: Image.Image) -> list[str]:
    grey = picture.convert("L")
    found = _codes(grey)
    if not found and max(grey.size) > _SIDE:
        grey.thumbnail((_SIDE, _SIDE))
        found = _codes(grey)
    return found


def _codes(grey: Image.Image) -> list[str]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=wanted)]


def main() -> None:
    """Read one file within the limits; a list of texts to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    Image.MAX_IMAGE_PIXELS = PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.stdout.buffer.write(msgspec.json.encode(texts_on(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
