"""What several counted reports say alike. Labels are Vietnamese msgids."""

from __future__ import annotations

from typing import Final

from motcua.figures.counting.measures import Measure
from motcua.foundation.errors import gettext_noop as _

AS_KNOWN: Final = _(
    "Giấy tờ, phí, yêu cầu bổ sung và kết quả là như đã biết đến thời điểm chốt số liệu, kể cả việc xảy ra"
    " sau ngày cuối kỳ."
)
BY_RULES: Final = _(
    "Đã giải quyết hay chưa, đúng hạn hay trễ là theo bộ quy tắc đếm đã chọn, như biểu II.06a."
)
DOSSIERS: Final = _("Hồ sơ tiếp nhận trong kỳ")
RECEIVED_COLUMN: Final = Measure(key="received", label=_("Tiếp nhận"), group=DOSSIERS)
