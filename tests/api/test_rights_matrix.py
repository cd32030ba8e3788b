"""Every call for every role and every scope: the same rights as on the pages, narrowed by the key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.api.conftest import ALL, DOSSIERS, Caller, Key, filing
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HEAD,
    INSPECTOR,
    LEADER,
    RECEPTION,
    STRANGER,
)

from motcua.api.door import NEEDS
from motcua.api.urls import api

ROLES = (RECEPTION, HEAD, HANDLER, LEADER, INSPECTOR, CONTROLLER, ADMINISTRATOR, STRANGER)
OK, MADE, NO, GONE = 200, 201, 403, 404
CALLS = {
    "file_dossier": ("POST", DOSSIERS),
    "list_dossiers": ("GET", DOSSIERS),
    "read_dossier": ("GET", f"{DOSSIERS}/CODE"),
    "read_events": ("GET", f"{DOSSIERS}/CODE/events"),
    "find_procedures": ("GET", "/api/v1/procedures?q=khai+sinh"),
    "read_procedure": ("GET", "/api/v1/procedures/1.004884"),
    "read_calendar": ("GET", "/api/v1/calendar"),
    "work_out_due": ("GET", "/api/v1/due?received_at=2026-03-02T09:00&limit=3&unit=working_day"),
}
ANSWERS = {
    #                  RECEPTION HEAD HANDLER LEADER INSPECT CONTROL ADMIN STRANGER
    "file_dossier": (MADE, NO, NO, NO, NO, NO, NO, MADE),
    "list_dossiers": (OK, OK, OK, OK, OK, OK, NO, OK),
    "read_dossier": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "read_events": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "find_procedures": (OK,) * 8,
    "read_procedure": (OK,) * 8,
    "read_calendar": (OK,) * 8,
    "work_out_due": (OK,) * 8,
}


def call(caller: Caller, name: str, code: str) -> Any:
    method, address = CALLS[name]
    return caller.file() if method == "POST" else caller.get(address.replace("CODE", code))


@pytest.fixture
def code(caller: Caller) -> str:
    return str(caller.file().json()["code"])


def test_every_call_is_in_the_table() -> None:
    operations = {
        operation.view_func.__name__
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }
    assert operations == set(CALLS) == set(NEEDS) == set(ANSWERS)


@pytest.mark.parametrize("name", CALLS)
def test_each_role(key: Key, code: str, name: str) -> None:
    got = {who: call(key(who), name, code) for who in ROLES}
    assert {who: answer.status_code for who, answer in got.items()} == dict(
        zip(ROLES, ANSWERS[name], strict=True)
    )
    for answer in got.values():
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert {"id", "message", "next", "errors"} <= set(answer.json())


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("scope", ALL)
def test_each_scope(key: Key, code: str, name: str, scope: str) -> None:
    got = call(key(RECEPTION, scope), name, code)
    if NEEDS[name].scope == scope:
        assert got.status_code in (OK, MADE)
    else:
        assert got.status_code == NO
        assert got.json()["id"] == "scope"


@pytest.mark.parametrize("name", CALLS)
def test_nobody(province: None, db: None, name: str) -> None:
    method, address = CALLS[name]
    got = Client().generic(method, address, b"{}", "application/json", headers={"Idempotency-Key": "x" * 8})
    assert got.status_code == 401
    assert got["WWW-Authenticate"].startswith("Bearer")
    assert got.json()["id"] == "unauthenticated"


def test_a_stranger_is_told_the_same_as_of_a_code_that_is_nobody_s(key: Key, code: str) -> None:
    stranger, other = key(STRANGER), code[:-4] + "9999"
    theirs, nobodys = (stranger.get(f"{DOSSIERS}/{each}").content.decode() for each in (code, other))
    assert theirs.replace(code, "X") == nobodys.replace(other, "X")
    assert [each["code"] for each in stranger.get(DOSSIERS).json()["items"]] == []


class TestSession:
    """An officer's own session opens the door too; who writes must show the token against forgery."""

    def test_reads(self, sign_in: Any, code: str) -> None:
        assert sign_in(RECEPTION).get(f"{DOSSIERS}/{code}").status_code == OK

    def test_writes_only_with_the_token_against_forgery(self, sign_in: Any) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = sign_in(RECEPTION).cookies
        headers = {"Idempotency-Key": "so-mot-0001"}
        refused = browser.post(DOSSIERS, filing(), "application/json", headers=headers)
        assert (refused.status_code, refused.json()["id"]) == (403, "csrf")
        browser.get("/tiep-nhan/")
        headers["X-CSRFToken"] = browser.cookies["csrftoken"].value
        assert browser.post(DOSSIERS, filing(), "application/json", headers=headers).status_code == MADE
