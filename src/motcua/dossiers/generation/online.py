"""Dossiers that came online: filed at any hour, answered by the section, then resolved like every other.

What is filed by an account of the demonstration may have a wish: where its life is to stand today, so that
everything which such a page can say is there to be seen.
"""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from motcua.citizens.models import Citizen
from motcua.citizens.queries import Applicant
from motcua.dossiers.generation.life import pay
from motcua.dossiers.generation.people import applicant
from motcua.dossiers.generation.stage import CALM, DAY_OF_WORK, Cast, Habits, Halt, Stage
from motcua.dossiers.generation.waiting import ITEMS
from motcua.dossiers.intake import ComponentEntry, IntakeRequest, Party, fee_due_of
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    Channel,
    ComponentLine,
    CopyKind,
    Fault,
    FeeState,
    IdentityProof,
    OwnerType,
    PaymentMethod,
    ReturnMethod,
    Role,
    Status,
    SupplementItem,
)
from motcua.foundation.clock import HOUR, MINUTE, Instant, day_of
from motcua.procedures.offers import Offer

OVER_TIME: Final = 0.07
"""Filings that the section looks at after the eight working hours (Decree 45/2020 art. 11)."""
NEVER_AMENDED: Final = 0.2
ANSWER: Final = 8 * HOUR
_ELECTRONIC: Final = 0.7
_CALM: Final = CALM._replace(prompt=True)


class Wish(NamedTuple):
    """Where a life is to stand today: by which habits it gets there, where it halts, how many working hours
    ago it was filed; `owing` for one whose procedure has a certain fee."""

    habits: Habits
    halt: Halt | None
    hours: int
    owing: bool = False


def _taken_up(state: State) -> bool:
    return state.status is Status.IN_PROCESS


def _asked(state: State) -> bool:
    return state.status is Status.SUPPLEMENT_REQUESTED


WISHES: Final[dict[str, Wish]] = {
    "waiting": Wish(_CALM, lambda state: state.status is Status.REGISTERED, 3),
    "noticed": Wish(_CALM._replace(noticed=1), lambda state: state.noticed, 12),
    "supplement": Wish(_CALM._replace(supplement=1, brisk=True), _asked, 30),
    "fee": Wish(_CALM._replace(pays_early=0), _taken_up, 6, owing=True),
    "work": Wish(_CALM, _taken_up, 7),
    "collect": Wish(_CALM._replace(brisk=True), lambda state: state.status is Status.FINISHED, 34),
    "over": Wish(_CALM._replace(brisk=True), None, 72),
}


def request(offer: Offer, chance: Random, at: Instant, account: Applicant | None) -> IntakeRequest:
    """What was filed: by an account for itself, or by somebody invented."""
    owner_type, owner = applicant(chance, day_of(at)) if account is None else _owner(account)
    count = min(len(offer.components), 12)
    return IntakeRequest(
        procedure=offer.code,
        case=offer.case,
        channel=Channel.ONLINE,
        owner=owner,
        owner_type=owner_type,
        identity_proof=IdentityProof.ONLINE_ACCOUNT,
        return_method=ReturnMethod.ELECTRONIC if chance.random() < _ELECTRONIC else ReturnMethod.COUNTER,
        components=tuple(
            ComponentEntry(line=number, kind=CopyKind.ELECTRONIC)
            for number in range(1, count + 1)
            if number == 1 or chance.random() < 0.9
        ),
        submitted_at=at,
    )


def _owner(account: Applicant) -> tuple[OwnerType, Party]:
    business = account.kind == Citizen.Kind.BUSINESS
    party = Party(
        name=account.name,
        identifier=account.identifier,
        phone=account.phone,
        address=account.address,
        email=account.email,
    )
    return OwnerType.ORGANISATION if business else OwnerType.CITIZEN, party


def filer(account: Applicant | None) -> Actor:
    """Who files, as the log names it."""
    return Actor(who=account.actor if account else "applicant", unit="", roles=frozenset({Role.APPLICANT}))


def owes(offer: Offer) -> bool:
    """Whether a fee of a certain amount is to be paid."""
    return fee_due_of(offer) > 0


def answered(stage: Stage, cast: Cast, chance: Random) -> bool:
    """From the filing (T1) until the section answers: whether it receives the dossier, at `stage.at`."""
    habits = stage.habits
    if chance.random() < habits.taken_back and stage.wait(chance.randint(10, 200) * MINUTE):
        stage.do(c.AskWithdrawal(by=cast.applicant, reason=stage.seals.text("Tôi gửi nhầm thủ tục.")))
        return False
    if not stage.wait(_until_answered(habits, chance)):
        return False
    if chance.random() < habits.noticed and not _amended(stage, cast, chance):
        return False
    if chance.random() < habits.declined:
        _decline(stage, cast, "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan này.")
        return False
    return True


def received(stage: Stage, cast: Cast, code: str, chance: Random) -> bool:
    """T5, and the fee of who pays at once; whether the life goes on before the present."""
    stage.do(c.Receive(by=cast.reception, code=code, intake=stage.state.intake))
    early = stage.state.intake.fee_state is FeeState.UNPAID and chance.random() < stage.habits.pays_early
    if early and stage.pays in (None, PaymentMethod.ONLINE):
        if not stage.wait(chance.randint(3, 45) * MINUTE):
            return False
        pay(stage, cast)
    return True


def _until_answered(habits: Habits, chance: Random) -> int:
    if habits.prompt:
        return chance.randint(15, 100) * MINUTE
    if chance.random() < OVER_TIME:
        return ANSWER + chance.randint(1, 10) * HOUR
    return chance.randint(15, 450) * MINUTE


def _amended(stage: Stage, cast: Cast, chance: Random) -> bool:
    """T2, and what the applicant then gives (T32); whether the section has it at hand again."""
    item = SupplementItem(
        item=stage.seals.seal("item", chance.choice(ITEMS)), component=1, fault=Fault.WRONG_FORM
    )
    stage.do(c.NoticeRegistration(by=cast.reception, reason=stage.words(chance), items=(item,)))
    if chance.random() < NEVER_AMENDED:
        if stage.wait(10 * DAY_OF_WORK):
            _decline(stage, cast, "Đã thông báo, quá hạn mà hồ sơ chưa được bổ sung.")
        return False
    if not stage.wait(chance.randint(2, 24) * HOUR):
        return False
    line = ComponentLine(no=1, kind=CopyKind.ELECTRONIC)
    stage.do(c.OfferSupplement(by=cast.applicant, components=(line,)))
    return stage.wait(_until_answered(stage.habits, chance))


def _decline(stage: Stage, cast: Cast, reason: str) -> None:
    stage.do(c.DeclineRegistration(by=cast.reception, reason=stage.seals.text(reason)))
