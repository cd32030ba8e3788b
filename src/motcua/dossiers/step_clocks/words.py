"""Words of posts and verdicts as screens say them; msgids."""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import gettext_noop

from .verdict import Verdict

POST_NAMES: Final = {
    "reception": gettext_noop("bộ phận tiếp nhận và trả kết quả"),
    "section_head": gettext_noop("người đứng đầu Bộ phận Một cửa"),
    "officer": gettext_noop("chuyên viên"),
    "division_head": gettext_noop("lãnh đạo phòng"),
    "agency_leader": gettext_noop("lãnh đạo cơ quan"),
    "clerk": gettext_noop("văn thư"),
    "council": gettext_noop("hội đồng"),
    "agency": gettext_noop("cơ quan không nêu vị trí"),
    "applicant": gettext_noop("tổ chức, cá nhân"),
}
"""The keys are values of `PostKind`."""
VERDICTS: Final = {
    Verdict.EARLY: gettext_noop("trước hạn"),
    Verdict.ON_TIME: gettext_noop("đúng hạn"),
    Verdict.LATE: gettext_noop("quá hạn"),
    Verdict.RUNNING: gettext_noop("đang làm, còn hạn"),
    Verdict.OVERDUE: gettext_noop("đang làm, quá hạn bước"),
    Verdict.NOT_COUNTED: gettext_noop("không tính thời gian"),
}
