"""How long is kept what accounts chose; templates name nobody but who wrote them."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from motcua.citizens.models import Citizen
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.notices.models import NoticePreference
from motcua.organisation.retaining import Rule
from motcua.organisation.retention import HOUSE

PERSONAL: Final[dict[str, str]] = {
    "NoticePreference": "as long as the account is open; what a closed one chose goes weekly",
}
"""Model name -> retention rule."""

NOT_PERSONAL: Final = ("NoticeTemplate",)
"""Models looked at and found free of personal data of citizens."""


def _closed(before: Instant) -> QuerySet[NoticePreference]:
    open_accounts = Citizen.objects.filter(closed_at=None).values("key")
    return NoticePreference.objects.filter(changed_at__lt=before).exclude(account__in=open_accounts)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="notice_choices",
        model="NoticePreference",
        what=gettext_noop("Lựa chọn nhận tin của tài khoản đã đóng"),
        source=HOUSE,
        days=1,
        due=_closed,
        weekly=True,
    ),
)
"""What `motcua erase` does here. Messages and their words are the outbox's."""
