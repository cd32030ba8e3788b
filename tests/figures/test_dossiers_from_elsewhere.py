"""`motcua dossiers import`: lists as provinces have them, entered through the core, every doubt told."""

# ruff: noqa: E501 - a row of a list is a line here

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.figures.conftest import NOW

from motcua.dossiers.import_tables import ImportedDossier, ImportMapping
from motcua.dossiers.importing.run import Imported, import_dossiers
from motcua.dossiers.importing.values import NoMoment, moment, status_of
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.verify import verify
from motcua.figures.ii06a import Scope
from motcua.figures.report import report
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.verify import verify as verify_figures
from motcua.foundation.clock import instant_of
from motcua.foundation.errors import UsageError
from motcua.organisation.models import Agency, Change
from motcua.site.cli import main

past = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
HEAD = ("Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Hẹn trả", "Ngày kết thúc", "Ngày trả kết quả",
        "Trạng thái", "Cơ quan giải quyết", "Ghi chú")  # fmt: skip
WARD = "Phường Thục Phán"
PROCEDURE = "1.004884"


def _row(code: str, status: str, *days: str, agency: str = WARD, procedure: str = PROCEDURE) -> list[str]:
    received, due, finished, returned = (*days, "", "", "", "")[:4]
    return [code, procedure, "Nông Văn Thử", received, due, finished, returned, status, agency, "x"]


GOOD = (
    _row("CB-1", "Đã trả kết quả", "05/01/2026 08:10", "12/01/2026 16:00", "09/01/2026 15:00", "12/01/2026 09:00"),
    _row("CB-2", "Đã xử lý xong", "05/01/2026 08:20", "12/01/2026", "20/01/2026 10:00"),
    _row("CB-3", "da tra ket qua", "2026-01-06 09:00", "2026-01-13", "2026-01-13", "2026-01-14"),
    _row("CB-4", "Đang giải quyết", "05/03/2026", "30/03/2026"),
    _row("CB-5", "Đang xử lý", "05/02/2026 14:00", "10/02/2026"),
    _row("CB-6", "Công dân rút hồ sơ", "05/01/2026", "12/01/2026", "07/01/2026"),
    _row("CB-7", "Dừng xử lý", "05/01/2026", "12/01/2026", "08/01/2026"),
    _row("CB-8", "Chờ bổ sung", "05/02/2026", "12/02/2026"),
    _row("CB-9", "Từ chối giải quyết", "05/01/2026", "12/01/2026", "12/01/2026"),
    _row("CB-10", "Đã tiếp nhận", "19/03/2026 10:00", "27/03/2026"),
)  # fmt: skip
BAD = (
    (_row("X-1", "Đã trả", "05/01/2026", "01/01/2026", "06/01/2026", "07/01/2026"), "due_before_received", True),
    (_row("X-2", "Đã trả", "05/01/2026", "12/01/2026", "06/01/2026", agency=""), "finished_without_agency", False),
    (_row("X-3", "Đang bay", "05/01/2026", "12/01/2026", "06/01/2026"), "unknown_status", True),
    (_row("X-4", "Đã trả", "05/01/2026", "12/01/2026", "06/01/2026", procedure="9.999999"), "unknown_procedure", False),
    (_row("X-5", "Đã trả", "05/01/2026", "12/01/2026", "06/01/2026", agency="Sở Trên Trời"), "unknown_agency", False),
    (_row("CB-1", "Đã trả", "05/01/2026", "12/01/2026", "06/01/2026"), "duplicate_code", False),
    (_row("X-6", "Đang xử lý", "05/01/2027", "12/01/2027"), "in_the_future", False),
    (_row("X-7", "Đã trả", "05/01/2026", "12/01/2026", "08/01/2026", "07/01/2026"), "returned_before_finished", True),
    (_row("X-8", "Đã trả", "hôm qua", "12/01/2026", "08/01/2026"), "not_a_date", False),
    (_row("X-9", "Đang xử lý", "05/03/2026", "sớm thôi"), "not_a_date", True),
    (_row("=1+1", "Đã trả", "05/01/2026", "12/01/2026", "08/01/2026"), "formula", False),
    (_row("X-10", "Đã trả", "05/01/2026", "12/01/2026", "04/01/2026"), "finished_before_received", False),
    (_row("X-11", "Đã xử lý xong", "05/01/2026", "12/01/2026"), "finished_without_day", False),
    (_row("", "Đã xử lý xong", "05/01/2026", "12/01/2026"), "no_code", False),
    (_row("X-12", "Không được tiếp nhận", "05/01/2026", "12/01/2026"), "not_received", False),
    (_row("X-13", "Đang xử lý", "05/01/2026", "12/01/2026", "08/01/2026"), "open_but_finished", True),
    (_row("X-14", "Đang xử lý", "05/01/1999", "12/01/2026"), "no_regime", False),
)  # fmt: skip


