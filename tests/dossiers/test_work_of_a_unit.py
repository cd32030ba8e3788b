"""The lists of work against a slow count of the same by the rights themselves: each open step that is
somebody's stands once, in one group, on one page."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    HEAD,
    LEADER,
    LEADER_CODE,
    OTHER_HANDLER,
    OTHER_HANDLER_CODE,
    RECEPTION,
    STRANGE_LEADER,
    WITH_PROCESS,
    Room,
)
from tests.support.statements import counting

from motcua.dossiers import store
from motcua.dossiers.lifecycle.running import MAIN, StepKind
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import unit_work, work, worklist
from motcua.dossiers.queries.views import WorkRow
from motcua.dossiers.queries.whose import held_under, waiting_for
from motcua.dossiers.queries.work import ALL_GROUPS, UNASSIGNED, Filters, UnitWork
from motcua.dossiers.step_places import ANYBODY, ROLES, WHOLE_HOUSE
from motcua.dossiers.step_tables import StepRow
from motcua.foundation.clock import HOUR
from motcua.foundation.errors import Forbidden
from motcua.organisation.models import Agency, Assignment, Officer, Post
from motcua.organisation.rights import DossierPlace, Person, StepPlace, step_posts
from motcua.procedures import process_services
from motcua.procedures.processes.tables import PostKind

PROVINCE_LEADER = "phuc.ubndtinh"
DIRECTING = (LEADER, HEAD, STRANGE_LEADER, PROVINCE_LEADER)
EVERYBODY = (*DIRECTING, HANDLER, OTHER_HANDLER, RECEPTION)


@pytest.fixture
def busy(room: Room) -> Room:
    """Dossiers of two kinds in several states, and steps of every post strewn over all agencies."""
    process_services.load_demo()
    for turn in range(3):
        room.receive()
        if turn:
            room.transferred()
        room.receive(procedure=WITH_PROCESS)
        if turn:
            room.do(RECEPTION, "transfer", to_officer=HANDLER_CODE if turn == 2 else "")
    chance = Random(20260302)
    agencies = list(Agency.objects.filter(valid_to=None).values_list("pk", flat=True))
    ward = Agency.objects.get(code="H14.40.03", valid_to=None)
    near = [ward.pk, *Agency.objects.filter(parent=ward).values_list("pk", flat=True)]
    codes = ["", "", HANDLER_CODE, OTHER_HANDLER_CODE, LEADER_CODE, "CB0011"]
    posts = [*(str(each) for each in PostKind), ""]
    now = room.clock.now()
    StepRow.objects.bulk_create(
        StepRow(
            dossier_id=dossier,
            key=key,
            part=chance.choice([0, 0, 1, 2]),
            step="s",
            kind=chance.choice(["task", "task", "task", "wait"]),
            name=chance.choice(["Thẩm định", "Thẩm tra"]),
            agency_id=chance.choice(near if chance.random() < 0.6 else agencies),
            post=chance.choice(posts),
            officer=chance.choice(codes),
            opened_at=now - HOUR,
            due_at=chance.choice([None, now - HOUR, now + HOUR]),
            ended_at=chance.choice([None, None, None, now]),
        )
        for dossier in Dossier.objects.values_list("pk", flat=True)
        for key in range(100, 160)
    )
    return room


def place_of(row: StepRow) -> StepPlace:
    roles = ROLES.get(row.post, ANYBODY)
    return StepPlace(row.key, row.agency_id, roles, row.officer, row.post in WHOLE_HOUSE)


def theirs(person: Person, *, directs: bool) -> tuple[set[tuple[int, int]], set[int]]:
    """By the rights, one step after the other: what they do or direct; dossiers where they do at MAIN."""
    found, standing = set(), set()
    for row in StepRow.objects.filter(ended_at=None, kind=StepKind.TASK.value):
        posts = step_posts(person, DossierPlace(None, steps=(place_of(row),)))
        if row.key in (posts.directs if directs else posts.does):
            found.add((row.dossier_id, row.key))
            if row.part == MAIN:
                standing.add(row.dossier_id)
    return found, standing


def expected(person: Person, *, directs: bool) -> Counter[tuple[str, int]]:
    steps, standing = theirs(person, directs=directs)
    waits = held_under(person) if directs else waiting_for(person)
    alone = set(Dossier.objects.filter(waits).values_list("pk", flat=True)) - standing
    codes = dict(Dossier.objects.values_list("pk", "code"))
    return Counter([(codes[pk] or "", no) for pk, no in steps] + [(codes[pk] or "", 0) for pk in alone])


def listed(rows: tuple[WorkRow, ...]) -> list[tuple[str, int]]:
    return [(row.code, row.step_no) for row in rows]


def pages(person: Person, room: Room, chosen: Filters, size: int = 7) -> list[UnitWork]:
    found = [unit_work(person, chosen, size=size, clock=room.clock)]
    while found[-1].after:
        found.append(unit_work(person, chosen, after=found[-1].after, size=size, clock=room.clock))
    return found


@pytest.mark.parametrize("who", DIRECTING)
def test_every_open_step_is_once_in_one_group_of_a_heads_list(busy: Room, who: str) -> None:
    person = busy.person(who)
    wanted = expected(person, directs=True)
    whole = [row for page in pages(person, busy, Filters()) for row in listed(page.rows)]
    assert Counter(whole) == wanted
    by_group = [
        row
        for group in ALL_GROUPS
        for page in pages(person, busy, Filters(group=group))
        for row in listed(page.rows)
    ]
    assert by_group == whole


def test_the_head_of_a_division_sees_what_no_division_has_yet(busy: Room) -> None:
    division = Agency.objects.filter(kind="division", parent__code="H14.40.03", valid_to=None)[0]
    post = Post.objects.create(code="tp1", agency=division, role="leader", title="Trưởng phòng")
    officer = Officer.objects.get(code=OTHER_HANDLER_CODE)
    Assignment.objects.create(officer=officer, post=post, valid_from=date(2026, 1, 1))
    person = busy.person(OTHER_HANDLER)
    wanted = expected(person, directs=True)
    assert Counter(row for page in pages(person, busy, Filters()) for row in listed(page.rows)) == wanted
    unclaimed = StepRow.objects.filter(officer="", agency=division.parent, ended_at=None, kind="task")
    assert {(row.dossier.code, row.key) for row in unclaimed.filter(post="division_head")} <= set(wanted)
    taken = StepRow.objects.filter(agency=division.parent, ended_at=None).exclude(officer="")
    assert not {(row.dossier.code, row.key) for row in taken} & set(wanted)
    assert any(no for _, no in wanted)


def test_the_lists_are_not_empty(busy: Room) -> None:
    found = {who: expected(busy.person(who), directs=True).total() for who in DIRECTING}
    assert found[LEADER] > 30, found
    assert found[HEAD] > 10, found
    assert found[PROVINCE_LEADER] > 0, found


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_theirs_or_may_be_claimed_stands_once_in_the_own_list(busy: Room, who: str) -> None:
    person = busy.person(who)
    found = worklist(person, size=2_000, clock=busy.clock)
    assert Counter(listed(found.rows)) == expected(person, directs=False)
    assert found.total == len(found.rows) == sum(found.counts.values())


@pytest.mark.parametrize("group", ["", "within"])
def test_a_long_list_says_the_same_as_a_short_one(
    busy: Room, monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    """Above a size the rows are counted by a statement of their own."""
    person = busy.person(HANDLER)
    short = worklist(person, group=group, size=3, clock=busy.clock)
    assert short.total > 3
    monkeypatch.setattr(work, "COUNTED_HERE", 1)
    assert worklist(person, group=group, size=3, clock=busy.clock) == short


def test_counts_are_those_of_the_rows(busy: Room) -> None:
    person = busy.person(LEADER)
    page = unit_work(person, Filters(), size=2_000, clock=busy.clock)
    for group in ALL_GROUPS:
        alone = unit_work(person, Filters(group=group), size=2_000, clock=busy.clock)
        assert page.counts[group] == len(alone.rows) == alone.total
    assert page.unassigned == sum(not row.holder_officer_code for row in page.rows)
    assert page.late_steps == sum(row.step_late for row in page.rows) > 0
    by_officer = Counter(row.holder_officer_code for row in page.rows if row.holder_officer_code)
    assert {each.value: each.found for each in page.officers} == dict(by_officer)
    assert {each.value: each.found for each in page.procedures} == dict(
        Counter(row.procedure_code for row in page.rows)
    )


@pytest.mark.parametrize(
    "chosen",
    [
        Filters(officer=UNASSIGNED),
        Filters(officer=HANDLER_CODE),
        Filters(step="Thẩm tra"),
        Filters(procedure=WITH_PROCESS),
        Filters(late_step=True),
        Filters(officer=HANDLER_CODE, late_step=True, step="Thẩm định", procedure=WITH_PROCESS),
    ],
)
def test_filters(busy: Room, chosen: Filters) -> None:
    person = busy.person(LEADER)
    whole = unit_work(person, Filters(), size=2_000, clock=busy.clock).rows
    officer = "" if chosen.officer == UNASSIGNED else chosen.officer
    wanted = [
        (row.code, row.step_no)
        for row in whole
        if (not chosen.officer or row.holder_officer_code == officer)
        and chosen.step in ("", row.step_name or row.step)
        and chosen.procedure in ("", row.procedure_code)
        and (row.step_late or not chosen.late_step)
    ]
    found = pages(person, busy, chosen)
    assert [row for page in found for row in listed(page.rows)] == wanted != []
    assert found[0].total == len(wanted)


def test_rows_that_come_meanwhile_move_no_page(busy: Room) -> None:
    person = busy.person(LEADER)
    first = unit_work(person, Filters(), size=5, clock=busy.clock)
    second = listed(unit_work(person, Filters(), after=first.after, size=5, clock=busy.clock).rows)
    busy.receive(procedure=WITH_PROCESS)
    busy.do(RECEPTION, "transfer", to_officer=HANDLER_CODE)
    gone = StepRow.objects.get(dossier__code=first.rows[0].code, key=first.rows[0].step_no)
    StepRow.objects.filter(pk=gone.pk).update(ended_at=busy.clock.now())
    assert listed(unit_work(person, Filters(), after=first.after, size=5, clock=busy.clock).rows) == second


@pytest.mark.parametrize(
    "after", ["", "x", "1.2.3", "-1.2.3.4", "9" * 80, "1.2.3.4.5", f"1.{2**64}.1.1", "٣.1.1.1"]
)
def test_a_place_that_no_page_told_is_the_beginning_or_nothing(busy: Room, after: str) -> None:
    person = busy.person(LEADER)
    assert unit_work(person, Filters(), after=after, clock=busy.clock).total > 0


def test_as_many_statements_for_many_rows_as_for_one(busy: Room) -> None:
    person = busy.person(LEADER)
    unit_work(person, Filters(), size=1, clock=busy.clock)
    for size in (1, 100):
        with counting() as count:
            unit_work(person, Filters(), size=size, clock=busy.clock)
        assert len(count.texts) <= 6, count.texts


@pytest.mark.parametrize("who", [HANDLER, RECEPTION, "bach.thanhtra", "mai.vanphong", "anh.quantri"])
def test_who_directs_nobody_has_no_such_list(room: Room, who: str) -> None:
    with pytest.raises(Forbidden):
        unit_work(room.person(who), Filters(), clock=room.clock)


def test_a_dossier_of_a_process_does_not_stand_twice_with_its_officer(room: Room) -> None:
    process_services.load_demo()
    room.receive(procedure=WITH_PROCESS)
    room.do(RECEPTION, "transfer", to_officer=HANDLER_CODE)
    found = worklist(room.person(HANDLER), clock=room.clock).rows
    assert [(row.code, row.step_no > 0, row.next_action) for row in found] == [
        (room.code, True, "propose_result")
    ]
    room.do(HANDLER, "propose_result", granted="1")
    signing = worklist(room.person(LEADER), clock=room.clock).rows
    assert [(row.code, row.next_action) for row in signing] == [(room.code, "approve")]
    assert worklist(room.person(HANDLER), clock=room.clock).rows == ()
    room.do(LEADER, "approve")
    back = worklist(room.person(RECEPTION), clock=room.clock).rows
    assert [(row.code, row.next_action) for row in back] == [(room.code, "return_result")]
    assert store.read(room.code) is not None
