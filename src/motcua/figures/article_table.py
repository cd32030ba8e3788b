"""The article's figures in the shape of all reports, to be taken away; its sentences are the notes."""

from __future__ import annotations

from typing import Final

from motcua.figures.article import RULES, Figure, Status, article, of_period
from motcua.figures.article_sentences import sentences
from motcua.figures.ii06a import Scope
from motcua.figures.report import recorded_later
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import Cell, Column, Row, Share, Table
from motcua.foundation.errors import gettext_noop

ID: Final = "article"
_SAID: Final[dict[Status, str]] = {
    "ok": gettext_noop("Khớp"),
    "conflict": gettext_noop("Không khớp, không công bố"),
    "unknown": gettext_noop("Chưa biết"),
}
_COLUMNS: Final = (
    Column(key="value", label=gettext_noop("Giá trị")),
    Column(key="numerator", label=gettext_noop("Tử số")),
    Column(key="denominator", label=gettext_noop("Mẫu số")),
    Column(key="rows", label=gettext_noop("Số dòng mở ra")),
    Column(key="status", label=gettext_noop("Kiểm tra"), unit="text"),
    Column(key="reason", label=gettext_noop("Vì sao"), unit="text"),
)


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """Of the year of the last day up to it (`article.of_period`); counted as practice does. Raises:
    `UsageError`."""
    wanted = of_period(scope)
    found = article(wanted)
    return Table(
        report=ID,
        title=gettext_noop("Số liệu cải cách hành chính, như bài báo"),
        law=gettext_noop("Thông tư 01/2020/TT-VPCP; Nghị định 61/2018/NĐ-CP"),
        scope=wanted,
        rules=RULES,
        by="figure",
        unit="figure",
        columns=_COLUMNS,
        rows=tuple(Row(key=each.id, label=each.label, cells=_cells(each)) for each in found.figures),
        notes=tuple(line for text in sentences(found, "vi") for line in text.split("\n")),
        recorded_later=recorded_later(wanted),
    )


def _cells(each: Figure) -> dict[str, Cell]:
    told = each.status == "ok"
    value: Cell = each.numerator if told else None
    if told and each.unit == "percent":
        value = Share(each.numerator or 0, each.denominator or 0)
    return {
        "value": value,
        "numerator": each.numerator,
        "denominator": each.denominator,
        "rows": each.evidence_rows,
        "status": _SAID[each.status],
        "reason": None if each.reason is None else str(each.reason),
    }
