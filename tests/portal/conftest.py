"""A province with one received dossier, as the counter receives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import override_settings
from tests.dossiers.conftest import own_store
from tests.support.databases import Databases

from motcua.dossiers import services
from motcua.dossiers.intake import read_intake
from motcua.dossiers.secret import lookup_secret
from motcua.organisation.queries import person_by_login
from motcua.organisation.services import load_demo as load_organisation
from motcua.procedures.queries import find
from motcua.procedures.services import load_demo as load_procedures

OWNER = {
    "owner_name": "Hoàng Thị Bích Ngọc",
    "owner_identifier": "004188004217",
    "owner_phone": "0912345678",
    "owner_address": "Tổ 5, phường Thục Phán",
    "owner_email": "ngoc@vidu.vn",
}
__all__ = ["own_store"]
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Handed:
    """A dossier in the applicant's hands: what the receipt says."""

    code: str
    secret: str


@pytest.fixture(scope="module")
def demonstration(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demonstration's organisation and catalogue, for a file of tests."""
    with django_db_blocker.unblock(), databases.beside("portal", _fill):  # type: ignore[attr-defined]
        yield


def _fill() -> None:
    with override_settings(PASSWORD_HASHERS=QUICK):
        load_organisation()
    load_procedures()


@pytest.fixture
def handed(demonstration: None, db: None) -> Handed:
    """A dossier received this moment at a ward."""
    officer = person_by_login("hanh.thucphan")
    hit = next(hit for hit in find("khai sinh", level="commune") if hit.receivable)
    data = OWNER | {
        "procedure": hit.code,
        "owner_type": "citizen",
        "identity_proof": "card_shown",
        "return_method": "counter",
        "channel": "direct",
        "sets": "1",
        "paper_1": "on",
    }
    reception = services.receive(officer, read_intake(data), idempotency_key="portal-test")
    return Handed(reception.code, lookup_secret(reception.code))
