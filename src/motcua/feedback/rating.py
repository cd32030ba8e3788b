"""The only writer of ratings: one a stage of a dossier, by whoever holds its papers, changeable for days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import transaction

from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.secret import same_secret
from motcua.feedback.models import Rating, RatingStage
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock, day_of, local_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.law.service_quality import QuestionSet, RatingRules, questions_of, questions_on, rating_rules

LONGEST_COMMENT: Final = 2_000
_WITHOUT_RESULT: Final = (Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED)
_PAPER: Final = re.compile(r"[0-9a-f]{16,64}")
_LEVEL: Final = re.compile(r"[1-5]")
_OFFICER: Final = "officer:"


class Proof(NamedTuple):
    """How somebody shows that a dossier is theirs: the secret of the receipt, a hash off one of its papers,
    or (`held`) the account it belongs to, as the caller has checked."""

    secret: str = ""
    paper: str = ""
    held: bool = False


class Rateable(NamedTuple):
    """A dossier that may be rated: its stages, oldest first, each with the rating it has."""

    code: str
    dossier_id: int
    procedure_code: str
    stages: tuple[tuple[RatingStage, Rating | None], ...]

    @property
    def stage(self) -> RatingStage:
        """The one that is asked about: the last."""
        return self.stages[-1][0]

    @property
    def given(self) -> Rating | None:
        """The rating of that stage."""
        return self.stages[-1][1]


def rateable(code: str, proof: Proof) -> Rateable:
    """The dossier behind a code and a proof, with what may be rated.

    Raises: `NotFound` where code and proof do not belong together, which says nothing of whether the code
    exists; DomainError `nothing_to_rate` before the dossier was received.
    """
    row = Dossier.objects.filter(code=code).first() if code else None
    if row is None or not _proven(row, proof):
        raise NotFound(
            gettext_noop("Mã hồ sơ và mã tra cứu không khớp nhau; đánh giá chưa được ghi."),
            gettext_noop("So lại hai mã với giấy hẹn."),
            id="rating_proof",
        )
    stages = _stages(row)
    if not stages:
        raise DomainError(
            gettext_noop("Hồ sơ chưa được tiếp nhận nên chưa đánh giá được."),
            gettext_noop("Quay lại sau khi nhận giấy hẹn."),
            id="nothing_to_rate",
        )
    given = {each.stage: each for each in Rating.objects.filter(dossier=row)}
    return Rateable(
        row.code or "", row.pk, row.procedure_code, tuple((stage, given.get(stage)) for stage in stages)
    )


def changeable_until(given: Rating, rules: RatingRules | None = None) -> Instant:
    """The instant from which a rating stands."""
    return given.given_at + (rules or rating_rules()).change_days * DAY


def questions_for(given: Rating | None, now: Instant) -> QuestionSet:
    """The questions asked: those of the rating that is there, else those of the day."""
    return questions_on(day_of(now)) if given is None else questions_of(given.questions)


def rate(
    code: str, proof: Proof, data: Mapping[str, Any], *, way: str = "online", clock: Clock | None = None
) -> Rating:
    """Rate the last stage of a dossier, or change what was said; `data`: level, comment, and a level for each
    criterion under its key (empty: not answered).

    Raises: as `rateable`; DomainError `rating_level`, `rating_stands` (too late to change), `text_too_long`.
    """
    now = (clock or SystemClock()).now()
    level = _level(data)
    comment = clean_text(str(data.get("comment") or ""), LONGEST_COMMENT, lines=True)
    with transaction.atomic():
        found = rateable(code, proof)
        row = Dossier.objects.select_for_update().get(pk=found.dossier_id)
        before = Rating.objects.filter(dossier=row, stage=found.stage).first()
        questions = questions_for(before, now)
        criteria = _answers(data, questions)
        if before is not None:
            return _changed(before, level, criteria, comment, now)
        return Rating.objects.create(
            dossier=row,
            stage=found.stage,
            level=level,
            questions=questions.id,
            criteria=criteria,
            comment=comment,
            way=way,
            section_id=row.section_id,
            competent_id=row.competent_id,
            procedure_code=row.procedure_code,
            officers=_officers(row.pk, found.stage),
            given_at=now,
        )


def _changed(row: Rating, level: int, criteria: dict[str, int], comment: str, now: Instant) -> Rating:
    if (row.level, row.criteria, row.comment) == (level, criteria, comment):
        return row
    until = changeable_until(row)
    if now >= until:
        raise DomainError(
            gettext_noop("Đánh giá này đã gửi và không đổi được từ %(until)s."),
            gettext_noop("Có điều muốn nói thêm thì gửi phản ánh, kiến nghị."),
            id="rating_stands",
            until=f"{local_of(until):%H:%M %d/%m/%Y}",
        )
    row.level, row.criteria, row.comment, row.changed_at = level, criteria, comment, now
    row.save(update_fields=["level", "criteria", "comment", "changed_at"])
    return row


def _level(data: Mapping[str, Any]) -> int:
    typed = str(data.get("level") or "")
    if not _LEVEL.fullmatch(typed):
        raise DomainError(
            gettext_noop("Chưa chọn mức hài lòng chung."),
            gettext_noop("Chọn một trong năm mức; các câu sau có thể để trống."),
            id="rating_level",
            field="level",
        )
    return int(typed)


def _answers(data: Mapping[str, Any], questions: QuestionSet) -> dict[str, int]:
    said = {each.key: str(data.get(each.key) or "") for each in questions.criteria}
    return {key: int(answer) for key, answer in said.items() if _LEVEL.fullmatch(answer)}


def _stages(row: Dossier) -> list[RatingStage]:
    done = row.returned_at is not None or row.status in _WITHOUT_RESULT
    received = row.received_at is not None
    return [RatingStage.RECEPTION] * received + [RatingStage.RESULT] * done


def _proven(row: Dossier, proof: Proof) -> bool:
    if proof.held:
        return True
    names = [name for name in (row.code, row.reference) if name]
    if proof.secret and any(same_secret(proof.secret, name, row.secret_version) for name in names):
        return True
    start = proof.paper.strip().lower()
    if not _PAPER.fullmatch(start):
        return False
    hashes = Event.objects.filter(dossier=row).values_list("hash", flat=True)
    return any(bytes(each).hex().startswith(start) for each in hashes)


def _officers(dossier_id: int, stage: RatingStage) -> list[str]:
    """Who did the work that is rated: the one who received, or everybody who acted."""
    rows = Event.objects.filter(dossier=dossier_id, actor__startswith=_OFFICER)
    if stage is RatingStage.RECEPTION:
        rows = rows.filter(type="received")
    return sorted({each.removeprefix(_OFFICER) for each in rows.values_list("actor", flat=True)})
