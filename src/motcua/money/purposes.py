"""What money of the books is for: published fees, or a financial obligation that another authority set."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from motcua.foundation.errors import gettext_noop


class Purpose(StrEnum):
    """What a receipt or an order stands for."""

    FEE = "fee"
    OBLIGATION = "obligation"


PURPOSE_NAMES: Final = {
    Purpose.FEE.value: gettext_noop("Phí, lệ phí"),
    Purpose.OBLIGATION.value: gettext_noop("Nghĩa vụ tài chính"),
}
PURPOSES: Final = [(each.value, each.value) for each in Purpose]
