"""How long personal data of this room stay."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {
    "Article": "Tin, bài đã công khai; ghi tên tác giả như đã đăng và mã cán bộ soạn, duyệt.",
    "Visit": "Dấu không truy ngược được của một lượt truy cập; xóa ngay khi ngày được cộng sổ.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = frozenset({"VisitDay", "ReachCheck"})
"""Models looked at and found free of personal data."""
