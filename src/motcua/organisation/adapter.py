"""What differs from allauth's defaults: accounts are made by the administrator, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficeAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of officers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a post (Decree 61 art. 11)."""
        return False
