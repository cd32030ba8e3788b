"""Dossiers filed online, by procedure."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.particulars import ResultKind
from motcua.figures.counting.kinds.common import AS_KNOWN, RECEIVED_COLUMN
from motcua.figures.counting.measures import RECEIVED, WITH_RESULT, Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_CHANNELS: Final = _("Cách nộp")

ONLINE: Final = Counted(
    id="online",
    title=_("Hồ sơ trực tuyến theo thủ tục"),
    law=_("Nghị định 42/2022/NĐ-CP, Điều 11; Nghị định 61/2018/NĐ-CP, Điều 16"),
    base=RECEIVED,
    by=("procedure", "field", "agency", "level"),
    columns=(
        RECEIVED_COLUMN,
        Measure(key="online", label=_("Trực tuyến"), when="k.channel = 2", group=_CHANNELS),
        Measure(key="direct", label=_("Trực tiếp"), when="k.channel = 1", group=_CHANNELS),
        Measure(key="postal", label=_("Bưu chính"), when="k.channel = 3", group=_CHANNELS),
        Measure(
            key="declared",
            label=_("Khai biểu mẫu điện tử"),
            when="k.channel = 2 AND p.declared",
            group=_("Trong số trực tuyến"),
        ),
        Measure(
            key="paid_online",
            label=_("Nộp tiền trực tuyến"),
            when="k.channel = 2 AND (p.paid_online > 0 OR p.obligations_online > 0)",
            group=_("Trong số trực tuyến"),
        ),
        Measure(
            key="digital",
            label=_("Kết quả ký số"),
            when=f"k.channel = 2 AND {WITH_RESULT} AND p.result = {int(ResultKind.DIGITAL)}",
            group=_("Trong số trực tuyến"),
        ),
        Ratio(key="online_pct", label=_("Tỷ lệ trực tuyến"), top=("online",), bottom=("received",)),
    ),
    identities=(
        Identity(
            name=_("Tiếp nhận = trực tuyến + trực tiếp + bưu chính"),
            whole="received",
            parts=("online", "direct", "postal"),
        ),
    ),
    notes=(_("Thủ tục không có hồ sơ trong kỳ không có dòng ở đây."), AS_KNOWN),
)
