"""Days in addresses."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _written(value: Any) -> Any:
    """Pydantic takes a bare number for seconds since 1970; a day is written as a day. Raises: ValueError."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError(value)
    return value


Day = Annotated[date, BeforeValidator(_written)]
"""`2026-03-02`."""
