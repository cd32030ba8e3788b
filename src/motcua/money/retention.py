"""How long data of this room stay. Citizens are not named here: who paid is a private record of the dossier,
erased with it; receipts, refunds and closes name officers by their codes."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {
    "DayClose": (
        "Giữ 10 năm như chứng từ kế toán (Luật Kế toán 2015, Điều 41). Lời giải trình nói về tiền mặt của "
        "cán bộ, không ghi tên người nộp."
    ),
    "SettlementConfirmation": "Giữ 10 năm như chứng từ kế toán; ghi chú nói về số tiền bàn giao.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = (
    "Receipt",  # the payer stands in the dossier's private records
    "Refund",  # so does the reason
    "Settlement",
    "Till",
    "Waiver",  # the ground is a law, the reason a private record
    "WaiverWithdrawal",  # its reason too
)
"""Models looked at and found free of personal data of citizens."""
