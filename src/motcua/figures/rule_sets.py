"""Where the law, practice and the national scoring count differently, each as a named set (domain reference
3.5, 4.3, 11). A report states which it used."""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.dossiers.facts import Standing
from motcua.foundation.errors import UsageError, gettext_noop

ON_TIME, WITHIN = 9, 12
"""Columns of form II.06a."""


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """How ends and waits are counted.

    `outcome` names the column of `Fact` that compares the end with the promise. `ends` gives the column of
    what ended without a result; `waits` that of what stands still, however late its promise is.
    `request_ends`: the latest request for a supplement counts as the end of what waits for it.
    """

    id: str
    name: str
    outcome: str
    ends: dict[Standing, int]
    waits: dict[Standing, int]
    request_ends: bool = False
    source: str
    note: str

    @property
    def ending(self) -> str:
        """The column of `Spell` with that comparison."""
        return self.outcome.replace("outcome", "ending")


RULE_SETS: Final = {
    each.id: each
    for each in (
        RuleSet(
            id="practice",
            name=gettext_noop("Thông lệ báo cáo"),
            outcome="outcome",
            ends={Standing.WITHDRAWN: ON_TIME},
            waits={
                Standing.WAITING: WITHIN,
                Standing.PAUSED: WITHIN,
                Standing.STOPPED: WITHIN,
            },
            source="Cách tính thấy ở một hệ thống cấp tỉnh (mẫu II.06a)",
            note=gettext_noop(
                "Hồ sơ rút tính ở cột 9; hồ sơ chờ bổ sung, tạm dừng và dừng tính ở cột 12; so theo ngày."
            ),
        ),
        RuleSet(
            id="npsp",
            name=gettext_noop("Cổng Dịch vụ công quốc gia"),
            outcome="outcome_national",
            ends={Standing.WITHDRAWN: 0, Standing.STOPPED: 0},
            waits={Standing.PAUSED: WITHIN},
            request_ends=True,
            source="Mô tả công thức bộ chỉ số 766, mục 2.1",
            note=gettext_noop(
                "Hồ sơ rút hoặc dừng kết thúc khi rút hoặc dừng; yêu cầu bổ sung là lúc kết thúc, quá một lần"
                " là quá hạn; trừ thời gian chờ bổ sung đã xong."
            ),
        ),
        RuleSet(
            id="law",
            name=gettext_noop("Theo văn bản pháp luật"),
            outcome="outcome_law",
            ends={Standing.WITHDRAWN: ON_TIME, Standing.STOPPED: ON_TIME},
            waits={Standing.WAITING: WITHIN, Standing.PAUSED: WITHIN},
            source="Nghị định 61/2018/NĐ-CP, Điều 19",
            note=gettext_noop(
                "So theo thời điểm hẹn; hồ sơ chờ bổ sung chưa có hạn mới nên không quá hạn; hồ sơ rút hoặc"
                " dừng không trả kết quả nên không thể trễ."
            ),
        ),
    )
}


def rule_set(name: str) -> RuleSet:
    """A rule set by its id. Raises: `UsageError`."""
    if name not in RULE_SETS:
        raise UsageError(
            gettext_noop("Không có bộ quy tắc này."),
            gettext_noop("Chọn practice, npsp hoặc law."),
        )
    return RULE_SETS[name]
