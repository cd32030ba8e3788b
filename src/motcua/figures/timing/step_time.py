"""Time by step: what was given, what was used, and which steps hold most of the time of dossiers.

Counted are the steps of dossiers that ended with a result in the period, each entry by itself, in working
minutes of the province's calendar (`entries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection, transaction

from motcua.dossiers.lifecycle.types import Step
from motcua.figures.counting.rows import checked_by
from motcua.figures.evidence import Cell as Opened
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Scope, checked, statement
from motcua.figures.queries import FEWEST_TIMED
from motcua.figures.report import TOTAL, TOTAL_LABEL, recorded_later
from motcua.figures.rule_sets import RuleSet
from motcua.figures.tables import (
    SUM_OF_ROWS,
    Cell,
    Column,
    Held,
    Row,
    Share,
    Table,
    holding,
    no_column,
    no_row,
)
from motcua.figures.timing.entries import ENDED, OF, timed, values
from motcua.foundation.clock import MINUTE
from motcua.foundation.errors import gettext_noop
from motcua.organisation.queries import agency_labels
from motcua.procedures.finding import names_of

ID: Final = "step_time"
BY: Final = ("post", "agency", "procedure", "step")
_KEYS: Final = {
    "post": "t.post",
    "agency": "t.agency_id",
    "procedure": "t.procedure_code",
    "step": "t.procedure_code, t.step",
}
HOLDERS: Final = {
    "reception": gettext_noop("Bộ phận tiếp nhận và trả kết quả"),
    "section_head": gettext_noop("Người đứng đầu Bộ phận Một cửa"),
    "officer": gettext_noop("Chuyên viên"),
    "division_head": gettext_noop("Lãnh đạo phòng"),
    "agency_leader": gettext_noop("Lãnh đạo cơ quan"),
    "clerk": gettext_noop("Văn thư"),
    "council": gettext_noop("Hội đồng"),
    "agency": gettext_noop("Cơ quan không nêu vị trí"),
    "applicant": gettext_noop("Tổ chức, cá nhân"),
    "call": gettext_noop("Cơ quan phối hợp (phần việc liên thông)"),
    "wait": gettext_noop("Chờ việc khác xong"),
}
"""Who does a step, by the posts of internal processes, in their order; then steps at which nobody here works.
"""
_NOBODY: Final = gettext_noop("Không nêu vị trí")
STEPS: Final = {
    Step.RECEIVE.value: gettext_noop("Tiếp nhận"),
    Step.RESOLVE.value: gettext_noop("Thụ lý"),
    Step.SUPPLEMENT.value: gettext_noop("Chờ bổ sung"),
    Step.APPROVE.value: gettext_noop("Phê duyệt"),
    Step.RETURN.value: gettext_noop("Trả kết quả"),
}
"""Steps of dossiers without a process of their own (Decree 61/2018/NĐ-CP, article 19)."""
_USED, _LATE = (
    gettext_noop("Phút làm việc của một lượt"),
    gettext_noop("Hồ sơ quá hạn ở bước"),
)
_COLUMNS: Final = (
    Column(key="entries", label=gettext_noop("Lượt qua bước")),
    Column(key="dossiers", label=gettext_noop("Hồ sơ"), opens=True),
    Column(key="given", label=gettext_noop("Được giao, trung vị"), group=_USED),
    Column(key="half", label=gettext_noop("Đã dùng, trung vị"), group=_USED),
    Column(key="most", label=gettext_noop("9 trên 10 lượt xong trong"), group=_USED),
    Column(key="used", label=gettext_noop("Tổng phút làm việc")),
    Column(key="share", label=gettext_noop("Phần của toàn bộ thời gian"), unit="percent"),
    Column(key="late", label=gettext_noop("Số hồ sơ"), group=_LATE, opens=True, late=True),
    Column(key="late_pct", label=gettext_noop("Tỷ lệ"), unit="percent", group=_LATE),
)
_NOTES: Final = (
    gettext_noop(
        "Đếm các bước đến khi có kết quả của hồ sơ có kết quả trong kỳ; vào lại một bước là một lượt nữa. Hồ"
        " sơ không có quy trình riêng: người giữ hồ sơ là bước."
    ),
    gettext_noop(
        "Phút làm việc theo lịch của tỉnh, trừ lúc chờ bổ sung, chờ nghĩa vụ tài chính, dừng; 480 phút là một"
        " ngày làm việc. Bước của phần việc ở cơ quan phối hợp nằm trong bước chờ phần việc ấy."
    ),
    gettext_noop("Bước không được giao thời gian riêng thì không tính trễ."),
)


class _Sums(NamedTuple):
    """What is told of a step; times in microseconds, of entries."""

    name: str
    entries: int
    dossiers: int
    late: int
    used: int
    given: int | None
    half: int
    most: int


_PICKED: Final = (
    "max(t.name)",
    "count(*)",
    "count(DISTINCT t.dossier_id)",
    "count(DISTINCT t.dossier_id) FILTER (WHERE t.late)",
    "coalesce(sum(t.used), 0)",
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY t.given)",
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY t.used)",
    "percentile_disc(0.9) WITHIN GROUP (ORDER BY t.used)",
)
_OF_ONE: Final = timed(f"(SELECT {OF})")
_NONE: Final = _Sums("", 0, 0, 0, 0, None, 0, 0)


class StepTime(msgspec.Struct, frozen=True, kw_only=True):
    """A step that holds time: `share` of all working time of the procedure's dossiers, `half` the median
    working minutes of an entry, `late` dossiers that were late at it."""

    code: str
    name: str
    entries: int
    half: int
    share: Share
    late: int


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report; by step, each procedure is followed by its steps. Raises: `UsageError`; `DoesNotAddUp`."""
    checked(scope)
    chosen = checked_by(by, BY)
    found = _found(scope, rules, chosen)
    total = found.pop((), _NONE)
    held = _proved(found, total, chosen)
    rows = (_by_step if chosen == "step" else _plain)(chosen, found, total)
    return Table(
        report=ID,
        title=gettext_noop("Thời gian từng bước giải quyết"),
        law=gettext_noop("Nghị định 61/2018/NĐ-CP, Điều 19; Nghị định 63/2010/NĐ-CP, Điều 28"),
        scope=scope,
        rules=rules,
        by=chosen,
        columns=_COLUMNS,
        rows=tuple(rows),
        total=Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=_cells(total, total)),
        held=held,
        notes=_NOTES,
        recorded_later=recorded_later(scope),
    )


