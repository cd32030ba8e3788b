"""Invented people and dossiers that fill every field of every form."""

from __future__ import annotations

from datetime import date, datetime

from motcua.dossiers.papers import data as forms
from motcua.dossiers.papers import money, work
from motcua.dossiers.papers.qr import qr_url
from motcua.foundation.clock import Instant, instant_of

CODE = "000.00.15.H14-220428-0007"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PUBLIC = "https://motcua.caobang.example"


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> Instant:
    return instant_of(datetime(year, month, day, hour, minute))


def frame(
    number: str = "01",
    title: str = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    mark: str = "245/TNHS",
    **changes: object,
) -> forms.Frame:
    fields: dict[str, object] = {
        "form_number": number,
        "form_title": title,
        "regime": "R2021",
        "regime_note": "Nghị định 61/2018/NĐ-CP, 107/2021/NĐ-CP; Thông tư 01/2018/TT-VPCP",
        "governing_unit": "Văn phòng Ủy ban nhân dân tỉnh Cao Bằng",
        "section_name": "Trung tâm Phục vụ hành chính công",
        "number": mark,
        "place": "Cao Bằng",
        "issued_at": at(2022, 4, 28, 14, 2),
        "code": CODE,
        "qr_url": qr_url(PUBLIC, CODE, HASH),
        "check_line": "Kiểm tra giấy này: motcua.caobang.example/tra-cuu",
        "simulated": True,
    }
    return forms.Frame(**(fields | changes))  # type: ignore[arg-type]


PARTY = forms.Party(
    name="Nguyễn Thị Hường Đoàn",
    identifier="004190001234",
    address="Tổ 5, phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
    phone="0912 345 678",
    email="huong.doan@example.com",
)
PRINCIPAL = forms.Principal(
    name="Công ty TNHH Một thành viên Lâm Sản Bản Giốc",
    identifier="4800123456",
    address="Xã Đàm Thủy, huyện Trùng Khánh, tỉnh Cao Bằng",
    phone="0206 385 1234",
    email="lienhe@bangioc.example",
    paper="Giấy ủy quyền số 12/2022/GUQ ngày 25/4/2022",
)
COMPONENTS = (
    forms.Component(no=1, name="Đơn đề nghị cấp giấy phép (Mẫu số 01)", kind="Bản chính", quantity=1),
    forms.Component(
        no=2, name="Bản sao có chứng thực Giấy chứng nhận đăng ký doanh nghiệp", kind="Bản sao", quantity=2
    ),
    forms.Component(
        no=3, name="Phương án quản lý rừng bền vững đã được phê duyệt", kind="Bản điện tử", quantity=1
    ),
)
EXPLANATION = forms.Explanation(
    rule="Đếm giờ làm việc từ thời điểm tiếp nhận, 08 giờ là 01 ngày làm việc",
    source="Bộ luật Dân sự 2015 điều 147, 148; khung giờ của đơn vị",
    calendar_version="2022.3",
    days=(
        forms.DayLine(date=date(2022, 4, 28), kind="counted", minutes=180),
        forms.DayLine(date=date(2022, 4, 29), kind="counted", minutes=480),
        forms.DayLine(
            date=date(2022, 4, 30),
            kind="skipped",
            reason="Ngày Chiến thắng",
            source="Bộ luật Lao động điều 112",
        ),
        forms.DayLine(
            date=date(2022, 5, 1),
            kind="skipped",
            reason="Quốc tế Lao động",
            source="Bộ luật Lao động điều 112",
        ),
        forms.DayLine(
            date=date(2022, 5, 2), kind="skipped", reason="nghỉ bù", source="Thông báo 3678/TB-LĐTBXH"
        ),
        forms.DayLine(
            date=date(2022, 5, 3), kind="skipped", reason="nghỉ bù", source="Thông báo 3678/TB-LĐTBXH"
        ),
        forms.DayLine(date=date(2022, 5, 4), kind="counted", minutes=480),
        forms.DayLine(date=date(2022, 5, 5), kind="counted", minutes=300),
    ),
)


def receipt(**changes: object) -> forms.ReceiptData:
    fields: dict[str, object] = {
        "frame": frame(),
        "party": PARTY,
        "procedure_code": "1.000045",
        "content": "Xác nhận bảng kê lâm sản",
        "components": COMPONENTS,
        "sets": 2,
        "limit_text": "03 ngày làm việc",
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "explanation": EXPLANATION,
        "return_place": "Quầy số 7, Trung tâm Phục vụ hành chính công",
        "book_volume": "01/2022",
        "book_no": "245",
        "submitter": "Nguyễn Thị Hường Đoàn",
        "receiver": "Hoàng Văn Ích",
        "secret": "K7QX2M9P",
        "copies": (1, 2),
    }
    return forms.ReceiptData(**(fields | changes))  # type: ignore[arg-type]


