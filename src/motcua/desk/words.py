"""Words of the officer's pages for the values that the lifecycle names; msgids are the Vietnamese words."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.lifecycle.types import (
    Channel,
    CopyKind,
    FeeState,
    IdentityProof,
    OwnerType,
    ReturnMethod,
    Signature,
    Step,
)
from motcua.foundation.worktime import Promise, merged
from motcua.foundation.worktime.explain import MergedLine

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
}
SIGNATURES: Final = {
    Signature.SCAN.value: _("Bản giấy ký tay, đã quét"),
    Signature.DIGITAL.value: _("Ký số"),
    Signature.NONE.value: _("Không ký"),
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
TABLES: Final = {
    "channel": CHANNELS,
    "copy": COPY_KINDS,
    "return_method": RETURN_METHODS,
    "owner_type": OWNER_TYPES,
    "identity": IDENTITY_PROOFS,
    "fee_state": FEE_STATES,
    "signature": SIGNATURES,
    "step": STEPS,
    "unit": UNITS,
    "fee_kind": FEE_KINDS,
}


def limit_words(quantity: str | None, unit: str, text: str = "") -> str:
    """`5 ngày làm việc`; what was published where it cannot be counted; a phrase where nothing is stated."""
    if quantity is None or unit not in UNITS:
        return text or gettext("Không quy định thời hạn")
    return f"{quantity.replace('.', ',')} {UNITS[unit]}"


def promise_sentence(promised: Promise, quantity: str | None, unit: str) -> str:
    """One sentence over the day-by-day lines: how much time, from when, how many days are left out."""
    if promised.due_at is None:
        return gettext("Thủ tục không quy định thời hạn; không có ngày hẹn trả.")
    off = sum(1 for line in promised.explanation if line.kind == "skipped")
    words = {"limit": limit_words(quantity, unit), "hours": hours_words(promised), "off": off}
    if unit in ("working_day", "hour") and promised.count == "hours":
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


def hours_words(promised: Promise) -> str:
    """`40 giờ`: the working time of a promise."""
    hours, minutes = divmod(round(sum(line.minutes for line in promised.explanation)), 60)
    if minutes:
        return gettext("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": minutes}
    return gettext("%(hours)d giờ") % {"hours": hours}


def day_lines(promised: Promise) -> tuple[MergedLine, ...]:
    """The explanation for the eye: neighbouring days off become one line, counted days stay apart."""
    lines: list[MergedLine] = []
    for kind, days in groupby(promised.explanation, key=attrgetter("kind")):
        run = tuple(days)
        lines += merged(run) if kind == "skipped" else (each for day in run for each in merged((day,)))
    return tuple(lines)


def days_words(minutes: int) -> str:
    """`13 ngày`, `2,5 ngày`; under a working day `5 giờ` or `28 phút`."""
    if minutes >= 480:
        return gettext("%(count)s ngày") % {"count": f"{round(minutes / 480, 1):g}".replace(".", ",")}
    if minutes >= 60:
        return gettext("%(count)s giờ") % {"count": f"{round(minutes / 60, 1):g}".replace(".", ",")}
    return gettext("%(count)s phút") % {"count": minutes}
