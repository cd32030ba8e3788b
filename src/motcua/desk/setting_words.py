"""The open settings of a regime in words: what each decides, and what its values mean to an officer."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from motcua.law.settings import Setting

Word = str | Lazy


class Meaning(NamedTuple):
    """What a setting is called, and what it decides in one sentence."""

    name: Word
    decides: Word


MEANINGS: Final[dict[str, Meaning]] = {
    "count": Meaning(
        _("Cách đếm ngày làm việc"),
        _("Thời hạn tính bằng ngày làm việc được đếm từ phút tiếp nhận, hay đếm trọn ngày từ hôm sau."),
    ),
    "after_15": Meaning(
        _("Hồ sơ nhận sau 15 giờ"),
        _("Hồ sơ nhận sau 15 giờ có bắt đầu tính thời hạn từ ngày làm việc tiếp theo hay không."),
    ),
    "supplement_policy": Meaning(
        _("Thời hạn sau khi bổ sung đủ hồ sơ"),
        _("Khi người nộp bổ sung đủ, thời hạn được tính lại từ đầu hay chỉ cộng thêm thời gian chờ."),
    ),
    "supplement_notice_days": Meaning(
        _("Hạn thông báo yêu cầu bổ sung"),
        _("Số ngày làm việc kể từ khi tiếp nhận; thông báo muộn hơn thì hệ thống cảnh báo."),
    ),
    "second_supplement": Meaning(
        _("Yêu cầu bổ sung từ lần thứ hai"),
        _("Từ lần thứ hai có bắt buộc nêu căn cứ pháp lý hay không."),
    ),
    "reschedule_maximum": Meaning(
        _("Số lần được hẹn lại"),
        _("Một hồ sơ được gửi văn bản xin lỗi và hẹn lại nhiều nhất bao nhiêu lần."),
    ),
    "reschedule_days_before": Meaning(
        _("Hẹn lại trước ngày hẹn trả"),
        _("Văn bản xin lỗi phải lập trước ngày hẹn trả bao nhiêu ngày; muộn hơn thì bị ghi là muộn."),
    ),
    "answer_hours": Meaning(
        _("Hạn trả lời hồ sơ nộp trực tuyến"),
        _("Số giờ làm việc để tiếp nhận hoặc trả lời một hồ sơ nộp trực tuyến."),
    ),
    "transfer_same_day_until": Meaning(
        _("Giờ cuối chuyển hồ sơ trong ngày"),
        _("Hồ sơ nhận sau giờ này được chuyển vào đầu giờ ngày làm việc tiếp theo."),
    ),
}

VALUES: Final[dict[str, Word]] = {
    "hours": _("Theo giờ làm việc, từ phút tiếp nhận"),
    "whole_days": _("Trọn ngày, từ ngày làm việc sau ngày tiếp nhận"),
    "off": _("Không: tính ngay từ lúc tiếp nhận"),
    "next_day": _("Có: tính từ ngày làm việc tiếp theo"),
    "restart": _("Tính lại từ đầu"),
    "pause": _("Cộng thêm thời gian chờ"),
    "legal_ground": _("Phải nêu căn cứ pháp lý"),
    "free": _("Không bắt buộc"),
}

MARKS: Final[dict[str, Word]] = {
    "seen": _("Đã đọc trong văn bản"),
    "memory": _("Chưa đối chiếu văn bản"),
    "proposal": _("Lựa chọn của phần mềm"),
}
"""How sure the shipped value is, by the mark of its source."""


def value_words(key: str, value: str) -> str:
    """A value of the setting `key` as a person reads it."""
    if value in VALUES:
        return str(VALUES[value])
    unit = _UNITS.get(key)
    return str(unit) % {"n": value} if unit else value


_UNITS: Final = {
    "supplement_notice_days": _("%(n)s ngày làm việc"),
    "reschedule_maximum": _("%(n)s lần"),
    "reschedule_days_before": _("trước %(n)s ngày"),
    "answer_hours": _("%(n)s giờ làm việc"),
}


def options_of(of: Setting) -> list[tuple[str, Word]]:
    """The choices of a setting with their words; empty for a number or a time."""
    return [(value, VALUES[value]) for value in of.choices]
