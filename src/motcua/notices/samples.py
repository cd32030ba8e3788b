"""Values to try words with: long ones, so that what fits with them fits."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from motcua.foundation.clock import instant_of
from motcua.foundation.errors import gettext_noop
from motcua.notices.events import DRAFT, PETITION, NoticeEvent
from motcua.notices.facts import Amount, Fact, Items, Moment, Phrased, Value, in_words

_WHERE: Final = gettext_noop("Nhận tại %(section)s trong giờ làm việc; mang theo giấy hẹn.")
_WHERE_SHORT: Final = gettext_noop("Nhận tại %(section)s, mang giấy hẹn.")
_SECTION: Final = {"section": "UBND phường Thục Phán"}


def _at(day: int) -> Moment:
    return Moment(instant_of(datetime(2026, 12, day, 17)))  # noqa: DTZ001 - local time of Vietnam


VALUES: Final[dict[str, Value]] = {
    "code": "000.32.40.H14-261126-0007",
    "procedure": "Đăng ký lại khai sinh",
    "section": _SECTION["section"],
    "agency": "UBND phường Thục Phán",
    "agencies": "Công an tỉnh, Sở Tư pháp",
    "site": "dichvucong.caobang.gov.vn/tra-cuu/",
    "due": _at(23),
    "until": _at(16),
    "old": _at(10),
    "new": _at(28),
    "at": _at(29),
    "items": Items(
        (
            ("Tờ khai đăng ký lại khai sinh", gettext_noop("sai mẫu")),
            ("Bản sao giấy tờ có ghi ngày sinh", gettext_noop("thiếu")),
        )
    ),
    "reason": "Tờ khai dùng mẫu cũ; chưa có giấy tờ ghi ngày, tháng, năm sinh.",
    "ground": "Khoản 2 Điều 27 Nghị định 123/2015/NĐ-CP",
    "amount": Amount(1_250_000),
    "receipt": "BL-261126-0012",
    "where": Phrased(_WHERE, _SECTION),
    "where_short": Phrased(_WHERE_SHORT, _SECTION),
    "fee": Phrased(gettext_noop("Nộp phí, lệ phí khi nhận kết quả.")),
}
_OTHERS: Final[dict[str, dict[str, Value]]] = {
    # A supplement that is not sent has the code of its dossier.
    DRAFT: {"site": "dichvucong.caobang.gov.vn/cua-toi/"},
    PETITION: {"code": "PA-261126-7KMQ2P", "site": "dichvucong.caobang.gov.vn/phan-anh/tra-cuu/"},
}


def sample(event: NoticeEvent, language: str, *, short: bool = False) -> dict[str, str]:
    """Invented values for everything that the event's words may name."""
    values = {**VALUES, **_OTHERS.get(event.about, {})}
    return in_words(Fact(event.name, {name: values[name] for name in event.allowed}), language, short=short)
