"""Lists go on from a signed cursor; entity tags say whether anything changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from tests.api.conftest import DOSSIERS, Caller, Key, filing
from tests.dossiers.room import HANDLER, RECEPTION
from tests.support.statements import counting

from motcua.dossiers import services
from motcua.dossiers.erasure import erase_private
from motcua.organisation.queries import person_by_login


@pytest.fixture
def codes(caller: Caller) -> list[str]:
    """Five dossiers, newest first."""
    return [str(caller.file().json()["code"]) for _ in range(5)][::-1]


def items(got: Any) -> list[str]:
    assert got.status_code == 200, got.content
    return [each["code"] for each in got.json()["items"]]


def test_pages_follow_each_other_and_new_dossiers_do_not_move_them(caller: Caller, codes: list[str]) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        got = caller.get(DOSSIERS, {"limit": 2, "cursor": cursor} if cursor else {"limit": 2})
        seen += items(got)
        cursor = got.json()["next_cursor"]
        caller.file()
    assert seen == codes
    assert cursor is None


def test_a_cursor_made_by_hand(caller: Caller, codes: list[str]) -> None:
    good = caller.get(DOSSIERS, {"limit": 2}).json()["next_cursor"]
    other_salt = signing.Signer(salt="x").sign_object([1, "x"])
    for made in ("1", "eyJ", good[:-1], good + "x", other_salt, "\0"):
        got = caller.get(DOSSIERS, {"limit": 2, "cursor": made})
        assert (got.status_code, got.json()["id"]) == (422, "cursor"), made


def test_a_cursor_of_another_question_or_person(caller: Caller, key: Key, codes: list[str]) -> None:
    good = caller.get(DOSSIERS, {"limit": 2}).json()["next_cursor"]
    assert caller.get(DOSSIERS, {"limit": 2, "cursor": good, "status": 2}).status_code == 422
    assert key(HANDLER).get(DOSSIERS, {"limit": 2, "cursor": good}).status_code == 422
    assert caller.get(DOSSIERS, {"limit": 3, "cursor": good}).status_code == 200


@pytest.mark.parametrize("limit", ["10000", "201", "0", "-1", "x", "1e2", "9" * 400])
def test_limits(caller: Caller, limit: str) -> None:
    got = caller.get(DOSSIERS, {"limit": limit})
    assert got.status_code == 422
    assert [each["field"] for each in got.json()["errors"]] == ["limit"]
    assert got.json()["errors"][0]["message"]


def test_filters(caller: Caller, key: Key, codes: list[str]) -> None:
    services.perform(person_by_login(RECEPTION), codes[0], "transfer", {})
    assert items(caller.get(DOSSIERS, {"status": 4})) == [codes[0]]
    assert items(caller.get(DOSSIERS, {"status": 2})) == codes[1:]
    assert items(caller.get(DOSSIERS, {"procedure": "1.004885"})) == []
    assert items(caller.get(DOSSIERS, {"owner_identifier": "004188004217"})) == codes
    assert items(caller.get(DOSSIERS, {"received_from": "2000-01-01", "received_to": "2000-01-02"})) == []
    assert items(caller.get(DOSSIERS, {"open": "false"})) == []
    assert items(caller.get(DOSSIERS, {"open": "true", "section": "H14.40.03"})) == codes
    changed = caller.get(f"{DOSSIERS}").json()["items"][0]["changed_at"]
    assert items(caller.get(DOSSIERS, {"changed_since": "2099-01-01T00:00:00+07:00"})) == []
    assert changed.endswith("+07:00")
    for wrong in (
        {"received_from": "30/2/2026"},
        {"due_to": "0"},
        {"due_to": "2026-02-30"},
        {"changed_since": "hôm qua"},
        {"status": "11"},
    ):
        assert caller.get(DOSSIERS, wrong).status_code == 422
    assert items(caller.get(DOSSIERS, {"procedure": "\0"})) == []


def test_a_list_asks_as_much_for_many_as_for_one(caller: Caller, codes: list[str]) -> None:
    with counting() as one:
        caller.get(DOSSIERS, {"limit": 1})
    with counting() as many:
        caller.get(DOSSIERS, {"limit": 200})
    assert len(many.texts) == len(one.texts) <= 10


def test_the_tag_changes_with_each_event(caller: Caller, codes: list[str]) -> None:
    address = f"{DOSSIERS}/{codes[0]}"
    tag = caller.get(address)["ETag"]
    same = caller.get(address, **{"If-None-Match": f'"x", {tag}'})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    services.perform(person_by_login(RECEPTION), codes[0], "transfer", {})
    moved = caller.get(address, **{"If-None-Match": tag})
    assert moved.status_code == 200
    assert moved["ETag"] != tag


def test_a_compressed_answer_is_known_again(caller: Caller, codes: list[str]) -> None:
    address = f"{DOSSIERS}/{codes[0]}"
    packed = caller.get(address, **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert caller.get(address, **{"If-None-Match": packed["ETag"]}).status_code == 304
    assert caller.get(address, **{"If-None-Match": 'W/"x"'}).status_code == 200


def test_the_tag_changes_when_personal_data_are_erased(caller: Caller, codes: list[str]) -> None:
    address = f"{DOSSIERS}/{codes[0]}"
    tag = caller.get(address)["ETag"]
    assert erase_private(codes[0])
    assert caller.get(address, **{"If-None-Match": tag}).status_code == 200


def test_events_can_be_verified_by_the_receiver(caller: Caller) -> None:
    import hashlib

    code = caller.file(filing()).json()["code"]
    services.perform(person_by_login(RECEPTION), code, "transfer", {})
    events = caller.get(f"{DOSSIERS}/{code}/events").json()["items"]
    assert [each["type"] for each in events] == ["received", "transferred"]
    previous = bytes(32)
    for each in events:
        assert each["prev_hash"] == previous.hex()
        previous = hashlib.sha256(previous + each["body"].encode()).digest()
        assert each["hash"] == previous.hex()
    assert caller.get(f"{DOSSIERS}/{code}").json()["head"] == previous.hex()
