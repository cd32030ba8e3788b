"""Form II.06b: the columns of II.06a by unit, level, field or procedure."""

from __future__ import annotations

from typing import Final

from motcua.figures.counting.kinds.common import BY_RULES
from motcua.figures.counting.measures import Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_TAKEN, _DONE, _GOING = (
    _("Số hồ sơ nhận giải quyết"),
    _("Số hồ sơ đã giải quyết"),
    _("Số hồ sơ đang giải quyết"),
)

SUMMARY: Final = Counted(
    id="II06b",
    form="II.06b/VPCP/KSTT",
    title=_("Tổng hợp kết quả giải quyết thủ tục hành chính theo đơn vị"),
    law=_("Thông tư 01/2020/TT-VPCP; Nghị định 09/2019/NĐ-CP, Điều 12"),
    base="true",
    particulars=False,
    columns=(
        Measure(key="c3", label=_("Tổng nhận"), group=_TAKEN),
        Measure(key="c4", label=_("Trực tuyến"), when="k.came = 4", group=_TAKEN),
        Measure(key="c5", label=_("Trực tiếp, bưu chính"), when="k.came = 5", group=_TAKEN),
        Measure(key="c6", label=_("Từ kỳ trước"), when="k.came = 6", group=_TAKEN),
        Measure(key="c7", label=_("Đã giải quyết"), when="k.cls <= 10", group=_DONE),
        Measure(key="c8", label=_("Trước hạn"), when="k.cls = 8", group=_DONE),
        Measure(key="c9", label=_("Đúng hạn"), when="k.cls = 9", group=_DONE),
        Measure(key="c10", label=_("Quá hạn"), when="k.cls = 10", group=_DONE, late=True),
        Measure(key="c11", label=_("Đang giải quyết"), when="k.cls > 10", group=_GOING),
        Measure(key="c12", label=_("Trong hạn"), when="k.cls = 12", group=_GOING),
        Measure(key="c13", label=_("Đang quá hạn"), when="k.cls = 13", group=_GOING, late=True),
        Ratio(key="on_time_pct", label=_("Tỷ lệ trước và đúng hạn"), top=("c8", "c9"), bottom=("c7",)),
    ),
    identities=(
        Identity(name="3 = 4 + 5 + 6", whole="c3", parts=("c4", "c5", "c6")),
        Identity(name="7 = 8 + 9 + 10", whole="c7", parts=("c8", "c9", "c10")),
        Identity(name="11 = 12 + 13", whole="c11", parts=("c12", "c13")),
        Identity(name="3 = 7 + 11", whole="c3", parts=("c7", "c11")),
    ),
    notes=(BY_RULES,),
)
