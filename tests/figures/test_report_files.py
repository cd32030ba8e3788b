"""Files of reports over HTTP: small ones at once, long ones by a job, each for who asked alone."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client

from motcua.figures import report_files
from motcua.figures.models import ReportFile
from motcua.figures.report_files import make_file, remove_old_files
from motcua.foundation.clock import DAY, FixedClock, SystemClock
from motcua.organisation.models import Assignment, User
from motcua.outbox.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
ASKED = {"ky": "any", "tu": "2025-12-15", "den": "2026-03-14", "den-luc": "2026-03-15"}
PAGE = f"/bao-cao/ii-06a/tep/xlsx/?{urlencode(ASKED)}"
CELL = f"{PAGE}&hang=total&cot=3"


def _browser(login: str) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(login_name=login))
    return browser


def _lines(content: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Báo cáo"]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "STT") + 1
    return [row for row in rows[start:] if isinstance(row[0], int) and isinstance(row[1], str)]


def test_a_short_list_comes_at_once_and_holds_what_the_cell_counts() -> None:
    browser = _browser("bach.thanhtra")
    report = browser.get(PAGE.replace("xlsx", "csv"))
    assert report["Content-Disposition"] == 'attachment; filename="ii06a-20251215-20260314-mo-phong.csv"'
    *_, total = csv.reader(io.StringIO(report.content.decode("utf-8-sig")))
    lines = _lines(browser.get(CELL).content)
    assert len(lines) == int(total[2]) > 100
    assert len({line[1] for line in lines}) == len(lines)
    assert not ReportFile.objects.exists()


class TestLong:
    @pytest.fixture(autouse=True)
    def _everything_is_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("motcua.desk.views.report_files.AT_ONCE", 0)
        monkeypatch.setattr("motcua.figures.exports.evidence.CHUNK", 40)

    def _asked(self, login: str = "bach.thanhtra", where: str = CELL) -> ReportFile:
        answer = _browser(login).get(where)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/bao-cao/tep/")
        return ReportFile.objects.latest("pk")

    def test_a_job_makes_it_whole_over_many_pages_and_tells_when_it_is_ready(self) -> None:
        asked = self._asked()
        assert "Đang làm" in _browser("bach.thanhtra").get("/bao-cao/tep/").content.decode()
        make_file(asked.pk)
        make_file(asked.pk)
        asked.refresh_from_db()
        assert asked.failure == ""
        assert len(_lines(bytes(asked.content or b""))) == asked.total == asked.done
        assert Message.objects.filter(kind="report_file_ready", channel="desk").count() == 1
        assert "Tải về" in _browser("bach.thanhtra").get("/bao-cao/tep/dang-lam/").content.decode()

    def test_nobody_else_opens_it_and_it_goes_after_a_week(self) -> None:
        asked = self._asked()
        make_file(asked.pk)
        mine, other = _browser("bach.thanhtra"), _browser("mai.vanphong")
        where = f"/bao-cao/tep/{asked.pk}/"
        assert mine.get(where).content.startswith(b"PK")
        assert other.get(where).status_code == 404
        assert asked.name not in other.get("/bao-cao/tep/").content.decode()
        assert _browser("son.thucphan").get(where).status_code == 403
        now = SystemClock().now()
        assert remove_old_files(clock=FixedClock(now + 6 * DAY)) == 0
        assert remove_old_files(clock=FixedClock(now + 8 * DAY)) == 1
        assert mine.get(where).status_code == 404

    def test_a_right_that_was_lost_meanwhile_is_not_used(self) -> None:
        asked = self._asked()
        Assignment.objects.filter(officer__user__login_name="bach.thanhtra").delete()
        make_file(asked.pk)
        asked.refresh_from_db()
        assert asked.content is None
        assert "không có quyền" in asked.failure

    def test_a_leader_gets_what_is_below_and_nothing_else(self) -> None:
        inside = self._asked("cuong.thucphan")
        make_file(inside.pk)
        inside.refresh_from_db()
        whole = self._asked()
        make_file(whole.pk)
        whole.refresh_from_db()
        assert 0 < inside.done < whole.done
        ReportFile.objects.filter(pk=inside.pk).update(asked=whole.asked, ended_at=None, content=None)
        make_file(inside.pk)
        inside.refresh_from_db()
        assert inside.content is None, "a request for all there is, in a leader's name"

    def test_too_much_is_refused_in_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = _browser("bach.thanhtra")
        for _ in range(3):
            assert browser.get(CELL).status_code == 302
        answer = browser.get(CELL)
        assert answer.status_code == 409
        assert "đang được làm" in answer.content.decode()
        monkeypatch.setattr(report_files, "MOST", 10)
        assert "nhiều nhất 10" in browser.get(CELL).content.decode()
        for wrong in ("/bao-cao/khong-co/tep/csv/", PAGE.replace("xlsx", "exe"), f"{PAGE}&hang=x&cot=3"):
            assert browser.get(wrong).status_code == 404
        assert browser.get(PAGE.replace("2025-12-15", "2026-12-15")).status_code == 400
