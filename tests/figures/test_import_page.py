"""A list of another system on a page: tried, its columns put right, entered; nothing half done."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.figures.conftest import NOW
from tests.figures.test_dossiers_from_elsewhere import BAD, GOOD, HEAD
from tests.figures.test_reviewing import EVERYBODY, browser

from motcua.dossiers.import_tables import ImportedDossier, ImportMapping, ImportRun
from motcua.dossiers.importing import desk
from motcua.dossiers.importing.desk import run_import
from motcua.dossiers.models import Dossier
from motcua.dossiers.retention import RULES
from motcua.foundation.clock import DAY
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.organisation.models import Change
from motcua.organisation.queries import person_by_login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
PAGE = "/quan-tri/nhap-ho-so/"
ADMIN = "anh.quantri"


def listed(*rows: list[str], head: tuple[str, ...] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def upload(content: bytes, name: str = "cu.csv", **more: str) -> Any:
    return browser(ADMIN).post(PAGE, {"file": SimpleUploadedFile(name, content), **more})


def shown(number: int) -> str:
    return html.unescape(browser(ADMIN).get(f"{PAGE}{number}/").content.decode())


def test_a_list_is_tried_put_right_and_entered() -> None:
    before = Dossier.objects.count()
    bad = [row for row, _, entered in BAD if not entered][:3]
    strange = tuple("Dấu mốc nhận" if each == "Ngày tiếp nhận" else each for each in HEAD[:-1])
    head = (*strange, "Ngày nhận")
    # The column that is guessed is the wrong one: words stand in it.
    rows = [[*row[:-1], "không rõ"] for row in (*GOOD, *bad)]
    assert upload(listed(*rows, head=head)).status_code == 302
    run = ImportRun.objects.get()
    assert "đang chạy thử" in shown(run.pk)
    assert 'hx-trigger="every 2s"' in shown(run.pk)
    run_import(run.pk, clock=NOW)
    page = shown(run.pk)
    assert "Ô ngày có chữ, không phải ngày." in page
    assert Dossier.objects.count() == before, "a trial writes nothing"
    wrong = {"step": "columns", "name": "iGate cũ", "column_code": "Mã hồ sơ", "column_received": "Mã hồ sơ"}
    for change in ({}, {"column_received": ""}, {"column_received": "Cột lạ"}, {"name": " "}):
        refused = browser(ADMIN).post(f"{PAGE}{run.pk}/", wrong | change)
        assert refused.status_code >= 400
        assert not ImportMapping.objects.exists()
    told = ImportRun.objects.get().told
    right = {f"column_{field}": heading for field, heading in told["columns"].items()}
    right |= {"step": "columns", "name": "iGate cũ", "column_received": "Dấu mốc nhận"}
    assert browser(ADMIN).post(f"{PAGE}{run.pk}/", right).status_code == 302
    assert ImportMapping.objects.get().columns["received"] == "Dấu mốc nhận"
    run_import(run.pk, clock=NOW)
    told = ImportRun.objects.get().told
    assert (told["read"], told["entered"], told["left_out"]) == (len(rows), len(GOOD), len(bad))
    assert all(each["row"] > len(GOOD) for each in told["doubts"] if "không nhập" in each["done"])
    assert Dossier.objects.count() == before
    assert f"Nhập {len(GOOD)} hồ sơ" in shown(run.pk)
    assert browser(ADMIN).post(f"{PAGE}{run.pk}/", {"step": "enter"}).status_code == 302
    assert "đang nhập" in shown(run.pk)
    run_import(run.pk, clock=NOW)
    run_import(run.pk, clock=NOW)
    assert Dossier.objects.count() == before + len(GOOD) == before + ImportedDossier.objects.count()
    done = ImportRun.objects.get()
    assert (done.state, done.content, done.told["entered"]) == ("entered", None, len(GOOD))
    change = Change.objects.filter(kind="dossier_import").latest("pk")
    assert change.officer is not None
    assert f"officer:{change.officer.code}" == done.asked_by
    assert browser(ADMIN).post(f"{PAGE}{run.pk}/", {"step": "enter"}).status_code >= 400
    # The same again by the saved mapping: nothing is entered twice.
    assert upload(listed(*rows, head=head), mapping="iGate cũ").status_code == 302
    again = ImportRun.objects.latest("pk")
    run_import(again.pk, clock=NOW)
    again.refresh_from_db()
    assert (again.told["entered"], again.told["unchanged"]) == (0, len(GOOD))
    assert 'value="enter"' not in shown(again.pk) or "Nhập 0" not in shown(again.pk)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(12):
            archive.writestr(f"xl/{number}.xml", b"0" * 100_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""), ("a.exe", b"MZ"), ("", b"x"), ("a.pdf", b"%PDF-1.7"), ("../../etc/passwd", b"root"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_not_taken_in(name: str, content: bytes) -> None:
    with pytest.raises(DomainError, match="chưa nhận tệp nào"):
        desk.start_import(person_by_login(ADMIN), name, content, clock=NOW)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK nothing"), ("a.csv", b"%PDF-1.7 \0"), ("a.csv", b"x,y\n1,2\n"), ("a.xlsx", None),
        ("<b>a</b>.csv", b"\xff\xfe\x00\xd8"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_writes_nothing(name: str, content: bytes | None) -> None:
    run = desk.start_import(person_by_login(ADMIN), name, content or bomb(), clock=NOW)
    run_import(run.pk, clock=NOW)
    run.refresh_from_db()
    assert run.state == "refused"
    page = browser(ADMIN).get(f"{PAGE}{run.pk}/").content.decode()
    assert "không phải danh sách hồ sơ đọc được" in page
    assert "<b>a</b>" not in page
    with pytest.raises(DomainError, match="bước khác"):
        desk.enter_import(person_by_login(ADMIN), run.pk)


def test_only_an_administrator_and_only_ones_own() -> None:
    run = desk.start_import(person_by_login(ADMIN), "a.csv", listed(*GOOD), clock=NOW)
    with pytest.raises(Conflict):
        desk.start_import(person_by_login(ADMIN), "b.csv", listed(*GOOD), clock=NOW)
    with pytest.raises(NotFound):
        desk.start_import(person_by_login(ADMIN), "b.csv", listed(*GOOD), mapping="không có", clock=NOW)
    for name in EVERYBODY:
        if name != ADMIN:
            person = person_by_login(name)
            with pytest.raises(Forbidden):
                desk.start_import(person, "a.csv", listed(*GOOD), clock=NOW)
            with pytest.raises(Forbidden):
                desk.enter_import(person, run.pk)
            assert browser(name).get(f"{PAGE}{run.pk}/").status_code == 403
    ImportRun.objects.filter(pk=run.pk).update(asked_by="officer:another")
    assert browser(ADMIN).get(f"{PAGE}{run.pk}/").status_code == 404


def test_a_right_that_was_lost_meanwhile_enters_nothing() -> None:
    run = desk.start_import(person_by_login(ADMIN), "a.csv", listed(*GOOD), clock=NOW)
    ImportRun.objects.filter(pk=run.pk).update(state="entering", asked_by="officer:nobody")
    run_import(run.pk, clock=NOW)
    run.refresh_from_db()
    assert run.state == "refused"
    assert not ImportedDossier.objects.exists()


def test_lists_go_after_a_week() -> None:
    run = desk.start_import(person_by_login(ADMIN), "a.csv", listed(*GOOD), clock=NOW)
    (rule,) = [each for each in RULES if each.id == "import_runs"]
    assert rule.days == 7
    assert not rule.due(run.asked_at).exists()
    assert rule.due(run.asked_at + DAY).exists()
