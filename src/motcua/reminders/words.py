"""The sentences of reminders: what happened or will, until when, and what to do."""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import gettext_noop
from motcua.outbox.kinds import Kind
from motcua.reminders.services import stands

_DOSSIER: Final = "/ho-so/%(code)s/"
KINDS: Final = (
    Kind(
        name="dossier_late",
        title=gettext_noop("Hồ sơ đã quá ngày hẹn trả"),
        what=gettext_noop("Hồ sơ %(code)s (%(name)s) đã quá ngày hẹn trả %(due)s"),
        todo=gettext_noop("Giải quyết ngay, và gửi phiếu xin lỗi với ngày hẹn mới nếu chưa gửi."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="answer_late",
        title=gettext_noop("Hồ sơ trực tuyến quá hạn trả lời"),
        what=gettext_noop("Hồ sơ nộp trực tuyến %(code)s (%(name)s) đã quá hạn trả lời %(due)s"),
        todo=gettext_noop("Kiểm tra và trả lời người nộp ngay: tiếp nhận, hoặc nói rõ những gì còn thiếu."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="opinion_late",
        title=gettext_noop("Ý kiến đã quá hạn trả lời"),
        what=gettext_noop("%(agency)s đã quá hạn %(due)s trả lời ý kiến về hồ sơ %(code)s (%(name)s)"),
        todo=gettext_noop("Trả lời ngay; cơ quan chủ trì đang chờ ý kiến này."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="step_late",
        title=gettext_noop("Bước xử lý đã quá hạn"),
        what=gettext_noop("Bước đang giữ của hồ sơ %(code)s (%(name)s) đã quá hạn %(due)s"),
        todo=gettext_noop("Hoàn thành bước và chuyển tiếp ngay, để hồ sơ còn kịp ngày hẹn trả."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="task_late",
        title=gettext_noop("Bước quy trình đã quá hạn"),
        what=gettext_noop("Bước “%(step)s” của hồ sơ %(code)s (%(name)s) đã quá hạn %(due)s"),
        todo=gettext_noop("Hoàn thành bước và chuyển tiếp ngay, để hồ sơ còn kịp ngày hẹn trả."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="part_late",
        title=gettext_noop("Phần việc liên thông quá hạn"),
        what=gettext_noop(
            "%(agency)s đã quá hạn %(due)s giải quyết phần việc liên thông của hồ sơ %(code)s (%(name)s)"
        ),
        todo=gettext_noop("Hoàn thành và gửi kết quả ngay; cơ quan chủ trì đang chờ phần việc này."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="supplement_late",
        title=gettext_noop("Đã hết thời hạn bổ sung"),
        what=gettext_noop("Hồ sơ %(code)s (%(name)s) đã hết thời hạn bổ sung %(due)s"),
        todo=gettext_noop("Ghi nhận bổ sung nếu đã nhận đủ; nếu không, kết thúc hồ sơ theo quy định."),
        path=_DOSSIER,
        late=True,
        stands=stands,
    ),
    Kind(
        name="answer_near",
        title=gettext_noop("Hồ sơ trực tuyến chờ trả lời"),
        what=gettext_noop("Hồ sơ nộp trực tuyến %(code)s (%(name)s) phải được trả lời trước %(due)s"),
        todo=gettext_noop("Kiểm tra rồi tiếp nhận, hoặc thông báo một lần đủ những gì còn thiếu."),
        path=_DOSSIER,
        stands=stands,
    ),
    Kind(
        name="dossier_near",
        title=gettext_noop("Hồ sơ sắp đến ngày hẹn trả"),
        what=gettext_noop("Hồ sơ %(code)s (%(name)s) hẹn trả kết quả lúc %(due)s"),
        todo=gettext_noop("Hoàn thành phần việc đang giữ; nếu không kịp, đề nghị hẹn lại trước khi đến hạn."),
        path=_DOSSIER,
        stands=stands,
    ),
    Kind(
        name="step_near",
        title=gettext_noop("Bước xử lý sắp đến hạn"),
        what=gettext_noop("Bước đang giữ của hồ sơ %(code)s (%(name)s) phải xong trước %(due)s"),
        todo=gettext_noop("Hoàn thành bước và chuyển tiếp."),
        path=_DOSSIER,
        stands=stands,
    ),
    Kind(
        name="task_near",
        title=gettext_noop("Bước quy trình sắp đến hạn"),
        what=gettext_noop("Bước “%(step)s” của hồ sơ %(code)s (%(name)s) phải xong trước %(due)s"),
        todo=gettext_noop("Hoàn thành bước và chuyển tiếp."),
        path=_DOSSIER,
        stands=stands,
    ),
    Kind(
        name="part_near",
        title=gettext_noop("Phần việc liên thông sắp đến hạn"),
        what=gettext_noop(
            "%(agency)s phải có kết quả phần việc liên thông của hồ sơ %(code)s (%(name)s) trước %(due)s"
        ),
        todo=gettext_noop("Xem các bước của phần việc, giao người làm, gửi kết quả đúng hạn."),
        path=_DOSSIER,
        stands=stands,
    ),
    Kind(
        name="opinion_near",
        title=gettext_noop("Ý kiến phải trả lời"),
        what=gettext_noop("%(agency)s phải trả lời ý kiến về hồ sơ %(code)s (%(name)s) trước %(due)s"),
        todo=gettext_noop("Mở hồ sơ, xem nội dung được hỏi, trả lời đúng hạn."),
        path=_DOSSIER,
        stands=stands,
    ),
    Kind(
        name="supplement_near",
        title=gettext_noop("Thời hạn bổ sung sắp hết"),
        what=gettext_noop("Thời hạn bổ sung hồ sơ %(code)s (%(name)s) hết lúc %(due)s"),
        todo=gettext_noop("Liên hệ người nộp, hướng dẫn bổ sung trước khi hết hạn."),
        path=_DOSSIER,
        stands=stands,
    ),
)
"""In the order in which the desk shows them: what is overdue first."""
