"""What the counter is offered: the version of the day, the limit of channel and case, or a clear no."""

from __future__ import annotations

from datetime import date

import pytest
from tests.procedures.support import clock
from tests.support.statements import counting

from motcua.foundation.errors import DomainError, NotFound
from motcua.procedures import queries, services

OLD, NEW = date(2022, 4, 28), date(2026, 11, 22)


@pytest.fixture(autouse=True)
def demonstration(db: None) -> None:
    services.load_demo(clock())


def test_the_version_follows_the_day_of_reception() -> None:
    before, after = queries.offer("2.000806", on=OLD), queries.offer("2.000806", on=NEW)
    assert before.version_id != after.version_id
    assert (before.limit.key, before.levels, before.competent_kind) == (
        "15 calendar_day",
        ("district",),
        "district",
    )
    assert (after.limit.key, after.levels, after.competent_kind) == (
        "10 working_day",
        ("commune",),
        "commune",
    )


@pytest.mark.parametrize(("day", "level"), [(date(2025, 6, 30), "district"), (date(2025, 7, 1), "commune")])
def test_the_last_day_and_the_first(day: date, level: str) -> None:
    assert queries.offer("1.001612", on=day).levels == (level,)


def test_department_of_the_time() -> None:
    assert queries.offer("2.001583", on=OLD).competent[0].code == "H14.04"
    assert queries.offer("2.001583", on=NEW).competent[0].code == "H14.05"


def test_halves_hours_and_no_limit() -> None:
    assert queries.offer("1.012783", on=NEW).limit.key == "4.5 working_day"
    assert queries.offer("1.004946", on=NEW).limit.key == "12 hour"
    unstated = queries.offer("2.000282", on=NEW)
    assert (unstated.limit.quantity, unstated.limit.unit, unstated.blocked) == (None, "other", None)


def test_instant_results_and_obligations_are_told() -> None:
    assert queries.offer("1.001193", on=NEW).instant
    assert queries.offer("1.012784", on=NEW).obligations
    assert queries.offer("1.001193", on=NEW).online
    assert not queries.offer("2.000815", on=NEW).online


def test_a_case_must_be_chosen_where_cases_differ() -> None:
    open_offer = queries.offer("1.000894", on=NEW)
    assert open_offer.needs_case
    assert open_offer.blocked
    assert [case.code for case in open_offer.cases] == ["1.000894.01", "1.000894.02"]
    chosen = queries.offer("1.000894", on=NEW, case="1.000894.02")
    assert (chosen.blocked, chosen.limit.key, chosen.case) == (None, "5 working_day", "1.000894.02")
    with pytest.raises(DomainError) as refusal:
        queries.offer("1.000894", on=NEW, case="1.000894.09")
    assert refusal.value.id == "unknown_case"


def test_a_channel_that_is_not_published() -> None:
    assert queries.offer("1.003583", on=NEW).blocked is None
    with pytest.raises(DomainError) as refusal:
        queries.offer("1.003583", on=NEW, channel="online")
    assert refusal.value.id == "channel_not_offered"


def test_left_open_on_purpose() -> None:
    assert queries.offer("1.012786", on=NEW).blocked
    assert queries.offer("1.001029", on=NEW).blocked
    assert queries.offer("1.012786", on=OLD).blocked is None


def test_unknown_code_with_suggestions() -> None:
    with pytest.raises(NotFound) as refusal:
        queries.offer("1.001139", on=NEW)
    assert "1.001193" in refusal.value.params["suggestions"]  # type: ignore[operator]
    assert "1.001193" in refusal.value.next_step


@pytest.mark.parametrize("code", ["", "x" * 100_000, "1.001193'; DROP TABLE", "<script>", "\x00"])
def test_nonsense_is_an_unknown_code(code: str) -> None:
    with pytest.raises(NotFound):
        queries.offer(code, on=NEW)


def test_withdrawn() -> None:
    assert queries.offer("2.000488", on=OLD).blocked is None
    with pytest.raises(DomainError) as refusal:
        queries.offer("2.000488", on=NEW)
    assert refusal.value.id == "procedure_withdrawn"
    assert "28/2/2025" in refusal.value.message


def test_queries_are_few() -> None:
    queries._content.cache_clear()
    with counting() as cold:
        queries.offer("1.001193", on=NEW)
    with counting() as warm:
        queries.offer("1.001193", on=NEW)
    queries.find("dang ky khai sinh")  # the first search of a process reads the catalogue
    with counting() as search:
        queries.find("dang ky khai sinh")
    assert [len(each.texts) for each in (cold, warm, search)] == [2, 1, 1]
