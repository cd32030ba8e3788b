"""Steps of Decree 20/2008 and clocks of the national portal, in the core without a database."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.foundation.calendars import at, calendar_2024

from motcua.feedback.petitions import (
    About,
    PetitionState,
    PetitionView,
    Refusal,
    Refused,
    Side,
    Sort,
    allowed,
    decide,
    evolve,
    fold,
    next_due,
)
from motcua.feedback.petitions import commands as c
from motcua.feedback.petitions import events as e
from motcua.feedback.petitions.core import RIGHTS
from motcua.foundation.clock import local_text
from motcua.law.petitions import CLOCKS, petition_rules, petition_rules_on
from motcua.law.regimes import RegimeFileError

CALENDAR = calendar_2024()
RULES = petition_rules_on(date(2024, 4, 22))
CITIZEN = c.By(who="petitioner", sides=frozenset({Side.PETITIONER}))
RECEIVER = c.By(who="officer:CB1", sides=frozenset({Side.RECEIVER}))
HEAD = c.By(who="officer:CB2", sides=frozenset({Side.HEAD}))
HANDLER = c.By(who="officer:CB3", sides=frozenset({Side.HANDLER}))
MONDAY = "2024-04-22T09:00"


class Life:
    """One petition, moved by commands."""

    def __init__(self, when: str = MONDAY, **kept: object) -> None:
        self.events: list[e.Event] = []
        self.do(c.File(by=CITIZEN, about=About.OFFICER, **kept), when)  # type: ignore[arg-type]

    @property
    def state(self) -> PetitionView:
        return fold(self.events)

    def do(self, command: c.Command, when: str = MONDAY) -> Life:
        found = decide(self.state if self.events else None, command, RULES, CALENDAR, at(when))
        self.events += found
        return self

    def forwarded(self, when: str = MONDAY, sort: Sort = Sort.OTHER) -> Life:
        named = ("CB9",) if sort is Sort.CONDUCT else ()
        self.do(c.Classify(by=RECEIVER, sort=sort, concerned=named), when)
        return self.do(c.Forward(by=RECEIVER, to="7"), when)

    def answered(self, when: str = MONDAY) -> Life:
        self.forwarded(when).do(c.Take(by=HEAD, officer="CB3"), when)
        return self.do(c.Draft(by=HANDLER), when).do(c.Approve(by=HEAD), when)


def due(life: Life) -> tuple[str, str]:
    found = next_due(life.state)
    assert found is not None
    return found.clock, local_text(found.due_at)


class TestClocks:
    """29/4 (by swap), 30/4 and 1/5 are off, Saturday 4/5 is worked."""

    def test_five_days_to_forward_over_the_holidays(self) -> None:
        # 23, 24, 25, 26 April, then 2 May
        assert due(Life()) == ("forward", "2024-05-02T17:00")

    def test_fifteen_days_from_filing_with_the_worked_saturday(self) -> None:
        assert local_text(Life().state.handle_due) == "2024-05-15T17:00"

    def test_forwarding_begins_the_fifteen_days_anew(self) -> None:
        life = Life().forwarded("2024-04-26T16:00")
        # 2, 3, 4, 6-10, 13-17, 20, 21 May
        assert due(life) == ("handle", "2024-05-21T17:00")

    def test_two_days_to_publish(self) -> None:
        assert due(Life().answered("2024-04-26T10:00")) == ("publish", "2024-05-03T17:00")

    def test_filed_on_a_day_off_counts_from_the_next_working_day(self) -> None:
        # 2, 3, 4 (worked), 6, 7 May
        assert due(Life("2024-05-01T10:00"))[1] == "2024-05-07T17:00"

    def test_waiting_for_the_petitioner_moves_what_the_agency_owes(self) -> None:
        life = Life().do(c.AskSupplement(by=RECEIVER), "2024-04-23T09:00")
        assert next_due(life.state) is None
        life.do(c.Supplement(by=CITIZEN), "2024-04-25T09:00")
        assert life.state.state is PetitionState.RECEIVED
        # two working days were waited: 17:00 of 2 May becomes that of 4 May, the worked Saturday
        assert due(life) == ("forward", "2024-05-04T17:00")

    def test_nothing_is_owed_at_the_end(self) -> None:
        assert next_due(Life().do(c.Withdraw(by=CITIZEN)).state) is None

    def test_late_steps_are_told_from_the_list(self) -> None:
        life = Life().forwarded("2024-05-03T08:00")
        assert life.state.late == {"forward"}
        assert Life().forwarded("2024-05-02T17:00").state.late == frozenset()
        refused = Life().do(c.Refuse(by=RECEIVER, ground=Refusal.UNCLEAR), "2024-04-25T07:30")
        assert refused.state.late == {"send_back"}
        asked = Life().do(c.AskSupplement(by=RECEIVER), "2024-05-03T08:00")
        assert asked.state.late == {"ask_supplement"}
        slow = Life().answered("2024-04-23T08:00").do(c.Publish(by=RECEIVER), "2024-05-06T08:00")
        assert slow.state.late == {"publish"}

    def test_answer_after_the_fifteen_days_is_late(self) -> None:
        life = Life().forwarded().do(c.Take(by=HEAD)).do(c.Draft(by=HEAD))
        assert life.do(c.Approve(by=HEAD), "2024-05-16T08:00").state.late == {"handle"}


class TestSteps:
    def test_own_competence_is_taken_up_at_once(self) -> None:
        life = Life().do(c.Classify(by=RECEIVER, sort=Sort.OWN, own="3"))
        assert (life.state.state, life.state.holder) == (PetitionState.HANDLING, "3")

    def test_conduct_needs_a_name(self) -> None:
        with pytest.raises(Refused) as refusal:
            Life().do(c.Classify(by=RECEIVER, sort=Sort.CONDUCT))
        assert refusal.value.id == "petition_nobody_named"

    def test_nothing_is_forwarded_unclassified(self) -> None:
        with pytest.raises(Refused) as refusal:
            Life().do(c.Forward(by=RECEIVER, to="7"))
        assert refusal.value.id == "petition_unclassified"

    def test_where_only_the_concerned_decide_it_goes_higher(self) -> None:
        life = Life().do(c.Classify(by=RECEIVER, sort=Sort.CONDUCT, concerned=("CB9",)))
        with pytest.raises(Refused) as refusal:
            life.do(c.Forward(by=RECEIVER, to="7", concerned_heads=True))
        assert refusal.value.id == "petition_head_concerned"
        life.do(c.Forward(by=RECEIVER, to="8"))

    def test_sent_back_it_is_with_the_receiving_body_again(self) -> None:
        life = Life().forwarded().do(c.SendBackToReceiver(by=HEAD))
        assert (life.state.state, life.state.holder) == (PetitionState.RETURNED, "")
        assert life.do(c.Forward(by=RECEIVER, to="8")).state.forwards == 2

    def test_draft_send_back_approve_publish(self) -> None:
        life = Life().forwarded().do(c.Take(by=HEAD, officer="CB3"))
        with pytest.raises(Refused) as refusal:
            life.do(c.Approve(by=HEAD))
        assert refusal.value.id == "petition_no_draft"
        life.do(c.Draft(by=HANDLER)).do(c.RejectDraft(by=HEAD)).do(c.Draft(by=HANDLER))
        life.do(c.Approve(by=HEAD)).do(c.Publish(by=RECEIVER))
        assert life.state.state is PetitionState.PUBLISHED
        assert not life.state.is_open

    def test_waiting_for_a_supplement_is_refused_only_after_its_time(self) -> None:
        life = Life().do(c.AskSupplement(by=RECEIVER))
        for ground in (Refusal.UNCLEAR, Refusal.NOT_SUPPLEMENTED):
            with pytest.raises(Refused) as refusal:
                life.do(c.Refuse(by=RECEIVER, ground=ground), "2024-05-08T17:00")
            assert refusal.value.id == "petition_waiting"
        life.do(c.Refuse(by=RECEIVER, ground=Refusal.NOT_SUPPLEMENTED), "2024-05-20T08:00")
        assert life.state.late == frozenset()

    def test_not_supplemented_only_where_it_was_asked(self) -> None:
        with pytest.raises(Refused):
            Life().do(c.Refuse(by=RECEIVER, ground=Refusal.NOT_SUPPLEMENTED))


EVERY = {
    "classify": c.Classify(by=RECEIVER, sort=Sort.OTHER),
    "forward": c.Forward(by=RECEIVER, to="7"),
    "refuse": c.Refuse(by=RECEIVER, ground=Refusal.UNCLEAR),
    "take": c.Take(by=RECEIVER),
    "send_back_to_receiver": c.SendBackToReceiver(by=RECEIVER),
    "ask_supplement": c.AskSupplement(by=RECEIVER),
    "supplement": c.Supplement(by=RECEIVER),
    "draft": c.Draft(by=RECEIVER),
    "reject_draft": c.RejectDraft(by=RECEIVER),
    "approve": c.Approve(by=RECEIVER),
    "publish": c.Publish(by=RECEIVER),
    "keep_unpublished": c.KeepUnpublished(by=RECEIVER),
    "withdraw": c.Withdraw(by=RECEIVER),
}


def in_every_state() -> dict[str, Life]:
    handling = Life().forwarded().do(c.Take(by=HEAD, officer="CB3"))
    return {
        "received": Life(),
        "classified": Life().do(c.Classify(by=RECEIVER, sort=Sort.OTHER)),
        "forwarded": Life().forwarded(),
        "handling": handling,
        "drafted": Life().forwarded().do(c.Take(by=HEAD)).do(c.Draft(by=HEAD)),
        "returned": Life().forwarded().do(c.SendBackToReceiver(by=HEAD)),
        "supplement_asked": Life().do(c.AskSupplement(by=RECEIVER)),
        "awaiting_publication": Life().answered(),
        "published": Life().answered().do(c.Publish(by=RECEIVER)),
        "answered": Life().answered().do(c.KeepUnpublished(by=RECEIVER)),
        "refused": Life().do(c.Refuse(by=RECEIVER, ground=Refusal.UNCLEAR)),
        "withdrawn": Life().do(c.Withdraw(by=CITIZEN)),
    }


# one letter a side that may: P petitioner, R receiver, H head, h handler
MAY = {
    "received": {"classify": "R", "refuse": "R", "ask_supplement": "RHh", "withdraw": "P"},
    "classified": {
        "classify": "R", "forward": "R", "refuse": "R", "ask_supplement": "RHh", "withdraw": "P",
    },
    "returned": {
        "classify": "R", "forward": "R", "refuse": "R", "ask_supplement": "RHh", "withdraw": "P",
    },
    "forwarded": {"take": "H", "send_back_to_receiver": "H", "withdraw": "P"},
    "handling": {
        "take": "H", "send_back_to_receiver": "H", "ask_supplement": "RHh", "draft": "Hh", "withdraw": "P",
    },
    "drafted": {
        "take": "H", "send_back_to_receiver": "H", "ask_supplement": "RHh", "draft": "Hh",
        "reject_draft": "H", "approve": "H", "withdraw": "P",
    },
    "supplement_asked": {"supplement": "P", "withdraw": "P", "refuse": "R"},
    "awaiting_publication": {"publish": "R", "keep_unpublished": "R"},
    "published": {}, "answered": {}, "refused": {}, "withdrawn": {},
}  # fmt: skip
LETTERS = {"P": Side.PETITIONER, "R": Side.RECEIVER, "H": Side.HEAD, "h": Side.HANDLER}


@pytest.mark.parametrize("name", MAY)
def test_every_step_for_every_side(name: str) -> None:
    """`allowed` and `decide` agree; a button that is shown works, and nothing else does."""
    life = in_every_state()[name]
    for letter, side in LETTERS.items():
        by = c.By(who="officer:CB5", sides=frozenset({side}))
        expected = {command for command, letters in MAY[name].items() if letter in letters}
        assert allowed(life.state, by) == expected
        for command, made in EVERY.items():
            said = type(made)(**{**{f: getattr(made, f) for f in made.__struct_fields__}, "by": by})
            if command in expected and command != "refuse":
                assert decide(life.state, said, RULES, CALENDAR, at("2024-04-23T08:00"))
            elif command not in expected:
                with pytest.raises(Refused):
                    decide(life.state, said, RULES, CALENDAR, at("2024-04-23T08:00"))


def test_the_table_has_every_command() -> None:
    assert set(EVERY) == set(RIGHTS) == set(c.NAMES.values()) - {"file"}


class TestConcerned:
    """Never before it is classified, and never where it is about conduct."""

    def test_nothing_is_allowed_before_classification_on_any_side(self) -> None:
        state = Life(concerned=("CB9",)).state
        by = c.By(who="officer:CB9", sides=frozenset(Side))
        assert allowed(state, by) == frozenset()
        with pytest.raises(Refused) as refusal:
            decide(state, c.Classify(by=by, sort=Sort.OTHER), RULES, CALENDAR, at(MONDAY))
        assert refusal.value.id == "petition_not_yours"

    def test_conduct_stays_shut_and_is_never_given_to_them(self) -> None:
        life = Life().forwarded(sort=Sort.CONDUCT)
        by = c.By(who="officer:CB9", sides=frozenset(Side))
        assert allowed(life.state, by) == frozenset()
        with pytest.raises(Refused) as refusal:
            life.do(c.Take(by=HEAD, officer="CB9"))
        assert refusal.value.id == "petition_concerned"

    def test_nobody_classifies_themselves_as_concerned(self) -> None:
        with pytest.raises(Refused):
            Life().do(c.Classify(by=RECEIVER, sort=Sort.CONDUCT, concerned=("CB1",)))

    def test_what_was_about_no_conduct_opens(self) -> None:
        life = Life(concerned=("CB9",)).do(c.Classify(by=RECEIVER, sort=Sort.OTHER, concerned=("CB9",)))
        by = c.By(who="officer:CB9", sides=frozenset({Side.RECEIVER}))
        assert "forward" in allowed(life.state, by)


def test_events_survive_their_text_and_name_nobody() -> None:
    life = Life().answered().do(c.Publish(by=RECEIVER))
    for event in life.events:
        assert e.decoded(e.encoded(event.fact)) == event.fact
        assert not {"name", "phone", "text"} & set(json.loads(e.encoded(event.fact)))


def test_a_list_with_a_hole_is_no_petition() -> None:
    events = Life().answered().events
    with pytest.raises(ValueError, match="does not follow"):
        fold([events[0], *events[2:]])
    with pytest.raises(ValueError, match="begins with its filing"):
        fold(events[1:])
    with pytest.raises(ValueError):
        evolve(Life().state, events[0])


class TestRules:
    def test_every_day_has_one_rule_and_every_number_a_source(self) -> None:
        old, new = petition_rules()
        assert petition_rules_on(date(2026, 7, 19)) is old
        assert petition_rules_on(date(2026, 7, 20)) is new
        for rules in (old, new):
            assert set(rules.clocks) == set(CLOCKS)
            assert all(clock.source.citation for clock in rules.clocks.values())

    def test_what_was_not_seen_says_so(self) -> None:
        new = petition_rules()[-1]
        assert {name for name, clock in new.clocks.items() if not clock.open} == {"forward"}
        assert new.clocks["handle"].source.mark == "proposal"

    def test_a_broken_file_is_named(self) -> None:
        from motcua.law.petitions import load

        with pytest.raises(RegimeFileError, match=r"x\.toml"):
            load({"x.toml": "id = 3"})
