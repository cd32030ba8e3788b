"""Decree 45/2020 art. 16: each has the own store; nobody opens another's."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desk.conftest import tree_of, words_of
from tests.dossiers.room import RECEPTION, Room
from tests.files.makers import pdf
from tests.support.citizens import make_citizen, sign_in
from tests.vault.conftest import NUMBER, OTHER_NUMBER, received_with_scan

from motcua.citizens.queries import Applicant
from motcua.dossiers import files
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import SystemClock, day_of
from motcua.organisation.models import User
from motcua.vault import services
from motcua.vault.models import CorrectionWish, Paper, PaperUse

STORE = "/cua-toi/kho-giay-to/"


@pytest.fixture
def owner(room: Room) -> Applicant:
    return make_citizen(identifier=NUMBER)


@pytest.fixture
def browser(owner: Applicant, client: Client) -> Client:
    sign_in(client, owner)
    return client


def other(**fields: Any) -> Client:
    browser = Client()
    sign_in(browser, make_citizen(**{"identifier": OTHER_NUMBER, **fields}))
    return browser


def added(browser: Client, content: bytes | None = None, **data: str) -> Any:
    file = SimpleUploadedFile("giay.pdf", content or pdf(), "application/pdf")
    return browser.post(f"{STORE}them/", {"kind": "birth_certificate", "file": file, **data})


def test_the_own_papers_are_listed(browser: Client, certificate: Paper) -> None:
    page = browser.get(STORE)
    assert "Giấy khai sinh" in words_of(page)
    assert "Kết quả của hồ sơ" in words_of(page)
    assert "đã xác minh" in words_of(page)


def test_a_second_citizen_finds_nothing(certificate: Paper) -> None:
    stranger = other()
    assert "chưa có giấy tờ" in words_of(stranger.get(STORE))
    for place in ("", "tep/", "sua/"):
        assert stranger.get(f"{STORE}{certificate.pk}/{place}").status_code == 404
    for place in ("go/", "de-nghi-sua/"):
        assert stranger.post(f"{STORE}{certificate.pk}/{place}", {"words": "x"}).status_code == 404
    assert not CorrectionWish.objects.exists()


def test_an_identifier_that_is_only_claimed_opens_nothing(certificate: Paper) -> None:
    """Anybody may type a number; only a proven one is the owner's."""
    claimer = other(identifier=NUMBER, assurance=1)
    page = words_of(claimer.get(STORE))
    assert "Giấy khai sinh" not in page
    assert "chưa xác thực danh tính" in page
    assert claimer.get(f"{STORE}{certificate.pk}/tep/").status_code == 404


@pytest.mark.parametrize("login", [RECEPTION, "anh.quantri", "bach.thanhtra"])
def test_officers_do_not_come_in_here(certificate: Paper, login: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get(login_name=login))
    for address in (
        STORE,
        f"{STORE}{certificate.pk}/",
        f"{STORE}{certificate.pk}/tep/",
        f"{STORE}tat-ca.zip",
    ):
        answer = browser.get(address)
        assert (answer.status_code, "dang-nhap-nguoi-dan" in answer.get("Location", "")) == (302, True)


def test_nobody_signed_in_is_sent_to_sign_in(certificate: Paper) -> None:
    assert Client().get(STORE)["Location"].startswith("/dang-nhap-nguoi-dan/")


