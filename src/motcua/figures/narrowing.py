"""Which spells may stand behind a cell of form II.06a, said so that it costs next to nothing."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.facts import Standing
from motcua.figures.ii06a import (
    OPEN_LATE,
    OPEN_THEN,
    OPEN_WITHIN,
    RESOLVED,
    RUNNING,
    Scope,
    column_of,
    listed,
    parts_of,
)
from motcua.figures.rule_sets import RuleSet


def narrowing(rules: RuleSet, column: int) -> str:
    """What is true of each spell counted in a column of the form, in comparisons alone: what is left is
    classified (`ii06a.classifying`)."""
    lasting = [each for each in rules.waits if each not in RUNNING]
    stopped = f"s.ended_as IN ({listed(lasting)})"
    if column == 6:
        return f"s.received_day < %(first)s AND ({_LASTED.format(day='first')} OR {stopped})"
    if column in _NARROWING:
        return _NARROWING[column]
    if column > max(RESOLVED):
        within = f"(s.standing IN ({listed(rules.waits)}) OR s.due_day >= %(horizon)s)"
        going_on = {OPEN_WITHIN: f" AND {within}", OPEN_LATE: f" AND NOT {within}"}.get(column, "")
        also = "" if column == OPEN_LATE else f" OR NOT {OPEN_THEN} AND {stopped}"
        return f"(({_LASTED.format(day='horizon')}) AND {OPEN_THEN}{going_on}{also})"
    ended = f"NOT {OPEN_THEN} AND s.ended_day >= %(first)s"
    if column in RESOLVED:
        endings = [number for number in range(9) if column_of(number, rules) == column]
        ended += f" AND s.{rules.ending} %% 10 IN ({', '.join(map(str, endings))})"
    asked = f" OR s.standing = {int(Standing.WAITING)} AND {OPEN_THEN}" if rules.request_ends else ""
    return f"({ended}{asked})"


def candidates(scope: Scope, rules: RuleSet, column: int, window: str) -> str:
    """The statement for the first `most` dossiers that may be in a column, in order of their keys: as
    narrowed, and those that changed after the period, which are few and told exactly. `window` is a condition
    on `s`."""
    (_, main), *later = parts_of(scope, rules)
    wheres = [
        f"{main} AND {narrowing(rules, column)}",
        *(f"{where} AND {_of_column(code, column)}" for code, where in later),
    ]
    # The sum keeps the server from walking the index of keys to the far end for the few that are in it.
    return " UNION ALL ".join(
        f"(SELECT s.dossier_id FROM dossiers_spell s {where} AND {window}"  # noqa: S608 - words of this file
        " ORDER BY s.dossier_id + 0 LIMIT %(most)s)"
        for where in wheres
    )


def _of_column(code: str, column: int) -> str:
    """Whether the code of a dossier whose processing went on is one of a column."""
    if column < 7:
        return f"({code}) IS NOT NULL" if column == 3 else f"({code}) / -100 = {column}"
    compared = {7: "<= 10", 11: "> 10"}.get(column, f"= {column}")
    return f"-({code}) %% 100 {compared}"


_NARROWING: Final = {
    3: "true",
    4: "s.received_day >= %(first)s AND s.ending BETWEEN 20 AND 29",
    5: "s.received_day >= %(first)s AND s.ending NOT BETWEEN 20 AND 29",
}
# What the server can look up of processing that went on on a day: it ended then or later, or its end was told
# late. Nothing is recorded before it happens, so that an end not known at a moment came after it or was told
# late.
_LASTED: Final = "s.ended_day >= %({day})s OR s.ended_known > %(as_of)s AND s.ended_known > s.ended_at"
