"""An agency under a new name, code or parent from a day on: its period ends, another one takes its place.

What belongs to the agency goes along on that day: agencies below it, its section with counters, its posts,
who holds them, who stands in, who looks over it. Days before stay as they were, so that a paper of last year
names the agency of last year; the dossiers follow by succession.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime import Window
from motcua.organisation import entered
from motcua.organisation.agencies import (
    AgencyFacts,
    agency_by_id,
    check_agency,
    fill_agency,
    refuse_circle,
    told,
)
from motcua.organisation.calendars import current_calendar_version, snapshot
from motcua.organisation.changes import record_change
from motcua.organisation.entered import ONE_DAY, changing, written
from motcua.organisation.models import (
    Agency,
    AgencyAccount,
    Assignment,
    Counter,
    Post,
    Section,
    StandIn,
    Succession,
)
from motcua.organisation.rights import Person


class Renewed(NamedTuple):
    """The new period, and how much went along."""

    agency: Agency
    agencies: int
    posts: int


def renew_agency(
    actor: Person,
    agency_id: int,
    facts: AgencyFacts,
    *,
    since: date,
    reason: str,
    clock: Clock | None = None,
) -> Renewed:
    """Let an agency be what `facts` say from `since` on; until the day before it stays what it was.

    Raises: as `agencies.add_agency`; `NotFound`; DomainError `renewal_day`, `agency_circle`,
    `nothing_changed`.
    """
    with changing(actor):
        old = agency_by_id(agency_id)
        entered.day(since, "valid_from")
        if since <= old.valid_from or since > (old.valid_to or date.max):
            raise DomainError(
                gettext_noop("Ngày đổi phải sau ngày đầu %(first)s và khi cơ quan còn hoạt động."),
                gettext_noop("Nếu chỉ nhập sai từ đầu, chọn “sửa chỗ nhập sai”."),
                id="renewal_day",
                field="valid_from",
                first=written(old.valid_from),
            )
        if _same(old, facts):
            raise DomainError(
                gettext_noop("Không có gì thay đổi so với đang lưu."),
                gettext_noop("Sửa mục cần đổi rồi lưu lại."),
                id="nothing_changed",
            )
        # The parent of today may not lie below: the new period is not in the tree yet to be found there.
        fill_agency(old, facts)
        refuse_circle(old)
        old = agency_by_id(agency_id)
        move = _Move(since)
        new = move.agency(old, lambda fresh: fill_agency(fresh, facts), check_agency)
        _keep_hours(actor, move.moved, reason, clock)
        record_change(
            actor,
            kind="agency",
            subject=new.code,
            named=new.name,
            before=told(old),
            after=told(new),
            reason=reason,
            clock=clock,
        )
        return Renewed(new, len(move.moved), move.posts)


def _same(agency: Agency, facts: AgencyFacts) -> bool:
    now = (
        agency.code, agency.name, agency.short_name, agency.kind, agency.level, agency.parent_id,
        agency.code_qcvn, agency.code_is_invented, agency.gso_code,
    )  # fmt: skip
    wanted = (
        facts.code.strip().upper(), " ".join(facts.name.split()), " ".join(facts.short_name.split()),
        facts.kind, facts.level, facts.parent, facts.code_qcvn.strip().upper(), facts.code_is_invented,
        facts.gso_code.strip(),
    )  # fmt: skip
    return now == wanted


def _keep_hours(actor: Person, moved: dict[int, int], reason: str, clock: Clock | None) -> None:
    """Office hours of an agency's own stay its own."""
    # The door of the room names this module; it is asked for the calendar when it is there.
    from motcua.organisation.services import change_calendar

    hours = snapshot(current_calendar_version()).windows
    own: dict[int | None, Sequence[Window]] = {
        moved[agency]: windows for agency, windows in hours.items() if agency in moved
    }
    if own:
        change_calendar(actor, [], reason[:255], reason, windows=own, clock=clock)


