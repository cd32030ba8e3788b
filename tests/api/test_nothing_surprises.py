"""schemathesis asks all that the document allows, and much that it does not; answers stay as described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from tests.api.conftest import ALL, issue
from tests.dossiers.room import RECEPTION

REFUSED = ["400", "401", "403", "404", "405", "406", "409", "411", "413", "415", "422", "429"]
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # What fits the form may still be refused by the law, the catalogue or the rights.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "304", *REFUSED]},
            "negative_data_rejection": {"expected-statuses": REFUSED},
        }
    }
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=CONFIG)


@pytest.fixture
def key_text(province: None, db: None) -> Iterator[str]:
    """A key; the test's own connection stays open from call to call, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield issue(RECEPTION, ALL)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
def test_every_answer_is_as_described(case: Any, key_text: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {key_text}", "Accept-Encoding": "identity"})
