"""The room `organisation` of the house."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Agencies, posts, people, calendar, rights; listens to sign-ins for the audit."""

    name = "motcua.organisation"
    label = "organisation"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from motcua.organisation import audit

        audit.listen()
