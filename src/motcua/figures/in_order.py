"""Names of rows in the order of a Vietnamese dictionary: Đất đai after Chứng thực and before Giáo dục."""

from __future__ import annotations

from functools import lru_cache

from motcua.foundation.text import sort_key


@lru_cache(maxsize=4096)
def by_name(name: str) -> str:
    """The key of a name of an agency, field or procedure; a report has up to two thousand of them."""
    return sort_key(name)
