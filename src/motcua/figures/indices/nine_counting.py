"""The nine indices of Circular 01/2018 counted: dossiers resolved in a period, by agency or officer.

Dossiers that were withdrawn or stopped have no result and are not scored. One statement scores every dossier
on indices 1, 2, 3, 4 and 7; the other four are of an agency.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time
from decimal import Decimal
from typing import Final, NamedTuple

from django.db import connection

from motcua.dossiers.facts import LOCAL
from motcua.dossiers.heard import Heard, ears
from motcua.dossiers.lifecycle.types import Step
from motcua.figures.evidence import Cell, behind
from motcua.figures.ii06a import Scope, checked, classifying, statement, values_of
from motcua.figures.in_order import by_name
from motcua.figures.indices import nine
from motcua.figures.indices.counting import PARTICULARS, dossier_ids
from motcua.figures.indices.entries import Entries, entries
from motcua.figures.indices.holders import procedures_of
from motcua.figures.indices.scoring import ranks
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import DAY, instant_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.queries import agency_labels, competent_agencies
from motcua.procedures.published import Published, published

RULES: Final = RULE_SETS["practice"]
_DONE: Final = "k.cls IN (8, 9, 10) AND k.standing IN (3, 4)"
_OWN: Final = "10 - k.cls"
"""Early is column 8 and two points, late column 10 and none."""
_CONTACTS: Final = "(k.requests + p.notices)"
SCORES: Final = {
    1: _OWN,
    2: f"least({_OWN}, coalesce(w.least, 2))",
    3: f"greatest(0, 2 - {_CONTACTS})",
    4: f"CASE WHEN {_CONTACTS} > 0 THEN 1 ELSE 2 END",
    7: f"CASE WHEN k.dossier_id = ANY(%(complained)s::bigint[]) THEN 0 ELSE {_OWN} END",
}
"""The score of a dossier, said of `k`, of its particulars `p` and of the worst of its parts `w`."""
# The parts of other agencies, each by the day of its own limit; looked at where there are any.
PARTS: Final = f"""{PARTICULARS} LEFT JOIN LATERAL (
  SELECT min(CASE
    WHEN r.due_at IS NULL THEN 1
    WHEN r.ended_at IS NULL OR r.ended_at >= %(end)s THEN CASE WHEN r.due_at < %(end)s THEN 0 ELSE 1 END
    ELSE 1 + sign((r.due_at + {LOCAL}) / {DAY} - (r.ended_at + {LOCAL}) / {DAY})
  END) AS least
  FROM dossiers_partrow r
  WHERE p.parts_same + p.parts_above > 0 AND r.dossier_id = k.dossier_id AND r.sent_at IS NOT NULL
) w ON true"""  # noqa: S608 - words of this file
_SUMS: Final = ", ".join(f"coalesce(sum({score}) FILTER (WHERE {_DONE}), 0)" for score in SCORES.values())


class Sums(NamedTuple):
    """Dossiers resolved, and the points of all of them by index; what index 9 asks of those received."""

    dossiers: int
    points: dict[int, int]
    received: int = 0
    online: int = 0
    online_late: int = 0

    def scores(self) -> dict[int, Decimal | None]:
        """The mean of each index that is averaged."""
        return {number: nine.mean(points, self.dossiers) for number, points in self.points.items()}


class AgencyNine(NamedTuple):
    """An agency by its nine scores; none where one is not known. `counted` points of `maximum` that are
    known; `total` only where all nine are. One without a dossier resolved has no `rank`."""

    key: int
    name: str
    level: str
    dossiers: int
    scores: dict[int, Decimal | None]
    counted: Decimal
    maximum: int
    total: Decimal | None
    rank: int | None


class OfficerNine(NamedTuple):
    """An officer by the five indices of dossiers: `points` of all of them by index, divided by `dossiers`;
    `total` of ten, none without dossiers."""

    officer: str
    dossiers: int
    points: dict[int, int]
    scores: dict[int, Decimal | None]
    total: Decimal | None


def complained(heard: Iterable[Heard]) -> frozenset[int]:
    """The dossiers named by feedback on conduct that was not refused or withdrawn. One statement at most."""
    return dossier_ids({each.dossier for each in heard if each.dossier and each.conduct and not each.dropped})


def _heard(scope: Scope) -> list[Heard] | None:
    listening = ears()
    start = instant_of(datetime.combine(scope.first, time()))
    return listening.petitions(start, scope.end, scope.as_of) if listening else None


def by_agency(scope: Scope) -> list[AgencyNine]:
    """Every agency with dossiers in the period, the best first. Some ten statements. Raises: `UsageError`."""
    checked(scope)
    heard = _heard(scope)
    sums = _sums(scope, complained(heard or ()))
    labels = agency_labels(sums)
    held = procedures_of(published(scope.last), competent_agencies(scope.last))
    typed = entries("nine", scope.first, scope.last, scope.as_of)
    found = []
    for key, each in sums.items():
        scores = each.scores()
        answered = None if heard is None else [one for one in heard if one.agency == key and not one.dropped]
        procedures = held.get(key, ())
        scores |= {
            5: _organisation(key, labels[key][1], typed),
            6: _publication(key, procedures, typed),
            8: None if answered is None else _answers(answered),
            9: _online(each, procedures) if procedures else None,
        }
        known = [score for score in scores.values() if score is not None]
        found.append(
            AgencyNine(
                key=key,
                name=labels[key][0],
                level=labels[key][1],
                dossiers=each.dossiers,
                scores=dict(sorted(scores.items())),
                counted=sum(known, Decimal("0.0")),
                maximum=2 * len(known),
                total=nine.agency_total(scores),
                rank=None,
            )
        )
    shares = {str(each.key): each.counted * 18 / each.maximum for each in found if each.dossiers}
    placed = ranks(shares)
    rows = [each._replace(rank=placed.get(str(each.key))) for each in found]
    return sorted(rows, key=lambda each: (each.rank or len(rows) + 1, by_name(each.name)))


def _sums(scope: Scope, complaints: Collection[int]) -> dict[int, Sums]:
    sql, values = statement(scope, RULES, "k.*")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.competent_id, count(*) FILTER (WHERE {_DONE}), {_SUMS},"  # noqa: S608
            " count(*) FILTER (WHERE k.came <> 6), count(*) FILTER (WHERE k.came = 4),"
            " count(*) FILTER (WHERE k.channel = 2 AND k.cls IN (10, 13))"
            f" FROM ({sql}) k{PARTS} GROUP BY 1",
            {**values, "complained": list(complaints)},
        )
        rows = cursor.fetchall()
    split = 2 + len(SCORES)
    return {
        row[0]: Sums(row[1], dict(zip(SCORES, map(int, row[2:split]), strict=True)), *row[split:])
        for row in rows
    }


def _organisation(key: int, level: str, typed: Entries) -> Decimal | None:
    parts = [typed.part("5", part, key) for part in ("listed", "whole_process", "at_section")]
    listed, whole, section = (None if each is None else int(each.value) for each in parts)
    if listed is None or whole is None or section is None:
        return None
    return Decimal(nine.by_organisation(level, listed, whole, section))


def _publication(key: int, held: tuple[Published, ...], typed: Entries) -> Decimal | None:
    posted = typed.part("6", "posted", key)
    if posted is None or not held:
        return None
    electronic = not any(each.missing for each in held)
    return Decimal(nine.by_publication(posted=posted.value >= 1, electronic=electronic))


def _answers(heard: list[Heard]) -> Decimal:
    due = sum(each.due for each in heard)
    on_time, prolonged = sum(each.on_time for each in heard), sum(each.prolonged for each in heard)
    return Decimal(nine.by_petitions(due, on_time, prolonged))


def _online(sums: Sums, held: tuple[Published, ...]) -> Decimal:
    return Decimal(
        nine.by_online(
            nine.Online(
                eligible=len(held),
                offered=sum(each.online for each in held),
                dossiers=sums.received,
                online=sums.online,
                late=sums.online_late,
            )
        )
    )


def by_officer(
    scope: Scope, officers: Collection[str] | None = None, had: Collection[int] | None = None
) -> list[OfficerNine]:
    """The five indices of officers (`officers`: their codes; none for all), by code: of the dossiers that
    each resolved; `had`: those that they ever had, where they are known. Who may look at whose figures, from
    how many on, and that a look is logged, is the caller's to see to (`figures.officers`). Three statements.

    Raises: `UsageError`.
    """
    checked(scope)
    ids = had if had is not None or officers is None else had_by(officers)
    narrowed = "true" if ids is None else "{x}.dossier_id = ANY(%(had)s)"
    sql = classifying(scope, RULES, "k.*", narrowed.format(x="s"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.officer, count(*), {_SUMS} FROM ({sql}) k{PARTS}{RESOLVER}"  # noqa: S608
            f" WHERE {_DONE} AND {narrowed.format(x='k')}"
            " AND (%(officers)s::text[] IS NULL OR o.officer = ANY(%(officers)s)) GROUP BY 1 ORDER BY 1",
            {
                **values_of(scope),
                "complained": list(complained(_heard(scope) or ())),
                "officers": None if officers is None else list(officers),
                "had": None if ids is None else list(ids),
            },
        )
        rows = cursor.fetchall()
    found = []
    for officer, dossiers, *sums in rows:
        points = dict(zip(SCORES, map(int, sums), strict=True))
        scores = Sums(dossiers, points).scores()
        found.append(OfficerNine(officer, dossiers, points, scores, nine.officer_total(scores)))
    return found


def had_by(officers: Collection[str]) -> list[int]:
    """The dossiers that these officers ever had by name, as holders or in a step. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HAD, {"officers": list(officers)})
        return [row[0] for row in cursor.fetchall()]


