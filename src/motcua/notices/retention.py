"""How long is kept what accounts chose; templates name nobody but who wrote them."""

from __future__ import annotations

from typing import Final

from motcua.organisation.retaining import Rule

PERSONAL: Final[dict[str, str]] = {
    "NoticePreference": "as long as the account is open; goes with it (services.forget_account)",
}
"""Model name -> retention rule."""

NOT_PERSONAL: Final = ("NoticeTemplate",)
"""Models looked at and found free of personal data of citizens."""

RULES: Final[tuple[Rule, ...]] = ()
