"""Tables of the organisation; import them from here."""

from motcua.organisation.models.access import RightsVersion, Session
from motcua.organisation.models.banks import AgencyAccount
from motcua.organisation.models.calendar import CalendarDayRow, CalendarVersion, WindowRow
from motcua.organisation.models.changes import Change
from motcua.organisation.models.people import (
    Assignment,
    CounterDuty,
    Officer,
    Post,
    SignInRecord,
    StandIn,
    User,
)
from motcua.organisation.models.regimes import RegimeSetting
from motcua.organisation.models.tokens import ApiToken
from motcua.organisation.models.tree import Agency, AgencyKind, Counter, Level, Section, Succession

__all__ = [
    "Agency",
    "AgencyAccount",
    "AgencyKind",
    "ApiToken",
    "Assignment",
    "CalendarDayRow",
    "CalendarVersion",
    "Change",
    "Counter",
    "CounterDuty",
    "Level",
    "Officer",
    "Post",
    "RegimeSetting",
    "RightsVersion",
    "Section",
    "Session",
    "SignInRecord",
    "StandIn",
    "Succession",
    "User",
    "WindowRow",
]
