"""Every report of the registry, its cells, their evidence and every file: for each actor, in each place.

A report that is added to the registry is asked for by whoever may not see it without a line here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from motcua.desk.views.any_report import _OWN_PAGES
from motcua.dossiers.models import Dossier
from motcua.figures.exports import FORMATS, Export, content_of
from motcua.figures.ii06a import Scope
from motcua.figures.registry import ReportKind, reports
from motcua.figures.report import TOTAL
from motcua.figures.report_files import Prepared, Request, at_once, prepare
from motcua.figures.reports import REPORTS, made
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import instant_of
from motcua.foundation.errors import Forbidden
from motcua.organisation.models import Agency, User
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import reach_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
KINDS = [each for each in reports() if each.id in REPORTS]
EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
SEES = ("cuong.thucphan", "phuc.ubndtinh", "bach.thanhtra", "mai.vanphong")
"""A leader of a ward, one of the province, an inspector, a controller."""
SEES_NONE = ("hanh.thucphan", "bac.thucphan", "son.thucphan", "anh.quantri")
"""Reception, head of the section, handling officer, administrator."""
LEADER = "cuong.thucphan"
FIRST, LAST = date(2025, 12, 15), date(2026, 3, 14)
NOW = instant_of(datetime(2026, 3, 20, 16))
DAYS = {"ky": "any", "tu": FIRST.isoformat(), "den": LAST.isoformat(), "den-luc": "2026-03-20T16:00"}
LONG_AGO = {"tu": "2010-03-01", "den": "2010-03-31"}
"""Who may see a report may see it of days on which nothing was: those are told quickly."""


NOTHING = Export(
    report="", title="", law="", unit="", place="", scope=Scope(first=FIRST, last=LAST, as_of=NOW),
    rules=RULE_SETS["practice"], label="", columns=(), rows=(),
)  # fmt: skip


def browser(login: str) -> Client:
    found = Client()
    found.force_login(User.objects.get(login_name=login))
    return found


def page(kind: ReportKind, **more: str) -> str:
    where = reverse(f"desk:{_OWN_PAGES[kind.id]}") if kind.id in _OWN_PAGES else f"/bao-cao/{kind.id}/"
    return f"{where}?{urlencode(DAYS | {'theo': kind.by[0]} | more)}"


def file(kind: ReportKind, form: str, **more: str) -> str:
    return f"/bao-cao/{kind.id}/tep/{form}/?{urlencode(DAYS | {'theo': kind.by[0]} | more)}"


def cell_of(kind: ReportKind) -> dict[str, str]:
    """The first cell of the total that opens, where one does; else one that is not there."""
    if kind.id == "II06a":
        return {"hang": TOTAL, "cot": "3"}
    past = Scope(first=date(2010, 3, 1), last=date(2010, 3, 31), as_of=NOW)
    table = made(kind.id).build(past, RULE_SETS[kind.rule_sets[0]], kind.by[0])
    column = next((each.key for each in table.columns if each.opens), "nothing")
    return {"hang": TOTAL, "cot": column, "mo": "resolved"}


def scope(*agencies: int) -> Scope:
    return Scope(first=FIRST, last=LAST, as_of=NOW, agencies=agencies)


def addresses(kind: ReportKind, **more: str) -> Iterator[str]:
    """All that there is of a report: page, open cell, the file of either in each format."""
    cell = cell_of(kind)
    yield from (page(kind, **more), page(kind, **cell, **more))
    for form in FORMATS:
        yield from (file(kind, form, **more), file(kind, form, **cell, **more))


@EACH
def test_who_sees_no_reports_gets_nothing_of_any(kind: ReportKind) -> None:
    every = list(addresses(kind, **LONG_AGO))
    for login in SEES_NONE:
        one = browser(login)
        # Each format to one of them: it is the same view.
        some = every if login == SEES_NONE[-1] else every[:3]
        assert {one.get(each).status_code for each in some} == {403}, login
    nobody = Client()
    assert all(nobody.get(each)["Location"].startswith("/dang-nhap/?next=/") for each in every)


@EACH
def test_who_sees_reports_sees_this_one(kind: ReportKind) -> None:
    for login in SEES:
        one = browser(login)
        where = file(kind, "csv", **LONG_AGO) if login in SEES[:2] else page(kind, **LONG_AGO)
        assert one.get(where).status_code == 200, login


@EACH
def test_an_agency_out_of_reach_is_refused_whatever_is_asked_of_it(kind: ReportKind) -> None:
    reach = reach_of(person_by_login(LEADER), "see_reports")
    assert reach
    other = Agency.objects.exclude(pk__in=reach).order_by("pk")[0]
    leader = browser(LEADER)
    for each in addresses(kind, **LONG_AGO, **{"pham-vi": str(other.pk)}):
        answer = leader.get(each)
        if kind.id == "article" and "/tep/" not in each:
            # Its page asks for no agency: it is of those in reach, whatever stands in the address.
            assert other.short_name not in answer.content.decode()
            continue
        assert answer.status_code == 403, each
    for asked in (scope(other.pk), scope(other.pk, min(reach)), scope()):
        request = Request(report=kind.id, scope=asked, rules=kind.rule_sets[0], by=kind.by[0], form="csv")
        with pytest.raises(Forbidden):
            # Who may is looked at before anything is written.
            at_once(person_by_login(LEADER), request, Prepared(NOTHING, 0, ""))


@EACH
def test_a_leader_gets_the_figures_and_dossiers_of_the_own_reach_alone(kind: ReportKind) -> None:
    reach = reach_of(person_by_login(LEADER), "see_reports")
    assert reach
    asked = Request(report=kind.id, scope=scope(*sorted(reach)), rules="practice", by=kind.by[0], form="csv")
    leader, above = browser(LEADER), browser("bach.thanhtra")
    mine = leader.get(file(kind, "csv")).content
    assert mine == content_of(prepare(asked).export, "csv")
    if kind.id not in OF_THE_PROVINCE:
        assert mine != above.get(file(kind, "csv")).content
    # A level is asked for within the reach: of the province's own agencies nothing is in it.
    level = leader.get(file(kind, "csv", **{"pham-vi": "province"}))
    assert level.status_code == 200
    if kind.id not in OF_THE_PROVINCE | CATALOGUE:
        # All in the reach of a ward's leader are of that level: it holds the same and nobody else's.
        commune = leader.get(file(kind, "csv", **{"pham-vi": "commune"}))
        assert rows(commune.content) == rows(mine)
        told = [cell for line in rows(level.content) for cell in line if cell.isdecimal() and cell != "0"]
        assert told == [], "nothing of the province"
    if made(kind.id).opened is not None and kind.id != "unused":
        seen = [opened(one, page(kind, **cell_of(kind))) for one in (leader, above)]
        assert seen[0] <= reach < reach | seen[1], "a leader opens nothing beyond, others do"


OF_THE_PROVINCE = {"services", "petitions"}
"""Of the whole province whoever asks; and of petitions there are none here."""
CATALOGUE = {"index766", "article", "unused"}
"""These count procedures too."""


def rows(content: bytes) -> list[list[str]]:
    return [row[2:] for row in list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]]


def opened(one: Client, address: str) -> set[int | None]:
    """The competent agencies of the dossiers that a cell opens."""
    ids = [each.id for each, *_ in one.get(address).context["seen"]]
    return set(Dossier.objects.filter(pk__in=ids).values_list("competent_id", flat=True))
