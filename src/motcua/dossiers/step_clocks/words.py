"""Names of posts as screens say them; msgids. The keys are values of `PostKind`."""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import gettext_noop

POST_NAMES: Final = {
    "reception": gettext_noop("Bộ phận Một cửa"),
    "section_head": gettext_noop("Trưởng Bộ phận Một cửa"),
    "officer": gettext_noop("Cán bộ thụ lý"),
    "division_head": gettext_noop("Lãnh đạo phòng"),
    "agency_leader": gettext_noop("Lãnh đạo cơ quan"),
    "clerk": gettext_noop("Văn thư"),
    "council": gettext_noop("Hội đồng, tổ công tác"),
    "agency": gettext_noop("Cả cơ quan, đơn vị"),
}
