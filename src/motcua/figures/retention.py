"""Retention of this room: of counts only the newest are kept; files that were asked for go after a week."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from motcua.figures.models import FigureLook, ReportFile
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.organisation.retention import HOUSE

KEPT_DAYS: Final = 7
PERSONAL: Final[dict[str, str]] = {
    "ReviewProposal": "Đề xuất rà soát thủ tục, lưu cùng hồ sơ rà soát; ghi mã cán bộ viết và quyết định.",
    "ReportFile": "Tệp báo cáo đã làm; ghi người yêu cầu, và mã hồ sơ ở danh sách. Tự xóa sau một tuần.",
    "FigureLook": "Ai đã xem số liệu của cán bộ nào; giữ và xóa như lượt mở hồ sơ.",
    "ReviewEvidence": "Số liệu gộp đính kèm đề xuất, lưu cùng đề xuất; ghi mã cán bộ đính kèm.",
    "ComplianceCost": "Bảng tính chi phí tuân thủ, lưu cùng đề xuất; ghi mã cán bộ tính.",
}
NOT_PERSONAL: Final = ("Count", "CountRow", "DaySum", "IndexEntry", "SummedDossier")
"""Numbers of dossiers. What a small group could tell of a person is held back where it is shown."""


def _files(before: Instant) -> QuerySet[ReportFile]:
    return ReportFile.objects.filter(asked_at__lt=before)


def _looks(before: Instant) -> QuerySet[FigureLook]:
    return FigureLook.objects.filter(at__lt=before)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="report_files",
        model="ReportFile",
        what=gettext_noop("Tệp báo cáo đã làm cho người yêu cầu"),
        source=HOUSE,
        days=KEPT_DAYS,
        due=_files,
        weekly=True,
    ),
    Rule(
        id="figure_looks",
        model="FigureLook",
        what=gettext_noop("Ai đã xem số liệu của cán bộ nào"),
        source=HOUSE,
        setting="MOTCUA_KEEP_OPENINGS_MONTHS",
        months=60,
        least=12,
        due=_looks,
        owner=True,
        triggers=("written_once",),
    ),
)
"""What `motcua erase` does here; the job of the room does it every day too."""
