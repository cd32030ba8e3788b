"""Papers and results: digitised, reused, signed digitally."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.particulars import ResultKind
from motcua.figures.counting.kinds.common import AS_KNOWN, DOSSIERS
from motcua.figures.counting.measures import RECEIVED, WITH_RESULT, Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_PAPERS, _REUSED, _RESULTS = (
    _("Giấy tờ của hồ sơ"),
    _("Hồ sơ dùng lại dữ liệu"),
    _("Kết quả giải quyết trong kỳ"),
)
_TO_DIGITISE: Final = "p.components - p.shown"

DIGITISATION: Final = Counted(
    id="digitisation",
    title=_("Số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính"),
    law=_("Nghị định 107/2021/NĐ-CP, Điều 1 (Điều 21a); Thông tư 01/2023/TT-VPCP"),
    base="true",
    columns=(
        Measure(key="received", label=_("Tiếp nhận"), when=RECEIVED, group=DOSSIERS),
        Measure(
            key="whole",
            label=_("Số hóa đủ"),
            when=f"{RECEIVED} AND {_TO_DIGITISE} > 0 AND p.digitised >= {_TO_DIGITISE}",
            group=DOSSIERS,
        ),
        Measure(
            key="part",
            label=_("Số hóa một phần"),
            when=f"{RECEIVED} AND p.digitised > 0 AND p.digitised < {_TO_DIGITISE}",
            group=DOSSIERS,
        ),
        Measure(
            key="none",
            label=_("Chưa số hóa"),
            when=f"{RECEIVED} AND {_TO_DIGITISE} > 0 AND p.digitised = 0",
            group=DOSSIERS,
        ),
        Measure(
            key="nothing",
            label=_("Không có giấy tờ phải số hóa"),
            when=f"{RECEIVED} AND {_TO_DIGITISE} <= 0",
            group=DOSSIERS,
        ),
        Measure(key="papers", label=_("Giấy tờ"), when=RECEIVED, amount="p.components", group=_PAPERS),
        Measure(key="shown", label=_("Chỉ xuất trình"), when=RECEIVED, amount="p.shown", group=_PAPERS),
        Measure(key="digitised", label=_("Đã số hóa"), when=RECEIVED, amount="p.digitised", group=_PAPERS),
        Measure(
            key="reused_papers",
            label=_("Dùng lại, không nộp"),
            when=RECEIVED,
            amount="p.reused",
            group=_PAPERS,
        ),
        Measure(
            key="reused",
            label=_("Dùng lại giấy tờ đã số hóa"),
            when=f"{RECEIVED} AND p.reused > 0",
            group=_REUSED,
        ),
        Measure(
            key="replaced",
            label=_("Thay bằng kết quả trước"),
            when=f"{RECEIVED} AND p.replaced > 0",
            group=_REUSED,
        ),
        Measure(
            key="store", label=_("Lấy từ kho dữ liệu"), when=f"{RECEIVED} AND p.from_store > 0", group=_REUSED
        ),
        Measure(key="results", label=_("Có kết quả"), when=WITH_RESULT, group=_RESULTS),
        Measure(
            key="paper",
            label=_("Bản giấy"),
            when=f"{WITH_RESULT} AND p.result = {int(ResultKind.PAPER)}",
            group=_RESULTS,
        ),
        Measure(
            key="scan",
            label=_("Bản quét"),
            when=f"{WITH_RESULT} AND p.result = {int(ResultKind.SCAN)}",
            group=_RESULTS,
        ),
        Measure(
            key="digital",
            label=_("Ký số"),
            when=f"{WITH_RESULT} AND p.result = {int(ResultKind.DIGITAL)}",
            group=_RESULTS,
        ),
        Ratio(
            key="whole_pct",
            label=_("Hồ sơ số hóa đủ"),
            top=("whole",),
            bottom=("whole", "part", "none"),
            group=_("Tỷ lệ"),
        ),
        Ratio(
            key="results_pct",
            label=_("Kết quả điện tử"),
            top=("scan", "digital"),
            bottom=("results",),
            group=_("Tỷ lệ"),
        ),
        Ratio(
            key="reused_pct",
            label=_("Hồ sơ dùng lại giấy tờ"),
            top=("reused",),
            bottom=("received",),
            group=_("Tỷ lệ"),
        ),
    ),
    identities=(
        Identity(
            name=_("Tiếp nhận = số hóa đủ + một phần + chưa + không phải số hóa"),
            whole="received",
            parts=("whole", "part", "none", "nothing"),
        ),
        Identity(
            name=_("Kết quả = bản giấy + bản quét + ký số"),
            whole="results",
            parts=("paper", "scan", "digital"),
        ),
    ),
    notes=(
        _("Giấy tờ chỉ xuất trình không phải số hóa (Thông tư 01/2023/TT-VPCP, Điều 8)."),
        AS_KNOWN,
    ),
)
