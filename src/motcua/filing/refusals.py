"""What filing refuses, each with what was kept and what to do now."""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop

FILE_KEPT: Final = gettext_noop("Phần đã tải lên vẫn được giữ.")
ANSWERS_KEPT: Final = gettext_noop("Những gì bạn đã điền vẫn được giữ.")


def unknown_draft() -> NotFound:
    """The same for a draft that is not there and for another's."""
    return NotFound(
        gettext_noop("Không có bản khai này trong tài khoản của bạn: đã xóa, hoặc đã quá hạn giữ."),
        gettext_noop("Xem các bản khai còn lại ở Hồ sơ của tôi, hoặc bắt đầu bản khai mới."),
    )


def already_submitted(reference: str) -> Conflict:
    """What was submitted is changed by a supplement, not by its draft."""
    return Conflict(
        gettext_noop("Bản khai này đã được nộp với mã %(reference)s; không sửa được nữa."),
        gettext_noop("Mở hồ sơ đã nộp để theo dõi, bổ sung hoặc rút."),
        id="draft_submitted",
        reference=reference,
    )


def already_sent(code: str) -> Conflict:
    """The supplement went to the section, from here or from another device."""
    return Conflict(
        gettext_noop("Bản bổ sung này đã được gửi; không sửa được nữa."),
        gettext_noop("Mở hồ sơ %(code)s để xem những gì đã gửi."),
        id="supplement_sent",
        code=code,
    )


def unknown_upload() -> NotFound:
    """The same for an upload that is not there, that is over, and for another's."""
    return NotFound(
        gettext_noop("Không còn lượt tải tệp này: đã xong, hoặc dở dang quá lâu."),
        gettext_noop("Chọn lại tệp để tải từ đầu."),
    )


def other_offset(offset: int) -> Conflict:
    """The piece does not begin where the last one ended; `params["offset"]` is where to go on."""
    return Conflict(
        gettext_noop("Phần tệp gửi lên không nối tiếp phần đã nhận."),
        gettext_noop("Gửi tiếp từ chỗ máy chủ đã nhận."),
        id="upload_offset",
        kept=FILE_KEPT,
        offset=offset,
    )


def too_many_files(most: int) -> DomainError:
    """More files than a person reads."""
    return DomainError(
        gettext_noop("Một bản khai nhận nhiều nhất %(most)s tệp."),
        gettext_noop("Ghép các trang vào một tệp PDF, hoặc bỏ bớt tệp rồi tải lại."),
        id="too_many_files",
        most=most,
    )


def unknown_field() -> DomainError:
    """A file for a question that the form has not got."""
    return DomainError(
        gettext_noop("Biểu mẫu không hỏi tệp này."),
        gettext_noop("Tải lại trang rồi chọn tệp ở đúng câu hỏi."),
        id="unknown_field",
        kept=ANSWERS_KEPT,
    )
