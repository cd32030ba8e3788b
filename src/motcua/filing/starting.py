"""Beginning a filing: what may be filed online, where, for whom, on which form."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from motcua.citizens.queries import Applicant, Principal, principals
from motcua.filing import drafts
from motcua.filing.drafts import Draft
from motcua.forms.queries import StoredForm
from motcua.forms.services import pinned
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.queries import sections_on
from motcua.procedures.offers import Offer
from motcua.procedures.queries import offer

ONLINE: Final = "online"
PROVINCE: Final = "province"


class Place(NamedTuple):
    """A one-stop section where a procedure may be filed."""

    code: str
    name: str
    level: str


class Beginning(NamedTuple):
    """What the first page shows: the procedure as it is filed online, where, for whom besides oneself, and
    how many pages there are to fill in."""

    offer: Offer
    places: tuple[Place, ...]
    principals: tuple[Principal, ...]
    form: StoredForm


def beginning(
    applicant: Applicant, procedure: str, *, case: str = "", clock: Clock | None = None
) -> Beginning:
    """What the first page shows. Raises: `NotFound` for an unknown procedure, DomainError for one that is not
    filed online or not in force."""
    day = day_of((clock or SystemClock()).now())
    found = offer_online(procedure, case, day)
    acts_for = principals(applicant, day, found.field_code)
    chosen = _case_of(found, case)
    return Beginning(
        found, places(found, day), tuple(acts_for), pinned(procedure, chosen or None, day, clock=clock)
    )


def offer_online(procedure: str, case: str, day: date) -> Offer:
    """The procedure as it is filed online that day. Raises: as `beginning`."""
    return offer(procedure, on=day, channel=ONLINE, case=case or None)


def places(found: Offer, day: date) -> tuple[Place, ...]:
    """The sections that may take a filing of this procedure: those of the level that resolves it."""
    all_of_them = [
        Place(section.agency.code, section.name, section.agency.level) for section in sections_on(day)
    ]
    wanted = [
        place
        for place in all_of_them
        if not found.levels or (PROVINCE if place.level == PROVINCE else "commune") in found.levels
    ]
    return tuple(wanted or all_of_them)


def start(
    applicant: Applicant,
    procedure: str,
    *,
    section: str,
    case: str = "",
    behalf_of: str = "",
    clock: Clock | None = None,
) -> Draft:
    """Begin a draft on the form in force.

    Raises: as `beginning`; DomainError `place_needed`, `case_needed`, `no_mandate`, `procedure_blocked`.
    """
    begun = beginning(applicant, procedure, case=case, clock=clock)
    if begun.offer.cases and begun.offer.needs_case:
        raise DomainError(
            gettext_noop("Chưa chọn trường hợp của bạn."),
            gettext_noop("Chọn một trường hợp trong danh sách; thời hạn và giấy tờ tùy trường hợp."),
            id="case_needed",
        )
    if begun.offer.blocked:
        raise DomainError(
            begun.offer.blocked, gettext_noop("Hỏi Bộ phận Một cửa nơi bạn định nộp."), id="procedure_blocked"
        )
    if section not in {place.code for place in begun.places}:
        raise DomainError(
            gettext_noop("Chưa chọn nơi nộp hồ sơ."),
            gettext_noop("Chọn xã, phường nơi bạn làm thủ tục trong danh sách."),
            id="place_needed",
        )
    if behalf_of and behalf_of not in {each.applicant.key for each in begun.principals}:
        raise no_mandate()
    return drafts.begin(
        applicant.key,
        procedure=begun.offer.code,
        case=_case_of(begun.offer, case),
        section=section,
        form=begun.form.code,
        revision=begun.form.revision,
        behalf_of=behalf_of,
        clock=clock,
    )


def no_mandate() -> DomainError:
    """The account may not act for that one today."""
    return DomainError(
        gettext_noop("Tài khoản của bạn không có ủy quyền còn hiệu lực để nộp thay người này."),
        gettext_noop("Đề nghị người đó ủy quyền trong tài khoản của họ, hoặc nộp hồ sơ của chính bạn."),
        id="no_mandate",
    )


def _case_of(found: Offer, case: str) -> str:
    return case if case and case == found.case else ""
