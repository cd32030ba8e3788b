"""How long messages stay. They name officers, dossiers by code and procedures; of citizens they have the
address that was written to, and the words."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.outbox import made
from motcua.outbox.models import Message

PERSONAL: Final[dict[str, str]] = {
    "Message": (
        "Giữ 12 tháng để biết ai đã được nhắc việc gì, khi nào, thư có tới không; sau đó xóa cả dòng. "
        "Chỉ ghi cán bộ, mã hồ sơ, tên thủ tục; không ghi tên người nộp. "
        "Tin cho người dân: 24 tháng, để chứng minh đã báo gì, khi nào, qua địa chỉ nào; địa chỉ mất trước "
        "đó khi dữ liệu của hồ sơ hoặc của tài khoản bị xóa. Thư mở tài khoản, đặt lại mật khẩu, đổi thư "
        "điện tử: 30 ngày, vì địa chỉ có thể của người chưa có tài khoản."
    ),
    "Wording": "Lời đã nhắn cho người dân; đi cùng tin nhắn, hoặc trước đó khi dữ liệu hồ sơ bị xóa.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = ()


def _messages(before: Instant) -> QuerySet[Message]:
    return Message.objects.filter(made_at__lt=before, officer__isnull=False)


def _to_citizens(before: Instant) -> QuerySet[Message]:
    return Message.objects.filter(made_at__lt=before, officer=None)


def _asked_for(before: Instant) -> QuerySet[Message]:
    return Message.objects.filter(made_at__lt=before, officer=None, kind__in=made.names())


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
    Rule(
        id="citizen_messages",
        model="Message",
        what=gettext_noop("Tin đã nhắn cho người dân, với địa chỉ và lời nhắn"),
        source=gettext_noop("nhà này quy định; pháp luật để mở"),
        setting="MOTCUA_KEEP_NOTICES_MONTHS",
        months=24,
        least=1,
        due=_to_citizens,
        weekly=True,
    ),
    Rule(
        id="account_letters",
        model="Message",
        what=gettext_noop("Thư mở tài khoản, đặt lại mật khẩu, đổi thư điện tử"),
        source=gettext_noop("nhà này quy định; pháp luật để mở"),
        days=30,
        due=_asked_for,
        weekly=True,
    ),
)
"""What `motcua erase` does here. A reason that lasts longer than that may be told once more."""
