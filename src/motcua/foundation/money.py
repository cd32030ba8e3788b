"""Money in đồng, whole numbers only."""

from __future__ import annotations


def dong(amount: int) -> str:
    """An amount as papers and screens write it: 26000 gives "26.000 đ" (the space does not break)."""
    return f"{amount:,}".replace(",", ".") + "\N{NO-BREAK SPACE}đ"
