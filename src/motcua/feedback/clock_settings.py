"""The days that the office counts where no text of the law was seen: set for petitions of days to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from motcua.feedback.models import ClockSetting
from motcua.feedback.store import rules_on
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.law.petitions import CLOCKS, MOST_DAYS
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.rights import Person, require

_FARTHEST: Final = timedelta(days=5 * 366)
_LONGEST_SOURCE: Final = 255


@transaction.atomic
def set_clock(
    actor: Person,
    *,
    clock_name: str,
    days: str,
    valid_from: date | None,
    source: str,
    reason: str,
    clock: Clock | None = None,
) -> ClockSetting:
    """Count other working days for petitions filed from `valid_from`, which must be a day to come.

    Raises: `Forbidden`, `NotFound`; DomainError `setting_closed` (the law says it), `setting_value`,
    `setting_day`, `setting_source`, `reason_needed`, `nothing_changed`.
    """
    require(actor, "administer_regime")
    if clock_name not in CLOCKS:
        raise NotFound(gettext_noop("Không có mục này trong quy định."), id="no_such_setting")
    now = (clock or SystemClock()).now()
    if valid_from is None or not timedelta(0) < valid_from - day_of(now) <= _FARTHEST:
        raise DomainError(
            gettext_noop(
                "Thời hạn chỉ đổi được cho phản ánh gửi từ ngày mai trở đi; thời hạn cũ được giữ nguyên."
            ),
            gettext_noop("Chọn một ngày sau hôm nay."),
            id="setting_day",
            field="valid_from",
        )
    rules = rules_on(valid_from)
    before = rules.clocks[clock_name]
    if not before.open:
        raise DomainError(
            gettext_noop("Mục này do luật định, đơn vị không tự chọn được."),
            gettext_noop("Luật đổi thì nâng cấp phần mềm để có quy định mới."),
            id="setting_closed",
        )
    number, ground = _days(days), clean_text(source, _LONGEST_SOURCE)
    if not ground:
        raise DomainError(
            gettext_noop("Đổi quy định phải ghi văn bản căn cứ."),
            gettext_noop("Ghi số, ngày của văn bản mà đơn vị ban hành."),
            id="setting_source",
            field="source",
        )
    said = {"valid_from": valid_from, "source": ground}
    record_change(
        actor,
        kind="petition_clock",
        subject=f"{rules.id} {clock_name}",
        named=rules.name,
        before={"days": before.days},
        after={"days": number} | (said if number != before.days else {}),
        reason=reason_of(reason),
        clock=clock,
    )
    return ClockSetting.objects.create(
        rules=rules.id,
        clock=clock_name,
        days=number,
        valid_from=valid_from,
        source=ground,
        made_at=now,
        made_by=actor.actor,
    )


def _days(text: str) -> int:
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= MOST_DAYS:
        return int(typed)
    raise DomainError(
        gettext_noop("Giá trị “%(value)s” không dùng được; quy định cũ được giữ nguyên."),
        gettext_noop("Nhập một số nguyên từ %(least)s đến %(most)s."),
        id="setting_value",
        field="days",
        value="".join(sign for sign in typed if sign.isprintable())[:40],
        least=1,
        most=MOST_DAYS,
    )
