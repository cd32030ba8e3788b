"""The OpenAPI document and what is answered are the same thing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema_rs import Draft202012Validator
from tests.api.conftest import DOSSIERS, Caller, Key
from tests.api.test_rights_matrix import CALLS, call
from tests.dossiers.room import RECEPTION

from motcua.dossiers import services
from motcua.organisation.queries import person_by_login
from motcua.procedures.record import record
from motcua.site.cli import main


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    got = Client().get("/api/v1/openapi.json")
    assert got.status_code == 200
    told: dict[str, Any] = got.json()
    assert told["openapi"].startswith("3.1")
    return told


def schema_of(document: dict[str, Any], operation: str, got: Any) -> dict[str, Any]:
    """The schema that the document has for this answer."""
    for methods in document["paths"].values():
        for described in methods.values():
            if described["operationId"] == operation:
                kinds = described["responses"][str(got.status_code)]["content"]
                schema: dict[str, Any] = kinds[got["Content-Type"]]["schema"]
                return {**schema, "components": document["components"]}
    raise LookupError(operation)


@pytest.mark.parametrize("name", CALLS)
def test_answers_are_as_described(document: dict[str, Any], key: Key, name: str) -> None:
    code = key().file().json()["code"]
    services.perform(person_by_login(RECEPTION), code, "transfer", {})
    for scopes in ([], ["procedures:read"], ["calendar:read"]):
        got = call(key(RECEPTION, *scopes), name, code)
        Draft202012Validator(schema_of(document, name, got)).validate(got.json())


def test_the_schemas_notice_a_wrong_answer(document: dict[str, Any], caller: Caller) -> None:
    code = caller.file().json()["code"]
    got = caller.get(f"{DOSSIERS}/{code}")
    validator = Draft202012Validator(schema_of(document, "read_dossier", got))
    assert not validator.is_valid({**got.json(), "more": 1})
    assert not validator.is_valid({name: value for name, value in got.json().items() if name != "owner"})


def test_every_call_says_what_it_asks_and_how_it_refuses(document: dict[str, Any]) -> None:
    for methods in document["paths"].values():
        for described in methods.values():
            assert {"401", "403", "429", "500"} <= set(described["responses"])
            assert described["security"]
            assert described["x-scope"]
            assert described["description"]


def test_due_dates_are_those_of_the_command(caller: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"received_at": "2026-04-28T14:00", "limit": "3.5", "unit": "working_day", "explain": "true"}
    got = caller.get("/api/v1/due", {**asked, "calendar": "shipped"})
    command = ["due", "--received", asked["received_at"], "--limit", "3.5", "--unit", "working_day"]
    assert main([*command, "--explain", "--json"]) == 0
    assert got.json() == json.loads(capsys.readouterr().out)
    assert got.json()["due_at"] == "2026-05-06T08:00"


def test_a_procedure_is_that_of_the_command(caller: Caller) -> None:
    import msgspec

    got = caller.get("/api/v1/procedures/1.004884").json()
    assert got == json.loads(msgspec.json.encode(record("1.004884")))


def test_the_page_for_people_names_every_call(document: dict[str, Any]) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    for address, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {address}" in page