def test_a_paper_is_added_and_opened(browser: Client) -> None:
    answer = added(
        browser, number="12/2020", issued_on="3/5/2020", born_on="01/02/2019", holder="Nông Văn An"
    )
    paper = Paper.objects.get()
    assert answer["Location"] == f"{STORE}{paper.pk}/"
    assert (paper.owner, paper.verified, paper.source) == (NUMBER, False, "upload")
    assert paper.fields == {"born_on": "01/02/2019", "holder": "Nông Văn An"}
    page = words_of(browser.get(f"{STORE}{paper.pk}/"))
    assert "tự tải lên, chưa xác minh" in page
    assert "Nông Văn An" in page
    file = browser.get(f"{STORE}{paper.pk}/tep/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "sandbox" in file["Content-Security-Policy"]
    assert file["Content-Disposition"].startswith("inline")


def test_the_same_file_twice_is_one_paper(browser: Client) -> None:
    first, second = added(browser), added(browser)
    assert first["Location"] == second["Location"]
    assert Paper.objects.count() == 1
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"issued_on": "32/13/2020"}, "Ngày không đọc được"),
        ({"issued_on": "1/1/2090"}, "nằm trong tương lai"),
        ({"issued_on": "2/5/2020", "valid_until": "1/5/2020"}, "đứng trước ngày cấp"),
        ({"number": "9" * 101}, "Dài quá 100 ký tự"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(browser: Client, typed: dict[str, str], said: str) -> None:
    answer = added(browser, **typed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert not Paper.objects.exists()
    assert not Attachment.objects.exists()


def test_a_program_is_not_taken(browser: Client) -> None:
    answer = added(browser, b"MZ\x90\x00" + b"\0" * 200)
    assert answer.status_code == 422
    assert tree_of(answer).xpath("//div[@class='field bad']//input[@name='file']")
    assert not Paper.objects.exists()


def test_without_a_kind_it_is_asked_first(browser: Client) -> None:
    page = browser.get(f"{STORE}them/")
    assert "Bạn thêm giấy tờ nào?" in words_of(page)
    assert "Chưa chọn loại giấy tờ" in words_of(browser.get(f"{STORE}them/?kind="))
    assert browser.get(f"{STORE}them/?kind=other").status_code == 200


def test_an_own_upload_is_changed_and_taken_out(browser: Client, owner: Applicant) -> None:
    added(browser)
    paper = Paper.objects.get()
    browser.post(f"{STORE}{paper.pk}/sua/", {"number": "9/2021"})
    paper.refresh_from_db()
    assert (paper.number, paper.version) == ("9/2021", 2)
    assert browser.post(f"{STORE}{paper.pk}/go/").status_code == 302
    paper.refresh_from_db()
    assert (paper.owner, paper.title, paper.number, paper.fields) == ("", "", "", {})
    assert browser.get(f"{STORE}{paper.pk}/").status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_content_goes_with_the_paper(room: Room) -> None:
    owner = make_citizen()
    paper = services.upload(owner, io.BytesIO(pdf(pages=5)), "a.pdf", {"kind": "diploma"})
    assert files.exists(paper.sha256)
    services.remove_own(owner, paper.pk)
    assert not files.exists(paper.sha256)


def test_what_an_office_put_there_stays(browser: Client, certificate: Paper) -> None:
    answer = browser.post(f"{STORE}{certificate.pk}/go/")
    assert answer.status_code == 409
    assert "gửi đề nghị sửa" in words_of(answer)
    assert browser.post(f"{STORE}{certificate.pk}/sua/", {"number": "1"}).status_code == 422
    certificate.refresh_from_db()
    assert (certificate.owner, certificate.number) == (NUMBER, "")


def test_a_correction_is_asked_for_once_at_a_time(browser: Client, certificate: Paper) -> None:
    for words in ("Sai năm sinh", "Sai năm sinh, đúng là 1988"):
        browser.post(f"{STORE}{certificate.pk}/de-nghi-sua/", {"words": words})
    assert CorrectionWish.objects.get().words == "Sai năm sinh, đúng là 1988"
    assert browser.post(f"{STORE}{certificate.pk}/de-nghi-sua/", {"words": " "}).status_code == 422


def test_who_used_it_is_told(browser: Client, certificate: Paper) -> None:
    PaperUse.objects.create(
        paper=certificate, what="opened", by="officer:CB0014", at=SystemClock().now(),
        day=day_of(SystemClock().now()), version=1, dossier_id=certificate.dossier_id,
    )  # fmt: skip
    page = words_of(browser.get(f"{STORE}{certificate.pk}/"))
    assert "Mở xem tệp" in page


def test_a_paper_about_to_expire_is_amber(browser: Client, certificate: Paper) -> None:
    today = day_of(SystemClock().now())
    for days, said in ((10, "Sắp hết giá trị"), (40, "Còn giá trị đến"), (-1, "Hết giá trị từ")):
        Paper.objects.update(valid_until=today + timedelta(days=days))
        assert said in words_of(browser.get(STORE))


def test_all_of_it_can_be_taken_along(browser: Client, certificate: Paper) -> None:
    added(browser, number="7")
    answer = browser.get(f"{STORE}tat-ca.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        told = json.loads(archive.read("giay-to.json"))
        assert {paper["source"] for paper in told["papers"]} == {"result", "upload"}
        for paper in told["papers"]:
            assert archive.read(paper["file"]).startswith(b"%PDF")


def test_pages_ask_few_questions(
    browser: Client, room: Room, certificate: Paper, django_assert_max_num_queries: Any
) -> None:
    for pages in range(3, 6):
        room.clock.instant += 60_000_000
        received_with_scan(room, pdf(pages=pages))
    for address in (STORE, f"{STORE}{certificate.pk}/"):
        with django_assert_max_num_queries(10):
            assert browser.get(address).status_code == 200


def test_a_paper_that_is_none(browser: Client) -> None:
    assert browser.get(f"{STORE}{uuid4()}/").status_code == 404
    assert browser.get(f"{STORE}?trang=abc").status_code == 200
    assert browser.get(f"{STORE}?trang=9999").status_code == 200
