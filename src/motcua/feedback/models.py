"""Tables of feedback. The list of events (`PetitionEvent`) is the truth of a petition, the rest told from it.

Times are instants: whole microseconds UTC. What a petitioner wrote and who they are stands in
`PetitionPerson` and `PetitionText`, apart from the events, so that it can be erased and the list stays.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from motcua.feedback.petitions.types import (
    ABOUT_NAMES,
    SORT_NAMES,
    STATE_NAMES,
)


class Petition(models.Model):
    """Phản ánh, kiến nghị: what lists need of one; `seq` is the number of its last event.

    `due_at` is the end of the clock that runs now (`due_clock`), empty where no office owes anything.
    """

    reference = models.CharField("mã phản ánh", max_length=24, unique=True)
    year = models.PositiveSmallIntegerField("năm")
    book_no = models.PositiveIntegerField("số vào sổ")
    key = models.CharField("khóa chống gửi trùng", max_length=64, unique=True)
    digest = models.BinaryField("dấu nội dung", max_length=32, db_index=True)
    state = models.CharField(
        "trạng thái phản ánh",
        max_length=24,
        choices=[(each.value, name) for each, name in STATE_NAMES.items()],
    )
    about = models.CharField(
        "nói về", max_length=12, choices=[(each.value, name) for each, name in ABOUT_NAMES.items()]
    )
    sort = models.CharField(
        "phân loại",
        max_length=12,
        blank=True,
        choices=[(each.value, name) for each, name in SORT_NAMES.items()],
    )
    rules = models.CharField("quy định áp dụng", max_length=16)
    procedure_code = models.CharField("mã thủ tục", max_length=32, blank=True)
    dossier_code = models.CharField("mã số hồ sơ", max_length=64, blank=True)
    agency = models.ForeignKey(
        "organisation.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="cơ quan được nói tới",
    )
    holder = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+", verbose_name="cơ quan đang giữ"
    )
    handler = models.CharField("người trả lời", max_length=20, blank=True)
    hide_name = models.BooleanField("giữ kín tên", default=False)
    escalated = models.BooleanField("chuyển lãnh đạo tỉnh đọc", default=False)
    filed_at = models.BigIntegerField("gửi lúc")
    due_at = models.BigIntegerField("hạn việc đang làm", null=True)
    due_clock = models.CharField("loại hạn", max_length=20, blank=True)
    late_clocks = ArrayField(models.CharField(max_length=20), verbose_name="hạn đã trễ", default=list)
    answered_at = models.BigIntegerField("trả lời lúc", null=True)
    closed_at = models.BigIntegerField("xong lúc", null=True)
    seq = models.PositiveIntegerField("số sự kiện")

    class Meta:
        verbose_name = "phản ánh, kiến nghị"
        verbose_name_plural = "phản ánh, kiến nghị"
        constraints = [models.UniqueConstraint("year", "book_no", name="petition_book")]
        indexes = [
            models.Index("due_at", name="petition_due", condition=Q(closed_at__isnull=True)),
            models.Index("holder", "state", name="petition_holder"),
            models.Index("filed_at", name="petition_filed"),
        ]

    def __str__(self) -> str:
        return self.reference


class PetitionEvent(models.Model):
    """Sự kiện của phản ánh: one line of the list, written once."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("số thứ tự")
    type = models.CharField("loại", max_length=24)
    at = models.BigIntegerField("lúc")
    actor = models.CharField("người thực hiện", max_length=80)
    unit = models.CharField("đơn vị", max_length=64, blank=True)
    body = models.TextField("nội dung")

    class Meta:
        verbose_name = "sự kiện của phản ánh"
        verbose_name_plural = "sự kiện của phản ánh"
        constraints = [models.UniqueConstraint("petition", "seq", name="petition_event_once")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.seq} {self.type}"


class PetitionPerson(models.Model):
    """Người phản ánh: who sent it and how to reach them, until the time of keeping is over."""

    petition = models.OneToOneField(Petition, models.PROTECT, related_name="person")
    account = models.CharField("tài khoản người dân", max_length=16, blank=True, db_index=True)
    name = models.CharField("họ và tên", max_length=120)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.CharField("thư điện tử", max_length=254, blank=True)

    class Meta:
        verbose_name = "người phản ánh"
        verbose_name_plural = "người phản ánh"

    def __str__(self) -> str:
        return f"{self.petition_id}"


class PetitionText(models.Model):
    """Lời của phản ánh: subject, words, reasons, answers, each with the event it belongs to."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="texts")
    seq = models.PositiveIntegerField("sự kiện")
    part = models.CharField("phần", max_length=16)
    text = models.TextField("lời")

    class Meta:
        verbose_name = "lời của phản ánh"
        verbose_name_plural = "lời của phản ánh"
        constraints = [models.UniqueConstraint("petition", "seq", "part", name="petition_text_once")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.seq} {self.part}"


class PetitionConcern(models.Model):
    """Cán bộ bị phản ánh: who may be meant, by code; it stays shut to them as long as `PetitionView` says."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="concerns")
    officer = models.CharField("mã cán bộ", max_length=20, db_index=True)

    class Meta:
        verbose_name = "cán bộ bị phản ánh"
        verbose_name_plural = "cán bộ bị phản ánh"
        constraints = [models.UniqueConstraint("petition", "officer", name="petition_concern_once")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.officer}"


