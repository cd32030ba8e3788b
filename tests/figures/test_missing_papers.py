"""Papers that are missing when a dossier is first handed in, against a slow recount of the logs."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.figures.recount import counted

from motcua.dossiers.models import Event
from motcua.dossiers.particular_tables import Particulars
from motcua.figures.evidence import pages_of
from motcua.figures.ii06a import Scope
from motcua.figures.report import TOTAL
from motcua.figures.reports import made
from motcua.figures.reviewing.missing import FORM, UNLISTED, WORDS_ONLY, say
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Share, Table
from motcua.foundation.clock import instant_of
from motcua.foundation.errors import NotFound, UsageError
from motcua.procedures.models import ProcedureVersion

varied = pytest.mark.usefixtures("varied")
PRACTICE = RULE_SETS["practice"]
REPORT = made("missing_papers")


def winter(as_of: datetime) -> Scope:
    return Scope(first=date(2025, 12, 15), last=date(2026, 2, 28), as_of=instant_of(as_of))


def name(item: dict[str, Any], seen: dict[str, Any]) -> str:
    if item.get("declaration"):
        return FORM
    if item.get("component") is None:
        return WORDS_ONLY
    both = [each for each in (*seen["first_papers"], *seen["papers"]) if each["no"] == item["component"]]
    code = next((each["code"] for each in both if each.get("code")), "")
    content = ProcedureVersion.objects.get(pk=seen["intake"]["procedure"]["version"]).content
    if code.startswith("#"):
        return str(content["components"][int(code[1:]) - 1]["name"])
    return next((each["name"] for each in content["components"] if each.get("code") == code), UNLISTED)


def recounted(scope: Scope) -> tuple[dict[tuple[str, str], Counter[str]], Counter[str], Counter[str]]:
    """Rows by procedure and paper, the total, and receptions by procedure."""
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for each in counted(scope, PRACTICE):
        if not each.received:
            continue
        code = each.seen["intake"]["procedure"]["code"]
        received[code] += 1
        items = each.seen.get("first_asked", [])
        total["asked"] += bool(items)
        for paper in {name(item, each.seen) for item in items}:
            rows[code, paper]["asked"] += 1
        for item in items:
            for sums in (rows[code, name(item, each.seen)], total):
                sums.update(["times", item.get("fault") or "untold"])
    return rows, total, received


def told(table: Table) -> dict[str, dict[str, int]]:
    keys = [column.key for column in table.columns if column.opens and column.key != "received"]
    every = [*table.rows, *([table.total] if table.total else [])]
    return {row.key: {key: row.cells[key] for key in keys if row.cells[key]} for row in every}  # type: ignore[misc]


@varied
@pytest.mark.django_db
@pytest.mark.parametrize("as_of", [datetime(2026, 3, 20, 16), datetime(2026, 2, 10, 12)])
def test_papers_missing_at_first_are_what_the_logs_say(as_of: datetime) -> None:
    scope = winter(as_of)
    rows, total, received = recounted(scope)
    report = REPORT.build(scope, PRACTICE, "")
    assert {(row.cells["code"], row.label): told(report)[row.key] for row in report.rows} == rows
    assert told(report)[TOTAL] == total
    assert report.total is not None
    assert report.total.cells["received"] == received.total()
    for row in report.rows:
        code, asked = row.cells["code"], row.cells["asked"]
        assert isinstance(code, str)
        assert isinstance(asked, int)
        assert row.cells["received"] == received[code]
        assert row.cells["asked_pct"] == Share(asked, received[code])
        assert row.cells["say"] == say(received[code], asked)
    shares = [row.cells["asked"] / row.cells["received"] for row in report.rows]  # type: ignore[operator]
    assert shares == sorted(shares, reverse=True), "what is missing most often stands first"
    assert {paper for _, paper in rows} - {WORDS_ONLY}, "some are papers of the catalogue"


@varied
@pytest.mark.django_db
def test_a_cell_opens_the_dossiers_in_which_that_paper_was_asked_for() -> None:
    scope = winter(datetime(2026, 3, 20, 16))
    report = REPORT.build(scope, PRACTICE, "")
    assert REPORT.opened is not None
    assert report.total is not None
    for row in (report.total, report.rows[0], report.rows[-1]):
        for column in ("received", "asked", "missing", "expired"):
            with pages_of(1_000):
                seen = REPORT.opened(scope, PRACTICE, row.key, column, 0)
            number = row.cells[column]
            assert isinstance(number, int)
            # Of one dossier several words may have been asked for with one reason.
            several = column not in {"received", "asked"} and 0 < len(seen.rows) < number
            assert len(seen.rows) == number or several, (row.key, column)
    with pytest.raises(NotFound, match="dòng"):
        REPORT.opened(scope, PRACTICE, "paper:1.000000:abc", "asked", 0)
    with pytest.raises(NotFound, match="cột"):
        REPORT.opened(scope, PRACTICE, TOTAL, "say", 0)
    with pytest.raises(UsageError, match="xếp dòng"):
        REPORT.build(scope, PRACTICE, "agency")


def ask(dossier: int, like: Event, items: list[dict[str, Any]]) -> None:
    """Write one more request to the end of a dossier's log."""
    body = json.loads(like.body)
    body["payload"]["items"] = items
    like.seq = Event.objects.filter(dossier_id=dossier).latest("seq").seq + 1
    like.dossier_id, like.body = dossier, json.dumps(body)
    like.save(force_insert=True)


