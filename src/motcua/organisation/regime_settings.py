"""The only writer of what the office chooses where the law leaves a choice, and what its page reads.

A choice holds for dossiers received from a day that has not begun: whoever was received before keeps the
promise that was made, and no officer counts two dossiers of one day in two ways.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from django.db import connection, transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.law.regimes import Regime, Source, regime, regimes
from motcua.law.settings import SETTINGS, Setting, checked, is_open, setting, source_of, value_of
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.in_force import laws
from motcua.organisation.models import RegimeSetting
from motcua.organisation.rights import Person, require

LONGEST_SOURCE: Final = 255
FARTHEST: Final = timedelta(days=5 * 366)
"""A choice for a day farther ahead is a slip of the hand."""
_LOCK: Final = 0x71646877


class SettingView(NamedTuple):
    """A setting as its page shows it: the shipped value with its source, what holds on a day, what comes."""

    setting: Setting
    source: Source
    open: bool
    shipped: str
    present: str
    coming: tuple[RegimeSetting, ...]
    """Choices for later days that still stand, earliest first."""
    history: tuple[RegimeSetting, ...]
    """All choices ever made, newest first."""


def choose_setting(
    actor: Person,
    *,
    regime_id: str,
    key: str,
    value: str,
    valid_from: date,
    source: str,
    reason: str,
    clock: Clock | None = None,
) -> RegimeSetting:
    """Set an open rule of a regime for dossiers received from `valid_from` on, which must be a day to come.

    Raises: `Forbidden`, `NotFound`; DomainError `setting_closed`,
    `setting_value`, `setting_day`, `setting_source`, `reason_needed`, `nothing_changed`.
    """
    require(actor, "administer_regime")
    law, asked = _found(regime_id, key)
    now = (clock or SystemClock()).now()
    typed = checked(asked, value)
    _check_day(law, valid_from, day_of(now))
    ground, why = _ground(source), reason_of(reason)
    with transaction.atomic():
        _one_at_a_time()
        before = value_of(laws().of(regime_id, valid_from), asked)
        row = RegimeSetting(
            regime=regime_id,
            key=key,
            value=typed,
            valid_from=valid_from,
            source=ground,
            reason=why,
            made_at=now,
            made_by_id=actor.officer_id,
        )
        said = {"valid_from": valid_from, "source": ground}
        record_change(
            actor,
            kind="regime_setting",
            subject=f"{regime_id} {key}",
            named=law.name,
            before={"value": before},
            after={"value": typed} | (said if typed != before else {}),
            reason=why,
            clock=clock,
        )
        row.save(force_insert=True)
    return row


def settings_of(person: Person, regime_id: str, day: date) -> list[SettingView]:
    """Every setting of a regime as it holds for dossiers received on that day. Two statements.

    Raises: `Forbidden`, `NotFound`.
    """
    require(person, "see_regime")
    shipped = _regime(regime_id)
    rows = list(RegimeSetting.objects.filter(regime=regime_id).select_related("made_by").order_by("-pk"))
    present = laws().of(regime_id, day)
    return [
        _view(each, shipped, present, [row for row in rows if row.key == each.key], day) for each in SETTINGS
    ]


def regimes_to_set(day: date) -> tuple[Regime, ...]:
    """The regimes under which dossiers will still be received after that day."""
    return tuple(law for law in regimes() if law.valid_to is None or law.valid_to > day)


def _view(
    asked: Setting, shipped: Regime, present: Regime, rows: list[RegimeSetting], day: date
) -> SettingView:
    latest = {row.valid_from: row for row in reversed(rows)}
    coming = tuple(latest[each] for each in sorted(latest) if each > day)
    return SettingView(
        setting=asked,
        source=source_of(shipped, asked),
        open=is_open(shipped, asked),
        shipped=value_of(shipped, asked),
        present=value_of(present, asked),
        coming=coming,
        history=tuple(rows),
    )


def _regime(regime_id: str) -> Regime:
    try:
        return regime(regime_id)
    except KeyError:
        raise NotFound(gettext_noop("Không có quy định này trong hệ thống."), id="no_such_regime") from None


def _found(regime_id: str, key: str) -> tuple[Regime, Setting]:
    law = _regime(regime_id)
    try:
        asked = setting(key)
    except KeyError:
        raise NotFound(gettext_noop("Không có mục này trong quy định."), id="no_such_setting") from None
    if not is_open(law, asked):
        raise DomainError(
            gettext_noop("Mục này do luật định, đơn vị không tự chọn được."),
            gettext_noop("Luật đổi thì nâng cấp phần mềm để có quy định mới."),
            id="setting_closed",
        )
    return law, asked


def _check_day(law: Regime, day: date, today: date) -> None:
    if day <= today:
        raise DomainError(
            gettext_noop("Quy định chỉ đổi được từ ngày mai trở đi; quy định cũ được giữ nguyên."),
            gettext_noop("Chọn một ngày sau hôm nay: hồ sơ đã tiếp nhận giữ cách tính của ngày tiếp nhận."),
            id="setting_day",
            field="valid_from",
        )
    if not law.covers(day) or day - today > FARTHEST:
        raise DomainError(
            gettext_noop("Ngày %(day)s nằm ngoài thời gian áp dụng của quy định này hoặc quá xa."),
            gettext_noop("Kiểm tra lại ngày, nhất là năm."),
            id="setting_day",
            field="valid_from",
            day=f"{day.day}/{day.month}/{day.year}",
        )


def _ground(text: str) -> str:
    ground = clean_text(text, LONGEST_SOURCE)
    if not ground:
        raise DomainError(
            gettext_noop("Đổi quy định phải ghi văn bản căn cứ."),
            gettext_noop("Ghi số, ngày của văn bản mà đơn vị ban hành."),
            id="setting_source",
            field="source",
        )
    return ground


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
