"""The logbook as a report: its lines against the logs, its files read back, each taking noted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from tests.figures.test_ii06a import at, day, logs, told

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.logbook import logbook
from motcua.figures.evidence import pages_of
from motcua.figures.ii06a import Scope
from motcua.figures.models import ReportFile
from motcua.figures.report import TOTAL
from motcua.figures.report_files import make_file
from motcua.figures.reports import made
from motcua.figures.rule_sets import RULE_SETS
from motcua.organisation.models import Agency, Change, User
from motcua.organisation.queries import person_by_login
from motcua.site.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
PRACTICE = RULE_SETS["practice"]
FIRST, LAST = date(2025, 12, 15), date(2026, 2, 28)
NOW, THEN = datetime(2026, 3, 20, 16), datetime(2026, 2, 10, 9, 30)
QUERY = "ky=any&tu=2025-12-15&den=2026-02-28&den-luc=2026-03-20T16:00&theo=section"


def scope(as_of: datetime, **more: Any) -> Scope:
    return Scope(first=FIRST, last=LAST, as_of=at(as_of), **more)


def lines(asked: Scope, row: str = TOTAL, column: str = "lines") -> list[tuple[Any, ...]]:
    """Code and days of every line, read in pages of seven."""
    how, found, after = made("logbook").listed, [], 0
    assert how is not None
    while True:
        with pages_of(7):
            page = how(asked, PRACTICE, row, column, after)
        found += [(each.key, *(each.cells[k] for k in ("received", "due", "returned"))) for each in page.rows]
        after = page.after
        if not after:
            return found


@pytest.mark.parametrize("as_of", [NOW, THEN])
def test_the_book_holds_what_the_logs_say(as_of: datetime) -> None:
    wanted = []
    sections: dict[str, Counter[str]] = {TOTAL: Counter()}
    for log in logs():
        state = told(log, at(as_of))
        if state is None or state.received_at is None or not FIRST <= day(state.received_at) <= LAST:
            continue
        due = None if state.due_at is None else day(state.due_at)
        back = None if state.returned_at is None else day(state.returned_at)
        wanted.append((state.received_at, (state.dossier, day(state.received_at), due, back)))
        for key in (state.intake.section, TOTAL):
            sections.setdefault(key, Counter()).update(["lines", "kept" if back is None else "returned"])
    table = made("logbook").build(scope(as_of), PRACTICE, "section")
    codes = {f"section:{pk}": code for pk, code in Agency.objects.values_list("pk", "code")} | {TOTAL: TOTAL}
    assert table.total is not None
    rows = (*table.rows, table.total)
    assert {codes[row.key]: Counter(row.cells) for row in rows} == sections
    found = lines(scope(as_of))
    assert sorted(found) == sorted(line for _, line in wanted)
    received = {line[0]: moment for moment, line in wanted}
    moments = [received[line[0]] for line in found]
    assert moments == sorted(moments), "in the order of reception"
    row = max(table.rows, key=lambda each: each.cells["kept"])  # type: ignore[arg-type, return-value]
    assert {line[3] for line in lines(scope(as_of), row.key, "kept")} == {None}
    assert len(lines(scope(as_of), row.key, "kept")) == row.cells["kept"] > 0  # type: ignore[operator]


def test_a_line_is_that_of_the_sections_own_book() -> None:
    section = Dossier.objects.exclude(received_at=None).values_list("section_id", flat=True)[0]
    person = person_by_login("mai.vanphong")
    book = logbook(person, section, FIRST, LAST)
    how = made("logbook").listed
    assert how is not None
    page = how(scope(NOW), PRACTICE, f"section:{section}", "lines", 0)
    assert [row.key for row in page.rows] == [entry.code for entry in book.entries][: len(page.rows)]
    for row, entry in zip(page.rows, book.entries, strict=False):
        assert (row.cells["applicant"], row.cells["procedure"]) == (entry.applicant, entry.procedure_name)
        assert entry.phone in str(row.cells["place"])


def test_files_are_the_lines_and_each_taking_is_noted(client: Client) -> None:
    client.force_login(User.objects.get(login_name="bach.thanhtra"))
    wanted = lines(scope(NOW))
    taken = client.get(f"/bao-cao/logbook/tep/csv/?{QUERY}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken)))
    assert [row[1] for row in rows[1:]] == [line[0] for line in wanted]
    assert [row[6] for row in rows[1:]] == [line[1].isoformat() for line in wanted]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/bao-cao/logbook/tep/xlsx/?{QUERY}").content))
    codes = {str(cell) for row in book["Báo cáo"].values for cell in row[:2]}
    assert {line[0] for line in wanted} <= codes
    cell = f"{QUERY}&hang=total&cot=kept"
    for form in ("docx", "pdf"):
        assert client.get(f"/bao-cao/logbook/tep/{form}/?{cell}").status_code == 200
    noted = Change.objects.filter(kind="logbook_file").order_by("pk")
    kept = len(lines(scope(NOW), TOTAL, "kept"))
    assert [(each.after["format"], each.after["rows"]) for each in noted] == [
        ("csv", len(wanted)),
        ("xlsx", len(wanted)),
        ("docx", kept),
        ("pdf", kept),
    ]
    page = client.get(f"/bao-cao/logbook/?{cell}").content.decode()
    assert page.count('<a class="code sm"') == min(kept, 50)


def test_a_long_book_is_made_by_a_job(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.desk.views.report_files.AT_ONCE", 0)
    client.force_login(User.objects.get(login_name="bach.thanhtra"))
    assert client.get(f"/bao-cao/logbook/tep/csv/?{QUERY}").status_code == 302
    asked = ReportFile.objects.latest("pk")
    make_file(asked.pk)
    assert not Change.objects.filter(kind="logbook_file").exists()
    content = client.get(f"/bao-cao/tep/{asked.pk}/").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(content)))) == 1 + len(lines(scope(NOW)))
    assert Change.objects.filter(kind="logbook_file").count() == 1


def test_who_may_take_the_book(client: Client) -> None:
    for login, status in (("son.thucphan", 403), ("anh.quantri", 403), ("mai.vanphong", 200)):
        client.force_login(User.objects.get(login_name=login))
        assert client.get(f"/bao-cao/logbook/?{QUERY}").status_code == status
        assert client.get(f"/bao-cao/logbook/tep/csv/?{QUERY}").status_code == status
    client.force_login(User.objects.get(login_name="cuong.thucphan"))
    own = client.get(f"/bao-cao/logbook/tep/csv/?{QUERY}").content.decode("utf-8-sig")
    theirs = {row[1] for row in list(csv.reader(io.StringIO(own)))[1:]}
    sections = set(Dossier.objects.filter(code__in=theirs).values_list("section_id", flat=True))
    assert len(sections) == 1
    assert 0 < len(theirs) < len(lines(scope(NOW)))


def test_the_book_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "so.csv"
    days = ["--from", FIRST.isoformat(), "--to", LAST.isoformat(), "--as-of", "2026-03-20T16:00"]
    assert main(["report", "logbook", *days, "--csv", str(out)]) == 0
    assert len(out.read_text("utf-8-sig").strip().splitlines()) == 1 + len(lines(scope(NOW)))
    assert Change.objects.filter(kind="logbook_file").count() == 1
    assert capsys.readouterr().out == ""
