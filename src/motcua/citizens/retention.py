"""How long personal data of this room stay."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {
    "Citizen": (
        "Giữ đến khi chủ tài khoản đóng tài khoản; dữ liệu của hồ sơ đã nộp nằm ở hồ sơ, "
        "theo thời hạn của hồ sơ."
    ),
    "Mandate": "Giữ đến khi một trong hai tài khoản bị đóng và xóa.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = frozenset[str]()
"""Models looked at and found free of personal data."""
