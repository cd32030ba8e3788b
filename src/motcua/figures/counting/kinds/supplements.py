"""Supplements: how often, and what was wrong with the papers."""

from __future__ import annotations

from typing import Final

from motcua.figures.counting.kinds.common import AS_KNOWN, RECEIVED_COLUMN
from motcua.figures.counting.measures import RECEIVED, Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_ASKED, _PAPERS_ASKED, _ONLINE_ASKED = (
    _("Số lần yêu cầu bổ sung"),
    _("Giấy tờ phải bổ sung, theo lý do"),
    _("Hồ sơ nộp trực tuyến"),
)


def _fault(key: str, label: str) -> Measure:
    return Measure(key=key, label=label, amount=f"p.asked_{key}", group=_PAPERS_ASKED)


SUPPLEMENTS: Final = Counted(
    id="supplements",
    title=_("Yêu cầu bổ sung hồ sơ theo lý do"),
    law=_("Nghị định 61/2018/NĐ-CP, Điều 19; Thông tư 01/2018/TT-VPCP, Điều 14"),
    base=RECEIVED,
    columns=(
        RECEIVED_COLUMN,
        Measure(key="never", label=_("Không lần nào"), when="k.requests = 0", group=_ASKED),
        Measure(key="once", label=_("Một lần"), when="k.requests = 1", group=_ASKED),
        Measure(key="more", label=_("Hơn một lần"), when="k.requests > 1", group=_ASKED, late=True),
        Measure(
            key="late",
            label=_("Báo sau 3 ngày làm việc"),
            when="p.late_requests > 0",
            group=_ASKED,
            late=True,
        ),
        _fault("missing", _("Thiếu")),
        _fault("wrong_form", _("Sai mẫu")),
        _fault("expired", _("Hết hạn")),
        _fault("unreadable", _("Không đọc được")),
        _fault("content_wrong", _("Sai nội dung")),
        _fault("other", _("Lý do khác")),
        _fault("untold", _("Không ghi lý do")),
        Measure(
            key="notices", label=_("Bị báo thiếu trước khi nhận"), when="p.notices > 0", group=_ONLINE_ASKED
        ),
        Measure(
            key="returned",
            label=_("Bổ sung chưa đạt"),
            when="p.returned_offers > 0",
            group=_ONLINE_ASKED,
        ),
        Ratio(
            key="asked_pct",
            label=_("Tỷ lệ hồ sơ phải bổ sung"),
            top=("once", "more"),
            bottom=("received",),
        ),
    ),
    identities=(
        Identity(
            name=_("Tiếp nhận = không bổ sung + một lần + hơn một lần"),
            whole="received",
            parts=("never", "once", "more"),
        ),
    ),
    notes=(
        _(
            "Số giấy tờ gồm cả giấy tờ trong thông báo thiếu trước khi tiếp nhận; bấm vào để mở các hồ sơ có"
            " giấy tờ ấy."
        ),
        _("Nhật ký ghi lý do từ khi có ô chọn lý do; yêu cầu trước đó ở cột không ghi lý do."),
        AS_KNOWN,
    ),
)
