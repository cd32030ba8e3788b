"""What a server loaded once is not looked through again: Python's collector leaves it alone."""

from __future__ import annotations

import gc
from typing import Final

THRESHOLD: Final = 20_000
"""New objects between two collections. A page makes some thousands, nearly all freed without it."""


def settle() -> None:
    """After loading and before serving: keep what stands out of the collector's rounds; it comes seldom.

    Modules, types and templates of a server are some hundred thousand objects that never die; going through
    them in the middle of requests took a tenth of a page's time (docs/speed.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(THRESHOLD, 20, 20)
