"""Procedures in force without a dossier for one, two or three years: the catalogue, left joined to the facts.

No text of the law names a number of years (domain reference 7.4), so all three are told. A procedure that was
first published less than a year ago has had no time to be used and is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.dossiers.facts import day_number, day_of_number
from motcua.figures.evidence import Cell as Opened
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Scope, checked
from motcua.figures.in_order import by_name
from motcua.figures.report import TOTAL, TOTAL_LABEL, recorded_later
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import SUM_OF_ROWS, Cell, Column, Held, Row, Table, holding, no_row
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.text import fold
from motcua.organisation.models import Agency
from motcua.organisation.queries import competent_agencies

ID: Final = "unused"
WINDOWS: Final = (12, 24, 36)
"""Months without a dossier."""
BY: Final = ("procedure", "agency", "field")
BEGINNING: Final = date(1990, 1, 1)
"""Before every dossier there can be."""
_NONE: Final = gettext_noop("Không có hồ sơ trong thời gian (tháng)")
_IDENTITY: Final = gettext_noop("Đang thi hành = có hồ sơ + mới công bố + không có hồ sơ 12 tháng")
_NO_FIELD: Final = gettext_noop("Chưa rõ lĩnh vực")
_NOTES: Final = (
    gettext_noop(
        "Tính lùi từ ngày cuối kỳ; ngày đầu kỳ không được dùng. Chỉ xét thủ tục đang thi hành, có nội dung"
        " chi tiết để tiếp nhận vào ngày ấy."
    ),
    gettext_noop(
        "Thủ tục công bố lần đầu chưa đủ 12, 24 hoặc 36 tháng không bị tính là không có hồ sơ trong thời gian"
        " ấy. Không văn bản nào quy định số năm; đây là căn cứ để rà soát, chưa phải kết luận."
    ),
)


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure that may be received on the last day of the period; `since` its first publication."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    competent_kind: str
    competent: tuple[str, ...]
    since: date


class Use(msgspec.Struct, frozen=True):
    """The last reception of a procedure, none where there was none, and how many there were."""

    last: date | None = None
    dossiers: int = 0


class Judged(msgspec.Struct, frozen=True):
    """A procedure with its use. `without` maps months to whether there was no dossier, none where it was
    published too lately to tell."""

    procedure: InForce
    use: Use
    without: dict[int, bool | None]

    @property
    def new(self) -> bool:
        """Unused, and published less than the shortest window ago."""
        return self.without[WINDOWS[0]] is None


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    wanted = date(year, month + 1, 1) + timedelta(days=day.day - 1)
    return min(wanted, following - timedelta(days=1))


def judged(procedure: InForce, use: Use, last: date) -> Judged:
    """Whether a procedure was without dossiers in each window that ends on a day. Pure."""
    without: dict[int, bool | None] = {}
    for months in WINDOWS:
        edge = months_before(last, months)
        if use.last is not None and use.last > edge:
            without[months] = False
        else:
            without[months] = None if procedure.since > edge else True
    return Judged(procedure, use, without)


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report. Raises: `UsageError`; `DoesNotAddUp` where an identity does not hold."""
    checked(scope)
    chosen = by or BY[0]
    if chosen not in BY:
        raise UsageError(
            gettext_noop("Không xếp dòng theo cách này được."),
            gettext_noop("Chọn một trong: %(allowed)s."),
            allowed=", ".join(BY),
        )
    agencies = _agencies(scope)
    found = _judged(scope, agencies)
    rows, total, held = (_listed if chosen == "procedure" else _counted)(chosen, found, scope, agencies)
    return Table(
        report=ID,
        title=gettext_noop("Thủ tục không phát sinh hồ sơ"),
        law=gettext_noop("Nghị định 63/2010/NĐ-CP, Điều 27, 28 và 30"),
        scope=scope,
        rules=rules,
        by=chosen,
        unit="procedure",
        columns=_LIST if chosen == "procedure" else _COUNTS,
        rows=tuple(rows),
        total=total,
        held=holding(held),
        notes=_NOTES,
        recorded_later=recorded_later(scope),
    )


