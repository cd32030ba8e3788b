"""Whose dossiers are: accounts of the citizen's door beside the dossiers that they filed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DossierHolder(models.Model):
    """Người theo dõi hồ sơ: an account that may follow a dossier, and why.

    What the owner's proven identifier tells is asked of `Dossier.owner_identifier` and not kept here; this
    is who filed it, and for whom.
    """

    class Relation(models.TextChoices):
        FILER = "filer", _("người nộp")
        PRINCIPAL = "principal", _("người ủy quyền")

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, related_name="holders", verbose_name="hồ sơ"
    )
    account = models.CharField("khóa tài khoản", max_length=16)
    relation = models.CharField("quan hệ với hồ sơ", max_length=10, choices=Relation.choices)
    mandate = models.BigIntegerField("ủy quyền", null=True)
    since = models.BigIntegerField("từ lúc")

    class Meta:
        verbose_name = "người theo dõi hồ sơ"
        verbose_name_plural = "người theo dõi hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["account", "dossier"], name="dossier_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.dossier_id}"
