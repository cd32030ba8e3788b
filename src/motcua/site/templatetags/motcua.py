"""What pages say about time, states, keys and money, each in one way for the whole house.

Moments are instants (microseconds since 1970 UTC) or datetimes; what is empty stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django import template
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from motcua.desk.templatetags.desk import device as device_words
from motcua.desk.words import days_words as amount_words
from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.clock import aware_of, day_of, instant_of, local_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.money import dong
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import (
    ExplainLine,
    MergedLine,
    Promise,
    Remaining,
    merged,
    reason_phrase,
    remaining_phrase,
)
from motcua.law.regimes import Regime, regime, regimes
from motcua.portal.field_icons import field_icon
from motcua.procedures.content import Fee
from motcua.site import catalogue_words, figure_words
from motcua.site.icons import icon as icon_drawing
from motcua.site.states import STATUS, TIME
from motcua.site.still import still

register = template.Library()
register.filter("device", device_words)

Moment = int | datetime | date | None
_WEEKDAYS: Final = (
    gettext_noop("T2"),
    gettext_noop("T3"),
    gettext_noop("T4"),
    gettext_noop("T5"),
    gettext_noop("T6"),
    gettext_noop("T7"),
    gettext_noop("CN"),
)
_WEEKDAYS_LONG: Final = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)
"""As inside a sentence."""
_ARIA_KEYS: Final = {"Ctrl": "Control", "Đ": "D", "↵": "Enter"}


def _local(value: int | datetime) -> datetime:
    return local_of(instant_of(value) if isinstance(value, datetime) else value)


def _day(value: Moment) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | datetime):
        return _local(value).date()
    return value


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "clipboard-check" %}`: always beside words; see `motcua.site.icons`."""
    return icon_drawing(name, extra)


@register.filter
def moment(value: int | datetime | None) -> str:
    """`28/4/2022 14:00`."""
    if not value:
        return ""
    at = _local(value)
    return f"{at.day}/{at.month}/{at.year} {at.hour:02}:{at.minute:02}"


@register.filter
def short_moment(value: int | datetime | None) -> str:
    """`28/4 14:00`, where the year is plain."""
    if not value:
        return ""
    at = _local(value)
    return f"{at.day}/{at.month} {at.hour:02}:{at.minute:02}"


@register.filter
def day(value: Moment) -> str:
    """`28/4/2022`."""
    on = _day(value)
    return f"{on.day}/{on.month}/{on.year}" if on else ""


@register.filter
def short_day(value: Moment) -> str:
    """`28/4`."""
    on = _day(value)
    return f"{on.day}/{on.month}" if on else ""


@register.filter
def hour(value: int | datetime | None) -> str:
    """`14:00`."""
    if not value:
        return ""
    at = _local(value)
    return f"{at.hour:02}:{at.minute:02}"


@register.filter
def weekday(value: Moment) -> str:
    """`T2` to `T7`, `CN`."""
    on = _day(value)
    return gettext(_WEEKDAYS[on.weekday()]) if on else ""


@register.filter
def weekday_long(value: Moment) -> str:
    """`Thứ Hai` to `Chủ nhật`."""
    on = _day(value)
    return capfirst(gettext(_WEEKDAYS_LONG[on.weekday()])) if on else ""


@register.filter
def citizen_moment(value: int | datetime | None) -> str:
    """`17:00, thứ Tư 30/11/2022`, as citizens read it."""
    return f"{hour(value)}, {citizen_day(value)}" if value else ""


@register.filter
def citizen_day(value: Moment) -> str:
    """`thứ Tư 30/11/2022`."""
    on = _day(value)
    return f"{gettext(_WEEKDAYS_LONG[on.weekday()])} {day(on)}" if on else ""


@register.filter
def iso(value: Moment) -> str:
    """What the `datetime` attribute of `<time>` takes, in UTC where there is an hour."""
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return aware_of(value).isoformat(timespec="seconds")
    return value.isoformat()


@register.simple_tag
def when(value: int | datetime | None, form: str = "moment") -> SafeString:
    """`{% when d.due_at %}`: `<time>` around a moment in the form of one of the filters above."""
    if not value:
        return SafeString()
    # Digits and words of the house: nothing in them needs escaping, and a list has two of these a row.
    return mark_safe(f'<time datetime="{iso(value)}">{_FORMS[form](value)}</time>')  # noqa: S308


