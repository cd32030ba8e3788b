"""What other systems send by mistake or on purpose: a clear answer, and nothing is written."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from tests.api.conftest import DOSSIERS, Caller, filing

from motcua.api.reading import BODY_MOST
from motcua.dossiers.models import Dossier, Event

GOOD = json.dumps(filing())


def deep(levels: int) -> str:
    return GOOD[:-1] + ', "x": ' + "[" * levels + "]" * levels + "}"


RAW = {
    "nothing": (" ", 400),
    "no JSON": ("{procedure: 1}", 400),
    "a thousand deep": (deep(1000), 400),
    "a hundred thousand deep": ("[" * 100_000, 400),
    "thirty deep": (deep(30), 400),
    "an array": ("[]", 422),
    "null": ("null", 422),
    "a name twice": (GOOD[:-1] + ', "procedure": "1.004885"}', 400),
    "a name twice inside": (GOOD.replace('"owner": {', '"owner": {"name": "Ai đó", '), 400),
    "a huge number": (GOOD[:-1] + f', "sets": {"9" * 5000}}}', 400),
    "a number beyond 64 bits": (GOOD[:-1] + f', "sets": {10**20}}}', 400),
    "not a number": (GOOD[:-1] + ', "sets": NaN}', 400),
    "infinity": (GOOD[:-1] + ', "sets": 1e999}', 422),
    "half a letter": (GOOD.replace("Ho\\u00e0ng", "\\ud800"), 400),
    "half a letter in a name": (GOOD[:-1] + ', "\\ud800": 1}', 400),
    "UTF-16": (GOOD.encode("utf-16"), 400),
    "Latin-1": (GOOD.replace("Ho\\u00e0ng", "Hoàng").encode("latin-1"), 400),
    "an unknown name": (GOOD[:-1] + ', "received": "today"}', 422),
    "two documents": (GOOD + GOOD, 400),
}
FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "no owner": ({"owner": None}, "owner"),
    "a name that is a list": ({"owner": {"name": []}}, "owner.name"),
    "no name": ({"owner": {"name": " ", "identifier": "004188004217"}}, "owner.name"),
    "an identifier of another form": ({"owner": {"name": "A", "identifier": "12"}}, "owner.identifier"),
    "NUL alone as a name": ({"owner": {"name": "\0", "identifier": "004188004217"}}, "owner.name"),
    "an unknown channel": ({"channel": "pigeon"}, "channel"),
    "no sets": ({"sets": 0}, "sets"),
    "too many sets": ({"sets": 21}, "sets"),
    "a paper minus one times": ({"components": [{"line": 1, "quantity": -1}]}, "components"),
    "101 papers": ({"components": [{"line": 1}] * 101}, "components"),
    "a very long word": ({"content": "x" * 4001}, "content"),
}
OTHER: dict[str, tuple[dict[str, Any], int, str]] = {
    "an unknown procedure": ({"procedure": "9.999999"}, 404, "procedure_unknown"),
    "a paper that the list has not got": ({"components": [{"line": 99}]}, 422, "unknown_component"),
    "a day in the future": ({"received_at": "2099-01-01T09:00"}, 422, ""),
    "a day that is none": ({"received_at": "2026-02-30T09:00"}, 422, "moment_unreadable"),
    "a day before without a reason": ({"received_at": "2026-03-02T09:00"}, 422, ""),
    "a section of others": ({"section": "H14.99.99"}, 403, "forbidden"),
}


def untouched() -> bool:
    return not Dossier.objects.exists() and not Event.objects.exists()


def told(got: Any, status: int) -> dict[str, Any]:
    assert got.status_code == status, got.content
    assert got["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = got.json()
    assert document["status"] == status
    assert document["message"]
    assert document["next"]
    assert untouched()
    return document


@pytest.mark.parametrize("case", RAW)
def test_bodies_that_cannot_be_read(caller: Caller, case: str) -> None:
    body, status = RAW[case]
    assert body != GOOD
    told(caller.file(body), status)


@pytest.mark.parametrize("case", FIELDS)
def test_fields_at_fault_are_named(caller: Caller, case: str) -> None:
    changes, field = FIELDS[case]
    document = told(caller.file(filing(**changes)), 422)
    assert [each["field"] for each in document["errors"]] == [field] or field in {
        each["field"] for each in document["errors"]
    }


@pytest.mark.parametrize("case", OTHER)
def test_what_the_house_refuses(caller: Caller, case: str) -> None:
    changes, status, name = OTHER[case]
    document = told(caller.file(filing(**changes)), status)
    assert not name or document["id"] == name


def test_every_fault_is_told_at_once(caller: Caller) -> None:
    wrong = filing(sets=99)
    wrong["owner"] = {"name": "", "identifier": "1", "email": "x"}
    document = told(caller.file(wrong), 422)
    assert {each["field"] for each in document["errors"]} == {
        "owner.name", "owner.identifier", "owner.email", "sets",
    }  # fmt: skip


class _Guarded(io.BytesIO):
    """A body that must not be read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read  # type: ignore[assignment]


def test_fifty_megabytes_are_refused_unread(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": uuid4().hex}
    environ = {"wsgi.input": _Guarded(), "CONTENT_LENGTH": str(50 * 1024 * 1024)}
    got = caller.browser.generic("POST", DOSSIERS, b"", "application/json", headers=headers, **environ)  # type: ignore[arg-type]
    assert told(got, 413)["id"] == "too_large"


def test_a_little_too_much_is_refused_too(caller: Caller) -> None:
    told(caller.file(" " * BODY_MOST + GOOD), 413)


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "9" * 30])
def test_a_length_that_is_none(caller: Caller, length: str) -> None:
    headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": uuid4().hex}
    got = caller.browser.generic(
        "POST", DOSSIERS, b"{}", "application/json", headers=headers, CONTENT_LENGTH=length
    )
    assert got.status_code == 413
    assert untouched()


def test_a_body_in_chunks_is_refused(caller: Caller) -> None:
    told(caller.file(HTTP_TRANSFER_ENCODING="chunked"), 411)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
)
def test_other_media_types(caller: Caller, kind: str) -> None:
    headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": uuid4().hex}
    told(caller.browser.generic("POST", DOSSIERS, GOOD.encode(), kind, headers=headers), 415)


@pytest.mark.parametrize("given", ["", "short", "x" * 201, "có dấu tiếng Việt", "with space"])
def test_a_filing_needs_an_idempotency_key(caller: Caller, given: str) -> None:
    assert told(caller.file(key=given), 400)["id"] == "idempotency_key"


def test_a_fault_of_ours_says_no_more_than_its_number(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("motcua.api.dossiers.request_of", broken)
    got = caller.file()
    document = told(got, 500)
    assert "secret" not in got.content.decode()
    assert got["X-Request-ID"] in document["next"]


def test_wrong_methods_and_addresses(caller: Caller) -> None:
    got = caller.browser.delete(DOSSIERS, headers={"Authorization": f"Bearer {caller.text}"})
    assert told(got, 405)["id"] == "method"
    assert set(got["Allow"].split(", ")) == {"GET", "POST"}
    assert told(caller.get("/api/v1/nothing"), 404)["id"] == "no_address"
