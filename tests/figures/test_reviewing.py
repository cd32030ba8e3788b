"""What a review of procedures starts from, against a slow recount from the logs and the catalogue."""

from __future__ import annotations

import html
import io
import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.figures.test_ii06a import at, day, law, logs, practice, told

from motcua.dossiers.lifecycle.core import evolve
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.log import event_of
from motcua.figures.ii06a import Scope
from motcua.figures.models import ReviewProposal
from motcua.figures.reports import made
from motcua.figures.reviewing import proposals
from motcua.figures.reviewing.paper import write_paper
from motcua.figures.reviewing.proposals import Words
from motcua.figures.reviewing.unused import InForce, Use, judged, months_before
from motcua.figures.reviewing.usual import say
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS
from motcua.organisation.in_force import in_force
from motcua.organisation.models import Change, User
from motcua.organisation.queries import person_by_login
from motcua.procedures.models import ProcedureVersion

past = pytest.mark.usefixtures("past")
NOW = datetime(2026, 3, 20, 16)


def scope(last: date, as_of: datetime = NOW, **more: object) -> Scope:
    return Scope(first=date(2025, 12, 15), last=last, as_of=at(as_of), **more)  # type: ignore[arg-type]


@past
@pytest.mark.django_db
@pytest.mark.parametrize("as_of", [NOW, datetime(2026, 1, 15, 12)])
def test_unused_procedures_equal_the_slow_recount(as_of: datetime) -> None:
    # A year later, so that those received in the first weeks of the past are unused again.
    last = date(2026, 12, 31)
    received: dict[str, list[date]] = defaultdict(list)
    for log in logs():
        known = told(log, at(as_of))
        if known is not None and known.received_at is not None:
            received[known.intake.procedure.code].append(day(known.received_at))
    first: dict[str, date] = {}
    for version in ProcedureVersion.objects.select_related("procedure").filter(superseded=False):
        code = version.procedure.code
        first[code] = min(first.get(code, date.max), version.valid_from)
    wanted = {}
    for version in ProcedureVersion.objects.select_related("procedure").filter(superseded=False):
        code, days = version.procedure.code, received[version.procedure.code]
        there = version.valid_from <= last and (version.valid_to is None or version.valid_to >= last)
        unused = not any(each > date(2025, 12, 31) for each in days) and first[code] <= date(2025, 12, 31)
        if there and version.receivable and unused:
            wanted[f"procedure:{code}"] = (max(days, default=None), len(days))
    report = made("unused").build(scope(last, as_of), RULE_SETS["practice"], "procedure")
    assert {row.key: (row.cells["last"], row.cells["before"]) for row in report.rows} == wanted
    assert wanted, "the past has unused procedures"
    opened = made("unused").opened
    assert opened is not None
    for row in [*report.rows, report.total]:
        assert row is not None
        seen = opened(report.scope, RULE_SETS["practice"], row.key, "before", 0)
        assert len(seen.rows) == row.cells["before"] or seen.after


@past
@pytest.mark.django_db
def test_each_agency_is_judged_by_its_own_dossiers() -> None:
    rules, last = RULE_SETS["practice"], date(2026, 12, 31)
    by_agency = made("unused").build(scope(last), rules, "agency")
    by_field = made("unused").build(scope(last), rules, "field")
    assert by_agency.rows
    assert by_field.total == by_agency.total
    assert all(each.holds for each in (*by_agency.held, *by_field.held))
    for row in by_agency.rows[:3]:
        agency = int(row.key.partition(":")[2])
        alone = made("unused").build(scope(last, agencies=(agency,)), rules, "procedure")
        assert len(alone.rows) == row.cells["none12"]


MONTHS = st.integers(0, 40)
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@given(DAYS, st.none() | DAYS, DAYS)
def test_a_longer_time_without_dossiers_holds_the_shorter(
    since: date, received: date | None, last: date
) -> None:
    procedure = InForce(code="1", name="", field="", levels=(), competent_kind="", competent=(), since=since)
    found = judged(procedure, Use(received, int(received is not None)), last).without
    for short, long in ((12, 24), (24, 36)):
        assert not found[long] or found[short]
        assert found[short] is not False or found[long] is False
    if received is None:
        assert False not in found.values()


@given(DAYS, MONTHS)
def test_months_are_taken_off_within_the_calendar(last: date, months: int) -> None:
    before = months_before(last, months)
    assert (last.year * 12 + last.month) - (before.year * 12 + before.month) == months
    assert before.day == last.day or (before + timedelta(days=1)).day == 1


