"""Tables of the work. The log (`Event`) is the truth; the rest of what screens read are projections of it.

Times are instants: whole microseconds since 1970 in UTC (`foundation.clock`), one form from core to table.
Tables with personal data in clear are `PrivateRecord`, `Dossier` (owner columns), `Attachment`, `CounterSlip`
and `IntakeDraft`; the log itself holds commitments only (contracts, section 2).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat, Lower

from motcua.dossiers import (  # noqa: F401 - their tables are of this room
    batch_tables,
    correction_tables,
    counter_tables,
    fact_tables,
    holder_tables,
    import_tables,
    inspection_tables,
    particular_tables,
    process_move_tables,
    recount_tables,
    simulation_tables,
    step_tables,
)
from motcua.dossiers.lifecycle.types import Channel, OwnerType, ReturnMethod, Status


def _enum(kind: type[Any]) -> list[tuple[Any, str]]:
    return [(member.value, member.name.lower()) for member in kind]


class Dossier(models.Model):
    """Hồ sơ: what every screen needs of one dossier. `seq` and `head` are the end of its chain."""

    code = models.CharField("mã số hồ sơ", max_length=64, null=True)
    reference = models.CharField("mã nộp trực tuyến", max_length=64, null=True)
    regime = models.CharField("quy định áp dụng", max_length=8)
    status = models.PositiveSmallIntegerField("trạng thái", choices=_enum(Status))
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, verbose_name="phiên bản thủ tục"
    )
    case = models.CharField("trường hợp", max_length=64, blank=True)
    field_code = models.CharField("mã lĩnh vực", max_length=64)
    section = models.ForeignKey(
        "organisation.Agency", models.PROTECT, "+", db_index=False, verbose_name="cơ quan tiếp nhận"
    )
    competent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, "+", db_index=False, verbose_name="cơ quan có thẩm quyền"
    )
    channel = models.CharField("kênh thực hiện", max_length=10, choices=_enum(Channel))
    owner_type = models.CharField("loại chủ hồ sơ", max_length=20, choices=_enum(OwnerType))
    owner_name = models.TextField("chủ hồ sơ", blank=True)
    owner_identifier = models.CharField("số định danh", max_length=32, blank=True)
    owner_phone = models.CharField("điện thoại", max_length=20, blank=True)
    search = models.TextField("chữ tìm kiếm", blank=True)
    # With a space before each word: a look-up by the beginning of a word stays in the index.
    found_by = models.GeneratedField(
        expression=Concat(
            Value(" "),
            "search",
            Value(" "),
            Lower(Coalesce("code", Value(""))),
            Value(" "),
            Lower(Coalesce("reference", Value(""))),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="tìm theo",
    )
    return_method = models.CharField("cách nhận kết quả", max_length=12, choices=_enum(ReturnMethod))
    submitted_at = models.BigIntegerField("nộp lúc", null=True)
    received_at = models.BigIntegerField("tiếp nhận lúc", null=True)
    due_at = models.BigIntegerField("ngày hẹn trả", null=True)
    original_due_at = models.BigIntegerField("ngày hẹn trả gốc", null=True)
    paused_at = models.BigIntegerField("tạm dừng từ", null=True)
    ended_at = models.BigIntegerField("kết thúc xử lý", null=True)
    returned_at = models.BigIntegerField("trả kết quả lúc", null=True)
    granted = models.BooleanField("kết quả", null=True)
    reschedules = models.PositiveSmallIntegerField("số lần hẹn lại", default=0)
    holder_agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", null=True, verbose_name="cơ quan đang giữ"
    )
    holder_officer = models.CharField("người đang giữ", max_length=64, blank=True)
    step = models.CharField("bước", max_length=16, blank=True)
    step_since = models.BigIntegerField("giữ từ", null=True)
    step_due_at = models.BigIntegerField("hạn bước", null=True)
    process = models.CharField("quy trình nội bộ", max_length=100, blank=True, default="")
    process_version = models.CharField("phiên bản quy trình", max_length=64, blank=True, default="")
    proposal = models.CharField("đang đề nghị", max_length=16, blank=True)
    offered_at = models.BigIntegerField("bổ sung qua mạng lúc", null=True)
    withdrawal_asked_at = models.BigIntegerField("đề nghị rút lúc", null=True)
    calendar_version = models.CharField("phiên bản lịch", max_length=64, blank=True)
    seq = models.PositiveIntegerField("số sự kiện")
    head = models.BinaryField("mã cuối chuỗi", max_length=32)
    last_at = models.BigIntegerField("sự kiện cuối lúc")
    secret_version = models.PositiveSmallIntegerField("phiên bản mã tra cứu", default=1)
    intake_key = models.CharField("khóa chống gửi trùng", max_length=80, null=True)
    origin = models.CharField("nguồn", max_length=32, blank=True)

    class Meta:
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        # With `unique` Django would make an index for LIKE beside each, which nothing asks for.
        constraints = [
            models.UniqueConstraint(fields=["code"], name="dossier_code_once"),
            models.UniqueConstraint(fields=["reference"], name="dossier_reference_once"),
            models.UniqueConstraint(fields=["intake_key"], name="dossier_intake_once"),
        ]
        indexes = [
            models.Index("section", "received_at", name="dossier_section_received"),
            models.Index("competent", "received_at", name="dossier_competent_received"),
            models.Index(
                "holder_agency", "due_at", name="dossier_open_due", condition=models.Q(ended_at__isnull=True)
            ),
            models.Index(
                "holder_officer",
                "due_at",
                name="dossier_mine_due",
                condition=models.Q(returned_at__isnull=True),
            ),
            models.Index("owner_identifier", name="dossier_owner_identifier"),
            models.Index("received_at", name="dossier_received"),
            GinIndex(fields=["found_by"], name="dossier_found_by", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.code or self.reference or str(self.pk)


class Event(models.Model):
    """Sự kiện: one line of the log. The database refuses to change or delete it (migration 0002)."""

    pk = models.CompositePrimaryKey("dossier_id", "seq")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField("số thứ tự")
    type = models.CharField("loại", max_length=40)
    occurred_at = models.BigIntegerField("xảy ra lúc")
    recorded_at = models.BigIntegerField("ghi lúc")
    actor = models.CharField("người thực hiện", max_length=80)
    unit = models.CharField("đơn vị", max_length=64)
    body = models.TextField("nội dung")
    hash = models.BinaryField("mã băm", max_length=32)

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        indexes = [models.Index("recorded_at", name="event_recorded")]

    def __str__(self) -> str:
        return f"{self.dossier_id}#{self.seq} {self.type}"


class UnheardEvent(models.Model):
    """Sự kiện chưa nghe: an event that a room above must still hear of (`following`)."""

    follower = models.CharField("ai nghe", max_length=16)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="unheard", db_index=False)
    seq = models.PositiveIntegerField("số thứ tự")

    class Meta:
        verbose_name = "sự kiện chưa nghe"
        verbose_name_plural = "sự kiện chưa nghe"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq", "follower"], name="event_unheard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.follower}: {self.dossier_id}#{self.seq}"


class PrivateRecord(models.Model):
    """Dữ liệu riêng: what a commitment in the log stands for. `body` and `salt` go at a lawful erasure."""

    pk = models.CompositePrimaryKey("dossier_id", "commitment")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="private_records", db_index=False)
    commitment = models.BinaryField("cam kết", max_length=32)
    kind = models.CharField("loại", max_length=20)
    salt = models.BinaryField("muối", max_length=16, null=True)
    body = models.TextField("nội dung", null=True)
    erased_at = models.BigIntegerField("xóa lúc", null=True)

    class Meta:
        verbose_name = "dữ liệu riêng"
        verbose_name_plural = "dữ liệu riêng"

    def __str__(self) -> str:
        return f"{self.kind} {bytes(self.commitment).hex()[:8]}"


class Projection(models.Model):
    """A row of a dossier kept by (dossier, key); `dossiers.projection` is its only definition."""

    pk = models.CompositePrimaryKey("dossier_id", "key")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    key = models.PositiveIntegerField("khóa")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"


class StatusSpan(Projection):
    """From when to when the dossier had a status; key is the seq that opened it."""

    status = models.PositiveSmallIntegerField("trạng thái", choices=_enum(Status))
    since = models.BigIntegerField("từ")
    until = models.BigIntegerField("đến", null=True)

    class Meta:
        verbose_name = "khoảng trạng thái"
        verbose_name_plural = "khoảng trạng thái"


class WorkItem(Projection):
    """Who held the dossier for which step, from when to when: the rows of the control slip."""

    step = models.CharField("bước", max_length=16)
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+", db_index=False)
    officer = models.CharField("người giữ", max_length=64, blank=True)
    opened_at = models.BigIntegerField("nhận lúc")
    due_at = models.BigIntegerField("hạn bước", null=True)
    ended_at = models.BigIntegerField("giao lúc", null=True)
    ended_known = models.BigIntegerField("biết đã giao từ", null=True)
    ended_by = models.CharField("sự kiện kết thúc", max_length=40, blank=True)

    class Meta:
        verbose_name = "lượt giữ hồ sơ"
        verbose_name_plural = "lượt giữ hồ sơ"


class DueDate(Projection):
    """Each promise ever made, with what made it; key is the seq."""

    due_at = models.BigIntegerField("hẹn trả", null=True)
    since = models.BigIntegerField("từ")
    cause = models.CharField("do", max_length=40)
    clock_start = models.BigIntegerField("đồng hồ bắt đầu", null=True)
    provisional = models.BooleanField("tạm tính", default=False)

    class Meta:
        verbose_name = "lần hẹn trả"
        verbose_name_plural = "lần hẹn trả"
        # The public list of apologies: few rows among all promises, the newest first.
        indexes = [
            models.Index(F("since").desc(), name="due_apologies", condition=Q(cause="rescheduled")),
        ]


class Supplement(Projection):
    """Lần bổ sung; key is the round."""

    requested_at = models.BigIntegerField("yêu cầu lúc")
    requested_by = models.CharField("người yêu cầu", max_length=80)
    reason = models.CharField("lý do", max_length=64)
    items = models.JSONField("giấy tờ cần bổ sung")
    deadline = models.BigIntegerField("hạn bổ sung", null=True)
    due_before = models.BigIntegerField("hẹn trả trước", null=True)
    completed_at = models.BigIntegerField("bổ sung xong lúc", null=True)
    due_after = models.BigIntegerField("hẹn trả mới", null=True)
    ended = models.CharField("kết thúc do", max_length=20, blank=True)
    late_notice = models.BooleanField("thông báo quá ba ngày", default=False)

    class Meta:
        verbose_name = "lần bổ sung"
        verbose_name_plural = "lần bổ sung"


class Consultation(Projection):
    """Lấy ý kiến; key is its number in the dossier."""

    consulted = models.CharField("cơ quan được hỏi", max_length=64)
    requested_at = models.BigIntegerField("hỏi lúc")
    deadline = models.BigIntegerField("hạn trả lời")
    content = models.CharField("nội dung", max_length=64)
    answered_at = models.BigIntegerField("trả lời lúc", null=True)
    answer = models.CharField("ý kiến", max_length=64, blank=True)

    class Meta:
        verbose_name = "lượt lấy ý kiến"
        verbose_name_plural = "lượt lấy ý kiến"


class ComponentRow(Projection):
    """Giấy tờ of the dossier; key is the line number on the receipt."""

    seq = models.PositiveIntegerField("sự kiện ghi")
    code = models.CharField("mã thành phần", max_length=64, blank=True)
    name = models.TextField("tên giấy tờ", blank=True)
    kind = models.CharField("loại bản", max_length=12)
    quantity = models.PositiveSmallIntegerField("số bản")
    file = models.CharField("tệp", max_length=64, blank=True)
    digitised = models.BooleanField("đã số hóa", default=False)
    reused = models.BooleanField("tái sử dụng", default=False)
    from_store = models.BooleanField("lấy từ kho", default=False)
    replaced_by = models.CharField("thay bằng kết quả", max_length=64, blank=True)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"


class Result(Projection):
    """Kết quả giải quyết; key is always 1."""

    granted = models.BooleanField("đồng ý")
    signed_at = models.BigIntegerField("ký lúc")
    signed_by = models.CharField("người ký", max_length=80)
    signature = models.CharField("loại chữ ký", max_length=10)
    reason = models.CharField("lý do từ chối", max_length=64, blank=True)
    documents = models.JSONField("tệp kết quả", default=list)
    returned_at = models.BigIntegerField("trả lúc", null=True)
    method = models.CharField("cách trả", max_length=12, blank=True)
    receiver = models.CharField("người nhận", max_length=64, blank=True)

    class Meta:
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả"


class Attachment(models.Model):
    """Tệp đính kèm: which stored file belongs to which dossier under which name; served by its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="attachments")
    draft_key = models.CharField("khóa bản nháp", max_length=80, blank=True, db_index=True)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    name = models.CharField("tên tệp", max_length=255)
    size = models.BigIntegerField("cỡ")
    media_type = models.CharField("kiểu", max_length=120)
    purpose = models.CharField("dùng làm", max_length=20)
    uploaded_by = models.CharField("người tải lên", max_length=80)
    uploaded_at = models.BigIntegerField("tải lên lúc")
    checked_at = models.BigIntegerField("kiểm lúc", null=True)
    scanned_at = models.BigIntegerField("quét vi-rút lúc", null=True)
    virus = models.CharField("vi-rút tìm thấy", max_length=80, blank=True, default="")
    notes = models.JSONField("ghi chú kiểm tra", default=list)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"

    def __str__(self) -> str:
        return self.name


