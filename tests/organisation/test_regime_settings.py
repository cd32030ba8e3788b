"""What the law leaves open is set from a day to come, by the administrator, with ground; the rest stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.organisation.tree import NOW, Province
from tests.support.statements import counting

from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.law.regimes import Regime, regime, regime_on, regimes
from motcua.law.roles import Role
from motcua.law.settings import SETTINGS, checked, is_open, overlaid, setting, value_of
from motcua.organisation.in_force import Choice, Laws, in_force, laws
from motcua.organisation.models import Change, RegimeSetting
from motcua.organisation.regime_settings import choose_setting, regimes_to_set, settings_of
from motcua.organisation.rights import Person

TODAY = NOW
TOMORROW = TODAY + timedelta(days=1)
CLOCK = FixedClock(instant_of(datetime(TODAY.year, TODAY.month, TODAY.day, 9)))


@pytest.fixture
def administrator(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


def choose(actor: Person, key: str, value: str, day: date = TOMORROW, **more: object) -> RegimeSetting:
    filled = {"source": "QĐ 12/QĐ-UBND", "reason": "Thống nhất cách đếm", "clock": CLOCK, **more}
    return choose_setting(actor, regime_id="R2025", key=key, value=value, valid_from=day, **filled)  # type: ignore[arg-type]


def test_the_shipped_value_holds_until_somebody_chooses(db: None) -> None:
    assert laws().on(TODAY) is regime_on(TODAY)


def test_a_choice_holds_from_its_day_for_its_regime_alone(administrator: Person) -> None:
    choose(administrator, "count", "whole_days")
    found = laws()
    assert (found.on(TODAY).count, found.on(TOMORROW).count) == ("hours", "whole_days")
    assert found.of("R2021", TOMORROW).count == "hours"
    assert regime_on(TOMORROW).count == "hours"


def test_of_two_choices_for_a_day_the_later_counts(administrator: Person) -> None:
    choose(administrator, "reschedule_maximum", "3")
    choose(administrator, "reschedule_maximum", "2")
    assert laws().on(TOMORROW).reschedule.maximum == 2
    assert laws().on(TOMORROW).reschedule.days_before == regime("R2025").reschedule.days_before


def test_a_sooner_choice_made_later_lasts_until_the_one_that_was_made_first(administrator: Person) -> None:
    choose(administrator, "answer_hours", "16", TOMORROW + timedelta(days=9))
    choose(administrator, "answer_hours", "4", TOMORROW)
    days = [TODAY, TOMORROW, TOMORROW + timedelta(days=8), TOMORROW + timedelta(days=9)]
    assert [laws().on(day).answer_hours for day in days] == [8, 4, 4, 16]


def test_a_choice_is_written_into_the_register_of_changes(administrator: Person) -> None:
    choose(administrator, "supplement_policy", "pause")
    row = Change.objects.get()
    assert (row.kind, row.subject, row.officer_id) == (
        "regime_setting",
        "R2025 supplement_policy",
        administrator.officer_id,
    )
    assert row.before == {"value": "restart"}
    assert row.after == {"value": "pause", "valid_from": TOMORROW.isoformat(), "source": "QĐ 12/QĐ-UBND"}
    assert row.at == CLOCK.now()


@pytest.mark.parametrize(
    ("key", "value", "day", "more", "error"),
    [
        ("count", "whole_days", TODAY, {}, "setting_day"),
        ("count", "whole_days", date(1900, 1, 1), {}, "setting_day"),
        ("count", "whole_days", date(9999, 12, 31), {}, "setting_day"),
        ("count", "fast", TOMORROW, {}, "setting_value"),
        ("answer_hours", "0", TOMORROW, {}, "setting_value"),
        ("answer_hours", "-1", TOMORROW, {}, "setting_value"),
        ("answer_hours", "1.5", TOMORROW, {}, "setting_value"),
        ("answer_hours", "٣", TOMORROW, {}, "setting_value"),
        ("answer_hours", "9" * 5000, TOMORROW, {}, "setting_value"),
        ("transfer_same_day_until", "25:00", TOMORROW, {}, "setting_value"),
        ("transfer_same_day_until", "15:00 x", TOMORROW, {}, "setting_value"),
        ("count", "hours", TOMORROW, {}, "nothing_changed"),
        ("count", "whole_days", TOMORROW, {"source": " "}, "setting_source"),
        ("count", "whole_days", TOMORROW, {"reason": ""}, "reason_needed"),
        ("count", "whole_days", TOMORROW, {"source": "x" * 256}, "text_too_long"),
        ("levels", "province", TOMORROW, {}, "no_such_setting"),
    ],
)
def test_bad_input_changes_nothing(
    administrator: Person, key: str, value: str, day: date, more: dict[str, object], error: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        choose(administrator, key, value, day, **more)
    assert refusal.value.id == error
    assert refusal.value.message
    assert not RegimeSetting.objects.exists()
    assert not Change.objects.exists()


def test_what_the_law_says_is_not_for_the_office_to_set(administrator: Person) -> None:
    with pytest.raises(DomainError) as refusal:
        choose_setting(
            administrator,
            regime_id="R2018",
            key="supplement_policy",
            value="pause",
            valid_from=TOMORROW,
            source="QĐ 1",
            reason="Thử",
            clock=CLOCK,
        )
    assert refusal.value.id == "setting_closed"
    with pytest.raises(NotFound):
        choose_setting(
            administrator, regime_id="R1999", key="count", value="hours", valid_from=TOMORROW,
            source="QĐ 1", reason="Thử", clock=CLOCK,
        )  # fmt: skip


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.APPLICANT, Role.ADMINISTRATOR, Role.SYSTEM)]
)
def test_only_an_administrator_chooses(province: Province, role: Role) -> None:
    somebody = province.person(
        role, "new-1" if role in (Role.RECEIVING_OFFICER, Role.SECTION_HEAD) else "office"
    )
    with pytest.raises(Forbidden):
        choose(somebody, "count", "whole_days")
    assert settings_of(somebody, "R2025", TODAY)


def test_a_choice_is_written_once(administrator: Person) -> None:
    row = choose(administrator, "count", "whole_days")
    for spoil in (lambda: RegimeSetting.objects.update(value="hours"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()
    assert RegimeSetting.objects.get().value == "whole_days"


def test_one_statement_brings_calendar_and_laws(administrator: Person) -> None:
    choose(administrator, "count", "whole_days")
    in_force()
    with counting() as caught:
        hours, found = in_force()
        assert found.on(TOMORROW).count == "whole_days"
        assert hours(None) is hours(None)
    assert len(caught.texts) == 1


def test_the_page_has_every_setting_with_what_comes_and_what_was(administrator: Person) -> None:
    choose(administrator, "count", "whole_days")
    choose(administrator, "count", "hours", TOMORROW + timedelta(days=30))
    view = next(each for each in settings_of(administrator, "R2025", TODAY) if each.setting.key == "count")
    assert (view.shipped, view.present, view.open) == ("hours", "hours", True)
    assert [row.value for row in view.coming] == ["whole_days", "hours"]
    assert [row.value for row in view.history] == ["hours", "whole_days"]
    assert {each.setting.key for each in settings_of(administrator, "R2025", TODAY)} == {
        s.key for s in SETTINGS
    }
    assert [law.id for law in regimes_to_set(TODAY)] == ["R2025"]


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.id)
def test_every_shipped_value_is_one_that_may_be_chosen(law: Regime) -> None:
    for each in SETTINGS:
        assert checked(each, value_of(law, each)) == value_of(law, each)
        assert each.rule in law.sources


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CHOICES = st.lists(
    st.tuples(
        st.sampled_from(["R2021", "R2025"]),
        st.sampled_from([("count", "hours"), ("count", "whole_days"), ("after_15", "next_day")]),
        DAYS,
    ),
    max_size=8,
)  # fmt: skip


@given(CHOICES, CHOICES, DAYS)
def test_no_later_choice_reaches_a_day_before_it(
    earlier: list[tuple[str, tuple[str, str], date]],
    later: list[tuple[str, tuple[str, str], date]],
    today: date,
) -> None:
    """Whatever is chosen on `today` from tomorrow on, the law of every day up to today stays as it was."""

    def rows(chosen: list[tuple[str, tuple[str, str], date]]) -> tuple[Choice, ...]:
        return tuple(Choice(law, key, day, value) for law, (key, value), day in chosen)

    before = Laws(rows(earlier))
    after = Laws(rows(earlier) + rows([each for each in later if each[2] > today]))
    for day in (today, today - timedelta(days=40), date(2025, 7, 1)):
        assert before.on(day) == after.on(day)


def test_what_is_not_open_stays_even_where_a_row_says_otherwise() -> None:
    law = regime("R2018")
    assert not is_open(law, setting("supplement_policy"))
    assert overlaid(law, {"supplement_policy": "pause", "of_a_later_release": "1"}) is law
