"""The formulas of the indices, against the domain reference and against themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.facts import Outcome
from motcua.figures.indices import nine
from motcua.figures.indices.scoring import (
    Scored,
    gain,
    index766,
    label,
    not_asked_of_communes,
    ranks,
    rounded,
    score,
    total,
)

DAY = date(2026, 10, 5)
INDEX = index766()


def points(component: str, numerator: int, denominator: int) -> Decimal | None:
    return score(INDEX.one(component), Fraction(numerator), Fraction(denominator), on=DAY).points


@pytest.mark.parametrize(
    ("component", "numerator", "denominator", "expected"),
    [
        ("4.3", 40, 100, "1.00"),
        ("4.3", 80, 100, "2.00"),
        ("4.3", 79, 100, "1.98"),
        ("5.4", 81, 100, "5.40"),
        ("5.4", 90, 100, "6.00"),
        ("5.2", 0, 0, "6.00"),
        ("5.3", 0, 0, "6.00"),
        ("5.4", 0, 0, "0.00"),
        ("3.6", 50, 100, "3.00"),
        ("3.3", 25, 100, "3.00"),
        ("2.1", 184517, 185969, "19.84"),
        ("1.1", 1, 3, "2.00"),
        # Half a hundredth is rounded up: 20 × 0.00025 is 0.005.
        ("2.1", 1, 4000, "0.01"),
    ],
)
def test_points_are_those_of_the_domain_reference(
    component: str, numerator: int, denominator: int, expected: str
) -> None:
    assert points(component, numerator, denominator) == Decimal(expected)


def test_nothing_to_divide_by_and_nothing_known_give_no_points() -> None:
    assert score(INDEX.one("3.6"), Fraction(0), Fraction(0), on=DAY) == Scored(None, None)
    assert score(INDEX.one("5.2"), None, None, on=DAY) == Scored(None, None)
    assert score(INDEX.one("5.1"), Fraction(1), Fraction(2), on=DAY) == Scored(Fraction(1, 2), None)


def test_a_component_that_is_not_asked_of_communes_gives_them_its_maximum() -> None:
    assert not_asked_of_communes(INDEX.one("1.1")) == Scored(None, Decimal("6.00"), full=True)
    assert [each.id for each in INDEX.component if not each.communes] == ["1.1", "1.2", "1.3"]


def test_the_groups_make_a_hundred_points() -> None:
    maxima = {group.code: group.maximum for group in INDEX.group}
    assert maxima == {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDSH": 22, "MDHL": 18}
    assert sum(each.maximum for each in INDEX.component) == 100


def test_the_published_groups_of_cao_bang_add_up() -> None:
    published = ["11.74", "18.6", "8.5", "8.89", "9.26", "5.57"]
    found = total(
        [
            (Scored(None, Decimal(each)), Decimal(group.maximum))
            for each, group in zip(published, INDEX.group, strict=True)
        ],
        Decimal(100),
    )
    assert (found.points, found.complete, found.of_hundred) == (Decimal("62.56"), True, Decimal("62.56"))
    assert label(found.points).key == "average"


def test_what_is_not_known_is_in_neither_part_of_the_total() -> None:
    found = total(
        [(Scored(None, Decimal("9.00")), Decimal(18)), (Scored(None, None), Decimal(20))], Decimal(100)
    )
    assert (found.points, found.maximum, found.complete) == (Decimal("9.00"), Decimal(18), False)
    assert found.of_hundred == Decimal("50.00")


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_the_payment_group_is_the_formula_checked_against_published_scores(
    fee: int, with_dossiers: int, paid: int
) -> None:
    """6A + min(2, 2.5B) + min(2, 2.5C): B paid online, C with dossiers, of procedures with fees."""
    with_dossiers, paid = min(with_dossiers, fee), min(paid, fee)
    a, b, c = Fraction(paid, fee), Fraction(paid, fee), Fraction(with_dossiers, fee)
    reference = sum(
        rounded(each)
        for each in (6 * a, min(Fraction(2), Fraction(5, 2) * b), min(Fraction(2), Fraction(5, 2) * c))
    )
    ours = [points("3.6", paid, fee), points("3.5b", paid, fee), points("3.5a", with_dossiers, fee)]
    assert sum(each for each in ours if each is not None) == reference


COUNTS = st.integers(0, 10**6)


@given(
    st.sampled_from([each for each in INDEX.component if each.conversion != "information"]), COUNTS, COUNTS
)
def test_points_stay_between_nothing_and_the_maximum_and_never_fall_by_one_more(
    component, one, other
) -> None:  # type: ignore[no-untyped-def]
    numerator, denominator = sorted((one, other))
    if not denominator:
        return
    found = points(component.id, numerator, denominator)
    assert found is not None
    assert 0 <= found <= component.maximum
    if numerator < denominator:
        more = points(component.id, numerator + 1, denominator)
        assert more is not None
        assert more >= found
    assert points(component.id, denominator, denominator) == component.maximum


@given(
    st.sampled_from([each for each in INDEX.component if each.conversion != "information"]), COUNTS, COUNTS
)
def test_a_gain_takes_just_as_many_as_it_says(component, one, other) -> None:  # type: ignore[no-untyped-def]
    numerator, denominator = (Fraction(each) for each in sorted((one, other)))
    if not denominator:
        return
    goal = component.target_on(DAY)
    found = gain(
        score(component, numerator, denominator, on=DAY), numerator, denominator, component.maximum, goal
    )
    reached = score(component, numerator + found.more, denominator, on=DAY).points
    assert reached == component.maximum
    assert found.points == component.maximum - (points(component.id, int(numerator), int(denominator)) or 0)


def test_ranks_are_told_as_in_a_competition() -> None:
    assert ranks({"a": Decimal("90"), "b": Decimal("80"), "c": Decimal("80.0005"), "d": Decimal("70")}) == {
        "a": 1,
        "b": 2,
        "c": 2,
        "d": 4,
    }
    # Each is near the next, the first not near the last: ties do not creep.
    assert ranks({"a": Decimal("9.0000"), "b": Decimal("8.9994"), "c": Decimal("8.9988")}) == {
        "a": 1,
        "b": 1,
        "c": 3,
    }


def test_three_dossiers_with_two_one_and_no_points_have_a_mean_of_one() -> None:
    scores = [nine.by_outcome(each) for each in Outcome]
    assert scores == [2, 1, 0]
    assert nine.mean(sum(scores), 3) == Decimal("1.0")
    assert nine.mean(1, 4) == Decimal("0.3")
    assert nine.mean(0, 0) is None


def test_bands_begin_where_the_circular_says() -> None:
    assert nine.officer_band(Decimal("7.4")).key == "full"
    assert [nine.officer_band(Decimal(each)).key for each in ("5", "4.9", "3.5", "3.4")] == [
        "full",
        "most",
        "most",
        "under",
    ]
    assert [
        nine.agency_band(Decimal(each)).key for each in ("15", "14.9", "12.0", "11.9", "9", "6", "5.9")
    ] == [
        "excellent",
        "good",
        "good",
        "fair",
        "fair",
        "average",
        "weak",
    ]


def test_totals_are_sums_of_what_is_told_and_unknown_with_a_part_unknown() -> None:
    scores = {number: Decimal("1.5") for number in range(1, 10)}
    assert nine.officer_total(scores) == Decimal("7.5")
    assert nine.agency_total(scores) == Decimal("13.5")
    assert nine.agency_total({**scores, 5: None}) is None


def test_single_scores_are_those_of_the_circular() -> None:
    assert [nine.by_contacts(each) for each in (0, 1, 2, 5)] == [2, 1, 0, 0]
    assert [nine.by_agencies(0), nine.by_agencies(1), nine.by_agencies(1, 1)] == [2, 1, 0]
    assert [nine.by_attitude(each, complained=False) for each in Outcome] == [2, 1, 0]
    assert nine.by_attitude(Outcome.EARLY, complained=True) == 0
    assert [nine.by_organisation(level, 10, 5, 0) for level in ("province", "district", "commune")] == [
        2,
        2,
        0,
    ]
    assert [nine.by_organisation("commune", 10, 0, each) for each in (10, 9)] == [1, 0]
    assert [
        nine.by_petitions(*each) for each in ((0, 0, 0), (10, 10, 0), (10, 9, 0), (10, 8, 0), (10, 9, 1))
    ] == [
        2,
        2,
        1,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("offered", "online", "late", "expected"),
    [
        (20, 30, 0, 2),
        (19, 30, 0, 1),
        (20, 29, 0, 1),
        (20, 15, 0, 1),
        (20, 14, 0, 0),
        (20, 30, 1, 0),
        (0, 30, 0, 0),
    ],
)
def test_index_nine_wants_services_dossiers_and_none_late(
    offered: int, online: int, late: int, expected: int
) -> None:
    found = nine.Online(eligible=100, offered=offered, dossiers=100, online=online, late=late)
    assert nine.by_online(found) == expected
