"""The room `site` of the house."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, pages of the base, the command, upkeep."""

    name = "motcua.site"
    label = "site"
    verbose_name = "Vận hành"