class CounterSlip(models.Model):
    """Form 02 or 03 handed out at the counter before any dossier exists (Decree 61 art. 17(1)).

    Written once: `commitment` stands for the words in `body`, which a lawful erasure may empty.
    """

    number = models.CharField("số phiếu", max_length=64, unique=True)
    kind = models.CharField("loại phiếu", max_length=12)
    regime = models.CharField("quy định áp dụng", max_length=8)
    section = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    made_at = models.BigIntegerField("lập lúc")
    made_by = models.CharField("người lập", max_length=80)
    commitment = models.BinaryField("cam kết", max_length=32)
    salt = models.BinaryField("muối", max_length=16, null=True)
    body = models.TextField("nội dung phiếu", null=True)
    erased_at = models.BigIntegerField("xóa lúc", null=True)
    intake_key = models.CharField("khóa chống gửi trùng", max_length=80, unique=True, null=True)

    class Meta:
        verbose_name = "phiếu tại quầy"
        verbose_name_plural = "phiếu tại quầy"
        indexes = [models.Index("section", "made_at", name="counter_slip_section")]

    def __str__(self) -> str:
        return self.number


class Serial(models.Model):
    """The last number given per series (agency, kind) and day; its row lock makes the series gapless."""

    series = models.CharField("dãy số", max_length=96)
    day = models.DateField("ngày")
    last = models.PositiveIntegerField("số cuối")

    class Meta:
        verbose_name = "dãy số"
        verbose_name_plural = "dãy số"
        constraints = [models.UniqueConstraint("series", "day", name="serial_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.day}: {self.last}"
