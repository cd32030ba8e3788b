"""What the administration home leads to: one card a subject. A page of administration adds its card here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from motcua.organisation.rights import Person, may

Word = str | Lazy
Count = Callable[[Mapping[str, int]], int | None]

ORGANISATION: Final = _("Tổ chức và con người")
RULES: Final = _("Quy định, danh mục, lịch")
TRACES: Final = _("Kiểm tra và nhật ký")
GROUPS: Final = (ORGANISATION, RULES, TRACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One subject: where it is, in a line what is done there, and how many there are. `count` takes the
    figures of the organisation (`organisation.queries.figures`) and may ask one query of its own; `url` and
    `number` are filled for one request."""

    label: Word
    line: Word
    view: str
    icon: str
    right: str
    group: Word
    count: Count | None = None
    counted: Word = ""
    """What the number counts, as small words beside it."""
    url: str = ""
    number: int | None = None


CARDS: Final[tuple[Card, ...]] = (
    Card(
        label=_("Cơ quan"),
        line=_("Cây cơ quan, Bộ phận Một cửa, quầy, giờ làm việc riêng."),
        view="desk:agencies",
        icon="sitemap",
        right="administer_organisation",
        group=ORGANISATION,
        count=lambda figures: figures["agencies"],
        counted=_("cơ quan"),
    ),
    Card(
        label=_("Cán bộ"),
        line=_("Thêm, sửa, ghi thôi việc; ai giữ vị trí nào."),
        view="desk:officers",
        icon="users",
        right="administer_organisation",
        group=ORGANISATION,
        count=lambda figures: figures["officers"],
        counted=_("cán bộ"),
    ),
    Card(
        label=_("Vị trí công tác"),
        line=_("Giao vị trí, cử người làm thay, vị trí đang trống."),
        view="desk:posts",
        icon="briefcase",
        right="administer_organisation",
        group=ORGANISATION,
        count=lambda figures: figures["posts"],
        counted=_("vị trí"),
    ),
    Card(
        label=_("Tài khoản"),
        line=_("Tạo, khóa, mở khóa, đặt lại mật khẩu; ai đăng nhập lần cuối khi nào."),
        view="desk:accounts",
        icon="user-cog",
        right="administer_accounts",
        group=ORGANISATION,
    ),
    Card(
        label=_("Danh mục thủ tục"),
        line=_("Nhập thủ tục, lập phiên bản từ một ngày, ghi mức thu, bãi bỏ."),
        view="desk:catalogue",
        icon="books",
        right="see_catalogue",
        group=RULES,
    ),
    Card(
        label=_("Quy trình nội bộ"),
        line=_("Nhập từ quyết định, xem hình vẽ, quyết định nghi vấn, áp dụng từ một ngày."),
        view="desk:processes",
        icon="route",
        right="see_processes",
        group=RULES,
    ),
    Card(
        label=_("Nhập hồ sơ của hệ thống cũ"),
        line=_("Từ danh sách Excel hoặc CSV: chạy thử, xem điểm nghi ngờ, rồi nhập."),
        view="desk:imports",
        icon="upload",
        right="import_dossiers",
        group=RULES,
    ),
    Card(
        label=_("Biểu mẫu điện tử"),
        line=_("Câu hỏi của từng thủ tục khi nộp trực tuyến: sửa, xem trước, kiểm tra, công bố."),
        view="desk:forms",
        icon="forms",
        right="see_forms",
        group=RULES,
    ),
    Card(
        label=_("Nội dung chưa thống nhất"),
        line=_("Chốt nội dung mà các nguồn công bố khác nhau, có lý do."),
        view="desk:contradictions",
        icon="gavel",
        right="decide_contradiction",
        group=RULES,
    ),
    Card(
        label=_("Lịch làm việc"),
        line=_("Ngày nghỉ, làm bù, giờ làm việc, với văn bản công bố."),
        view="desk:calendar",
        icon="calendar-event",
        right="see_calendar",
        group=RULES,
    ),
    Card(
        label=_("Khóa truy cập"),
        line=_("Khóa để hệ thống khác nộp, xem hồ sơ thay cho một cán bộ."),
        view="desk:tokens",
        icon="key",
        right="administer_tokens",
        group=ORGANISATION,
    ),
    Card(
        label=_("Quy định tự chọn"),
        line=_("Điều luật để ngỏ: cách đếm ngày, bổ sung, hẹn lại; đổi từ một ngày, có văn bản."),
        view="desk:regime",
        icon="adjustments",
        right="see_regime",
        group=RULES,
    ),
    Card(
        label=_("Tin cho người dân"),
        line=_("Lời nhắn của từng sự việc, từng kênh, hai ngôn ngữ; xem thử, sửa, trở lại mẫu có sẵn."),
        view="desk:notice_templates",
        icon="message",
        right="administer_notices",
        group=RULES,
    ),
    Card(
        label=_("Nhật ký thay đổi"),
        line=_("Ai đã đổi quyền, tổ chức, lịch, danh mục; khi nào và vì sao."),
        view="desk:changes",
        icon="history",
        right="see_changes",
        group=TRACES,
        count=lambda figures: figures["changes"],
        counted=_("thay đổi"),
    ),
    Card(
        label=_("Nhật ký đăng nhập"),
        line=_("Ai đã đăng nhập, từ đâu; những lần không thành."),
        view="desk:sign_ins",
        icon="login",
        right="see_sign_ins",
        group=TRACES,
    ),
    Card(
        label=_("Kiểm tra nhật ký"),
        line=_("Tính lại chuỗi sự kiện của hồ sơ; không thay đổi gì."),
        view="desk:verify_log",
        icon="shield-check",
        right="verify_log",
        group=TRACES,
    ),
    Card(
        label=_("Hộp thư đi"),
        line=_("Tin cho cán bộ và người dân: đã gửi, đang chờ, không tới và vì sao; gửi lại."),
        view="desk:outbox",
        icon="mail-forward",
        right="see_operations",
        group=TRACES,
    ),
    Card(
        label=_("Vận hành"),
        line=_("Sao lưu, ổ đĩa, việc nền, phiên bản; dữ liệu đã xóa theo thời hạn."),
        view="operations",
        icon="server",
        right="see_operations",
        group=TRACES,
    ),
)


def cards_for(person: Person, figures: Mapping[str, int]) -> list[tuple[Word, list[Card]]]:
    """The cards that the person's posts open, by group, with their numbers."""
    open_to = [card for card in CARDS if may(person, card.right)]
    filled = [
        replace(card, url=reverse(card.view), number=card.count(figures) if card.count else None)
        for card in open_to
    ]
    groups = [(group, [card for card in filled if card.group == group]) for group in GROUPS]
    return [(group, cards) for group, cards in groups if cards]
