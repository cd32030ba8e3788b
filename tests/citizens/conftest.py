"""The demonstration province, as at the desk."""

from __future__ import annotations

from tests.desk.conftest import province, sign_in

__all__ = ["province", "sign_in"]
