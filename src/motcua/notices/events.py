"""The one table of what citizens are told of: each event, what its words may name, and how urgent it is.

Events of dossiers are heard from the log (`deriving`) or told by the clock (`ending`); those of petitions,
drafts and money that went back are announced (`announced`).
Their words stand in `data/` for each language and channel; an administrator may change them (`services`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from motcua.foundation.errors import gettext_noop
from motcua.outbox.models import Message

Channel = Message.Channel
CHANNELS: Final = (Channel.PORTAL, Channel.EMAIL, Channel.SMS, Channel.ZALO)
SHORT: Final = (Channel.SMS, Channel.ZALO)
"""Channels that others may read over a shoulder, or by the message paid for: no free words there."""
LANGUAGES: Final = ("vi", "en")

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "code": gettext_noop("mã hồ sơ (mã nộp trực tuyến khi chưa tiếp nhận), mã bản khai, hoặc mã phản ánh"),
    "procedure": gettext_noop("tên thủ tục"),
    "section": gettext_noop("tên Bộ phận Một cửa"),
    "agency": gettext_noop("tên cơ quan giải quyết, cơ quan trả lời"),
    "agencies": gettext_noop("tên các cơ quan phối hợp"),
    "site": gettext_noop("địa chỉ trang tra cứu"),
    "due": gettext_noop("ngày giờ hẹn trả; bỏ cả dòng khi không có hẹn"),
    "until": gettext_noop("thời hạn; bỏ cả dòng khi không có hạn"),
    "old": gettext_noop("ngày giờ hẹn cũ"),
    "new": gettext_noop("ngày giờ hẹn mới"),
    "at": gettext_noop("lúc việc xảy ra"),
    "items": gettext_noop("những giấy tờ cần bổ sung"),
    "reason": gettext_noop("lý do"),
    "ground": gettext_noop("căn cứ pháp lý"),
    "amount": gettext_noop("số tiền; bỏ cả dòng khi chưa rõ"),
    "receipt": gettext_noop("số biên lai, số phiếu hoàn, số giao dịch trả lại"),
    "where": gettext_noop("nhận kết quả ở đâu, cách nào"),
    "where_short": gettext_noop("nhận kết quả ở đâu, một câu ngắn"),
    "fee": gettext_noop("nhắc nộp phí khi nhận kết quả; bỏ cả dòng khi không còn phải nộp"),
}
"""Everything that words may name, with its meaning."""
FREE_WORDS: Final = frozenset({"procedure", "items", "reason", "ground", "agencies", "where", "fee"})
"""What was typed about the dossier, or is long: never said by a short channel."""
DOSSIER: Final = "dossier"
DRAFT: Final = "draft"
PETITION: Final = "petition"
_ALWAYS: Final[Mapping[str, tuple[str, ...]]] = {
    DOSSIER: ("code", "procedure", "section", "site"),
    DRAFT: ("code", "procedure", "site"),
    PETITION: ("code", "site"),
}
"""What the words of each event may name, by what the event is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEvent:
    """One thing that citizens are told of. `needs` are placeholders that the words of the portal and of
    letters may not leave out: what the law wants said."""

    name: str
    title: str
    names: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("code",)
    urgent: bool = True
    """Told by short channels to whoever did not choose: something is asked, promised, or over."""
    about: str = DOSSIER

    @property
    def allowed(self) -> tuple[str, ...]:
        return (*_ALWAYS[self.about], *self.names)

    def allowed_by(self, channel: str) -> tuple[str, ...]:
        """What the words of a channel may name."""
        return tuple(name for name in self.allowed if channel not in SHORT or name not in FREE_WORDS)


