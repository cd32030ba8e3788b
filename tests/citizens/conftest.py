"""The demonstration province, as at the desk."""

from __future__ import annotations

from tests.desk.conftest import province

__all__ = ["province"]
