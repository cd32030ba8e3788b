"""Papers that are missing or wrong when a dossier is first handed in: by procedure and paper, with reasons.

Counted are dossiers received in the period. Only the first request for papers of each is looked at, be it a
supplement request or, of an online filing, the notice before reception: what is asked for later is another
matter. The log of each tells what was asked, its line which paper of the catalogue that is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection

from motcua.dossiers.lifecycle.types import Fault
from motcua.figures.counting.count import JOINED
from motcua.figures.counting.measures import RECEIVED
from motcua.figures.counting.rows import checked_by
from motcua.figures.evidence import Cell as Opened
from motcua.figures.evidence import behind
from motcua.figures.ii06a import Scope, checked, statement
from motcua.figures.in_order import by_name
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
    parts_make,
    rows_make,
)
from motcua.foundation.errors import gettext_noop
from motcua.procedures.content import VersionContent
from motcua.procedures.finding import names_of
from motcua.procedures.queries import contents_of

ID: Final = "missing_papers"
OFTEN: Final = 30
"""Percent of the procedure's dossiers from which a paper is often missing at first."""
NEARLY_ALWAYS: Final = 80
"""Percent from which it is nearly always so. Both are ours: no text names any."""
SAY_OFTEN: Final = gettext_noop("Thường phải bổ sung")
SAY_ALWAYS: Final = gettext_noop("Gần như luôn phải bổ sung")
FORM: Final = gettext_noop("Tờ khai điện tử")
WORDS_ONLY: Final = gettext_noop("Nội dung khác, không gắn với giấy tờ của danh mục")
UNLISTED: Final = gettext_noop("Giấy tờ ngoài danh mục")
_UNTOLD: Final = "untold"
_REASONS: Final = (*(each.value for each in Fault), _UNTOLD)
_GROUP: Final = gettext_noop("Lần đầu phải bổ sung, theo lý do")
_DOSSIERS: Final = gettext_noop("Hồ sơ tiếp nhận trong kỳ")
_LABELS: Final = {
    "missing": gettext_noop("Thiếu"),
    "wrong_form": gettext_noop("Sai mẫu"),
    "expired": gettext_noop("Hết hạn"),
    "unreadable": gettext_noop("Không đọc được"),
    "content_wrong": gettext_noop("Sai nội dung"),
    "other": gettext_noop("Lý do khác"),
    _UNTOLD: gettext_noop("Không ghi lý do"),
}
_IDENTITY: Final = gettext_noop("Số lần phải bổ sung = cộng các lý do")
_NOTES: Final = (
    gettext_noop(
        "Chỉ xét yêu cầu đầu tiên của mỗi hồ sơ: yêu cầu bổ sung, hoặc thông báo thiếu trước khi tiếp nhận"
        " nếu nộp trực tuyến. Một hồ sơ thiếu hai giấy tờ có ở hai dòng; dòng tổng đếm hồ sơ ấy một lần."
    ),
    gettext_noop(
        "Gợi ý chỉ nêu khi thủ tục có từ 20 hồ sơ: từ 30 phần trăm là thường phải bổ sung, từ 80 phần trăm là"
        " gần như luôn. Hai mức này do hệ thống đặt, không phải văn bản quy định."
    ),
)
_COLUMNS: Final = (
    Column(key="procedure", label=gettext_noop("Thủ tục"), unit="text"),
    Column(key="code", label=gettext_noop("Mã thủ tục"), unit="text"),
    Column(key="received", label=gettext_noop("Tiếp nhận"), group=_DOSSIERS, opens=True),
    Column(key="asked", label=gettext_noop("Lần đầu phải bổ sung"), group=_DOSSIERS, opens=True, late=True),
    Column(key="asked_pct", label=gettext_noop("Tỷ lệ lần đầu phải bổ sung"), unit="percent"),
    Column(key="times", label=gettext_noop("Số lần"), group=_GROUP, sums=_REASONS, opens=True),
    *(Column(key=each, label=_LABELS[each], group=_GROUP, opens=True) for each in _REASONS),
    Column(key="say", label=gettext_noop("Gợi ý rà soát"), unit="text"),
)
_NUMBERS: Final = ("asked", "times", *_REASONS)
# The particulars keep those apart of whom nothing was asked: their logs are not opened.
_ITEMS: Final = f"""{JOINED}
JOIN dossiers_dossier d ON d.id = k.dossier_id
CROSS JOIN LATERAL (
  SELECT e.body::jsonb -> 'payload' -> 'items' AS items FROM dossiers_event e
  WHERE e.dossier_id = k.dossier_id AND e.recorded_at <= %(as_of)s
    AND e.type IN ('supplement_requested', 'registration_noticed')
    AND coalesce({" + ".join(f"p.asked_{each}" for each in _REASONS)}, 1) > 0
  ORDER BY e.seq LIMIT 1
) a
CROSS JOIN LATERAL jsonb_to_recordset(a.items) AS i(component int, fault text, declaration boolean)
LEFT JOIN LATERAL (
  SELECT line ->> 'code' AS code FROM dossiers_event e
    CROSS JOIN jsonb_array_elements(e.body::jsonb -> 'payload' -> 'intake' -> 'components') AS line
  WHERE e.dossier_id = k.dossier_id AND e.type IN ('registered', 'received')
    AND (line ->> 'no')::int = i.component ORDER BY e.seq LIMIT 1
) n ON true
LEFT JOIN dossiers_componentrow c ON c.dossier_id = k.dossier_id AND c.key = i.component"""  # noqa: S608
_PAPER: Final = """CASE WHEN i.declaration THEN 'form' WHEN i.component IS NULL THEN 'words'
  ELSE coalesce(nullif('.' || n.code, '.'), nullif('.' || c.code, '.'), 'unlisted') END"""
