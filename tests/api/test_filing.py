"""A dossier filed by another system is the same as one of the counter."""

from __future__ import annotations

from tests.api.conftest import DOSSIERS, Caller, Key, filing
from tests.dossiers.room import STRANGER

from motcua.dossiers.inspection_tables import Opening
from motcua.dossiers.models import Dossier


def test_a_dossier_is_filed_and_read(caller: Caller) -> None:
    got = caller.file()
    assert got.status_code == 201, got.content
    code = got.json()["code"]
    assert got["Location"] == f"{DOSSIERS}/{code}"
    read = caller.get(got["Location"])
    assert read.status_code == 200
    told = read.json()
    assert told["owner"]["name"] == "Hoàng Thị Bích Ngọc"
    assert [(each["no"], each["kind"], each["quantity"]) for each in told["components"]] == [
        (1, "original", 1), (2, "copy", 2), (3, "original", 1),
    ]  # fmt: skip
    assert told["components"][2]["name"] == "Giấy ủy quyền"
    assert told["due_at"] == got.json()["due_at"]
    assert told["received_at"].endswith("+07:00")


def test_the_same_key_gives_the_same_dossier(caller: Caller) -> None:
    first = caller.file(key="so-mot-0001")
    again = caller.file(key="so-mot-0001")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "repeated": True}
    assert Dossier.objects.count() == 1


def test_a_key_used_for_another_applicant_is_refused(caller: Caller) -> None:
    caller.file(key="so-mot-0001")
    other = filing()
    other["owner"] = {**other["owner"], "identifier": "004188004218"}
    got = caller.file(other, key="so-mot-0001")
    assert got.status_code == 409
    assert got.json()["id"] == "idempotency_key_used"
    assert Dossier.objects.count() == 1


def test_keys_of_two_officers_never_meet(key: Key) -> None:
    first, second = key().file(key="so-mot-0001"), key(STRANGER).file(key="so-mot-0001")
    assert first.json()["code"] != second.json()["code"]


def test_an_opening_is_noted_as_on_the_page(caller: Caller) -> None:
    code = caller.file().json()["code"]
    assert not Opening.objects.exists()
    tag = caller.get(f"{DOSSIERS}/{code}")["ETag"]
    caller.get(f"{DOSSIERS}/{code}/events")
    assert [each.how for each in Opening.objects.all()] == ["api", "api"]
    assert caller.get(f"{DOSSIERS}/{code}", **{"If-None-Match": tag}).status_code == 304
    assert Opening.objects.count() == 2
