"""What is said of a procedure as a service: online at which level, integrated, interlinked; and when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models.dated import never_twice, ordered


class ServiceFact(models.Model):
    """Mốc của dịch vụ công: one statement that holds from a day to a day, the last included.

    `online`: offered on the provincial portal, `value` the level 2 to 4 (Decree 43/2011/NĐ-CP art. 3; the
    levels went out of use with Decree 42/2022/NĐ-CP). `integrated`: offered on the national portal too.
    `interlinked`: resolved by several agencies, of one level or of more (Decree 61/2018/NĐ-CP art. 3(2)).
    """

    class Kind(models.TextChoices):
        ONLINE = "online", _("trực tuyến trên cổng của tỉnh")
        INTEGRATED = "integrated", _("tích hợp trên Cổng dịch vụ công quốc gia")
        INTERLINKED = "interlinked", _("liên thông")

    class Value(models.TextChoices):
        LEVEL_2 = "2", _("mức độ 2")
        LEVEL_3 = "3", _("mức độ 3")
        LEVEL_4 = "4", _("mức độ 4")
        SAME_LEVEL = "same_level", _("cùng cấp")
        CROSS_LEVEL = "cross_level", _("giữa các cấp")

    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, related_name="service_facts", verbose_name=_("Thủ tục")
    )
    kind = models.CharField(_("Loại"), max_length=12, choices=Kind.choices)
    value = models.CharField(_("Giá trị"), max_length=12, choices=Value.choices, blank=True)
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hiệu lực đến"), null=True)
    source = models.CharField(_("Nguồn"), max_length=200)
    simulated = models.BooleanField(_("Dữ liệu mô phỏng"), default=False)

    class Meta:
        verbose_name = _("Mốc của dịch vụ công")
        verbose_name_plural = _("Mốc của dịch vụ công")
        constraints = [
            ordered("service_fact_period"),
            never_twice("service_fact_one_a_day", "procedure", "kind"),
            models.CheckConstraint(
                condition=Q(kind="online", value__in=["2", "3", "4"])
                | Q(kind="integrated", value="")
                | Q(kind="interlinked", value__in=["same_level", "cross_level"]),
                name="service_fact_value",
            ),
        ]
        indexes = [models.Index(fields=["kind", "valid_from"], name="service_fact_kind")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.kind} {self.value}".strip()
