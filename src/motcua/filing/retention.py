"""How long what citizens fill in stays before it is a dossier."""

from __future__ import annotations

from typing import Final

from motcua.organisation.retaining import Rule

PERSONAL: Final[dict[str, str]] = {
    "FilingDraft": (
        "Bản khai chưa nộp: 30 ngày từ lần lưu cuối (MOTCUA_KEEP_DRAFTS_DAYS), xóa cả tệp; "
        "nộp xong thì câu trả lời chuyển vào hồ sơ, ở đây chỉ còn mã. Bản bổ sung chưa gửi cũng vậy."
    ),
    "DraftFile": "Cùng bản khai; nộp xong thì tệp thuộc hồ sơ và theo thời hạn của hồ sơ.",
    "Upload": "Tệp tải dở: 24 giờ từ phần cuối nhận được.",
}
"""Model name -> retention rule, as an administrator reads it."""

NOT_PERSONAL: Final = ()

RULES: Final[tuple[Rule, ...]] = ()
"""Nothing by months: `filing.tasks.remove_filings` takes drafts and uploads away every hour, with what
they have in the store of files."""
