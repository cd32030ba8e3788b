"""Dossiers filed online, by procedure."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.particulars import ResultKind
from motcua.figures.counting.kinds.common import AS_KNOWN, RECEIVED_COLUMN
from motcua.figures.counting.measures import (
    RECEIVED,
    WITH_RESULT,
    Counted,
    Identity,
    Joined,
    Measure,
    Ratio,
)
from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.errors import gettext_noop as _
from motcua.procedures.service_queries import levels_on

_CHANNELS: Final = _("Cách nộp")
_LEVELS: Final = _("Theo mức độ dịch vụ công")


def _levels(scope: Scope, _rules: RuleSet) -> Joined:
    """The level that the catalogue states of each procedure on the last day of the period."""
    text, values = levels_on(scope.last)
    return Joined(f"LEFT JOIN ({text}) v ON v.code = k.procedure_code", values)


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
        Measure(key="level_4", label=_("Mức độ 4"), when="v.level = '4'", group=_LEVELS),
        Measure(key="level_3", label=_("Mức độ 3"), when="v.level = '3'", group=_LEVELS),
        Measure(key="level_2", label=_("Mức độ 2"), when="v.level = '2'", group=_LEVELS),
        Measure(key="level_none", label=_("Không ghi"), when="v.level IS NULL", group=_LEVELS),
        Ratio(key="online_pct", label=_("Tỷ lệ trực tuyến"), top=("online",), bottom=("received",)),
    ),
    identities=(
        Identity(
            name=_("Tiếp nhận = trực tuyến + trực tiếp + bưu chính"),
            whole="received",
            parts=("online", "direct", "postal"),
        ),
        Identity(
            name=_("Tiếp nhận = mức độ 4 + 3 + 2 + không ghi"),
            whole="received",
            parts=("level_4", "level_3", "level_2", "level_none"),
        ),
    ),
    notes=(
        _("Thủ tục không có hồ sơ trong kỳ không có dòng ở đây."),
        _("Mức độ là của dịch vụ trên Cổng của tỉnh vào ngày cuối kỳ, theo danh mục."),
        AS_KNOWN,
    ),
    join=_levels,
)
