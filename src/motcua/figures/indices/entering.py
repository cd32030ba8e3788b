"""The one writer of what no register here knows: a number with its source and day, or a number that the text
of an index leaves open. Append only; the newest entry for a part counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from motcua.figures.indices.entries import entries
from motcua.figures.indices.nine import nine_indices
from motcua.figures.indices.scoring import index766
from motcua.figures.models import IndexEntry
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.changes import record_change
from motcua.organisation.queries import agency_names
from motcua.organisation.rights import Person, reach_of, require

ACTION: Final = "enter_index_figures"
SPLIT: Final = ("3.1", "3.2", "3.3")
"""The components that share the points of their group in a way that no text seen tells."""
_MOST: Final = Decimal(100_000_000)
_LONGEST_SOURCE: Final = 255


@transaction.atomic
def enter(
    actor: Person,
    *,
    index: str,
    component: str,
    values: Mapping[str, str],
    period: tuple[date, date],
    agency: int | None,
    source: str,
    source_day: date | None,
    clock: Clock | None = None,
) -> list[IndexEntry]:
    """Type in the parts of a component for a period; `values` by part, those left empty are not entered.

    Raises: `Forbidden`, `NotFound`; DomainError `entry_value`, `entry_source`, `entry_period`, `entry_empty`.
    """
    require(actor, ACTION)
    _within_reach(actor, agency)
    first, last = period
    now = (clock or SystemClock()).now()
    parts = typed_parts(index, component)
    typed = _typed(values, parts)
    _begun(first, last, day_of(now))
    _not_more_than_whole(typed)
    ground, day = _source(source, source_day, day_of(now))
    before = entries(index, first, last, now)
    told = {part: str(value) for part, value in typed.items()}
    was = {
        part: str(old.value) for part in typed if (old := before.part(component, part, agency)) is not None
    }
    record_change(
        actor,
        kind="index_entry",
        subject=f"{index} {component} {first.isoformat()} {last.isoformat()}",
        named=agency_names([agency]).get(agency, "") if agency else "",
        before=was or None,
        after={**told, "source": ground, "source_day": day},
        reason=ground,
        clock=clock,
    )
    return _written(
        actor,
        now,
        (ground, day),
        [
            IndexEntry(
                index=index,
                component=component,
                part=part,
                first=first,
                last=last,
                agency_id=agency,
                value=value,
            )
            for part, value in typed.items()
        ],
    )


@transaction.atomic
def set_split(
    actor: Person,
    *,
    points: Mapping[str, str],
    since: date,
    source: str,
    source_day: date | None,
    clock: Clock | None = None,
) -> list[IndexEntry]:
    """Split the points of online services from a day on, because no text seen says how; all of them together,
    so that the hundred stays a hundred.

    Raises: `Forbidden`; DomainError `entry_value`, `entry_split`, `entry_source`.
    """
    require(actor, ACTION)
    now = (clock or SystemClock()).now()
    group = next(each for each in index766().group if each.code == index766().one(SPLIT[0]).group)
    typed = {each: _number(points.get(each, ""), each) for each in SPLIT}
    if sum(typed.values()) != group.maximum:
        raise DomainError(
            gettext_noop("Ba mức điểm phải cộng lại bằng %(most)s; cách chia cũ được giữ nguyên."),
            gettext_noop("Sửa lại ba mức điểm."),
            id="entry_split",
            field=SPLIT[0],
            most=group.maximum,
        )
    ground, day = _source(source, source_day, day_of(now))
    before = entries("766", since, since, now)
    record_change(
        actor,
        kind="index_entry",
        subject=f"766 {group.code}",
        before={each: str(before.maximum(each, index766().one(each).maximum)) for each in SPLIT},
        after={**{each: str(value) for each, value in typed.items()}, "since": since, "source": ground},
        reason=ground,
        clock=clock,
    )
    return _written(
        actor,
        now,
        (ground, day),
        [
            IndexEntry(index="766", component=component, part="maximum", first=since, value=value)
            for component, value in typed.items()
        ],
    )


def _typed(values: Mapping[str, str], parts: Sequence[str]) -> dict[str, Decimal]:
    """The numbers of the parts that were filled in. Raises: DomainError `entry_empty`, `entry_value`."""
    typed = {part: _number(values[part], part) for part in parts if values.get(part, "").strip()}
    if not typed:
        raise DomainError(
            gettext_noop("Chưa có con số nào được nhập."),
            gettext_noop("Nhập ít nhất một con số rồi gửi lại."),
            id="entry_empty",
            field=parts[0],
        )
    return typed


def _begun(first: date, last: date, today: date) -> None:
    """Raises: DomainError `entry_period`."""
    if first > last or first > today:
        raise DomainError(
            gettext_noop("Kỳ này chưa bắt đầu, nên chưa có số để nhập."),
            gettext_noop("Chọn kỳ đã bắt đầu."),
            id="entry_period",
        )


def _written(
    actor: Person, now: Instant, ground: tuple[str, date], rows: list[IndexEntry]
) -> list[IndexEntry]:
    """The rows with their source and its day, when and by whom they were entered."""
    for row in rows:
        row.source, row.source_day = ground
        row.entered_at, row.entered_by = now, actor.actor
    return IndexEntry.objects.bulk_create(rows)


def _within_reach(actor: Person, agency: int | None) -> None:
    """A number of the whole province is entered by who looks over all of it. Raises: `Forbidden`."""
    reach = reach_of(actor, ACTION)
    if reach is not None and agency not in reach:
        raise Forbidden(
            gettext_noop("Bạn không theo dõi cơ quan này."),
            gettext_noop("Chọn cơ quan trong phạm vi của bạn."),
        )


def typed_parts(index: str, component: str) -> tuple[str, ...]:
    """The parts of a component that are entered by hand. Raises: `NotFound` where none are."""
    found: tuple[str, ...] | None = None
    if index == "766":
        found = next((each.typed for each in index766().component if each.id == component), None)
    elif index == "nine":
        found = next((each.typed for each in nine_indices().index if str(each.number) == component), None)
    if not found:
        raise NotFound(
            gettext_noop("Thành phần này không nhập số bằng tay."),
            gettext_noop("Mở lại trang chỉ số và chọn thành phần ghi “chưa có”."),
        )
    return found


def _not_more_than_whole(typed: Mapping[str, Decimal]) -> None:
    """A part is no more than the largest whole that was typed with it. Raises: DomainError `entry_value`."""
    wholes = [value for part, value in typed.items() if part != "numerator"]
    if "numerator" in typed and wholes and typed["numerator"] > max(wholes):
        raise DomainError(
            gettext_noop("Tử số lớn hơn mẫu số; chưa ghi gì."),
            gettext_noop("Xem lại hai con số."),
            id="entry_value",
            field="numerator",
        )


def _number(text: str, part: str) -> Decimal:
    """A count or points as typed, with a decimal comma or point. Raises: DomainError `entry_value`."""
    typed = text.strip()
    try:
        value = Decimal(typed.replace(",", ".")) if typed.isascii() and len(typed) < 13 else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < _MOST or value != round(value, 2):
        raise DomainError(
            gettext_noop("“%(value)s” không phải là một con số dùng được; chưa ghi gì."),
            gettext_noop("Nhập số từ 0, không có dấu chấm ngăn hàng nghìn."),
            id="entry_value",
            field=part,
            value="".join(sign for sign in typed if sign.isprintable())[:40],
        )
    return value


def _source(source: str, day: date | None, today: date) -> tuple[str, date]:
    ground = clean_text(source, _LONGEST_SOURCE)
    if not ground or day is None or day > today:
        raise DomainError(
            gettext_noop("Số nhập tay phải ghi nguồn và ngày của nguồn; chưa ghi gì."),
            gettext_noop("Ghi báo cáo, văn bản hoặc trang đã lấy số, và ngày không sau hôm nay."),
            id="entry_source",
            field="source" if not ground else "source_day",
        )
    return ground, day
