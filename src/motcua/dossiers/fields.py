"""Reading what a person filled in: every fault is collected and named by its field; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Final, TypeVar

from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import clean_text

Choice = TypeVar("Choice", bound=Enum)

KEPT: Final = gettext_noop("Những gì đã nhập vẫn được giữ.")
MISSING: Final = gettext_noop("Chưa nhập mục này.")
UNKNOWN_CHOICE: Final = gettext_noop("Lựa chọn này không có trong danh sách.")
BAD_MOMENT: Final = gettext_noop("Ngày giờ không đọc được. Viết như 28/4/2022 14:00.")
BAD_NUMBER: Final = gettext_noop("Số không đọc được. Chỉ nhập chữ số.")
BAD_FILE: Final = gettext_noop("Tệp này không thuộc hồ sơ. Tải tệp lên lại.")
_SHA256: Final = re.compile("[0-9a-f]{64}")
_NUMBER: Final = re.compile(r"-?(\d{1,16}|\d{1,3}([. ]\d{3}){1,5})", re.ASCII)
_MOMENTS: Final = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M")
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y")
SHORT, LONG = 300, 4000


class FieldErrors(DomainError):
    """What is wrong in which field; `faults` maps field names to domain errors."""

    id = "fields"

    def __init__(self, faults: Mapping[str, DomainError]) -> None:
        self.faults = dict(faults)
        super().__init__(
            gettext_noop("Còn %(count)s mục cần sửa."),
            gettext_noop("Sửa các mục được đánh dấu rồi gửi lại."),
            kept=KEPT,
            count=len(self.faults),
            fields=sorted(self.faults),
        )


class Fields:
    """A reader over form data or a JSON object. Faults wait until `check()`, so all are told at once."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.faults: dict[str, DomainError] = {}

    def fault(self, name: str, message: str, **params: object) -> None:
        """Note a fault; the first one of a field stands."""
        self.faults.setdefault(name, DomainError(message, id="field", **params))  # type: ignore[arg-type] # names of values

    def catch(self, name: str, error: DomainError) -> None:
        """Note a domain error raised by a check of this field."""
        self.faults.setdefault(name, error)

    def check(self) -> None:
        """Raise `FieldErrors` where anything was noted."""
        if self.faults:
            raise FieldErrors(self.faults)

    def __iter__(self) -> Iterator[str]:
        """The names under which something was given."""
        return iter(self._data)

    def upon(self, present: Mapping[str, str]) -> Fields:
        """A reader over what stands there, with what was given upon it; faults go where this one's go."""
        over = Fields({**present, **{name: self._data[name] for name in self._data}})
        over.faults = self.faults
        return over

    def raw(self, name: str) -> str:
        """The value as text, outer spaces off; empty where nothing was given."""
        value = self._data.get(name)
        return "" if value is None else str(value).strip()

    def text(self, name: str, *, required: bool = False, limit: int = LONG) -> str:
        """Cleaned text (NFC, no control characters) of at most `limit` characters."""
        try:
            value = clean_text(self.raw(name), limit, lines=limit > SHORT)
        except DomainError as error:
            self.catch(name, error)
            return ""
        if required and not value:
            self.fault(name, MISSING)
        return value

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """A member of an enumeration by its value."""
        value = self.raw(name)
        if not value and default is not None:
            return default
        for member in kind:
            if str(member.value) == value:
                return member
        self.fault(name, UNKNOWN_CHOICE if value else MISSING)
        return default if default is not None else next(iter(kind))

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.raw(name).lower() in {"1", "on", "true", "yes"}

    def moment(self, name: str, *, required: bool = False, day_ends: int = 17) -> Instant | None:
        """A local moment; a day alone means `day_ends` o'clock of it."""
        value = self.raw(name)
        if not value:
            if required:
                self.fault(name, MISSING)
            return None
        for form in (*_MOMENTS, *_DAYS):
            try:
                moment = datetime.strptime(value, form)  # noqa: DTZ007 - local time of Vietnam
            except ValueError:
                continue
            if not 1990 <= moment.year <= 2100:
                break
            return instant_of(moment.replace(hour=day_ends) if form in _DAYS else moment)
        self.fault(name, BAD_MOMENT)
        return None

    def integer(self, name: str, *, least: int = 0, most: int = 10**12) -> int | None:
        """A whole number; points or spaces may part its thousands."""
        value = self.raw(name)
        if not value:
            return None
        if not _NUMBER.fullmatch(value):
            self.fault(name, BAD_NUMBER)
            return None
        number = int(value.replace(".", "").replace(" ", ""))
        if not least <= number <= most:
            self.fault(name, gettext_noop("Số phải từ %(least)s đến %(most)s."), least=least, most=most)
            return None
        return number

    def lines(self, name: str, *, limit: int = SHORT, most: int = 50) -> list[str]:
        """Several texts under one name: a list, or lines of one text; empty ones are dropped."""
        values = self.many(name)
        if len(values) == 1:
            values = values[0].splitlines()
        if len(values) > most:
            self.fault(name, gettext_noop("Nhiều nhất %(most)s dòng."), most=most)
            return []
        try:
            cleaned = [clean_text(value, limit) for value in values]
        except DomainError as error:
            self.catch(name, error)
            return []
        return [value for value in cleaned if value]

    def file(self, name: str) -> str:
        """The SHA-256 of a stored file, empty where none was given."""
        value = self.raw(name)
        if value and not is_sha256(value):
            self.fault(name, BAD_FILE)
            return ""
        return value

    def files(self, name: str, *, most: int = 20) -> tuple[str, ...]:
        """Several stored files, each once."""
        values = tuple(dict.fromkeys(value for value in self.many(name) if value))
        if len(values) > most:
            self.fault(name, gettext_noop("Nhiều nhất %(most)s tệp."), most=most)
            return ()
        if not all(is_sha256(value) for value in values):
            self.fault(name, BAD_FILE)
            return ()
        return values

    def many(self, name: str) -> list[str]:
        """All values under one name, as text."""
        getlist = getattr(self._data, "getlist", None)
        if callable(getlist):
            return [str(value) for value in getlist(name)]
        value = self._data.get(name)
        if value is None:
            return []
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [str(each) for each in value]
        return [str(value)]


def is_sha256(text: str) -> bool:
    """Whether the text is a SHA-256 as the files are known by."""
    return _SHA256.fullmatch(text) is not None
