"""`motcua messages pending`: what has not left or may not have arrived."""

from __future__ import annotations

import json

import pytest
from tests.dossiers.room import Room
from tests.outbox.conftest import put, wanted
from tests.support.mail_server import MailServer

from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.site.cli import main

pytestmark = pytest.mark.django_db
OFF = {"email": False, "sms": False, "zalo": False}


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["messages", "pending", "--json", *words]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_what_waits_and_why(room: Room, mail: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    put(wanted(), wanted("CB0016"))
    mail.answers["RCPT"] = "550 no such user"
    send_waiting()
    Message.objects.filter(officer__code="CB0016", channel="email").update(state="waiting")
    found = asked(capsys)
    assert (found["mail"], found["waiting"], found["failed"], found["doubtful"]) == (True, 1, 1, 0)
    first, second = found["messages"]  # type: ignore[misc]
    assert (first["to"], first["channel"], first["recipient"]) == (
        "son.thucphan@caobang.example", "email", "officer",
    )  # fmt: skip
    assert (first["state"], first["problem"], first["tries"]) == ("failed", "550 no such user", 1)
    assert (first["next_try_at"], second["state"]) == (None, "waiting")
    assert first["what"] == "Việc H14-1 đến hạn lúc 08:06 3/3/2026"
    assert len(asked(capsys, "--limit", "1")["messages"]) == 1  # type: ignore[arg-type]


def test_nothing_waits(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys) == {
        "mail": False,
        "waiting": 0,
        "failed": 0,
        "doubtful": 0,
        "channels": OFF,
        "messages": [],
    }
    assert main(["messages", "pending"]) == 0
    assert "MOTCUA_MAIL_URL" in capsys.readouterr().out
    assert main(["messages", "pending", "--json", "--limit", "0"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["id"] == "usage"
