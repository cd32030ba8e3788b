"""Vietnamese words of the lifecycle for sentences to people; each is a msgid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import Fault
from motcua.foundation.clock import Instant, local_of
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase, listed
from motcua.law.roles import ROLE_NAMES, Role

COMMAND_NAMES: dict[type[c.Command], str] = {
    c.Register: gettext_noop("đăng ký trực tuyến"),
    c.NoticeRegistration: gettext_noop("thông báo hồ sơ trực tuyến chưa đầy đủ"),
    c.DeclineRegistration: gettext_noop("từ chối tiếp nhận"),
    c.Receive: gettext_noop("tiếp nhận"),
    c.ResolveAtCounter: gettext_noop("giải quyết ngay tại quầy"),
    c.Transfer: gettext_noop("chuyển đến cơ quan giải quyết"),
    c.Assign: gettext_noop("phân công thụ lý"),
    c.RecordVerification: gettext_noop("ghi kết quả thẩm tra, xác minh"),
    c.RequestConsultation: gettext_noop("lấy ý kiến"),
    c.AnswerConsultation: gettext_noop("ghi ý kiến trả lời"),
    c.ProposeSupplement: gettext_noop("đề nghị yêu cầu bổ sung"),
    c.RejectSupplement: gettext_noop("trả lại đề nghị bổ sung"),
    c.RequestSupplement: gettext_noop("yêu cầu bổ sung"),
    c.ReceiveSupplement: gettext_noop("nhận hồ sơ bổ sung"),
    c.ExpireSupplement: gettext_noop("dừng xử lý do hết hạn bổ sung"),
    c.RequestObligation: gettext_noop("yêu cầu thực hiện nghĩa vụ tài chính"),
    c.FulfilObligation: gettext_noop("xác nhận đã thực hiện nghĩa vụ tài chính"),
    c.Withdraw: gettext_noop("ghi nhận rút hồ sơ"),
    c.Stop: gettext_noop("dừng xử lý"),
    c.Resume: gettext_noop("tiếp tục xử lý"),
    c.ProposeResult: gettext_noop("trình kết quả"),
    c.SendBack: gettext_noop("trả lại để xử lý tiếp"),
    c.Approve: gettext_noop("ký duyệt kết quả"),
    c.ReturnResult: gettext_noop("trả kết quả"),
    c.Reschedule: gettext_noop("hẹn lại ngày trả kết quả"),
    c.Correct: gettext_noop("đính chính"),
    c.RecordPayment: gettext_noop("thu phí, lệ phí"),
    c.WaiveFee: gettext_noop("miễn, giảm phí, lệ phí"),
    c.WithdrawWaiver: gettext_noop("rút việc miễn, giảm phí, lệ phí"),
    c.RefundFee: gettext_noop("hoàn trả phí, lệ phí"),
    c.CompleteStep: gettext_noop("hoàn thành bước"),
    c.AssignStep: gettext_noop("giao bước"),
    c.SendParts: gettext_noop("chuyển xử lý liên thông"),
    c.RecallPart: gettext_noop("thu hồi phần việc liên thông"),
    c.Urge: gettext_noop("đôn đốc cơ quan đang giữ hồ sơ"),
    c.OfferSupplement: gettext_noop("bổ sung qua mạng"),
    c.AskWithdrawal: gettext_noop("đề nghị rút hồ sơ"),
    c.ReturnOffer: gettext_noop("trả lại bổ sung qua mạng"),
    c.MoveProcess: gettext_noop("chuyển sang phiên bản khác của quy trình"),
}

FAULT_NAMES: Final = {
    Fault.MISSING: gettext_noop("thiếu"),
    Fault.WRONG_FORM: gettext_noop("sai mẫu"),
    Fault.EXPIRED: gettext_noop("hết hiệu lực"),
    Fault.UNREADABLE: gettext_noop("không đọc được"),
    Fault.CONTENT_WRONG: gettext_noop("nội dung chưa đúng"),
    Fault.OTHER: gettext_noop("lỗi khác"),
}


def roles_phrase(roles: Iterable[Role]) -> Phrase:
    """Role names in the order of the law's table, joined for a sentence."""
    wanted = set(roles)
    return listed(name for role, name in ROLE_NAMES.items() if role in wanted)


def moment_text(instant: Instant) -> str:
    """A moment as screens show it: `28/4/2022 14:00`."""
    moment = local_of(instant)
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"