EVENTS: Final[tuple[NoticeEvent, ...]] = (
    NoticeEvent(
        name="registered",
        title=gettext_noop("Đã nộp trực tuyến"),
        names=("until",),
        needs=("code", "until"),
    ),
    NoticeEvent(
        name="to_fix",
        title=gettext_noop("Cần sửa trước khi tiếp nhận"),
        names=("items", "reason"),
        needs=("code", "items", "reason"),
    ),
    NoticeEvent(
        name="not_received",
        title=gettext_noop("Không được tiếp nhận"),
        names=("reason",),
        needs=("code", "reason"),
    ),
    NoticeEvent(
        name="received",
        title=gettext_noop("Đã được tiếp nhận"),
        names=("due",),
        needs=("code", "due"),
    ),
    NoticeEvent(
        name="supplement_requested",
        title=gettext_noop("Cần bổ sung giấy tờ"),
        names=("items", "reason", "until"),
        needs=("code", "items", "reason", "until"),
    ),
    NoticeEvent(
        name="papers_given",
        title=gettext_noop("Đã nhận giấy tờ nộp qua mạng, chờ xem"),
        names=("until",),
        needs=("code", "until"),
        urgent=False,
    ),
    NoticeEvent(
        name="papers_returned",
        title=gettext_noop("Giấy tờ nộp qua mạng còn chưa đúng"),
        names=("reason",),
        needs=("code", "reason"),
    ),
    NoticeEvent(
        name="withdrawal_asked",
        title=gettext_noop("Đã nhận đề nghị rút hồ sơ"),
        urgent=False,
    ),
    NoticeEvent(
        name="supplement_received",
        title=gettext_noop("Đã nhận đủ giấy tờ bổ sung"),
        names=("due",),
        needs=("code", "due"),
    ),
    NoticeEvent(
        name="supplement_ending",
        title=gettext_noop("Sắp hết hạn bổ sung"),
        names=("items", "until"),
        needs=("code", "items", "until"),
    ),
    NoticeEvent(name="supplement_expired", title=gettext_noop("Dừng vì hết hạn bổ sung")),
    NoticeEvent(
        name="obligation_requested",
        title=gettext_noop("Cần nộp nghĩa vụ tài chính"),
        names=("amount", "until"),
        needs=("code", "amount", "until"),
    ),
    NoticeEvent(
        name="obligation_met",
        title=gettext_noop("Đã nộp nghĩa vụ tài chính"),
        names=("due",),
        urgent=False,
    ),
    NoticeEvent(
        name="paid",
        title=gettext_noop("Đã thu phí, lệ phí"),
        names=("amount", "receipt"),
        needs=("code", "amount", "receipt"),
        urgent=False,
    ),
    NoticeEvent(
        name="refunded",
        title=gettext_noop("Hoàn lại tiền"),
        names=("amount", "receipt", "reason"),
        needs=("code", "amount"),
    ),
    NoticeEvent(
        name="money_returned",
        title=gettext_noop("Trả lại tiền nộp thừa, nộp trùng"),
        names=("amount", "receipt"),
        needs=("code", "amount", "receipt"),
    ),
    NoticeEvent(
        name="reappointed",
        title=gettext_noop("Xin lỗi và hẹn lại"),
        names=("old", "new", "reason", "agency"),
        needs=("code", "old", "new", "reason", "agency"),
    ),
    NoticeEvent(
        name="promise_moved",
        title=gettext_noop("Ngày hẹn tính lại do đính chính"),
        names=("old", "new"),
        needs=("code", "old", "new"),
    ),
    NoticeEvent(
        name="stopped",
        title=gettext_noop("Dừng giải quyết"),
        names=("reason", "ground"),
        needs=("code", "reason"),
    ),
    NoticeEvent(name="resumed", title=gettext_noop("Giải quyết tiếp"), names=("due",)),
    NoticeEvent(name="withdrawn", title=gettext_noop("Đã rút hồ sơ")),
    NoticeEvent(
        name="result_ready",
        title=gettext_noop("Đã có kết quả"),
        names=("where", "where_short", "fee"),
        needs=("code", "where"),
    ),
    NoticeEvent(
        name="result_refused",
        title=gettext_noop("Không được chấp thuận"),
        names=("reason", "where", "where_short"),
        needs=("code", "reason"),
    ),
    NoticeEvent(name="returned", title=gettext_noop("Đã trả kết quả"), names=("at",), urgent=False),
    NoticeEvent(
        name="part_sent",
        title=gettext_noop("Chuyển sang cơ quan phối hợp"),
        names=("agencies", "due"),
        urgent=False,
    ),
    NoticeEvent(name="rating_asked", title=gettext_noop("Mời chấm điểm phục vụ"), urgent=False),
    NoticeEvent(
        name="draft_ending",
        title=gettext_noop("Bản khai sắp bị xóa"),
        names=("until",),
        needs=("code", "until"),
        urgent=False,
        about=DRAFT,
    ),
    NoticeEvent(
        name="supplement_draft_ending",
        title=gettext_noop("Bản bổ sung chưa gửi sắp bị xóa"),
        names=("until",),
        needs=("code", "until"),
        urgent=False,
        about=DRAFT,
    ),
    NoticeEvent(
        name="petition_supplement_asked",
        title=gettext_noop("Phản ánh: cần bổ sung"),
        names=("until",),
        needs=("code", "until"),
        about=PETITION,
    ),
    NoticeEvent(
        name="petition_forwarded",
        title=gettext_noop("Phản ánh: đã chuyển cơ quan có thẩm quyền"),
        names=("agency", "until"),
        needs=("code", "agency", "until"),
        urgent=False,
        about=PETITION,
    ),
    NoticeEvent(name="petition_answered", title=gettext_noop("Phản ánh: đã có câu trả lời"), about=PETITION),
    NoticeEvent(name="petition_not_accepted", title=gettext_noop("Phản ánh: không thụ lý"), about=PETITION),
)
BY_NAME: Final[Mapping[str, NoticeEvent]] = {event.name: event for event in EVENTS}
