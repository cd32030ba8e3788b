"""Questions without an answer, or with a surprising one: refused in words or told as a dash, never wrong."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from tests.figures.test_reviewing import EVERYBODY, browser

from motcua.dossiers.models import Dossier
from motcua.figures.ii06a import Scope
from motcua.figures.registry import reports
from motcua.figures.reports import REPORTS, made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Share, Table
from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import UsageError
from motcua.organisation.models import Agency
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import reach_of
from motcua.organisation.services import DayChange, change_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
PRACTICE = RULE_SETS["practice"]
NOW = instant_of(datetime(2026, 3, 20, 16))
OWN_PAGES = {"II06a": "ii-06a", "index766": "chi-so-766", "nine_indices": "chin-chi-so", "article": "bai-bao"}
"""Reports with a page of their own."""
KINDS = {each.id: each for each in reports() if each.id in REPORTS}


def built(report: str, scope: Scope, by: str = "") -> Table:
    return made(report).build(scope, PRACTICE, by or (KINDS[report].by[0] if KINDS[report].by else ""))


def page(report: str) -> str:
    return f"/bao-cao/{OWN_PAGES.get(report, report)}/"


@pytest.mark.parametrize("report", KINDS)
def test_a_period_upside_down_or_not_begun_is_refused_by_every_report(report: str) -> None:
    for first, last, as_of in (
        (date(2026, 3, 2), date(2026, 3, 1), NOW),
        (date(2026, 3, 1), date(2026, 3, 14), instant_of(datetime(2026, 2, 1))),
    ):
        with pytest.raises(UsageError) as refused:
            built(report, Scope(first=first, last=last, as_of=as_of))
        assert refused.value.next_step


PERIOD = {"ky": "any", "tu": "2026-01-01", "den": "2026-03-14", "den-luc": "2026-03-20T16:00"}
UPSIDE_DOWN = {"ky": "any", "tu": "2026-03-02", "den": "2026-03-01"}
BAD = [
    {"ky": "any", "tu": "2026-01-01", "den": "2026-01-31", "den-luc": "2999-01-01T00:00"},
    {"ky": "any", "tu": "2026-02-30", "den": "2026-03-01"},
    {"ky": "any", "tu": "=1+1", "den": ""},
    {"ky": "any", "tu": "2026-03-02", "den": ""},
]


@pytest.mark.parametrize(
    ("address", "asked"),
    [(address, UPSIDE_DOWN) for address in (*map(page, KINDS), "/tong-quan/", "/so-cua-toi/")]
    + [(page(report), asked) for report in ("II06a", "online", "missing_papers") for asked in BAD],
)
def test_a_page_answers_a_bad_question_in_words_and_keeps_what_was_typed(
    address: str, asked: dict[str, str]
) -> None:
    answer = browser("phuc.ubndtinh").get(address, asked)
    shown = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert 'role="alert"' in shown
    assert "<table" not in shown
    fields = [name for name in asked if f'id="{name}" name="{name}" value=' in shown]
    assert all(f'name="{name}" value="{asked[name]}"' in shown for name in fields)
    assert fields or address in {page(own) for own in OWN_PAGES}


@pytest.mark.parametrize("report", [each for each in KINDS if each not in {"index766", "nine_indices"}])
def test_nothing_to_divide_by_is_a_dash(report: str) -> None:
    # Long before anything was received.
    table = built(report, Scope(first=date(2010, 1, 1), last=date(2010, 12, 31), as_of=NOW))
    rows = [*table.rows, *([table.total] if table.total else [])]
    shares = [cell for row in rows for cell in row.cells.values() if isinstance(cell, Share)]
    assert all((share.value is None) == (share.denominator == 0) for share in shares)
    assert all(share.numerator == 0 for share in shares if not share.denominator)
    if report in {"supplements", "online", "digitisation", "usual_time", "missing_papers"}:
        assert any(share.value is None for share in shares)


def test_a_dash_is_shown_and_no_percentage() -> None:
    asked = {"ky": "any", "tu": "2001-01-01", "den": "2001-12-31"}
    shown = html.unescape(browser("phuc.ubndtinh").get(page("supplements"), asked).content.decode())
    total = shown[shown.index('class="lv"') : shown.index("</tbody>")]
    assert "–" in total
    assert "%" not in total


@pytest.mark.parametrize(("report", "asked"), [("index766", "2012-10"), ("nine_indices", "2012-3")])
def test_a_period_of_long_ago_is_the_one_chosen_in_the_form(report: str, asked: str) -> None:
    shown = browser("phuc.ubndtinh").get(page(report), {"ky": asked}).content.decode()
    assert shown.count(f'value="{asked}" selected') == 1


@pytest.mark.parametrize("report", ["II06a", "supplements", "unused", "online", "II06b"])
def test_a_calendar_changed_after_the_period_changes_no_figure_of_it(report: str) -> None:
    """No promise follows a calendar by itself (reference 10.4): the past is what the log tells."""
    scope = Scope(first=date(2025, 12, 15), last=date(2026, 2, 28), as_of=NOW)
    before = built(report, scope).document()
    promises = dict(Dossier.objects.values_list("pk", "due_at"))
    administrator = person_by_login("anh.quantri")
    days = [
        DayChange(date=date(2026, 1, number), kind="off", reason="Nghỉ bão", confirmed=True)
        for number in (13, 14, 15)
    ]
    later = FixedClock(instant_of(datetime(2026, 3, 20, 17)))
    change_calendar(administrator, days, "1/CĐ-TTg", "Bão số 3", clock=later)
    assert built(report, scope).document() == before
    now = Scope(first=scope.first, last=scope.last, as_of=later.now())
    assert built(report, now).document()["rows"] == before["rows"]
    assert dict(Dossier.objects.values_list("pk", "due_at")) == promises


def outside(name: str) -> Any:
    reach = reach_of(person_by_login(name), "see_reports")
    assert reach is not None
    return Agency.objects.exclude(pk__in=reach).order_by("pk").first()


@pytest.mark.parametrize("report", KINDS)
def test_a_scope_outside_the_right_is_refused_by_every_page(report: str) -> None:
    leader, other = browser("cuong.thucphan"), outside("cuong.thucphan")
    asked = {"pham-vi": str(other.pk)}
    for more in ({}, {"hang": "total", "cot": "received"}, {"hang": f"agency:{other.pk}", "cot": "3"}):
        answer = leader.get(page(report), asked | more)
        assert answer.status_code == 403, more
        assert other.short_name not in answer.content.decode()
        assert 'role="alert"' in answer.content.decode()
        assert 'name="den-luc"' in answer.content.decode()
    taken = leader.get(f"/bao-cao/{report}/tep/csv/", asked)
    assert taken.status_code in {403, 404, 405}


def test_who_sees_no_reports_sees_none_of_them() -> None:
    for name in EVERYBODY:
        sees = person_by_login(name)
        allowed = reach_of(sees, "see_reports") is None or bool(reach_of(sees, "see_reports"))
        status = browser(name).get(page("missing_papers")).status_code
        assert (status == 200) == allowed, name


@pytest.mark.parametrize("address", [*map(page, KINDS), "/tong-quan/"])
def test_a_page_of_figures_says_what_it_shows(address: str) -> None:
    """One heading, the period and the moment in a sentence, a name for each table."""
    shown = html.unescape(browser("phuc.ubndtinh").get(address, PERIOD).content.decode())
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert shown.count("<h1") == 1
    assert re.search(r"<p[^>]*>[^<]*như biết lúc \d", main)
    tables = re.split(r"<table\b", main)
    assert len(tables) > 1
    for before, table in pairwise(tables):
        named = "<caption" in table[: table.index("<thead")]
        opened = before[before.rfind("<section") :]
        assert named or "aria-labelledby=" in opened, table[:200]
