"""Every command by every role in every place, against tables written here by hand from reference 10.3.

The tables do not read the regime: who changes the law's data must change them too, knowingly.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.support.dossier_life import actor
from tests.support.good_commands import good
from tests.support.places_in_life import NOW, PLACES
from tests.support.steps_life import ANYBODY

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Refused, WrongRole, allowed, decide
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.types import Role

A, R, H, L, S, SYS = (
    Role.APPLICANT,
    Role.RECEIVING_OFFICER,
    Role.HANDLING_OFFICER,
    Role.LEADER,
    Role.SECTION_HEAD,
    Role.SYSTEM,
)

WHO: dict[type[c.Command], set[Role]] = {
    c.Register: {A},
    c.NoticeRegistration: {R},
    c.DeclineRegistration: {R},
    c.Receive: {R},
    c.ResolveAtCounter: {R},
    c.Transfer: {R},
    c.Assign: {L, H},
    c.RecordVerification: {L, H},
    c.RequestConsultation: {L, H},
    c.AnswerConsultation: {L, H},
    c.ProposeSupplement: {H},
    c.RejectSupplement: {R},
    c.RequestSupplement: {R},
    c.ReceiveSupplement: {R},
    c.ExpireSupplement: {H, R},
    c.RequestObligation: {H},
    c.FulfilObligation: {R, SYS},
    c.Withdraw: {R, S},
    c.Stop: {L},
    c.Resume: {L},
    c.ProposeResult: {H},
    c.SendBack: {L},
    c.Approve: {L},
    c.ReturnResult: {R},
    c.Reschedule: {R, S},
    c.Correct: {L, S},
    c.RecordPayment: {R, S, SYS},
    c.WaiveFee: {R, S},
    c.WithdrawWaiver: {S},
    c.RefundFee: {S},
    c.CompleteStep: {R, S, H, L},
    c.AssignStep: {R, S, H, L, SYS},
    c.SendParts: {R, S, H, L},
    c.RecallPart: {S, H, L},
    c.MoveProcess: {SYS},
    c.Urge: {S},
    c.OfferSupplement: {A},
    c.AskWithdrawal: {A},
    c.ReturnOffer: {R},
}
FREE = {"4", "4 consulted", "4 paid", "4 waived", "4 reduced", "4 step open", "4 part out"}
FOUR = FREE | {"4 supplement proposed", "4 result proposed"}
TWO = {"2", "2 owing"}
OWING = {"2 owing", "9 owing", "9 uncertain"}
RECEIVED = set(PLACES) - {"none"}

WHERE: dict[type[c.Command], set[str]] = {
    c.Register: {"none"},
    c.NoticeRegistration: {"1", "1 owing"},
    c.DeclineRegistration: {"1", "1 owing"},
    c.Receive: {"none", "1", "1 owing"},
    c.ResolveAtCounter: TWO,
    c.Transfer: TWO,
    c.Assign: FREE,
    c.RecordVerification: FOUR,
    c.RequestConsultation: FOUR,
    c.AnswerConsultation: {"4 consulted"},
    c.ProposeSupplement: FREE,
    c.RejectSupplement: {"4 supplement proposed"},
    c.RequestSupplement: {"4 supplement proposed"},
    c.ReceiveSupplement: {"5", "5 offered"},
    c.ExpireSupplement: {"5"},
    c.RequestObligation: FREE,
    c.FulfilObligation: {"6"},
    c.Withdraw: FOUR | {"5", "5 offered", "6"},
    c.Stop: FOUR,
    c.Resume: {"8 suspended"},
    c.ProposeResult: FREE - {"4 part out"},
    c.SendBack: {"4 result proposed"},
    c.Approve: {"4 result proposed"},
    c.ReturnResult: {"9", "9 uncertain"},
    c.Reschedule: FOUR | TWO | {"5", "5 offered", "6"},
    c.Correct: RECEIVED,
    c.RecordPayment: OWING | {"4 paid", "4 reduced"},
    c.WaiveFee: OWING,
    c.WithdrawWaiver: {"4 waived", "4 reduced"},
    c.RefundFee: {"4 paid", "7 paid"},
    # Who has which step is asked of the person, not of the role.
    c.CompleteStep: {"4 step open", "4 part out"},
    c.AssignStep: {"4 step open", "4 part out"},
    c.SendParts: FREE,
    c.RecallPart: {"4 part out"},
    c.MoveProcess: {"4 step open"},
    c.Urge: FOUR | TWO | {"5", "5 offered", "6"},
    c.OfferSupplement: {"1", "1 owing", "5", "5 offered"},
    c.AskWithdrawal: FOUR | TWO | {"1", "1 owing", "5", "5 offered", "6"},
    c.ReturnOffer: {"5 offered"},
}

ALONE: dict[tuple[type[c.Command], str], set[Role]] = {
    # Before acceptance the counter takes nothing; what is paid online is taken in.
    (c.RecordPayment, "1 owing"): {SYS},
}
"""Where fewer may do it than elsewhere."""


def test_the_tables_cover_every_command() -> None:
    assert set(WHO) == set(WHERE) == set(TAGS)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_every_command(place: str, role: Role | None) -> None:
    dossier = PLACES[place]()
    roles = frozenset() if role is None else frozenset({role})
    by = replace(actor(*roles), steps=ANYBODY, directs=ANYBODY)
    may = allowed(dossier.or_none, roles, dossier.rules.regime)
    for kind in TAGS:
        alone = ALONE.get((kind, place))
        expected = role in alone if alone else role in WHO[kind] and place in WHERE[kind]
        assert (kind in may) is expected, f"{kind.__name__} by {role} in {place}"
        command = good(kind, by, dossier.or_none, NOW)
        if expected:
            assert decide(dossier.or_none, command, dossier.rules, NOW)
            continue
        with pytest.raises(Refused) as refusal:
            decide(dossier.or_none, command, dossier.rules, NOW)
        assert isinstance(refusal.value, WrongRole) is (role not in WHO[kind])
        assert refusal.value.message.endswith(".")
        assert "%(" not in refusal.value.message + refusal.value.next_step
        assert refusal.value.next_step


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CONTROLLER, Role.ADMINISTRATOR])
def test_who_looks_on_changes_nothing(role: Role) -> None:
    for place in PLACES.values():
        dossier = place()
        assert not allowed(dossier.or_none, frozenset({role}), dossier.rules.regime)


def test_roles_add_up() -> None:
    """One officer of a small commune holds several posts and may do what each of them may."""
    dossier = PLACES["4"]()
    regime = dossier.rules.regime
    together = allowed(dossier.state, frozenset({R, H}), regime)
    apart = allowed(dossier.state, frozenset({R}), regime) | allowed(dossier.state, frozenset({H}), regime)
    assert together == apart | {c.RequestSupplement}
