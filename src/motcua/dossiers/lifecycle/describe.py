"""One plain sentence an event, for the timelines of officers and of citizens.

A sentence is a msgid and its values. Values hold no personal data: agency codes (`agency`, `consulted`,
which faces may replace by names), officers' codes, moments as screens show them, numbers, and fields of
law. Reasons and names stand in private records and are shown beside the sentence to whoever may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from motcua.dossiers.lifecycle import corrections
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.running import StepKind, opened_in
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.money import dong
from motcua.foundation.phrase import Phrase

Audience = Literal["officer", "citizen"]
Sentence = tuple[str, Mapping[str, Any]]
"""A msgid and its values; a value that is a `Phrase` is a word of the house."""

IN_WORK: Final = gettext_noop("Hồ sơ đang được xử lý.")
"""What an applicant is told of what goes on inside an agency."""
_SIMPLE: Final[dict[type[e.Payload], tuple[str, str]]] = {
    e.NotReceived: (
        gettext_noop("Từ chối tiếp nhận hồ sơ, có phiếu từ chối nêu lý do."),
        gettext_noop("Hồ sơ không được tiếp nhận; lý do ghi trong phiếu từ chối."),
    ),
    e.Verified: (
        gettext_noop("Ghi kết quả thẩm tra, xác minh."),
        gettext_noop("Cơ quan giải quyết đã thẩm tra, xác minh hồ sơ."),
    ),
    e.SupplementRejected: (
        gettext_noop("Bộ phận Một cửa trả lại đề nghị bổ sung cho người thụ lý."),
        IN_WORK,
    ),
    e.WithdrawalAsked: (
        gettext_noop("Người nộp đề nghị rút hồ sơ qua mạng; chờ Bộ phận Một cửa ghi nhận."),
        gettext_noop("Bạn đã đề nghị rút hồ sơ; Bộ phận Một cửa sẽ ghi nhận và báo lại."),
    ),
    e.OfferReturned: (
        gettext_noop("Trả lại bổ sung trực tuyến vì chưa đủ; yêu cầu bổ sung vẫn như cũ."),
        gettext_noop("Giấy tờ bạn bổ sung qua mạng chưa đủ; xem lý do rồi gửi lại."),
    ),
    e.SupplementExpired: (
        gettext_noop("Hết thời hạn bổ sung mà chưa nhận đủ giấy tờ: dừng xử lý."),
        gettext_noop("Hồ sơ dừng xử lý vì hết thời hạn bổ sung giấy tờ."),
    ),
    e.Withdrawn: (
        gettext_noop("Ghi nhận người nộp rút hồ sơ."),
        gettext_noop("Hồ sơ đã được rút theo yêu cầu của bạn."),
    ),
    e.Resumed: (
        gettext_noop("Tiếp tục xử lý hồ sơ sau khi tạm dừng; ngày hẹn trả không đổi."),
        gettext_noop("Hồ sơ được tiếp tục xử lý; ngày hẹn trả không đổi."),
    ),
    e.SentBack: (
        gettext_noop("Lãnh đạo trả lại để xử lý tiếp."),
        IN_WORK,
    ),
    e.Granted: (
        gettext_noop("Lãnh đạo ký kết quả giải quyết."),
        gettext_noop("Hồ sơ đã có kết quả; mời bạn nhận kết quả theo giấy hẹn."),
    ),
    e.Refused: (
        gettext_noop("Lãnh đạo ký phiếu từ chối giải quyết."),
        gettext_noop("Hồ sơ không được giải quyết; lý do ghi trong phiếu từ chối trả cùng hồ sơ."),
    ),
    e.Returned: (
        gettext_noop("Trả kết quả cho người nhận."),
        gettext_noop("Kết quả đã được trả cho người nhận."),
    ),
}


def describe(event: e.Event, audience: Audience = "officer") -> Sentence:
    """The sentence of an event as msgid and values; `msgid % values` is the Vietnamese text."""
    payload = event.payload
    simple = _SIMPLE.get(type(payload))
    if simple is not None:
        return simple[0 if audience == "officer" else 1], {}
    return _TELLERS[type(payload)](payload, audience == "officer")


def _registered(payload: e.Registered, officer: bool) -> Sentence:
    if officer:
        return gettext_noop("Người nộp đăng ký trực tuyến; phải trả lời trước %(answer_due)s."), {
            "answer_due": moment_text(payload.answer_due_at)
        }
    return gettext_noop("Hồ sơ trực tuyến đã được gửi; cơ quan trả lời trước %(answer_due)s."), {
        "answer_due": moment_text(payload.answer_due_at)
    }


def _noticed(payload: e.RegistrationNoticed, officer: bool) -> Sentence:
    count = {"count": str(len(payload.items))}
    if officer:
        return gettext_noop("Thông báo hồ sơ trực tuyến chưa đầy đủ: %(count)s nội dung."), count
    return gettext_noop("Hồ sơ trực tuyến cần bổ sung %(count)s nội dung trước khi được tiếp nhận."), count


def _received(payload: e.Received, officer: bool) -> Sentence:
    if payload.due_at is None:
        message = (
            gettext_noop("Tiếp nhận hồ sơ; thủ tục không quy định thời hạn.")
            if officer
            else gettext_noop("Hồ sơ đã được tiếp nhận; thủ tục không quy định thời hạn trả.")
        )
        return message, {}
    message = (
        gettext_noop("Tiếp nhận hồ sơ; hẹn trả %(due)s.")
        if officer
        else gettext_noop("Hồ sơ đã được tiếp nhận; hẹn trả kết quả %(due)s.")
    )
    return message, {"due": moment_text(payload.due_at)}


def _transferred(payload: e.Transferred, officer: bool) -> Sentence:
    agency = {"agency": payload.holder.agency}
    if not officer:
        return gettext_noop("Hồ sơ đã chuyển đến %(agency)s để giải quyết."), agency
    if payload.next_morning:
        return gettext_noop("Chuyển hồ sơ đến %(agency)s; giao giấy tờ đầu giờ ngày làm việc sau."), agency
    return gettext_noop("Chuyển hồ sơ đến %(agency)s."), agency


def _assigned(payload: e.Assigned, officer: bool) -> Sentence:
    holder = payload.holder
    if not officer:
        return gettext_noop("Hồ sơ đang được %(agency)s thụ lý."), {"agency": holder.agency}
    if holder.officer is None:
        return gettext_noop("Giao %(agency)s thụ lý."), {"agency": holder.agency}
    return gettext_noop("Phân công %(officer)s (%(agency)s) thụ lý."), {
        "officer": holder.officer,
        "agency": holder.agency,
    }


def _consultation_requested(payload: e.ConsultationRequested, officer: bool) -> Sentence:
    if not officer:
        return gettext_noop("Đang lấy ý kiến cơ quan liên quan."), {}
    return gettext_noop("Lấy ý kiến %(consulted)s (lần %(no)s), trả lời trước %(deadline)s."), {
        "consulted": payload.consulted,
        "no": str(payload.no),
        "deadline": moment_text(payload.deadline),
    }


def _consultation_answered(payload: e.ConsultationAnswered, officer: bool) -> Sentence:
    if not officer:
        return gettext_noop("Đã có ý kiến của cơ quan liên quan."), {}
    no = {"no": str(payload.no)}
    if payload.late:
        return gettext_noop("Nhận ý kiến trả lời lần %(no)s, quá thời hạn lấy ý kiến."), no
    return gettext_noop("Nhận ý kiến trả lời lần %(no)s."), no


def _supplement_proposed(payload: e.SupplementProposed, officer: bool) -> Sentence:
    if not officer:
        return IN_WORK, {}
    return gettext_noop("Đề nghị Bộ phận Một cửa yêu cầu bổ sung %(count)s nội dung."), {
        "count": str(len(payload.items))
    }


def _supplement_requested(payload: e.SupplementRequested, officer: bool) -> Sentence:
    values = {"round": str(payload.round), "count": str(len(payload.items))}
    if payload.deadline is not None:
        values["deadline"] = moment_text(payload.deadline)
        if officer:
            return (
                gettext_noop("Yêu cầu bổ sung lần %(round)s: %(count)s nội dung, trước %(deadline)s."),
                values,
            )
        return gettext_noop("Bạn cần bổ sung %(count)s nội dung trước %(deadline)s."), values
    if officer:
        return gettext_noop("Yêu cầu bổ sung lần %(round)s: %(count)s nội dung."), values
    return gettext_noop("Bạn cần bổ sung %(count)s nội dung; thời hạn tạm dừng tính."), values


def _supplement_received(payload: e.SupplementReceived, officer: bool) -> Sentence:
    if payload.due_after is None:
        message = (
            gettext_noop("Nhận đủ giấy tờ bổ sung lần %(round)s.")
            if officer
            else gettext_noop("Đã nhận đủ giấy tờ bổ sung.")
        )
        return message, {"round": str(payload.round)}
    values = {"round": str(payload.round), "due": moment_text(payload.due_after)}
    if not officer:
        return gettext_noop("Đã nhận đủ giấy tờ bổ sung; ngày hẹn trả mới là %(due)s."), values
    if payload.policy == "restart":
        return gettext_noop(
            "Nhận đủ bổ sung lần %(round)s; thời hạn tính lại từ đầu, hẹn trả %(due)s."
        ), values
    return gettext_noop("Nhận đủ bổ sung lần %(round)s; thời hạn tính tiếp, hẹn trả %(due)s."), values


def _supplement_offered(payload: e.SupplementOffered, officer: bool) -> Sentence:
    values = {"count": str(len(payload.components)), "answer_due": moment_text(payload.answer_due_at)}
    if not payload.components:
        if officer:
            return gettext_noop("Người nộp sửa lời khai qua mạng; phải xem trước %(answer_due)s."), values
        return gettext_noop("Bạn đã gửi phần sửa lời khai; cơ quan xem trước %(answer_due)s."), values
    if officer:
        return gettext_noop(
            "Người nộp bổ sung qua mạng %(count)s giấy tờ; phải xem trước %(answer_due)s."
        ), values
    return gettext_noop("Bạn đã gửi bổ sung %(count)s giấy tờ; cơ quan xem trước %(answer_due)s."), values


def _obligation_requested(payload: e.ObligationRequested, officer: bool) -> Sentence:
    values = {} if payload.deadline is None else {"deadline": moment_text(payload.deadline)}
    if officer:
        if values:
            return gettext_noop("Yêu cầu thực hiện nghĩa vụ tài chính trước %(deadline)s."), values
        return gettext_noop("Yêu cầu thực hiện nghĩa vụ tài chính."), values
    if values:
        return gettext_noop("Bạn cần thực hiện nghĩa vụ tài chính trước %(deadline)s."), values
    return gettext_noop("Bạn cần thực hiện nghĩa vụ tài chính; thời hạn tạm dừng tính."), values


def _obligation_fulfilled(payload: e.ObligationFulfilled, officer: bool) -> Sentence:
    if payload.receipt and payload.due_after is not None:
        paid = {
            "amount": dong(payload.amount or 0),
            "receipt": payload.receipt,
            "due": moment_text(payload.due_after),
        }
        if officer:
            return gettext_noop(
                "Nghĩa vụ tài chính %(amount)s đã nộp trực tuyến, biên lai %(receipt)s; hẹn trả %(due)s."
            ), paid
        return gettext_noop(
            "Bạn đã nộp nghĩa vụ tài chính %(amount)s, biên lai %(receipt)s; ngày hẹn trả mới là %(due)s."
        ), paid
    if payload.due_after is None:
        return gettext_noop("Đã thực hiện nghĩa vụ tài chính."), {}
    values = {"due": moment_text(payload.due_after)}
    if officer:
        return gettext_noop("Xác nhận đã thực hiện nghĩa vụ tài chính; hẹn trả %(due)s."), values
    return gettext_noop("Đã thực hiện nghĩa vụ tài chính; ngày hẹn trả mới là %(due)s."), values


def _stopped(payload: e.Stopped, officer: bool) -> Sentence:
    if payload.suspension:
        if officer:
            return gettext_noop("Lãnh đạo tạm dừng xử lý: %(ground)s."), {"ground": payload.legal_ground}
        return gettext_noop("Hồ sơ tạm dừng xử lý; ngày hẹn trả không đổi."), {}
    if officer:
        return gettext_noop("Lãnh đạo dừng hẳn việc xử lý: %(ground)s."), {"ground": payload.legal_ground}
    return gettext_noop("Hồ sơ dừng xử lý; lý do ghi trong thông báo gửi bạn."), {}


def _result_proposed(payload: e.ResultProposed, officer: bool) -> Sentence:
    if not officer:
        return gettext_noop("Kết quả đang chờ lãnh đạo ký."), {}
    if payload.granted:
        return gettext_noop("Trình lãnh đạo kết quả: đồng ý giải quyết."), {}
    return gettext_noop("Trình lãnh đạo kết quả: từ chối giải quyết."), {}


def _rescheduled(payload: e.Rescheduled, officer: bool) -> Sentence:
    values = _two_dates(payload.due_before, payload.due_after)
    if not officer:
        return gettext_noop("Cơ quan xin lỗi và hẹn lại: từ %(before)s sang %(after)s."), values
    if payload.late_reschedule:
        return gettext_noop("Hẹn lại muộn: từ %(before)s sang %(after)s, kèm phiếu xin lỗi."), values
    return gettext_noop("Hẹn lại: từ %(before)s sang %(after)s, kèm phiếu xin lỗi."), values


FIELD_NAMES: Final[dict[str, str]] = {
    "owner": gettext_noop("chủ hồ sơ"),
    "owner_type": gettext_noop("loại chủ hồ sơ"),
    "representative": gettext_noop("người đại diện"),
    "content": gettext_noop("nội dung yêu cầu"),
    "components": gettext_noop("thành phần hồ sơ"),
    "sets": gettext_noop("số bộ hồ sơ"),
    "fee_state": gettext_noop("phí, lệ phí"),
    "competent": gettext_noop("cơ quan giải quyết"),
    "procedure": gettext_noop("thủ tục"),
    "case": gettext_noop("trường hợp của thủ tục"),
    "version": gettext_noop("phiên bản thủ tục"),
    "channel": gettext_noop("cách nộp"),
    "limit": gettext_noop("thời hạn giải quyết"),
    "received_at": gettext_noop("thời điểm tiếp nhận"),
    "calendar": gettext_noop("lịch làm việc áp dụng"),
    "return_method": gettext_noop("cách nhận kết quả"),
}


def corrected_name(payload: e.Corrected) -> str:
    """What was put right, as a msgid: of a procedure the part that differs."""
    field = payload.field
    if field == "procedure":
        old, new = (corrections.read_pinned(text).pin for text in (payload.old, payload.new))
        if old.code == new.code:
            field = "case" if old.case != new.case else "version"
    return FIELD_NAMES.get(field, field)


def _corrected(payload: e.Corrected, officer: bool) -> Sentence:
    values: dict[str, Any] = {"field": Phrase(corrected_name(payload))}
    if payload.recount is not None and payload.due_after is not None:
        values["due"] = moment_text(payload.due_after)
        if payload.notices and payload.due_before is not None:
            values |= _two_dates(payload.due_before, payload.due_after)
            if officer:
                return gettext_noop(
                    "Đính chính %(field)s; hẹn trả đổi từ %(before)s sang %(after)s, đã báo người nộp trên "
                    "trang tra cứu và giấy in lại."
                ), values
            return gettext_noop(
                "Cơ quan đính chính %(field)s; ngày hẹn trả đổi từ %(before)s sang %(after)s."
            ), values
        if officer:
            return gettext_noop("Đính chính %(field)s; hẹn trả %(due)s."), values
        return gettext_noop("Cơ quan đính chính %(field)s; ngày hẹn trả là %(due)s."), values
    if officer:
        return _corrected_plainly(payload, values)
    return gettext_noop("Cơ quan đính chính %(field)s của hồ sơ."), values


def _corrected_plainly(payload: e.Corrected, values: dict[str, Any]) -> Sentence:
    if payload.field == "competent":
        return gettext_noop("Đính chính cơ quan giải quyết: %(agency)s."), values | {"agency": payload.new}
    return gettext_noop("Đính chính %(field)s."), values


def _fee_paid(payload: e.FeePaid, officer: bool) -> Sentence:
    values = {"amount": dong(payload.amount), "receipt": payload.receipt}
    if not officer:
        return gettext_noop("Đã nhận %(amount)s phí, lệ phí theo biên lai %(receipt)s."), values
    if payload.method is PaymentMethod.ONLINE:
        return gettext_noop("Nhận %(amount)s nộp trực tuyến, biên lai %(receipt)s."), values
    if payload.method is PaymentMethod.TRANSFER:
        return gettext_noop("Thu %(amount)s qua chuyển khoản, biên lai %(receipt)s."), values
    return gettext_noop("Thu %(amount)s tiền mặt, biên lai %(receipt)s."), values


def _fee_waived(payload: e.FeeWaived, officer: bool) -> Sentence:
    if payload.partial:
        values = {"amount": dong(payload.amount)}
        if officer:
            words = gettext_noop("Giảm %(amount)s phí, lệ phí: %(ground)s.")
            return words, values | {"ground": payload.legal_ground}
        return gettext_noop("Hồ sơ được giảm %(amount)s phí, lệ phí."), values
    if officer:
        return gettext_noop("Miễn phí, lệ phí: %(ground)s."), {"ground": payload.legal_ground}
    return gettext_noop("Hồ sơ được miễn phí, lệ phí."), {}


def _waiver_withdrawn(payload: e.WaiverWithdrawn, officer: bool) -> Sentence:
    values = {"amount": dong(payload.amount)}
    if not payload.amount:
        return gettext_noop("Rút việc miễn, giảm phí, lệ phí."), values
    if officer:
        return gettext_noop("Rút việc miễn, giảm phí, lệ phí: phải nộp %(amount)s."), values
    return gettext_noop("Việc miễn, giảm phí, lệ phí đã được rút; hồ sơ phải nộp %(amount)s."), values


def _fee_refunded(payload: e.FeeRefunded, officer: bool) -> Sentence:
    values = {"amount": dong(payload.amount), "receipt": payload.receipt, "refund": payload.refund}
    if payload.by_gateway:
        if officer:
            words = gettext_noop(
                "Yêu cầu cổng thanh toán hoàn %(amount)s của biên lai %(receipt)s, phiếu %(refund)s."
            )
            return words, values
        return gettext_noop("Đã yêu cầu cổng thanh toán hoàn %(amount)s của biên lai %(receipt)s."), values
    if officer:
        return gettext_noop("Hoàn %(amount)s của biên lai %(receipt)s, phiếu %(refund)s."), values
    return gettext_noop("Đã hoàn trả %(amount)s của biên lai %(receipt)s."), values


def _step_completed(payload: e.StepCompleted, officer: bool) -> Sentence:
    steps = payload.steps
    opened = next(opened_in(steps), None)
    if not officer:
        back = next((part for part in (steps.parts if steps else ()) if part.returned_at is not None), None)
        if back is not None:
            return gettext_noop("%(agency)s đã gửi kết quả phối hợp."), {"agency": back.agency}
        if opened is not None and opened.kind is StepKind.TASK:
            return gettext_noop("Hồ sơ chuyển bước: %(agency)s đang xử lý."), {"agency": opened.agency}
        return IN_WORK, {}
    if opened is None:
        return gettext_noop("Hoàn thành bước %(no)s của quy trình."), {"no": str(payload.no)}
    return gettext_noop("Hoàn thành bước; tiếp theo: %(step)s (%(agency)s)."), {
        "step": opened.name,
        "agency": opened.agency,
    }


def _step_assigned(payload: e.StepAssigned, officer: bool) -> Sentence:
    given = payload.steps.given[0] if payload.steps and payload.steps.given else None
    if not officer or given is None:
        return IN_WORK, {}
    if given.officer is None:
        return gettext_noop("Trả bước về %(agency)s."), {"agency": given.agency}
    return gettext_noop("Giao bước cho %(officer)s (%(agency)s)."), {
        "officer": given.officer,
        "agency": given.agency,
    }


def _parts_sent(payload: e.PartsSent, officer: bool) -> Sentence:
    parts = payload.steps.parts if payload.steps else ()
    values = {"agency": parts[0].agency if parts else "", "count": str(len(parts))}
    if len(parts) == 1:
        if not officer:
            return gettext_noop("%(agency)s đang phối hợp giải quyết hồ sơ."), values
        return gettext_noop("Chuyển xử lý liên thông đến %(agency)s."), values
    if not officer:
        return gettext_noop("%(count)s cơ quan đang phối hợp giải quyết hồ sơ."), values
    return gettext_noop("Chuyển xử lý liên thông đến %(count)s cơ quan."), values


def _part_recalled(payload: e.PartRecalled, officer: bool) -> Sentence:
    if officer:
        return gettext_noop("Thu hồi phần việc liên thông số %(no)s."), {"no": str(payload.no)}
    return IN_WORK, {}


def _urged(payload: e.Urged, officer: bool) -> Sentence:
    if not officer:
        return IN_WORK, {}
    return gettext_noop("Đôn đốc %(agency)s, trả lời trước %(deadline)s."), {
        "agency": payload.agency,
        "deadline": moment_text(payload.answer_by),
    }


def _process_moved(payload: e.ProcessMoved, officer: bool) -> Sentence:
    if not officer:
        return IN_WORK, {}
    if payload.undoes is not None:
        return gettext_noop("Đưa hồ sơ về phiên bản trước của quy trình."), {}
    return gettext_noop("Chuyển hồ sơ sang phiên bản mới của quy trình."), {}


def _two_dates(before: Instant, after: Instant) -> dict[str, str]:
    return {"before": moment_text(before), "after": moment_text(after)}


_TELLERS: Final[dict[type[e.Payload], Callable[[Any, bool], Sentence]]] = {
    e.Registered: _registered,
    e.RegistrationNoticed: _noticed,
    e.Received: _received,
    e.Transferred: _transferred,
    e.Assigned: _assigned,
    e.ConsultationRequested: _consultation_requested,
    e.ConsultationAnswered: _consultation_answered,
    e.SupplementProposed: _supplement_proposed,
    e.SupplementRequested: _supplement_requested,
    e.SupplementReceived: _supplement_received,
    e.ObligationRequested: _obligation_requested,
    e.ObligationFulfilled: _obligation_fulfilled,
    e.Stopped: _stopped,
    e.ResultProposed: _result_proposed,
    e.Rescheduled: _rescheduled,
    e.Corrected: _corrected,
    e.FeePaid: _fee_paid,
    e.FeeWaived: _fee_waived,
    e.WaiverWithdrawn: _waiver_withdrawn,
    e.FeeRefunded: _fee_refunded,
    e.StepCompleted: _step_completed,
    e.StepAssigned: _step_assigned,
    e.PartsSent: _parts_sent,
    e.PartRecalled: _part_recalled,
    e.ProcessMoved: _process_moved,
    e.Urged: _urged,
    e.SupplementOffered: _supplement_offered,
}
