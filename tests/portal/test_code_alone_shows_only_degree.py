"""Circular 01/2018/TT-VPCP art. 16(2)d: signed out, a code shows the code and how far the dossier is."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.portal.conftest import OWNER, Handed

from motcua.dossiers import store

UNKNOWN = "H14.40.01-261101-9999"


def _personal(handed: Handed) -> list[str]:
    return [*OWNER.values(), "004188", handed.secret]


def test_degree_and_nothing_of_a_person(client: Client, handed: Handed) -> None:
    answer = client.get(f"/tra-cuu/{handed.code}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert handed.code in page
    assert "Mức độ hoàn thành" in page
    assert not [each for each in _personal(handed) if each in page]


def test_nothing_of_offices_procedure_or_dates(client: Client, handed: Handed) -> None:
    page = client.get(f"/tra-cuu/{handed.code}").content.decode()
    locked = store.read(handed.code)
    assert locked is not None
    state = locked.tracked.state
    assert state.intake.procedure.code not in page
    assert "khai sinh" not in page
    assert "Thục Phán" not in page
    assert "Hẹn" not in page


def test_signed_in_officer_sees_no_more_on_the_public_page(client: Client, handed: Handed) -> None:
    from motcua.organisation.models import User

    client.force_login(User.objects.get(login_name="hanh.thucphan"))
    page = client.get(f"/tra-cuu/{handed.code}").content.decode()
    assert OWNER["owner_name"] not in page


def test_code_and_secret_show_the_way(client: Client, handed: Handed) -> None:
    sent = client.post("/tra-cuu/", {"ma": handed.code.lower(), "bi_mat": handed.secret.lower()})
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert OWNER["owner_name"] in page
    assert "Vì sao ngày hẹn là" in page
    assert "Hồ sơ đã đi qua đâu" in page
    assert "Hồ sơ đã ở đâu, bao lâu" in page
    assert OWNER["owner_identifier"] not in page
    assert OWNER["owner_phone"] not in page


def test_secret_stands_in_no_address(client: Client, handed: Handed) -> None:
    sent = client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    assert handed.secret not in sent["Location"]
    assert handed.secret not in client.get(sent["Location"]).content.decode()


def test_another_browser_still_sees_only_degree(client: Client, handed: Handed) -> None:
    client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    assert OWNER["owner_name"] not in Client().get(f"/tra-cuu/{handed.code}").content.decode()


def test_closing_forgets(client: Client, handed: Handed) -> None:
    client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    client.post("/tra-cuu/dong/")
    assert OWNER["owner_name"] not in client.get(f"/tra-cuu/{handed.code}").content.decode()


def test_opened_dossier_closes_by_itself(
    client: Client, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    monkeypatch.setattr("motcua.portal.opened.OPEN_FOR", 0)
    assert OWNER["owner_name"] in client.get(f"/tra-cuu/{handed.code}").content.decode()
    session = client.session
    session["opened_dossiers"] = {handed.code: [handed.secret, 1]}
    session.save()
    assert OWNER["owner_name"] not in client.get(f"/tra-cuu/{handed.code}").content.decode()


def test_page_with_a_person_is_kept_out_of_caches(client: Client, handed: Handed) -> None:
    client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret})
    assert "no-store" in client.get(f"/tra-cuu/{handed.code}")["Cache-Control"]


def test_unknown_code(client: Client, handed: Handed) -> None:
    answer = client.get(f"/tra-cuu/{UNKNOWN}")
    assert answer.status_code == 404
    assert "Không có hồ sơ nào mang mã này" in answer.content.decode()
    assert handed.code not in answer.content.decode()


class TestPaper:
    """The hash in a QR code is good when it is the hash of any event of that dossier's chain."""

    def test_hash_of_the_chain(self, client: Client, handed: Handed) -> None:
        locked = store.read(handed.code)
        assert locked is not None
        page = client.get(f"/tra-cuu/{handed.code}?h={locked.log[0][1].hex()[:32]}").content.decode()
        assert "Giấy này khớp với nhật ký" in page

    def test_foreign_hash(self, client: Client, handed: Handed) -> None:
        page = client.get(f"/tra-cuu/{handed.code}?h={'0' * 32}").content.decode()
        assert "không thuộc nhật ký" in page
        assert "Giấy này khớp" not in page

    @pytest.mark.parametrize("given", ["abc", "z" * 32, "' OR 1=1 --", "<script>"])
    def test_no_hash(self, client: Client, handed: Handed, given: str) -> None:
        page = client.get(f"/tra-cuu/{handed.code}", {"h": given}).content.decode()
        assert "Không đọc được phần kiểm tra" in page
        assert "<script>" not in page
