"""Ratings and petitions in reports: against a plain count, small groups hidden, what is shut stays shut."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.figures.recount import counted
from tests.figures.test_ii06a import at

from motcua.dossiers import heard
from motcua.dossiers.heard import Ears, Heard
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Rating
from motcua.figures.heard import satisfaction
from motcua.figures.heard.satisfaction import small
from motcua.figures.ii06a import Scope
from motcua.figures.report import TOTAL
from motcua.figures.reports import made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp, Share
from motcua.foundation.clock import DAY
from motcua.foundation.errors import NotFound
from motcua.law.service_quality import rating_rules
from motcua.organisation.models import Agency, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
Given = dict[int, dict[str, tuple[int, int]]]
"""Level and moment of a rating by dossier and stage."""
LEVELS = ("level_1", "level_2", "level_3", "level_4", "level_5")
LATER = datetime(2026, 3, 20, 16)


def scope(as_of: datetime, **more: Any) -> Scope:
    return Scope(first=date(2025, 12, 15), last=date(2026, 2, 28), as_of=at(as_of), **more)


@pytest.fixture
def rated(db: None) -> Given:
    """Level and moment by stage: of two dossiers in three at the result, of some at reception; every fifth
    rated its result weeks after."""
    found: Given = {}
    rows = []
    for dossier in Dossier.objects.exclude(received_at=None):
        for stage, moment, every in (
            ("reception", dossier.received_at, 4),
            ("result", dossier.ended_at, 3),
        ):
            if moment is None or dossier.pk % every == 1:
                continue
            level = 1 + (dossier.pk * 7 + len(stage)) % 5
            given_at = moment + 25 * DAY * (stage == "result" and dossier.pk % 5 == 0)
            found.setdefault(dossier.pk, {})[stage] = (level, given_at)
            rows.append(
                Rating(
                    dossier=dossier,
                    stage=stage,
                    level=level,
                    questions="Q",
                    way="online",
                    section_id=dossier.section_id,
                    competent_id=dossier.competent_id,
                    procedure_code=dossier.procedure_code,
                    given_at=given_at,
                )
            )
    Rating.objects.bulk_create(rows)
    return found


def recounted(asked: Scope, rules: str, rated: Given) -> dict[str, Counter[str]]:
    rows: dict[str, Counter[str]] = {TOTAL: Counter()}
    for each in counted(asked, RULE_SETS[rules]):
        if each.column > 10:
            continue
        given_ones = {k: v[0] for k, v in rated.get(each.dossier, {}).items() if v[1] <= asked.as_of}
        said = Counter(["resolved", "rated" if given_ones else "unrated"])
        if given_ones:
            stage = "result" if "result" in given_ones else "reception"
            said.update((f"level_{given_ones[stage]}", f"at_{stage}"))
        for key in (f"procedure:{each.fact['procedure_code']}", TOTAL):
            rows.setdefault(key, Counter()).update(said)
    return rows


@pytest.mark.parametrize("as_of", [LATER, datetime(2026, 2, 10, 9, 30)])
@pytest.mark.parametrize("rules", ["practice", "npsp", "law"])
def test_satisfaction_equals_a_plain_count_with_small_groups_hidden(
    rules: str, as_of: datetime, rated: Given
) -> None:
    asked = scope(as_of)
    wanted = recounted(asked, rules, rated)
    table = made("satisfaction").build(asked, RULE_SETS[rules], "procedure")
    assert table.total is not None
    rows = {row.key: row.cells for row in (*table.rows, table.total)}
    assert rows.keys() == wanted.keys()
    hidden = 0
    for key, said in wanted.items():
        cells = rows[key]
        assert [cells[each] for each in ("resolved", "rated", "unrated")] == [
            said[each] for each in ("resolved", "rated", "unrated")
        ]
        if cells["level_5"] is None:
            assert {cells[each] for each in (*LEVELS, "at_result", "satisfied_pct")} == {None}
            hidden += said["rated"]
        else:
            assert said["rated"] == 0 or said["rated"] >= 5
            assert [cells[each] for each in LEVELS] == [said[each] for each in LEVELS]
            assert cells["satisfied_pct"] == Share(said["level_4"] + said["level_5"], said["rated"])
    assert hidden == 0 or hidden >= 5, "what is hidden cannot be worked out of the total"
    assert wanted[TOTAL]["rated"] > 20
    assert rows[TOTAL]["level_5"] is not None


@given(st.lists(st.integers(0, 12), max_size=12))
def test_what_is_hidden_is_never_one_small_group(numbers: list[int]) -> None:
    shut = small(numbers, 5)
    hidden = sum(numbers[place] for place in shut)
    assert all(number == 0 or number >= 5 for place, number in enumerate(numbers) if place not in shut)
    assert not shut or hidden >= 5 or len(shut) == sum(number > 0 for number in numbers)


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ([5, 6, 0], set()),
        ([4, 6, 9], {0, 1}),
        ([2, 3, 5], {0, 1}),
        ([2, 2, 5, 9], {0, 1, 2}),
        ([0, 3, 0], {1}),
        ([], set()),
    ],
)
def test_no_more_is_hidden_than_must_be(numbers: list[int], hidden: set[int]) -> None:
    assert small(numbers, 5) == hidden


def test_a_total_of_as_many_as_a_group_must_have_is_told(
    rated: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = made("satisfaction").build
    whole = build(scope(LATER), RULE_SETS["practice"], "level").total
    assert whole is not None
    number = whole.cells["rated"]
    assert isinstance(number, int)
    for least, told in ((number, True), (number + 1, False)):
        rules = msgspec.structs.replace(rating_rules(), minimum_group=least)
        monkeypatch.setattr(satisfaction, "rating_rules", lambda rules=rules: rules)
        total = build(scope(LATER), RULE_SETS["practice"], "level").total
        assert total is not None
        assert (total.cells["level_5"] is not None) == told


def test_who_rated_how_opens_nowhere(rated: Given, client: Client) -> None:
    how, asked = made("satisfaction"), scope(LATER)
    assert how.opened is not None
    table = how.build(asked, RULE_SETS["practice"], "agency")
    assert [each.key for each in table.columns if each.opens] == ["resolved"]
    assert table.total is not None
    assert how.opened(asked, RULE_SETS["practice"], TOTAL, "resolved", 0).rows
    for column in ("rated", "unrated", "level_1", "at_result"):
        with pytest.raises(NotFound):
            how.opened(asked, RULE_SETS["practice"], TOTAL, column, 0)
    query = "ky=any&tu=2025-12-15&den=2026-02-28&den-luc=2026-03-20T16:00&theo=agency"
    for login, status in (("bach.thanhtra", 200), ("son.thucphan", 403), ("anh.quantri", 403)):
        client.force_login(User.objects.get(login_name=login))
        for name in ("satisfaction", "petitions", "linked_pairs"):
            here = query.replace("agency", "pair") if name == "linked_pairs" else query
            assert client.get(f"/bao-cao/{name}/?{here}").status_code == status
            assert client.get(f"/bao-cao/{name}/tep/csv/?{here}").status_code == status
    client.force_login(User.objects.get(login_name="bach.thanhtra"))
    assert client.get(f"/bao-cao/satisfaction/tep/csv/?{query}&hang=total&cot=level_1").status_code == 404
    lines = client.get(f"/bao-cao/satisfaction/tep/csv/?{query}").content.decode("utf-8-sig")
    *_, total = csv.reader(io.StringIO(lines))
    assert [int(each) for each in total[2:5]] == [
        table.total.cells[each] for each in ("resolved", "rated", "unrated")
    ]


def test_petitions_by_agency(monkeypatch: pytest.MonkeyPatch) -> None:
    agencies = list(Agency.objects.filter(level="commune").order_by("pk")[:2])
    one, other = (each.pk for each in agencies)
    told = [
        # agency, conduct, dropped, late, again, due, on_time, prolonged, dossier
        Heard(one, True, False, False, False, True, True, False, "A"),
        Heard(one, False, False, True, True, True, False, False, "B"),
        Heard(one, False, False, True, False, True, False, True, ""),
        Heard(other, False, True, False, False, False, False, False, ""),
        Heard(other, False, False, False, False, False, False, False, ""),
        Heard(None, False, False, False, False, False, False, False, ""),
    ]
    asked_for: list[tuple[int, int, int]] = []

    def petitions(start: int, end: int, as_of: int) -> list[Heard]:
        asked_for.append((start, end, as_of))
        return told

    monkeypatch.setattr(heard, "_EARS", [Ears(petitions, lambda *_: frozenset())])
    table = made("petitions").build(scope(LATER), RULE_SETS["practice"], "agency")
    assert asked_for == [(at(datetime(2025, 12, 15)), at(datetime(2026, 3, 1)), at(LATER))]
    assert table.total is not None
    assert {key: cell for key, cell in table.total.cells.items() if cell} == {
        "sent": 6, "conduct": 1, "about_dossier": 2, "dropped": 1, "running": 2, "due": 3, "on_time": 1,
        "answered_late": 1, "prolonged": 1, "again": 1, "on_time_pct": Share(1, 3),
    }  # fmt: skip
    rows = {row.key: row.cells["sent"] for row in table.rows}
    assert rows == {f"agency:{one}": 3, f"agency:{other}": 2, "agency:0": 1}
    narrow = made("petitions").build(scope(LATER, agencies=(other,)), RULE_SETS["practice"], "level")
    assert [row.cells["sent"] for row in narrow.rows] == [2]
    # Of an agency of another level nothing; one that is owed and answered late is not answered in time.
    above = made("petitions").build(scope(LATER, level="province"), RULE_SETS["practice"], "level")
    assert not above.rows
    below = made("petitions").build(scope(LATER, level="commune"), RULE_SETS["practice"], "level")
    assert [(row.key, row.cells["sent"]) for row in below.rows] == [("level:commune", 5)]
    told[:] = [Heard(one, False, False, False, False, False, True, False, "")]
    running = made("petitions").build(scope(LATER), RULE_SETS["practice"], "agency").total
    assert running is not None
    assert [running.cells[each] for each in ("running", "due", "on_time")] == [1, 0, 0]
    told[:] = [Heard(one, False, False, False, False, True, True, True, "")]
    with pytest.raises(DoesNotAddUp, match="Phải trả lời"):
        made("petitions").build(scope(LATER), RULE_SETS["practice"], "agency")
    monkeypatch.setattr(heard, "_EARS", [])
    empty = made("petitions").build(scope(LATER), RULE_SETS["practice"], "agency")
    assert not empty.rows
    assert any("không có phần phản ánh" in note for note in empty.notes)
