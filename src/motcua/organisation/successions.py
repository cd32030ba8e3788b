"""Which agency follows which, where an ending did not say it: several heirs, heirs named later, mistakes."""

from __future__ import annotations

from datetime import date
from typing import Any

from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation import entered
from motcua.organisation.agencies import OpenDossiers, agency_by_id
from motcua.organisation.changes import record_change
from motcua.organisation.entered import changing, overlaps, written
from motcua.organisation.models import Succession
from motcua.organisation.rights import Person


def add_succession(
    actor: Person,
    predecessor_id: int,
    successor_id: int,
    *,
    day: date,
    takes_dossiers: bool,
    reason: str,
    clock: Clock | None = None,
) -> Succession:
    """Record that an agency follows one that has ended, from a day on.

    Raises: `Forbidden`, `NotFound`; DomainError `successor_invalid`, `still_there`, `succession_twice`,
    `succession_circle`, `day_out_of_range`.
    """
    with changing(actor):
        old, new = agency_by_id(predecessor_id), agency_by_id(successor_id)
        entered.day(day, "day")
        if old.pk == new.pk or not overlaps(new, day, day):
            raise DomainError(
                gettext_noop("%(name)s không có mặt vào ngày %(day)s để tiếp nhận hồ sơ."),
                gettext_noop("Chọn một cơ quan khác, hoặc thêm cơ quan mới từ ngày ấy trước."),
                id="successor_invalid",
                field="successor",
                name=new.name,
                day=written(day),
            )
        if overlaps(old, day, day) or day < old.valid_from:
            raise DomainError(
                gettext_noop("%(name)s còn hoạt động vào ngày %(day)s."),
                gettext_noop("Kết thúc cơ quan trước, hoặc chọn ngày sau ngày cuối của cơ quan."),
                id="still_there",
                field="day",
                name=old.name,
                day=written(day),
            )
        if Succession.objects.filter(predecessor=old, successor=new).exists():
            raise DomainError(
                gettext_noop("Kế thừa này đã được ghi."), id="succession_twice", field="successor"
            )
        _refuse_circle(old.pk, new.pk)
        made = Succession.objects.create(
            predecessor=old, successor=new, day=day, takes_dossiers=takes_dossiers
        )
        _record(actor, made, None, _told(made), reason=reason, clock=clock)
        return made


def take_back_succession(
    actor: Person,
    succession_id: int,
    *,
    reason: str,
    open_dossiers: OpenDossiers,
    clock: Clock | None = None,
) -> Succession:
    """Take back what was recorded wrongly, unless open dossiers would be with nobody.

    Raises: `Forbidden`, `NotFound`; DomainError `agency_has_dossiers`.
    """
    with changing(actor):
        found = succession_by_id(succession_id)
        others = Succession.objects.filter(predecessor=found.predecessor_id, takes_dossiers=True)
        waiting = open_dossiers(found.predecessor_id)
        if found.takes_dossiers and waiting and not others.exclude(pk=found.pk).exists():
            raise DomainError(
                gettext_noop("%(name)s còn %(count)s hồ sơ chưa xong; chưa có ai tiếp nhận."),
                gettext_noop("Ghi cơ quan khác nhận hồ sơ trước, rồi bỏ kế thừa này."),
                id="agency_has_dossiers",
                name=found.predecessor.name,
                count=waiting,
            )
        _record(actor, found, _told(found), None, reason=reason, clock=clock)
        found.delete()
        return found


def succession_by_id(pk: int) -> Succession:
    """A succession with both agencies. Raises: `NotFound`."""
    found = Succession.objects.select_related("predecessor", "successor").filter(pk=pk).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có kế thừa này."))
    return found


def _refuse_circle(old: int, new: int) -> None:
    """An agency cannot follow one that follows it."""
    after: dict[int, list[int]] = {}
    for predecessor, successor in Succession.objects.values_list("predecessor_id", "successor_id"):
        after.setdefault(predecessor, []).append(successor)
    seen, waiting = set[int](), [new]
    while waiting:
        here = waiting.pop()
        if here == old:
            raise DomainError(
                gettext_noop("Hai cơ quan không thể kế thừa lẫn nhau."),
                gettext_noop("Kiểm tra lại cơ quan cũ và cơ quan kế thừa."),
                id="succession_circle",
                field="successor",
            )
        if here not in seen:
            seen.add(here)
            waiting += after.get(here, [])


def _told(row: Succession) -> dict[str, Any]:
    return {
        "predecessor": row.predecessor.name,
        "successor": row.successor.name,
        "day": row.day,
        "takes_dossiers": row.takes_dossiers,
    }


def _record(
    actor: Person,
    row: Succession,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    reason: str,
    clock: Clock | None,
) -> None:
    record_change(
        actor,
        kind="succession",
        subject=row.predecessor.code,
        named=f"{row.predecessor.short_name} → {row.successor.short_name}"[:255],
        before=before,
        after=after,
        reason=reason,
        clock=clock,
    )
