"""The tree of agencies over time, and the doors at which people hand in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models.dated import never_twice, ordered


class AgencyKind(models.TextChoices):
    """What an agency is (Decree 61/2018 art. 2(1) and 7)."""

    PROVINCE = "province", _("Ủy ban nhân dân tỉnh")
    DEPARTMENT = "department", _("sở, ban, ngành")
    DISTRICT = "district", _("Ủy ban nhân dân huyện")
    COMMUNE = "commune", _("Ủy ban nhân dân xã")
    SERVICE_CENTRE = "service_centre", _("Trung tâm Phục vụ hành chính công")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("đơn vị sự nghiệp công lập")
    DIVISION = "division", _("phòng")
    VERTICAL = "vertical", _("cơ quan ngành dọc")


class Level(models.TextChoices):
    """Level of government; the district level ends on 30/6/2025 (Law 72/2025 on local government)."""

    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Agency(models.Model):
    """Cơ quan: one agency under one name and parent for one period.

    `code` reads from level 1 (Decision 20/2020), `code_qcvn` from the most special group (QCVN 102:2016).
    A new agency may carry the code of an old one, so a code names an agency only together with a day;
    the database keeps the periods of one code apart.
    """

    code = models.CharField("mã định danh cơ quan", max_length=35)
    code_qcvn = models.CharField("mã định danh theo QCVN 102", max_length=35, blank=True)
    code_is_invented = models.BooleanField("mã tự đặt", default=False)
    name = models.CharField("tên cơ quan", max_length=255)
    short_name = models.CharField("tên ngắn", max_length=120)
    kind = models.CharField("loại cơ quan", max_length=20, choices=AgencyKind.choices)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="cơ quan cấp trên",
    )
    gso_code = models.CharField("mã đơn vị hành chính", max_length=5, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        constraints = [
            ordered("agency_period"),
            never_twice("agency_code_once_a_day", "code"),
            never_twice("agency_qcvn_once_a_day", "code_qcvn", condition=~Q(code_qcvn="")),
            never_twice("agency_gso_once_a_day", "gso_code", condition=~Q(gso_code="")),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind__in=["province", "vertical"]),
                name="agency_has_parent",
            ),
        ]
        indexes = [models.Index("code", name="agency_code")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """Kế thừa: which agency follows which; `takes_dossiers`: who keeps the old one's dossiers."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="inheritances")
    day = models.DateField("từ ngày")
    takes_dossiers = models.BooleanField("tiếp nhận hồ sơ", default=True)

    class Meta:
        verbose_name = "kế thừa cơ quan"
        verbose_name_plural = "kế thừa cơ quan"
        constraints = [
            models.UniqueConstraint("predecessor", "successor", name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Section(models.Model):
    """Bộ phận Một cửa, Trung tâm PVHCC: the one door of an agency in a period (Decree 61/2018 art. 7).

    Dossiers point to its agency, whose code stands in the dossier code.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sections", verbose_name="cơ quan")
    name = models.CharField("tên Bộ phận Một cửa", max_length=255)
    address = models.CharField("địa chỉ", max_length=255, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "Bộ phận Một cửa"
        verbose_name_plural = "Bộ phận Một cửa"
        constraints = [ordered("section_period"), never_twice("section_once_an_agency", "agency")]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """Quầy of a section."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="counters", verbose_name="Bộ phận Một cửa"
    )
    number = models.PositiveSmallIntegerField("số quầy")
    name = models.CharField("tên quầy", max_length=120)
    active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "quầy"
        verbose_name_plural = "quầy"
        constraints = [models.UniqueConstraint("section", "number", name="counter_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"
