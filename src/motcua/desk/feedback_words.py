"""What the pages of petitions call actions and what has happened."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _


class Act(NamedTuple):
    """An action: the words of its button, its drawing, what it leads to, what is told when it is done."""

    word: Lazy
    icon: str
    says: Lazy
    done: Lazy


ACTS: Final[dict[str, Act]] = {
    "classify": Act(
        _("Phân loại"),
        "category",
        _("Ghi phản ánh thuộc loại nào và nói về cán bộ nào. Cán bộ bị phản ánh không xem được."),
        _("Đã phân loại."),
    ),
    "forward": Act(
        _("Chuyển cơ quan"),
        "arrow-right",
        _("Chuyển cơ quan có thẩm quyền; thời hạn xử lý tính lại từ lúc chuyển."),
        _("Đã chuyển."),
    ),
    "take": Act(
        _("Nhận, giao trả lời"),
        "user-check",
        _("Nhận xử lý; chọn cán bộ soạn câu trả lời hoặc để trống nếu tự soạn."),
        _("Đã nhận xử lý."),
    ),
    "draft": Act(_("Soạn trả lời"), "pencil", _("Trình người đứng đầu duyệt."), _("Đã trình câu trả lời.")),
    "approve": Act(
        _("Duyệt trả lời"),
        "check",
        _("Người phản ánh thấy câu trả lời ngay; cơ quan tiếp nhận công khai sau đó."),
        _("Đã duyệt; người phản ánh đã có câu trả lời."),
    ),
    "reject_draft": Act(
        _("Yêu cầu soạn lại"), "arrow-back-up", _("Ghi rõ chỗ cần sửa."), _("Đã trả lại người soạn.")
    ),
    "publish": Act(
        _("Công khai"),
        "world",
        _("Viết lại câu hỏi và câu trả lời để không nhận ra ai, rồi đưa lên trang Hỏi đáp."),
        _("Đã công khai."),
    ),
    "keep_unpublished": Act(
        _("Không công khai"),
        "eye-off",
        _("Kết thúc với câu trả lời gửi riêng; ghi lý do."),
        _("Đã kết thúc, không công khai."),
    ),
    "ask_supplement": Act(
        _("Yêu cầu bổ sung"),
        "help",
        _("Hỏi người phản ánh điều còn thiếu; thời hạn của cơ quan dừng trong lúc chờ."),
        _("Đã yêu cầu bổ sung."),
    ),
    "send_back_to_receiver": Act(
        _("Trả lại cơ quan tiếp nhận"),
        "arrow-left",
        _("Không thuộc thẩm quyền: trả lại, ghi lý do."),
        _("Đã trả lại cơ quan tiếp nhận."),
    ),
    "refuse": Act(
        _("Không thụ lý"),
        "ban",
        _("Trả lời người phản ánh vì sao không thụ lý và gửi đi đâu."),
        _("Đã từ chối; người phản ánh thấy lý do."),
    ),
}
TOLD: Final[dict[str, Lazy]] = {
    "filed": _("Gửi phản ánh, ghi vào sổ"),
    "classified": _("Phân loại"),
    "forwarded": _("Chuyển cơ quan có thẩm quyền"),
    "taken": _("Nhận xử lý"),
    "returned": _("Trả lại cơ quan tiếp nhận"),
    "supplement_asked": _("Yêu cầu bổ sung"),
    "supplemented": _("Người phản ánh bổ sung"),
    "drafted": _("Trình câu trả lời"),
    "sent_back": _("Yêu cầu soạn lại"),
    "approved": _("Duyệt câu trả lời"),
    "published": _("Công khai"),
    "kept_unpublished": _("Kết thúc, không công khai"),
    "not_accepted": _("Không thụ lý"),
    "withdrawn": _("Người phản ánh rút"),
}
