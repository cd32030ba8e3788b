"""The machine's door in the demonstration province: keys for people, calls with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.desk.conftest import province as province  # noqa: PLC0414 - fixtures of theirs
from tests.desk.conftest import sign_in as sign_in  # noqa: PLC0414
from tests.dossiers.room import ADMINISTRATOR, RECEPTION

from motcua.foundation.clock import FixedClock, SystemClock
from motcua.organisation import tokens
from motcua.organisation.models import Officer
from motcua.organisation.queries import person_by_login

ALL = sorted(tokens.SCOPES)
DOSSIERS = "/api/v1/dossiers"


class Caller:
    """Another system with a key."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.browser = Client(raise_request_exception=False)

    def get(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.browser.get(address, data, headers={"Authorization": f"Bearer {self.text}", **headers})

    def file(self, body: Any = None, *, key: str | None = None, **more: Any) -> Any:
        """File a dossier; `key` is the idempotency key, a new one where none is given, none for empty."""
        headers = {"Authorization": f"Bearer {self.text}", "Idempotency-Key": key or uuid4().hex}
        if key == "":
            del headers["Idempotency-Key"]
        return self.browser.post(
            DOSSIERS, body if body is not None else filing(), "application/json", headers=headers, **more
        )


Key = Callable[..., Caller]


def filing(**changes: Any) -> dict[str, Any]:
    """A complete body; changes replace or add fields."""
    return {
        "procedure": "1.004884",
        "owner": {
            "name": "Hoàng Thị Bích Ngọc",
            "identifier": "004188004217",
            "phone": "0912345678",
            "address": "Tổ 5, phường Thục Phán",
            "email": "ngoc@vidu.vn",
        },
        "components": [{"line": 1}, {"line": 2, "kind": "copy", "quantity": 2}, {"name": "Giấy ủy quyền"}],
        **changes,
    }


def issue(login: str, scopes: list[str], *, days: int = 30, ago: int = 0) -> str:
    """The text of a key for the officer of a login, issued so many days ago."""
    officer = Officer.objects.get(user__login_name=login)
    clock = FixedClock(SystemClock().now() - int(timedelta(days=ago) / timedelta(microseconds=1)))
    made = tokens.issue(
        person_by_login(ADMINISTRATOR),
        officer_code=officer.code,
        name="Phần mềm một cửa cũ",
        scopes=scopes,
        days=days,
        reason="Thử nghiệm",
        clock=clock,
    )
    return made.text


@pytest.fixture(autouse=True)
def forgotten_failures() -> Iterator[None]:
    """What the limiter counted belongs to one test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def key(province: None, db: None) -> Key:
    """A caller with a key of an officer, with all scopes unless told."""

    def made(login: str = RECEPTION, *scopes: str) -> Caller:
        return Caller(issue(login, list(scopes) or ALL))

    return made


@pytest.fixture
def caller(key: Key) -> Caller:
    """With a key of the receiving officer, for everything."""
    return key()
