"""Invented people and a business with accounts, for the demonstration; numbers are well-formed, not real."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from motcua.citizens.models import Citizen, Mandate
from motcua.citizens.queries import Applicant, applicant_from
from motcua.citizens.services import open_account
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.models import User

Kind = Citizen.Kind
# RFC 2606: nobody can own it, so that a letter of a demonstration reaches nobody.
MAIL_DOMAIN: Final = "nguoidan.example"
BUSINESS_CODE: Final = "4809999907"
_MEMBER: Final = "004075900025"


class DemoCitizen(NamedTuple):
    """Who can sign in at the citizen's door of a demonstration."""

    email: str
    name: str
    what: str


class _Known(NamedTuple):
    login: str
    name: str
    kind: str
    identifier: str
    born_on: date | None
    phone: str
    address: str
    assurance: int
    what: str


_PEOPLE: Final = (
    _Known(
        "phuong",
        "Hoàng Hoài Phương",
        Kind.PERSON,
        "004188900017",
        date(1988, 3, 14),
        "0900000117",
        "Tổ 3, phường Thục Phán, tỉnh Cao Bằng",
        Citizen.Assurance.PROVEN,
        gettext_noop("đã xác thực danh tính"),
    ),
    _Known(
        "dung",
        "Nông Văn Dũng",
        Kind.PERSON,
        _MEMBER,
        date(1975, 9, 2),
        "0900000125",
        "Xóm Nà Lòa, xã Trùng Khánh, tỉnh Cao Bằng",
        Citizen.Assurance.PROVEN,
        gettext_noop("đã xác thực danh tính, được hợp tác xã ủy quyền"),
    ),
    _Known(
        "mai",
        "Lý Thị Mai",
        Kind.PERSON,
        "",
        None,
        "",
        "",
        Citizen.Assurance.EMAIL,
        gettext_noop("chưa xác thực danh tính"),
    ),
    _Known(
        "sang",
        "Triệu Minh Sáng",
        Kind.PERSON,
        "004099900033",
        date(1999, 12, 30),
        "0900000133",
        "Tổ 1, xã Quảng Uyên, tỉnh Cao Bằng",
        Citizen.Assurance.PROVEN,
        gettext_noop("đã xác thực danh tính"),
    ),
    _Known(
        "htx.nalua",
        "Hợp tác xã Nà Lừa",
        Kind.BUSINESS,
        BUSINESS_CODE,
        None,
        "0900000140",
        "Xóm Nà Lừa, xã Quảng Uyên, tỉnh Cao Bằng",
        Citizen.Assurance.PROVEN,
        gettext_noop("tổ chức, có người được ủy quyền"),
    ),
)


def demo_citizens() -> list[DemoCitizen]:
    """The invented accounts, in order."""

    return [DemoCitizen(_email(each), each.name, gettext(each.what)) for each in _PEOPLE]


def demo_applicants() -> dict[str, Applicant]:
    """The accounts that are there, by login."""
    rows = {row.email: row for row in Citizen.objects.filter(email__in=[_email(each) for each in _PEOPLE])}
    return {each.login: applicant_from(rows[_email(each)]) for each in _PEOPLE if _email(each) in rows}


@transaction.atomic
def load(*, clock: Clock | None = None) -> int:
    """Make the invented accounts where they are missing, with the demonstration's password; how many are new.
    What somebody changed in the demonstration stays."""
    clock = clock or SystemClock()
    addresses = EmailAddress.objects.filter(email__in=[_email(each) for each in _PEOPLE])
    known = set(addresses.values_list("email", flat=True))
    fresh = [each for each in _PEOPLE if _email(each) not in known]
    for each in fresh:
        _open(each, clock)
    if fresh:
        _mandate(clock)
    return len(fresh)


def _open(each: _Known, clock: Clock) -> None:
    made = open_account(
        name=each.name,
        kind=each.kind,
        password=settings.MOTCUA_DEMO_PASSWORD,
        identifier=each.identifier,
        born_on=each.born_on,
        phone=each.phone,
        email=_email(each),
        address=each.address,
        assurance=each.assurance,
        clock=clock,
    )
    EmailAddress.objects.create(
        user=User.objects.get(citizen=made.pk), email=_email(each), verified=True, primary=True
    )


def _mandate(clock: Clock) -> None:
    """The cooperative lets one of its members act for it for two years."""
    giver = Citizen.objects.filter(identifier=BUSINESS_CODE, closed_at=None).first()
    holder = Citizen.objects.filter(identifier=_MEMBER, closed_at=None).first()
    if giver is None or holder is None or Mandate.objects.filter(giver=giver, holder=holder).exists():
        return
    now = clock.now()
    today = day_of(now)
    Mandate.objects.create(
        giver=giver,
        holder=holder,
        paper="Giấy ủy quyền số 01/UQ-HTX",
        valid_from=today,
        valid_until=today.replace(year=today.year + 2, day=min(today.day, 28)),
        made_at=now,
        accepted_at=now,
    )


def _email(each: _Known) -> str:
    return f"{each.login}@{MAIL_DOMAIN}"


def demo_accounts() -> list[str]:
    """Who can sign in, as lines for a terminal."""
    people = demo_citizens()
    width = max(len(each.email) for each in people)
    lines = [f"  {each.email:<{width}}  {each.name}, {each.what}" for each in people]
    return ["Người dân trình diễn, cùng mật khẩu, tại /dang-nhap-nguoi-dan/:", *lines]
