"""Online services by level, those integrated with the national portal, and interlinked procedures, by field.

Services are counted as the catalogue states them on the last day of the period; a moment of knowledge it has
not. The services of the whole province are counted, whatever agencies the scope asks for.
"""

from __future__ import annotations

from typing import Final

from motcua.figures.counting.rows import checked_by
from motcua.figures.evidence import page_size
from motcua.figures.ii06a import Scope, checked
from motcua.figures.in_order import by_name
from motcua.figures.report import TOTAL, TOTAL_LABEL
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import SUM_OF_ROWS, Cell, Column, DoesNotAddUp, Held, Listing, Row, Share, Table
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.procedures.service_queries import COLUMNS, services_behind, services_by_field, services_on

ID: Final = "services"
BY: Final = ("field",)
_ONLINE, _INTEGRATED, _LINKED = (
    gettext_noop("Trực tuyến trên Cổng của tỉnh"),
    gettext_noop("Tích hợp trên Cổng dịch vụ công quốc gia"),
    gettext_noop("Thủ tục liên thông"),
)
_ALL: Final = gettext_noop("Tổng số")


def _of(key: str, label: str, group: str, sums: tuple[str, ...] = ()) -> Column:
    return Column(key=key, label=label, group=group, sums=sums, opens=True)


_COLUMNS: Final = (
    _of("online_services", _ALL, _ONLINE, ("online_2", "online_3", "online_4")),
    _of("online_2", gettext_noop("Mức độ 2"), _ONLINE),
    _of("online_3", gettext_noop("Mức độ 3"), _ONLINE),
    _of("online_4", gettext_noop("Mức độ 4"), _ONLINE),
    _of("integrated_services", _ALL, _INTEGRATED, ("integrated_level_2", "integrated_level_3_4")),
    _of("integrated_level_2", gettext_noop("Mức độ 2"), _INTEGRATED),
    _of("integrated_level_3_4", gettext_noop("Mức độ 3 và 4"), _INTEGRATED),
    Column(
        key="integrated_pct",
        label=gettext_noop("Tỷ lệ trên dịch vụ trực tuyến"),
        unit="percent",
        group=_INTEGRATED,
    ),
    _of("linked", _ALL, _LINKED, ("linked_same_level", "linked_cross_level")),
    _of("linked_same_level", gettext_noop("Cùng cấp"), _LINKED),
    _of("linked_cross_level", gettext_noop("Giữa các cấp"), _LINKED),
)
_NOTES: Final = (
    gettext_noop(
        "Đếm thủ tục theo danh mục vào ngày cuối kỳ, cả tỉnh; danh mục không ghi thời điểm biết nên không đổi"
        " theo thời điểm chốt số liệu."
    ),
    gettext_noop(
        "Mức độ 2 đến 4 theo Nghị định 43/2011/NĐ-CP, Điều 3; Nghị định 42/2022/NĐ-CP thay bằng một phần và"
        " toàn trình."
    ),
)
_IDENTITIES: Final = (
    (gettext_noop("Trực tuyến = mức độ 2 + 3 + 4"), "online_services", ("online_2", "online_3", "online_4")),
    (
        gettext_noop("Tích hợp = mức độ 2 + mức độ 3 và 4, đều có trên Cổng của tỉnh"),
        "integrated_services",
        ("integrated_level_2", "integrated_level_3_4"),
    ),
    (
        gettext_noop("Liên thông = cùng cấp + giữa các cấp"),
        "linked",
        ("linked_same_level", "linked_cross_level"),
    ),
)
_NOTHING: Final = gettext_noop("Danh mục dịch vụ công chưa có dữ liệu cho ngày này.")
_NO_FIELD: Final = gettext_noop("Không ghi lĩnh vực")
_PLACES: Final = {"same_level": gettext_noop("cùng cấp"), "cross_level": gettext_noop("giữa các cấp")}
_LISTED: Final = (
    Column(key="code", label=gettext_noop("Mã thủ tục"), unit="text"),
    Column(key="field", label=gettext_noop("Lĩnh vực"), unit="text"),
    Column(key="level", label=gettext_noop("Mức độ"), unit="text"),
    Column(key="integrated", label=gettext_noop("Tích hợp quốc gia từ"), unit="date"),
    Column(key="place", label=gettext_noop("Liên thông"), unit="text"),
    Column(key="source", label=gettext_noop("Nguồn"), unit="text"),
)


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report. Raises: `UsageError`; `DoesNotAddUp` where services do not fit together."""
    checked(scope)
    chosen = checked_by(by, BY)
    fields = services_by_field(scope.last)
    total = {key: sum(each[key] for each in fields.values()) for key in COLUMNS}
    # A register in which nothing stands is not a province without services.
    whole = _cells(total) if fields else dict.fromkeys(each.key for each in _COLUMNS)
    rows = [
        Row(key=f"field:{code}", label=name or _NO_FIELD, cells=_cells(counted))
        for (code, name), counted in sorted(fields.items(), key=lambda each: by_name(each[0][1]))
    ]
    return Table(
        report=ID,
        title=gettext_noop("Dịch vụ công trực tuyến, tích hợp, liên thông"),
        law=gettext_noop("Nghị định 61/2018/NĐ-CP, Điều 3 và 16; Nghị định 42/2022/NĐ-CP"),
        scope=scope,
        rules=rules,
        by=chosen,
        unit="procedure",
        columns=_COLUMNS,
        rows=tuple(rows),
        total=Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=whole),
        held=_proved([*fields.values(), total], scope),
        notes=_NOTES if fields else (_NOTHING, *_NOTES),
    )


def listed(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Listing:
    """The services of a cell. Raises: `NotFound`."""
    kind, _mark, field = row.partition(":")
    if (kind != "field" and row != TOTAL) or column not in COLUMNS:
        raise NotFound(gettext_noop("Báo cáo không có ô này."), gettext_noop("Mở lại báo cáo."))
    found = services_behind(
        column, scope.last, after, field=None if row == TOTAL else field, most=page_size()
    )
    rows = tuple(
        Row(
            key=str(each.key),
            label=each.name,
            cells={
                "code": each.code,
                "field": each.field or None,
                "level": each.level or None,
                "integrated": each.integrated_from,
                "place": _PLACES.get(each.place),
                "source": each.source,
            },
        )
        for each in found.rows
    )
    return Listing(gettext_noop("Thủ tục hành chính"), _LISTED, rows, found.after)


def _cells(counted: dict[str, int]) -> dict[str, Cell]:
    share = Share(counted["integrated_services"], counted["online_services"])
    return {each.key: counted[each.key] for each in _COLUMNS if each.opens} | {"integrated_pct": share}


def _proved(lines: list[dict[str, int]], scope: Scope) -> tuple[Held, ...]:
    """Identities in every row; the total against the counts of the article, which are made apart."""
    whole, total = services_on(scope.last), lines[-1]
    apart = (whole.online, whole.integrated, whole.same_level, whole.cross_level)
    held = [
        Held(name, all(line[left] == sum(line[part] for part in right) for line in lines))
        for name, left, right in _IDENTITIES
    ]
    counted = ("online_services", "integrated_services", "linked_same_level", "linked_cross_level")
    held.append(Held(SUM_OF_ROWS, apart == tuple(total[each] for each in counted)))
    if not all(each.holds for each in held):
        raise DoesNotAddUp(
            gettext_noop("Chưa phát hành: danh mục dịch vụ công không khớp ở phép thử %(faults)s."),
            gettext_noop("Sửa mốc của dịch vụ công trong danh mục rồi mở lại báo cáo."),
            faults="; ".join(each.identity for each in held if not each.holds),
        )
    return tuple(held)
