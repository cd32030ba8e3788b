"""A stranger verifies the log from the document alone: body, chain and seal (contracts, section 2)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

import pytest
from tests.conftest import PROJECT
from tests.dossiers.lives import long_life
from tests.dossiers.room import RECEPTION, Room

from motcua.dossiers.queries import log_lines

DOCUMENT = (PROJECT / "docs" / "log-format.md").read_text(encoding="utf-8")
MEMBERS = {"dossier", "seq", "type", "occurred_at", "recorded_at", "actor", "unit", "payload"}


@pytest.fixture(scope="module")
def stranger() -> Any:
    """The verifier as the document prints it."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    made: dict[str, Any] = {"__name__": "verifier"}
    exec(code, made)
    return made["first_fault"]


@pytest.fixture
def lines(office: Room) -> list[str]:
    long_life(office)
    return log_lines(office.person(RECEPTION), office.code).decode().splitlines()


def test_the_verifier_has_twenty_lines(stranger: Any) -> None:
    (code,) = re.findall(r"def first_fault.*?return 0\n", DOCUMENT, re.DOTALL)
    assert len(code.splitlines()) <= 20


def test_a_long_life_holds(stranger: Any, lines: list[str]) -> None:
    assert len(lines) == 22
    assert stranger(lines) == 0


def test_the_example_of_the_document_is_worked_out(stranger: Any) -> None:
    bodies = re.findall(r"`body` \| `(.*?)` \|", DOCUMENT)
    hashes = re.findall(r"`hash` \| `(.*?)` \|", DOCUMENT)
    rows = zip(["00" * 32, hashes[0]], bodies, hashes, strict=True)
    assert stranger([json.dumps({"prev_hash": p, "body": b, "hash": h}) for p, b, h in rows]) == 0


@pytest.mark.parametrize("place", [0, 5, 21])
def test_a_changed_letter_is_found_at_its_event(stranger: Any, lines: list[str], place: int) -> None:
    row = json.loads(lines[place])
    row["body"] = row["body"].replace("officer:", "officer;", 1)
    lines[place] = json.dumps(row)
    assert stranger(lines) == place + 1


def test_a_missing_event_is_found(stranger: Any, lines: list[str]) -> None:
    assert stranger(lines[:3] + lines[4:]) == 4


def test_swapped_events_are_found(stranger: Any, lines: list[str]) -> None:
    lines[3], lines[4] = lines[4], lines[3]
    assert stranger(lines) == 4


def test_the_body_holds_the_members_of_the_contract_and_no_other(lines: list[str]) -> None:
    for line in lines:
        assert json.loads(json.loads(line)["body"]).keys() == MEMBERS


def test_the_body_is_canonical(lines: list[str]) -> None:
    """RFC 8785 for what our bodies hold: no floats, keys within the basic plane."""
    for line in lines:
        body = json.loads(line)["body"]
        again = json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert body == again
        assert unicodedata.is_normalized("NFC", body)


def test_times_are_whole_microseconds(lines: list[str]) -> None:
    for line in lines:
        event = json.loads(json.loads(line)["body"])
        assert {type(event["occurred_at"]), type(event["recorded_at"])} == {int}
        assert 1_600_000_000_000_000 < event["occurred_at"] <= event["recorded_at"]


def test_the_seal_is_worked_out_from_the_document(room: Room) -> None:
    from motcua.dossiers.seal import seal_days

    codes = [room.receive().code for _ in range(3)]
    heads = []
    for code in sorted(codes):
        room.code = code
        heads.append(room.locked.head)
    room.clock.instant += 86_400_000_000
    (sealed,) = seal_days(room.clock)
    assert sealed.root == hashlib.sha256(b"".join(heads) + bytes(32)).digest()
