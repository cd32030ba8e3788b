"""The dossiers of a period counted for the indices: one statement for every component, agency and procedure.

A component of dossiers is two conditions, what it divides by and what it counts; the same two open its
evidence. Both are said of `k`, a dossier as form II.06a classifies it, and of `p`, its particulars as they
stood at the period's end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.db import connection

from motcua.dossiers.facts import Standing
from motcua.dossiers.particulars import COLUMNS, Fee, Proof, ResultKind
from motcua.figures.ii06a import Scope, checked, statement
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp
from motcua.foundation.errors import gettext_noop

RULES: Final = RULE_SETS["npsp"]
_RECEIVED: Final = "k.came <> 6"


class Condition(NamedTuple):
    """What a component of dossiers divides by, and what of it counts."""

    denominator: str
    numerator: str


_TOLD: Final = {
    "electronic": f"p.result >= {int(ResultKind.SCAN)} AND p.result_files > 0",
    # A paper is owed once the dossier was granted; before that nobody can have it.
    "paper": f"k.standing = {int(Standing.GRANTED)} AND k.procedure_code = ANY(%(papers)s)",
    "owes": f"(p.fee_due > p.waived AND p.fee <> {int(Fee.EXEMPT)})"
    " OR p.paid_online + p.paid_cash + p.paid_transfer > 0 OR p.obligations > 0",
    "paid": "p.paid_online > 0 OR p.obligations_online > 0",
    "digital": "p.digitised + p.electronic > 0",
    "reused": "p.reused > 0",
    "stored": "p.from_store > 0",
    "proven": "p.proof > 0",
    "population": f"p.proof IN ({int(Proof.POPULATION_DATABASE)}, {int(Proof.ONLINE_ACCOUNT)})",
    "disliked": "k.dossier_id = ANY(%(disliked)s::bigint[])",
    "untold": "p.dossier_id IS NULL",
}
"""What conditions say of a dossier: several say the same, so a count asks it once of each."""


def _conditions(told: Mapping[str, str]) -> dict[str, Condition]:
    electronic = told["electronic"]
    where_owed = f"(NOT {told['paper']} OR {electronic})"
    return {
        "2.1": Condition("true", "k.cls IN (8, 9, 12)"),
        "3.3": Condition(_RECEIVED, f"k.came = 4 AND {where_owed}"),
        "3.6": Condition(f"{_RECEIVED} AND {told['owes']}", told["paid"]),
        "4.1": Condition(f"k.cls <= 10 AND {told['paper']}", electronic),
        "4.2": Condition(_RECEIVED, f"{told['digital']} AND {where_owed}"),
        "4.3": Condition(_RECEIVED, told["reused"]),
        "4.4": Condition(_RECEIVED, f"({told['stored']} OR ({electronic} AND {told['proven']}))"),
        "4.5b": Condition(f"{_RECEIVED} AND k.owner = 0", told["population"]),
        "5.4": Condition("true", f"k.cls NOT IN (10, 13) AND NOT {told['disliked']}"),
    }


CONDITIONS: Final = _conditions({name: f"({text})" for name, text in _TOLD.items()})
"""The components of index 766 that count dossiers, by id."""
_COUNTED: Final = _conditions({name: f"k.{name}" for name in _TOLD})
"""The same, said of rows that tell each of `_TOLD`."""
_MORE: Final = {
    "received": _RECEIVED,
    "online": "k.came = 4",
    "online_late": "k.came = 4 AND k.cls IN (10, 13)",
    "finished": "k.cls <= 10 AND k.standing IN (3, 4)",
    "untold": "k.untold",
}
_NAMES: Final = (
    *(f"{part}{each}" for each in CONDITIONS for part in ("n", "d")),
    *_MORE,
    "days",
)
# Most dossiers stand at the period's end as they are known at the moment: these are joined at once. What
# changed since is looked up, dossier by dossier.
PARTICULARS: Final = f""" LEFT JOIN dossiers_particulars n ON n.dossier_id = k.dossier_id
  AND n.occurred_at < %(end)s AND n.known_from <= %(as_of)s
  AND (n.known_until IS NULL OR n.known_until > %(as_of)s)
