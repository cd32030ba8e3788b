"""What is doubtful in a row of a foreign list, and what was done about it."""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.foundation.errors import gettext_noop


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A doubt of one row, by its number in the file: what stood there (`detail`) and what was done."""

    row: int
    code: str
    kind: str
    message: str
    detail: str = ""
    done: str


LEFT_OUT: Final = gettext_noop("không nhập dòng này")
ENTERED: Final = gettext_noop("nhập")
COUNTED: Final = gettext_noop("nhập, ngày hẹn tính theo danh mục thủ tục")
MESSAGES: Final = {
    "no_code": gettext_noop("Không có mã hồ sơ."),
    "duplicate_code": gettext_noop("Mã hồ sơ đã có ở một dòng trước."),
    "code_taken": gettext_noop("Mã này đã là của một hồ sơ nhập trực tiếp ở đây."),
    "changed": gettext_noop("Dòng này đã nhập lần trước, nay khác đi."),
    "formula": gettext_noop("Ô bắt đầu bằng dấu =, là công thức hoặc chữ giả công thức."),
    "not_a_date": gettext_noop("Ô ngày có chữ, không phải ngày."),
    "no_received": gettext_noop("Không có ngày tiếp nhận."),
    "in_the_future": gettext_noop("Ngày ở tương lai."),
    "no_regime": gettext_noop("Ngày tiếp nhận trước mọi quy định mà hệ thống biết."),
    "due_before_received": gettext_noop("Hẹn trả trước ngày tiếp nhận."),
    "no_due": gettext_noop("Không có ngày hẹn trả."),
    "finished_before_received": gettext_noop("Kết thúc trước ngày tiếp nhận."),
    "returned_before_finished": gettext_noop("Trả kết quả trước ngày kết thúc."),
    "finished_without_day": gettext_noop("Trạng thái đã xong mà không có ngày kết thúc."),
    "returned_without_day": gettext_noop("Trạng thái đã trả mà không có ngày trả."),
    "open_but_finished": gettext_noop("Trạng thái đang giải quyết mà có ngày kết thúc."),
    "finished_without_agency": gettext_noop("Đã xong mà không ghi cơ quan giải quyết."),
    "no_agency": gettext_noop("Không ghi cơ quan giải quyết."),
    "unknown_agency": gettext_noop("Không có cơ quan này vào ngày tiếp nhận."),
    "no_section": gettext_noop("Cơ quan này không có Bộ phận Một cửa nào vào ngày tiếp nhận."),
    "unknown_procedure": gettext_noop("Không có thủ tục này trong danh mục."),
    "ambiguous_procedure": gettext_noop("Nhiều thủ tục mang tên này; cần mã thủ tục."),
    "procedure_not_in_force": gettext_noop("Danh mục không có phiên bản hiệu lực vào ngày tiếp nhận."),
    "unknown_status": gettext_noop("Trạng thái lạ."),
    "unknown_channel": gettext_noop("Hình thức nộp lạ."),
    "not_received": gettext_noop("Hồ sơ chưa được hoặc không được tiếp nhận: không tính ở báo cáo nào."),
    "no_applicant": gettext_noop("Không có tên người nộp."),
    "refused_by_core": gettext_noop("Quy tắc vòng đời không cho nhập như vậy."),
}
"""By the kind of doubt."""
