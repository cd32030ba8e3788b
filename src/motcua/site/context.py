"""What every page knows."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from motcua.citizens.demo import DemoCitizen, demo_citizens
from motcua.foundation.clock import Instant, SystemClock
from motcua.organisation.demo import DemoPerson
from motcua.organisation.rights import NOBODY, Held, Person, may
from motcua.organisation.services import demo_people
from motcua.organisation.web import person_on
from motcua.outbox.queries import MOST_COUNTED
from motcua.site.navigation import Item, citizen_menu, portal_foot, portal_menu, rail_for
from motcua.site.visitors import Foot, foot

PROVINCE: Final = "Cao Bằng"


class House:
    """The facts of this installation and of the person at the screen; each is worked out when a page asks.

    `rail_counts` are numbers shown on the rail, by URL name; a view may fill more.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.rail_counts: dict[str, int] = {"desk:petitions": self._brought("owed_petitions")}

    province = PROVINCE
    desk_url = settings.LOGIN_REDIRECT_URL

    @property
    def simulated(self) -> bool:
        """Whether people, dossiers and figures here are invented."""
        return bool(settings.MOTCUA_SIMULATED)

    @property
    def province_long(self) -> str:
        return gettext("tỉnh %(name)s") % {"name": PROVINCE}

    @property
    def province_title(self) -> str:
        return gettext("Tỉnh %(name)s") % {"name": PROVINCE}

    @cached_property
    def now(self) -> Instant:
        return SystemClock().now()

    @cached_property
    def person(self) -> Person:
        return person_on(self._request) if hasattr(self._request, "person") else NOBODY

    @property
    def _post(self) -> Held | None:
        return self.person.held[0] if self.person.held else None

    @property
    def unit(self) -> str:
        """Where the person works: the section, else the agency; empty without a post."""
        post = self._post
        return (post.section_name or post.agency_name) if post else ""

    @property
    def unit_short(self) -> str:
        """The unit as a phone has room for it; empty where nothing can be shortened."""
        short = self.unit.replace("Trung tâm Phục vụ hành chính công", "TT Phục vụ HCC")
        return "" if short == self.unit else short

    @property
    def person_name(self) -> str:
        return self.person.name or self.person.login_name or gettext("Tài khoản")

    @property
    def person_title(self) -> str:
        return self._post.title if self._post else gettext("Chưa được phân công")

    @property
    def initials(self) -> str:
        """First letters of the last two words of the name, as officers sign: Nông Thị Hạnh is TH."""
        return "".join(word[:1] for word in self.person_name.split()[-2:]).upper()

    @cached_property
    def reminded(self) -> bool:
        """Whether the person is one whom the house reminds of work."""
        return may(self.person, "work")

    @property
    def unread(self) -> int:
        """Notices not read yet, as the session's own statement counted them, up to a hundred."""
        return self._brought("unread")

    def _brought(self, name: str) -> int:
        """A number that the session's own statement brought along."""
        found = getattr(getattr(self._request, "session", None), "found", None)
        return int(found.more.get(name) or 0) if found else 0

    @property
    def unread_shown(self) -> str:
        """The number at the bell: `7`, `99+`; empty for none."""
        if self.unread >= MOST_COUNTED:
            return f"{MOST_COUNTED - 1}+"
        return str(self.unread or "")

    @property
    def demo_people(self) -> list[DemoPerson]:
        """Who can sign in to a demonstration; nobody where the data are real."""
        return demo_people() if self.simulated else []

    @property
    def demo_citizens(self) -> list[DemoCitizen]:
        """The same for the citizen's door."""
        return demo_citizens() if self.simulated else []

    @property
    def demo_password(self) -> str:
        """The password that all of them share."""
        return str(settings.MOTCUA_DEMO_PASSWORD) if self.simulated else ""

    @property
    def scan_url(self) -> str:
        return reverse("desk:lookup")

    @cached_property
    def rail(self) -> list[Item]:
        return rail_for(self._request, self.rail_counts)

    @cached_property
    def frame(self) -> tuple[Hashable, ...]:
        """All that the frame of an officer's page shows of person and place: the value it is kept under."""
        places = tuple((item.view, item.current, item.count, item.on_phone) for item in self.rail)
        return self.person_name, self.person_title, self.unit, places

    @property
    def foot(self) -> Foot | None:
        """Readers of the portal and whether it answers over IPv6; none where readers are not counted."""
        return foot()

    @property
    def portal_menu(self) -> list[Item]:
        return portal_menu(self._request)

    @cached_property
    def citizen_menu(self) -> list[Item]:
        return citizen_menu(self._request)

    @property
    def portal_foot(self) -> list[Item]:
        return portal_foot(self._request)


def house(request: HttpRequest) -> dict[str, Any]:
    """`house` and, for short, `simulated`. Views reach the same object by `house_of`."""
    return {"house": house_of(request)}


def house_of(request: HttpRequest) -> House:
    """The house of this request, made once."""
    found: House | None = getattr(request, "motcua_house", None)
    if found is None:
        found = House(request)
        request.motcua_house = found  # type: ignore[attr-defined]
    return found
