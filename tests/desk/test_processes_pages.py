"""Internal processes on the administrator's pages: looked at first, kept, decided, put in force, redrawn."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree
from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, HANDLER, INSPECTOR, RECEPTION
from tests.procedures.processes.decisions import Table, text_of, write_docx

from motcua.organisation.queries import today
from motcua.procedures import process_services
from motcua.procedures.models import (
    InternalProcess,
    ProcessPeriod,
    ProcessUse,
    ProcessVerdict,
    ProcessVersion,
)
from motcua.procedures.process_checking import checked_all
from motcua.procedures.processes.bpmn_read import from_bpmn

CODE = "7001/QĐ-UBND#1"
DOUBTFUL = Table(total=("Tổng thời gian giải quyết", "7 ngày làm việc"))
LIST, IMPORT = "/quan-tri/quy-trinh/", "/quan-tri/quy-trinh/nhap/"


@pytest.fixture
def admin(sign_in: SignIn) -> Client:
    return sign_in(ADMINISTRATOR)


def text_file(*tables: Table, name: str = "quyet-dinh.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text_of(*(tables or (DOUBTFUL,))).encode())


def carried(answer: Any) -> str:
    return str(tree_of(answer).xpath("string(//input[@name='carried']/@value)"))


def keep(admin: Client, *tables: Table) -> str:
    """Through both steps of the page; the address of the first process."""
    looked = admin.post(IMPORT, {"step": "look", "file": text_file(*tables)})
    answer = admin.post(IMPORT, {"step": "save", "carried": carried(looked)})
    assert answer.status_code == 302, words_of(answer)
    return f"{LIST}{InternalProcess.objects.get(code=CODE).pk}/"


def doubts(page: Any) -> list[str]:
    return [str(value) for value in tree_of(page).xpath("//input[@name='doubt']/@value")]


def test_looking_keeps_nothing_and_says_what_would_be_kept(admin: Client) -> None:
    answer = admin.post(IMPORT, {"step": "look", "file": text_file()})
    said = words_of(answer)
    assert answer.status_code == 200
    assert "Chưa lưu gì" in said
    assert "Các bước cộng lại 6,5 ngày làm việc" in said
    assert "Quyết định ghi 7 ngày làm việc" in said
    assert not InternalProcess.objects.exists()
    drawn = str(tree_of(answer).xpath("string(//*[@data-xml]/@data-xml)"))
    assert from_bpmn(drawn.encode()).process.code == CODE
    assert len(tree_of(answer).xpath("//table//tbody/tr")) == 7  # six steps and the wait for a supplement


def test_what_was_looked_at_is_kept_without_choosing_the_file_again(admin: Client) -> None:
    page = admin.get(keep(admin))
    said = words_of(page)
    assert "quyết định ghi: 7 ngày làm việc" in said
    assert "Đường dài nhất: 6,5 ngày làm việc" in said
    assert "Không áp dụng hôm nay" in said
    listed = words_of(admin.get(f"{LIST}?xem=doubtful"))
    assert CODE in listed
    assert "chờ quyết định" in listed
    assert "Không có quy trình nào khớp" in words_of(admin.get(f"{LIST}?xem=in_force"))


def test_a_preview_that_was_tampered_with_is_refused(admin: Client) -> None:
    looked = admin.post(IMPORT, {"step": "look", "file": text_file()})
    answer = admin.post(IMPORT, {"step": "save", "carried": carried(looked)[:-3] + "abc"})
    assert answer.status_code == 400
    assert "Chọn lại tệp" in words_of(answer)
    assert not InternalProcess.objects.exists()


def test_word_and_bpmn_come_in_too(admin: Client, tmp_path: Path) -> None:
    word = write_docx(tmp_path, Table()).read_bytes()
    looked = admin.post(IMPORT, {"step": "look", "file": SimpleUploadedFile("qd.docx", word)})
    admin.post(IMPORT, {"step": "save", "carried": carried(looked)})
    version = ProcessVersion.objects.get()
    drawn = admin.get(f"/quy-trinh/{version.hash}.bpmn?tai")
    assert drawn.headers["Content-Disposition"] == 'attachment; filename="7001-Q--UBND-1-v1.bpmn"'
    file = SimpleUploadedFile("ve.bpmn", drawn.content)
    looked = admin.post(IMPORT, {"step": "look", "file": file, "code": "tu-ve#1"})
    admin.post(IMPORT, {"step": "save", "carried": carried(looked), "code": "tu-ve#1"})
    assert InternalProcess.objects.filter(code="tu-ve#1", versions__origin="bpmn").exists()


@pytest.mark.parametrize(("ballast", "carried_along"), [(950_000, True), (1_500_000, False)])
def test_a_large_file_is_kept_too(admin: Client, tmp_path: Path, ballast: int, carried_along: bool) -> None:
    path = write_docx(tmp_path, Table())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/anh.png", random.Random(7).randbytes(ballast))
    data = path.read_bytes()
    looked = admin.post(IMPORT, {"step": "look", "file": SimpleUploadedFile("qd.docx", data)})
    assert bool(carried(looked)) is carried_along
    assert ("chọn lại đúng tệp này" in words_of(looked)) is not carried_along
    sent = {"carried": carried(looked)} if carried_along else {"file": SimpleUploadedFile("qd.docx", data)}
    assert admin.post(IMPORT, {"step": "save", **sent}).status_code == 302
    assert InternalProcess.objects.filter(code=CODE).exists()


BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
SCRIPT = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
    b'<startEvent id="s"/><scriptTask id="t" name="Tinh phi"/></process></definitions>'
)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bom.bpmn", BOMB, "DOCTYPE"),
        ("script.bpmn", SCRIPT, "Tinh phi"),
        ("sai.bpmn", b"<a", "XML"),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100, "dạng Word hoặc Excel cũ"),
        ("anh.md", b"\x00\x01", "UTF-8"),
    ],
)
def test_bad_files_are_refused_in_words(admin: Client, name: str, data: bytes, words: str) -> None:
    answer = admin.post(IMPORT, {"step": "look", "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400
    assert words in words_of(answer)
    assert not InternalProcess.objects.exists()


def test_no_file_is_told(admin: Client) -> None:
    assert "Chưa chọn tệp" in words_of(admin.post(IMPORT, {"step": "look"}))


def test_doubts_are_decided_then_it_is_put_in_force(admin: Client) -> None:
    address = keep(admin)
    force = {"valid_from": today().isoformat(), "reason": "Theo quyết định 7001"}
    refused = admin.post(f"{address}1/ap-dung/", force)
    assert refused.status_code == 400
    assert "nghi vấn chưa quyết định" in words_of(refused)
    assert "Theo quyết định 7001" in words_of(refused), "what was typed is kept"

    keys = doubts(admin.get(address))
    assert len(keys) >= 2
    missing = admin.post(f"{address}1/nghi-van/", {"doubt": keys[:1], "answer": "accepted"})
    assert "phải ghi lý do" in words_of(missing)
    assert tree_of(missing).xpath(f"//input[@value='{keys[0]}']/@checked"), "what was ticked is kept"
    decided = {"doubt": keys, "answer": "accepted", "reason": "Đúng như in"}
    assert admin.post(f"{address}1/nghi-van/", decided).status_code == 302
    assert ProcessVerdict.objects.count() == len(keys)
    assert "Đúng như in" in words_of(admin.get(address))

    assert admin.post(f"{address}1/ap-dung/", force).status_code == 302
    said = words_of(admin.get(address))
    assert "Đang áp dụng từ" in said
    assert ProcessPeriod.objects.get().valid_from == today()
    assert CODE in words_of(admin.get(f"{LIST}?xem=in_force"))

    out = {"last_day": today().isoformat(), "reason": "Bãi bỏ"}
    assert admin.post(f"{address}1/ket-thuc/", out).status_code == 302
    assert ProcessPeriod.objects.get().valid_to == today()


def test_a_day_that_is_none_is_told(admin: Client) -> None:
    address = keep(admin)
    answer = admin.post(f"{address}1/ap-dung/", {"valid_from": "hôm nay", "reason": "vì"})
    assert "Ngày không đọc được" in words_of(answer)


def test_the_procedures_served_are_written_by_hand(admin: Client) -> None:
    address = keep(admin)
    data = {"procedure": ["1.004884", ""], "case": ["", ""], "level": ["commune", ""], "reason": "Thiếu mã"}
    assert admin.post(f"{address}1/phuc-vu/", data).status_code == 302
    assert list(ProcessUse.objects.values_list("procedure_code", "level")) == [("1.004884", "commune")]
    wrong = admin.post(f"{address}1/phuc-vu/", {**data, "procedure": ["không phải mã", ""]})
    assert "không phải mã thủ tục" in words_of(wrong)


def test_a_narrower_process_of_the_same_procedure_is_told(admin: Client) -> None:
    process_services.load_demo()
    address = keep(admin)
    assert "0000/QĐ-UBND#1" not in words_of(admin.get(address))
    data = {"procedure": "1.001193", "case": "", "level": "", "reason": "Cùng thủ tục"}
    admin.post(f"{address}1/phuc-vu/", data)
    page = words_of(admin.get(address))
    assert "Quy trình khác đang phục vụ cùng thủ tục" in page
    assert "0000/QĐ-UBND#1 1.001193, cấp xã" in page


def test_the_catalogue_shows_the_process_of_a_procedure(admin: Client) -> None:
    assert "Chưa có quy trình nào đang áp dụng" in words_of(admin.get("/quan-tri/danh-muc/1.001193/"))
    process_services.load_demo()
    assert "phiên bản 1 từ 1/7/2025" in words_of(admin.get("/quan-tri/danh-muc/1.001193/"))


def test_the_demonstration_s_processes_fit_law_and_posts(admin: Client) -> None:
    process_services.load_demo()
    for version, found, running in checked_all(today()):
        assert running, version.process.code
        assert [str(question.message) for question in found.questions] == [], version.process.code
    assert process_services.load_demo() == 0, "a second time changes nothing"


def test_a_call_leads_to_the_process_that_it_calls(admin: Client) -> None:
    process_services.load_demo()
    ids = dict(InternalProcess.objects.values_list("code", "pk"))
    page = tree_of(admin.get(f"{LIST}{ids['0000/QĐ-UBND#9']}/"))
    links = page.xpath("//table//a[contains(., '0000/QĐ-UBND#21')]/@href")
    assert links == [f"{LIST}{ids['0000/QĐ-UBND#21']}/"] * 2


def test_only_administrators_have_forms(sign_in: SignIn) -> None:
    process_services.load_demo()
    pk = InternalProcess.objects.get(code="0000/QĐ-UBND#1").pk
    for who in (RECEPTION, HANDLER, INSPECTOR):
        browser = sign_in(who)
        page = browser.get(f"{LIST}{pk}/")
        assert not tree_of(page).xpath("//main//form[@method='post']")
        for door in ("nghi-van", "ap-dung", "ket-thuc", "phuc-vu", "ve"):
            assert browser.post(f"{LIST}{pk}/1/{door}/").status_code == 403
        assert browser.post(IMPORT).status_code == 403


def redrawn(xml: bytes, old: bytes, new: bytes) -> SimpleUploadedFile:
    assert old in xml
    return SimpleUploadedFile("drawn.bpmn", xml.replace(old, new))


def test_what_is_drawn_is_checked_kept_and_never_overwrites(admin: Client) -> None:
    address = keep(admin, Table())
    xml = admin.get(f"/quy-trinh/{ProcessVersion.objects.get().hash}.bpmn").content
    longer = (b'quantity="4"', b'quantity="9"')
    looked = admin.post(f"{address}1/ve/", {"step": "check", "bpmn": redrawn(xml, *longer)})
    assert any("11,5 ngày làm việc" in each["message"] for each in looked.json()["findings"])
    assert ProcessVersion.objects.count() == 1

    silent = admin.post(f"{address}1/ve/", {"step": "save", "bpmn": redrawn(xml, *longer)})
    assert (silent.status_code, "phải ghi lý do" in silent.json()["problem"]) == (400, True)
    sent = {"step": "save", "reason": "Kéo dài", "bpmn": redrawn(xml, *longer)}
    saved = admin.post(f"{address}1/ve/", sent)
    assert saved.json()["to"] == f"{address}?ban=2"
    assert ProcessVersion.objects.get(number=2).origin == "editor"
    assert "phiên bản 2" in words_of(admin.get(saved.json()["to"])).lower()


def test_a_drawing_without_a_way_out_is_shown_at_its_element(admin: Client) -> None:
    address = keep(admin, Table())
    tree = etree.fromstring(admin.get(f"/quy-trinh/{ProcessVersion.objects.get().hash}.bpmn").content)
    (end,) = tree.xpath("//*[local-name()='endEvent']")
    for flow in tree.xpath("//*[local-name()='sequenceFlow']"):
        if flow.get("targetRef") == end.get("id"):
            flow.set("targetRef", "step_1")
    file = SimpleUploadedFile("drawn.bpmn", etree.tostring(tree))
    found = admin.post(f"{address}1/ve/", {"step": "check", "bpmn": file}).json()["findings"]
    assert {each["weight"] for each in found} == {"blocking"}
    assert any(each["node"] == "step_1" and "không có đường nào ra" in each["message"] for each in found)


@pytest.mark.parametrize(
    ("data", "words"), [(SCRIPT, "Tinh phi"), (BOMB, "DOCTYPE"), (b"", "Không nhận được")]
)
def test_a_bad_drawing_is_refused_in_words(admin: Client, data: bytes, words: str) -> None:
    address = keep(admin, Table())
    sent = {"step": "save", "reason": "vì"} | (
        {"bpmn": SimpleUploadedFile("drawn.bpmn", data)} if data else {}
    )
    answer = admin.post(f"{address}1/ve/", sent)
    assert answer.status_code == 400
    assert words in answer.json()["problem"]
    assert ProcessVersion.objects.count() == 1


def test_a_million_nodes_are_refused_in_words(admin: Client) -> None:
    head = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
    data = head + b"".join(b'<task id="t%d"/>' % n for n in range(500_000)) + b"</process></definitions>"
    answer = admin.post(IMPORT, {"step": "look", "file": SimpleUploadedFile("lon.bpmn", data)})
    assert answer.status_code == 400
    assert re.search(r"quá giới hạn|hơn \d+ phần tử", words_of(answer))


def test_a_process_or_version_that_is_none(admin: Client) -> None:
    address = keep(admin)
    assert admin.get(f"{LIST}999999/").status_code == 404
    assert admin.get(f"{address}?ban=9").status_code == 404
    assert admin.get(f"/quy-trinh/{'0' * 64}.bpmn").status_code == 404
    assert admin.post(f"{address}9/ap-dung/", {"valid_from": today().isoformat()}).status_code == 404
