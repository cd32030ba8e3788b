"""The budget of the design for one due date, under 50 microseconds, held as work done.

`motcua bench due` measures it: 7 microseconds where these tests counted 28 to 37 calls.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.foundation.calendars import at, calendar_2024
from tests.support.calls import calls_of

from motcua.foundation.worktime import Unit, promise


@pytest.mark.parametrize("count", ["hours", "whole_days"])
@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])
def test_a_due_date_costs_few_calls(unit: Unit, count: str) -> None:
    calendar, received, limit = calendar_2024(), at("2024-04-26T14:00"), Decimal(15)
    assert calls_of(lambda: promise(received, limit, unit, calendar, count=count)) <= 40
