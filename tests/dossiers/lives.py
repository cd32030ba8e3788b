"""Whole lives of dossiers, for tests that look at what such lives leave behind."""

from __future__ import annotations

from tests.dossiers.room import (
    HANDLER,
    HEAD,
    LEADER,
    LEADER_CODE,
    RECEPTION,
    Room,
)

WORDS = {
    "content": "Đăng ký lại khai sinh cho cháu Hoàng Gia Bảo",
    "extra": "Giấy ủy quyền của ông Nông Văn Tài",
    "note": "Chị Ngọc hẹn quay lại chiều mai",
    "verification": "Gặp bà Lý Thị Pá ở xóm Nà Lòng",
    "question": "Ông Sầm Văn Phúc có hộ khẩu ở đây không",
    "answer": "Ông Phúc đã chuyển đi năm 2019",
    "item": "Bản sao giấy chứng minh của bà Mã Thị Xuân",
    "reason": "Chữ ký của chị Ngọc không khớp",
    "extra_item": "Giấy chứng minh bà Mã Thị Xuân",
    "obligation": "Chị Ngọc nộp lệ phí tại quầy 2",
    "proof": "Biên lai mang tên Triệu Thị Mai",
    "sorry": "Xin lỗi chị Ngọc vì cán bộ ốm",
    "stop": "Có đơn của ông Đàm Văn Quý",
    "resume": "Ông Quý đã rút đơn",
    "send_back": "Xem lại quan hệ với bà Xuân",
    "wrong": "Tên viết sai thành Ngọk",
    "new_name": "Hoàng Thị Ngọc Bích",
    "new_address": "Số 7 phố Kim Đồng",
    "receiver": "Nông Văn Tài",
    "receiver_identifier": "004070001234",
    "representative": "Triệu Văn Lợi",
    "representative_identifier": "004085007777",
    "representative_paper": "Văn bản ủy quyền số 45 ngày 1/3",
    "representative_phone": "0987654321",
}
"""Every word about people that the long life puts in."""


def long_life(room: Room) -> Room:
    """Through nearly every transition, with words about people at each."""
    says = WORDS
    room.receive(
        content=says["content"],
        extra_name=says["extra"],
        represented="on",
        representative_name=says["representative"],
        representative_identifier=says["representative_identifier"],
        representative_phone=says["representative_phone"],
        representative_paper=says["representative_paper"],
    )
    room.do(RECEPTION, "transfer", note=says["note"])
    room.do(LEADER, "assign", to_officer="CB0015", note=says["note"])
    room.do(HANDLER, "record_verification", content=says["verification"])
    room.do(
        HANDLER,
        "request_consultation",
        consulted="H14.03",
        content=says["question"],
        deadline=room.on(2, "17:00"),
    )
    room.do(HANDLER, "answer_consultation", no="1", answer=says["answer"], paper="12/STP")
    room.do(HANDLER, "propose_supplement", items=says["item"], reason=says["reason"])
    room.do(RECEPTION, "reject_supplement", reason=says["reason"])
    room.do(HANDLER, "propose_supplement", items=says["item"], reason=says["reason"])
    room.do(RECEPTION, "request_supplement")
    room.do(RECEPTION, "receive_supplement", components=says["extra_item"])
    room.do(HANDLER, "request_obligation", content=says["obligation"], amount="26.000")
    room.do(RECEPTION, "fulfil_obligation", proof=says["proof"])
    room.do(
        HEAD,
        "reschedule",
        new_due_at=room.on(14, "09:00"),
        reason=says["sorry"],
        signed_by=LEADER_CODE,
    )
    room.do(LEADER, "stop", reason=says["stop"], legal_ground="Điều 1")
    room.do(LEADER, "resume", reason=says["resume"])
    room.do(
        HEAD,
        "correct",
        owner_name=says["new_name"],
        owner_phone="",
        owner_email="",
        owner_address=says["new_address"],
        reason=says["wrong"],
    )
    room.proposed()
    room.do(LEADER, "send_back", reason=says["send_back"])
    room.proposed(granted=False)
    room.do(LEADER, "approve")
    room.do(
        RECEPTION,
        "return_result",
        receiver=says["receiver"],
        receiver_identifier=says["receiver_identifier"],
    )
    return room
