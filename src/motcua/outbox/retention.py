"""How long messages stay. They name officers, dossiers by code and procedures; applicants never."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.outbox.models import Message

PERSONAL: Final[dict[str, str]] = {
    "Message": (
        "Giữ 12 tháng để biết ai đã được nhắc việc gì, khi nào, thư có tới không; sau đó xóa cả dòng. "
        "Chỉ ghi cán bộ, mã hồ sơ, tên thủ tục; không ghi tên người nộp."
    ),
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = ()


def _messages(before: Instant) -> QuerySet[Message]:
    return Message.objects.filter(made_at__lt=before)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="messages",
        model="Message",
        what=gettext_noop("Tin nhắc việc đã gửi cho cán bộ"),
        source=gettext_noop("nhà này quy định; pháp luật để mở"),
        setting="MOTCUA_KEEP_MESSAGES_MONTHS",
        months=12,
        least=1,
        due=_messages,
        weekly=True,
    ),
)
"""What `motcua erase` does here. A reason that lasts longer than that may be told once more."""
