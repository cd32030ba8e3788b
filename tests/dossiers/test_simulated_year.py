"""`motcua simulate`: exact to the dossier, the same for the same seed, whole after it was broken off."""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.support.databases import Databases

from motcua.dossiers.fact_tables import Fact
from motcua.dossiers.facts import Outcome, Standing
from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.lifecycle.events import Rescheduled
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Fault, Signature
from motcua.dossiers.models import Dossier, Event, Serial
from motcua.dossiers.places import forget_agencies
from motcua.dossiers.projection import project
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.simulation import year as years
from motcua.dossiers.simulation.absences import Absences
from motcua.dossiers.simulation.ground import ground_of, make_ready
from motcua.dossiers.simulation.lives import Borders, live
from motcua.dossiers.simulation.parameters import Parameters, parameters
from motcua.dossiers.simulation.plan import Planner
from motcua.dossiers.simulation.quotas import Place, late_of, parted, quotas
from motcua.dossiers.simulation.year import Asked, Simulated, simulate
from motcua.dossiers.simulation_tables import SimulatedYear
from motcua.dossiers.step_tables import StepRow
from motcua.dossiers.verify import verify
from motcua.feedback.counted import petitions
from motcua.feedback.models import Petition, PetitionText, Rating
from motcua.feedback.petitions import About
from motcua.feedback.simulated import year as said
from motcua.feedback.store import load
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import Conflict, UsageError
from motcua.organisation.models import Officer
from motcua.site.simulate_command import SIMULATE

OF = parameters()
DAYS = OF.days
COMMUNE = Asked(2022, 240, 1, "H14.40.03")
DISTRICT = Asked(2022, 90, 1, "H14.40")
OFFICE = Asked(2022, 30, 1, "H14.01.01")
TALKATIVE = replace(
    OF,
    ratings=replace(OF.ratings, at_result=0.7, at_reception=0.4, comment=0.3),
    petitions=replace(
        OF.petitions, late=1.0, dossier=0.05, officer=0.05, agency=0.05, procedure=0.05, asked=0.2, again=0.5
    ),
)
"""The same year, and people who say what they think of it."""
_ENDS = (Standing.GRANTED, Standing.REFUSED, Standing.WITHDRAWN)


class SwitchedOff(Exception):
    """The machine went off in the middle."""


