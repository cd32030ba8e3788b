"""Each form carries every field of its list in the annexes of Circulars 01/2018 and 03/2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.papers import samples
from tests.papers.reading import sizes_of

from motcua.dossiers.papers import Paper, Press, StopNoticeData

Printed = Callable[[Paper], str]

FRAME = (
    "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH CAO BẰNG",
    "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Cao Bằng, ngày 28 tháng 4 năm 2022",
    "Kiểm tra giấy này: motcua.caobang.example/tra-cuu",
    "DỮ LIỆU MÔ PHỎNG",
    "Trang 1/1",
)
PARTY = (
    "Địa chỉ: Tổ 5, phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
    "Số điện thoại: 0912 345 678",
    "Email: huong.doan@example.com",
)
FIELDS = {
    "receipt": (
        "Số: 245/TNHS",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {samples.CODE}",
        "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Nguyễn Thị Hường Đoàn",
        "Số định danh cá nhân/tổ chức: 004190001234",
        *PARTY,
        "Theo ủy quyền của Ông (Bà)/Tổ chức: Công ty TNHH Một thành viên Lâm Sản Bản Giốc",
        "Số định danh: 4800123456",
        "Địa chỉ: Xã Đàm Thủy, huyện Trùng Khánh, tỉnh Cao Bằng",
        "Số điện thoại: 0206 385 1234",
        "Email: lienhe@bangioc.example",
        "Giấy tờ ủy quyền: Giấy ủy quyền số 12/2022/GUQ ngày 25/4/2022",
        "Nội dung yêu cầu giải quyết: Xác nhận bảng kê lâm sản (mã thủ tục 1.000045)",
        "1 Đơn đề nghị cấp giấy phép (Mẫu số 01) Bản chính 1",
        "2 Bản sao có chứng thực Giấy chứng nhận đăng ký doanh nghiệp Bản sao 2",
        "3 Phương án quản lý rừng bền vững đã được phê duyệt Bản điện tử 1",
        "Số lượng hồ sơ: 2 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 14 giờ 00 phút, ngày 28 tháng 4 năm 2022",
        "Thời gian trả kết quả giải quyết hồ sơ: 14 giờ 00 phút, ngày 05 tháng 5 năm 2022",
        "Đăng ký nhận kết quả tại: Quầy số 7, Trung tâm Phục vụ hành chính công",
        "Vào Sổ theo dõi hồ sơ, Quyển số: 01/2022",
        "Số thứ tự: 245",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Hoàng Văn Ích",
        "K7QX2M9P",
        "Mẫu số 01",
    ),
    "supplement": (
        "Số: 31/PBS-TTPVHCC",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Hồ sơ của: Nguyễn Thị Hường Đoàn",
        "Nội dung yêu cầu giải quyết: Xác nhận bảng kê lâm sản",
        *PARTY,
        "1. Bổ sung sơ đồ vị trí khai thác",
        "2. Ký lại trang 3 của phương án",
        "3. Nộp bản chính giấy ủy quyền",
        "Lý do: Thành phần hồ sơ chưa đủ theo điều 8 Thông tư 27/2018/TT-BNNPTNT",
        "chậm nhất: 17 giờ 00 phút, ngày 30 tháng 5 năm 2022",
        "được tính lại từ đầu",
        "liên hệ với Nông Thị Slao, số điện thoại 0206 385 9999",
        "NGƯỜI HƯỚNG DẪN",
        "Hoàng Văn Ích",
        "Mẫu số 02",
    ),
    "refusal": (
        "Số: 08/PTC-TTPVHCC",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Trung tâm Phục vụ hành chính công",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Hường Đoàn",
        "Số định danh cá nhân/tổ chức: 004190001234",
        *PARTY,
        f"Mã hồ sơ (nếu có): {samples.CODE}",
        "Nội dung yêu cầu giải quyết: Xác nhận bảng kê lâm sản",
        "không tiếp nhận, giải quyết hồ sơ này với lý do",
        "Lâm sản nằm ngoài địa bàn quản lý của hạt kiểm lâm tiếp nhận",
        "Căn cứ: điều 5 Thông tư 27/2018/TT-BNNPTNT",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Mẫu số 03",
    ),
    "apology": (
        "Số: 05/PXL",
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Kính gửi: Nguyễn Thị Hường Đoàn",
        "Ngày 28/4/2022, Chi cục Kiểm lâm tỉnh Cao Bằng tiếp nhận",
        "thủ tục hành chính Xác nhận bảng kê lâm sản",
        "số định danh: 004190001234;",
        f"mã số hồ sơ: {samples.CODE}.",
        "hẹn trả kết quả giải quyết hồ sơ: 14 giờ 00 phút, ngày 05 tháng 5 năm 2022",
        "Lý do: Phải xác minh nguồn gốc lâm sản tại hiện trường",
        "gửi lời xin lỗi",
        "14 giờ 00 phút, ngày 09 tháng 5 năm 2022",
        "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ",
        "Bế Văn Khánh",
        "Mẫu số 04",
    ),
    "stop_notice": (
        "Số: 02/TB-TTPVHCC",
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Nguyễn Thị Hường Đoàn",
        f"Mã số hồ sơ: {samples.CODE}",
        "Thủ tục hành chính: Xác nhận bảng kê lâm sản",
        "Cơ quan, đơn vị giải quyết: Chi cục Kiểm lâm tỉnh Cao Bằng",
        "Ngày tiếp nhận: 28/4/2022",
        "Theo đề nghị dừng giải quyết hồ sơ của Ông/Bà/Tổ chức ngày 29/4/2022,",
        "kể từ 10 giờ 30 phút, ngày 29 tháng 4 năm 2022",
        "Lý do: Người nộp không còn nhu cầu vận chuyển lâm sản",
        "Căn cứ: điều 21 Nghị định 118/2025/NĐ-CP",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Mẫu số 05",
    ),
    "control_slip": (
        "Số: 245/PKS-TTPVHCC",
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        f"Mã hồ sơ: {samples.CODE}",
        "Cơ quan (bộ phận) giải quyết hồ sơ: Chi cục Kiểm lâm tỉnh Cao Bằng",
        "Cơ quan phối hợp giải quyết hồ sơ: Hạt Kiểm lâm Trùng Khánh; Ủy ban nhân dân xã Đàm Thủy",
        "Ngày nhận: 14 giờ 00 phút, ngày 28 tháng 4 năm 2022",
        "Hẹn trả kết quả vào: 14 giờ 00 phút, ngày 05 tháng 5 năm 2022",
        "1. Giao: Bộ phận TN&TKQ 2. Nhận: Chi cục Kiểm lâm",
        "14 giờ 30 phút, ngày 28/4/2022",
        "NGƯỜI GIAO",
        "NGƯỜI NHẬN",
        "Lý Thị Mẩy",
        "Trước hạn",
        "Đúng hạn",
        "Quá hạn",
        "đủ 03 giấy tờ",
    ),
    "transfer_slip": (
        "Số: 245/PCXL",
        "PHIẾU CHUYỂN XỬ LÝ",
        f"Mã hồ sơ: {samples.CODE}",
        "Thủ tục hành chính: Xác nhận bảng kê lâm sản",
        "Chủ hồ sơ: Nguyễn Thị Hường Đoàn",
        "Cơ quan chủ trì giải quyết: Chi cục Kiểm lâm tỉnh Cao Bằng",
        "Hẹn trả kết quả vào: 14 giờ 00 phút, ngày 05 tháng 5 năm 2022",
        "Cách chuyển: Gửi cùng lúc tới tất cả các cơ quan",
        "(chủ trì)",
        "Kiểm tra bãi gỗ tại xã Đàm Thủy",
        "16 giờ 30 phút",
        "NGƯỜI CHUYỂN HỒ SƠ",
        "Hoàng Văn Ích",
    ),
    "urging_letter": (
        "Số: 245/VBĐĐ",
        "VĂN BẢN ĐÔN ĐỐC GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Hạt Kiểm lâm Trùng Khánh",
        samples.CODE,
        "Kiểm tra thực tế",
        "Lý Thị Mẩy",
        "Bước: 4/5/2022 16:30",
        "Hẹn trả: 5/5/2022 14:00",
        "1 ngày 3 giờ",
        "17 giờ 00 phút, ngày 06 tháng 5 năm 2022",
        "Nơi nhận:",
        "TL. CHÁNH VĂN PHÒNG",
        "TRƯỞNG BỘ PHẬN MỘT CỬA",
        "Đàm Văn Nghị",
    ),
    "opinion_request": (
        "VĂN BẢN LẤY Ý KIẾN GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Hạt Kiểm lâm Trùng Khánh",
        "cho ý kiến (lần 1)",
        "Chủ hồ sơ: Nguyễn Thị Hường Đoàn",
        "Nội dung lấy ý kiến",
        "Nguồn gốc lâm sản có đúng như bảng kê không?",
        "17 giờ 00 phút, ngày 04 tháng 5 năm 2022",
        "khoản 5 Điều 19",
        "Lý Thị Mẩy",
    ),
    "opinion_answer": (
        "VĂN BẢN TRẢ LỜI Ý KIẾN GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Chi cục Kiểm lâm tỉnh Cao Bằng",
        "Nội dung được hỏi: Nguồn gốc lâm sản có đúng như bảng kê không?",
        "Bảng kê khớp với biên bản kiểm tra ngày 29/4/2022.",
        "Trả lời lúc: 08 giờ 30 phút, ngày 05 tháng 5 năm 2022",
        "Trả lời sau thời hạn được đề nghị.",
        "Nông Văn Hòa",
    ),
    "logbook": (
        "Số: 01/STD-TTPVHCC",
        "SỔ THEO DÕI HỒ SƠ",
        "Năm 2022 – Quyển số 02 – Lĩnh vực: Lâm nghiệp",
        "Từ ngày 15/12/2021 đến ngày 14/12/2022",
        "STT Mã hồ sơ Tên thủ tục hành chính Tên tổ chức, cá nhân Địa chỉ, số điện thoại",
        "Cơ quan chủ trì giải quyết",
        "Nhận hồ sơ",
        "Hẹn trả kết quả",
        "Trả kết quả",
        "Phương thức nhận kết quả",
        "Ký nhận",
        "101 000.00.15.H14-220428-0101 Xác nhận bảng kê lâm sản Nguyễn Thị Hường Đoàn",
        "Phường Hợp Giang, thành phố Cao Bằng 0912 345 678",
        "28/4/2022 14:00 5/5/2022 14:00 4/5/2022 16:20",
        "Tổng số hồ sơ trong sổ: 3, từ số 101 đến số 103",
        "TRƯỞNG BỘ PHẬN MỘT CỬA",
        "Đàm Văn Nghị",
    ),
}


def sample(key: str) -> Paper:
    changes = {"principal": samples.PRINCIPAL, "copies": (1,)} if key == "receipt" else {}
    return samples.ALL[key](**changes)


@pytest.mark.parametrize("key", FIELDS)
def test_form_carries_every_field_of_its_list(key: str, printed: Printed) -> None:
    text = printed(sample(key))
    assert [field for field in (*FRAME, *FIELDS[key]) if field not in text] == []


@pytest.mark.parametrize("key", FIELDS)
def test_forms_are_a5_letters_a4_and_the_logbook_a4_across(key: str, press: Press) -> None:
    letters = dict.fromkeys(("urging_letter", "opinion_request", "opinion_answer"), (210, 297))
    size = {"logbook": (297, 210), **letters}.get(key, (148, 210))
    assert sizes_of(press.print(sample(key))) == {size}


def test_refusal_as_result_is_signed_by_the_leader(printed: Printed) -> None:
    text = printed(samples.refusal(stage="resolution"))
    assert "từ chối giải quyết hồ sơ" in text
    assert "Bế Văn Khánh" in text
    assert "NGƯỜI TIẾP NHẬN" not in text


def test_apology_after_the_date_says_nothing_was_returned_until_now(printed: Printed) -> None:
    assert "chưa thể trả" in printed(samples.apology())
    assert "Tuy nhiên đến nay, Chi cục Kiểm lâm tỉnh Cao Bằng chưa trả" in printed(
        samples.apology(overdue=True)
    )


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("suspended", "Chi cục Kiểm lâm tỉnh Cao Bằng thông báo dừng"),
        ("supplement_expired", "không được bổ sung"),
    ],
)
def test_stop_notice_names_its_cause(cause: str, words: str, printed: Printed) -> None:
    text = printed(samples.stop_notice(cause=cause))
    assert words in text
    assert "Theo đề nghị" not in text


def test_no_limit_in_law_gives_no_date(printed: Printed) -> None:
    text = printed(samples.receipt(due_at=None, limit_text="", explanation=None))
    assert "pháp luật chưa quy định thời hạn" in text


def test_provisional_date_says_so(printed: Printed) -> None:
    assert "Ngày hẹn tạm tính" in printed(samples.receipt(provisional=True))
    assert "Ngày hẹn tạm tính" not in printed(samples.receipt())


def test_real_data_carry_no_simulation_line(printed: Printed) -> None:
    notice = samples.stop_notice(frame=samples.frame(simulated=False))
    assert isinstance(notice, StopNoticeData)
    assert "MÔ PHỎNG" not in printed(notice)


def test_number_and_title_come_from_the_regime(printed: Printed) -> None:
    slip = samples.control_slip(frame=samples.frame("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"))
    assert "Mẫu số 06" in printed(slip)
