"""Reading printed pages back: their words with pypdf, their QR code with zxing."""

from __future__ import annotations

import io
import re
import unicodedata

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    return [_one_line(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def words_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def sizes_of(pdf: bytes) -> set[tuple[int, int]]:
    """Page sizes in whole millimetres."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return {(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes}


def qr_codes_of(png: bytes) -> list[tuple[str, int, int]]:
    """What each QR code says, with the place of its upper left corner in pixels."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    return [(code.text, code.position.top_left.x, code.position.top_left.y) for code in found]


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
