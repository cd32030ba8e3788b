"""News of the demonstration: invented, and each says so."""

from __future__ import annotations

from datetime import timedelta

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.news.models import Article
from motcua.news.services import Words, approve, submit, write
from motcua.organisation.queries import person_by_login

WRITER, APPROVER = "mai.vanphong", "phuc.ubndtinh"
OF_THE_DEMONSTRATION = "Tin minh họa trên dữ liệu mô phỏng."


def load_demo(*, clock: Clock | None = None) -> int:
    """Write and approve the demonstration's articles, once; how many."""
    if Article.objects.exists():
        return 0
    clock = clock or SystemClock()
    day = day_of(clock.now())
    articles = (
        Words(
            kind=Article.Kind.NEWS,
            title="Nộp hồ sơ qua mạng được trả lời trong 8 giờ làm việc",
            summary="Nộp xong là có mã nộp trực tuyến; Bộ phận Một cửa trả lời trong 8 giờ làm việc.",
            body="Hồ sơ nộp qua mạng được trả lời trong 8 giờ làm việc kể từ lúc hệ thống nhận.\n\n"
            "Quá giờ mà chưa có trả lời, trang hồ sơ ghi rõ là trễ và Bộ phận Một cửa nào phải trả lời.",
            author="Văn phòng UBND tỉnh",
            source=OF_THE_DEMONSTRATION,
        ),
        Words(
            kind=Article.Kind.NEWS,
            title="Nhật ký hồ sơ công bố mỗi ngày",
            summary="Ai cũng tự kiểm tra được rằng không việc nào trong hồ sơ bị sửa hay bị xóa.",
            body="Mỗi tối, hệ thống công bố gốc nhật ký của ngày.\n\n"
            "Quét mã trên giấy hẹn để biết giấy có đúng với nhật ký hay không.",
            author="Văn phòng UBND tỉnh",
            source=OF_THE_DEMONSTRATION,
        ),
        Words(
            kind=Article.Kind.ANNOUNCEMENT,
            title="Bảo trì hệ thống tối Chủ nhật",
            summary="Từ 22:00 đến 23:00 Chủ nhật, cổng tạm ngừng để bảo trì; hồ sơ đang điền vẫn được giữ.",
            body="Cổng tạm ngừng một giờ để bảo trì. Hồ sơ đang điền dở vẫn được giữ.",
            author="Trung tâm Phục vụ hành chính công",
            source=OF_THE_DEMONSTRATION,
            shown_until=day + timedelta(days=10),
        ),
    )
    writer, approver = person_by_login(WRITER), person_by_login(APPROVER)
    for words in articles:
        row = write(writer, words, clock=clock)
        submit(writer, row.pk, clock=clock)
        approve(approver, row.pk, clock=clock)
    return len(articles)