@varied
@pytest.mark.django_db
def test_only_the_first_request_counts_and_a_paper_named_twice_in_it_is_one_dossier() -> None:
    scope = winter(datetime(2026, 3, 20, 16))
    before = REPORT.build(scope, PRACTICE, "")
    inside = [each for each in counted(scope, PRACTICE) if each.received]
    first = next(each for each in inside if each.seen.get("first_asked"))
    request = Event.objects.filter(dossier_id=first.dossier, type="supplement_requested").first()
    like = request or Event.objects.filter(type="supplement_requested")[0]
    items = json.loads(like.body)["payload"]["items"]
    ask(first.dossier, like, [each | {"fault": "expired"} for each in items] * 3)
    assert told(REPORT.build(scope, PRACTICE, "")) == told(before), "what is asked for later"
    other = next(each for each in inside if not each.seen.get("first_asked"))
    Particulars.objects.filter(dossier_id=other.dossier).update(asked_expired=2)
    ask(other.dossier, like, [{"component": 1, "fault": "expired"}, {"component": 1, "fault": "missing"}])
    total = told(REPORT.build(scope, PRACTICE, ""))[TOTAL]
    more = Counter(asked=1, times=2, expired=1, missing=1)
    assert total == Counter(told(before)[TOTAL]) + more
    rows = {row.key: Counter(told(before)[row.key]) for row in before.rows}
    changed = [
        Counter(cells) - rows.get(key, Counter())
        for key, cells in told(REPORT.build(scope, PRACTICE, "")).items()
        if key != TOTAL and Counter(cells) != rows.get(key)
    ]
    assert changed == [more]


@varied
@pytest.mark.django_db
def test_of_one_procedure_the_same_rows() -> None:
    scope = winter(datetime(2026, 3, 20, 16))
    whole = told(REPORT.build(scope, PRACTICE, ""))
    code = next(key for key in whole if key != TOTAL).split(":")[1]
    one = REPORT.build(msgspec.structs.replace(scope, procedure=code), PRACTICE, "")
    assert {row.key: told(one)[row.key] for row in one.rows} == {
        key: cells for key, cells in whole.items() if key.split(":")[1:2] == [code]
    }


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_hint_stands_on_enough_dossiers(received: int, asked: int) -> None:
    asked = min(asked, received)
    found = say(received, asked)
    if received < 20 or asked / received < 0.3:
        assert found is None
    else:
        assert found == ("Gần như luôn phải bổ sung" if asked * 10 >= 8 * received else "Thường phải bổ sung")
