"""`motcua generate`: one seed makes one past; it fits beside live work and never into sealed days."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db.models import F
from tests.dossiers.room import Room, at
from tests.support.databases import Databases

from motcua.citizens.demo import demo_applicants
from motcua.citizens.demo import load as load_citizens
from motcua.dossiers import store
from motcua.dossiers.generate import ORIGIN, Generated, file_for, generate
from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.models import Dossier, Event, PrivateRecord, Serial
from motcua.dossiers.queries.mine import my_dossiers
from motcua.dossiers.queries.my_page import my_dossier
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.seal import check_seals, seal_days
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.dossiers.verify import verify
from motcua.forms.definition.reading import missing
from motcua.forms.queries import by_name
from motcua.foundation.clock import DAY, FixedClock, day_of
from motcua.foundation.errors import UsageError
from motcua.law.roles import Role
from motcua.organisation.queries import working_in
from motcua.procedures.process_services import load_demo as load_processes
from motcua.site import cli

NOW = FixedClock(at("2026-03-20T16:00"))
NEWEST = date(2026, 3, 20)
BOTH = (Role.HANDLING_OFFICER, Role.LEADER)


def past(count: int = 60, seed: int = 7, **more: object) -> Generated:
    span = {"first": date(2026, 2, 23), "last": date(2026, 3, 20)}
    return generate(count, seed, clock=NOW, **{**span, **more})  # type: ignore[arg-type]


def log() -> list[tuple[str, int, str]]:
    ordered = Event.objects.order_by("dossier__code", "dossier__reference", "seq")
    rows = ordered.values_list("dossier__code", "seq", "body")
    return [(code or "", seq, body) for code, seq, body in rows]


def test_three_hundred_dossiers_hold(province: None, db: None) -> None:
    made = past(300)
    assert (made.dossiers, Dossier.objects.count()) == (300, 300)
    verdict = verify()
    assert (verdict.ok, verdict.dossiers, verdict.events) == (True, 300, made.events)
    report = rebuild()
    assert (report.ok, report.differences) == (True, [])
    assert report.dossiers == 300


def test_both_regimes_have_a_past(province: None, db: None) -> None:
    past(40, first=date(2022, 8, 1), last=date(2022, 8, 31))
    assert set(Dossier.objects.values_list("regime", flat=True)) == {"R2021"}
    assert verify().ok
    assert rebuild().ok


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_on_two_databases_makes_the_same_bodies(province: None, databases: Databases) -> None:
    past()
    first, words = log(), sorted(PrivateRecord.objects.values_list("body", flat=True))
    databases.clone()
    past()
    assert log() == first
    assert sorted(PrivateRecord.objects.values_list("body", flat=True)) == words


def test_another_seed_makes_another_past(province: None, db: None) -> None:
    past(20, seed=1)
    first = {body for _, _, body in log()}
    past(20, seed=2)
    assert len(log()) > len(first)


def test_every_event_carries_its_origin(province: None, db: None) -> None:
    past()
    assert {json.loads(body)["payload"]["origin"] for _, _, body in log()} == {ORIGIN}
    assert set(Dossier.objects.values_list("origin", flat=True)) == {ORIGIN}


def test_serials_go_on_where_the_counter_stopped(room: Room) -> None:
    room.receive()
    past(60, agency="H14.40.03", first=date(2026, 3, 2), last=date(2026, 3, 2))
    room.receive()
    serials = sorted(int((code or "")[-4:]) for code in Dossier.objects.values_list("code", flat=True))
    assert serials == list(range(1, 63))
    assert Serial.objects.get().last == 62


def test_nothing_is_recorded_into_a_sealed_day(room: Room) -> None:
    room.receive()
    room.clock.instant += DAY
    seal_days(room.clock)
    past()
    assert check_seals() is None
    assert not Event.objects.filter(recorded_at__lt=at("2026-03-03T00:00"), body__contains=ORIGIN).exists()
    assert Event.objects.filter(occurred_at__lt=at("2026-03-03T00:00"), body__contains=ORIGIN).exists()
    seal_days(FixedClock(NOW.now() + DAY))
    assert verify().ok


def test_an_unsealed_past_is_recorded_when_it_happened(province: None, db: None) -> None:
    past()
    assert not any(json.loads(body)["occurred_at"] != json.loads(body)["recorded_at"] for _, _, body in log())
    seal_days(NOW)
    assert DailySeal.objects.count() > 5
    assert verify().ok


def test_nothing_happens_after_now(province: None, db: None) -> None:
    past()
    assert max(event.occurred_at for event in Event.objects.all()) <= NOW.now()
    assert Dossier.objects.filter(ended_at__isnull=True).exists()


def test_work_goes_on_upon_it(room: Room) -> None:
    past(30, agency="H14.40.03")
    open_ones = Dossier.objects.filter(step="resolve", ended_at__isnull=True, status=4, proposal="")
    room.code = open_ones.values_list("code", flat=True)[0] or ""
    room.clock.instant = NOW.now()
    handler = {"CB0015": "son.thucphan", "CB0016": "yen.thucphan"}
    holder = room.state.holder
    assert holder is not None
    room.do(handler[holder.officer or "CB0015"], "propose_result", granted="1")
    assert verify().ok
    assert rebuild().ok


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0},
        {"first": date(2026, 3, 19), "last": date(2026, 3, 18)},
        {"last": date(2026, 3, 21)},
        {"agency": "H14.99"},
    ],
)
def test_what_cannot_be_made_is_told(province: None, db: None, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        past(**wrong)  # type: ignore[arg-type]
    assert not Dossier.objects.exists()


def test_processes_in_force_are_played_through(province: None, db: None) -> None:
    load_processes()
    made = past(400)
    assert (verify().ok, rebuild().ok) == (True, True)
    steps = StepRow.objects.all()
    assert steps.filter(part=0, ended_at__isnull=True, kind="task").exists()
    assert steps.filter(ended_at__gt=F("due_at")).exists()
    assert steps.filter(kind="task", post="officer", claimed_at__isnull=False).exists()
    assert steps.filter(kind="task", post="officer", claimed_at__isnull=True).exists()
    # The way that the process draws: officer, wait for papers, officer again.
    assert steps.filter(kind="wait", outcome="supplement_received").exists()
    over = Dossier.objects.filter(returned_at__isnull=False).exclude(process="")
    assert over.exists()
    assert not steps.filter(dossier__in=over, ended_at__isnull=True).exists()
    assert made.events == Event.objects.count()


def test_parts_are_done_by_the_agencies_that_were_called(province: None, db: None) -> None:
    load_processes()
    past(150, agency="H14.01.01", first=date(2026, 1, 5), last=date(2026, 3, 20))
    sent = PartRow.objects.exclude(sent_at=None)
    assert {"H14.05", "H14.10"} <= set(sent.values_list("agency__code", flat=True))
    within = StepRow.objects.filter(part__gt=0, ended_at__isnull=False).exclude(ended_by="")
    assert within.exists()
    for step in within.select_related("agency"):
        officer = step.ended_by.removeprefix("officer:")
        assert officer in {code for code, _ in working_in(step.agency_id, NEWEST, BOTH)}
    assert PartRow.objects.filter(result="done").exists()


def test_work_goes_on_upon_steps(room: Room) -> None:
    load_processes()
    past(120, agency="H14.40.03")
    mine = StepRow.objects.filter(post="officer", part=0, ended_at=None, dossier__proposal="")
    step = mine.filter(dossier__status=4, officer="CB0015").exclude(dossier__process="")[0]
    room.code = step.dossier.code or ""
    room.clock.instant = NOW.now()
    room.do("son.thucphan", "propose_result", granted="1")
    assert (verify().ok, rebuild().ok) == (True, True)


def test_the_command(province: None, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["generate", "--dossiers", "5", "--seed", "3", "--from", "2026-03-02", "--to", "2026-03-06"]
    assert cli.main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["dossiers"], told["seed"], told["first"]) == (5, 3, "2026-03-02")


def left_unanswered(name: str) -> set[str]:
    """The kinds of questions that a generated declaration leaves open."""
    locked = store.read(name)
    assert locked is not None
    intake = locked.tracked.state.intake
    assert intake.declaration is not None
    form = by_name(intake.form).definition
    given = store.open_private(locked.id)[intake.declaration]
    assert given["owner_name"]
    fields = {field.id: field for _, field in form.fields()}
    day = day_of(intake.submitted_at or 0)
    return {str(fields[each.field].__struct_config__.tag) for each in missing(form, given, day)}


@pytest.mark.django_db(transaction=True)
def test_a_share_came_online_and_the_counter_stays_as_it_was(province: None, databases: Databases) -> None:
    """A stream of its own: the same dossiers at the counter, and the same filings each time."""
    made = past(110, online=60)
    online = Dossier.objects.filter(channel="online")
    assert (made.dossiers, online.count(), Dossier.objects.count()) == (110, 66, 110)
    for code, reference in online.values_list("code", "reference")[:12]:
        assert left_unanswered(code or reference) <= {"file"}, "declared, but for the papers"
    assert verify().ok
    report = rebuild()
    assert (report.ok, report.differences) == (True, [])
    told = set(Event.objects.filter(dossier__channel="online").values_list("type", flat=True))
    assert told >= {"registered", "registration_noticed", "not_received", "received", "returned"}
    assert set(online.filter(status__gt=3, received_at=None).values_list("status", flat=True)) <= {7}
    assert online.filter(code=None, status__in=(1, 3)).exists()
    first = log()
    databases.clone()
    past(44)
    # Serials of a day are shared, so the counter's come first and stay.
    assert set(log()) < set(first)
    past(66, online=100)
    assert log() == first


def test_answers_come_mostly_in_time(province: None, db: None) -> None:
    past(60, online=100)
    took = [
        (row.received_at, json.loads(row.events.get(seq=1).body)["payload"]["answer_due_at"])
        for row in Dossier.objects.filter(received_at__isnull=False).exclude(
            events__type="registration_noticed"
        )
    ]
    late = sum(received > due for received, due in took)
    assert 0 < late < len(took) / 5


def test_apologies_go_out_and_some_too_late(province: None, db: None) -> None:
    past(24, first=date(2026, 2, 2), last=date(2026, 3, 6), late=True)
    letters = [
        json.loads(body)["payload"]
        for body in Event.objects.filter(type="rescheduled").values_list("body", flat=True)
    ]
    assert len(letters) > 10
    assert {letter.get("late_reschedule", False) for letter in letters} == {True, False}


def test_everybody_of_the_demonstration_has_something_to_do(province: None, db: None) -> None:
    load_citizens(clock=NOW)
    people = demo_applicants()
    file_for(people, 5, clock=NOW)
    assert rebuild().ok
    rows = {login: my_dossiers(each, clock=NOW) for login, each in people.items()}
    assert all(len(each) > 7 and any(row.todo for row in each) for each in rows.values())
    for login in ("phuong", "dung"):
        assert {"supplement", "amend", "collect"} <= {row.todo for row in rows[login]}
        assert any(row.answer_due_at for row in rows[login])
        open_ones = [row.code for row in rows[login] if row.group == "open" and not row.todo]
        assert any(my_dossier(people[login], code, clock=NOW).fee_owed for code in open_ones)
