"""The small forms of administration: fields declared, read, checked, and shown again as they were typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from motcua.desk.asked import CUT, whole
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.refusals import sentence, status_of
from motcua.desk.seen import Seen
from motcua.dossiers.fields import MISSING, UNKNOWN_CHOICE, FieldErrors, Fields
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime import Window
from motcua.organisation.changes import LONGEST_REASON

Word = str | Lazy
BAD_DAY: Final = gettext_noop("Ngày không đọc được, hoặc nằm ngoài các năm 1990–2100.")
BAD_HOUR: Final = gettext_noop("Giờ không đọc được. Viết như 07:30; để trống cả hai ô nếu nghỉ.")
LINE, AREA, DAY, SELECT, TICK, NUMBER, HOURS = "line", "area", "day", "select", "tick", "number", "hours"
WEEKDAYS: Final = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One field. `value` is shown first; `options` belong to a select, whose `blank` stands for nothing."""

    name: str
    label: Word
    kind: str = LINE
    needed: bool = True
    limit: int = 255
    hint: Word = ""
    options: Sequence[tuple[str, Word]] = ()
    blank: Word = ""
    value: object = ""


REASON: Final = Item(
    name="reason",
    label=_("Lý do, văn bản căn cứ"),
    kind=AREA,
    limit=LONGEST_REASON,
    hint=_("Ghi vào nhật ký thay đổi cùng tên của bạn."),
)


class Form(NamedTuple):
    """A page with one form: `subject` is what it is about, `notes` what will happen, `back` the way out."""

    title: Word
    button: Word
    items: Sequence[Item]
    back: str
    subject: str = ""
    icon: str = "check"
    notes: Sequence[Word] = ()


class Done(NamedTuple):
    """What the page says afterwards, where it leads, and what it warns of."""

    said: str
    url: str
    warning: str = ""


class Shown(NamedTuple):
    """A field as it stands on the screen."""

    item: Item
    value: Any
    fault: str


def answer(
    request: HttpRequest,
    form: Form,
    run: Callable[[dict[str, Any]], Done],
    seen: Seen | None = None,
    *,
    after: Callable[[], None] | None = None,
    template: str = "desk/admin/org/form.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or read it and do what it asks. What was typed stays where it is refused.

    `seen` knows what a form that changes something was filled from; `after` is called when the change stands.
    A `template` that extends the usual one may show fields of its own, out of `more`.
    """
    seen = seen or Seen(request)

    def shown(problem: DomainError | None = None) -> HttpResponse:
        return _show(request, form, seen, problem, template=template, more=more)

    if request.method != "POST":
        return shown()
    try:
        values = read(form.items, request.POST)
        with seen.guard():
            done = run(values)
    except DomainError as error:
        return shown(error)
    if after:
        after()
    messages.success(request, done.said)
    if done.warning:
        messages.warning(request, done.warning)
    return HttpResponseRedirect(done.url)


def read(items: Sequence[Item], data: Mapping[str, Any]) -> dict[str, Any]:
    """The values by field: text, a date or None, a number or None, a truth, windows.

    Raises: `FieldErrors`.
    """
    fields = Fields(data)
    values = {item.name: _read(fields, item) for item in items}
    fields.check()
    return values


def _read(fields: Fields, item: Item) -> Any:
    if item.kind == TICK:
        return fields.flag(item.name)
    if item.kind == HOURS:
        return _hours(fields, item.name)
    if item.kind in (LINE, AREA):
        return fields.text(item.name, required=item.needed, limit=item.limit)
    raw = fields.raw(item.name)
    if not raw and item.needed:
        fields.fault(item.name, MISSING)
    return _read_one(fields, item, raw) if raw else ("" if item.kind == SELECT else None)


def _read_one(fields: Fields, item: Item, raw: str) -> Any:
    if item.kind == SELECT:
        if raw not in {value for value, _word in item.options}:
            fields.fault(item.name, UNKNOWN_CHOICE)
        return raw
    if item.kind == NUMBER:
        return fields.integer(item.name, least=1, most=999)
    return _day(fields, item.name, raw)


def _day(fields: Fields, name: str, raw: str) -> date | None:
    for form in _DAYS:
        try:
            day = datetime.strptime(raw, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
        if 1990 <= day.year <= 2100:
            return day
    fields.fault(name, BAD_DAY)
    return None


def _hours(fields: Fields, name: str) -> tuple[Window, ...]:
    """Two windows a weekday, each in two fields; both empty where there is none."""
    windows = []
    for weekday in range(7):
        for part in range(2):
            opens, closes = (fields.raw(hour_name(weekday, part, end)) for end in (0, 1))
            if not opens and not closes:
                continue
            begin, end = _minute(opens), _minute(closes)
            if begin is None or end is None or end <= begin:
                fields.fault(name, BAD_HOUR)
            else:
                windows.append(Window(weekday=weekday, opens=begin, closes=end))
    return tuple(windows)


def hour_name(weekday: int, part: int, end: int) -> str:
    """The name of one field of the table of hours."""
    return f"h{weekday}{'abcd'[part * 2 + end]}"


def _minute(text: str) -> int | None:
    hour, colon, minute = text.partition(":")
    hours, minutes = whole(hour), whole(minute)
    if not colon or hours is None or minutes is None or hours > 24 or minutes > 59:
        return None
    return hours * 60 + minutes


class HoursRow(NamedTuple):
    """A weekday with its four fields: name and value."""

    label: Word
    cells: tuple[tuple[str, str], ...]


def _hour_rows(typed: Mapping[str, Any] | None, windows: Any) -> list[HoursRow]:
    own: dict[int, list[Window]] = {}
    for window in windows or ():
        own.setdefault(window.weekday, []).append(window)
    rows = []
    for weekday, label in enumerate(WEEKDAYS):
        kept = [time for w in own.get(weekday, [])[:2] for time in (_written(w.opens), _written(w.closes))]
        names = [hour_name(weekday, part, end) for part in (0, 1) for end in (0, 1)]
        values = [str(typed.get(name) or "")[:5] for name in names] if typed is not None else kept
        rows.append(HoursRow(label, tuple(zip(names, [*values, "", "", "", ""], strict=False))))
    return rows


def _written(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _show(
    request: HttpRequest,
    form: Form,
    seen: Seen,
    problem: DomainError | None,
    *,
    template: str,
    more: Mapping[str, Any] | None,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    faults = _faults(problem)
    shown = [Shown(item, _value(item, typed), faults.get(item.name, "")) for item in form.items]
    known = {item.name for item in form.items}
    context = {
        **(more or {}),
        "form": form,
        "fields": shown,
        "problem": problem,
        "seen": seen.told(problem),
        "listed": [each for each in shown if each.fault],
        "whole": sentence(problem) if problem and not (known & set(faults)) else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, template, context, status=status)


def _faults(problem: DomainError | None) -> dict[str, str]:
    faults = fault_sentences(problem)
    if problem is not None and not isinstance(problem, FieldErrors) and problem.params.get("field"):
        faults[str(problem.params["field"])] = sentence(problem)
    return faults


def _value(item: Item, typed: Mapping[str, Any] | None) -> Any:
    if item.kind == HOURS:
        return _hour_rows(typed, item.value)
    if typed is None:
        return item.value.isoformat() if isinstance(item.value, date) else item.value
    if item.kind == TICK:
        return bool(typed.get(item.name))
    return str(typed.get(item.name) or "")[:CUT]
