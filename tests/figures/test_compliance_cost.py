"""The compliance cost of a procedure: the sums of article 27, what is typed in, what is refused."""

from __future__ import annotations

import html
import io
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.figures.test_reviewing import EVERYBODY, NOW, WORDS, browser

from motcua.dossiers.models import Dossier
from motcua.figures.models import ComplianceCost, ReviewProposal
from motcua.figures.reviewing import costing, proposals
from motcua.figures.reviewing.cost import STAGES, Activity, Cost, Side, read, stored, told
from motcua.figures.reviewing.paper import write_paper
from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.organisation.models import Change
from motcua.organisation.queries import person_by_login
from motcua.procedures.queries import versions_in_force

past = pytest.mark.usefixtures("past")
CLOCK = FixedClock(instant_of(NOW))
TYPED = {
    "income": "30.000", "income_source": "Niên giám thống kê 2024", "counts_source": "Biểu II.06a",
    "b_stage_0": "prepare", "b_what_0": "Tờ khai", "b_hours_0": "1,5", "b_hired_0": "2.000", "b_fee_0": "",
    "b_stage_3": "pay", "b_what_3": "Lệ phí", "b_fee_3": "8000", "b_times": "1", "b_subjects": "1.200",
    "a_stage_0": "submit", "a_what_0": "Nộp qua mạng", "a_hours_0": "0.25", "a_times": "0,5",
    "a_subjects": "1200",
}  # fmt: skip


def test_the_sums_of_article_27_by_hand() -> None:
    cost = costing.reckoned(TYPED)
    # 1.5 h x 30,000 + 2,000 = 47,000; with the fee 55,000; x 1 x 1,200 = 66,000,000.
    assert [each.cost(30_000) for each in cost.before.activities] == [47_000, 8_000]
    assert (cost.before.once(30_000), cost.before.year(30_000)) == (55_000, 66_000_000)
    # 0.25 h x 30,000 = 7,500; x 0.5 x 1,200 = 4,500,000.
    assert (cost.after.once(30_000), cost.after.year(30_000)) == (7_500, 4_500_000)
    assert (cost.saved, cost.saved_share.value) == (61_500_000, 93.18)
    lines = dict(told(cost))
    assert lines["Hiện nay: chi phí một năm"].replace("\N{NO-BREAK SPACE}", " ") == (
        "55.000 đ × 1 × 1200 = 66.000.000 đ"
    )
    assert "61.500.000" in lines["Lợi ích một năm"]


def test_an_abolished_procedure_costs_nothing() -> None:
    cost = costing.reckoned({key: value for key, value in TYPED.items() if not key.startswith("a_")})
    assert (cost.after.year(cost.income), cost.saved) == (0, 66_000_000)
    assert "không phải thực hiện" in dict(told(cost))["Theo đề xuất: chi phí một lần"]


ACTIVITIES = st.builds(
    Activity,
    stage=st.sampled_from(sorted(STAGES)),
    what=st.just("việc"),
    hours=st.decimals(0, 1000, places=2),
    hired=st.integers(0, 10**7),
    fee=st.integers(0, 10**7),
)
SIDES = st.builds(
    Side,
    activities=st.lists(ACTIVITIES, min_size=1, max_size=4).map(tuple),
    times=st.decimals(0, 50, places=2),
    subjects=st.integers(1, 10**5),
)


def by_hand(side: Side, income: int) -> Fraction:
    once = sum(
        (Fraction(int(Fraction(each.hours) * income + Fraction(1, 2)) + each.hired + each.fee)
         for each in side.activities),
        Fraction(0),
    )  # fmt: skip
    return once * Fraction(side.times) * side.subjects


