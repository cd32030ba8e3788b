"""The sentences by which officers are reminded of petitions: what is owed, until when, what to do."""

from __future__ import annotations

from typing import Final

from motcua.feedback.owing import stands
from motcua.foundation.errors import gettext_noop
from motcua.outbox.kinds import Kind

_PAGE: Final = "/phan-anh-kien-nghi/%(code)s/"
KINDS: Final = (
    Kind(
        name="petition_handle_late",
        title=gettext_noop("Phản ánh quá hạn trả lời"),
        what=gettext_noop("Phản ánh %(code)s đã quá hạn trả lời %(due)s"),
        todo=gettext_noop("Trả lời ngay; người đứng đầu ký duyệt câu trả lời."),
        path=_PAGE,
        late=True,
        stands=stands,
    ),
    Kind(
        name="petition_forward_late",
        title=gettext_noop("Phản ánh quá hạn chuyển"),
        what=gettext_noop("Phản ánh %(code)s đã quá hạn %(due)s để chuyển cơ quan có thẩm quyền"),
        todo=gettext_noop("Phân loại và chuyển ngay, hoặc từ chối và nêu lý do."),
        path=_PAGE,
        late=True,
        stands=stands,
    ),
    Kind(
        name="petition_publish_late",
        title=gettext_noop("Câu trả lời quá hạn công khai"),
        what=gettext_noop("Câu trả lời phản ánh %(code)s đã quá hạn công khai %(due)s"),
        todo=gettext_noop("Công khai bằng lời không nêu tên ai, hoặc ghi lý do không công khai."),
        path=_PAGE,
        late=True,
        stands=stands,
    ),
    Kind(
        name="petition_handle_near",
        title=gettext_noop("Phản ánh sắp đến hạn trả lời"),
        what=gettext_noop("Phản ánh %(code)s phải được trả lời trước %(due)s"),
        todo=gettext_noop("Hoàn thành câu trả lời để người đứng đầu ký duyệt kịp hạn."),
        path=_PAGE,
        stands=stands,
    ),
    Kind(
        name="petition_forward_near",
        title=gettext_noop("Phản ánh sắp đến hạn chuyển"),
        what=gettext_noop("Phản ánh %(code)s phải được chuyển cơ quan có thẩm quyền trước %(due)s"),
        todo=gettext_noop("Phân loại rồi chuyển, hoặc yêu cầu bổ sung, hoặc từ chối và nêu lý do."),
        path=_PAGE,
        stands=stands,
    ),
    Kind(
        name="petition_publish_near",
        title=gettext_noop("Câu trả lời sắp đến hạn công khai"),
        what=gettext_noop("Câu trả lời phản ánh %(code)s phải được công khai trước %(due)s"),
        todo=gettext_noop("Viết lại thành câu hỏi và câu trả lời không nêu tên ai, rồi công khai."),
        path=_PAGE,
        stands=stands,
    ),
)
"""In the order in which the desk shows them: what is overdue first."""
