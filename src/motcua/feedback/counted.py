"""Petitions and ratings as figures count them: numbers and keys, no words and no names."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from motcua.dossiers.heard import Ears, Heard, Rated
from motcua.feedback.models import Petition, PetitionEvent, Rating, RatingStage
from motcua.feedback.petitions import PetitionState, Sort
from motcua.feedback.petitions import events as e
from motcua.feedback.petitions.core import fold, next_due
from motcua.feedback.petitions.state import PetitionView
from motcua.foundation.clock import Instant

_DISLIKED: Final = 2
"""The highest level that says "not satisfied"."""
_DROPPED: Final = frozenset({PetitionState.REFUSED, PetitionState.WITHDRAWN})


def petitions(start: Instant, end: Instant, as_of: Instant) -> list[Heard]:
    """The petitions sent from `start` and before `end`, as they stood then as far as `as_of` knew. Two
    statements."""
    moment = min(end - 1, as_of)
    rows = {
        row[0]: row
        for row in Petition.objects.filter(filed_at__gte=start, filed_at__lte=moment).values_list(
            "pk", "agency_id", "holder_id", "dossier_code", "filed_at"
        )
    }
    if not rows:
        return []
    lines: dict[int, list[e.Event]] = defaultdict(list)
    for row in PetitionEvent.objects.filter(petition__in=rows, at__lte=moment).order_by("petition", "seq"):
        event = e.Event(seq=row.seq, at=row.at, actor=row.actor, unit=row.unit, fact=e.decoded(row.body))
        lines[row.petition_id].append(event)
    views = {key: fold(events) for key, events in lines.items()}
    last_of: dict[str, Instant] = {}
    for key in views:
        _, _, _, dossier, filed_at = rows[key]
        last_of[dossier] = max(last_of.get(dossier, 0), filed_at)
    found = []
    for key, view in views.items():
        _, agency, holder, dossier, _ = rows[key]
        again = bool(dossier) and view.answered_at is not None and last_of[dossier] > view.answered_at
        found.append(_heard(view, holder or agency, dossier, moment, again=again))
    return found


def _heard(view: PetitionView, agency: int | None, dossier: str, moment: Instant, *, again: bool) -> Heard:
    running = next_due(view)
    over = running is not None and running.due_at < moment
    prolonged = over and running is not None and running.clock == "handle"
    answered = view.answered_at is not None
    return Heard(
        agency=agency,
        conduct=view.sort is Sort.CONDUCT,
        dropped=view.state in _DROPPED,
        late=bool(view.late) or over,
        again=again,
        due=answered or prolonged,
        on_time=answered and "handle" not in view.late,
        prolonged=prolonged,
        dossier=dossier,
    )


def disliked(start: Instant, end: Instant, as_of: Instant) -> frozenset[int]:
    """The dossiers rated "not satisfied" or worse. A rating that was changed counts as it reads now."""
    rows = Rating.objects.filter(given_at__gte=start, given_at__lt=end, given_at__lte=as_of)
    return frozenset(rows.filter(level__lte=_DISLIKED).values_list("dossier_id", flat=True))


def ratings(as_of: Instant) -> list[Rated]:
    """Each dossier rated up to a moment, by its rating at the result, else at reception; one that was changed
    as it reads now. One statement."""
    rows = Rating.objects.filter(given_at__lte=as_of).order_by("dossier_id", "-stage").distinct("dossier_id")
    return [
        Rated(dossier, level, stage == RatingStage.RESULT)
        for dossier, level, stage in rows.values_list("dossier_id", "level", "stage")
    ]


EARS: Final = Ears(petitions, disliked, ratings)