_FORMS: Final = {"moment": moment, "short": short_moment, "citizen": citizen_moment, "day": day}


@register.filter
def money(amount: int | None) -> str:
    """`26.000 đ`, in English `26,000 đ`."""
    return "" if amount is None else dong(amount, "," if get_language() == "en" else ".")


@register.filter
def charged(fees: Sequence[Fee]) -> str:
    """What a procedure costs, in one line: the amounts that are certain, and whether there are others."""
    amounts = list(dict.fromkeys(money(fee.amount) for fee in fees if fee.certain))
    if not fees:
        return gettext("Không nêu")
    if not amounts:
        return gettext("Tùy trường hợp")
    line = " / ".join(amounts)
    if all(fee.certain for fee in fees):
        return line
    return gettext("{amounts}; có trường hợp mức khác").format(amounts=line)


@register.filter
def money_in(amount: int) -> str:
    """`+26.000 đ`; nothing that came is `0 đ`."""
    return f"+{money(amount)}" if amount else money(amount)


@register.filter
def money_out(amount: int) -> str:
    """`−26.000 đ`; nothing that went is `0 đ`."""
    return f"−{money(amount)}" if amount else money(amount)


@register.filter
def number(value: int | None) -> str:
    """`186.000`, in English `186,000`."""
    plain = "" if value is None else f"{value:,}"
    return plain if get_language() == "en" else plain.replace(",", ".")


@register.filter
def left(value: Remaining | Phrase | None) -> str:
    """`Còn 1 ngày 5 giờ`, `Quá 2 giờ 52 phút`: working time, the two largest units."""
    if value is None:
        return ""
    return said(remaining_phrase(value) if isinstance(value, Remaining) else value)


@register.filter
def said(value: Phrase | str | None) -> str:
    """A sentence kept apart from its values, in the reader's language; words that are none stay."""
    return value.said(gettext) if isinstance(value, Phrase) else value or ""


@register.filter
def working_minutes(minutes: float) -> str:
    """`8 giờ`, `5 giờ 48 phút`, `30 phút`."""
    hours, rest = divmod(int(minutes), 60)
    words = [gettext("%(count)d giờ") % {"count": hours}] if hours else []
    if rest or not hours:
        words.append(gettext("%(count)d phút") % {"count": rest})
    return " ".join(words)


@register.filter
def days_words(minutes: int) -> str:
    """Working minutes as the two largest units: `13 ngày`, `1 ngày 4 giờ`, `28 phút`."""
    return amount_words(minutes)


@register.filter
def folded(promised: Promise) -> tuple[MergedLine, ...]:
    """The explanation of a promise with like days in one line."""
    return merged(promised.explanation)


@register.filter
def because(line: MergedLine | ExplainLine) -> str:
    """Why a day counts or does not."""
    return reason_phrase(line.reason).said(gettext)


@register.filter
def counted(line: MergedLine | ExplainLine, unit: str = "") -> str:
    """What a line of the explanation counts: working time, or days where the limit (`unit`) is in days."""
    if line.kind == "skipped":
        return gettext("Không tính")
    if unit in ("calendar_day", "month"):
        return gettext("%(count)d ngày") % {"count": getattr(line, "days", 1)}
    return working_minutes(line.minutes)


@register.filter
def counted_minutes(promised: Promise) -> float:
    """All working minutes that a promise counts."""
    return sum(line.minutes for line in promised.explanation if line.kind == "counted")


@register.filter
def days_of(line: MergedLine) -> str:
    """`T2 23/11`, or `23–27/11` for several days."""
    if line.first == line.last:
        return f"{weekday(line.first)} {short_day(line.first)}"
    start = str(line.first.day) if line.first.month == line.last.month else short_day(line.first)
    return f"{start}–{short_day(line.last)}"


@register.filter
def translated(text: str) -> str:
    """A sentence that a lower floor marked with `gettext_noop`, in the reader's language."""
    return gettext(text) if text else ""


@register.filter
def told(error: DomainError) -> str:
    """What happened, what was kept and what to do now, from a refusal of the house."""
    return error.said(gettext)


