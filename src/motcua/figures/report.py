"""Form II.06a ready to be told: rows with names, totals, and the proof that its parts add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import msgspec
from django.conf import settings
from django.db import connection

from motcua.figures.ii06a import Counted, Line, Scope, added, checked, counts, counts_by_level
from motcua.figures.in_order import by_name
from motcua.figures.rule_sets import RuleSet
from motcua.figures.successors import under, widened
from motcua.figures.tables import SUM_OF_ROWS, Column, DoesNotAddUp, Held, Row, Table, holding
from motcua.foundation.clock import local_text
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import agency_labels, agency_levels, heirs_on
from motcua.procedures.finding import field_names, names_of

FORM: Final = "II.06a/VPCP/KSTT"
TOTAL: Final = "total"
TOTAL_LABEL: Final = gettext_noop("Tổng số")
BY: Final = ("form", "level", "field", "agency", "procedure")
"""What the rows are: `form` is the printed form, fields under the level of government that resolves."""
IDENTITIES: Final = ("3 = 4 + 5 + 6", "7 = 8 + 9 + 10", "11 = 12 + 13", "3 = 7 + 11")
_COLUMNS: Final = tuple(f"c{number}" for number in range(3, 14))
_RECEIVED, _RESOLVED, _OPEN = (
    gettext_noop("Số hồ sơ nhận giải quyết"),
    gettext_noop("Số hồ sơ đã giải quyết"),
    gettext_noop("Số hồ sơ đang giải quyết"),
)
_IN_PERIOD: Final = gettext_noop("Trong kỳ")
_ALL: Final = gettext_noop("Tổng số")


def _of(key: str, label: str, group: str, **more: Any) -> Column:
    return Column(key=key, label=label, group=group, opens=True, **more)


FORM_COLUMNS: Final = (
    _of("c3", gettext_noop("Tổng nhận"), _RECEIVED, sums=("c4", "c5", "c6"), head=_ALL),
    _of("c4", gettext_noop("Trực tuyến"), _RECEIVED, under=_IN_PERIOD),
    _of("c5", gettext_noop("Trực tiếp, bưu chính"), _RECEIVED, under=_IN_PERIOD),
    _of("c6", gettext_noop("Từ kỳ trước"), _RECEIVED),
    _of("c7", gettext_noop("Đã giải quyết"), _RESOLVED, sums=("c8", "c9", "c10"), head=_ALL),
    _of("c8", gettext_noop("Trước hạn"), _RESOLVED),
    _of("c9", gettext_noop("Đúng hạn"), _RESOLVED),
    _of("c10", gettext_noop("Quá hạn"), _RESOLVED, late=True),
    _of("c11", gettext_noop("Đang giải quyết"), _OPEN, sums=("c12", "c13"), head=_ALL),
    _of("c12", gettext_noop("Trong hạn"), _OPEN),
    _of("c13", gettext_noop("Đang quá hạn"), _OPEN, late=True, head=gettext_noop("Quá hạn")),
)
"""The numbered columns of the form."""
_COUNTED: Final = {"agency": "s.competent_id", "field": "s.field_code", "procedure": "s.procedure_code"}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The form of one scope under one rule set. `recorded_later` counts dossiers of which something that had
    happened before the moment of knowledge was recorded only after it."""

    scope: Scope
    rules: RuleSet
    by: str
    rows: tuple[Line, ...]
    total: Line
    identities: tuple[Held, ...]
    recorded_later: int

    def document(self) -> dict[str, Any]:
        """As `motcua report II06a --json` writes it (contracts, section 1)."""
        return {
            "report": "II06a",
            "form": FORM,
            "period": {"from": self.scope.first, "to": self.scope.last},
            "as_of": local_text(self.scope.as_of),
            "rule_set": self.rules.id,
            "rule_set_note": self.rules.note,
            "rule_set_source": self.rules.source,
            "by": self.by,
            "unit": "dossier",
            "rows": [*self.rows, self.total],
            "identities": self.identities,
            "recorded_later": self.recorded_later,
            "simulated": settings.MOTCUA_SIMULATED,
        }


def report(scope: Scope, rules: RuleSet, by: str = "form") -> Report:
    """The form, checked. Raises: `UsageError`; `DoesNotAddUp` where an identity does not hold."""
    checked(scope)
    if by not in BY:
        raise UsageError(
            gettext_noop("Không xếp dòng theo cách này được."),
            gettext_noop("Chọn form, level, field, agency hoặc procedure."),
        )
    _facts_there()
    counted = _counted(scope, rules, by)
    total = _sum(added((TOTAL, *row[-3:]) for row in counted), TOTAL)
    total.label, total.kind = TOTAL_LABEL, "total"
    rows = _rows(by, counted)
    return Report(
        scope=scope,
        rules=rules,
        by=by,
        rows=tuple(rows),
        total=total,
        identities=_proved(rows, total),
        recorded_later=recorded_later(scope),
    )


def _counted(scope: Scope, rules: RuleSet, by: str) -> list[Counted]:
    """Counts by what the rows are: agency, field or procedure; level and field for the others."""
    wide = widened(scope)
    if by in {"field", "procedure"} or not scope.succeeded:
        return counts(wide, rules, _COUNTED[by]) if by in _COUNTED else counts_by_level(wide, rules)
    heirs = heirs_on(scope.last)
    if by == "agency":
        return under(counts(wide, rules, _COUNTED[by]), heirs)
    levels = agency_levels()
    counted = under(counts(wide, rules, "s.competent_id", "s.field_code"), heirs)
    return [(levels[agency], *rest) for agency, *rest in counted]


