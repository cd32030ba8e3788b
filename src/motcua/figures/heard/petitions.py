"""Petitions by agency: sent in the period, answered, in time or not.

The room that hears them is asked through `dossiers.heard`; a petition is shut to whom it may mean (decision
0068), so cells open nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time
from typing import Final

from motcua.dossiers.heard import Heard, ears
from motcua.figures.counting.rows import checked_by
from motcua.figures.ii06a import Scope, checked
from motcua.figures.in_order import by_name
from motcua.figures.report import TOTAL, TOTAL_LABEL
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import SUM_OF_ROWS, Cell, Column, Held, Row, Share, Table, holding
from motcua.foundation.clock import instant_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import agency_labels

ID: Final = "petitions"
BY: Final = ("agency", "level")
_SENT, _OWED = gettext_noop("Phản ánh, kiến nghị gửi trong kỳ"), gettext_noop("Phải trả lời")
_COUNTED: Final[dict[str, Callable[[Heard], bool]]] = {
    "sent": lambda _each: True,
    "conduct": lambda each: each.conduct,
    "about_dossier": lambda each: bool(each.dossier),
    "dropped": lambda each: each.dropped,
    "due": lambda each: each.due,
    "on_time": lambda each: each.due and each.on_time,
    "answered_late": lambda each: each.due and not each.on_time and not each.prolonged,
    "prolonged": lambda each: each.due and each.prolonged,
    "running": lambda each: not each.due and not each.dropped,
    "again": lambda each: each.again,
}
_COLUMNS: Final = (
    Column(key="sent", label=gettext_noop("Tổng số"), group=_SENT),
    Column(key="conduct", label=gettext_noop("Về thái độ, hành vi"), group=_SENT),
    Column(key="about_dossier", label=gettext_noop("Về một hồ sơ"), group=_SENT),
    Column(key="dropped", label=gettext_noop("Từ chối hoặc rút"), group=_SENT),
    Column(key="running", label=gettext_noop("Đang xử lý trong hạn"), group=_SENT),
    Column(
        key="due",
        label=gettext_noop("Tổng số"),
        group=_OWED,
        sums=("on_time", "answered_late", "prolonged"),
    ),
    Column(key="on_time", label=gettext_noop("Đúng hạn"), group=_OWED),
    Column(key="answered_late", label=gettext_noop("Đã trả lời, trễ"), group=_OWED, late=True),
    Column(key="prolonged", label=gettext_noop("Quá hạn chưa trả lời"), group=_OWED, late=True),
    Column(key="again", label=gettext_noop("Phải gửi lại"), late=True),
    Column(key="on_time_pct", label=gettext_noop("Tỷ lệ trả lời đúng hạn"), unit="percent"),
)
_NOTES: Final = (
    gettext_noop(
        "Tính phản ánh gửi trong kỳ, như đã biết vào cuối kỳ hoặc thời điểm chốt, ở cơ quan phải trả lời;"
        " chưa giao thì ở cơ quan bị phản ánh."
    ),
    gettext_noop(
        "Phản ánh không mở ra từ đây: ai bị phản ánh thì không được xem; người có quyền mở ở trang phản ánh."
    ),
)
_DUE: Final = gettext_noop("Phải trả lời = đúng hạn + trễ + quá hạn chưa trả lời")
_NOBODY: Final = gettext_noop("Chưa giao cơ quan nào")
_NO_EARS: Final = gettext_noop("Hệ thống này không có phần phản ánh, kiến nghị.")


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report. Raises: `UsageError`; `DoesNotAddUp` where parts are not the whole."""
    checked(scope)
    chosen = checked_by(by, BY)
    heard = _heard(scope)
    names = agency_labels({each.agency for each in heard if each.agency is not None})
    order = [*Level.values, ""]
    groups: dict[tuple[int, str, str], Counter[str]] = {}
    total: Counter[str] = Counter()
    for each in heard:
        name, level = names.get(each.agency or 0, (_NOBODY, ""))
        key = (order.index(level), name, f"agency:{each.agency or 0}")
        if chosen == "level":
            key = (key[0], str(Level(level).label).capitalize() if level else _NOBODY, f"level:{level}")
        said = [code for code, test in _COUNTED.items() if test(each)]
        groups.setdefault(key, Counter()).update(said)
        total.update(said)
    rows = [
        Row(key=key, label=name, cells=_cells(said))
        for (_, name, key), said in sorted(groups.items(), key=lambda each: (each[0][0], by_name(each[0][1])))
    ]
    return Table(
        report=ID,
        title=gettext_noop("Phản ánh, kiến nghị của cá nhân, tổ chức"),
        law=gettext_noop("Nghị định 20/2008/NĐ-CP; Quyết định 766/QĐ-TTg, nhóm mức độ hài lòng"),
        scope=scope,
        rules=rules,
        by=chosen,
        unit="petition",
        columns=_COLUMNS,
        rows=tuple(rows),
        total=Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=_cells(total)),
        held=_proved([*groups.values(), total], len(heard)),
        notes=_NOTES if ears() else (*_NOTES, _NO_EARS),
    )


def _heard(scope: Scope) -> list[Heard]:
    """Those whose agency is in the scope."""
    listening = ears()
    if listening is None:
        return []
    start = instant_of(datetime.combine(scope.first, time()))
    found = listening.petitions(start, scope.end, scope.as_of)
    if scope.agencies:
        found = [each for each in found if each.agency in scope.agencies]
    if scope.level:
        levels = agency_labels({each.agency for each in found if each.agency is not None})
        found = [each for each in found if levels.get(each.agency or 0, ("", ""))[1] == scope.level]
    return found


def _cells(said: Counter[str]) -> dict[str, Cell]:
    return {code: said[code] for code in _COUNTED} | {"on_time_pct": Share(said["on_time"], said["due"])}


def _proved(lines: list[Counter[str]], whole: int) -> tuple[Held, ...]:
    parts = ("on_time", "answered_late", "prolonged")
    held = (
        Held(_DUE, all(line["due"] == sum(line[part] for part in parts) for line in lines)),
        Held(SUM_OF_ROWS, whole == lines[-1]["sent"] == sum(line["sent"] for line in lines[:-1])),
    )
    return holding(held)