class PetitionFile(models.Model):
    """Tệp kèm phản ánh: its content lies in the store of attached files. `scanned_at` is empty until a
    scanner looked at it; one with a `virus` opens for nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="files")
    seq = models.PositiveIntegerField("sự kiện")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    name = models.CharField("tên tệp", max_length=255)
    size = models.BigIntegerField("kích thước")
    media_type = models.CharField("kiểu tệp", max_length=100)
    scanned_at = models.BigIntegerField("quét vi-rút lúc", null=True)
    virus = models.CharField("vi-rút tìm thấy", max_length=80, blank=True)

    class Meta:
        verbose_name = "tệp kèm phản ánh"
        verbose_name_plural = "tệp kèm phản ánh"

    def __str__(self) -> str:
        return self.name


class PetitionOpening(models.Model):
    """Lượt mở phản ánh: which officer read which petition and when; append only."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="openings")
    who = models.CharField("người mở", max_length=80)
    unit = models.CharField("đơn vị", max_length=64, blank=True)
    at = models.BigIntegerField("lúc")
    how = models.CharField("cách mở", max_length=20)

    class Meta:
        verbose_name = "lượt mở phản ánh"
        verbose_name_plural = "lượt mở phản ánh"
        indexes = [models.Index("petition", "at", name="petition_opening")]

    def __str__(self) -> str:
        return f"{self.who} {self.petition_id}"


class PublishedAnswer(models.Model):
    """Câu trả lời công khai: question and answer in words that name nobody, as the publisher confirmed."""

    petition = models.OneToOneField(Petition, models.PROTECT, related_name="published")
    slug = models.CharField("địa chỉ trang", max_length=24, unique=True)
    question = models.TextField("câu hỏi")
    answer = models.TextField("nội dung trả lời")
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan trả lời"
    )
    procedure_code = models.CharField("mã thủ tục", max_length=32, blank=True)
    published_at = models.BigIntegerField("công khai lúc")
    published_by = models.CharField("người công khai", max_length=80)
    folded = models.TextField()
    # Folded in Python, as the names of procedures are, so `simple` is enough.
    words = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = "câu trả lời công khai"
        verbose_name_plural = "câu trả lời công khai"
        indexes = [
            GinIndex(fields=["words"], name="answer_words"),
            models.Index("published_at", name="answer_published"),
        ]

    def __str__(self) -> str:
        return self.slug


class FilingCount(models.Model):
    """Lượt gửi phản ánh of one address in an hour; `key` is a keyed hash, so that the table names nobody."""

    key = models.BinaryField(primary_key=True, max_length=32)
    window_ends = models.DateTimeField("hết hạn lúc", db_index=True)
    made = models.PositiveIntegerField("số lượt gửi", default=0)

    class Meta:
        verbose_name = "lượt gửi phản ánh"
        verbose_name_plural = "lượt gửi phản ánh"

    def __str__(self) -> str:
        return f"{self.made}"


class RatingStage(models.TextChoices):
    """When the service is rated: slips go with forms 01-03 (Circular 01/2018 art. 12)."""

    RECEPTION = "reception", "khi nộp hồ sơ"
    RESULT = "result", "khi nhận kết quả hoặc bị từ chối"


class Rating(models.Model):
    """Đánh giá chất lượng phục vụ of one stage of one dossier; by whom is told by the dossier alone.

    `criteria` has a level for each criterion that was answered, of the set of questions `questions`, which a
    rating keeps. `officers` are the codes of who worked on
    the stage; a figure by officer is shown to nobody but that officer and the heads over the section.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="ratings")
    stage = models.CharField("lúc đánh giá", max_length=12, choices=RatingStage.choices)
    level = models.PositiveSmallIntegerField("mức hài lòng")
    questions = models.CharField("bộ câu hỏi", max_length=16)
    criteria = models.JSONField("mức theo tiêu chí", default=dict)
    comment = models.TextField("góp ý", blank=True)
    way = models.CharField(
        "cách đánh giá",
        max_length=8,
        choices=[("online", "trên cổng"), ("device", "máy đánh giá tại quầy")],
    )
    section = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan tiếp nhận"
    )
    competent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan có thẩm quyền"
    )
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    officers = ArrayField(models.CharField(max_length=20), verbose_name="cán bộ thực hiện", default=list)
    given_at = models.BigIntegerField("đánh giá lúc")
    changed_at = models.BigIntegerField("đổi lúc", null=True)

    class Meta:
        verbose_name = "đánh giá phục vụ"
        verbose_name_plural = "đánh giá phục vụ"
        constraints = [
            models.UniqueConstraint("dossier", "stage", name="rating_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_level"),
        ]
        indexes = [
            models.Index("given_at", name="rating_given"),
            models.Index("competent", "given_at", name="rating_competent"),
            models.Index("section", "given_at", name="rating_section"),
            GinIndex(fields=["officers"], name="rating_officers"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.stage} {self.level}"


class ClockSetting(models.Model):
    """Thời hạn tự đặt: what the office counts instead of a number that rests on no text seen; append only."""

    rules = models.CharField("quy định", max_length=16)
    clock = models.CharField("loại hạn", max_length=20)
    days = models.PositiveSmallIntegerField("số ngày làm việc")
    valid_from = models.DateField("áp dụng từ ngày")
    source = models.CharField("văn bản căn cứ", max_length=255)
    made_at = models.BigIntegerField("đặt lúc")
    made_by = models.CharField("người đặt", max_length=80)

    class Meta:
        verbose_name = "thời hạn tự đặt"
        verbose_name_plural = "thời hạn tự đặt"
        constraints = [models.CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="clock_days")]

    def __str__(self) -> str:
        return f"{self.rules} {self.clock} {self.days}"
