"""The pages of feedback for everybody: sending without an account, following, answers, ratings."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.feedback.petitioners import FORM
from tests.portal.conftest import Handed
from tests.support.citizens import make_citizen, sign_in
from tests.support.officer import PNG

from motcua.dossiers.models import Event
from motcua.feedback.limits import opened_mark
from motcua.feedback.models import Petition, PetitionFile, PetitionText, Rating
from motcua.foundation.clock import MINUTE, SystemClock
from motcua.organisation.models import User

pytestmark = pytest.mark.usefixtures("demonstration", "db")


def filled(**changes: Any) -> dict[str, Any]:
    opened = opened_mark(SystemClock().now() - MINUTE)
    return {**FORM, "key": uuid4().hex, "opened": opened, "website": "", **changes}


def send(client: Client, about: str = "thu-tuc", **changes: Any) -> Any:
    return client.post(f"/phan-anh/gui/{about}/", filled(**changes))


def words(answer: Any) -> str:
    return str(answer.content.decode())


class TestSending:
    @pytest.mark.parametrize("about", ["thu-tuc", "ho-so", "co-quan", "can-bo"])
    def test_each_form_opens_for_everybody_in_few_questions(
        self, client: Client, about: str, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(10):
            assert client.get(f"/phan-anh/gui/{about}/?thu-tuc=1.004884").status_code == 200
        assert client.get("/phan-anh/gui/khac/").status_code == 404

    def test_where_complaints_and_denunciations_go(self, client: Client) -> None:
        page = words(client.get("/phan-anh/"))
        assert "Khiếu nại và tố cáo không gửi ở đây" in page
        assert "15 ngày làm việc" in page

    def test_sent_it_leads_to_its_page_with_both_codes(self, client: Client) -> None:
        answer = send(client)
        row = Petition.objects.get()
        assert answer["Location"] == f"/phan-anh/tra-cuu/{row.reference}/"
        page = words(client.get(answer["Location"]))
        assert row.reference in page
        assert "mã tra cứu" in page
        stranger = words(Client().get(answer["Location"]))
        assert FORM["text"] not in stranger
        assert FORM["subject"] not in stranger

    def test_a_hundred_thousand_letters_are_refused_and_kept(self, client: Client) -> None:
        long = "Tôi chờ lâu. " * 8_000
        answer = send(client, text=long)
        assert answer.status_code == 422
        assert words(answer).count("Tôi chờ lâu.") == 8_000
        assert "nhiều nhất là 10000" in words(answer)
        assert not Petition.objects.exists()

    def test_what_was_typed_stays_with_its_fault(self, client: Client) -> None:
        answer = send(client, name="", subject="<script>alert(1)</script>")
        page = words(answer)
        assert answer.status_code == 422
        assert "Chưa nhập mục này" in page
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_twice_is_once(self, client: Client) -> None:
        data = filled()
        first = client.post("/phan-anh/gui/thu-tuc/", data)
        again = client.post("/phan-anh/gui/thu-tuc/", data)
        assert first["Location"] == again["Location"]
        known = send(Client())
        assert "đã được gửi trong 24 giờ qua" in words(known)
        assert Petition.objects.count() == 1

    def test_robots_are_kept_out(self, client: Client) -> None:
        assert send(client, website="http://spam").status_code == 422
        assert send(client, opened=opened_mark(SystemClock().now())).status_code == 422
        assert not Petition.objects.exists()

    def test_a_picture_comes_with_it_and_a_program_does_not(self, client: Client, own_store: None) -> None:
        send(client, files=[SimpleUploadedFile("anh.png", PNG)])
        assert PetitionFile.objects.get().media_type == "image/png"
        refused = send(client, subject="Khác", files=[SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 50)])
        assert refused.status_code == 422
        assert "chọn lại tệp" in words(refused)
        assert Petition.objects.count() == 1


class TestFollowing:
    def test_both_codes_open_it_anywhere_and_wrong_ones_say_the_same(self, client: Client) -> None:
        from motcua.dossiers.secret import lookup_secret

        send(client)
        reference = Petition.objects.get().reference
        other = Client()
        wrong = other.post("/phan-anh/tra-cuu/", {"ma": reference, "bi_mat": "AAAAAAAAAA"})
        unknown = other.post("/phan-anh/tra-cuu/", {"ma": "PA-260101-AAAAAA", "bi_mat": "AAAAAAAAAA"})
        assert (wrong.status_code, unknown.status_code) == (422, 422)
        asked = {"ma": reference.lower(), "bi_mat": lookup_secret(reference)}
        assert other.post("/phan-anh/tra-cuu/", asked).status_code == 302
        assert FORM["text"] in words(other.get(f"/phan-anh/tra-cuu/{reference}/"))

    def test_the_account_sees_its_own_and_nobody_elses(self, client: Client) -> None:
        owner, other = make_citizen(), make_citizen(name="Bế Văn Khác", identifier="004190000999")
        sign_in(client, owner)
        page = words(client.get("/phan-anh/gui/thu-tuc/"))
        assert owner.name in page, "filled in from the account"
        send(client)
        reference = Petition.objects.get().reference
        assert reference in words(client.get("/cua-toi/phan-anh/"))
        assert client.get(f"/cua-toi/phan-anh/{reference}/").status_code == 200
        second, officer = Client(), Client()
        sign_in(second, other)
        assert reference not in words(second.get("/cua-toi/phan-anh/"))
        assert second.get(f"/cua-toi/phan-anh/{reference}/").status_code == 404
        officer.force_login(User.objects.get(login_name="mai.vanphong"))
        assert officer.get(f"/cua-toi/phan-anh/{reference}/").status_code == 302
        assert Client().get("/cua-toi/phan-anh/").status_code == 302
        for browser in (second, officer, Client()):
            browser.post(f"/phan-anh/tra-cuu/{reference}/rut/", {"sure": "1"})
        assert Petition.objects.get().state == "received"
        client.post(f"/phan-anh/tra-cuu/{reference}/rut/", {})
        assert Petition.objects.get().state == "received", "not without the tick"
        client.post(f"/phan-anh/tra-cuu/{reference}/rut/", {"sure": "1"})
        assert Petition.objects.get().state == "withdrawn"

    def test_nothing_personal_in_the_address_or_the_session_row(self, client: Client) -> None:
        answer = send(client)
        assert FORM["phone"] not in answer["Location"]
        assert PetitionText.objects.filter(part="subject", text=FORM["subject"]).exists()


class TestRating:
    def test_with_the_two_codes_once_and_changed(self, client: Client, handed: Handed) -> None:
        assert client.get(f"/danh-gia/{handed.code}/").status_code == 302, "nothing without a proof"
        sent = client.post("/danh-gia/", {"ma": handed.code, "bi_mat": handed.secret})
        assert sent["Location"] == f"/danh-gia/{handed.code}/"
        assert "Rất hài lòng" in words(client.get(sent["Location"]))
        assert client.post(sent["Location"], {}).status_code == 422
        assert "Cảm ơn bạn" in words(client.post(sent["Location"], {"level": "4", "time": "2"}))
        client.post(sent["Location"], {"level": "1"})
        assert list(Rating.objects.values_list("level", "way")) == [(1, "online")]

    def test_signed_in_the_owner_needs_no_secret_and_another_does(
        self, client: Client, handed: Handed
    ) -> None:
        sign_in(client, make_citizen(identifier="004188004217"))
        page = f"/danh-gia/{handed.code}/"
        assert client.get(page).status_code == 200
        client.post(page, {"level": "3"})
        assert Rating.objects.get().level == 3
        other = Client()
        sign_in(other, make_citizen(name="Bế Văn Khác", identifier="004190000999"))
        assert other.get(page).status_code == 302
        other.post(page, {"level": "1"})
        assert Rating.objects.get().level == 3

    def test_a_wrong_secret_is_counted(self, client: Client, handed: Handed) -> None:
        wrong = {"ma": handed.code, "bi_mat": "AAAAAAAAAA"}
        answers = [client.post("/danh-gia/", wrong).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]

    def test_the_device_reads_the_code_of_the_paper(self, client: Client, handed: Handed) -> None:
        digest = bytes(Event.objects.filter(dossier__code=handed.code)[0].hash).hex()
        place = "/danh-gia/tai-quay/H14.40.03/"
        assert client.get(place).status_code == 200
        scanned = client.post(place, {"ma": f"http://x/tra-cuu/{handed.code}?h={digest[:16]}"})
        assert "Rất không hài lòng" in words(scanned)
        forged = client.post(place, {"ma": f"http://x/tra-cuu/{handed.code}?h={'0' * 16}"})
        assert forged.status_code == 422
        client.post(place, {"ma": f"{handed.code}#{digest[:16]}", "bi_mat": "", "level": "5"})
        assert list(Rating.objects.values_list("level", "way")) == [(5, "device")]
        assert client.get("/danh-gia/tai-quay/H99/").status_code == 404


def test_answers_open_in_few_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        assert client.get("/hoi-dap/?q=giay+to").status_code == 200
    assert client.get("/hoi-dap/khong-co/").status_code == 404
