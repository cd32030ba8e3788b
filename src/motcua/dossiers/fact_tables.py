"""The table that figures are counted from: small numbers, a row for each version of a dossier."""

from __future__ import annotations

from typing import Any

from django.db import models

from motcua.dossiers.facts import Outcome, Standing


def _enum(kind: type[Any]) -> list[tuple[Any, str]]:
    return [(member.value, member.name.lower()) for member in kind]


class Fact(models.Model):
    """Phiên bản số liệu của hồ sơ: what figures count of a dossier, as it was known from one recording to the
    next; the key is the seq of the event that made it. `dossiers.projection` is its only definition.

    Days are local days since 1970-01-01, times instants. Outcomes are those of the rule sets in
    `dossiers.facts`. A return ends no version: it stands in the one that was, with the moment of knowing it.
    """

    pk = models.CompositePrimaryKey("dossier_id", "key")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    known_from = models.BigIntegerField("biết từ")
    known_until = models.BigIntegerField("biết đến", null=True)
    occurred_at = models.BigIntegerField("xảy ra lúc")
    # The dossier's own row is bound to these agencies; once more would cost each load two look-ups a row.
    section = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    competent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    received_at = models.BigIntegerField("tiếp nhận lúc")
    due_at = models.BigIntegerField("hẹn trả", null=True)
    ended_at = models.BigIntegerField("kết thúc xử lý lúc", null=True)
    returned_known = models.BigIntegerField("biết đã trả từ", null=True)
    key = models.PositiveIntegerField("khóa")
    received_day = models.IntegerField("ngày tiếp nhận")
    due_day = models.IntegerField("hẹn trả vào ngày", null=True)
    ended_day = models.IntegerField("ngày kết thúc xử lý", null=True)
    asked_day = models.IntegerField("ngày yêu cầu bổ sung lần cuối", null=True)
    returned_day = models.IntegerField("ngày trả kết quả", null=True)
    standing = models.SmallIntegerField("tình trạng khi tính", choices=_enum(Standing))
    outcome = models.SmallIntegerField("đúng hạn theo ngày", null=True, choices=_enum(Outcome))
    outcome_law = models.SmallIntegerField("đúng hạn theo thời điểm", null=True, choices=_enum(Outcome))
    outcome_national = models.SmallIntegerField(
        "đúng hạn theo Cổng quốc gia", null=True, choices=_enum(Outcome)
    )
    requests = models.SmallIntegerField("số lần yêu cầu bổ sung", default=0)
    channel = models.SmallIntegerField("kênh thực hiện")
    owner = models.SmallIntegerField("loại chủ hồ sơ")
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    field_code = models.CharField("mã lĩnh vực", max_length=64)

    class Meta:
        verbose_name = "phiên bản số liệu"
        verbose_name_plural = "phiên bản số liệu"
        # What was recorded after a moment: looked for by every report of the past, and by nothing else.
        indexes = [models.Index("known_from", name="fact_known_from")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"