@register.filter
def commands_set(sentence: str) -> SafeString:
    """A sentence for operators, what stands in it between backticks set as a command."""
    parts = enumerate(str(sentence).split("`"))
    shown = (format_html("<code>{}</code>" if place % 2 else "{}", part) for place, part in parts)
    return format_html_join("", "{}", ((part,) for part in shown))


@register.simple_tag
def status_badge(status: int, regime_id: str = "", plain: bool = False) -> SafeString:
    """The legal status with its name in the dossier's regime; `plain` without a box, for rows."""
    return _badge(Status(status), regime_id, plain, get_language())


@cache
def _badge(status: Status, regime_id: str, plain: bool, language: str | None) -> SafeString:
    """The badge in a language: there are few, and lists show them on every row."""
    drawing, tone = STATUS[status]
    return format_html(
        '<span class="st st-{}">{}{}</span>',
        "plain" if plain else tone,
        icon_drawing(drawing),
        status_word(status, regime_id),
    )


@register.filter
def status_word(status: int, regime_id: str = "") -> str:
    """The legal name of a status; without a regime, in that of the newest."""
    law = regime(regime_id) if regime_id else regimes()[-1]
    return gettext(law.status_name(status))


@register.simple_tag
def time_pill(state: str, left_over: Remaining | Phrase | None = None) -> SafeString:
    """State of the legal clock (keys of `states.TIME`) and, where given, the working time left or overrun."""
    if left_over is None:
        return _pill(state, get_language())
    rest = left(left_over)
    word = rest if state == "late" else f"{gettext(TIME[state].word)}, {rest[:1].lower()}{rest[1:]}"
    return _drawn(state, word)


@cache
def _pill(state: str, language: str | None) -> SafeString:
    """The state alone in a language."""
    return _drawn(state, gettext(TIME[state].word))


def _drawn(state: str, word: str) -> SafeString:
    look = TIME[state]
    return format_html('<span class="st st-{}">{}{}</span>', look.tone, icon_drawing(look.icon), word)


@register.simple_tag
@cache
def key(combination: str) -> SafeString:
    """A key as officers see it: `{% key "Alt T" %}`; screen readers get `aria-keyshortcuts` instead."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', combination.replace("Enter", "↵"))


@register.simple_tag
def keyed(combination: str, words: str = "") -> SafeString:
    """Attributes that give an element its key (`keys.js`); `words` name it in the list of shortcuts."""
    named = format_html(' data-key-words="{}"', words) if words else SafeString("")
    return _key_attributes(combination) + named


@cache
def _key_attributes(combination: str) -> SafeString:
    spoken = "+".join(_ARIA_KEYS.get(part, part) for part in combination.split())
    return format_html('data-key="{}" aria-keyshortcuts="{}"', combination, spoken)


@register.simple_tag
def regime_note(law: Regime | str, calendar_version: str = "", count: str = "", unit: str = "") -> SafeString:
    """Which law (a regime or its id) and which calendar stand behind the dates of this page, and how working
    time is counted; a limit in days of the calendar (`unit`) has no such choice."""
    law = regime(law) if isinstance(law, str) else law
    parts = [gettext("Quy định: %(name)s") % {"name": gettext(law.name)}]
    if calendar_version:
        parts.append(gettext("Lịch làm việc: bản %(version)s") % {"version": calendar_version})
    if count and unit not in ("calendar_day", "month"):
        counted = {
            "hours": gettext("Cách tính: theo giờ làm việc, từ phút tiếp nhận"),
            "whole_days": gettext("Cách tính: trọn ngày làm việc, từ ngày sau ngày tiếp nhận"),
        }
        parts.append(counted[count])
    return format_html_join(" · ", "<span>{}</span>", ((part,) for part in parts))


register.tag(still)


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: object) -> str:
    """The page's own query string with changes: `?{% query page=2 %}`; None takes a name out."""
    values: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return values.urlencode()


@register.filter
def today(value: int) -> str:
    """The local day of an instant as `2022-11-30`, for date fields."""
    return day_of(value).isoformat()


for _filter in (
    catalogue_words.limit,
    catalogue_words.channel,
    catalogue_words.levels,
    catalogue_words.cause,
    catalogue_words.bare,
    catalogue_words.hex,
    figure_words.percent,
    figure_words.decimals,
    figure_words.days_taken,
    figure_words.plain_name,
    field_icon,
):
    register.filter(_filter.__name__, _filter)
