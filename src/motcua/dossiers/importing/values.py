"""Moments and states as foreign lists write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from motcua.dossiers.lifecycle.types import Channel, Status
from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.text import fold

_EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zones
_EXCEL_DAYS: Final = (10_000, 80_000)
"""From 1927 to 2119: other numbers are no days."""
_DAY: Final = r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})"
_ISO: Final = r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
_HOUR: Final = r"(?P<h>\d{1,2})[:hg](?P<i>\d{2})?(?::(?P<s>\d{2})(?:\.\d+)?)?"
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"{_DAY}(?:[ T,]+{_HOUR})?",
        rf"{_ISO}(?:[ T,]+{_HOUR})?",
        rf"{_HOUR}[ ,\-]+(?:ngay )?{_DAY}",
    )
)


class NoMoment(Exception):
    """A cell where a day should stand, and none does."""


class Given(NamedTuple):
    """A moment as given; `whole_day` where no time of day stood there."""

    day: date
    clock: time
    whole_day: bool

    def at(self, usual: time) -> Instant:
        """The instant; `usual` is the time of day where none was given."""
        return instant_of(datetime.combine(self.day, usual if self.whole_day else self.clock))


def moment(cell: Any) -> Given | None:
    """The moment of a cell; none where nothing stands. Raises: `NoMoment`."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return _given(cell)
    if isinstance(cell, date):
        return Given(cell, time(), whole_day=True)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_excel(float(cell))
    return _of_text(str(cell))


def _of_excel(number: float) -> Given:
    low, high = _EXCEL_DAYS
    if not low <= number <= high:
        raise NoMoment
    return _given(_EXCEL_EPOCH + timedelta(seconds=round(number * 86_400)))


def _of_text(text: str) -> Given | None:
    words = " ".join(fold(text).upper().replace("Z", "").split()).lower()
    if words in {"", "-", "–", "null", "n/a"}:
        return None
    for shape in _SHAPES:
        found = shape.fullmatch(words.replace("t", " "))
        if found is not None:
            break
    else:
        if re.fullmatch(r"\d{5}(?:\.\d+)?", words):
            return _of_excel(float(words))
        raise NoMoment
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        if found["h"] is None:
            return Given(day, time(), whole_day=True)
        clock = time(int(found["h"]), int(found["i"] or 0), int(found["s"] or 0))
    except ValueError:
        raise NoMoment from None
    return _given(datetime.combine(day, clock))


def _given(at: datetime) -> Given:
    """Midnight is what workbooks write where only a day was known."""
    at = at.replace(tzinfo=None)
    return Given(at.date(), at.time(), whole_day=at.time() == time())


_STATES: Final[dict[Status, tuple[str, ...]]] = {
    Status.REGISTERED: ("moi dang ky", "cho tiep nhan", "chua tiep nhan"),
    Status.RECEIVED: ("moi tiep nhan", "da tiep nhan", "duoc tiep nhan", "tiep nhan", "received"),
    Status.NOT_RECEIVED: ("khong duoc tiep nhan", "khong tiep nhan", "tu choi tiep nhan"),
    Status.IN_PROCESS: (
        "dang xu ly", "dang giai quyet", "cho xu ly", "dang thu ly", "cho ky", "trinh ky",
        "in process", "open",
    ),
    Status.SUPPLEMENT_REQUESTED: ("yeu cau bo sung", "cho bo sung", "bo sung ho so"),
    Status.OBLIGATION_REQUESTED: (
        "yeu cau thuc hien nghia vu tai chinh", "cho nghia vu tai chinh", "nghia vu tai chinh",
    ),
    Status.WITHDRAWN: ("cong dan rut ho so", "da rut", "rut ho so", "xin rut", "withdrawn"),
    Status.STOPPED: ("dung xu ly", "tam dung", "da dung", "dung giai quyet", "stopped"),
    Status.FINISHED: (
        "da xu ly xong", "da co ket qua", "xong", "cho tra ket qua", "da giai quyet", "hoan thanh",
        "da hoan thanh", "finished",
    ),
    Status.RETURNED: ("da tra ket qua", "da tra", "ket thuc", "da tra ket qua cho cong dan", "returned"),
}  # fmt: skip
_BY_WORD: Final = {word: status for status, words in _STATES.items() for word in words} | {
    str(status.value): status for status in Status
}
REFUSED: Final = (
    "tu choi giai quyet",
    "khong giai quyet",
    "khong duoc giai quyet",
    "tra lai ho so",
    "refused",
)
_CHANNELS: Final = {
    Channel.ONLINE: ("truc tuyen", "online", "2", "qua mang", "dvc", "dich vu cong"),
    Channel.POSTAL: ("buu chinh", "bcci", "3", "postal", "buu chinh cong ich"),
    Channel.DIRECT: ("truc tiep", "direct", "1", "tai quay"),
}


def status_of(text: str) -> Status | None:
    """The state that a word means; none for one that nobody knows."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    return Status.FINISHED if words in REFUSED else _BY_WORD.get(words)


def was_refused(text: str) -> bool:
    """Whether the word says that it ended in a refusal."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text))) in REFUSED


def channel_of(text: str) -> Channel | None:
    """The channel that a word means; none for one that nobody knows."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    return next((channel for channel, known in _CHANNELS.items() if words in known), None)