"""A line that was handed in again may have lost its place in the catalogue: the first list tells it."""
Key = tuple[str, int, str]
"""Procedure, version that its dossiers are pinned to, and the paper as the statement names it."""


class _Line(NamedTuple):
    """A row: its name, and the papers of versions that bear it."""

    procedure: str
    name: str
    keys: list[Key]
    numbers: list[int]


def table(scope: Scope, rules: RuleSet, by: str) -> Table:
    """The report, a row a procedure and paper.

    Raises: `UsageError`; `DoesNotAddUp` where an identity does not hold.
    """
    checked(scope)
    checked_by(by, ("procedure",))
    found, total = _found(scope, rules)
    received = _received(scope, rules)
    named = names_of({line.procedure for line in found.values()})
    rows = [
        Row(key=key, label=line.name, cells=_cells(line, received[line.procedure], named))
        for key, line in found.items()
    ]
    rows.sort(key=lambda row: (-_share(row), by_name(str(row.cells["procedure"])), row.label))
    whole = Row(key=TOTAL, label=TOTAL_LABEL, kind="total", cells=_numbers(total, sum(received.values())))
    whole.cells.update(procedure=None, code=None, say=None)
    return Table(
        report=ID,
        title=gettext_noop("Giấy tờ thường thiếu, sai ở lần nộp đầu"),
        law=gettext_noop("Nghị định 63/2010/NĐ-CP, Điều 28; Nghị định 61/2018/NĐ-CP, Điều 19"),
        scope=scope,
        rules=rules,
        by="procedure",
        columns=_COLUMNS,
        rows=tuple(rows),
        total=whole,
        held=_proved(rows, whole),
        notes=_NOTES,
        recorded_later=recorded_later(scope),
    )


def opened(scope: Scope, rules: RuleSet, row: str, column: str, after: int) -> Opened:
    """The dossiers of a cell. Raises: `NotFound`, `UsageError`."""
    if column not in {"received", *_NUMBERS}:
        raise no_column()
    asked = "true" if column in {"asked", "times"} else f"{_reason('x')} = %(reason)s"
    values: dict[str, Any] = {"reason": column}
    if row != TOTAL:
        line = _found(scope, rules)[0].get(row)
        if line is None:
            raise no_row()
        scope = msgspec.structs.replace(scope, procedure=line.procedure)
        values |= {"versions": [key[1] for key in line.keys], "papers": [key[2] for key in line.keys]}
        asked += " AND (x.version_id, x.paper) IN (SELECT * FROM unnest(%(versions)s::bigint[],"
        asked += " %(papers)s::text[]))"
    if column == "received":
        return behind(scope, rules, RECEIVED, after)
    joined = f""" CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT 1 FROM (
        SELECT d.version_id, {_PAPER} AS paper, i.fault FROM (SELECT k.dossier_id) k{_ITEMS}
      ) x WHERE {asked}) AS there
    ) f"""  # noqa: S608 - only our own text is put together
    return behind(scope, rules, f"{RECEIVED} AND f.there", after, joined=joined, more=values)