def supplement(**changes: object) -> forms.SupplementData:
    fields: dict[str, object] = {
        "frame": frame("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "31/PBS-TTPVHCC"),
        "party": PARTY,
        "content": "Xác nhận bảng kê lâm sản",
        "items": (
            "Bổ sung sơ đồ vị trí khai thác",
            "Ký lại trang 3 của phương án",
            "Nộp bản chính giấy ủy quyền",
        ),
        "reason": "Thành phần hồ sơ chưa đủ theo điều 8 Thông tư 27/2018/TT-BNNPTNT",
        "deadline": at(2022, 5, 30, 17, 0),
        "clock_note": "Thời hạn được tính lại từ đầu khi nhận đủ hồ sơ (điều 19 khoản 4 Nghị định 61/2018).",
        "contact_name": "Nông Thị Slao",
        "contact_phone": "0206 385 9999",
        "guide": "Hoàng Văn Ích",
    }
    return forms.SupplementData(**(fields | changes))  # type: ignore[arg-type]


def refusal(**changes: object) -> forms.RefusalData:
    fields: dict[str, object] = {
        "frame": frame("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "08/PTC-TTPVHCC"),
        "party": PARTY,
        "content": "Xác nhận bảng kê lâm sản",
        "reason": "Lâm sản nằm ngoài địa bàn quản lý của hạt kiểm lâm tiếp nhận",
        "legal_ground": "điều 5 Thông tư 27/2018/TT-BNNPTNT",
        "submitter": "Nguyễn Thị Hường Đoàn",
        "receiver": "Hoàng Văn Ích",
        "leader": "Bế Văn Khánh",
    }
    return forms.RefusalData(**(fields | changes))  # type: ignore[arg-type]


def apology(**changes: object) -> forms.ApologyData:
    fields: dict[str, object] = {
        "frame": frame("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "05/PXL"),
        "party": PARTY,
        "agency": "Chi cục Kiểm lâm tỉnh Cao Bằng",
        "procedure_name": "Xác nhận bảng kê lâm sản",
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "new_due_at": at(2022, 5, 9, 14, 0),
        "reason": "Phải xác minh nguồn gốc lâm sản tại hiện trường, mưa lũ chia cắt đường vào bản",
        "head": "Bế Văn Khánh",
    }
    return forms.ApologyData(**(fields | changes))  # type: ignore[arg-type]


def stop_notice(**changes: object) -> forms.StopNoticeData:
    fields: dict[str, object] = {
        "frame": frame("05", "Thông báo dừng giải quyết hồ sơ", "02/TB-TTPVHCC", regime="R2025"),
        "party": PARTY,
        "agency": "Chi cục Kiểm lâm tỉnh Cao Bằng",
        "procedure_name": "Xác nhận bảng kê lâm sản",
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "requested_at": at(2022, 4, 29, 9, 0),
        "stopped_at": at(2022, 4, 29, 10, 30),
        "reason": "Người nộp không còn nhu cầu vận chuyển lâm sản",
        "legal_ground": "điều 21 Nghị định 118/2025/NĐ-CP",
        "effect": "Bản chính giấy tờ đã nộp được trả lại cùng thông báo này.",
        "signer": "Hoàng Văn Ích",
    }
    return forms.StopNoticeData(**(fields | changes))  # type: ignore[arg-type]


HAND_OVERS = (
    forms.HandOver(
        giver_unit="Bộ phận TN&TKQ",
        receiver_unit="Chi cục Kiểm lâm",
        at=at(2022, 4, 28, 14, 30),
        giver="Hoàng Văn Ích",
        receiver="Lý Thị Mẩy",
        result="early",
        note="đủ 03 giấy tờ",
    ),
    forms.HandOver(
        giver_unit="Phòng Thanh tra, Pháp chế",
        receiver_unit="Lãnh đạo Chi cục",
        at=at(2022, 5, 4, 16, 0),
        giver="Lý Thị Mẩy",
        receiver="Bế Văn Khánh",
        result="on_time",
    ),
    forms.HandOver(
        giver_unit="Lãnh đạo Chi cục",
        receiver_unit="Bộ phận TN&TKQ",
        at=at(2022, 5, 6, 8, 0),
        giver="Bế Văn Khánh",
        receiver="Hoàng Văn Ích",
        result="late",
        note="mưa lũ",
    ),
)


def control_slip(**changes: object) -> forms.ControlSlipData:
    fields: dict[str, object] = {
        "frame": frame("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "245/PKS-TTPVHCC"),
        "procedure_name": "Xác nhận bảng kê lâm sản",
        "resolving_agency": "Chi cục Kiểm lâm tỉnh Cao Bằng",
        "coordinating": ("Hạt Kiểm lâm Trùng Khánh", "Ủy ban nhân dân xã Đàm Thủy"),
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "rows": HAND_OVERS,
    }
    return forms.ControlSlipData(**(fields | changes))  # type: ignore[arg-type]


def logbook_row(no: int, **changes: object) -> forms.LogbookRow:
    fields: dict[str, object] = {
        "no": no,
        "code": f"000.00.15.H14-220428-{no:04d}",
        "procedure_name": "Xác nhận bảng kê lâm sản",
        "applicant": "Nguyễn Thị Hường Đoàn",
        "address": "Phường Hợp Giang, thành phố Cao Bằng",
        "phone": "0912 345 678",
        "lead_agency": "Chi cục Kiểm lâm tỉnh Cao Bằng",
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "returned_at": at(2022, 5, 4, 16, 20),
        "return_method": "Trực tiếp tại quầy",
        "signature": "Nguyễn Thị Hường Đoàn",
    }
    return forms.LogbookRow(**(fields | changes))  # type: ignore[arg-type]


def logbook(count: int = 3, **changes: object) -> forms.LogbookData:
    fields: dict[str, object] = {
        "frame": frame("06", "Sổ theo dõi hồ sơ", "01/STD-TTPVHCC", code="", qr_url=""),
        "year": 2022,
        "volume": "02",
        "field_group": "Lâm nghiệp",
        "period": "Từ ngày 15/12/2021 đến ngày 14/12/2022",
        "rows": tuple(logbook_row(no) for no in range(101, 101 + count)),
        "head": "Đàm Văn Nghị",
    }
    return forms.LogbookData(**(fields | changes))  # type: ignore[arg-type]


def fee_receipt(**changes: object) -> money.FeeReceiptData:
    fields: dict[str, object] = {
        "frame": frame("01BLP", "Biên lai thu phí, lệ phí", "BL-H14.40.03-26-000001"),
        "payer": "Nguyễn Thị Hường Đoàn",
        "procedure_name": "Chứng thực chữ ký trong các giấy tờ, văn bản",
        "rows": (
            money.FeeRow(name="Phí: 10.000 đồng/trường hợp", unit="10.000 đ", quantity=3, amount="30.000 đ"),
        ),
        "less": (("Được giảm (Luật Phí và lệ phí, Điều 10)", "−5.000 đ"),),
        "total": "25.000 đ",
        "method": "Chuyển khoản (FT26061-998)",
        "collector": "Nông Thị Hạnh",
        "counter": "2",
        "taken_at": "28/4/2022 14:05",
        "refunds": ("HT-H14.40.03-26-000001: 10.000 đ, 29/4/2022 08:00",),
    }
    return money.FeeReceiptData(**(fields | changes))  # type: ignore[arg-type]


def refund_slip(**changes: object) -> money.RefundSlipData:
    fields: dict[str, object] = {
        "frame": frame("nội bộ", "Phiếu hoàn trả phí, lệ phí", "HT-H14.40.03-26-000001"),
        "receiver": "Nguyễn Thị Hường Đoàn",
        "procedure_name": "Chứng thực chữ ký trong các giấy tờ, văn bản",
        "receipt": "BL-H14.40.03-26-000001",
        "receipt_day": "28/4/2022",
        "taken": "30.000 đ",
        "amount": "10.000 đ",
        "left": "20.000 đ",
        "method": "Tiền mặt",
        "reason": "Thu thừa một bản",
        "giver": "Hoàng Văn Bắc",
        "given_at": "29/4/2022 08:00",
        "due_again": True,
    }
    return money.RefundSlipData(**(fields | changes))  # type: ignore[arg-type]


def money_book(**changes: object) -> money.MoneyBookData:
    row = money.MoneyRow(
        no=1,
        at="28/4/2022 14:05",
        number="BL-H14.40.03-26-000001",
        code="H14.40.03-261126-0006",
        officer="Nông Thị Hạnh",
        method="Tiền mặt",
        amount="30.000 đ",
    )
    fields: dict[str, object] = {
        "frame": frame("nội bộ", "Biên bản chốt tiền phí, lệ phí", "28042022-1", code="", qr_url=""),
        "period": "Ngày 28/4/2022",
        "facts": (("Tiền mặt phải có", "30.000 đ"), ("Chênh lệch", "0 đ")),
        "rows": (row,),
        "total": "30.000 đ",
        "signers": ("Người nộp tiền", "Người nhận tiền"),
    }
    return money.MoneyBookData(**(fields | changes))  # type: ignore[arg-type]


PROCEDURE = "Xác nhận bảng kê lâm sản"
FORESTERS = "Hạt Kiểm lâm Trùng Khánh"


def transfer_slip(**changes: object) -> work.TransferSlipData:
    fields: dict[str, object] = {
        "frame": frame("", "Phiếu chuyển xử lý", "245/PCXL"),
        "applicant": PARTY.name,
        "procedure_name": PROCEDURE,
        "lead_agency": "Chi cục Kiểm lâm tỉnh Cao Bằng",
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "rows": (
            work.AgencyTask(
                agency="Chi cục Kiểm lâm tỉnh Cao Bằng",
                task="Tổng hợp, trình ký",
                due_at=at(2022, 5, 5, 10, 0),
                lead=True,
            ),
            work.AgencyTask(
                agency=FORESTERS, task="Kiểm tra bãi gỗ tại xã Đàm Thủy", due_at=at(2022, 5, 4, 16, 30)
            ),
        ),
        "sender": "Hoàng Văn Ích",
    }
    return work.TransferSlipData(**(fields | changes))  # type: ignore[arg-type]


def urging_letter(**changes: object) -> work.UrgingLetterData:
    fields: dict[str, object] = {
        "frame": frame("", "Văn bản đôn đốc giải quyết hồ sơ", "245/VBĐĐ"),
        "to_agency": FORESTERS,
        "rows": (
            work.UrgedLine(
                code=CODE,
                procedure_name=PROCEDURE,
                received_at=at(2022, 4, 28, 14, 0),
                due_at=at(2022, 5, 5, 14, 0),
                step="Kiểm tra thực tế",
                holder="Lý Thị Mẩy",
                step_due_at=at(2022, 5, 4, 16, 30),
                over_minutes=480 + 185,
            ),
        ),
        "answer_by": at(2022, 5, 6, 17, 0),
        "order_of": "Chánh Văn phòng",
        "signer": "Đàm Văn Nghị",
    }
    return work.UrgingLetterData(**(fields | changes))  # type: ignore[arg-type]


def opinion_request(**changes: object) -> work.OpinionRequestData:
    fields: dict[str, object] = {
        "frame": frame("", "Văn bản lấy ý kiến giải quyết hồ sơ", "245/LYK-1"),
        "to_agency": FORESTERS,
        "applicant": PARTY.name,
        "procedure_name": PROCEDURE,
        "received_at": at(2022, 4, 28, 14, 0),
        "due_at": at(2022, 5, 5, 14, 0),
        "content": "Nguồn gốc lâm sản có đúng như bảng kê không?",
        "deadline": at(2022, 5, 4, 17, 0),
        "signer": "Lý Thị Mẩy",
    }
    return work.OpinionRequestData(**(fields | changes))  # type: ignore[arg-type]


def opinion_answer(**changes: object) -> work.OpinionAnswerData:
    fields: dict[str, object] = {
        "frame": frame("", "Văn bản trả lời ý kiến giải quyết hồ sơ", "245/TLYK-1"),
        "to_agency": "Chi cục Kiểm lâm tỉnh Cao Bằng",
        "applicant": PARTY.name,
        "procedure_name": PROCEDURE,
        "question": "Nguồn gốc lâm sản có đúng như bảng kê không?",
        "requested_at": at(2022, 4, 29, 8, 0),
        "deadline": at(2022, 5, 4, 17, 0),
        "answer": "Bảng kê khớp với biên bản kiểm tra ngày 29/4/2022.",
        "answered_at": at(2022, 5, 5, 8, 30),
        "late": True,
        "signer": "Nông Văn Hòa",
    }
    return work.OpinionAnswerData(**(fields | changes))  # type: ignore[arg-type]


ALL = {
    "receipt": receipt,
    "supplement": supplement,
    "refusal": refusal,
    "apology": apology,
    "stop_notice": stop_notice,
    "control_slip": control_slip,
    "logbook": logbook,
    "transfer_slip": transfer_slip,
    "urging_letter": urging_letter,
    "opinion_request": opinion_request,
    "opinion_answer": opinion_answer,
    "fee_receipt": fee_receipt,
    "refund_slip": refund_slip,
    "money_book": money_book,
}
