"""The forms of steps and of interlinked work, beside those of the law in `desk.sheets`."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from motcua.desk.sheet import Ask, Entry, Sheet

REASON: Final = Entry("reason", _("Lý do"), needed=True)
NOTE: Final = Entry("note", _("Ghi chú"))
STEP: Final = Entry("step_no", _("Bước"), Ask.HIDDEN, initial="step", asked="buoc")

STEPS: Final = (
    Sheet(
        "complete_step",
        "complete_step",
        _("Hoàn thành bước"),
        "1",
        "circle-check",
        _("Đã ghi kết quả của bước."),
        (
            STEP,
            Entry("outcome", _("Kết quả của bước"), Ask.HIDDEN, initial="outcome", asked="ra"),
            Entry(
                "to_officer",
                _("Giao bước tiếp theo cho"),
                Ask.SELECT,
                options="next_officers",
                blank=_("Để đơn vị phân công"),
            ),
            NOTE,
            Entry("documents", _("Tệp kết quả"), Ask.FILES),
        ),
        of="step",
        purpose="result",
    ),
    Sheet(
        "assign_step",
        "assign_step",
        _("Giao bước"),
        "O",
        "users",
        _("Đã giao bước."),
        (
            STEP,
            Entry(
                "to_officer",
                _("Giao cho"),
                Ask.SELECT,
                options="step_officers",
                blank=_("Trả về đơn vị, chưa giao cho ai"),
            ),
            NOTE,
        ),
        of="step",
    ),
)
PARTS: Final = (
    Sheet(
        "send_parts",
        "send_parts",
        _("Chuyển xử lý liên thông"),
        "U",
        "arrows-split",
        _("Đã chuyển phần việc liên thông."),
        (
            Entry("parts", _("Phần việc của từng cơ quan"), Ask.PARTS, needed=True, options="part_agencies"),
            Entry("sequential", _("Làm lần lượt theo thứ tự trên"), Ask.TICK),
        ),
        note=_(
            "Các cơ quan nhận đồng thời, trừ khi chọn làm lần lượt. Hạn của mỗi phần việc nằm trong ngày "
            "hẹn trả; trong khi chờ, cơ quan chủ trì chưa trình được kết quả."
        ),
    ),
    Sheet(
        "recall_part",
        "recall_part",
        _("Thu hồi phần việc"),
        "E",
        "arrow-back-up",
        _("Đã thu hồi phần việc."),
        (Entry("part_no", _("Phần việc"), Ask.HIDDEN, initial="part", asked="phan"), REASON),
        of="part",
    ),
    Sheet(
        "urge",
        "urge",
        _("Đôn đốc cơ quan đang giữ"),
        "M",
        "send",
        _("Đã ghi văn bản đôn đốc; in ở mục Biểu mẫu."),
        (
            Entry("agency", _("Cơ quan được đôn đốc"), Ask.SELECT, needed=True, options="holding_agencies"),
            Entry(
                "answer_by",
                _("Trả lời trước"),
                Ask.MOMENT,
                hint=_("Để trống: hết giờ ngày làm việc tiếp theo"),
            ),
            NOTE,
        ),
    ),
)
