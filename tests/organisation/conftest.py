"""Fixtures of the organisation's tests."""

from __future__ import annotations

import pytest
from tests.organisation.tree import Province


@pytest.fixture
def province(db: None) -> Province:
    return Province()
