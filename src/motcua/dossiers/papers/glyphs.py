"""Which characters a TrueType face can draw: its `cmap` table, formats 4 and 12 (OpenType, section cmap).

PDF/A-2 forbids text that the embedded face cannot draw (ISO 19005-2, 6.2.11.8), so the press must know before
it prints. No library of the house reads fonts; the two formats take forty lines.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=8)
def drawable(face: Path) -> frozenset[int]:
    """The code points that the TTF file has a glyph for.

    Raises `ValueError` for a file without a Unicode character map that is understood, `OSError` when it
    cannot be read.
    """
    data = face.read_bytes()
    start = _table(data, b"cmap")
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", data, start + 2)
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * index)
        if platform in (0, 3):
            found.update(_subtable(data, start + offset))
    if not found:
        raise ValueError(f"{face.name}: no Unicode character map")
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"no table {tag.decode()}")


def _subtable(data: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        return _segments(data, at)
    if form == 12:
        return _groups(data, at)
    return iter(())


def _segments(data: bytes, at: int) -> Iterator[int]:
    """Format 4: four parallel arrays of segments; an offset of 0 means glyph = character + delta."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset:
                where = offsets_at + 2 * index + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, where)
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                yield code


def _groups(data: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * index)
        yield from range(first if glyph else first + 1, last + 1)