_HAD: Final = """
SELECT h.dossier_id FROM dossiers_workitem h WHERE h.officer = ANY(%(officers)s)
UNION SELECT h.dossier_id FROM dossiers_steprow h WHERE h.officer = ANY(%(officers)s)"""
RESOLVER: Final = f""" JOIN LATERAL (
  SELECT i.officer FROM dossiers_workitem i
  WHERE i.dossier_id = k.dossier_id AND i.officer <> '' AND i.step NOT IN ('{Step.RETURN}', '{Step.DONE}')
    AND i.opened_at < %(end)s AND i.opened_at <= %(as_of)s AND i.agency_id IN (
      SELECT a.id FROM organisation_agency a WHERE a.id = k.competent_id OR a.parent_id = k.competent_id)
  ORDER BY i.step = '{Step.RESOLVE}' DESC, i.key DESC LIMIT 1
) o ON true"""  # noqa: S608 - words of this file
"""Who resolved a dossier, as its evidence names them (`held.Held.resolver`): the last of the competent agency
who worked on it, else the last who had it before the result. Who signs or returns it is another."""


def below(scope: Scope, number: int, after: int = 0, dossiers: Collection[int] | None = None) -> Cell:
    """A page of the dossiers that lost points on an index, where given only of `dossiers`.

    Raises: `NotFound`, `UsageError`.
    """
    if number not in SCORES:
        raise NotFound(
            gettext_noop("Chỉ số này không chấm từng hồ sơ."), gettext_noop("Chọn chỉ số 1, 2, 3, 4 hoặc 7.")
        )
    only = "" if dossiers is None else " AND k.dossier_id = ANY(%(dossiers)s)"
    return behind(
        scope,
        RULES,
        f"{_DONE} AND {SCORES[number]} < 2{only}",
        after,
        joined=PARTS,
        more={
            "complained": list(complained(_heard(scope) or ())),
            "dossiers": None if dossiers is None else list(dossiers),
        },
    )