def longest_steps(scope: Scope, rules: RuleSet, procedure: str, most: int = 3) -> tuple[StepTime, ...]:
    """The steps of a procedure that hold most working time of its dossiers, the longest first; none where
    fewer than `FEWEST_TIMED` dossiers ended in the period. Raises: `UsageError`."""
    checked(scope)
    found = _found(msgspec.structs.replace(scope, procedure=procedure), rules, "step")
    total = found.pop((), _NONE)
    if total.dossiers < FEWEST_TIMED:
        return ()
    steps = [(key[1], sums) for key, sums in found.items() if len(key) == 2]
    steps.sort(key=lambda each: (-each[1].used, each[0]))
    return tuple(
        StepTime(
            code=step,
            name=_step_name(step, sums),
            entries=sums.entries,
            half=sums.half // MINUTE,
            share=Share(sums.used // MINUTE, total.used // MINUTE),
            late=sums.late,
        )
        for step, sums in steps[:most]
    )


def opened(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Opened:
    """The dossiers of a cell. Raises: `NotFound`, `UsageError`."""
    if column not in {"dossiers", "late"}:
        raise no_column()
    narrowed, of_entry, more = _at(scope, row)
    late = " AND t.late" if column == "late" else ""
    condition = f"{ENDED} AND EXISTS (SELECT 1 FROM ({_OF_ONE}) t WHERE {of_entry}{late})"  # noqa: S608
    return behind(narrowed, rules, condition, after, more=values(scope) | more)


def _at(scope: Scope, row: str) -> tuple[Scope, str, dict[str, Any]]:
    """Scope of a row, what holds of its entries, and the values that this names. Raises: `NotFound`."""
    kind, _mark, rest = row.partition(":")
    code, _bar, step = rest.partition("|")
    if row == TOTAL:
        return scope, "true", {}
    if kind == "post":
        return scope, "t.post = %(post)s", {"post": rest}
    if kind == "agency" and rest.isdecimal() and len(rest) < 10:
        return scope, "t.agency_id = %(held_by)s", {"held_by": int(rest)}
    if kind in {"procedure", "step"} and code and scope.procedure in {"", code}:
        of_entry = "t.step = %(step)s" if kind == "step" else "true"
        return msgspec.structs.replace(scope, procedure=code), of_entry, {"step": step}
    raise no_row()


def _found(scope: Scope, rules: RuleSet, by: str) -> dict[tuple[Any, ...], _Sums]:
    """Sums by what the rows are, of procedures too where they are steps, and of all under (). One
    statement."""
    keys = _KEYS[by].split(", ")
    levels = ", ".join(f"({', '.join(keys[:size])})" for size in range(len(keys) + 1))
    picked = ", ".join((f"grouping({_KEYS[by]})", *keys, *_PICKED))
    of, asked = statement(scope, rules, OF)
    with transaction.atomic(), connection.cursor() as cursor:
        # Of a year's dossiers the server expects a few hundred, and would look up the rows of each alone.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            f"WITH k AS MATERIALIZED ({of} WHERE {ENDED}), t AS MATERIALIZED ({timed('k')})"  # noqa: S608
            f" SELECT {picked} FROM t GROUP BY GROUPING SETS ({levels})",
            asked | values(scope),
        )
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL enable_nestloop = on")
    found = {}
    for grouped, *row in rows:
        size = len(keys) - int(grouped).bit_count()
        name, entries, dossiers, late, used, given, half, most = row[len(keys) :]
        found[tuple(row[:size])] = _Sums(
            name or "",
            entries,
            dossiers,
            late,
            int(used),
            None if given is None else int(given),
            int(half or 0),
            int(most or 0),
        )
    return found


def _plain(by: str, found: Mapping[tuple[Any, ...], _Sums], total: _Sums) -> list[Row]:
    """Rows of one kind: by post in their order, others by the time that they hold."""
    whose = {key for (key,) in found}
    names: Mapping[Any, str]
    if by == "post":
        names = HOLDERS
    elif by == "agency":
        names = {key: name for key, (name, _level) in agency_labels(whose).items()}
    else:
        names = names_of(whose)
    order = [*names] if by == "post" else sorted(whose, key=lambda key: (-found[key,].used, str(key)))
    keys = [*(key for key in order if key in whose), *sorted(whose - set(order))]
    return [
        Row(key=f"{by}:{key}", label=names.get(key, str(key) or _NOBODY), cells=_cells(found[key,], total))
        for key in keys
    ]


def _by_step(_by: str, found: Mapping[tuple[Any, ...], _Sums], total: _Sums) -> list[Row]:
    """Procedures by the time that they hold, each with its steps, the longest first; the share of a step is
    that of its procedure's time."""
    names = names_of({key[0] for key in found})
    rows: list[Row] = []
    for (code,), whole in sorted(
        ((key, sums) for key, sums in found.items() if len(key) == 1), key=lambda each: -each[1].used
    ):
        label = names.get(code, code)
        rows.append(Row(key=f"procedure:{code}", label=label, kind="level", cells=_cells(whole, total)))
        steps = [(key[1], sums) for key, sums in found.items() if len(key) == 2 and key[0] == code]
        rows += [
            Row(key=f"step:{code}|{step}", label=_step_name(step, sums), cells=_cells(sums, whole))
            for step, sums in sorted(steps, key=lambda each: (-each[1].used, each[0]))
        ]
    return rows


def _step_name(step: str, sums: _Sums) -> str:
    return sums.name or STEPS.get(step, step)


def _cells(sums: _Sums, whole: _Sums) -> dict[str, Cell]:
    return {
        "entries": sums.entries,
        "dossiers": sums.dossiers,
        "given": None if sums.given is None else sums.given // MINUTE,
        "half": sums.half // MINUTE,
        "most": sums.most // MINUTE,
        "used": sums.used // MINUTE,
        "share": Share(sums.used // MINUTE, whole.used // MINUTE),
        "late": sums.late,
        "late_pct": Share(sums.late, sums.dossiers),
    }


def _proved(found: Mapping[tuple[Any, ...], _Sums], total: _Sums, by: str) -> tuple[Held, ...]:
    """Entries and time of rows make up those of the total; levels are made up by their steps."""
    sizes = (1, 2) if by == "step" else (1,)
    adds = all(
        _added(sums for key, sums in found.items() if len(key) == size) == (total.entries, total.used)
        for size in sizes
    )
    return holding([Held(SUM_OF_ROWS, adds)])


def _added(sums: Iterable[_Sums]) -> tuple[int, int]:
    """Entries and microseconds together."""
    each = list(sums)
    return sum(one.entries for one in each), sum(one.used for one in each)
