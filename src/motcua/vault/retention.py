"""How long the personal store keeps papers; periods that the law leaves open are this house's."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.organisation.retention import HOUSE
from motcua.vault.erasing import emptied
from motcua.vault.models import CorrectionWish, Paper, PaperUse

PERSONAL: Final[dict[str, str]] = {
    "Paper": "as long as it can be used again; expired or revoked: 24 months more; erased on lawful request",
    "PaperUse": "5 years; names officers and accounts' keys, and outlives the paper",
    "CorrectionWish": "what was written until it is answered; that it was asked, as long as the paper",
}
"""Model name -> retention rule."""

NOT_PERSONAL: Final = ("FedUntil",)  # a moment


def _over(before: Instant) -> QuerySet[Paper]:
    over = Q(valid_until__lt=day_of(before)) | Q(revoked_at__lt=before)
    return Paper.objects.filter(over, erased_at=None)


def _uses(before: Instant) -> QuerySet[PaperUse]:
    return PaperUse.objects.filter(at__lt=before)


def _answered(before: Instant) -> QuerySet[CorrectionWish]:
    return CorrectionWish.objects.filter(answered_at__lt=before)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="stored_papers",
        model="Paper",
        what=gettext_noop("Giấy tờ trong kho đã hết giá trị hoặc bị thu hồi (việc đã dùng vẫn được ghi)"),
        source=HOUSE,
        setting="MOTCUA_KEEP_EXPIRED_PAPERS_MONTHS",
        months=24,
        least=1,
        due=_over,
        empty=emptied,
        weekly=True,
    ),
    Rule(
        id="paper_uses",
        model="PaperUse",
        what=gettext_noop("Ai đã dùng giấy tờ nào trong kho cho việc gì"),
        source=HOUSE,
        setting="MOTCUA_KEEP_OPENINGS_MONTHS",
        months=60,
        least=12,
        due=_uses,
        owner=True,
        triggers=("written_once",),
    ),
    Rule(
        id="paper_wishes",
        model="CorrectionWish",
        what=gettext_noop("Đề nghị sửa thông tin giấy tờ đã trả lời"),
        source=HOUSE,
        months=24,
        due=_answered,
        weekly=True,
    ),
)
"""What `motcua erase` does here; the content of an emptied paper goes with the hourly sweep."""
