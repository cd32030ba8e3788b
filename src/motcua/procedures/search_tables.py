"""What search keeps: the state the catalogue is in, and how often each procedure is asked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueState(models.Model):
    """Trạng thái danh mục: one row. A new `mark` with each change tells every process to index anew."""

    mark = models.UUIDField(_("Dấu trạng thái"))
    changed_at = models.DateTimeField(_("Đổi lúc"))

    class Meta:
        verbose_name = _("Trạng thái danh mục")
        verbose_name_plural = _("Trạng thái danh mục")


class UseCount(models.Model):
    """Số hồ sơ của thủ tục: how many dossiers a procedure had lately, counted above this room."""

    procedure_code = models.CharField(_("Mã thủ tục"), max_length=32, primary_key=True)
    dossiers = models.PositiveIntegerField(_("Số hồ sơ"))
    counted_at = models.DateTimeField(_("Đếm lúc"))

    class Meta:
        verbose_name = _("Số hồ sơ của thủ tục")
        verbose_name_plural = _("Số hồ sơ của thủ tục")
