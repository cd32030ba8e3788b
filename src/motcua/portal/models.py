"""What the portal itself remembers: how often somebody guessed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LookupGuesses(models.Model):
    """Wrong look-up secrets in one hour, of one address for one code, or of one address altogether.

    `key` is a keyed hash of address and code, so that the table names nobody; a row is worthless after
    `window_ends` and is swept then.
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    window_ends = models.DateTimeField(_("Hết hạn lúc"), db_index=True)
    wrong = models.PositiveIntegerField(_("Số lần sai"), default=0)

    class Meta:
        verbose_name = _("Lượt thử mã tra cứu")
        verbose_name_plural = _("Lượt thử mã tra cứu")
