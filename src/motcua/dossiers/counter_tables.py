"""Tables of the counter's day: what is being typed there, and who waits for their turn.

Neither belongs to a dossier: a draft goes when its dossier is received, a number in the queue names nobody.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntakeDraft(models.Model):
    """Phiếu đang nhập: what an officer has typed of one intake, kept against a crash.

    `tab` is the browser tab that saved last: a second tab with the same draft must say so before it writes.
    """

    officer = models.CharField("cán bộ nhập", max_length=64)
    draft_key = models.CharField("khóa bản nháp", max_length=64)
    tab = models.CharField("thẻ trình duyệt", max_length=64)
    body = models.TextField("nội dung đang nhập")
    begun_at = models.BigIntegerField("bắt đầu nhập lúc")
    saved_at = models.BigIntegerField("lưu lúc", db_index=True)

    class Meta:
        verbose_name = "phiếu đang nhập"
        verbose_name_plural = "phiếu đang nhập"
        constraints = [models.UniqueConstraint("officer", "draft_key", name="draft_once_an_officer")]

    def __str__(self) -> str:
        return f"{self.officer} {self.draft_key[:8]}"


class QueueTicket(models.Model):
    """Số thứ tự: a place in the queue of a section on a day. No name, no number of a card: only the turn.

    The elderly and people with disabilities are called first (Law on the Elderly 39/2009/QH12, Law on Persons
    with Disabilities 51/2010/QH12); numbers run per section and day without gap.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        CALLED = "called", _("đang phục vụ")
        SERVED = "served", _("đã phục vụ")
        SKIPPED = "skipped", _("vắng mặt")

    section = models.ForeignKey(
        "organisation.Section", models.PROTECT, related_name="+", verbose_name="Bộ phận Một cửa"
    )
    day = models.DateField("ngày")
    number = models.PositiveIntegerField("số thứ tự")
    field = models.CharField("lĩnh vực", max_length=255, blank=True)
    priority = models.BooleanField("ưu tiên", default=False)
    state = models.CharField("tình trạng chờ", max_length=8, choices=State.choices, default=State.WAITING)
    issued_at = models.BigIntegerField("lấy số lúc")
    called_at = models.BigIntegerField("gọi lúc", null=True)
    calls = models.PositiveSmallIntegerField("số lần gọi", default=0)
    counter = models.ForeignKey(
        "organisation.Counter", models.PROTECT, null=True, related_name="+", verbose_name="quầy"
    )
    officer = models.CharField("cán bộ gọi", max_length=64, blank=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)

    class Meta:
        verbose_name = "số thứ tự chờ"
        verbose_name_plural = "số thứ tự chờ"
        constraints = [
            models.UniqueConstraint("section", "day", "number", name="ticket_once_a_day"),
            # Two presses of the same officer at once: one citizen, not two.
            models.UniqueConstraint(
                "officer", "day", name="ticket_one_each", condition=models.Q(state="called")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number:03d} {self.state}"
