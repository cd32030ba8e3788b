"""Every address of the house. A view says which right it asks for: `motcua.site.rights_of_views`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from motcua.site.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
