"""Who changed rules, rights, calendar or catalogue, when and why; written once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.organisation.models.people import Officer


class Change(models.Model):
    """Thay đổi: one subject before and after, with who, when and why; the database refuses to alter it.

    `kind` and the keys of `before` and `after` are in words on screens (`desk.change_words`); `subject` is
    the code by which the house knows the subject, `named` how people call it.
    """

    at = models.BigIntegerField("lúc")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="người thay đổi"
    )
    operator = models.BooleanField("do người vận hành máy chủ", default=False)
    """Made by a command on the server, where nobody is signed in; without officer and this, by the system."""
    kind = models.CharField("loại đối tượng", max_length=40)
    subject = models.CharField("đối tượng", max_length=120)
    named = models.CharField("tên đối tượng", max_length=255, blank=True)
    before = models.JSONField("trước khi đổi", null=True)
    after = models.JSONField("sau khi đổi", null=True)
    reason = models.CharField("lý do", max_length=500)

    class Meta:
        verbose_name = "thay đổi"
        verbose_name_plural = "thay đổi"
        indexes = [
            models.Index(fields=["-at", "-id"], name="change_newest"),
            models.Index(fields=["kind", "subject", "-at"], name="change_of_subject"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="change_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
