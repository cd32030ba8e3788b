"""Who watches the server learns whether it lives, whether it works, and what weakens the log."""

from __future__ import annotations

import pytest
from django.test import Client


def test_alive_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}


@pytest.mark.django_db
def test_ready_without_warnings_where_the_roles_are_two(client: Client) -> None:
    assert client.get("/readyz").json() == {"ok": True, "warnings": []}
