"""What applicants said of the service: ratings of dossiers resolved in the period, by their last stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from motcua.dossiers.heard import ears
from motcua.figures.counting import count
from motcua.figures.counting.kinds.common import BY_RULES
from motcua.figures.counting.measures import RESOLVED, Counted, Identity, Joined, Measure, Ratio
from motcua.figures.evidence import Cell as Opened
from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Cell, Row, Table, count_in
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.errors import gettext_noop as _
from motcua.law.service_quality import rating_rules

_DOSSIERS, _LEVELS, _WHEN = (
    _("Hồ sơ đã giải quyết"),
    _("Mức hài lòng"),
    _("Đánh giá khi"),
)


def _ratings(scope: Scope, _rules: RuleSet) -> Joined:
    listening = ears()
    rated = listening.ratings(scope.as_of) if listening else []
    return Joined(
        "LEFT JOIN unnest(%(rated)s::bigint[], %(levels)s::int[], %(at_result)s::boolean[])"
        " r(dossier_id, level, at_result) ON r.dossier_id = k.dossier_id",
        {
            "rated": [each.dossier for each in rated],
            "levels": [each.level for each in rated],
            "at_result": [each.at_result for each in rated],
        },
    )


def _level(level: int, label: str, *, late: bool = False) -> Measure:
    return Measure(key=f"level_{level}", label=label, when=f"r.level = {level}", group=_LEVELS, late=late)


SATISFACTION: Final = Counted(
    id="satisfaction",
    title=_("Mức hài lòng của người dân, tổ chức"),
    law=_("Nghị định 61/2018/NĐ-CP, Điều 27 đến 32; Quyết định 766/QĐ-TTg, nhóm mức độ hài lòng"),
    base=RESOLVED,
    particulars=False,
    columns=(
        Measure(key="resolved", label=_("Tổng số"), group=_DOSSIERS),
        Measure(key="rated", label=_("Có đánh giá"), when="r.level IS NOT NULL", group=_DOSSIERS),
        Measure(key="unrated", label=_("Không đánh giá"), when="r.level IS NULL", group=_DOSSIERS),
        _level(5, _("Rất hài lòng")),
        _level(4, _("Hài lòng")),
        _level(3, _("Bình thường")),
        _level(2, _("Không hài lòng"), late=True),
        _level(1, _("Rất không hài lòng"), late=True),
        Measure(key="at_result", label=_("Nhận kết quả"), when="r.at_result", group=_WHEN),
        Measure(key="at_reception", label=_("Nộp hồ sơ"), when="NOT r.at_result", group=_WHEN),
        Ratio(key="rated_pct", label=_("Tỷ lệ có đánh giá"), top=("rated",), bottom=("resolved",)),
        Ratio(
            key="satisfied_pct",
            label=_("Tỷ lệ hài lòng trong số đánh giá"),
            top=("level_5", "level_4"),
            bottom=("rated",),
        ),
    ),
    identities=(
        Identity(
            name=_("Đã giải quyết = có đánh giá + không đánh giá"),
            whole="resolved",
            parts=("rated", "unrated"),
        ),
        Identity(
            name=_("Có đánh giá = cộng năm mức"),
            whole="rated",
            parts=("level_5", "level_4", "level_3", "level_2", "level_1"),
        ),
        Identity(
            name=_("Có đánh giá = khi nhận kết quả + khi nộp hồ sơ"),
            whole="rated",
            parts=("at_result", "at_reception"),
        ),
    ),
    notes=(
        _(
            "Mỗi hồ sơ tính một lần, theo đánh giá khi nhận kết quả; không có thì khi nộp hồ sơ. Hài lòng gồm"
            " hai mức hài lòng và rất hài lòng."
        ),
        _(
            "Nhóm có quá ít hồ sơ được đánh giá thì không nêu từng mức, và hồ sơ được đánh giá không mở ra từ"
            " đây, để không ai đoán được người đánh giá."
        ),
        _("Đánh giá gửi đến thời điểm chốt số liệu thì tính; đánh giá sửa lại tính theo lần sửa cuối."),
        BY_RULES,
    ),
    join=_ratings,
)


_NAMED: Final = ("resolved",)
"""What opens: which dossier was rated how is nobody's to see (decision 0098)."""
_SAID: Final = ("level_5", "level_4", "level_3", "level_2", "level_1", "at_result", "at_reception")


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report, with small groups hidden. Raises: `UsageError`; `DoesNotAddUp`."""
    found = count.build(SATISFACTION, scope, rules, by)
    least = rating_rules().minimum_group
    shut = small([count_in(row, "rated") for row in found.rows], least)
    total = found.total
    if total is not None and count_in(total, "rated") < least:
        total = _hidden(total)
    return msgspec.structs.replace(
        found,
        columns=tuple(msgspec.structs.replace(each, opens=each.key in _NAMED) for each in found.columns),
        rows=tuple(_hidden(row) if number in shut else row for number, row in enumerate(found.rows)),
        total=total,
    )


def opened(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Opened:
    """The dossiers of a cell that opens. Raises: `NotFound`, `UsageError`."""
    if column not in _NAMED:
        raise NotFound(
            gettext_noop("Ai đánh giá thế nào thì không mở ra từng hồ sơ."),
            gettext_noop("Mở cột Tổng số hồ sơ đã giải quyết."),
        )
    return count.opened(SATISFACTION, scope, rules, (row, column), after)


def small(rated: Sequence[int], least: int) -> set[int]:
    """The places of the groups that are too small to be told, and of as many of the next as keep those from
    being worked out of the total. Pure."""
    order = sorted((number, place) for place, number in enumerate(rated) if number)
    shut = [(number, place) for number, place in order if number < least]
    for each in order[len(shut) :]:
        if not shut or sum(number for number, _ in shut) >= least:
            break
        shut.append(each)
    return {place for _, place in shut}


def _hidden(row: Row) -> Row:
    cells: dict[str, Cell] = {**row.cells, **dict.fromkeys((*_SAID, "satisfied_pct"))}
    return msgspec.structs.replace(row, cells=cells)