@past
@pytest.mark.django_db
@pytest.mark.parametrize("rules", ["practice", "law"])
def test_usual_times_equal_the_slow_recount(rules: str) -> None:
    first, last = date(2025, 12, 15), date(2026, 3, 14)
    end = instant_of(datetime.combine(last + timedelta(days=1), datetime.min.time()))
    calendar = in_force()[0](None)
    took: dict[str, list[int]] = defaultdict(list)
    columns: dict[str, list[int]] = defaultdict(list)
    quick: dict[str, int] = defaultdict(int)
    for log in logs():
        known, stood = told(log, at(NOW)), told(log, at(NOW), end)
        if known is None or stood is None or known.received_at is None or known.ended_at is None:
            continue
        if known.status not in {Status.FINISHED, Status.RETURNED} or not first <= day(known.ended_at) <= last:
            continue
        waits, paused = 0, None
        state = None
        for row in log:
            before = state.status if state else None
            if row.recorded_at <= at(NOW):
                state = evolve(state, event_of(row.body))
            assert state is not None
            if state.status is before:
                continue
            if paused is not None:
                waits += calendar.between(paused, row.occurred_at)
                paused = None
            if state.status in {Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED, Status.STOPPED}:
                paused = row.occurred_at
        code = known.intake.procedure.code
        worked = calendar.between(known.received_at, known.ended_at) - waits
        took[code].append(worked)
        column = {"practice": practice, "law": law}[rules](known, stood, first, last)
        assert column is not None
        columns[code].append(column)
        if known.due_at is not None:
            promised = calendar.between(known.received_at, known.due_at) - waits
            quick[code] += promised > 0 and 2 * worked <= promised
    report = made("usual_time").build(scope(last), RULE_SETS[rules], "procedure")
    assert {row.key.partition(":")[2] for row in report.rows} == set(took)
    for row in report.rows:
        code = row.key.partition(":")[2]
        ordered = sorted(took[code])
        assert row.cells["half"] == in_days(ordered[-(-len(ordered) // 2) - 1]), code
        assert row.cells["most"] == in_days(ordered[-(-9 * len(ordered) // 10) - 1]), code
        counts = [columns[code].count(each) for each in (8, 9, 10)]
        assert [row.cells[each] for each in ("early", "on_time", "late")] == counts
        assert row.cells["quick"] == quick[code], code
    opened = made("usual_time").opened
    assert opened is not None
    # Each opening asks the whole statement again: those that have most to open.
    for code in sorted(quick, key=lambda code: -quick[code])[:4]:
        key = next(row.key for row in report.rows if row.key.endswith(f":{code}"))
        assert len(opened(report.scope, RULE_SETS[rules], key, "quick", 0).rows) == quick[code] > 0


def in_days(micros: int) -> float:
    exact = Decimal(micros) / WORKING_DAY_MICROSECONDS
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_suggestion_stands_on_enough_dossiers(done: int, late: int, quick: int) -> None:
    late, quick = min(late, done), min(quick, done)
    found = say(done, late, quick)
    if done < 20:
        assert found is None
    elif late * 10 >= done:
        assert found == "Thường trễ hạn"
    else:
        assert (found is not None) == (quick * 10 >= 9 * done)


WORDS = Words(
    procedure="",
    measure="abolish",
    ground="plan",
    criteria=("necessity", "cost"),
    reasons="Không có hồ sơ.\nĐã có thủ tục khác thay.",
    product="Dự thảo quyết định bãi bỏ",
)
EVERYBODY = (
    "hanh.thucphan",
    "bac.thucphan",
    "son.thucphan",
    "cuong.thucphan",
    "phuc.ubndtinh",
    "bach.thanhtra",
    "mai.vanphong",
    "anh.quantri",
)


@past
@pytest.mark.django_db
def test_a_proposal_goes_from_who_writes_to_who_decides_with_its_figures() -> None:
    clock = FixedClock(at(NOW))
    people = {name: person_by_login(name) for name in EVERYBODY}
    writer = people["mai.vanphong"]
    code = logs_code()
    words = msgspec.structs.replace(WORDS, procedure=code)
    for name, person in people.items():
        if name != "mai.vanphong":
            with pytest.raises(Forbidden):
                proposals.write(person, words, clock=clock)
    for field in ("procedure", "measure", "ground", "reasons", "product"):
        with pytest.raises(DomainError, match="Đề xuất cần"):
            proposals.write(writer, msgspec.structs.replace(words, **{field: " "}), clock=clock)
    row = proposals.write(writer, words, clock=clock)
    assert (row.year, row.state) == (2027, "draft")
    with pytest.raises(DomainError, match="chưa kèm số liệu"):
        proposals.submit(writer, row.pk, clock=clock)
    evidence = proposals.attach(
        writer, row.pk, "usual_time", date(2025, 12, 15), date(2026, 3, 14), clock=clock
    )
    assert evidence.document["rows"][0]["done"] > 0
    assert all(each.holds and not each.moved for each in proposals.compared(evidence, clock))
    evidence.document["rows"][0]["done"] += 1
    told = {each.label: each for each in proposals.compared(evidence, clock)}
    assert not told["Tổng số"].holds, "who changes what was attached is found"
    proposals.submit(writer, row.pk, clock=clock)
    with pytest.raises(DomainError, match="chờ quyết định"):
        proposals.write(writer, words, pk=row.pk, clock=clock)
    for name, person in people.items():
        if name != "phuc.ubndtinh":
            with pytest.raises((Forbidden, NotFound)):
                proposals.decide(person, row.pk, "accepted", "Đồng ý.", clock=clock)
    with pytest.raises(DomainError, match="ý kiến"):
        proposals.decide(people["phuc.ubndtinh"], row.pk, "accepted", " ", clock=clock)
    proposals.decide(people["phuc.ubndtinh"], row.pk, "draft", "Bổ sung lý do.", clock=clock)
    proposals.submit(writer, row.pk, clock=clock)
    done = proposals.decide(people["phuc.ubndtinh"], row.pk, "accepted", "Đồng ý.", clock=clock)
    assert (done.state, done.decided_by) == ("accepted", people["phuc.ubndtinh"].officer_code)
    changes = Change.objects.filter(kind="review_proposal", subject=str(row.pk))
    assert [each.after["state"] for each in changes.order_by("pk")] == [
        "draft",
        "submitted",
        "draft",
        "submitted",
        "accepted",
    ]
    out = io.BytesIO()
    write_paper(done, out)
    assert out.getvalue().startswith(b"%PDF")


def logs_code() -> str:
    return next(
        known.intake.procedure.code
        for log in logs()
        if (known := told(log, at(NOW))) is not None
        and known.status is Status.RETURNED
        and known.ended_at is not None
        and date(2025, 12, 15) <= day(known.ended_at) <= date(2026, 3, 14)
    )


def browser(login: str) -> Client:
    found = Client()
    found.force_login(User.objects.get(login_name=login))
    return found


PERIOD = {"ky": "any", "tu": "2025-12-15", "den": "2026-03-14", "den-luc": "2026-03-20T16:00"}


@past
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("report", "more"), [("usual_time", {}), ("missing_papers", {}), ("step_time", {"theo": "procedure"})]
)
def test_a_row_of_a_report_leads_to_a_proposal_with_its_figures(report: str, more: dict[str, str]) -> None:
    reader, writer = browser("bach.thanhtra"), browser("mai.vanphong")
    page = f"/bao-cao/{report}/"
    assert "Viết đề xuất" not in reader.get(page, PERIOD | more).content.decode()
    shown = writer.get(page, PERIOD | more).content.decode()
    link = html.unescape(re.findall(r'href="(/ra-soat/soan/[^"]+)"', shown)[0])
    form = writer.get(link).content.decode()
    assert "Đính kèm “" in form
    typed = {
        **{name: getattr(WORDS, name) for name in ("measure", "ground", "criteria", "reasons", "product")},
        **dict(re.findall(r'type="hidden" name="(procedure|first|last)" value="([^"]+)"', form)),
        "report": report,
    }
    for faulty in ({"report": "II06a"}, {"first": "2026-03-15"}, {"first": "hôm qua"}, {"product": " "}):
        refused = writer.post("/ra-soat/soan/", typed | faulty)
        assert refused.status_code >= 400
        assert WORDS.reasons.partition("\n")[0] in refused.content.decode()
        assert not ReviewProposal.objects.exists()
    kept = writer.post("/ra-soat/soan/", typed)
    assert kept.status_code == 302
    evidence = ReviewProposal.objects.get().evidence.get()
    assert (evidence.report, len(evidence.document["rows"]) > 0) == (report, True)
    rows = evidence.document["rows"]
    again = writer.get(f"{kept['Location']}?so=lai").content.decode()
    assert len(rows) == 1 or all(html.escape(each["label"]) in again for each in rows)
    out = io.BytesIO()
    write_paper(evidence.proposal, out)
    assert out.getvalue().startswith(b"%PDF")


@past
@pytest.mark.django_db
def test_the_procedure_is_chosen_by_name_and_an_unknown_one_asked_again() -> None:
    writer = browser("mai.vanphong")
    code = "1.004884"
    name = ProcedureVersion.objects.filter(procedure__code=code, superseded=False).latest("valid_from").name
    for page in ("/ra-soat/tim/", "/ra-soat/soan/"):
        assert f'value="{code}"' in writer.get(page, {"q": name}).content.decode()
    assert name in html.unescape(writer.get("/ra-soat/soan/", {"thu-tuc": code}).content.decode())
    asked = writer.get("/ra-soat/soan/", {"thu-tuc": "<b>1"}).content.decode()
    assert 'id="q"' in asked
    assert "<b>1" not in asked


def test_the_yearly_plan_is_sent_before_the_end_of_january() -> None:
    assert proposals.plan_day(date(2026, 1, 30)) == date(2026, 1, 30)
    assert proposals.plan_day(date(2026, 1, 31)) == date(2027, 1, 30)
    assert proposals.plan_day(date(2026, 12, 1)) == date(2027, 1, 30)
