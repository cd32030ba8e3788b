"""The officer's actions as small forms: what each asks for, its word, its key. Who may do what, and whether
what was typed will do, the core decides; here is only how it is asked."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from motcua.desk import words
from motcua.desk.sheet import Ask, Entry, Sheet
from motcua.desk.step_sheets import NOTE, PARTS, REASON, STEPS

GROUND: Final = Entry("legal_ground", _("Căn cứ pháp lý"), Ask.LINE, hint=_("Văn bản, điều, khoản"))
FAULTS: Final = Entry("faults", _("Giấy tờ trong hồ sơ có lỗi"), Ask.FAULTS, options=words.FAULTS)
ITEMS_FAULT: Final = Entry(
    "items_fault", _("Lỗi của các mục trên"), Ask.SELECT, options=words.FAULTS, blank=_("Chưa phân loại")
)
RESULT_FILES: Final = Entry("documents", _("Tệp kết quả"), Ask.FILES)

ASK: Final = "ask_correction"
"""Not of the lifecycle: who may not correct asks for it (`dossiers.asking`)."""

_SHEETS: Final = (
    Sheet(
        "receive",
        "receive",
        _("Tiếp nhận hồ sơ nộp trực tuyến"),
        "T",
        "clipboard-check",
        _("Đã tiếp nhận hồ sơ nộp trực tuyến."),
        note=_("Hồ sơ được cấp mã và ngày hẹn trả tính từ lúc này, theo thủ tục như khi nộp."),
    ),
    Sheet(
        "notice_registration",
        "notice_registration",
        _("Thông báo bổ sung một lần"),
        "B",
        "file-text",
        _("Đã gửi thông báo bổ sung; hồ sơ chưa được tiếp nhận."),
        (
            FAULTS,
            Entry("items", _("Giấy tờ, nội dung cần bổ sung"), Ask.LINES, hint=_("Mỗi dòng một mục")),
            REASON,
        ),
        note=_("Chỉ được thông báo một lần, nêu đủ mọi nội dung."),
    ),
    Sheet(
        "decline_registration",
        "decline_registration",
        _("Từ chối tiếp nhận"),
        "R",
        "ban",
        _("Đã từ chối tiếp nhận; in phiếu ở mục Biểu mẫu."),
        (REASON,),
    ),
    *STEPS,
    Sheet(
        "transfer",
        "transfer",
        _("Chuyển cơ quan giải quyết"),
        "C",
        "send",
        _("Đã chuyển hồ sơ."),
        (
            Entry(
                "to_officer", _("Giao cho"), Ask.SELECT, options="handlers", blank=_("Để cơ quan phân công")
            ),
            NOTE,
        ),
    ),
    Sheet(
        "resolve_at_counter",
        "resolve_at_counter",
        _("Giải quyết ngay tại quầy"),
        "G",
        "bolt",
        _("Đã giải quyết tại quầy."),
        (
            Entry(
                "granted",
                _("Kết quả"),
                Ask.CHOICE,
                options={"1": _("Đồng ý"), "0": _("Từ chối")},
            ),
            Entry("reason", _("Lý do (khi từ chối)")),
            Entry("signature", _("Chữ ký trên kết quả"), Ask.CHOICE, options=words.SIGNATURES),
            Entry("receiver", _("Người nhận kết quả (để trống nếu chưa trả)"), Ask.LINE),
            RESULT_FILES,
        ),
        purpose="result",
    ),
    Sheet(
        "propose_result",
        "propose_result",
        _("Trình phê duyệt"),
        "T",
        "send",
        _("Đã trình kết quả."),
        (
            Entry(
                "to_officer",
                _("Trình lãnh đạo"),
                Ask.SELECT,
                options="leaders",
                blank=_("Lãnh đạo cơ quan"),
            ),
            Entry("reason", _("Ý kiến của người thụ lý")),
            RESULT_FILES,
        ),
        fixed={"granted": "1"},
        purpose="result",
    ),
    Sheet(
        "propose_refusal",
        "propose_result",
        _("Đề nghị từ chối giải quyết"),
        "R",
        "circle-x",
        _("Đã trình đề nghị từ chối."),
        (
            Entry(
                "to_officer",
                _("Trình lãnh đạo"),
                Ask.SELECT,
                options="leaders",
                blank=_("Lãnh đạo cơ quan"),
            ),
            REASON,
            RESULT_FILES,
        ),
        fixed={"granted": "0"},
        purpose="result",
    ),
    Sheet(
        "approve",
        "approve",
        _("Ký duyệt"),
        "Đ",
        "signature",
        _("Đã ký duyệt kết quả."),
        (
            Entry("signature", _("Chữ ký trên kết quả"), Ask.CHOICE, options=words.SIGNATURES),
            RESULT_FILES,
        ),
        purpose="result",
    ),
    Sheet(
        "send_back", "send_back", _("Trả lại người thụ lý"), "L", "arrow-back-up", _("Đã trả lại."), (REASON,)
    ),
    Sheet(
        "return_result",
        "return_result",
        _("Trả kết quả"),
        "T",
        "user-check",
        _("Đã trả kết quả."),
        (
            Entry("receiver", _("Người nhận"), Ask.LINE, needed=True, initial="receiver_first"),
            Entry("receiver_identifier", _("Số định danh người nhận"), Ask.LINE),
            Entry("receiver_paper", _("Giấy hẹn hoặc văn bản ủy quyền"), Ask.LINE),
            Entry("method", _("Cách trả"), Ask.SELECT, options=words.RETURN_METHODS, initial="return_method"),
            Entry(
                "originals_returned",
                _("Bản chính giấy tờ"),
                Ask.CHOICE,
                options={"1": _("Đã trả lại bản chính"), "0": _("Cơ quan giữ bản chính")},
            ),
        ),
    ),
    Sheet(
        "request_consultation",
        "request_consultation",
        _("Lấy ý kiến"),
        "Y",
        "message-2",
        _("Đã gửi lấy ý kiến."),
        (
            Entry("consulted", _("Cơ quan được hỏi"), Ask.SEVERAL, needed=True, options="agencies"),
            Entry("content", _("Nội dung hỏi"), needed=True),
            Entry("deadline", _("Trả lời trước"), Ask.MOMENT, needed=True),
        ),
    ),
    Sheet(
        "answer_consultation",
        "answer_consultation",
        _("Ghi ý kiến trả lời"),
        "I",
        "message-reply",
        _("Đã ghi ý kiến trả lời."),
        (
            Entry("no", _("Lần lấy ý kiến"), Ask.SELECT, needed=True, options="open_opinions", asked="lan"),
            Entry("answer", _("Ý kiến"), needed=True),
            Entry(
                "paper",
                _("Văn bản trả lời (số, ngày)"),
                Ask.LINE,
                hint=_("Chỉ khi ghi thay cơ quan được hỏi đã trả lời bằng văn bản giấy"),
            ),
        ),
    ),
    *PARTS,
    Sheet(
        "record_verification",
        "record_verification",
        _("Ghi kết quả thẩm tra, xác minh"),
        "G",
        "writing",
        _("Đã ghi kết quả thẩm tra, xác minh."),
        (Entry("content", _("Thời gian, địa điểm, người tham gia, kết quả"), needed=True),),
    ),
    Sheet(
        "propose_supplement",
        "propose_supplement",
        _("Đề nghị bổ sung qua Một cửa"),
        "B",
        "file-text",
        _("Đã gửi đề nghị bổ sung đến Bộ phận Một cửa."),
        (
            FAULTS,
            Entry("items", _("Giấy tờ, nội dung cần bổ sung"), Ask.LINES, hint=_("Mỗi dòng một mục")),
            ITEMS_FAULT,
            REASON,
            Entry("deadline", _("Hạn bổ sung"), Ask.MOMENT),
            GROUND,
        ),
        note=_("Người thụ lý không yêu cầu trực tiếp người nộp; Bộ phận Một cửa lập phiếu."),
    ),
    Sheet(
        "request_supplement",
        "request_supplement",
        _("Lập phiếu yêu cầu bổ sung"),
        "B",
        "file-text",
        _("Đã lập phiếu yêu cầu bổ sung; in phiếu ở mục Biểu mẫu."),
        (
            FAULTS,
            Entry(
                "items",
                _("Giấy tờ, nội dung cần bổ sung"),
                Ask.LINES,
                hint=_("Để trống để dùng nội dung người thụ lý đề nghị"),
            ),
            ITEMS_FAULT,
            Entry("reason", _("Lý do"), hint=_("Để trống để dùng lý do của người thụ lý")),
            Entry("deadline", _("Hạn bổ sung"), Ask.MOMENT),
            GROUND,
        ),
    ),
    Sheet(
        "return_offer",
        "return_offer",
        _("Trả lại bổ sung qua mạng"),
        "L",
        "arrow-back-up",
        _("Đã trả lại; yêu cầu bổ sung vẫn như cũ."),
        (REASON,),
        note=_("Không phải yêu cầu bổ sung mới: người nộp gửi lại đúng những gì đã được yêu cầu."),
    ),
    Sheet(
        "reject_supplement",
        "reject_supplement",
        _("Trả lại đề nghị bổ sung"),
        "L",
        "arrow-back-up",
        _("Đã trả lại đề nghị bổ sung."),
        (REASON,),
    ),
    Sheet(
        "receive_supplement",
        "receive_supplement",
        _("Nhận đủ giấy tờ bổ sung"),
        "N",
        "file-plus",
        _("Đã nhận đủ giấy tờ bổ sung."),
        (
            Entry("components", _("Giấy tờ nhận thêm"), Ask.LINES, hint=_("Mỗi dòng một giấy tờ")),
            Entry("component_kind", _("Loại bản"), Ask.CHOICE, options=words.COPY_KINDS),
            Entry("files", _("Tệp quét"), Ask.FILES),
        ),
        purpose="supplement",
    ),
    Sheet(
        "expire_supplement",
        "expire_supplement",
        _("Hết hạn bổ sung, kết thúc hồ sơ"),
        "X",
        "hourglass",
        _("Đã kết thúc hồ sơ vì hết hạn bổ sung."),
        (Entry("reason", _("Lý do")),),
    ),
    Sheet(
        "request_obligation",
        "request_obligation",
        _("Yêu cầu nghĩa vụ tài chính"),
        "F",
        "coin",
        _("Đã ghi yêu cầu thực hiện nghĩa vụ tài chính."),
        (
            Entry("content", _("Khoản phải nộp, nơi nộp"), needed=True),
            Entry("amount", _("Số tiền (đồng)"), Ask.MONEY),
            Entry("deadline", _("Nộp trước"), Ask.MOMENT),
        ),
    ),
    Sheet(
        "fulfil_obligation",
        "fulfil_obligation",
        _("Xác nhận đã nộp tiền"),
        "F",
        "coins",
        _("Đã ghi việc nộp tiền; thời hạn tính tiếp."),
        (Entry("proof", _("Chứng từ (số, ngày)"), Ask.LINE),),
    ),
    Sheet(
        "assign",
        "assign",
        _("Chuyển người thụ lý"),
        "C",
        "users",
        _("Đã chuyển người thụ lý."),
        (
            Entry("to_officer", _("Giao cho"), Ask.SELECT, needed=True, options="handlers"),
            NOTE,
        ),
    ),
    Sheet(
        "reschedule",
        "reschedule",
        _("Xin lỗi và hẹn lại ngày trả"),
        "H",
        "mail",
        _("Đã hẹn lại; in phiếu xin lỗi ở mục Biểu mẫu."),
        (
            Entry("new_due_at", _("Hẹn trả mới"), Ask.MOMENT, needed=True),
            REASON,
            Entry("signed_by", _("Thủ trưởng ký phiếu"), Ask.SELECT, needed=True, options="leaders"),
        ),
        note=_("Chậm nhất trước hạn một ngày, và chỉ một lần; ngày hẹn gốc vẫn được giữ."),
    ),
    Sheet(
        "withdraw",
        "withdraw",
        _("Ghi nhận rút hồ sơ"),
        "W",
        "file-export",
        _("Đã ghi việc rút hồ sơ."),
        (REASON,),
    ),
    Sheet(
        "stop",
        "stop",
        _("Dừng xử lý hồ sơ"),
        "S",
        "player-stop",
        _("Đã dừng xử lý hồ sơ."),
        (
            Entry(
                "suspension",
                _("Cách dừng"),
                Ask.CHOICE,
                options={"1": _("Tạm dừng, còn xử lý tiếp"), "0": _("Dừng hẳn")},
            ),
            REASON,
            Entry("legal_ground", _("Căn cứ pháp lý"), Ask.LINE, needed=True),
        ),
    ),
    Sheet(
        "resume", "resume", _("Tiếp tục xử lý"), "S", "player-play", _("Hồ sơ được xử lý tiếp."), (REASON,)
    ),
    Sheet(
        "correct",
        "correct",
        _("Đính chính"),
        "P",
        "edit",
        _("Đã đính chính; nội dung cũ vẫn còn trong nhật ký."),
        page="desk:correct",
    ),
    Sheet(
        ASK,
        ASK,
        _("Đề nghị đính chính"),
        "P",
        "message-question",
        _("Đã gửi đề nghị đính chính."),
        page="desk:ask_correction",
    ),
)
SHEETS: Final = {sheet.name: sheet for sheet in _SHEETS}


def sheets_of(actions: tuple[str, ...]) -> tuple[Sheet, ...]:
    """The forms of the actions that a person may do now, in the order of the panel; those that stand beside
    their step or part are left out."""
    return tuple(sheet for sheet in _SHEETS if sheet.action in actions and not sheet.of)
