"""Interlinked work: dossiers and parts between agencies."""

from __future__ import annotations

from typing import Final

from motcua.figures.counting.kinds.common import AS_KNOWN, BY_RULES, RECEIVED_COLUMN
from motcua.figures.counting.measures import RECEIVED, Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_LINKED: Final = "p.parts_same + p.parts_above > 0"
_LINKS, _PARTS, _ENDED = (
    _("Hồ sơ liên thông"),
    _("Phần việc của cơ quan phối hợp"),
    _("Hồ sơ liên thông đã giải quyết"),
)

INTERLINKED: Final = Counted(
    id="interlinked",
    title=_("Hồ sơ liên thông cùng cấp và giữa các cấp"),
    law=_("Nghị định 61/2018/NĐ-CP, Điều 19 khoản 6 và 7"),
    base=RECEIVED,
    columns=(
        RECEIVED_COLUMN,
        Measure(key="linked", label=_("Tổng số"), when=_LINKED, group=_LINKS),
        Measure(key="same", label=_("Cùng cấp"), when="p.parts_same > 0 AND p.parts_above = 0", group=_LINKS),
        Measure(
            key="above", label=_("Khác cấp"), when="p.parts_same = 0 AND p.parts_above > 0", group=_LINKS
        ),
        Measure(key="both", label=_("Cả hai"), when="p.parts_same > 0 AND p.parts_above > 0", group=_LINKS),
        Measure(key="parts", label=_("Đã gửi"), amount="p.parts_same + p.parts_above", group=_PARTS),
        Measure(key="back", label=_("Đã có kết quả"), amount="p.parts_back", group=_PARTS),
        Measure(key="late", label=_("Trễ hạn"), amount="p.parts_late", group=_PARTS, late=True),
        Measure(key="done", label=_("Tổng số"), when=f"{_LINKED} AND k.cls <= 10", group=_ENDED),
        Measure(
            key="in_time", label=_("Trước, đúng hạn"), when=f"{_LINKED} AND k.cls IN (8, 9)", group=_ENDED
        ),
        Measure(key="overdue", label=_("Quá hạn"), when=f"{_LINKED} AND k.cls = 10", group=_ENDED, late=True),
        Measure(key="consulted", label=_("Có lấy ý kiến cơ quan khác"), when="p.consulted > 0"),
        Ratio(key="in_time_pct", label=_("Tỷ lệ trước, đúng hạn"), top=("in_time",), bottom=("done",)),
    ),
    identities=(
        Identity(
            name=_("Liên thông = cùng cấp + khác cấp + cả hai"),
            whole="linked",
            parts=("same", "above", "both"),
        ),
        Identity(
            name=_("Đã giải quyết = trước, đúng hạn + quá hạn"), whole="done", parts=("in_time", "overdue")
        ),
    ),
    notes=(
        _("Hồ sơ liên thông đếm một lần ở cơ quan chủ trì; mỗi cơ quan phối hợp có phần việc riêng."),
        _("Phần việc còn chờ phần việc trước thì chưa gửi và chưa đếm."),
        BY_RULES,
        AS_KNOWN,
    ),
)