def say(received: int, asked: int) -> str | None:
    """What the numbers of a paper suggest to a reviewer; nothing where they are too few. Pure."""
    if received < FEWEST_TIMED or 100 * asked < OFTEN * received:
        return None
    return SAY_ALWAYS if 100 * asked >= NEARLY_ALWAYS * received else SAY_OFTEN


def _reason(of: str) -> str:
    return f"coalesce({of}.fault, '{_UNTOLD}')"


def _found(scope: Scope, rules: RuleSet) -> tuple[dict[str, _Line], list[int]]:
    """The rows by key and the numbers of the total, which are counted apart. Two statements."""
    reasons = ", ".join(f"count(*) FILTER (WHERE {_reason('i')} = '{each}')" for each in _REASONS)
    picked = f"k.procedure_code, d.version_id, {_PAPER}, count(DISTINCT k.dossier_id), count(*), {reasons}"
    sql, values = statement(scope, rules, picked)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{_ITEMS} WHERE {RECEIVED} GROUP BY GROUPING SETS ((1, 2, 3), ())", values)
        found = cursor.fetchall()
    total = next((list(numbers) for code, _, _, *numbers in found if code is None), [0] * len(_NUMBERS))
    groups: list[tuple[Key, list[int]]] = [
        ((code, version, paper), list(numbers))
        for code, version, paper, *numbers in found
        if code is not None
    ]
    contents = contents_of({key[1] for key, _ in groups})
    lines: dict[str, _Line] = {}
    for key, numbers in groups:
        name = paper_name(key[2], contents[key[1]])
        row = f"paper:{key[0]}:{sha256(name.encode()).hexdigest()[:12]}"
        line = lines.setdefault(row, _Line(key[0], name, [], [0] * len(_NUMBERS)))
        line.keys.append(key)
        line.numbers[:] = [one + more for one, more in zip(line.numbers, numbers, strict=True)]
    return lines, total


def paper_name(paper: str, content: VersionContent) -> str:
    """The name of a paper as the pinned version has it: by its code, or by its place ("#2")."""
    if not paper.startswith("."):
        return {"form": FORM, "words": WORDS_ONLY}.get(paper, UNLISTED)
    code = paper[1:]
    place = code.removeprefix("#")
    if place.isdigit() and 1 <= int(place) <= len(content.components):
        return content.components[int(place) - 1].name
    return next((each.name for each in content.components if each.code == code), code)


def _received(scope: Scope, rules: RuleSet) -> dict[str, int]:
    sql, values = statement(scope, rules, "k.procedure_code, count(*)")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE {RECEIVED} GROUP BY 1", values)
        return defaultdict(int, dict(cursor.fetchall()))


def _cells(line: _Line, received: int, named: dict[str, str]) -> dict[str, Cell]:
    return {
        "procedure": named.get(line.procedure, line.procedure),
        "code": line.procedure,
        **_numbers(line.numbers, received),
        "say": say(received, line.numbers[0]),
    }


def _numbers(numbers: Iterable[int], received: int) -> dict[str, Cell]:
    counted = dict(zip(_NUMBERS, numbers, strict=True))
    return {"received": received, **counted, "asked_pct": Share(counted["asked"], received)}


def _share(row: Row) -> float:
    share = row.cells["asked_pct"]
    return (share.value or 0.0) if isinstance(share, Share) else 0.0


def _proved(rows: list[Row], total: Row) -> tuple[Held, ...]:
    return holding(
        (
            parts_make(_IDENTITY, (*rows, total), "times", _REASONS),
            rows_make(SUM_OF_ROWS, rows, total, ("times", *_REASONS)),
        )
    )
