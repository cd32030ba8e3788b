"""The register of changes: who, when, why; only ever written to."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, transaction
from tests.organisation.tree import NOW, Province, noon

from motcua.foundation.clock import FixedClock
from motcua.foundation.errors import DomainError, Forbidden
from motcua.law.roles import Role
from motcua.organisation.changes import PAGE, changes, history, record_change
from motcua.organisation.models import Change
from motcua.organisation.rights import Person

CLOCK = FixedClock(noon(NOW))


@pytest.fixture
def administrator(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


def record(actor: Person, subject: str = "H14.03", **more: object) -> Change:
    given = {"kind": "agency", "before": {"name": "A"}, "after": {"name": "B"}, "reason": "Nghị quyết 12"}
    return record_change(actor, subject=subject, clock=CLOCK, **{**given, **more})  # type: ignore[arg-type]


def test_who_when_why(administrator: Person) -> None:
    row = record(administrator, after={"name": "B", "valid_from": date(2026, 3, 1), "role": Role.LEADER})
    row.refresh_from_db()
    assert (row.officer_id, row.at, row.reason) == (administrator.officer_id, noon(NOW), "Nghị quyết 12")
    assert row.after == {"name": "B", "valid_from": "2026-03-01", "role": "leader"}


@pytest.mark.parametrize("reason", ["", "   ", "\u200b", "x" * 501])
def test_a_reason_is_needed_and_has_an_end(administrator: Person, reason: str) -> None:
    with pytest.raises(DomainError) as refusal:
        record(administrator, reason=reason)
    assert refusal.value.id in {"reason_needed", "text_too_long"}
    assert not Change.objects.exists()


def test_the_same_before_and_after_is_no_change(administrator: Person) -> None:
    with pytest.raises(DomainError, match="Không có gì thay đổi"):
        record(administrator, after={"name": "A"})
    assert record(administrator, before=None, after=None).pk, "a password set anew shows no values"


def test_the_database_refuses_to_alter_it(administrator: Person) -> None:
    record(administrator)
    for attempt in (lambda: Change.objects.update(reason="khác"), lambda: Change.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            attempt()
    assert Change.objects.get().reason == "Nghị quyết 12"


def test_it_is_found_by_kind_subject_person_and_day(province: Province, administrator: Person) -> None:
    record(administrator, "H14.03", named="Sở Tư pháp")
    record(administrator, "CB0001", kind="officer")

    def subjects(**asked: object) -> list[str]:
        return [row.subject for row in changes(administrator, **asked).rows]  # type: ignore[arg-type]

    assert subjects() == ["CB0001", "H14.03"]
    assert subjects(kind="agency") == ["H14.03"]
    assert subjects(subject="tư pháp") == ["H14.03"]
    assert subjects(who=administrator.officer_code) == ["CB0001", "H14.03"]
    assert subjects(who="nobody") == []
    assert subjects(first=NOW, last=NOW) == ["CB0001", "H14.03"]
    assert subjects(last=date(2026, 3, 3)) == []
    assert subjects(first=date(2026, 3, 5), last=date.max) == []
    assert [row.subject for row in history(administrator, "agency", "H14.03")] == ["H14.03"]


def test_pages_hold_their_number(administrator: Person) -> None:
    for number in range(PAGE + 1):
        record(administrator, str(number))
    first, second = changes(administrator), changes(administrator, page=2)
    assert (first.total, len(first.rows), len(second.rows)) == (PAGE + 1, PAGE, 1)
    assert second.rows[0].subject == "0"


@pytest.mark.parametrize(
    ("role", "key", "sees"),
    [
        (Role.RECEIVING_OFFICER, "centre", False),
        (Role.SECTION_HEAD, "centre", False),
        (Role.HANDLING_OFFICER, "justice", False),
        (Role.LEADER, "justice", False),
        (Role.CONTROLLER, "office", False),
        (Role.INSPECTOR, "justice", True),
        (Role.ADMINISTRATOR, "office", True),
    ],
)
def test_who_reads_it(province: Province, role: Role, key: str, sees: bool) -> None:
    person = province.person(role, key)
    if sees:
        assert changes(person).total == 0
        return
    with pytest.raises(Forbidden):
        changes(person)
    with pytest.raises(Forbidden):
        history(person, "agency", "H14.03")
