"""Ratings of a simulated year: kinder where a dossier was in time, each agency by a leaning of its own.

What is rated is the dossier that was played; levels, answers and remarks follow from the seed and the row
alone. A block of dossiers is rated in one transaction by COPY.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from motcua.dossiers.bulk import copy
from motcua.dossiers.lifecycle.types import Channel
from motcua.dossiers.simulation.parameters import RatingShares
from motcua.feedback.models import Rating, RatingStage
from motcua.feedback.simulated.words import words
from motcua.foundation.clock import HOUR, MINUTE, Instant, day_of
from motcua.law.service_quality import QuestionSet, questions_on
from motcua.organisation.models import Agency

BLOCK: Final = 20_000
LEVELS: Final = (5, 4, 3, 2, 1)
_SATISFIED: Final = 4
_COLUMNS: Final = (
    "dossier_id, stage, level, questions, criteria, comment, way, section_id, competent_id, procedure_code,"
    " officers, given_at"
)
_ROWS: Final = """
SELECT id, received_at, returned_at, due_at < ended_at, channel, section_id, competent_id, procedure_code
FROM dossiers_dossier WHERE id >= %s AND id < %s AND received_at IS NOT NULL ORDER BY id"""
_ACTED: Final = """
SELECT dossier_id, substr(actor, 9), bool_or(type = 'received') FROM dossiers_event
WHERE dossier_id = ANY(%s) AND actor LIKE 'officer:%%' GROUP BY 1, 2 ORDER BY 1, 2"""


class Rated(NamedTuple):
    """A dossier as a rating needs it; `late` is empty where it has no promise or no end."""

    id: int
    received_at: Instant
    returned_at: Instant | None
    late: bool | None
    channel: str
    section: int
    competent: int
    procedure: str


class Given(NamedTuple):
    """A rating to be written."""

    of: Rated
    stage: RatingStage
    level: int
    questions: QuestionSet
    criteria: dict[str, int]
    comment: str
    way: str
    at: Instant


def answered(questions: QuestionSet, level: int, share: float, chance: Random) -> dict[str, int]:
    """Levels of a share of the criteria, each near the level of the whole."""
    return {
        each.key: min(5, max(1, level + chance.choice((-1, 0, 0, 0, 1))))
        for each in questions.criteria
        if chance.random() < share
    }


class Rater:
    """Rates the dossiers of a year; `present` is the moment after which nothing has happened yet."""

    def __init__(self, shares: RatingShares, seed: int, first: int, present: Instant) -> None:
        self.shares = shares
        self.seed = seed
        self.first = first
        self.present = present
        self._codes = dict(Agency.objects.values_list("pk", "code"))
        self._leanings: dict[tuple[int, bool], list[float]] = {}

    def block(self, start: int, end: int) -> int:
        """Rate the dossiers with keys from `start` and before `end`, unless they are; how many ratings."""
        if Rating.objects.filter(dossier__gte=start, dossier__lt=end).exists():
            return 0
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ROWS, [start, end])
            # By the place in the year: which keys its dossiers have differs from one database to the next.
            chance = Random(f"{self.seed} ratings {start - self.first}")  # noqa: S311 - a simulated year
            given = list(self._given([Rated._make(row) for row in cursor.fetchall()], chance))
            cursor.execute(_ACTED, [sorted({each.of.id for each in given})])
            everybody: dict[int, list[str]] = {}
            receivers: dict[int, list[str]] = {}
            for dossier, officer, received in cursor.fetchall():
                everybody.setdefault(dossier, []).append(officer)
                if received:
                    receivers.setdefault(dossier, []).append(officer)
            acted = {RatingStage.RECEPTION: receivers, RatingStage.RESULT: everybody}
            rows = [_row(each, acted[each.stage].get(each.of.id, [])) for each in given]
            copy(Rating._meta.db_table, _COLUMNS, rows)
        return len(rows)

    def _given(self, rows: Sequence[Rated], chance: Random) -> Iterator[Given]:
        shares = self.shares
        for row in rows:
            if chance.random() < shares.at_reception:
                given = self._one(row, RatingStage.RECEPTION, row.received_at, chance)
                if given.at < self.present:
                    yield given
            if row.returned_at is not None and chance.random() < shares.at_result:
                given = self._one(row, RatingStage.RESULT, row.returned_at, chance)
                if given.at < self.present:
                    yield given

    def _one(self, row: Rated, stage: RatingStage, since: Instant, chance: Random) -> Given:
        shares = self.shares
        late = bool(row.late) and stage is RatingStage.RESULT
        level = chance.choices(LEVELS, cum_weights=self._leaning(row.competent, late))[0]
        # Who filed online was at no counter when the papers were taken in.
        there = stage is RatingStage.RESULT or row.channel != Channel.ONLINE
        way = "device" if there and chance.random() < shares.device else "online"
        at = since + (
            chance.randint(1, 20) * MINUTE
            if way == "device"
            else chance.randint(*shares.hours) * HOUR + MINUTE
        )
        questions = questions_on(day_of(at))
        criteria = answered(questions, level, shares.criteria, chance)
        remarks = words().remarks
        comment = ""
        if chance.random() < shares.comment:
            comment = chance.choice(remarks.satisfied if level >= _SATISFIED else remarks.dissatisfied)
        return Given(row, stage, level, questions, criteria, comment, way, at)

    def _leaning(self, competent: int, late: bool) -> list[float]:
        """Running sums of the weights of the levels at an agency."""
        key = competent, late
        if key not in self._leanings:
            dice = Random(f"{self.seed} {self._codes[competent]} liked")  # noqa: S311 - a simulated year
            factor = dice.lognormvariate(0, self.shares.spread)
            weights = self.shares.late if late else self.shares.in_time
            self._leanings[key] = list(
                accumulate(
                    weight * (1 if level >= _SATISFIED else factor)
                    for level, weight in zip(LEVELS, weights, strict=True)
                )
            )
        return self._leanings[key]


def _row(given: Given, officers: list[str]) -> tuple[Any, ...]:
    of = given.of
    return (
        of.id,
        given.stage.value,
        given.level,
        given.questions.id,
        Jsonb(given.criteria),
        given.comment,
        given.way,
        of.section,
        of.competent,
        of.procedure,
        officers,
        given.at,
    )
