"""The nine indices as a report: an agency a row, with its band and its rank."""

from __future__ import annotations

from typing import Final

from motcua.figures.ii06a import Scope
from motcua.figures.indices.nine import agency_band, nine_indices
from motcua.figures.indices.nine_counting import RULES, AgencyNine, by_agency
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Cell, Column, DoesNotAddUp, Held, Row, Table
from motcua.foundation.errors import gettext_noop

TITLE: Final = gettext_noop("Chín chỉ số đánh giá chất lượng giải quyết thủ tục hành chính")
_NOTES: Final = (
    gettext_noop(
        "Chỉ số 1, 2, 3, 4, 7 là trung bình của hồ sơ có kết quả trong kỳ, làm tròn một chữ số; hồ sơ rút"
        " hoặc dừng không chấm."
    ),
    gettext_noop("Chỉ số chưa có số liệu để trống, không tính là 0; có đủ chín chỉ số mới xếp loại."),
)
_HELD: Final = gettext_noop("Điểm đã chấm = cộng các chỉ số đã chấm")


def nine_table(scope: Scope, rules: RuleSet, by: str = "agency") -> Table:
    """The nine indices of every agency of a scope, always by the days of practice. Raises: `UsageError`;
    `DoesNotAddUp`."""
    del rules, by
    rows = tuple(
        Row(key=str(each.key), label=each.name, cells=_cells(each)) for each in proved(by_agency(scope))
    )
    return Table(
        report="nine_indices",
        title=TITLE,
        law=nine_indices().law,
        scope=scope,
        rules=RULES,
        by="agency",
        unit="score",
        columns=(
            Column(key="rank", label=gettext_noop("Hạng")),
            Column(key="dossiers", label=gettext_noop("Hồ sơ có kết quả")),
            *(
                Column(key=f"i{each.number}", label=each.name, unit="score", group=str(each.number))
                for each in nine_indices().index
            ),
            Column(key="counted", label=gettext_noop("Điểm đã chấm"), unit="score"),
            Column(key="maximum", label=gettext_noop("Điểm tối đa đã chấm"), unit="score"),
            Column(key="total", label=gettext_noop("Tổng điểm"), unit="score"),
            Column(key="band", label=gettext_noop("Xếp loại"), unit="text"),
        ),
        rows=rows,
        held=(Held(_HELD, True),),
        notes=_NOTES,
    )


def proved(rows: list[AgencyNine]) -> list[AgencyNine]:
    """The rows, where each adds up. Raises: `DoesNotAddUp`."""
    for each in rows:
        known = [score for score in each.scores.values() if score is not None]
        if sum(known) != each.counted or not all(0 <= score <= 2 for score in known):
            raise DoesNotAddUp(
                gettext_noop("Chưa phát hành: điểm các chỉ số không cộng thành tổng."),
                gettext_noop("Báo người vận hành hệ thống."),
            )
    return rows


def _cells(each: AgencyNine) -> dict[str, Cell]:
    total = each.total
    return {
        "rank": each.rank,
        "dossiers": each.dossiers,
        **{f"i{number}": None if score is None else float(score) for number, score in each.scores.items()},
        "counted": float(each.counted),
        "maximum": float(each.maximum),
        "total": None if total is None else float(total),
        "band": None if total is None else agency_band(total).name,
    }
