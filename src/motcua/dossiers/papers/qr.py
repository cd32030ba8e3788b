"""The QR code of a paper: where anybody checks it, and which event of the log it was printed from.

It holds the public address, the dossier code and an event hash, never a person's identifier (contracts,
section 2); Circular 01/2023/TT-VPCP puts it in the top left corner after TCVN 7322:2009 (ISO/IEC 18004).
"""

from __future__ import annotations

import io
import re
from urllib.parse import quote

import segno

HASH_DIGITS = 32
_HASH = re.compile(r"[0-9a-f]{16,64}")


def qr_url(public_url: str, code: str, hash_hex: str = "", *, digits: int = HASH_DIGITS) -> str:
    """`<public>/tra-cuu/<code>?h=<hash>` for a paper of the dossier.

    `hash_hex` is the hash of any event of the dossier's chain in lower-case hex; its first `digits` (16-64)
    are printed. A slip handed out at the counter has no dossier and so no hash: the address stays bare.
    Raises `ValueError` for a hash that is none.
    """
    address = f"{public_url.rstrip('/')}/tra-cuu/{quote(code, safe='.-')}"
    if not hash_hex:
        return address
    if not 16 <= digits <= 64 or not _HASH.fullmatch(hash_hex):
        raise ValueError("an event hash is 16-64 lower-case hex digits")
    return f"{address}?h={hash_hex[:digits]}"


def qr_svg(content: str) -> str:
    """The QR code as SVG text without a quiet zone (the frame leaves it white); 15 % of it may be damaged."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return out.getvalue().decode()
