"""Words of the officer's pages for the values that the lifecycle names; msgids are the Vietnamese words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.lifecycle.types import (
    Channel,
    CopyKind,
    Fault,
    FeeState,
    IdentityProof,
    OwnerType,
    PaymentMethod,
    ReturnMethod,
    Signature,
    Step,
)
from motcua.foundation.clock import local_of
from motcua.foundation.worktime import Promise, merged, reason_phrase
from motcua.foundation.worktime.explain import ROLLED_TO, SHORT, ExplainLine
from motcua.payments.words import (
    ANSWER_NAMES,
    HAPPENED_NAMES,
    RETURN_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
)

CHANNELS: Final = {
    Channel.DIRECT.value: _("Trực tiếp"),
    Channel.ONLINE.value: _("Trực tuyến"),
    Channel.POSTAL.value: _("Bưu chính công ích"),
}
COPY_KINDS: Final = {
    CopyKind.ORIGINAL.value: _("Bản chính"),
    CopyKind.COPY.value: _("Bản sao"),
    CopyKind.ELECTRONIC.value: _("Điện tử"),
    CopyKind.SHOWN.value: _("Chỉ xuất trình"),
}
COPY_KINDS_SHORT: Final = {
    CopyKind.ORIGINAL.value: _("Chính"),
    CopyKind.COPY.value: _("Sao"),
    CopyKind.ELECTRONIC.value: _("Điện tử"),
}
RETURN_METHODS: Final = {
    ReturnMethod.COUNTER.value: _("Tại quầy của Bộ phận Một cửa"),
    ReturnMethod.POSTAL.value: _("Qua bưu chính công ích"),
    ReturnMethod.ELECTRONIC.value: _("Bản điện tử trên Cổng Dịch vụ công"),
}
OWNER_TYPES: Final = {
    OwnerType.CITIZEN.value: _("Cá nhân"),
    OwnerType.ENTERPRISE.value: _("Doanh nghiệp"),
    OwnerType.HOUSEHOLD_BUSINESS.value: _("Hộ kinh doanh"),
    OwnerType.ORGANISATION.value: _("Cơ quan, tổ chức"),
}
IDENTITY_PROOFS: Final = {
    IdentityProof.CARD_SHOWN.value: _("Xuất trình thẻ căn cước"),
    IdentityProof.CHIP_READ.value: _("Đọc chip thẻ căn cước"),
    IdentityProof.AUTHORISATION_PAPER.value: _("Giấy ủy quyền"),
    IdentityProof.NONE.value: _("Không xuất trình"),
}
FEE_STATES: Final = {
    FeeState.NONE_DUE.value: _("Không phải nộp"),
    FeeState.UNPAID.value: _("Chưa nộp"),
    FeeState.PAID.value: _("Đã nộp"),
    FeeState.EXEMPT.value: _("Được miễn"),
    FeeState.UNCERTAIN.value: _("Chưa rõ mức"),
    FeeState.REFUNDED.value: _("Đã hoàn trả"),
}
PAYMENT_METHODS: Final = {
    PaymentMethod.CASH.value: _("Tiền mặt"),
    PaymentMethod.TRANSFER.value: _("Chuyển khoản"),
    PaymentMethod.ONLINE.value: _("Trực tuyến"),
}
SIGNATURES: Final = {
    Signature.SCAN.value: _("Bản giấy ký tay, đã quét"),
    Signature.DIGITAL.value: _("Ký số"),
    Signature.NONE.value: _("Không ký"),
}
FAULTS: Final = {
    Fault.MISSING.value: _("thiếu"),
    Fault.WRONG_FORM.value: _("sai mẫu"),
    Fault.EXPIRED.value: _("hết hiệu lực"),
    Fault.UNREADABLE.value: _("không đọc được"),
    Fault.CONTENT_WRONG.value: _("nội dung chưa đúng"),
    Fault.OTHER.value: _("lỗi khác"),
}
STEPS: Final = {
    Step.RECEIVE.value: _("Tiếp nhận"),
    Step.RESOLVE.value: _("Thụ lý"),
    Step.SUPPLEMENT.value: _("Chờ bổ sung"),
    Step.APPROVE.value: _("Phê duyệt"),
    Step.RETURN.value: _("Trả kết quả"),
    Step.DONE.value: _("Đã xong"),
}
UNITS: Final = {
    "working_day": _("ngày làm việc"),
    "calendar_day": _("ngày"),
    "hour": _("giờ làm việc"),
    "month": _("tháng"),
}
FEE_KINDS: Final = {
    "fee": _("Phí"),
    "charge": _("Lệ phí"),
    "price": _("Giá dịch vụ"),
}
OPENED: Final = {
    "page": _("trang hồ sơ"),
    "paper": _("giấy tờ in"),
    "file": _("tệp đính kèm"),
    "log": _("nhật ký"),
    "identifier": _("số định danh"),
    "api": _("qua kết nối máy"),
}
_WHOLE_DAY: Final = 480
# The counter's fields, as their labels name them, for the list of what has to be mended.
FIELDS: Final = {
    "owner_identifier": _("Số định danh cá nhân"),
    "owner_name": _("Họ và tên"),
    "owner_phone": _("Điện thoại"),
    "owner_address": _("Nơi cư trú"),
    "owner_email": _("Thư điện tử"),
    "representative_identifier": _("Số định danh"),
    "representative_name": _("Họ và tên người nộp thay"),
    "representative_phone": _("Điện thoại người nộp thay"),
    "representative_paper": _("Văn bản ủy quyền (số, ngày)"),
    "content": _("Nội dung yêu cầu giải quyết"),
    "sets": _("Số bộ hồ sơ"),
    "received_at": _("Tiếp nhận lúc (chỉ khi khác bây giờ)"),
    "past_reason": _("Lý do ghi thời điểm đã qua"),
    "items": _("Giấy tờ, nội dung cần bổ sung (mỗi dòng một mục)"),
    "reason": _("Lý do"),
    "procedure": _("Thủ tục"),
    "case": _("Trường hợp"),
    "channel": _("Kênh nộp"),
    "limit_quantity": _("Thời hạn"),
    "return_method": _("Nhận kết quả"),
    "owner_type": _("Chủ hồ sơ là"),
    "papers": _("Giấy tờ"),
    "again": _("Hồ sơ cùng thủ tục"),
}
MONEY_FAULTS: Final = {
    "order_and_events": _("Lệnh thanh toán và sự kiện của lệnh"),
    "receipt_without_order": _("Biên lai không có lệnh thanh toán"),
    "receipt_and_order": _("Biên lai và lệnh thanh toán"),
    "not_settled": _("Cổng đã báo, sao kê chưa có"),
}
TABLES: Final[dict[str, Mapping[str, Any]]] = {
    "channel": CHANNELS,
    "copy": COPY_KINDS,
    "return_method": RETURN_METHODS,
    "owner_type": OWNER_TYPES,
    "identity": IDENTITY_PROOFS,
    "fee_state": FEE_STATES,
    "payment_method": PAYMENT_METHODS,
    "signature": SIGNATURES,
    "step": STEPS,
    "unit": UNITS,
    "fee_kind": FEE_KINDS,
    "opened": OPENED,
    "order_state": STATE_NAMES,
    "money_source": SOURCE_NAMES,
    "verdict": VERDICT_NAMES,
    "happened": HAPPENED_NAMES,
    "return_state": RETURN_NAMES,
    "arrival_answer": ANSWER_NAMES,
    "money_fault": MONEY_FAULTS,
}


_LIMITS: Final = {
    "working_day": ngettext_lazy("%(quantity)s ngày làm việc", "%(quantity)s ngày làm việc", "count"),
    "calendar_day": ngettext_lazy("%(quantity)s ngày", "%(quantity)s ngày", "count"),
    "hour": ngettext_lazy("%(quantity)s giờ làm việc", "%(quantity)s giờ làm việc", "count"),
    "month": ngettext_lazy("%(quantity)s tháng", "%(quantity)s tháng", "count"),
}


def limit_words(quantity: str | None, unit: str, text: str = "") -> str:
    """`5 ngày làm việc`; what was published where it cannot be counted; a phrase where nothing is stated."""
    if quantity is None or unit not in UNITS:
        return text or gettext("Không quy định thời hạn")
    return _LIMITS[unit] % {
        "quantity": number_format(Decimal(quantity)),
        "count": 1 if quantity == "1" else 2,
    }


_NAMES: Final = {
    "case": _("trường hợp"),
    "channel": _("kênh"),
    "channels": _("kênh"),
    "direct": _("trực tiếp"),
    "online": _("trực tuyến"),
    "postal": _("bưu chính"),
    "charge": _("lệ phí"),
    "fee": _("phí"),
    "price": _("giá dịch vụ"),
    "working_day": _("ngày làm việc"),
    "calendar_day": _("ngày"),
    "hour": _("giờ làm việc"),
    "month": _("tháng"),
}
_NAMED: Final = re.compile(r"\b(" + "|".join(_NAMES) + r")\b")


def in_words(finding: str) -> str:
    """A place or detail of a contradiction, which commands print in the terms of the data, for people."""
    return _NAMED.sub(lambda found: str(_NAMES[found[1]]), finding).replace(" <> ", " ≠ ")


def promise_sentence(promised: Promise, quantity: str | None, unit: str) -> str:
    """One sentence over the day-by-day lines: how much time, from when, how many days are left out."""
    if promised.due_at is None:
        return gettext("Thủ tục không quy định thời hạn; không có ngày hẹn trả.")
    off = sum(1 for line in promised.explanation if line.kind == "skipped" and line.reason not in SHORT)
    words = {"limit": limit_words(quantity, unit), "hours": hours_words(promised), "off": off}
    if unit in ("working_day", "hour") and promised.count == "hours":
        if promised.clock_start > promised.received_at:
            words["start"] = _when(promised.clock_start)
            sentence = (
                gettext("%(limit)s là %(hours)s, tính từ %(start)s; bỏ qua %(off)d ngày nghỉ.")
                if off
                else gettext("%(limit)s là %(hours)s, tính từ %(start)s.")
            )
        else:
            sentence = (
                gettext("%(limit)s là %(hours)s, tính từ lúc tiếp nhận; bỏ qua %(off)d ngày nghỉ.")
                if off
                else gettext("%(limit)s là %(hours)s, tính từ lúc tiếp nhận.")
            )
    elif unit == "working_day":
        sentence = gettext("%(limit)s, tính trọn ngày từ ngày sau ngày tiếp nhận; bỏ qua %(off)d ngày.")
    else:
        sentence = gettext("%(limit)s tính theo ngày lịch; hết hạn vào cuối giờ làm việc của ngày cuối.")
    return sentence % words


def _when(instant: int) -> str:
    moment = local_of(instant)
    day = f"{moment.day}/{moment.month}/{moment.year}"
    return gettext("%(at)s ngày %(day)s") % {"at": f"{moment:%H:%M}", "day": day}


def hours_words(promised: Promise) -> str:
    """`40 giờ`: the working time of a promise."""
    hours, minutes = divmod(round(sum(line.minutes for line in promised.explanation)), 60)
    if minutes:
        return gettext("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": minutes}
    return gettext("%(hours)d giờ") % {"hours": hours}


class DayLine(NamedTuple):
    """A line of the explanation on a screen: one counted day, or neighbouring days that do not count."""

    first: date
    last: date
    counted: bool
    minutes: float
    note: str
    source: str


def day_lines(promised: Promise) -> tuple[DayLine, ...]:
    """The explanation for the eye: neighbouring days off become one line, counted days stay apart."""
    lines: list[DayLine] = []
    for kind, days in groupby(promised.explanation, key=attrgetter("kind")):
        run = tuple(days)
        if kind == "skipped":
            whole = merged(run)[0]
            reasons = "; ".join(dict.fromkeys(_why(day.reason) for day in run))
            lines.append(DayLine(whole.first, whole.last, False, 0, reasons, whole.source))
        else:
            lines += (
                DayLine(day.date, day.date, True, day.minutes, _note(promised, day), day.source)
                for day in run
            )
    return tuple(lines)


def _why(reason: str) -> str:
    """Why a day does not count; from when the time runs is said in the sentence above the lines."""
    return reason_phrase(SHORT.get(reason, reason)).said(gettext)


def _note(promised: Promise, day: ExplainLine) -> str:
    """What is special about a counted day: where it begins or ends, or that it was rolled to."""
    if day.reason == ROLLED_TO:
        return gettext(day.reason)
    if day.minutes >= _WHOLE_DAY or promised.due_at is None:
        return ""
    if day.date == promised.due_date:
        return gettext("Đến %(at)s") % {"at": f"{local_of(promised.due_at):%H:%M}"}
    return gettext("Từ %(at)s") % {"at": f"{local_of(promised.clock_start):%H:%M}"}


def days_words(minutes: int) -> str:
    """The two largest units: `13 ngày`, `1 ngày 4 giờ`, `3 giờ 9 phút`, `28 phút`."""
    days, rest = divmod(minutes, _WHOLE_DAY)
    hours, left = divmod(rest, 60)
    amounts = [(days, gettext("%d ngày")), (hours, gettext("%d giờ"))]
    if not days:
        amounts.append((left, gettext("%d phút")))
    return " ".join(word % count for count, word in amounts if count) or gettext("%d phút") % 0


def field_words(name: str) -> str:
    """What a field of the counter is called, `Họ và tên`; a paper's fields by the paper's number."""
    line = name.removeprefix("paper_").partition("_")[0]
    if line.isdigit():
        return gettext("Giấy tờ %(line)s") % {"line": line}
    return str(FIELDS.get(name, gettext("Thành phần hồ sơ")))