@given(SIDES, SIDES, st.integers(1, 10**6))
def test_any_computation_is_kept_typed_again_and_summed_alike(before: Side, after: Side, income: int) -> None:
    cost = Cost(income=income, income_source="n", counts_source="s", before=before, after=after)
    assert read(stored(cost)) == cost
    assert costing.reckoned(costing.typed_of(cost)) == cost
    for side in (before, after):
        assert side.year(income) == int(by_hand(side, income) + Fraction(1, 2))
    assert cost.saved == before.year(income) - after.year(income)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("b_hours_0", "một giờ"), ("b_hours_0", "=1+1"), ("b_hours_0", "-1"), ("b_hours_0", "1,555"),
        ("b_hours_0", "1e9"), ("b_hired_0", "1.50"), ("b_fee_3", "8000,5"), ("b_fee_3", "٣"),
        ("b_subjects", "99999999999"), ("income", "nhiều"), ("b_times", "NaN"), ("a_hours_0", "∞"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_named_with_its_place(name: str, value: str) -> None:
    with pytest.raises(DomainError) as refused:
        costing.reckoned(TYPED | {name: value})
    assert (refused.value.id, refused.value.params["field"]) == ("cost_number", name)
    assert value in refused.value.message


@pytest.mark.parametrize(
    "change",
    [
        {"income": ""}, {"income": "0"}, {"income_source": " "}, {"counts_source": ""}, {"b_subjects": "0"},
        {"b_what_0": ""}, {"b_stage_0": "pray"}, {"b_hours_9": "2"},
    ],
)  # fmt: skip
def test_what_is_missing_is_said(change: dict[str, str]) -> None:
    with pytest.raises(DomainError) as refused:
        costing.reckoned(TYPED | change)
    assert refused.value.id == "cost_incomplete"
    assert refused.value.next_step


@pytest.fixture
def draft(past: None, db: None) -> ReviewProposal:
    person = person_by_login("mai.vanphong")
    words = {name: getattr(WORDS, name) for name in WORDS.__struct_fields__} | {"procedure": "1.004884"}
    return proposals.write(person, proposals.Words(**words), clock=CLOCK)


def test_it_begins_with_what_the_catalogue_and_the_year_say(draft: ReviewProposal) -> None:
    typed = costing.prefilled(draft, CLOCK)
    content = versions_in_force([draft.procedure_code], NOW.date())[draft.procedure_code].content
    papers = [typed[f"b_what_{n}"] for n in range(30) if typed.get(f"b_stage_{n}") == "prepare"]
    assert papers == [each.name[:200] for each in content.components[:22]]
    certain = [
        fee.amount for row in content.channels for fee in row.fees if fee.certain and fee.amount is not None
    ]
    assert [int(typed[f"b_fee_{n}"] or 0) for n in range(30) if typed.get(f"b_stage_{n}") == "pay"] == (
        [min(certain)] if certain else []
    )
    begin = datetime.combine(date(2025, 3, 21), datetime.min.time())
    known = Dossier.objects.filter(
        procedure_code=draft.procedure_code,
        received_at__gte=instant_of(begin),
        received_at__lt=instant_of(datetime.combine(NOW.date() + timedelta(days=1), datetime.min.time())),
    )
    assert int(typed["b_subjects"]) == known.count()
    assert (typed["b_times"], typed["income"]) == ("1", "")


def test_it_is_kept_with_the_draft_shown_printed_and_then_shut(draft: ReviewProposal) -> None:
    writer, page = browser("mai.vanphong"), f"/ra-soat/{draft.pk}/chi-phi/"
    form = writer.get(page).content.decode()
    assert 'name="b_what_0"' in form
    refused = writer.post(page, TYPED | {"b_hours_0": "=cmd|' /C calc'!A0"})
    assert refused.status_code in {400, 422}
    assert "dòng 1" in refused.content.decode()
    assert "Niên giám thống kê 2024" in refused.content.decode(), "what was typed stays"
    assert not ComplianceCost.objects.exists()
    assert writer.post(page, TYPED).status_code == 302
    shown = html.unescape(writer.get(f"/ra-soat/{draft.pk}/").content.decode()).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    for number in ("47.000 đ", "66.000.000 đ", "61.500.000 đ", "Nộp qua mạng"):
        assert number in shown
    assert costing.cost_of(draft) == costing.reckoned(TYPED)
    assert writer.post(page, TYPED | {"income": "40000"}).status_code == 302
    assert ComplianceCost.objects.get().counted["income"] == 40_000
    changes = Change.objects.filter(kind="review_cost", subject=str(draft.pk)).order_by("pk")
    assert [each.after["income"] for each in changes] == [30_000, 40_000]
    out = io.BytesIO()
    write_paper(draft, out)
    assert out.getvalue().startswith(b"%PDF")
    ReviewProposal.objects.filter(pk=draft.pk).update(state="submitted")
    assert writer.post(page, TYPED).status_code >= 400
    assert ComplianceCost.objects.get().counted["income"] == 40_000


def test_only_who_wrote_the_draft_computes_it(draft: ReviewProposal) -> None:
    for name in EVERYBODY:
        person, client = person_by_login(name), Client()
        if name != "mai.vanphong":
            with pytest.raises((Forbidden, NotFound)):
                costing.keep(person, draft.pk, TYPED, clock=CLOCK)
            client = browser(name)
            assert client.get(f"/ra-soat/{draft.pk}/chi-phi/").status_code in {403, 404}
    assert not ComplianceCost.objects.exists()
