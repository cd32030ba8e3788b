"""Rows that hold from one day to another, the last day included, as decisions write it ("đến hết ngày")."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q


class DateRange(Func):
    """`daterange(...)`; migrations name it."""

    function = "daterange"
    output_field = DateRangeField()


def _period() -> DateRange:
    return DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def never_twice(name: str, *fields: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with equal `fields` hold on the same day."""
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(
        name=name, expressions=[*same, (_period(), RangeOperators.OVERLAPS)], condition=condition
    )


def ordered(name: str) -> models.CheckConstraint:
    """The last day does not come before the first."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")), name=name
    )


def holds(day: date, prefix: str = "") -> Q:
    """The rows that hold on `day`; `prefix` leads over a relation (`"post__agency__"`)."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )
