"""The indices over a past in which dossiers are late, come online and go through other agencies: recounted in
plain Python; what would raise a score, what is typed in through the page."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from django.db import transaction
from django.db.models import F, Q
from django.test import Client
from tests.figures.recount import Counted, counted, logs
from tests.figures.test_index_counts import NOW, parts, recounted

from motcua.dossiers import heard
from motcua.dossiers.fact_tables import Spell
from motcua.dossiers.facts import Standing, day_number
from motcua.dossiers.heard import Ears, Heard
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.step_tables import PartRow
from motcua.figures.ii06a import Scope
from motcua.figures.indices.entering import enter
from motcua.figures.indices.holders import procedures_of
from motcua.figures.indices.measuring import by_agency as by_agency_766
from motcua.figures.indices.measuring import known, ways_up, whole
from motcua.figures.indices.nine_counting import by_agency, by_officer
from motcua.figures.indices.scoring import score
from motcua.figures.indices.tables766 import index_table
from motcua.figures.models import IndexEntry
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import day_of
from motcua.organisation.models import User
from motcua.organisation.queries import competent_agencies, person_by_login
from motcua.procedures.published import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
QUARTER = Scope(first=date(2025, 12, 15), last=date(2026, 3, 14), as_of=NOW)
LATER = 2**62
"""After whatever is typed in here."""
YEAR = Scope(first=date(2025, 12, 15), last=date(2026, 12, 14), as_of=NOW)
FEBRUARY = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=NOW)
"""Much of it was received before."""


def told_by_logs(scope: Scope, rules: str) -> dict[int, list[Counted]]:
    """The dossiers of a period by competent agency."""
    agencies = dict(Dossier.objects.values_list("pk", "competent_id"))
    keys = iter(logs())
    found: dict[int, list[Counted]] = defaultdict(list)
    seen = {each.key for each in recounted(scope, rules)}
    inside = [key for key in keys if key in seen]
    for key, each in zip(inside, counted(scope, RULE_SETS[rules]), strict=True):
        found[agencies[key] or 0].append(each)
    return found


def rounded(points: int, dossiers: int) -> Decimal:
    return (Decimal(points) / dossiers).quantize(Decimal("0.1"), ROUND_HALF_UP)


def of_parts(each: Counted, scope: Scope) -> int:
    """Index 2 in the plainest words: the worst of the dossier's outcome and of each part against its own
    day."""
    points = [10 - each.column]
    for part in each.seen["parts"].values():
        due, back = part.get("due_at"), part.get("returned_at")
        if due is None:
            points.append(1)
        elif back is None or back >= scope.end:
            points.append(0 if due < scope.end else 1)
        else:
            days = day_number(day_of(due)) - day_number(day_of(back))
            points.append(1 + (days > 0) - (days < 0))
    return min(points)


@pytest.mark.parametrize("scope", [QUARTER, YEAR], ids=["a quarter", "a year under way"])
def test_the_index_of_each_agency_s_own_time_is_recounted_part_by_part(scope: Scope) -> None:
    found = {each.key: each for each in by_agency(scope)}
    worse = 0
    for agency, dossiers in told_by_logs(scope, "practice").items():
        scored = [
            each
            for each in dossiers
            if each.column in {8, 9, 10}
            and each.fact["stood"]["standing"] in {Standing.GRANTED, Standing.REFUSED}
        ]
        if not scored:
            assert found[agency].scores[2] is None
            continue
        points = [of_parts(each, scope) for each in scored]
        worse += sum(mine < 10 - each.column for mine, each in zip(points, scored, strict=True))
        assert found[agency].scores[2] == rounded(sum(points), len(points)), agency
        assert found[agency].scores[1] == rounded(sum(10 - each.column for each in scored), len(scored))
    assert worse, "a part that is worse than its dossier"


@pytest.mark.parametrize("scope", [QUARTER, YEAR, FEBRUARY], ids=["a quarter", "a year", "a month"])
def test_online_services_want_a_share_and_nothing_late(scope: Scope) -> None:
    found = {each.key: each for each in by_agency(scope)}
    held = procedures_of(published(scope.last), competent_agencies(scope.last))
    points = set()
    for agency, dossiers in told_by_logs(scope, "practice").items():
        received = [each for each in dossiers if each.came != 6]
        online = [each for each in received if each.came == 4]
        late = [
            each
            for each in dossiers
            if each.seen["intake"]["channel"] == "online" and each.column in {10, 13}
        ]
        procedures = held.get(agency, ())
        offered = sum(each.online for each in procedures)
        expected: int | None = 0
        if not procedures:
            expected = None
        elif not late and offered and received:
            share = 100 * len(online) / len(received)
            if share >= 30 and 100 * offered >= 20 * len(procedures):
                expected = 2
            elif share >= 15:
                expected = 1
        assert found[agency].scores[9] == expected, found[agency].name
        points.add(expected)
    assert len(points) > 1, "a recount of one score proves little"


def test_an_online_dossier_of_an_earlier_period_that_is_late_now_counts_too() -> None:
    first, last = day_number(FEBRUARY.first), day_number(FEBRUARY.last)
    good = {each.key for each in by_agency(FEBRUARY) if each.scores[9]}
    done = Spell.objects.filter(
        ending__range=(20, 29), ended_as__in=[3, 4], ended_day__range=(first, last), competent__in=good
    )
    for spell in done.order_by("dossier_id"):
        mine = Spell.objects.filter(dossier_id=spell.dossier_id)
        with transaction.atomic():
            mine.update(received_day=first - 1)
            before = {each.key: each.scores[9] for each in by_agency(FEBRUARY)}[spell.competent_id]
            mine.update(ending=22)
            after = {each.key: each.scores[9] for each in by_agency(FEBRUARY)}[spell.competent_id]
            transaction.set_rollback(True)
        if before:
            assert after == 0
            return
    pytest.fail("no agency has an online dossier of before and enough others")


def test_answers_publication_and_organisation_are_scored_by_what_is_heard_and_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agencies = sorted(each.key for each in by_agency(QUARTER) if each.dossiers)[:4]
    quiet, prompt, nearly, slow = agencies

    def said(agency: int, on_time: int, late: int, owed: int = 0) -> list[Heard]:
        one = Heard(agency, False, False, False, False, True, True, False, "")
        return (
            [one] * on_time
            + [one._replace(late=True, on_time=False)] * late
            + [one._replace(late=True, on_time=False, prolonged=True)] * owed
            # Refused ones count for nothing, however late.
            + [one._replace(dropped=True, on_time=False, prolonged=True)]
        )

    every = [*said(prompt, 3, 0), *said(nearly, 9, 1), *said(slow, 19, 0, owed=1)]
    monkeypatch.setattr(heard, "_EARS", [Ears(lambda *_: every, lambda *_: frozenset())])
    before = {each.key: each for each in by_agency(QUARTER)}
    assert [before[each].scores[8] for each in agencies] == [2, 2, 1, 0]
    assert {before[each].scores[number] for each in agencies for number in (5, 6)} == {None}
    controller = person_by_login("mai.vanphong")
    asked: dict[str, Any] = {
        "index": "nine", "period": (QUARTER.first, QUARTER.last),
        "source": "Báo cáo 7", "source_day": QUARTER.last,
    }  # fmt: skip
    typed = {quiet: (10, 10, 0), prompt: (10, 1, 10), nearly: (10, 1, 9), slow: (0, 0, 0)}
    for agency, (listed, whole_process, at_section) in typed.items():
        numbers = {"listed": listed, "whole_process": whole_process, "at_section": at_section}
        values = {name: str(number) for name, number in numbers.items()}
        enter(controller, component="5", values=values, agency=agency, **asked)
        enter(controller, component="6", values={"posted": "1"}, agency=agency, **asked)
    after = {each.key: each for each in by_agency(msgspec.structs.replace(QUARTER, as_of=LATER))}
    levels = {each.key: each.level for each in after.values()}
    share = {"province": 20, "district": 50, "commune": 100}
    for agency, (listed, whole_process, at_section) in typed.items():
        enough = listed > 0 and 100 * whole_process >= share[levels[agency]] * listed
        assert after[agency].scores[5] == (2 if enough else 1 if listed and at_section >= listed else 0)
    held = procedures_of(published(QUARTER.last), competent_agencies(QUARTER.last))
    for agency in agencies:
        electronic = not any(each.missing for each in held[agency])
        assert after[agency].scores[6] == (1 + electronic if held[agency] else None)
        if held[agency]:
            total = sum(after[agency].scores[number] or 0 for number in range(1, 10))
            assert after[agency].total == after[agency].counted == total
    past = {each.key: each for each in by_agency(QUARTER)}
    assert past[quiet].scores[5] is None, "nobody had typed it then"
    maxima = {each.maximum for each in after.values() if each.dossiers}
    assert len(maxima) > 1, "of some more is known"
    shares = {each.key: each.counted / each.maximum for each in after.values() if each.dossiers}
    for each in after.values():
        better = sum(share > shares[each.key] for share in shares.values()) if each.dossiers else None
        assert each.rank == (None if better is None else better + 1), each.name


def test_a_part_that_was_not_sent_is_no_part() -> None:
    worse = [each.key for each in by_agency(QUARTER) if (each.scores[2] or 0) < (each.scores[1] or 0)]
    assert worse
    PartRow.objects.update(sent_at=None, sent_known=None, due_at=None, ended_at=None, ended_known=None)
    assert all(each.scores[2] == each.scores[1] for each in by_agency(QUARTER))


def test_who_hands_a_result_out_did_not_resolve_it() -> None:
    before = sum(each.dossiers for each in by_officer(QUARTER))
    handed_out = WorkItem.objects.filter(step="return").exclude(officer="")
    inside = Q(agency=F("dossier__competent")) | Q(agency__parent=F("dossier__competent"))
    dossier = handed_out.filter(inside, dossier__status=Status.RETURNED).latest("opened_at").dossier_id
    WorkItem.objects.filter(dossier=dossier).exclude(step__in=["return", "done"]).update(officer="")
    assert sum(each.dossiers for each in by_officer(QUARTER)) == before - 1


def test_officers_are_scored_by_the_dossiers_that_they_resolved() -> None:
    told = by_officer(QUARTER)
    assert told
    for each in told:
        assert each.scores == {
            number: rounded(points, each.dossiers) for number, points in each.points.items()
        }
    assert by_officer(QUARTER, [each.officer for each in told]) == told, "narrowed it is the same"


@pytest.mark.parametrize("scope", [QUARTER, YEAR], ids=["a quarter", "a year under way"])
def test_dossiers_in_time_and_online_are_recounted_where_some_are_late_and_some_online(scope: Scope) -> None:
    papers = {each.code for each in published(scope.last) if each.result}
    measured = known(scope)
    told = {each.key: parts(each.score) for each in by_agency_766(measured)}
    sums = [0, 0, 0, 0]
    for agency, dossiers in told_by_logs(scope, "npsp").items():
        in_time = sum(each.column in {8, 9, 12} for each in dossiers)
        received = [each for each in dossiers if each.came != 6]
        online = [each for each in received if each.came == 4]
        whole_online = sum(not _lacks_electronic_result(each, papers) for each in online)
        assert told[agency]["2.1"] == (in_time, len(dossiers))
        assert told[agency]["3.3"] == (whole_online, len(received))
        for place, number in enumerate((in_time, len(dossiers), whole_online, len(received))):
            sums[place] += number
    assert parts(whole(measured))["2.1"] == (sums[0], sums[1])
    assert parts(whole(measured))["3.3"] == (sums[2], sums[3])
    assert 0 < sums[0] < sums[1]
    assert 0 < sums[2] < sums[3]


def _lacks_electronic_result(each: Counted, papers: set[str]) -> bool:
    """A granted dossier whose result is a paper, handed out without a signed or scanned file."""
    granted = each.fact["stood"]["standing"] == Standing.GRANTED and each.fact["procedure_code"] in papers
    return granted and not (each.seen["result"] in {"scan", "digital"} and each.seen["documents"])


def test_what_would_raise_a_score_most_raises_it_by_just_that() -> None:
    found = whole(known(QUARTER))
    ways = ways_up(found)
    assert len(ways) > 3
    for way in ways:
        assert way.gain is not None
        assert way.parts.numerator is not None
        assert way.parts.denominator is not None
        reached = score(
            way.component,
            way.parts.numerator + Fraction(way.gain.more),
            way.parts.denominator,
            on=QUARTER.last,
        ).points
        assert reached is not None
        others = sum(
            each.scored.points for each in found.told if each is not way and each.scored.points is not None
        )
        assert others + reached == found.total.points + way.gain.points, way.component.id
    assert [way.gain.points for way in ways if way.gain] == sorted(
        (way.gain.points for way in ways if way.gain), reverse=True
    )


def test_each_month_is_the_index_of_that_month() -> None:
    year = Scope(first=date(2026, 1, 1), last=date(2026, 3, 31), as_of=NOW)
    months = index_table(year, RULE_SETS["npsp"], "month")
    ends = {"2026-01": date(2026, 1, 31), "2026-02": date(2026, 2, 28), "2026-03": date(2026, 3, 31)}
    assert [row.key for row in months.rows] == list(ends)
    for row in months.rows:
        last = ends[row.key]
        alone = whole(known(Scope(first=last.replace(day=1), last=last, as_of=NOW))).total
        assert row.cells["points"] == float(alone.points)


FORM = {"bo": "766", "thanh-phan": "1.1", "tu": "2026-02-01", "den": "2026-02-28"}
TYPED = {"numerator": "7", "denominator": "8", "source": "Báo cáo số 12/BC-VP", "source_day": "2026-03-02"}


@pytest.fixture
def controller(varied: None) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(login_name="mai.vanphong"))
    return browser


def page_of(browser: Client) -> str:
    return browser.get("/bao-cao/so-nhap-tay/", FORM).content.decode()


def send(browser: Client, **changes: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in FORM.items())
    return browser.post(f"/bao-cao/so-nhap-tay/?{query}", TYPED | changes)


def test_a_number_is_typed_in_with_its_source_and_earlier_ones_stay_to_be_seen(controller: Client) -> None:
    assert "Chưa nhập số nào" in page_of(controller)
    assert send(controller).status_code == 302
    assert send(controller, numerator="6").status_code == 302
    page = page_of(controller)
    assert page.count("Báo cáo số 12/BC-VP") == 4, "two parts, twice"
    assert IndexEntry.objects.count() == 4
    february = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=LATER)
    assert parts(whole(known(february)))["1.1"] == (6, 8), "the newest counts"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": " "}, "phải ghi nguồn"),
        ({"source_day": ""}, "phải ghi nguồn"),
        ({"source_day": "2999-01-01"}, "phải ghi nguồn"),
        ({"numerator": "chín"}, "không phải là một con số"),
        ({"numerator": "9"}, "Tử số lớn hơn mẫu số"),
        ({"numerator": "=1+1"}, "không phải là một con số"),
        ({"numerator": "", "denominator": ""}, "Chưa có con số nào"),
    ],
)
def test_a_number_without_a_source_or_that_is_none_is_refused_and_stays_in_the_form(
    controller: Client, changes: dict[str, str], said: str
) -> None:
    answer = send(controller, **changes)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    kept = (TYPED | changes)["denominator"]
    assert f'name="denominator" inputmode="decimal" maxlength="12" value="{kept}"' in page
    assert not IndexEntry.objects.exists()


@pytest.mark.parametrize("login", ["cuong.thucphan", "bach.thanhtra", "son.thucphan", "anh.quantri"])
def test_nobody_else_types_it_in(controller: Client, login: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get(login_name=login))
    assert send(browser).status_code == 403
    assert not IndexEntry.objects.exists()