def form_table(scope: Scope, rules: RuleSet, by: str = "form") -> Table:
    """The form in the shape of all reports. Raises: as `report`."""
    found = report(scope, rules, by)
    return Table(
        report="II06a",
        form=FORM,
        title=gettext_noop("Kết quả giải quyết thủ tục hành chính"),
        law=gettext_noop("Thông tư 01/2020/TT-VPCP; Nghị định 09/2019/NĐ-CP, Điều 12"),
        scope=scope,
        rules=rules,
        by=by,
        columns=FORM_COLUMNS,
        rows=tuple(_shaped(line, by) for line in found.rows),
        total=_shaped(found.total, by),
        held=found.identities,
        recorded_later=found.recorded_later,
    )


def _shaped(line: Line, by: str) -> Row:
    # Levels have lines under them in the printed form alone.
    kind: Literal["line", "level", "total"] = "line"
    if line.kind == "total" or (line.kind == "level" and by == "form"):
        kind = "total" if line.kind == "total" else "level"
    return Row(
        key=line.key,
        label=line.label,
        kind=kind,
        cells={column: getattr(line, column) for column in _COLUMNS},
    )


def _rows(by: str, counted: list[Counted]) -> list[Line]:
    if by in {"form", "level"}:
        return _form(counted) if by == "form" else _levels(counted)
    if by == "agency":
        return _agencies(counted, agency_labels({agency for agency, *_ in counted}))
    lines = added(counted)
    names = (field_names if by == "field" else names_of)({line.key for line in lines})
    return _labelled(lines, names)


def _agencies(counted: list[Counted], agencies: Mapping[int, tuple[str, str]]) -> list[Line]:
    lines = added(counted)
    for line in lines:
        line.label, line.level = agencies[int(line.key)]
    order = list(Level.values)
    return sorted(lines, key=lambda line: (order.index(line.level), by_name(line.label)))


def _labelled(lines: list[Line], names: Mapping[str, str]) -> list[Line]:
    for line in lines:
        line.label = names.get(line.key.rpartition(":")[2], line.key.rpartition(":")[2])
    return sorted(lines, key=lambda line: by_name(line.label))


def _levels(counted: list[Counted]) -> list[Line]:
    found = {line.key: line for line in added((row[0], *row[-3:]) for row in counted)}
    for level, line in found.items():
        line.label, line.level, line.kind = str(Level(level).label).capitalize(), level, "level"
    return [found[level] for level in Level.values if level in found]


def _form(counted: list[Counted]) -> list[Line]:
    fields = added((f"{level}:{code}", came, cls, count) for level, code, came, cls, count in counted)
    fields = _labelled(fields, field_names({code for _, code, *_ in counted}))
    rows: list[Line] = []
    for level in _levels(counted):
        below = [line for line in fields if line.key.startswith(f"{level.key}:")]
        for line in below:
            line.level = level.key
        rows += [level, *below]
    return rows


def _sum(lines: Iterable[Line], key: str) -> Line:
    return next(iter(lines), Line(key=key))


def _proved(rows: list[Line], total: Line) -> tuple[Held, ...]:
    """The identities of the form, and that rows make up the total and levels their fields."""
    broken = {fault for line in (*rows, total) for fault in line.faults()}
    levels = [row for row in rows if row.kind == "level"]
    lines = [row for row in rows if row.kind == "line"]
    for column in _COLUMNS:
        parts = [sum(getattr(row, column) for row in some) for some in (levels, lines) if some]
        if any(part != getattr(total, column) for part in parts):
            broken.add(SUM_OF_ROWS)
    return holding(Held(name, name not in broken) for name in (*IDENTITIES, SUM_OF_ROWS))


def _facts_there() -> None:
    """A base that was upgraded and not told again from the log holds dossiers without facts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM dossiers_spell),"
            " EXISTS (SELECT 1 FROM dossiers_dossier WHERE received_at IS NOT NULL)"
        )
        facts, dossiers = cursor.fetchone()
    if dossiers and not facts:
        raise DoesNotAddUp(
            gettext_noop("Chưa có số liệu của hồ sơ nào, dù đã có hồ sơ."),
            gettext_noop("Chạy `motcua log rebuild --write` một lần sau khi nâng cấp."),
        )


def recorded_later(scope: Scope) -> int:
    """Dossiers of which something that happened before the moment of knowledge, and in or before the period,
    was recorded only after that moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(DISTINCT dossier_id) FROM (
              SELECT dossier_id FROM dossiers_spell
              WHERE known_from > occurred_at AND known_from > %(as_of)s AND occurred_at <= %(as_of)s
                AND occurred_at < %(end)s
              UNION ALL SELECT dossier_id FROM dossiers_spell
              WHERE ended_known > ended_at AND ended_known > %(as_of)s AND ended_at <= %(as_of)s
                AND ended_at < %(end)s AND end_key <> key
            ) told_later""",
            {"as_of": scope.as_of, "end": scope.end},
        )
        return int(cursor.fetchone()[0])