class _Move:
    """One renewal; counts what went along."""

    def __init__(self, since: date) -> None:
        self.since = since
        self.last = since - ONE_DAY
        self.moved: dict[int, int] = {}
        """Ids of the periods that ended to those that took their place."""
        self.posts = 0

    def agency(
        self, old: Agency, fill: Callable[[Agency], None], check: Callable[[Agency], None] | None = None
    ) -> Agency:
        """The period that begins on the day, with everything that goes along; `old` ends the day before."""
        new: Agency = _copy(old, valid_from=self.since)
        fill(new)
        old.valid_to = self.last
        old.save(update_fields=["valid_to"])
        if check is not None:
            check(new)
        new.save(force_insert=True)
        Succession.objects.create(predecessor=old, successor=new, day=self.since)
        self.moved[old.pk] = new.pk
        # Later successions of the old period are those of the new one.
        Succession.objects.filter(predecessor=old, day__gt=self.since).update(predecessor=new)
        self._below(old, new)
        self._accounts(old, new)
        sections = self._sections(old, new)
        self._posts(old, new, sections)
        return new

    def _below(self, old: Agency, new: Agency) -> None:
        for child in Agency.objects.filter(self._going(), parent=old).order_by("code"):
            if child.valid_from >= self.since:
                child.parent = new
                child.save(update_fields=["parent"])
            else:
                self.agency(child, lambda fresh: setattr(fresh, "parent", new))

    def _accounts(self, old: Agency, new: Agency) -> None:
        """It goes on collecting into the same account."""
        for account in AgencyAccount.objects.filter(self._going(), agency=old):
            if account.valid_from >= self.since:
                account.agency = new
                account.save(update_fields=["agency"])
                continue
            fresh = _copy(account, agency=new, valid_from=self.since)
            account.valid_to = self.last
            account.save(update_fields=["valid_to"])
            fresh.save(force_insert=True)

    def _sections(self, old: Agency, new: Agency) -> dict[int, Section]:
        moved: dict[int, Section] = {}
        for section in Section.objects.filter(self._going(), agency=old):
            if section.valid_from >= self.since:
                section.agency = new
                section.save(update_fields=["agency"])
                moved[section.pk] = section
                continue
            fresh = _copy(section, agency=new, valid_from=self.since)
            section.valid_to = self.last
            section.save(update_fields=["valid_to"])
            fresh.save(force_insert=True)
            moved[section.pk] = fresh
            Counter.objects.bulk_create(
                Counter(section=fresh, number=counter.number, name=counter.name, active=counter.active)
                for counter in section.counters.order_by("number")
            )
        return moved

    def _posts(self, old: Agency, new: Agency, sections: dict[int, Section]) -> None:
        going = Q(valid_to=None) | Q(valid_to__gte=self.since)
        for post in Post.objects.filter(going, Q(agency=old) | Q(scope=old)).select_related("section"):
            fresh = _copy(post, code=_next_code(post.code))
            if post.agency_id == old.pk:
                fresh.agency = new
            if post.scope_id == old.pk:
                fresh.scope = new
            if post.section_id is not None:
                fresh.section = sections.get(post.section_id, post.section)
            post.valid_to = self.last
            post.save(update_fields=["valid_to"])
            fresh.save(force_insert=True)
            self.posts += 1
            for model in (Assignment, StandIn):
                for row in model.objects.filter(self._going(), post=post):
                    self._holder(row, fresh)

    def _holder(self, row: Assignment | StandIn, post: Post) -> None:
        if row.valid_from >= self.since:
            row.post = post
            row.save(update_fields=["post"])
            return
        fresh = _copy(row, post=post, valid_from=self.since)
        row.valid_to = self.last
        row.save(update_fields=["valid_to"])
        fresh.save(force_insert=True)

    def _going(self) -> Q:
        return Q(valid_to=None) | Q(valid_to__gte=self.since)


def _copy(row: Any, **changes: Any) -> Any:
    """A row of the same table with the same values but a key of its own."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    fresh = type(row)(**values)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def _next_code(code: str) -> str:
    """`h14.40.03-tn1` gives `h14.40.03-tn1.2`, which gives `h14.40.03-tn1.3`, past those that are taken."""
    stem, dot, tail = code.rpartition(".")
    counted = dot and tail.isdigit() and "-" in stem
    stem = (stem if counted else code)[:34]
    taken = set(Post.objects.filter(code__startswith=f"{stem}.").values_list("code", flat=True))
    number = int(tail) + 1 if counted else 2
    while f"{stem}.{number}" in taken:
        number += 1
    return f"{stem}.{number}"
