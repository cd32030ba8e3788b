"""Money in đồng, whole numbers only."""

from __future__ import annotations


def dong(amount: int, thousands: str = ".") -> str:
    """An amount as papers and screens write it: 26000 gives "26.000 đ" (the space does not break).

    `thousands` is what the reader's language puts between thousands.
    """
    return f"{amount:,}".replace(",", thousands) + "\N{NO-BREAK SPACE}đ"
