"""How long personal data of this room stay."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from motcua.citizens.models import Citizen, MailedLink
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.organisation.retention import HOUSE

PERSONAL: Final[dict[str, str]] = {
    "Citizen": (
        "Giữ đến khi chủ tài khoản đóng tài khoản: thư, điện thoại, địa chỉ xóa ngay; tên, số định danh, "
        "ngày sinh xóa sau 24 tháng. Dữ liệu của hồ sơ đã nộp nằm ở hồ sơ, theo thời hạn của hồ sơ."
    ),
    "Mandate": "Giữ đến khi một trong hai tài khoản bị đóng và xóa.",
    "MailedLink": "Hết hiệu lực sau 24 giờ; dòng xóa trong tuần sau đó.",
    "AccountEvent": "Giữ cùng tài khoản: chủ tài khoản xem ai đã làm gì; cán bộ chỉ ghi bằng mã.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = frozenset[str]()
"""Models looked at and found free of personal data."""


def _links(before: Instant) -> QuerySet[MailedLink]:
    return MailedLink.objects.filter(expires__lt=before)


def _closed(before: Instant) -> QuerySet[Citizen]:
    return Citizen.objects.filter(closed_at__lt=before).exclude(Q(name="") & Q(identifier=""))


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="mailed_links",
        model="MailedLink",
        what=gettext_noop("Liên kết gửi qua thư đã hết hạn"),
        source=HOUSE,
        due=_links,
        weekly=True,
    ),
    Rule(
        id="closed_accounts",
        model="Citizen",
        what=gettext_noop("Tên, số định danh của tài khoản người dân đã đóng"),
        source=HOUSE,
        setting="MOTCUA_KEEP_CLOSED_ACCOUNTS_MONTHS",
        months=24,
        least=0,
        due=_closed,
        empty=lambda now: {"name": "", "identifier": "", "born_on": None, "assurance": 0},
    ),
)
"""What `motcua erase` does here."""
