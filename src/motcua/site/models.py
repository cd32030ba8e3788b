"""What the house remembers of its own upkeep; nothing here is about a citizen."""

from __future__ import annotations

from django.db import models


class BackupRun(models.Model):
    """Lượt sao lưu: begun and ended when, where to, how much; `problem` is empty where it went well."""

    began_at = models.BigIntegerField("bắt đầu lúc", db_index=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)
    place = models.CharField("thư mục", max_length=500)
    name = models.CharField("tên bản sao lưu", max_length=64, blank=True)
    seal = models.CharField("dấu niêm", max_length=64, blank=True)
    rows = models.BigIntegerField("số dòng", default=0)
    files = models.BigIntegerField("số tệp", default=0)
    problem = models.CharField("lỗi", max_length=500, blank=True)

    class Meta:
        verbose_name = "lượt sao lưu"
        verbose_name_plural = "lượt sao lưu"

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class ErasureRun(models.Model):
    """Lượt xóa dữ liệu: which rule, on what ground, by whom, how many; it names no person and no content.

    `subject` is the code of the dossier where one was asked for.
    """

    at = models.BigIntegerField("lúc", db_index=True)
    rule = models.CharField("quy tắc", max_length=40)
    ground = models.CharField("căn cứ", max_length=500)
    actor = models.CharField("người thực hiện", max_length=80)
    subject = models.CharField("hồ sơ", max_length=64, blank=True)
    before = models.BigIntegerField("dữ liệu trước lúc", null=True)
    count = models.BigIntegerField("số dòng")

    class Meta:
        verbose_name = "lượt xóa dữ liệu"
        verbose_name_plural = "lượt xóa dữ liệu"

    def __str__(self) -> str:
        return f"{self.rule} {self.count}"


class SetAside(models.Model):
    """Chỉ mục, khóa ngoại tạm gỡ: taken off a table for a load, with the words that put it back."""

    kind = models.CharField("loại", max_length=10)
    table = models.CharField("bảng", max_length=80)
    name = models.CharField("tên", max_length=80, unique=True)
    definition = models.TextField("định nghĩa")

    class Meta:
        verbose_name = "chỉ mục, khóa ngoại tạm gỡ"
        verbose_name_plural = "chỉ mục, khóa ngoại tạm gỡ"

    def __str__(self) -> str:
        return f"{self.table} {self.name}"