def opened(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Opened:
    """The dossiers that an unused procedure had before. Raises: `NotFound`, `UsageError`."""
    wide = msgspec.structs.replace(scope, first=BEGINNING)
    if column == "before" and row == TOTAL:
        codes = [each.procedure.code for each in _judged(scope, _agencies(scope)) if each.without[WINDOWS[0]]]
        return behind(wide, rules, "k.procedure_code = ANY(%(codes)s)", after, more={"codes": codes})
    kind, _mark, code = row.partition(":")
    if column == "before" and kind == "procedure" and code and scope.procedure in {"", code}:
        return behind(msgspec.structs.replace(wide, procedure=code), rules, "true", after)
    raise no_row()


_LIST: Final = (
    Column(key="code", label=gettext_noop("Mã thủ tục"), unit="text"),
    Column(key="since", label=gettext_noop("Công bố từ"), unit="date"),
    Column(key="last", label=gettext_noop("Hồ sơ gần nhất"), unit="date"),
    Column(key="before", label=gettext_noop("Hồ sơ trước đó"), opens=True),
    *(Column(key=f"none{each}", label=str(each), group=_NONE, late=True) for each in WINDOWS),
)
_COUNTS: Final = (
    Column(key="in_force", label=gettext_noop("Đang thi hành"), sums=("used", "new", "none12")),
    Column(key="used", label=gettext_noop("Có hồ sơ trong 12 tháng")),
    Column(key="new", label=gettext_noop("Mới công bố")),
    *(Column(key=f"none{each}", label=str(each), group=_NONE, late=True) for each in WINDOWS),
)
_Rows = tuple[list[Row], Row, tuple[Held, ...]]


def _listed(_by: str, found: list[Judged], _scope: Scope, _agencies: dict[int, Agency]) -> _Rows:
    unused = [each for each in found if each.without[WINDOWS[0]]]
    unused.sort(
        key=lambda each: (each.use.last or BEGINNING, by_name(each.procedure.name), each.procedure.code)
    )
    rows = [
        Row(
            key=f"procedure:{each.procedure.code}",
            label=each.procedure.name,
            cells={
                "code": each.procedure.code,
                "since": each.procedure.since,
                "last": each.use.last,
                "before": each.use.dossiers,
                **{f"none{months}": _one(each.without[months]) for months in WINDOWS},
            },
        )
        for each in unused
    ]
    cells: dict[str, Cell] = {"code": None, "since": None, "last": None}
    for column in ("before", *(f"none{months}" for months in WINDOWS)):
        cells[column] = sum(int(value) for row in rows if isinstance(value := row.cells[column], int))
    counted = _sums(found)
    held = tuple(
        Held(SUM_OF_ROWS, cells[f"none{months}"] == counted[f"none{months}"]) for months in WINDOWS[:1]
    )
    return rows, Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=cells), held


def _one(without: bool | None) -> int | None:
    return None if without is None else int(without)


def _counted(by: str, found: list[Judged], scope: Scope, agencies: dict[int, Agency]) -> _Rows:
    if by == "field":
        groups: dict[str, tuple[str, list[Judged]]] = {}
        for each in found:
            name = each.procedure.field or _NO_FIELD
            groups.setdefault(f"field:{name}", (name, []))[1].append(each)
    else:
        groups = _by_agency(found, scope, agencies)
    lines = [
        (key, label, _sums(part))
        for key, (label, part) in sorted(groups.items(), key=lambda g: by_name(g[1][0]))
    ]
    total = _sums(found)
    every = [*(cells for _, _, cells in lines), total]
    held = [
        Held(_IDENTITY, all(row["in_force"] == row["used"] + row["new"] + row["none12"] for row in every))
    ]
    if by == "field":
        held.append(
            Held(SUM_OF_ROWS, all(total[name] == sum(row[name] for row in every[:-1]) for name in total))
        )
    rows = [Row(key=key, label=label, cells={**cells}) for key, label, cells in lines]
    return rows, Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells={**total}), tuple(held)


def _sums(found: Iterable[Judged]) -> dict[str, int]:
    sums = dict.fromkeys(("in_force", "used", "new", *(f"none{months}" for months in WINDOWS)), 0)
    for each in found:
        sums["in_force"] += 1
        sums["used"] += each.without[WINDOWS[0]] is False
        sums["new"] += each.new
        for months in WINDOWS:
            sums[f"none{months}"] += each.without[months] is True
    return sums


