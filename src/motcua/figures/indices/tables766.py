"""Index 766 as reports: by component, by agency with ranks, and month by month."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Final

import msgspec

from motcua.dossiers.facts import day_of_number, local_day
from motcua.figures.ii06a import Scope, checked
from motcua.figures.indices.measuring import Score, Told, by_agency, known, month_of, plain, whole
from motcua.figures.indices.scoring import Group, Total, index766, label
from motcua.figures.rule_sets import RULE_SETS, RuleSet
from motcua.figures.tables import Cell, Column, DoesNotAddUp, Held, Row, Table
from motcua.foundation.errors import gettext_noop

TITLE: Final = gettext_noop("Bộ chỉ số 766: điểm theo thành phần")
BY: Final = ("component", "agency", "month")
_TITLES: Final = {
    "component": TITLE,
    "agency": gettext_noop("Bộ chỉ số 766: xếp hạng cơ quan"),
    "month": gettext_noop("Bộ chỉ số 766: điểm theo tháng"),
}
WHERE: Final = {
    "dossiers": gettext_noop("Đếm từ hồ sơ"),
    "catalogue": gettext_noop("Đếm từ danh mục và hồ sơ"),
    "people": gettext_noop("Đếm từ phản ánh, kiến nghị"),
    "typed": gettext_noop("Cán bộ nhập"),
    "communes": gettext_noop("Không áp dụng với cấp xã: cho điểm tối đa"),
    "nowhere": gettext_noop("Chưa có số liệu"),
}
CONFIDENCE: Final = {
    "seen": gettext_noop("Có trong văn bản hoặc khớp điểm công bố"),
    "practice": gettext_noop("Thấy ở phần mềm, chưa thấy văn bản"),
    "unresolved": gettext_noop("Chưa xác định, là mục tự đặt"),
}
_NOTES: Final = (
    gettext_noop(
        "Thành phần chưa có số liệu không tính vào điểm và cũng không tính vào điểm tối đa đã chấm; không"
        " bao giờ ghi là 0."
    ),
    gettext_noop("Điểm làm tròn hai chữ số; điểm nhóm và tổng là cộng các điểm đã làm tròn."),
    gettext_noop("Danh mục thủ tục lấy theo ngày cuối kỳ; đánh giá được sửa thì tính theo lần sửa."),
)
_COMPONENT: Final = (
    Column(key="name", label=gettext_noop("Thành phần"), unit="text"),
    Column(key="formula", label=gettext_noop("Công thức"), unit="text"),
    Column(key="numerator", label=gettext_noop("Tử số"), unit="count"),
    Column(key="denominator", label=gettext_noop("Mẫu số"), unit="count"),
    Column(key="percent", label=gettext_noop("Tỷ lệ (%)"), unit="score"),
    Column(key="points", label=gettext_noop("Điểm"), unit="score"),
    Column(key="counted_maximum", label=gettext_noop("Điểm tối đa đã chấm"), unit="score"),
    Column(key="maximum", label=gettext_noop("Điểm tối đa"), unit="score"),
    Column(key="where", label=gettext_noop("Nguồn số liệu"), unit="text"),
    Column(key="source", label=gettext_noop("Căn cứ công thức"), unit="text"),
    Column(key="confidence", label=gettext_noop("Mức chắc chắn"), unit="text"),
)
_TOTALS: Final = (
    Column(key="points", label=gettext_noop("Tổng điểm"), unit="score"),
    Column(key="counted_maximum", label=gettext_noop("Điểm tối đa đã chấm"), unit="score"),
    Column(key="of_hundred", label=gettext_noop("Quy về thang 100"), unit="score"),
    Column(key="label", label=gettext_noop("Xếp loại"), unit="text"),
)
_TOTAL: Final = gettext_noop("Tổng điểm")
_HELD: Final = gettext_noop("Tổng = cộng các nhóm = cộng các thành phần")


def index_table(scope: Scope, rules: RuleSet, by: str = "component") -> Table:
    """Index 766 of a scope, always by the national portal's rules, whatever `rules` asks.

    Raises: `UsageError`; `DoesNotAddUp`.
    """
    del rules
    checked(scope)
    rows, total, columns = {"agency": _agencies, "month": _months}.get(by, _components)(scope)
    return Table(
        report="index766",
        title=_TITLES.get(by, TITLE),
        law=index766().law,
        scope=scope,
        rules=RULE_SETS["npsp"],
        by=by if by in BY else "component",
        unit="score",
        columns=columns,
        rows=rows,
        total=total,
        held=(Held(_HELD, True),),
        notes=_NOTES,
    )


_Laid = tuple[tuple[Row, ...], Row | None, tuple[Column, ...]]


def _components(scope: Scope) -> _Laid:
    score = proved(whole(known(scope)))
    rows: list[Row] = []
    for group, found in score.groups:
        rows.append(Row(key=group.code, label=group.code, kind="level", cells=_group(group, found)))
        rows += [
            Row(key=told.component.id, label=told.component.id, cells=component_cells(told))
            for told in score.told
            if told.component.group == group.code
        ]
    total = Row(key="total", label=_TOTAL, kind="total", cells=_sums(score.total))
    return tuple(rows), total, _COMPONENT


def component_cells(told: Told) -> dict[str, Cell]:
    """A component by the keys of the columns."""
    component, parts, scored = told.component, told.parts, told.scored
    percent = scored.percent
    return {
        "name": component.name,
        "formula": f"{component.numerator} / {component.denominator}",
        "numerator": _count(parts.numerator),
        "denominator": _count(parts.denominator),
        # A mean of days is no share of anything.
        "percent": None if component.unit == "day" else _float(percent),
        "points": _float(scored.points),
        "counted_maximum": _float(told.maximum) if scored.points is not None else 0.0,
        "maximum": _float(told.maximum),
        "where": WHERE[parts.where],
        "source": component.source,
        "confidence": CONFIDENCE[component.confidence],
    }


def _group(group: Group, found: Total) -> dict[str, Cell]:
    return {"name": group.name, **_sums(found)}


def _sums(found: Total) -> dict[str, Cell]:
    return {
        "points": float(found.points),
        "counted_maximum": float(found.maximum),
        "maximum": float(found.whole),
    }


def _agencies(scope: Scope) -> _Laid:
    ranked = by_agency(known(scope))
    rows = tuple(
        Row(
            key=str(each.key),
            label=each.name,
            cells={"rank": each.rank, **_told(proved(each.score))},
        )
        for each in ranked
    )
    rank = Column(key="rank", label=gettext_noop("Hạng"), unit="count")
    return rows, None, (rank, *_by_group(), *_TOTALS)


def _months(scope: Scope) -> _Laid:
    """The months that a scope touches, whole, as far as they had begun at the moment of knowledge."""
    rows: list[Row] = []
    first, last = month_of(scope.first)
    while first <= scope.last and first <= day_of_number(local_day(scope.as_of)):
        month = msgspec.structs.replace(scope, first=first, last=last)
        cells = _told(proved(whole(known(month))))
        rows.append(Row(key=first.isoformat()[:7], label=f"{first:%m/%Y}", cells=cells))
        first, last = month_of(last + timedelta(days=1))
    return tuple(rows), None, (*_by_group(), *_TOTALS)


def _by_group() -> tuple[Column, ...]:
    return tuple(Column(key=each.code, label=each.name, unit="score") for each in index766().group)


def _told(score: Score) -> dict[str, Cell]:
    hundred = score.total.of_hundred
    return {
        **{group.code: float(found.points) if found.maximum else None for group, found in score.groups},
        "points": float(score.total.points),
        "counted_maximum": float(score.total.maximum),
        "of_hundred": _float(hundred),
        "label": None if hundred is None else label(hundred).name,
    }


def proved(score: Score) -> Score:
    """The score, where groups and components add up to the total. Raises: `DoesNotAddUp`."""
    groups = sum(found.points for _, found in score.groups)
    parts = sum(told.scored.points for told in score.told if told.scored.points is not None)
    if not groups == parts == score.total.points:
        raise DoesNotAddUp(
            gettext_noop("Chưa phát hành: điểm các thành phần không cộng thành tổng."),
            gettext_noop("Báo người vận hành hệ thống."),
        )
    return score


def _count(value: Fraction | None) -> int | float | None:
    told = plain(value)
    return told if isinstance(told, int) else _float(told)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
