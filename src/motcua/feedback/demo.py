"""Ratings of the demonstration's past: invented, the same for the same dossiers, kinder where in time."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Final

from django.db import transaction

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.simulation.parameters import parameters
from motcua.feedback.models import Rating, RatingStage
from motcua.feedback.simulated.ratings import LEVELS, answered
from motcua.foundation.clock import HOUR, Clock, Instant, SystemClock, day_of
from motcua.law.service_quality import questions_on

SEED: Final = 2018
_SHARE: Final = 0.4
"""More than in a simulated year, for the demonstration has few; all else is as there."""
_OFFICER: Final = "officer:"


@transaction.atomic
def load_demo(*, clock: Clock | None = None) -> int:
    """Rate a share of the dossiers whose result was returned, once; how many. Three statements."""
    if Rating.objects.exists():
        return 0
    now = (clock or SystemClock()).now()
    # By the code: which row has which number differs from one load to the next.
    rows = Dossier.objects.filter(returned_at__isnull=False, code__isnull=False).order_by("code")
    chance = Random(SEED)  # noqa: S311 - invented data
    chosen = [row for row in rows if chance.random() < _SHARE]
    officers = _officers([row.pk for row in chosen])
    ratings = [_rating(row, officers[row.pk], chance) for row in chosen]
    return len(Rating.objects.bulk_create(each for each in ratings if each.given_at <= now))


def _rating(row: Dossier, officers: set[str], chance: Random) -> Rating:
    returned: Instant = row.returned_at or 0
    late = row.due_at is not None and row.ended_at is not None and row.ended_at > row.due_at
    shares = parameters().ratings
    level = chance.choices(LEVELS, shares.late if late else shares.in_time)[0]
    given = returned + chance.randrange(1, 48) * HOUR
    questions = questions_on(day_of(given))
    return Rating(
        dossier=row,
        stage=RatingStage.RESULT,
        level=level,
        questions=questions.id,
        criteria=answered(questions, level, shares.criteria, chance),
        way="device" if chance.random() < shares.device else "online",
        section_id=row.section_id,
        competent_id=row.competent_id,
        procedure_code=row.procedure_code,
        officers=sorted(officers),
        given_at=given,
    )


def _officers(dossiers: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Event.objects.filter(dossier__in=dossiers, actor__startswith=_OFFICER)
    for dossier, actor in rows.values_list("dossier_id", "actor").distinct():
        found[dossier].add(actor.removeprefix(_OFFICER))
    return found