@pytest.fixture(scope="module")
def staffed(province: None, databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The province with everybody and every process that a year needs; loaded once a worker."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        forget_agencies()
        with databases.beside("staffed", lambda: make_ready(OF, 1)):
            yield
        forget_agencies()


@pytest.fixture
def ready(staffed: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, for one test."""
    # The owner's process would wait for the transaction of the test.
    monkeypatch.setattr("motcua.site.set_aside.set_aside", nullcontext)


def log() -> list[tuple[str, int, bytes]]:
    rows = Event.objects.order_by("dossier_id", "seq").values_list("dossier__code", "seq", "hash")
    return [(code or "", seq, bytes(head)) for code, seq, head in rows]


def counted() -> Counter[str]:
    """The article's figures, counted from the facts as plainly as can be (practice: domain reference 4.3)."""
    found: Counter[str] = Counter()
    for fact in Fact.objects.filter(known_until=None, standing__in=_ENDS):
        assert fact.ended_day is not None, "what is resolved has ended"
        if DAYS.begins <= date(1970, 1, 1) + timedelta(days=fact.ended_day) <= DAYS.counted_until:
            late = fact.outcome == Outcome.LATE and fact.standing != Standing.WITHDRAWN
            found["late" if late else "on time"] += 1
            found["online"] += fact.channel == 2
    return found


Heard = pytest.CaptureFixture[bytes]


def commanded(heard: Heard, *words: str) -> dict[str, Any]:
    """What `motcua simulate` tells."""
    parser = argparse.ArgumentParser()
    SIMULATE.arguments(parser)
    parser.add_argument("--json", action="store_true")
    assert SIMULATE.run(parser.parse_args([*words, "--json", "--processes", "1"])) == 0
    found: dict[str, Any] = json.loads(heard.readouterr().out)
    return found


def test_a_small_year_is_exact_and_its_log_holds(
    ready: None, monkeypatch: pytest.MonkeyPatch, capsysbinary: Heard
) -> None:
    monkeypatch.setattr("motcua.dossiers.simulation.parameters.parameters", lambda: TALKATIVE)
    monkeypatch.setattr(said, "BLOCK", 100)
    asked = ("--scale", "commune", "--dossiers", "240")
    first = commanded(capsysbinary, *asked)
    assert (first["ratings"], first["petitions"]) == (Rating.objects.count(), Petition.objects.count())
    again = commanded(capsysbinary, *asked)
    assert [again[each] for each in ("played", "ratings", "petitions", "sealed_days")] == [0, 0, 0, 0]
    made = simulate(COMMUNE, TALKATIVE)
    assert counted() == {"on time": 238, "late": 2, "online": 55}
    assert (made.resolved, made.late, made.online) == (240, 2, 55)
    verdict = verify()
    assert (verdict.ok, verdict.dossiers) == (True, made.dossiers)
    changed = {day_of(at) for at in Event.objects.values_list("recorded_at", flat=True)}
    assert set(DailySeal.objects.values_list("day", flat=True)) == changed
    assert first["sealed_days"] == len(changed) > 200
    report = rebuild()
    assert (report.ok, report.differences) == (True, [])
    _the_borders(made)
    _the_marks()
    _the_ratings()
    _the_petitions()
    with pytest.raises(Conflict):
        simulate(replace(COMMUNE, seed=2), OF)


def _the_borders(made: Simulated) -> None:
    """What was carried in, what stays open, what comes later, in the numbers planned."""
    begins, ends = years.borders_of(OF)[:2]
    assert Dossier.objects.filter(received_at__lt=begins, ended_at__gte=begins).count() == 3
    before = Dossier.objects.filter(received_at__lt=ends)
    assert before.exclude(ended_at__lt=ends).count() == 4
    assert made.dossiers - before.count() > 15
    # December 2021 has receptions of its own, over before the counted days: some 8 of 100, as any December.
    over = Dossier.objects.filter(received_at__lt=begins, ended_at__lt=begins).count()
    assert 0.05 < over / made.resolved < 0.1
    received = Dossier.objects.values_list("received_at", flat=True)
    assert {day_of(at).year for at in received if at} == {2021, 2022}


def _the_ratings() -> None:
    """Each of something that had happened, of who had done it; what was broken off is rated again alike."""
    present = years.borders_of(OF).present
    acted = defaultdict(set)
    for dossier, kind, actor in Event.objects.values_list("dossier", "type", "actor"):
        for stage in ("reception", "result") if kind == "received" else ("result",):
            if actor.startswith("officer:"):
                acted[dossier, stage].add(actor.removeprefix("officer:"))
    for each in Rating.objects.select_related("dossier"):
        since = each.dossier.received_at if each.stage == "reception" else each.dossier.returned_at
        assert since is not None
        assert since < each.given_at < present
        assert set(each.officers) == acted[each.dossier_id, each.stage]
        assert each.comment.startswith("(mô phỏng)") or not each.comment
    returned = Dossier.objects.filter(returned_at__isnull=False).count()
    assert 0.6 < Rating.objects.filter(stage="result").count() / returned < 0.8
    before, first = rated(), SimulatedYear.objects.get().first_id
    Rating.objects.filter(dossier__gte=first + 100, dossier__lt=first + 200).delete()
    lost = len(before) - len(rated())
    assert said.load(2022, TALKATIVE) == said.Said(lost, 0)
    assert rated() == before


def sent() -> list[tuple[Any, ...]]:
    """The petitions, likewise."""
    columns = ("reference", "book_no", "state", "about", "dossier_code", "filed_at", "seq", "answered_at")
    return list(Petition.objects.order_by("reference").values_list(*columns))


def _the_petitions() -> None:
    """Told by their lists, numbered as they came, about all there is; every word says that it is invented."""
    rows = list(Petition.objects.order_by("filed_at", "book_no"))
    assert {each.about for each in rows} == {each.value for each in About}
    assert {"published", "answered", "refused"} < {each.state for each in rows}
    present = years.borders_of(OF).present
    late = set(Dossier.objects.filter(due_at__lt=F("ended_at")).values_list("code", flat=True))
    assert late <= {each.dossier_code for each in rows}
    numbers = Counter[int]()
    for row in rows:
        numbers[row.year] += 1
        assert row.book_no == numbers[row.year]
        life = load(row)
        assert (life.state.state.value, life.state.seq, life.state.answered_at) == (
            row.state,
            row.seq,
            row.answered_at,
        )
        assert row.filed_at == life.events[0].at <= life.events[-1].at < present
        assert set(row.concerns.values_list("officer", flat=True)) == life.state.concerned
        assert (row.state == "published") == hasattr(row, "published")
    assert {text[:10] for text in PetitionText.objects.values_list("text", flat=True)} == {"(mô phỏng)"}
    heard = petitions(0, present, present)
    assert len(heard) == len(rows)
    assert any(each.again for each in heard)


def rated() -> list[tuple[Any, ...]]:
    """The ratings, by what does not hang on the database."""
    columns = ("dossier__code", "stage", "level", "criteria", "comment", "way", "officers", "given_at")
    return list(Rating.objects.order_by("dossier__code", "stage").values_list(*columns))


def _the_marks() -> None:
    """Simulated data say so; serials go on after them; the process engine had its part."""
    assert set(Dossier.objects.values_list("origin", flat=True)) == {"simulation"}
    assert {
        json.loads(body)["payload"]["origin"] for body in Event.objects.values_list("body", flat=True)
    } == {"simulation"}
    assert Officer.objects.filter(code__startswith="MP", user=None).count() > 500
    assert StepRow.objects.exists()
    last = Dossier.objects.exclude(code=None).order_by("received_at").last()
    assert last is not None
    assert last.received_at is not None
    assert last.code is not None
    serial = Serial.objects.get(day=day_of(last.received_at))
    assert last.code.endswith(f"-{serial.last:04d}")


@pytest.mark.django_db(transaction=True)
def test_what_was_broken_off_goes_on_and_comes_to_the_same(
    staffed: None, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(years, "CHUNK", 40)
    asked = replace(COMMUNE, resolved=100, seed=3)
    left = 2

    def until_it_breaks(done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise SwitchedOff

    with pytest.raises(SwitchedOff):
        simulate(asked, OF, progress=until_it_breaks)
    before = log()
    assert len({code for code, _, _ in before}) == 80
    assert SimulatedYear.objects.get().ended_at is None
    made = simulate(asked, OF)
    assert made.played == made.dossiers - 80
    assert counted() == {"on time": 99, "late": 1, "online": 23}
    assert log()[: len(before)] == before
    assert SimulatedYear.objects.get().ended_at is not None
    # A second time there is nothing left to do; and what went on is what one go would have made.
    assert simulate(asked, OF).played == 0
    said.load(2022, TALKATIVE)
    whole = log(), rated(), sent()
    databases.clone()
    simulate(asked, OF)
    said.load(2022, TALKATIVE)
    assert (log(), rated(), sent()) == whole
    assert verify().ok


def told(of: Parameters, asked: Asked = DISTRICT) -> Counter[str]:
    """What a small year, at a district, tells of its dossiers, summed over them; nothing is loaded."""
    SimulatedYear.objects.all().delete()
    work = years._worked_out(asked, of, SystemClock())
    door, absences = work.province.doors[0], Absences(of, 1)
    ground = ground_of(door, absences, work.borders, of, 1)
    found: Counter[str] = Counter()
    for at, planned in enumerate(Planner(work.year, of, 1).plan(door, work.quotas[0])):
        made = live(ground, planned, at, at, at)
        tracked, changes = project(None, made.events)
        found.update(tracked.particular.columns | {"result_day": 0})
        found[f"result {tracked.particular.result}"] += 1
        found[f"rounds {len(tracked.state.rounds)}"] += 1
        found["parts"] += len(changes.inserted.get("part_row", {}))
        state = tracked.state
        found += _at_the_border(state, work.borders)
        for letter in (each.payload for each in made.events if isinstance(each.payload, Rescheduled)):
            assert state.ended_at is not None, "a letter belongs to a dossier that is over"
            assert state.due_at is not None
            assert letter.due_before < min(letter.due_after, state.ended_at)
            found["letters too late"] += letter.late_reschedule
            found["letters not kept"] += day_of(state.ended_at) > day_of(state.due_at)
    return found


def _at_the_border(state: State, borders: Borders) -> Counter[str]:
    """Whether it was past its promise on the last counted day, or late in the month before it."""
    if state.due_at is None or state.received_at is None or state.received_at >= borders.ends:
        return Counter()
    last = day_of(borders.ends - 1)
    if state.ended_at is None or state.ended_at >= borders.ends:
        return Counter({"open past the promise": day_of(state.due_at) < last})
    late = day_of(state.ended_at) > day_of(state.due_at)
    return Counter({"late in the last month": late and day_of(state.ended_at) > last - timedelta(days=30)})


def test_what_the_parameters_say_is_what_the_figures_tell(ready: None) -> None:
    always = replace(OF.habits, supplement=1.0)
    everything = replace(
        OF,
        habits=always,
        obligations=replace(OF.obligations, share=1.0, fields=("G05-MC01", "G13-TN02", "G15-TP07")),
        parts=replace(OF.parts, share=1.0),
    )
    base = told(everything)
    for what in ("rounds 2", "obligations_online", "parts_above", "parts_same", "digitised", "paid_online"):
        assert base[what] > 0, what
    assert base["parts"] >= base["parts_back"] > 0
    assert 0 < base["obligations_online"] < base["obligations_paid"] <= base["obligations"]

    def turned(section: str, **changes: object) -> Counter[str]:
        return told(replace(everything, **{section: replace(getattr(everything, section), **changes)}))

    twice = turned("supplements", second=1.0, faults={Fault.EXPIRED: 1.0})
    assert twice["rounds 2"] > 2 * base["rounds 2"]
    assert twice["asked_expired"] > base["asked_expired"]
    assert twice["asked_missing"] == 0 < base["asked_missing"]
    assert turned("obligations", share=0.0)["obligations"] == 0
    online = turned("obligations", online=1.0)
    assert online["obligations_online"] == online["obligations_paid"] > 0
    assert turned("parts", share=0.0)["parts"] == 0
    above = turned("parts", above=1.0, late=1.0)
    assert above["parts_same"] == 0
    assert above["parts_late"] > base["parts_late"]
    papers = turned("papers", digitised=0.0, reused=0.5, from_store=0.5)
    assert papers["digitised"] == 0 < papers["from_store"] < papers["reused"]
    paid = turned("payment", online=0.0, transfer=1.0)
    assert paid["paid_online"] == paid["paid_cash"] == 0 < paid["paid_transfer"]
    asking = replace(everything, habits=replace(always, supplement=0.0, consulted=1.0))
    assert told(asking, OFFICE)["obligations"] > 0, "one opinion, whatever comes between it and the result"
    _letters(everything)
    pressed = replace(OF, beside=replace(OF.beside, overdue=0.2), counted=replace(OF.counted, late=30, of=90))
    border = told(pressed)
    assert border["open past the promise"] == 18
    assert border["late in the last month"] > 0
    digital = told(replace(everything, signatures={Signature.DIGITAL: 1.0}))
    assert digital["result 1"] == digital["result 2"] == 0 < digital["result 3"]


def _letters(of: Parameters) -> None:
    """Form 04 of the late ones, and of those in time that keep the new date alone; a day ahead or later."""
    shares = replace(of.apologies, late=0.0, kept=0.0)
    assert told(replace(of, apologies=shares))["apologies"] == 0
    late = told(replace(of, apologies=replace(shares, late=1.0, in_time=1.0)))
    assert late["apologies"] == late["letters not kept"] == late_of(DISTRICT.resolved, of)
    assert late["letters too late"] == 0
    kept = told(replace(of, apologies=replace(shares, kept=1.0, in_time=0.0)))
    assert kept["apologies"] > 10 * late["apologies"]
    assert kept["letters not kept"] == 0
    assert 2 * kept["letters too late"] > kept["apologies"]


def test_a_year_that_cannot_be_is_refused(ready: None) -> None:
    for asked in (Asked(2021, 100, 1), Asked(2022, 0, 1), Asked(2022, 10, 1, "H14.99.99")):
        with pytest.raises(UsageError):
            simulate(asked, OF)
    parser = argparse.ArgumentParser()
    SIMULATE.arguments(parser)
    with pytest.raises(UsageError):
        SIMULATE.run(parser.parse_args(["--scale", "commune", "--year", "2021"]))
    assert not Dossier.objects.exists()


@given(
    whole=st.integers(0, 5_000),
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=12),
)
def test_parts_make_the_whole_and_follow_their_weights(whole: int, weights: list[float]) -> None:
    parts = parted(whole, weights)
    assert sum(parts) == whole
    exact = [whole * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 1 + 1e-6 for part, share in zip(parts, exact, strict=True))


def test_the_default_year_has_the_figures_of_the_article() -> None:
    places = [Place(f"H14.{n}", ("province", "district", "commune")[n % 3]) for n in range(10, 180)]
    parts = quotas(185_969, places, 1, OF, later=0.1, before=0.08)
    assert sum(part.on_time + part.late for part in parts) == 185_969
    assert sum(part.late for part in parts) == 1_452
    assert sum(part.online for part in parts) == 42_401  # 22.80 %
    assert all(part.online <= part.on_time + part.late and part.carried <= part.on_time for part in parts)
