"""The register of changes: who changed what of rules, rights, calendar and catalogue, when and why.

A service writes its row in its own transaction, so that no change stands without its trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final, NamedTuple

from django.db.models import Q

from motcua.foundation.clock import Clock, SystemClock, instant_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.models import Change
from motcua.organisation.rights import OPERATOR, Person, require

PAGE: Final = 50
LONGEST_REASON: Final = 500
ORGANISATION: Final = frozenset(
    {
        "agency",
        "agency_account",
        "succession",
        "section",
        "counter",
        "officer",
        "account",
        "post",
        "assignment",
        "stand_in",
    }
)
"""The kinds of subject of this room."""
_LONGEST_NAME: Final = 255


class ChangePage(NamedTuple):
    """How many changes match, and those of one page, newest first."""

    total: int
    rows: list[Change]


def record_change(
    actor: Person,
    *,
    kind: str,
    subject: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
    named: str = "",
    clock: Clock | None = None,
) -> Change:
    """Write down a change; `before` is None for what is new, `after` for what is gone.

    Call it inside the transaction of the change. Values may be texts, numbers, dates, enumerations, lists and
    mappings of them. Right and content are checked by the service that changes.

    Raises: DomainError `reason_needed`, `text_too_long`; `nothing_changed` where both are the same.
    """
    old, new = _plain(before), _plain(after)
    if old is not None and old == new:
        raise DomainError(
            gettext_noop("Không có gì thay đổi so với đang lưu."),
            gettext_noop("Sửa mục cần đổi rồi lưu lại."),
            id="nothing_changed",
        )
    return Change.objects.create(
        at=(clock or SystemClock()).now(),
        officer_id=actor.officer_id,
        operator=actor is OPERATOR,
        kind=kind,
        subject=subject,
        named=named[:_LONGEST_NAME],
        before=old,
        after=new,
        reason=reason_of(reason),
    )


def reason_of(text: str) -> str:
    """The reason as it is kept. Raises: DomainError `reason_needed`, `text_too_long`."""
    reason = clean_text(text, LONGEST_REASON)
    if not reason:
        raise DomainError(
            gettext_noop("Thay đổi phải ghi lý do."),
            gettext_noop("Ghi lý do, văn bản căn cứ nếu có."),
            id="reason_needed",
            field="reason",
        )
    return reason


def changes(
    person: Person,
    *,
    kind: str = "",
    subject: str = "",
    who: str = "",
    first: date | None = None,
    last: date | None = None,
    page: int = 1,
) -> ChangePage:
    """The changes that match; `who` is an officer code or a part of a name, `subject` a code or a part of it,
    both days included. Raises: `Forbidden`."""
    require(person, "see_changes")
    found = Change.objects.order_by("-at", "-pk")
    if kind:
        found = found.filter(kind=kind)
    if subject:
        found = found.filter(Q(subject__icontains=subject) | Q(named__icontains=subject))
    if who:
        found = found.filter(Q(officer__code__iexact=who) | Q(officer__full_name__icontains=who))
    found = found.filter(on_days(first, last))
    rows = found.select_related("officer")[(page - 1) * PAGE : page * PAGE]
    return ChangePage(found.count(), list(rows))


def history(person: Person, kind: str, subject: str, most: int = 20) -> list[Change]:
    """The newest changes of one subject, for its own page. Raises: `Forbidden`."""
    require(person, "see_changes")
    found = Change.objects.filter(kind=kind, subject=subject).select_related("officer")
    return list(found.order_by("-at", "-pk")[:most])


def administered_by_hand() -> bool:
    """Whether somebody changed agencies, people or posts: then the demonstration no longer sets them."""
    return Change.objects.filter(kind__in=ORGANISATION).exists()


def kinds_recorded() -> list[str]:
    """The kinds of subject that changed so far."""
    return list(Change.objects.order_by("kind").values_list("kind", flat=True).distinct())


def on_days(first: date | None, last: date | None) -> Q:
    """Rows whose moment `at` lies in a period, both days included; None leaves that side open."""
    period = Q(at__gte=_begins(first)) if first else Q()
    return period & Q(at__lt=_begins(last + timedelta(days=1))) if last and last < date.max else period


def _begins(day: date) -> int:
    return instant_of(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - local time of Vietnam


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_value(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
