"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """The facts of this installation that pages show."""
    return {"simulated": settings.MOTCUA_SIMULATED}
