"""What the province tells everybody."""

from __future__ import annotations

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """News and announcements of the portal, and how many read it."""

    name = "motcua.news"