def _by_agency(
    found: list[Judged], scope: Scope, agencies: dict[int, Agency]
) -> dict[str, tuple[str, list[Judged]]]:
    """Each agency with the procedures that the catalogue gives it, judged by its own dossiers."""
    uses, resolves = _uses(scope), resolver(agencies.values())
    groups: dict[str, tuple[str, list[Judged]]] = {}
    for each in found:
        for agency in resolves(each.procedure):
            own = judged(each.procedure, uses.get((each.procedure.code, agency), Use()), scope.last)
            groups.setdefault(f"agency:{agency}", (agencies[agency].short_name, []))[1].append(own)
    return groups


def resolver(agencies: Iterable[Agency]) -> Callable[[InForce], list[int]]:
    """The agencies that resolve a procedure: of one of its levels, and a department or unit of the province
    by the name that the catalogue publishes (as reception finds it)."""
    by_level: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for each in agencies:
        by_level[each.level].append((each.pk, each.kind, fold(each.name)))

    def resolves(procedure: InForce) -> list[int]:
        there = [each for level in procedure.levels for each in by_level[level]]
        kind, _mark, name = procedure.competent_kind.partition(":")
        kind = kind or ("commune" if procedure.levels == ("commune",) else "")
        if kind:
            return [pk for pk, its, title in there if its == kind and (not name or fold(name) in title)]
        names = [fold(each) for each in procedure.competent]
        return [pk for pk, _, title in there if any(title in each for each in names)]

    return resolves


def _agencies(scope: Scope) -> dict[int, Agency]:
    found = competent_agencies(scope.last, level=scope.level)
    return {each.pk: each for each in found if not scope.agencies or each.pk in scope.agencies}


def _judged(scope: Scope, agencies: dict[int, Agency]) -> list[Judged]:
    last: dict[str, Use] = {}
    for (code, _agency), use in _uses(scope).items():
        one = last.get(code, Use())
        latest = max((each for each in (one.last, use.last) if each is not None), default=None)
        last[code] = Use(latest, one.dossiers + use.dossiers)
    found = in_force(scope)
    if scope.agencies or scope.level:
        resolves = resolver(agencies.values())
        found = [each for each in found if resolves(each)]
    return [judged(each, last.get(each.code, Use()), scope.last) for each in found]


_IN_FORCE: Final = """
SELECT p.code, v.name, v.field_name, v.levels, coalesce(v.content->>'competent_kind', ''),
  ARRAY(SELECT r->>'name' FROM jsonb_array_elements(
    coalesce(v.content->'competent', v.content->'executing', '[]')) r),
  (SELECT min(w.valid_from) FROM procedures_procedureversion w
   WHERE w.procedure_id = p.id AND NOT w.superseded)
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
LEFT JOIN procedures_field f ON f.id = p.field_id
WHERE NOT v.superseded AND v.receivable AND v.valid_from <= %(last)s
  AND (v.valid_to IS NULL OR v.valid_to >= %(last)s)
  AND coalesce(v.content->>'state', 'active') <> 'abolished'
  AND (%(procedure)s = '' OR p.code = %(procedure)s) AND (%(field)s = '' OR f.code = %(field)s)
ORDER BY p.code
"""


def in_force(scope: Scope) -> list[InForce]:
    """The procedures that may be received on the last day of the period. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"last": scope.last, "procedure": scope.procedure, "field": scope.field})
        return [
            InForce(
                code=code,
                name=name,
                field=field,
                levels=tuple(levels),
                competent_kind=kind,
                competent=tuple(competent),
                since=since,
            )
            for code, name, field, levels, kind, competent, since in cursor.fetchall()
        ]


_USES: Final = """
SELECT s.procedure_code, s.competent_id, max(s.received_day), count(*) FROM dossiers_spell s
WHERE s.known_from <= %(as_of)s AND s.known_until > %(as_of)s AND s.received_day <= %(last)s
  AND (%(all)s OR s.competent_id = ANY(%(agencies)s::bigint[]))
  AND (%(level)s = '' OR s.competent_id IN (SELECT a.id FROM organisation_agency a WHERE a.level = %(level)s))
GROUP BY 1, 2
"""


def _uses(scope: Scope) -> dict[tuple[str, int], Use]:
    """Receptions by procedure and agency, as known at the moment. One statement."""
    values: dict[str, Any] = {
        "as_of": scope.as_of,
        "last": day_number(scope.last),
        "all": not scope.agencies,
        "agencies": list(scope.agencies),
        "level": scope.level,
    }
    with connection.cursor() as cursor:
        cursor.execute(_USES, values)
        return {
            (code, agency): Use(day_of_number(day), dossiers)
            for code, agency, day, dossiers in cursor.fetchall()
        }
