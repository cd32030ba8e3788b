"""The table of what further figures count of a dossier: small numbers, a row for each version."""

from __future__ import annotations

from typing import Any

from django.db import models

from motcua.dossiers.particulars import Fee, Proof, ResultKind, Wished


def _enum(kind: type[Any]) -> list[tuple[Any, str]]:
    return [(member.value, member.name.lower()) for member in kind]


def _number(name: str) -> models.SmallIntegerField[int, int]:
    return models.SmallIntegerField(name, default=0)


def _dong(name: str) -> models.BigIntegerField[int, int]:
    return models.BigIntegerField(name, default=0)


class Particulars(models.Model):
    """Phiên bản chi tiết của hồ sơ: papers, identity, money, supplements, who took part and the result, as
    they were known from one recording to the next; the key is the seq of the event that made it.

    `dossiers.particulars` says what each column counts, `dossiers.projection` is its only definition. Apart
    from `Fact`, which every report reads and which must stay narrow.
    """

    pk = models.CompositePrimaryKey("dossier_id", "key")
    # Loads of a year need no look-up a row: the projection writes nothing without its dossier.
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    known_from = models.BigIntegerField("biết từ")
    known_until = models.BigIntegerField("biết đến", null=True)
    occurred_at = models.BigIntegerField("xảy ra lúc")
    fee_due = _dong("phí, lệ phí phải nộp")
    paid_online = _dong("đã nộp trực tuyến")
    paid_cash = _dong("đã nộp tiền mặt")
    paid_transfer = _dong("đã nộp chuyển khoản")
    waived = _dong("được miễn, giảm")
    refunded = _dong("đã hoàn trả")
    key = models.PositiveIntegerField("khóa")
    result_day = models.IntegerField("ngày ký kết quả", null=True)
    components = _number("số lượng giấy tờ")
    shown = _number("giấy tờ chỉ xuất trình")
    electronic = _number("giấy tờ điện tử")
    digitised = _number("giấy tờ đã số hóa")
    reused = _number("giấy tờ tái sử dụng")
    from_store = _number("giấy tờ lấy từ kho dữ liệu")
    replaced = _number("giấy tờ thay bằng kết quả trước")
    proof = models.SmallIntegerField("cách xác thực", default=0, choices=_enum(Proof))
    wished = models.SmallIntegerField("cách nhận kết quả", default=1, choices=_enum(Wished))
    fee = models.SmallIntegerField("tình trạng phí", default=0, choices=_enum(Fee))
    obligations = _number("lần yêu cầu nghĩa vụ tài chính")
    obligations_paid = _number("lần đã thực hiện nghĩa vụ")
    obligations_online = _number("lần nộp nghĩa vụ trực tuyến")
    notices = _number("lần báo thiếu khi nộp trực tuyến")
    returned_offers = _number("lần bổ sung trực tuyến chưa đạt")
    late_requests = _number("lần yêu cầu bổ sung muộn")
    asked_missing = _number("giấy tờ thiếu")
    asked_wrong_form = _number("giấy tờ sai mẫu")
    asked_expired = _number("giấy tờ hết hạn")
    asked_unreadable = _number("giấy tờ không đọc được")
    asked_content_wrong = _number("giấy tờ sai nội dung")
    asked_other = _number("yêu cầu bổ sung vì lý do khác")
    asked_untold = _number("yêu cầu bổ sung không rõ lý do")
    asked_declaration = _number("lần sửa tờ khai điện tử")
    consulted = _number("cơ quan được lấy ý kiến")
    parts_same = _number("phần việc cùng cấp")
    parts_above = _number("phần việc khác cấp")
    parts_back = _number("phần việc đã có kết quả")
    parts_late = _number("phần việc trễ hạn")
    agencies = _number("cơ quan phối hợp")
    apologies = _number("lần xin lỗi")
    urgings = _number("lần đôn đốc")
    result = models.SmallIntegerField("dạng kết quả", default=0, choices=_enum(ResultKind))
    result_files = _number("số tệp kết quả")
    represented = models.BooleanField("có người đại diện", default=False)
    declared = models.BooleanField("khai biểu mẫu điện tử", default=False)

    class Meta:
        verbose_name = "phiên bản chi tiết"
        verbose_name_plural = "phiên bản chi tiết"

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"
