"""Words of the catalogue and of the law that pages share; registered by the `motcua` tag library."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext_lazy

from motcua.foundation.errors import gettext_noop
from motcua.procedures.content import Limit

_UNITS: Final = {
    "working_day": ngettext_lazy("%(quantity)s ngày làm việc", "%(quantity)s ngày làm việc", "count"),
    "calendar_day": ngettext_lazy("%(quantity)s ngày", "%(quantity)s ngày", "count"),
    "hour": ngettext_lazy("%(quantity)s giờ làm việc", "%(quantity)s giờ làm việc", "count"),
    "month": ngettext_lazy("%(quantity)s tháng", "%(quantity)s tháng", "count"),
}
_CHANNELS: Final = {
    "direct": gettext_noop("Trực tiếp tại quầy"),
    "online": gettext_noop("Trực tuyến"),
    "postal": gettext_noop("Qua bưu chính công ích"),
}
_LEVELS: Final = {
    "ministry": gettext_noop("Cấp Bộ"),
    "province": gettext_noop("Cấp tỉnh"),
    "district": gettext_noop("Cấp huyện"),
    "commune": gettext_noop("Cấp xã"),
    "vertical": gettext_noop("Cơ quan ngành dọc"),
    "other": gettext_noop("Cơ quan khác"),
}


def limit(value: Limit) -> str:
    """`5 ngày làm việc`; what was published where it could not be read; else that nothing is stated."""
    quantity = value.quantity
    if value.countable and quantity and value.unit in _UNITS:
        count = 1 if quantity == "1" else 2
        return _UNITS[value.unit] % {"quantity": number_format(Decimal(quantity)), "count": count}
    return value.text or gettext("Không quy định")


def channel(value: str) -> str:
    """How a dossier is handed in."""
    return gettext(_CHANNELS[value])


def levels(value: str | tuple[str, ...]) -> str:
    """`Cấp tỉnh, Cấp xã`, from keys or from keys joined by commas."""
    keys = value.split(",") if isinstance(value, str) else value
    return ", ".join(gettext(_LEVELS.get(each, each)) for each in keys)


def hex(value: bytes | memoryview) -> str:  # noqa: A001 - the name that templates read
    """Bytes in lower-case hex."""
    return bytes(value).hex()


_CAUSES: Final = {
    "supplement_received": gettext_noop("Đã bổ sung đủ giấy tờ"),
    "obligation_fulfilled": gettext_noop("Đã thực hiện nghĩa vụ tài chính"),
    "rescheduled": gettext_noop("Cơ quan xin lỗi và hẹn lại"),
    "corrected": gettext_noop("Đính chính"),
    "resumed": gettext_noop("Tiếp tục xử lý sau khi dừng"),
}


def cause(event_type: str) -> str:
    """Why a promised date changed."""
    return gettext(_CAUSES.get(event_type, gettext_noop("Tính lại")))


def bare(text: str) -> str:
    """A line of a published list without the mark it began with: `- Bản sao` is `Bản sao`."""
    return text.strip().lstrip("-–+*• ").strip()
