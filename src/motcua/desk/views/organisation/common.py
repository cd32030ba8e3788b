"""What the pages of the organisation share: days asked for, choices, history in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from motcua.organisation import directory
from motcua.organisation.models import Agency, AgencyKind, Level
from motcua.organisation.models.people import POST_ROLES
from motcua.organisation.queries import today

ROLES: Final = tuple((role.value, label) for role, label in POST_ROLES.items())
KINDS: Final = tuple(AgencyKind.choices)
LEVELS: Final = tuple(Level.choices)


def day_asked(request: HttpRequest) -> date:
    """The day of `?ngay=`, today unless one can be read."""
    try:
        day = datetime.strptime(request.GET.get("ngay", ""), "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return today()
    return day if 1990 <= day.year <= 2100 else today()


def agencies_now() -> list[tuple[str, str]]:
    """The agencies of today to choose from."""
    return directory.agency_choices(today())


def agency_url(agency: Agency | int) -> str:
    """The page of an agency."""
    return reverse("desk:agency", args=[agency.pk if isinstance(agency, Agency) else agency])


def officer_url(code: str) -> str:
    """The page of an officer."""
    return reverse("desk:officer", args=[code])


def post_url(code: str) -> str:
    """The page of a post."""
    return reverse("desk:post", args=[code])


def day_words(day: date | None) -> str:
    """`1/7/2025`, or that no end is known."""
    return f"{day.day}/{day.month}/{day.year}" if day else gettext("chưa có ngày kết thúc")