LEFT JOIN LATERAL (
  SELECT v.* FROM dossiers_particulars v
  WHERE n.dossier_id IS NULL AND v.dossier_id = k.dossier_id
    AND v.occurred_at < %(end)s AND v.known_from <= %(as_of)s
  ORDER BY v.key DESC LIMIT 1
) v ON true
CROSS JOIN LATERAL (
  SELECT {", ".join(f"coalesce(n.{name}, v.{name}) AS {name}" for name in ("dossier_id", *COLUMNS))}
) p"""  # noqa: S608 - names of our own columns
"""Joined to `k`: its particulars as they stood at the period's end, as `p`; nulls where none were told."""

_OF_EACH: Final = ", ".join(
    (
        "k.competent_id, k.procedure_code, k.cls, k.came, k.standing, k.owner",
        "k.done_day - k.received_day AS days",
        *(f"({text}) AS {name}" for name, text in _TOLD.items()),
    )
)

Tally = dict[str, int]
"""Counts by name: `n` and `d` before the id of a component, and those of `_MORE`."""


class Counted(NamedTuple):
    """A tally by agency and, under it, by procedure. Each dossier stands under the agency that was competent
    for it at the period's end, also where that agency is gone today."""

    rows: dict[int, dict[str, Tally]]

    def of_one(self, agency: int) -> dict[str, Tally]:
        """By procedure, of one agency."""
        return self.rows.get(agency, {})

    def together(self) -> dict[str, Tally]:
        """By procedure, of all agencies of the scope."""
        found: dict[str, list[Tally]] = {}
        for tallies in self.rows.values():
            for procedure, tally in tallies.items():
                found.setdefault(procedure, []).append(tally)
        return {procedure: added(tallies) for procedure, tallies in found.items()}

    @property
    def agencies(self) -> set[int]:
        """Those with dossiers in the period."""
        return set(self.rows)


def added(tallies: Iterable[Tally]) -> Tally:
    """One tally of several."""
    found = dict.fromkeys(_NAMES, 0)
    for tally in tallies:
        for name, count in tally.items():
            found[name] += count
    return found


def counted(scope: Scope, papers: Collection[str], disliked: Collection[int]) -> Counted:
    """The tallies of a scope; `papers` are the procedures whose result is a paper, `disliked` the dossiers
    that somebody was dissatisfied with. One statement.

    Raises: `UsageError`; `DoesNotAddUp` where particulars were not told of every dossier.
    """
    checked(scope)
    sql, values = statement(scope, RULES, _OF_EACH)
    parts = [
        f"count(*) FILTER (WHERE {condition})"
        for each in _COUNTED.values()
        for condition in (f"{each.denominator} AND {each.numerator}", each.denominator)
    ]
    parts += [f"count(*) FILTER (WHERE {condition})" for condition in _MORE.values()]
    parts.append(f"coalesce(sum(k.days) FILTER (WHERE {_MORE['finished']}), 0)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.competent_id, k.procedure_code, {', '.join(parts)}"  # noqa: S608 - words of this file
            f" FROM ({sql}{PARTICULARS} OFFSET 0) k GROUP BY 1, 2",
            bound(values, papers, disliked),
        )
        rows = cursor.fetchall()
    found: dict[int, dict[str, Tally]] = {}
    for agency, procedure, *counts in rows:
        found.setdefault(agency, {})[procedure] = dict(zip(_NAMES, map(int, counts), strict=True))
    if any(tally["untold"] for tallies in found.values() for tally in tallies.values()):
        raise DoesNotAddUp(
            gettext_noop("Chưa có chi tiết của mọi hồ sơ, nên chưa tính chỉ số."),
            gettext_noop("Chạy `motcua log rebuild --write` một lần sau khi nâng cấp."),
        )
    return Counted(found)


def dossier_ids(codes: Collection[str]) -> frozenset[int]:
    """The keys of dossiers by their codes. One statement where there are any."""
    if not codes:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dossiers_dossier WHERE code = ANY(%s)", [list(codes)])
        return frozenset(row[0] for row in cursor.fetchall())


def evidence_where(component: str, *, missing: bool) -> str:
    """The condition of the dossiers that a component counts, or of those that it misses."""
    each = CONDITIONS[component]
    return f"{each.denominator} AND {'NOT ' if missing else ''}coalesce({each.numerator}, false)"


def bound(values: dict[str, Any], papers: Collection[str], disliked: Collection[int]) -> dict[str, Any]:
    """The values of a statement with those that the conditions name."""
    return {**values, "papers": list(papers), "disliked": list(disliked)}