def _csv(path: Path, rows: Any, *, mark: str = ",", encoding: str = "utf-8-sig", head: Any = HEAD) -> Path:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerows([head, *rows])
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))
    return path


def _import(path: Path, **more: Any) -> Imported:
    return import_dossiers(path, clock=NOW, **more)


class TestImport:
    pytestmark = past

    def test_what_was_good_there_is_entered_and_counts_as_it_should(self, tmp_path: Path) -> None:
        scope = Scope(first=date(2026, 1, 1), last=date(2026, 3, 20), as_of=NOW.now())
        before = report(scope, RULE_SETS["practice"]).total
        told = _import(_csv(tmp_path / "a.csv", GOOD))
        assert (told.read, told.entered, told.doubts) == (10, 10, [])
        assert told.unmapped == ["Ghi chú"]
        after = report(scope, RULE_SETS["practice"]).total
        more = {name: getattr(after, name) - getattr(before, name) for name in ("c3", "c4", "c5", "c6")}
        assert more == {"c3": 10, "c4": 0, "c5": 10, "c6": 0}
        # Early: CB-1. On the day: CB-3, CB-9 and the withdrawn CB-6. Late: CB-2. Open late: CB-5.
        grown = [getattr(after, f"c{n}") - getattr(before, f"c{n}") for n in range(7, 14)]
        assert grown == [5, 1, 3, 1, 5, 4, 1]
        one = Dossier.objects.get(imported__foreign_code="CB-1")
        assert (one.origin, one.owner_name, Status(one.status)) == ("import", "Nông Văn Thử", Status.RETURNED)
        assert one.due_at == one.original_due_at == instant_of(datetime(2026, 1, 12, 16)), "the promise given"
        assert all(
            body.find('"origin":"import"') > 0
            for body in Event.objects.filter(dossier=one).values_list("body", flat=True)
        )
        assert verify().ok
        assert rebuild().ok
        assert verify_figures(NOW).ok

    def test_every_doubt_is_told_with_its_row_and_stops_no_other(self, tmp_path: Path) -> None:
        file = _csv(tmp_path / "b.csv", [*GOOD, *(row for row, _, _ in BAD)])
        trial = _import(file, dry_run=True)
        assert not ImportedDossier.objects.exists()
        assert not Dossier.objects.filter(origin="import").exists()
        told = _import(file)
        assert told.doubts == trial.doubts
        assert (told.entered, told.left_out) == (trial.entered, trial.left_out)
        assert told.entered == 10 + sum(entered for _, _, entered in BAD)
        assert told.read == told.entered + told.left_out == 10 + len(BAD)
        by_row = Counter((each.row, each.kind) for each in told.doubts)
        for number, (row, kind, _) in enumerate(BAD, start=len(GOOD) + 2):
            assert by_row[number, kind] == 1, (row, [each for each in told.doubts if each.row == number])
        assert all(each.done and each.message for each in told.doubts)
        assert verify().ok

    def test_again_nothing_is_new_and_what_changed_is_told(self, tmp_path: Path) -> None:
        _import(_csv(tmp_path / "c.csv", GOOD), mapping="cu")
        again = _import(_csv(tmp_path / "c.csv", GOOD), mapping="cu")
        assert (again.entered, again.unchanged, again.changed) == (0, 10, 0)
        changed = [*GOOD[:-1], _row("CB-10", "Đã xử lý xong", "19/03/2026 10:00", "27/03/2026", "20/03/2026")]
        again = _import(_csv(tmp_path / "c.csv", changed), mapping="cu")
        assert (again.entered, again.unchanged, again.changed) == (0, 9, 1)
        assert [(each.row, each.kind) for each in again.doubts] == [(11, "changed")]
        assert ImportMapping.objects.get().columns["code"] == "Mã hồ sơ"
        assert Change.objects.filter(kind="dossier_import").count() == 1

    def test_a_kill_between_chunks_loses_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("motcua.dossiers.importing.run.CHUNK", 4)
        file = _csv(tmp_path / "d.csv", GOOD)

        def killed(done: int) -> None:
            if done >= 8:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            _import(file, progress=killed)
        assert ImportedDossier.objects.count() == 8
        told = _import(file)
        assert (told.entered, told.unchanged) == (2, 8)
        assert verify().ok

    def test_a_code_of_ours_is_kept_and_a_foreign_one_is_a_reference(self, tmp_path: Path) -> None:
        own = Dossier.objects.filter(code__startswith="H14.").order_by("-pk").first()
        assert own is not None
        assert own.code
        free = f"{own.code[:-4]}9731"
        file = _csv(
            tmp_path / "e.csv",
            [_row(free, *GOOD[0][7:8], *GOOD[0][3:7]), _row(own.code, "Đang xử lý", "05/03/2026"), GOOD[1]],
        )
        told = _import(file)
        assert (told.kept_codes, told.new_codes, told.left_out) == (1, 1, 1)
        assert Dossier.objects.filter(code=free, origin="import").exists()
        assert told.by_doubt["code_taken"] == 1
        made = Dossier.objects.get(imported__foreign_code="CB-2").code
        assert made is not None
        assert made.startswith("H14.")

    @pytest.mark.parametrize(("mark", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "cp1258")])
    def test_other_marks_encodings_and_headings_without_accents(
        self, tmp_path: Path, mark: str, encoding: str
    ) -> None:
        head = ("MA HO SO", "ma tthc", "chu ho so", "NGAY TIEP NHAN", "hen tra", "ngay ket thuc",
                "ngay tra ket qua", "trang thai", "co quan giai quyet", "x")  # fmt: skip
        rows = [_row("K-1", "dang xu ly", "5/3/2026 7:05", "30-03-2026", agency="H14.101")]
        rows[0][8] = Agency.objects.get(name__endswith="hường Thục Phán", kind="commune").code
        told = _import(_csv(tmp_path / "f.csv", rows, mark=mark, encoding=encoding, head=head))
        assert (told.entered, told.doubts) == (1, [])

    def test_a_workbook_with_titles_real_dates_and_a_formula(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["DANH SÁCH HỒ SƠ"])
        sheet.append([])
        sheet.append(HEAD)
        row: list[Any] = list(GOOD[0])
        row[3:7] = [datetime(2026, 1, 5, 8, 10), datetime(2026, 1, 12), 46031.5, datetime(2026, 1, 12)]
        sheet.append(row)
        sheet.append([*_row("W-2", "Đang xử lý", "05/03/2026")[:4], "=D4+5", *_row("", "Đang xử lý")[5:]])
        book.save(tmp_path / "g.xlsx")
        told = _import(tmp_path / "g.xlsx")
        assert told.entered == 2
        assert [(each.row, each.kind) for each in told.doubts] == [(5, "formula"), (5, "no_due")]
        first = Dossier.objects.get(imported__foreign_code="CB-1")
        assert first.ended_at == instant_of(datetime(2026, 1, 9, 12)), "46031.5 is a day of Excel"

    def test_the_command_writes_one_document(
        self, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert (
            main(["dossiers", "import", str(_csv(tmp_path / "h.csv", GOOD[:2])), "--dry-run", "--json"]) == 0
        )
        told = json.loads(capsysbinary.readouterr().out)
        assert (told["read"], told["entered"], told["dry_run"]) == (2, 2, True)
        assert main(["dossiers", "import", str(tmp_path / "no.csv"), "--json"]) == 2
        assert json.loads(capsysbinary.readouterr().out)["error"]["id"] == "usage"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 x", b"PK\3\4broken", b"a,b\n1,2\n", "mã,ngày\n".encode()]
)
def test_what_is_no_list_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    for name in ("x.csv", "x.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UsageError):
            import_dossiers(tmp_path / name)


def test_days_and_states_as_people_write_them() -> None:
    for text in (
        "28/4/2022 7:05",
        "28-04-2022 07:05:00",
        "2022-04-28T07:05:00",
        "07:05 28/04/2022",
        "7h05 ngày 28/4/2022",
    ):
        found = moment(text)
        assert found is not None
        assert (found.day, found.clock.hour, found.clock.minute) == (date(2022, 4, 28), 7, 5), text
    assert moment(44679.5) == moment("28/4/2022 12:00")
    assert moment("") is moment(None) is None
    for text in ("hôm qua", "31/02/2022", "28/4/22", "=A1", 7, True):
        with pytest.raises(NoMoment):
            moment(text)
    assert status_of("ĐÃ TRẢ KẾT QUẢ") is Status.RETURNED
    assert status_of("10") is Status.RETURNED
    assert status_of("bay") is None
