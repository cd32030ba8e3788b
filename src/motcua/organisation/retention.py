"""How long personal data of this room stay. Citizens' data are not here: these are people in office."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {
    "User": (
        "Tài khoản ngừng dùng ngay khi cán bộ thôi giữ mọi vị trí; xóa sau 24 tháng. "
        "Nhật ký hồ sơ ghi mã cán bộ, không ghi tài khoản."
    ),
    "Officer": (
        "Giữ cùng hồ sơ công việc mà cán bộ đã xử lý, vì sổ theo dõi và phiếu kiểm soát phải ghi người giao, "
        "người nhận; số điện thoại xóa khi thôi nhiệm vụ."
    ),
    "Assignment": "Giữ cùng hồ sơ công việc: cho biết ai có quyền gì vào ngày nào.",
    "CounterDuty": "Giữ 24 tháng để biết ai trực quầy nào khi có phản ánh về một ngày cụ thể.",
    "StandIn": "Giữ cùng hồ sơ công việc: cho biết ai làm thay ai, theo căn cứ nào, vào ngày nào.",
    "Change": (
        "Giữ cùng hồ sơ công việc: cho biết ai đã đổi quyền, lịch, danh mục, khi nào và vì sao. "
        "Số điện thoại của cán bộ không ghi vào đây."
    ),
    "ApiToken": "Hết hiệu lực chậm nhất sau 366 ngày; dòng của khóa xóa sau 24 tháng kể từ khi hết hiệu lực.",
    "SignInRecord": (
        "Giữ 24 tháng để kiểm tra an toàn thông tin, sau đó xóa bằng tài khoản chủ của cơ sở dữ liệu."
    ),
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = (
    "Agency",
    "CalendarDayRow",
    "CalendarVersion",
    "Counter",
    "Post",
    "Section",
    "Succession",
    "WindowRow",
)
"""Models looked at and found free of personal data; a test compares this with the room's models."""
