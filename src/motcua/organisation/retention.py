"""How long personal data of this room stay. Citizens' data are not here: these are people in office."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.models import ApiToken, CounterDuty, Officer, Session, SignInRecord, User
from motcua.organisation.retaining import Rule

PERSONAL: Final[dict[str, str]] = {
    "User": (
        "Tài khoản ngừng dùng ngay khi cán bộ thôi giữ mọi vị trí; xóa sau 24 tháng. "
        "Nhật ký hồ sơ ghi mã cán bộ, không ghi tài khoản."
    ),
    "Officer": (
        "Giữ cùng hồ sơ công việc mà cán bộ đã xử lý, vì sổ theo dõi và phiếu kiểm soát phải ghi người giao, "
        "người nhận; số điện thoại và địa chỉ thư xóa khi thôi nhiệm vụ."
    ),
    "Assignment": "Giữ cùng hồ sơ công việc: cho biết ai có quyền gì vào ngày nào.",
    "CounterDuty": "Giữ 24 tháng để biết ai trực quầy nào khi có phản ánh về một ngày cụ thể.",
    "StandIn": "Giữ cùng hồ sơ công việc: cho biết ai làm thay ai, theo căn cứ nào, vào ngày nào.",
    "Session": (
        "Xóa khi đăng xuất, khi bị kết thúc, hoặc sau 10 giờ; mã phiên chỉ giữ dưới dạng dấu, "
        "không dùng lại được."
    ),
    "Change": (
        "Giữ cùng hồ sơ công việc: cho biết ai đã đổi quyền, lịch, danh mục, khi nào và vì sao. "
        "Số điện thoại và địa chỉ thư của cán bộ không ghi vào đây."
    ),
    "ApiToken": "Hết hiệu lực chậm nhất sau 366 ngày; dòng của khóa xóa sau 24 tháng kể từ khi hết hiệu lực.",
    "SignInRecord": (
        "Giữ 24 tháng để kiểm tra an toàn thông tin, sau đó xóa bằng tài khoản chủ của cơ sở dữ liệu."
    ),
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = (
    "Agency",
    "AgencyAccount",
    "CalendarDayRow",
    "CalendarVersion",
    "Counter",
    "Post",
    "RegimeSetting",
    "RightsVersion",
    "Section",
    "Succession",
    "WindowRow",
)
"""Models looked at and found free of personal data; a test compares this with the room's models."""


def _duties(before: Instant) -> QuerySet[CounterDuty]:
    return CounterDuty.objects.filter(day__lt=day_of(before))


def _phones(before: Instant) -> QuerySet[Officer]:
    return Officer.objects.filter(left_on__lt=day_of(before)).exclude(phone="", email="")


def _accounts(before: Instant) -> QuerySet[User]:
    return User.objects.filter(officer__left_on__lt=day_of(before))


def _sign_ins(before: Instant) -> QuerySet[SignInRecord]:
    return SignInRecord.objects.filter(at__lt=before)


def _tokens(before: Instant) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(expires_at__lt=before)


def _sessions(before: Instant) -> QuerySet[Session]:
    return Session.objects.filter(expires__lte=before)


HOUSE: Final = gettext_noop("nhà này quy định; pháp luật để mở")
RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="sign_ins",
        model="SignInRecord",
        what=gettext_noop("Nhật ký đăng nhập"),
        source=HOUSE,
        setting="MOTCUA_KEEP_SIGN_INS_MONTHS",
        months=24,
        least=6,
        due=_sign_ins,
        owner=True,
    ),
    Rule(
        id="counter_duties",
        model="CounterDuty",
        what=gettext_noop("Phân công trực quầy đã qua"),
        source=HOUSE,
        setting="MOTCUA_KEEP_DUTIES_MONTHS",
        months=24,
        least=1,
        due=_duties,
        weekly=True,
    ),
    Rule(
        id="leavers_phones",
        model="Officer",
        what=gettext_noop("Số điện thoại, địa chỉ thư của cán bộ đã thôi nhiệm vụ"),
        source=HOUSE,
        due=_phones,
        empty=lambda now: {"phone": "", "email": ""},
        weekly=True,
    ),
    Rule(
        id="leavers_accounts",
        model="User",
        what=gettext_noop("Tài khoản của cán bộ đã thôi nhiệm vụ"),
        source=HOUSE,
        setting="MOTCUA_KEEP_ACCOUNTS_MONTHS",
        months=24,
        least=0,
        due=_accounts,
    ),
    Rule(
        id="tokens",
        model="ApiToken",
        what=gettext_noop("Khóa truy cập đã hết hiệu lực"),
        source=HOUSE,
        setting="MOTCUA_KEEP_TOKENS_MONTHS",
        months=24,
        least=1,
        due=_tokens,
        weekly=True,
    ),
    Rule(
        id="sessions",
        model="Session",
        what=gettext_noop("Phiên làm việc đã hết hạn"),
        source=HOUSE,
        due=_sessions,
        weekly=True,
    ),
)
"""What `motcua erase` does here; who held which post, stood in or changed what stays with the work."""
