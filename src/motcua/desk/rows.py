"""A list's rows in groups, with who waits for whom."""

from __future__ import annotations

from itertools import groupby
from typing import Final, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from motcua.desk.sheet import Sheet
from motcua.desk.sheets import SHEETS
from motcua.dossiers.lifecycle.types import Status, Step
from motcua.dossiers.queries.times import TimeState
from motcua.dossiers.queries.views import WorkList, WorkRow

GROUP_WORDS: Final = {
    "late": _("Quá hạn"),
    "near": _("Sắp đến hạn, còn dưới 2 ngày làm việc"),
    "within": _("Trong hạn"),
    "paused": _("Tạm dừng tính"),
    "ended": _("Đã kết thúc xử lý"),
}
EDGES: Final = {"late": "l", "near": "n", "paused": "p"}
_GROUPS: Final = {
    TimeState.LATE: "late",
    TimeState.NEAR: "near",
    TimeState.WITHIN: "within",
    TimeState.NO_LIMIT: "within",
    TimeState.PAUSED: "paused",
}


class Row(NamedTuple):
    """A row with what its cells say beside the facts."""

    row: WorkRow
    edge: str
    waiting: Lazy
    sheet: Sheet | None


class Group(NamedTuple):
    """A group of time with its count over all pages."""

    name: str
    words: Lazy
    total: int
    rows: list[Row]


def grouped(found: WorkList) -> list[Group]:
    """The rows of a page in the groups they came in."""
    return [
        Group(name, GROUP_WORDS[name], found.counts.get(name, 0), [_row(each, name) for each in rows])
        for name, rows in groupby(found.rows, key=group_of)
    ]


def group_of(row: WorkRow) -> str:
    """The group that a row belongs to."""
    return _GROUPS.get(row.clocking.state, "ended")


def _row(row: WorkRow, group: str) -> Row:
    return Row(row, EDGES.get(group, ""), waiting_words(row), SHEETS.get(row.next_action))


def waiting_words(row: WorkRow) -> Lazy:
    """Who waits for whom, in a few words."""
    if row.status is Status.REGISTERED:
        return _("Người nộp trực tuyến chờ trả lời")
    if row.status is Status.SUPPLEMENT_REQUESTED:
        return _("Chờ người nộp bổ sung")
    if row.status is Status.OBLIGATION_REQUESTED:
        return _("Chờ người nộp nộp tiền")
    return _STEP_WORDS.get(row.step, _("Đã xong"))


_STEP_WORDS: Final = {
    Step.RECEIVE.value: _("Chờ Bộ phận Một cửa chuyển"),
    Step.RESOLVE.value: _("Người nộp chờ thụ lý"),
    Step.SUPPLEMENT.value: _("Chờ lập phiếu bổ sung"),
    Step.APPROVE.value: _("Chờ lãnh đạo ký"),
    Step.RETURN.value: _("Chờ trả kết quả"),
}
