"""The table that figures are counted from: small numbers, a row for each spell of a dossier; and the same
told as versions of what was known.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from motcua.dossiers.facts import FOREVER, NEVER, Outcome, Standing


def _enum(kind: type[Any]) -> list[tuple[Any, str]]:
    return [(member.value, member.name.lower()) for member in kind]


class Spell(models.Model):
    """Chặng số liệu của hồ sơ: a stretch of a dossier's life in which figures count the same of it, with its
    end; the key is the seq of the event that began it. `dossiers.projection` is its only definition. After an
    upgrade it is told from the log by `motcua log rebuild --write`.

    Days are local days since 1970-01-01, times instants; what has not come is `facts.NEVER`, `facts.FOREVER`.
    `ending`, `ending_law`, `ending_national` hold channel and, once it ended, how (`facts.end`). What every
    report reads stands first, wide before narrow, so that a scan takes little of each row (decision 0080).
    """

    pk = models.CompositePrimaryKey("dossier_id", "key")
    known_from = models.BigIntegerField("biết từ")
    known_until = models.BigIntegerField("biết đến", default=FOREVER)
    ended_known = models.BigIntegerField("biết đã kết thúc từ", default=FOREVER)
    occurred_at = models.BigIntegerField("xảy ra lúc")
    # The dossier's own row is bound to these agencies; once more would cost each load two look-ups a row.
    competent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    received_day = models.IntegerField("ngày tiếp nhận")
    ended_day = models.IntegerField("ngày kết thúc xử lý", default=NEVER)
    due_day = models.IntegerField("hẹn trả vào ngày", default=NEVER)
    asked_day = models.IntegerField("ngày yêu cầu bổ sung lần cuối", default=NEVER)
    ending = models.SmallIntegerField("kênh và cách kết thúc, theo ngày")
    ending_law = models.SmallIntegerField("kênh và cách kết thúc, theo thời điểm")
    ending_national = models.SmallIntegerField("kênh và cách kết thúc, theo Cổng quốc gia")
    standing = models.SmallIntegerField("tình trạng trước khi kết thúc", choices=_enum(Standing))
    ended_as = models.SmallIntegerField("kết thúc thế nào", choices=_enum(Standing), default=0)
    requests = models.SmallIntegerField("số lần yêu cầu bổ sung", default=0)
    first = models.BooleanField("chặng đầu")
    field_code = models.CharField("mã lĩnh vực", max_length=64)
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    section = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    received_at = models.BigIntegerField("tiếp nhận lúc")
    due_at = models.BigIntegerField("hẹn trả", default=FOREVER)
    ended_at = models.BigIntegerField("kết thúc xử lý lúc", default=FOREVER)
    returned_known = models.BigIntegerField("biết đã trả từ", default=FOREVER)
    returned_day = models.IntegerField("ngày trả kết quả", default=NEVER)
    key = models.PositiveIntegerField("khóa")
    end_key = models.PositiveIntegerField("khóa của việc kết thúc", default=0)
    owner = models.SmallIntegerField("loại chủ hồ sơ")

    class Meta:
        verbose_name = "chặng số liệu"
        verbose_name_plural = "chặng số liệu"
        indexes = [
            # Looked for by lists of what came or ended in a short period.
            models.Index("received_day", name="spell_received"),
            models.Index("ended_day", name="spell_ended"),
            models.Index(
                "ended_day", name="spell_stopped", condition=models.Q(ended_as=int(Standing.STOPPED))
            ),
            # Looked for by reports of a period that is over: what began another spell since.
            models.Index("known_from", name="spell_later", condition=models.Q(first=False)),
            # Looked for by reports of the past: what had happened and was not known.
            models.Index(
                "known_from",
                name="spell_told_late",
                condition=models.Q(known_from__gt=models.F("occurred_at")),
            ),
            models.Index(
                "ended_known",
                name="spell_end_told_late",
                condition=models.Q(ended_known__gt=models.F("ended_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"


class Fact(models.Model):
    """Phiên bản số liệu của hồ sơ: what was known of a dossier from one recording to the next, read from its
    spells (a view: nothing is written here); the key is the seq of the event that made it.

    Outcomes are those of the rule sets in `dossiers.facts`. A return ends no version: it stands in the one
    that was, with the moment of knowing it.
    """

    pk = models.CompositePrimaryKey("dossier_id", "key")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    known_from = models.BigIntegerField("biết từ")
    known_until = models.BigIntegerField("biết đến", null=True)
    occurred_at = models.BigIntegerField("xảy ra lúc")
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
        managed = False

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"
