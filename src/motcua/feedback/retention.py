"""How long the room keeps what people said; the periods are this house's, the law seen names none."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from motcua.feedback.models import PetitionFile, PetitionOpening, PetitionPerson, PetitionText, Rating
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.organisation.retention import HOUSE

PERSONAL: Final[dict[str, str]] = {
    "PetitionPerson": "24 months after the petition is closed, then the row goes",
    "PetitionText": "60 months after the petition is closed, then the row goes; the events stay",
    "PetitionFile": "as long as the words it came with; its content goes from the store within the hour",
    "PetitionConcern": "names officers by code, as long as the petition",
    "PetitionOpening": "60 months, then removed by the owner's role, like the openings of dossiers",
    "Rating": "the comment for 24 months; levels stay as figures with the dossier",
}
"""Model name -> retention rule."""

NOT_PERSONAL: Final = (
    "Petition",  # codes, states and moments; who and what stand apart
    "PetitionEvent",  # names officers by code; the petitioner is `petitioner`
    "PublishedAnswer",  # confirmed to name nobody before it is published
    "FilingCount",  # keyed hashes of addresses that live for an hour
    "ClockSetting",
)
"""Models looked at and found free of personal data of citizens."""


def _persons(before: Instant) -> QuerySet[PetitionPerson]:
    return PetitionPerson.objects.filter(petition__closed_at__lt=before)


def _texts(before: Instant) -> QuerySet[PetitionText]:
    return PetitionText.objects.filter(petition__closed_at__lt=before)


def _files(before: Instant) -> QuerySet[PetitionFile]:
    return PetitionFile.objects.filter(petition__closed_at__lt=before).exclude(name="")


def _without_content(now: Instant) -> dict[str, Any]:
    """`erasing.sweep` takes the content of what has lost its name, unless something else names it."""
    return {"name": ""}


def _openings(before: Instant) -> QuerySet[PetitionOpening]:
    return PetitionOpening.objects.filter(at__lt=before)


def _comments(before: Instant) -> QuerySet[Rating]:
    return Rating.objects.filter(given_at__lt=before).exclude(comment="")


def _without_comment(now: Instant) -> dict[str, Any]:
    return {"comment": ""}


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="petition_persons",
        model="PetitionPerson",
        what=gettext_noop("Tên, địa chỉ, cách liên hệ của người phản ánh"),
        source=HOUSE,
        setting="MOTCUA_KEEP_PETITIONERS_MONTHS",
        months=24,
        least=6,
        due=_persons,
        weekly=True,
    ),
    Rule(
        id="petition_texts",
        model="PetitionText",
        what=gettext_noop("Lời phản ánh, lý do và câu trả lời (trạng thái và ngày giờ còn lại)"),
        source=HOUSE,
        setting="MOTCUA_KEEP_PETITIONS_MONTHS",
        months=60,
        least=12,
        due=_texts,
        weekly=True,
    ),
    Rule(
        id="petition_files",
        model="PetitionFile",
        what=gettext_noop("Tệp kèm phản ánh"),
        source=HOUSE,
        setting="MOTCUA_KEEP_PETITIONS_MONTHS",
        months=60,
        least=12,
        due=_files,
        empty=_without_content,
        weekly=True,
    ),
    Rule(
        id="petition_openings",
        model="PetitionOpening",
        what=gettext_noop("Ai đã mở phản ánh nào"),
        source=HOUSE,
        setting="MOTCUA_KEEP_OPENINGS_MONTHS",
        months=60,
        least=12,
        due=_openings,
        owner=True,
        triggers=("written_once",),
    ),
    Rule(
        id="rating_comments",
        model="Rating",
        what=gettext_noop("Lời góp ý kèm đánh giá (mức hài lòng còn lại)"),
        source=HOUSE,
        setting="MOTCUA_KEEP_RATING_COMMENTS_MONTHS",
        months=24,
        least=1,
        due=_comments,
        empty=_without_comment,
        weekly=True,
    ),
)
"""What `motcua erase` does here."""
