"""What an administrator entered, checked word by word before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Final, Protocol

from django.db import connection, transaction

from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.rights import Person, require

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
ONE_DAY: Final = timedelta(days=1)
_LOCK: Final = 0x746F6368
_PHONE: Final = re.compile(r"[0-9+][0-9 .()-]{2,19}")
# What every mail server takes: no quoted words, no letters beyond ASCII, a domain with a dot.
_EMAIL: Final = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9_%+-](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)


class Dated(Protocol):
    """A row that holds from one day to another, the last day included."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


@contextmanager
def changing(actor: Person, action: str = "administer_organisation") -> Iterator[None]:
    """One change of the organisation at a time, all of it or nothing. Raises: `Forbidden`."""
    require(actor, action)
    with transaction.atomic():
        # What is checked stays true until it is written: two administrators wait for each other.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def text(value: str, field: str, limit: int, *, needed: bool = True) -> str:
    """Words as they are kept. Raises: DomainError `missing`, and what `clean_text` refuses."""
    try:
        cleaned = clean_text(value, limit)
    except DomainError as error:
        error.params["field"] = field
        raise
    if needed and not cleaned:
        raise DomainError(gettext_noop("Chưa nhập mục này."), id="missing", field=field)
    return cleaned


def key(code: str) -> str:
    """A code as it may be looked up: the database takes no NUL and codes are short."""
    return code.replace("\0", "")[:64]


def phone(value: str) -> str:
    """A telephone number as it was written, or nothing. Raises: DomainError `phone_invalid`."""
    written = text(value, "phone", 20, needed=False)
    if written and not _PHONE.fullmatch(written):
        raise DomainError(
            gettext_noop("Số điện thoại không đúng dạng."),
            gettext_noop("Chỉ nhập chữ số, dấu cách, dấu chấm, dấu +."),
            id="phone_invalid",
            field="phone",
        )
    return written


def email(value: str) -> str:
    """An e-mail address that a header can carry as it is, or nothing. Raises: DomainError `email_invalid`."""
    written = text(value, "email", 254, needed=False)
    if written and (not _EMAIL.fullmatch(written) or ".." in written):
        raise DomainError(
            gettext_noop("Địa chỉ thư điện tử không đúng dạng; chưa lưu gì."),
            gettext_noop("Nhập một địa chỉ như ten.canbo@coquan.gov.vn, không dấu, không dấu cách."),
            id="email_invalid",
            field="email",
        )
    return written


def day(value: date, field: str) -> date:
    """A day that records can have. Raises: DomainError `day_out_of_range`."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise DomainError(
            gettext_noop("Ngày phải từ năm %(first)s đến năm %(last)s."),
            gettext_noop("Kiểm tra lại năm đã nhập."),
            id="day_out_of_range",
            field=field,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return value


def period(first: date, last: date | None, *, error: str = "period_reversed") -> tuple[date, date | None]:
    """A period with its days in order. Raises: DomainError `error`, `day_out_of_range`."""
    day(first, "valid_from")
    if last is not None and day(last, "valid_to") < first:
        raise DomainError(
            gettext_noop("Ngày cuối %(last)s đứng trước ngày đầu %(first)s."),
            gettext_noop("Kiểm tra lại ngày đầu và ngày cuối."),
            id=error,
            field="valid_to",
            first=written(first),
            last=written(last),
        )
    return first, last


def last_day_of(row: Dated, last: date) -> date:
    """The last day of a row that still holds. Raises: DomainError `ended_already`, `period_reversed`,
    `day_out_of_range`."""
    if row.valid_to is not None and row.valid_to <= last:
        raise DomainError(
            gettext_noop("Mục này đã kết thúc vào hết ngày %(day)s."),
            gettext_noop("Chỉ rút ngắn được; chọn ngày sớm hơn."),
            id="ended_already",
            field="valid_to",
            day=written(row.valid_to),
        )
    return period(row.valid_from, last)[1] or last


def overlaps(row: Dated, first: date, last: date | None) -> bool:
    """Whether a row holds on a day of the period."""
    return row.valid_from <= (last or date.max) and first <= (row.valid_to or date.max)


def covered(row: Dated, first: date, last: date | None, name: str) -> None:
    """Raise DomainError `outside_period` unless the row holds through the whole period."""
    if row.valid_from <= first and (last or date.max) <= (row.valid_to or date.max):
        return
    held = (
        gettext_noop("%(name)s chỉ có từ ngày %(first)s đến hết ngày %(last)s.")
        if row.valid_to
        else gettext_noop("%(name)s chỉ có từ ngày %(first)s.")
    )
    raise DomainError(
        held,
        gettext_noop("Chọn ngày nằm trong thời gian ấy."),
        id="outside_period",
        field="valid_from" if first < row.valid_from else "valid_to",
        name=name,
        first=written(row.valid_from),
        last=written(row.valid_to) if row.valid_to else "",
    )


def written(value: date) -> str:
    """`1/7/2025`."""
    return f"{value.day}/{value.month}/{value.year}"


def unknown(message: str, **params: object) -> NotFound:
    """The refusal for a subject that is not there."""
    return NotFound(message, gettext_noop("Tải lại trang rồi chọn lại trong danh sách."), **params)  # type: ignore[arg-type] # names of values
